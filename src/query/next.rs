//! The research queue: which unknown to look up first, and what blocks most answers.

mod blocks;
mod effect;
mod likely;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::looked::{self, Looked};
use super::rank::Score;
use super::state::GapState;
use super::{AnyRef, CompanyRef, NotCounted, Page, PrincipleRef, QuestionRef, RoleRef, SourceRef, ToolRef};
use super::{Within, count};
use crate::landscape::{ClaimView, CompanyIx, Ix, Landscape, RoleIx, ToolIx};
use crate::model::{Age, Date, Support, Verdict, When, kinds};
pub use blocks::{Block, Blocking};
use effect::{Market, PrincipleLack, Waiting};
use likely::Likely;

/// How many of the closest rivals are looked at.
pub const RIVALS: usize = 20;

/// How many companies are looked at for each stack that has a tool without a known vendor.
pub const LEADS_PER_STACK: usize = 3;

/// What is left of the worth of what somebody looked up without finding an answer, until that is
/// past its shelf life.
pub const LOOKED: f64 = 0.1;

/// How likely it is that a claim past its shelf life is true no more.
pub const AGAIN: f64 = 0.1;

/// What a question that waits counts, against the first place in a list.
pub const QUESTION: f64 = 0.5;

/// What it counts that all of a stack, or of what a role needs, is settled.
pub const COVERAGE: f64 = 0.1;

/// How to answer [`next`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Which rows to list.
    pub page: Page,
    /// Which tools to look at.
    pub within: Within,
    /// How long ago, at most, the newest evidence of a claim may have been read.
    pub shelf_life: Age,
}

impl Default for Options {
    fn default() -> Self {
        Self { page: Page::first(10), within: Within::default(), shelf_life: Age::days(180) }
    }
}

/// Which unknown to look up first.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The company whose answers count.
    pub company: CompanyRef<'l>,
    /// The companies that are looked at besides: its closest rivals, the closest first.
    pub rivals: Vec<CompanyRef<'l>>,
    /// What blocks most, the worst first: at most three.
    pub blocks: Vec<Block<'l>>,
    /// What to look up, in order.
    pub lookups: Vec<Lookup<'l>>,
    /// How many there are, those cut off included.
    pub total: u32,
    /// Where the next page begins, if there is one.
    pub next: Option<u32>,
    /// How many of them are offers about which nothing is known.
    pub unknown: u32,
    /// How long ago, at most, the newest evidence of a claim may have been read.
    pub shelf_life: Age,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// What is to be looked up.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Whether a company offers a tool: nothing is known.
    Offer,
    /// The same once more: what is claimed is past its shelf life.
    Again,
    /// What a role needs.
    Needs,
    /// The verdict of a principle on a tool.
    Verdict,
}

impl Matter {
    /// Every matter, as tables have the word.
    pub const WORDS: [&'static str; 4] = ["offer", "again", "needs", "verdict"];

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// Something to look up.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Lookup<'l> {
    /// Its place in the queue, from 1.
    pub place: u32,
    /// What is to be looked up.
    pub matter: Matter,
    /// The company, for an offer.
    pub company: Option<CompanyRef<'l>>,
    /// The tool, for an offer or a verdict.
    pub tool: Option<ToolRef<'l>>,
    /// The role, for what it needs.
    pub role: Option<RoleRef<'l>>,
    /// The principle, for a verdict.
    pub principle: Option<PrincipleRef<'l>>,
    /// How much it is worth: `likely` times the effects of `why`, less where somebody has looked.
    pub worth: f64,
    /// How likely a yes is, from 0 to 1; that a claim is true no more; 1 for what the owners know
    /// themselves.
    pub likely: f64,
    /// What an answer changes, the greatest effect first.
    pub why: Vec<Reason<'l>>,
    /// What is claimed, where the claim is past its shelf life.
    pub support: Option<Support>,
    /// The verdict so far, where somebody looked and could not tell.
    pub verdict: Option<Verdict>,
    /// When it was last read, where that is too long ago.
    pub last_read: Option<When>,
    /// What somebody looked up of it without finding an answer.
    pub looked: Vec<Looked<'l>>,
    /// The source that most claims about the company cite.
    pub source: Option<SourceRef<'l>>,
}

/// What an answer changes, and how much that counts.
#[derive(Clone, Debug, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reason<'l> {
    /// How much it counts: 1 is the first place of a list.
    pub effect: f64,
    /// What changes.
    #[serde(flatten)]
    pub change: Change<'l>,
}

/// What an answer changes.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Change<'l> {
    /// The company itself may offer one of its gaps.
    Gap {
        /// The gap's place.
        place: u32,
    },
    /// The company itself may offer what so many of its closest rivals do, or no longer.
    Shared {
        /// How many of them offer it.
        offering: u32,
        /// How many closest rivals there are.
        of: u32,
    },
    /// A gap without a known vendor may have one, or its only known vendor may not offer it.
    FirstVendor {
        /// The gap's place.
        place: u32,
        /// What is known of it.
        state: GapState,
    },
    /// A gap moves in the list.
    GapMoves {
        /// Its place.
        from: u32,
        /// Where it would be.
        to: u32,
    },
    /// A rival moves among the closest.
    RivalMoves {
        /// Its place.
        from: u32,
        /// Where it would be.
        to: u32,
    },
    /// One of the tools of these stacks and roles is settled.
    Coverage {
        /// The stacks that it counts in, and for the company itself the roles that need it.
        targets: Vec<AnyRef<'l>>,
    },
    /// Questions of the owners wait for it.
    Questions {
        /// The questions, in id order.
        questions: Vec<QuestionRef<'l>>,
    },
    /// Nothing can be said of what serves the role.
    NoNeeds,
}

/// A row of the queue before it is described.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Subject {
    Offer(ToolIx, CompanyIx),
    Again(ToolIx, CompanyIx),
    Needs(RoleIx),
    Verdict(ToolIx, Ix<kinds::Principle>),
}

struct Found {
    subject: Subject,
    likely: f64,
    worth: f64,
}

/// Answers which unknown to look up first, for the answers about one company: what an answer would
/// change, times how likely a yes is.
///
/// Looked at are the offers of the company and of its [`RIVALS`] closest rivals, and for tools that
/// nobody is known to offer those companies that offer most beside them; what is past its shelf
/// life; roles without needs; and verdicts for which a question waits. Tools that a principle rules
/// out are left out.
///
/// # Complexity
///
/// O(c log c + k · (t + Σ d)) time for c companies, k of them looked at, t tools, and the d offers
/// of each company that offers what one of the k does: nothing is answered again for each unknown.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::next};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let queue = next::next(&market, market.company("crumb")?, &Default::default());
/// assert_eq!(queue.lookups[0].place, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn next<'l>(landscape: &'l Landscape, company: CompanyIx, options: &Options) -> Report<'l> {
    let waiting = Waiting::new(landscape);
    let market = Market::new(landscape, company, &options.within, &waiting);
    let fresh_from = landscape.as_of().and_then(|day| day.before(options.shelf_life));
    let queue = Queue { landscape, market: &market, fresh_from };
    let mut found = queue.offers();
    let unknown = count(found.iter().filter(|found| matches!(found.subject, Subject::Offer(..))).count());
    found.extend(queue.needs());
    found.extend(queue.verdicts());
    let total = found.len();
    options.page.keep(&mut found, |found| (Reverse(Score(found.worth)), found.subject));
    let mut sources: BTreeMap<CompanyIx, Option<SourceRef<'l>>> = BTreeMap::new();
    let lookups = (options.page.start + 1..)
        .zip(found)
        .map(|(place, found)| queue.lookup(place, &found, &mut sources))
        .collect();
    Report {
        company: landscape.named(company),
        rivals: market.rivals().map(|rival| landscape.named(rival)).collect(),
        blocks: blocks::blocks(landscape, &market, &waiting),
        lookups,
        total: count(total),
        next: options.page.next(total),
        unknown,
        shelf_life: options.shelf_life,
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_tools(landscape, market.tools()),
    }
}

struct Queue<'l, 'm> {
    landscape: &'l Landscape,
    market: &'m Market<'l, 'm>,
    /// The first day on which a claim may have been read last.
    fresh_from: Option<Date>,
}

impl<'l> Queue<'l, '_> {
    fn is_old(&self, read: When) -> bool {
        self.fresh_from.is_some_and(|fresh_from| read.first() < fresh_from)
    }

    /// The offers that are unknown, and those that were read too long ago.
    fn offers(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut likely = Likely::new(self.landscape);
        for (company, tools) in self.market.candidates() {
            let yes = likely.of(company);
            let mut looked = self.landscape.looked_at(company);
            looked.retain(|(_, claim)| self.is_fresh(claim));
            let has_looked = |tool: ToolIx| looked.binary_search_by_key(&tool, |(tool, _)| *tool).is_ok();
            for tool in tools {
                let subject = if self.landscape.cell(company, tool).is_none() {
                    Subject::Offer(tool, company)
                } else if self.last_read(company, tool).is_some_and(|read| self.is_old(read)) {
                    Subject::Again(tool, company)
                } else {
                    continue;
                };
                let likely = match subject {
                    Subject::Offer(..) => yes[tool.ordinal() as usize],
                    _ => AGAIN,
                };
                let is_less = has_looked(tool) || self.has_looked_for(tool);
                let kept = if is_less { LOOKED } else { 1.0 };
                found.push(Found { subject, likely, worth: kept * likely * self.effect(subject) });
            }
        }
        found
    }

    /// When what is claimed of a company and a tool was last read; none where nothing is claimed or
    /// no evidence is dated.
    fn last_read(&self, company: CompanyIx, tool: ToolIx) -> Option<When> {
        let claims = self.landscape.offer_claims(company, tool);
        claims.iter().flat_map(|claim| &claim.evidence).filter_map(|evidence| evidence.on).max()
    }

    /// Whether a claim that somebody looked is not yet too old.
    fn is_fresh(&self, looked: &ClaimView<'_>) -> bool {
        let read = looked.evidence.iter().filter_map(|evidence| evidence.on).max();
        read.is_none_or(|read| !self.is_old(read))
    }

    /// Whether somebody has looked, not too long ago, for any company that offers a tool.
    fn has_looked_for(&self, tool: ToolIx) -> bool {
        let nobody = looked::nobody(self.landscape, tool);
        nobody.is_some_and(|looked| self.is_fresh(&looked.claim))
    }

    /// The roles that are not known to need anything.
    fn needs(&self) -> Vec<Found> {
        let roles = self.market.roles().iter().copied();
        let lacking = roles.filter(|role| self.landscape.needs(*role).is_empty()).map(Subject::Needs);
        lacking.map(|subject| self.known_to_the_owners(subject)).collect()
    }

    /// The verdicts for which a question waits.
    fn verdicts(&self) -> Vec<Found> {
        let of = |lack: PrincipleLack| Subject::Verdict(lack.tool, lack.principle);
        self.market.verdicts().map(of).map(|subject| self.known_to_the_owners(subject)).collect()
    }

    fn known_to_the_owners(&self, subject: Subject) -> Found {
        Found { subject, likely: 1.0, worth: self.effect(subject) }
    }

    fn effect(&self, subject: Subject) -> f64 {
        let mut sum = 0.0;
        self.market.effects(subject, &mut |effect, _| sum += effect);
        sum
    }

    fn lookup(
        &self,
        place: usize,
        found: &Found,
        sources: &mut BTreeMap<CompanyIx, Option<SourceRef<'l>>>,
    ) -> Lookup<'l> {
        let landscape = self.landscape;
        let mut why = Vec::new();
        self.market.effects(found.subject, &mut |effect, change| {
            why.push(Reason { effect, change: change.described(landscape) });
        });
        // The sort is stable, so that equal effects stay in the order in which they were found.
        why.sort_by_key(|reason| Reverse(Score(reason.effect)));
        let mut lookup = Lookup {
            place: count(place),
            matter: Matter::Offer,
            company: None,
            tool: None,
            role: None,
            principle: None,
            worth: found.worth,
            likely: found.likely,
            why,
            support: None,
            verdict: None,
            last_read: None,
            looked: Vec::new(),
            source: None,
        };
        match found.subject {
            Subject::Offer(tool, company) | Subject::Again(tool, company) => {
                lookup.company = Some(landscape.named(company));
                lookup.tool = Some(landscape.named(tool));
                lookup.looked = looked::between(landscape, company, tool);
                lookup.source =
                    *sources.entry(company).or_insert_with(|| self.market.source_most_cited(company));
                if let Subject::Again(..) = found.subject {
                    lookup.matter = Matter::Again;
                    lookup.support = landscape.cell(company, tool).and_then(|cell| cell.claimed());
                    lookup.last_read = self.last_read(company, tool);
                }
            }
            Subject::Needs(role) => {
                lookup.matter = Matter::Needs;
                lookup.role = Some(landscape.named(role));
            }
            Subject::Verdict(tool, principle) => {
                lookup.matter = Matter::Verdict;
                lookup.tool = Some(landscape.named(tool));
                lookup.principle = Some(landscape.named(principle));
                let mut verdicts = landscape.verdicts(tool).into_iter();
                lookup.verdict = verdicts.find(|(by, ..)| *by == principle).map(|(_, so_far, _)| so_far);
            }
        }
        lookup
    }
}
