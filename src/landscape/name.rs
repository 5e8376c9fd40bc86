//! From what people write to the record they mean.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use super::{
    CompanyIx, FeatureIx, Ix, KindMarker, Landscape, NodeIx, PrincipleIx, QuestionIx, RoleIx, SegmentIx,
    SourceIx, StackIx, ToolIx,
};
use crate::id::{fold_name, nearest};
use crate::model::Kind;

/// Records, one after the other.
type Nodes<'s> = Box<dyn Iterator<Item = NodeIx> + 's>;

/// Why a name leads to no one record.
///
/// Its text says what to do about it too, where that is known: "did you mean …?".
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing has that id, name or alias.
    Unknown {
        /// What was written.
        text: String,
        /// The kinds that were looked for.
        kinds: Vec<Kind>,
        /// What may have been meant, the likeliest first.
        nearest: Vec<String>,
    },
    /// It is the name of a record of another kind.
    WrongKind {
        /// What was written.
        text: String,
        /// The kinds that were looked for.
        kinds: Vec<Kind>,
        /// The kind that it is.
        found: Kind,
    },
    /// More than one record has it.
    Ambiguous {
        /// What was written.
        text: String,
        /// How to write each.
        candidates: Vec<String>,
    },
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        self.help().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

/// The same as what is displayed, so that a `main` that returns the error shows what was meant.
impl fmt::Debug for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for NameError {}

impl NameError {
    /// Returns what is wrong, without what to do about it.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Unknown { text, kinds, .. } => {
                format!("there is no {} called `{text}`", kinds_in_words(kinds))
            }
            Self::WrongKind { text, kinds, found } => {
                format!("`{text}` is a {found}, and a {} is needed", kinds_in_words(kinds))
            }
            Self::Ambiguous { text, candidates } => format!("`{text}` can be {}", candidates.join(" or ")),
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest, .. } => {
                let quoted: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
                match quoted.split_last()? {
                    (last, []) => Some(format!("did you mean {last}?")),
                    (last, before) => Some(format!("did you mean {} or {last}?", before.join(", "))),
                }
            }
            Self::WrongKind { .. } => None,
            Self::Ambiguous { .. } => Some("write one of these in full".to_owned()),
        }
    }
}

fn kinds_in_words(kinds: &[Kind]) -> String {
    match kinds {
        kinds if kinds.len() == Kind::ALL.len() => "record".to_owned(),
        [rest @ .., last] if !rest.is_empty() => {
            let rest: Vec<&str> = rest.iter().map(|kind| kind.singular()).collect();
            format!("{} or {last}", rest.join(", "))
        }
        kinds => kinds.iter().map(|kind| kind.singular()).collect(),
    }
}

impl Landscape {
    /// Finds the record of one of `kinds` that `text` names: by id, else by name or alias as they
    /// stand, else ignoring case and punctuation; with the kind before a colon, of that kind alone.
    /// A feature may have its tool before it, `session-replay/canvas recording`, each named in any
    /// of these ways.
    ///
    /// # Errors
    ///
    /// [`NameError::Unknown`] with the nearest name, or [`NameError::Ambiguous`] with all that fit.
    ///
    /// # Complexity
    ///
    /// O(log n) for an id, O(n) for a name.
    pub fn resolve(&self, text: &str, kinds: &[Kind]) -> Result<NodeIx, NameError> {
        let (kinds, wanted) = match text.split_once(':') {
            Some((word, rest)) => match Kind::from_word(word) {
                Some(kind) if kinds.contains(&kind) => (vec![kind], rest),
                _ => (kinds.to_vec(), text),
            },
            None => (kinds.to_vec(), text),
        };
        match self.named_exactly(wanted, &kinds).as_slice() {
            [] => {}
            [one] => return Ok(*one),
            many => return Err(self.ambiguous(text, many)),
        }
        if kinds.len() < Kind::ALL.len()
            && let Ok(other) = self.resolve(wanted, &Kind::ALL)
        {
            return Err(NameError::WrongKind { text: text.to_owned(), kinds, found: other.kind });
        }
        let names = kinds.iter().flat_map(|kind| self.nodes(*kind)).flat_map(|ix| {
            let node = self.node(ix);
            [node.id(), node.name()].into_iter().chain(node.aliases())
        });
        let near = self.near_address(wanted, &kinds);
        let nearest = near.or_else(|| nearest(wanted, names).map(str::to_owned)).or_else(|| {
            // A word of a name is nearer than its spelling tells.
            let folded = fold_name(wanted);
            let holds_it =
                |ix: &NodeIx| folded.len() > 2 && fold_name(self.node(*ix).name()).contains(&folded);
            let mut fits = kinds.iter().flat_map(|kind| self.nodes(*kind)).filter(holds_it);
            fits.next().map(|ix| self.node(ix).id().to_owned())
        });
        Err(NameError::Unknown { text: text.to_owned(), kinds, nearest: nearest.into_iter().collect() })
    }

    /// Says that a text can be several records.
    pub(crate) fn ambiguous(&self, text: &str, records: &[NodeIx]) -> NameError {
        let candidates = records.iter().map(|ix| format!("`{}`", self.address(*ix))).collect();
        NameError::Ambiguous { text: text.to_owned(), candidates }
    }

    /// Returns the records of some kinds that have a text as their id, else as their name or alias,
    /// else as either but for case and punctuation; of features, those within a tool too.
    pub(crate) fn named_exactly(&self, text: &str, kinds: &[Kind]) -> Vec<NodeIx> {
        let by_id = |text: &str| kinds.iter().filter_map(|kind| self.find(*kind, text)).collect();
        let all = || -> Nodes<'_> { Box::new(kinds.iter().flat_map(|kind| self.nodes(*kind))) };
        let found = self.called(text, &by_id, &all);
        if found.is_empty() && kinds.contains(&Kind::Feature) { self.addressed(text) } else { found }
    }

    /// Returns the records that a text is the id of; else those with it as name or alias; else
    /// ignoring case and punctuation.
    fn called<'s>(
        &'s self,
        text: &str,
        by_id: &dyn Fn(&str) -> Vec<NodeIx>,
        all: &dyn Fn() -> Nodes<'s>,
    ) -> Vec<NodeIx> {
        let folded = fold_name(text);
        let by_name = |fits: &dyn Fn(&str) -> bool| {
            let names = |ix: &NodeIx| {
                let node = self.node(*ix);
                fits(node.name()) || node.aliases().any(fits)
            };
            all().filter(names).collect::<Vec<_>>()
        };
        let by_folded_id = |ix: &NodeIx| fold_name(self.node(*ix).id()) == folded;
        let steps: [&dyn Fn() -> Vec<NodeIx>; 4] = [
            &|| by_id(text),
            &|| by_name(&|name| name == text),
            &|| by_name(&|name| fold_name(name) == folded),
            &|| all().filter(by_folded_id).collect(),
        ];
        steps.into_iter().map(|step| step()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Returns the features that a text names by a tool and a name within it,
    /// `session-replay/canvas recording`. A name may hold a slash itself, so that every slash may
    /// be the one that parts the two.
    fn addressed(&self, text: &str) -> Vec<NodeIx> {
        let mut found = Vec::new();
        for (at, _) in text.match_indices('/') {
            let (tool, name) = (text[..at].trim(), text[at + 1..].trim());
            for tool in self.tools_called(tool) {
                let features: Vec<NodeIx> = self.features_of(tool).into_iter().map(NodeIx::from).collect();
                let by_id = |id: &str| {
                    features.iter().copied().filter(|feature| self.node(*feature).id() == id).collect()
                };
                found.extend(self.called(name, &by_id, &|| Box::new(features.clone().into_iter())));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn tools_called(&self, text: &str) -> Vec<ToolIx> {
        let by_id = |id: &str| self.find(Kind::Tool, id).into_iter().collect();
        let found = self.called(text, &by_id, &|| Box::new(self.nodes(Kind::Tool)));
        found.into_iter().filter_map(NodeIx::of_kind).collect()
    }

    /// Returns the address of the feature that may be meant by one that leads nowhere, where its
    /// tool is known.
    fn near_address(&self, text: &str, kinds: &[Kind]) -> Option<String> {
        let (tool, name) = text.split_once('/').filter(|_| kinds.contains(&Kind::Feature))?;
        let [tool] = self.tools_called(tool.trim())[..] else { return None };
        let features = self.features_of(tool);
        let names = features.iter().flat_map(|feature| {
            let node = self.node(*feature);
            [node.id(), node.name()].into_iter().chain(node.aliases())
        });
        nearest(name.trim(), names).map(|name| format!("{}/{name}", self.node(tool).id()))
    }

    /// Returns how to name a record so that no other can be meant: a feature that shares its name
    /// by its tool and that name, anything else by its id with its kind before it.
    #[must_use]
    pub fn address(&self, ix: NodeIx) -> String {
        let by_tool = self.telling_tool(ix).map(|tool| {
            let name = self.node(ix).name();
            format!("{}/{name}", self.node(tool).id())
        });
        by_tool
            .filter(|address| self.named_exactly(address, &Kind::ALL) == [ix])
            .unwrap_or_else(|| self.any_id(ix))
    }

    /// Returns the record of kind `K` with an id, name or alias, as [`resolve`](Self::resolve)
    /// finds it.
    ///
    /// # Errors
    ///
    /// [`NameError`], whose text names what may have been meant.
    ///
    /// # Example
    ///
    /// ```
    /// use landscape_graph::Landscape;
    /// use landscape_graph::load::{Files, parse};
    ///
    /// let files = Files::from_text("a.json", r#"{ "companies": [{ "id": "posthog", "name": "PostHog" }] }"#);
    /// let market = Landscape::build(parse(&files)?, &Default::default());
    /// assert!(market.company("PostHog").is_ok());
    /// let error = market.company("posthgo").unwrap_err();
    /// assert_eq!(error.to_string(), "there is no company called `posthgo`; did you mean `posthog`?");
    /// # Ok::<(), landscape_graph::problem::Problems>(())
    /// ```
    pub fn look_up<K: KindMarker>(&self, text: &str) -> Result<Ix<K>, NameError> {
        Ok(Ix::new(self.resolve(text, &[K::KIND])?.ordinal))
    }

    /// Returns the stack with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn stack(&self, text: &str) -> Result<StackIx, NameError> {
        self.look_up(text)
    }

    /// Returns the tool with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn tool(&self, text: &str) -> Result<ToolIx, NameError> {
        self.look_up(text)
    }

    /// Returns the feature with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn feature(&self, text: &str) -> Result<FeatureIx, NameError> {
        self.look_up(text)
    }

    /// Returns the company with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn company(&self, text: &str) -> Result<CompanyIx, NameError> {
        self.look_up(text)
    }

    /// Returns the role with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn role(&self, text: &str) -> Result<RoleIx, NameError> {
        self.look_up(text)
    }

    /// Returns the segment with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn segment(&self, text: &str) -> Result<SegmentIx, NameError> {
        self.look_up(text)
    }

    /// Returns the principle with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn principle(&self, text: &str) -> Result<PrincipleIx, NameError> {
        self.look_up(text)
    }

    /// Returns the question with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn question(&self, text: &str) -> Result<QuestionIx, NameError> {
        self.look_up(text)
    }

    /// Returns the source with an id, name or alias.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub fn source(&self, text: &str) -> Result<SourceIx, NameError> {
        self.look_up(text)
    }

    /// Returns a record's id with its kind before it.
    #[must_use]
    pub fn any_id(&self, ix: NodeIx) -> String {
        format!("{}:{}", ix.kind, self.node(ix).id())
    }

    /// Returns the record of a kind with an id, if there is one.
    ///
    /// # Complexity
    ///
    /// O(log n) time for n records of the kind.
    #[must_use]
    pub fn find(&self, kind: Kind, id: &str) -> Option<NodeIx> {
        let Range { mut start, mut end } = self.range(kind);
        let first = start;
        while start < end {
            let middle = start.midpoint(end);
            match self.nodes.id(middle).cmp(id) {
                Ordering::Less => start = middle + 1,
                Ordering::Greater => end = middle,
                Ordering::Equal => {
                    return Some(NodeIx { kind, ordinal: u32::try_from(middle - first).ok()? });
                }
            }
        }
        None
    }
}
