//! The landscape that is served, as it is now, as it is supposed to be, and as it becomes.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::watch;

use super::answer::{Made, Refused};
use super::recent::Recent;
use super::{Loaded, Options, Source};
use crate::Landscape;
use crate::landscape::{CompanyIx, NameError};
use crate::load::{self, FilePlaces, Files, Stamp};
use crate::model::{Date, Relation};
use crate::problem::Problems;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(500);

/// How long files must have been left alone before they are read: an editor may be writing.
const SETTLED: Duration = Duration::from_millis(100);

/// How often that is waited for: files that are written without a pause are read all the same.
const MOST_WAITS: usize = 10;

/// How many landscapes with something supposed are kept.
const MOST_SUPPOSED: usize = 8;

/// How many pages and packs are kept, and in how many bytes.
const MOST_MADE: usize = 32;
const MOST_MADE_BYTES: usize = 128 << 20;

/// How many offers can be supposed at once.
const MOST_OFFERS: usize = 100;

/// A landscape with its files.
pub(super) struct State {
    /// Says which content it has: equal for the same files, days and program.
    pub(super) tag: Arc<str>,
    pub(super) loaded: Loaded,
    /// What it is supposed on, where it is supposed.
    base: Option<Arc<State>>,
    all_days: OnceLock<Result<Landscape, Problems>>,
}

impl State {
    fn new(tag: Arc<str>, loaded: Loaded, base: Option<Arc<Self>>) -> Self {
        Self { tag, loaded, base, all_days: OnceLock::new() }
    }

    pub(super) fn landscape(&self) -> &Landscape {
        &self.loaded.landscape
    }

    pub(super) fn places(&self) -> FilePlaces<'_> {
        FilePlaces::new(&self.loaded.files, &self.loaded.landscape)
    }

    /// Returns the landscape without what is supposed, where something is.
    pub(super) fn known(&self) -> Option<&Landscape> {
        match &self.base {
            Some(base) => Some(base.known().unwrap_or(base.landscape())),
            None => self.loaded.known.as_ref(),
        }
    }

    /// Returns the landscape with the claims of all days.
    pub(super) fn all_days(&self) -> Result<&Landscape, Refused> {
        let build = || load::parse_packed(&self.loaded.files).map(Landscape::build_of_all_days);
        self.all_days.get_or_init(build).as_ref().map_err(|problems| refused(&self.loaded.files, problems))
    }

    /// Lays offers of a company over the landscape.
    fn suppose(self: &Arc<Self>, company: CompanyIx, tools: &[&str]) -> Result<Self, Refused> {
        let mut files = self.loaded.files.clone();
        let mut assuming: Vec<String> = self.loaded.assuming.iter().cloned().collect();
        let id = self.landscape().node(company).id();
        for name in tools {
            let tool = self.landscape().tool(name)?;
            let said = format!("{id} {} {name}", Relation::Offers.rule().key);
            files.assume(load::assumed_offer(self.landscape(), company, tool, &said));
            assuming.push(said);
        }
        let options = self.loaded.options;
        let model = load::parse_packed(&files).map_err(|problems| refused(&files, &problems))?;
        let landscape = Landscape::build(model, &options);
        if files.iter().any(|file| file.same_text().is_none()) {
            // A large file is read again for this, and is no longer what it was.
            return Err(Refused::wrong("the files are changing").with_help("ask again in a second"));
        }
        let loaded = Loaded {
            files,
            landscape,
            options,
            company: self.loaded.company,
            assuming: Some(assuming.join(", ")),
            known: None,
        };
        Ok(Self::new(Arc::clone(&self.tag), loaded, Some(Arc::clone(self))))
    }
}

/// Says what is wrong with files in one line.
fn refused(files: &Files, problems: &Problems) -> Refused {
    let first = problems.problems.first().map_or_else(String::new, |problem| {
        let place = problem.place.map_or_else(String::new, |place| format!("{}: ", files.describe(place)));
        format!(": {place}{problem}")
    });
    Refused::wrong(format!("the landscape would have {problems}{first}"))
}

impl From<NameError> for Refused {
    fn from(error: NameError) -> Self {
        let wrong = Self::wrong(error.message());
        match error.help() {
            Some(help) => wrong.with_help(help),
            None => wrong.with_help("`/api/find?text=` searches all names"),
        }
    }
}

/// What is served now.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) state: Arc<State>,
    /// What is wrong with the files, where they have problems: the state is the last good one.
    pub(super) broken: Option<Arc<str>>,
}

/// All that is served, and what was made of it last.
pub(super) struct Served {
    pub(super) source: Box<dyn Source>,
    pub(super) options: Options,
    pub(super) port: u16,
    current: watch::Sender<Current>,
    supposed: Recent<State>,
    pub(super) made: Recent<Made>,
    /// What is known of the files that the state, or its problems, were read from.
    first: Seen,
}

/// What tells whether the files have changed.
struct Seen {
    stamp: Stamp,
    today: Option<Date>,
    tag: Arc<str>,
}

impl Seen {
    fn new(stamp: Stamp, today: Option<Date>) -> Self {
        let mut tag = String::new();
        for byte in stamp.digest().iter().take(8) {
            let _ = write!(tag, "{byte:02x}");
        }
        if let Some(today) = today {
            let _ = write!(tag, "-{today}");
        }
        let tag = format!("{tag}-{}", env!("CARGO_PKG_VERSION"));
        Self { stamp, today, tag: tag.into() }
    }
}

impl Served {
    /// Serves a landscape that was loaded after the stamp was taken.
    pub(super) fn new(
        source: Box<dyn Source>,
        options: Options,
        port: u16,
        stamp: Stamp,
        loaded: Loaded,
    ) -> Self {
        let first = Seen::new(stamp, source.today());
        let state = Arc::new(State::new(Arc::clone(&first.tag), loaded, None));
        let (current, _) = watch::channel(Current { state, broken: None });
        Self {
            source,
            options,
            port,
            current,
            supposed: Recent::new(MOST_SUPPOSED, usize::MAX),
            made: Recent::new(MOST_MADE, MOST_MADE_BYTES),
            first,
        }
    }

    /// Returns the landscape as it is now.
    pub(super) fn state(&self) -> Arc<State> {
        Arc::clone(&self.current.borrow().state)
    }

    /// Returns who is told of every change.
    pub(super) fn changes(&self) -> watch::Receiver<Current> {
        self.current.subscribe()
    }

    /// Returns the landscape as it would be if a company offered these tools too.
    pub(super) fn suppose(
        &self,
        state: &Arc<State>,
        company: CompanyIx,
        tools: &[&str],
    ) -> Result<Arc<State>, Refused> {
        if tools.len() > MOST_OFFERS {
            return Err(Refused::wrong(format!(
                "{} offers are supposed, and {MOST_OFFERS} is the most",
                tools.len()
            )));
        }
        let name = format!("{}|{}|{}", state.tag, state.landscape().node(company).id(), tools.join(","));
        self.supposed.get(&name, |_| 0, || state.suppose(company, tools))
    }

    /// Follows the files until told to end.
    pub(super) fn follow(&self, end: &Receiver<()>) {
        let waits = |time| matches!(end.recv_timeout(time), Err(RecvTimeoutError::Timeout));
        let mut seen: Option<Seen> = None;
        while waits(EVERY) {
            let before = seen.as_ref().unwrap_or(&self.first);
            let paths = self.source.paths();
            let look = || Stamp::of(paths.iter().map(PathBuf::as_path));
            let (mut stamp, today) = (look(), self.source.today());
            if stamp == before.stamp && today == before.today {
                continue;
            }
            for _ in 0..MOST_WAITS {
                if !waits(SETTLED) {
                    return;
                }
                let again = look();
                if again == stamp {
                    break;
                }
                stamp = again;
            }
            let now = Seen::new(stamp, today);
            // Files that were only touched are what they were.
            if now.tag != before.tag {
                self.read(&now.tag);
            }
            seen = Some(now);
        }
    }

    /// Reads the files, and tells all who listen what came of it.
    fn read(&self, tag: &Arc<str>) {
        match self.source.load() {
            Ok(loaded) => {
                let state = Arc::new(State::new(Arc::clone(tag), loaded, None));
                self.supposed.clear();
                self.made.clear();
                self.current.send_replace(Current { state, broken: None });
            }
            Err(broken) => {
                self.current.send_modify(|current| current.broken = Some(broken.text.as_str().into()));
            }
        }
    }
}
