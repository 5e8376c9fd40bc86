//! What can be wrong with a landscape's data: typed, with a stable code, a place and a help.

mod code;
mod explain;
mod place;

pub use code::{Code, Level, UnknownCode};
pub use explain::Explanation;
pub use place::{LineColumn, Lines, Place};

use crate::id::InvalidId;
use crate::model::{Date, InvalidAnyId, Kind, Relation, SCHEMA_VERSION, Support, When};

/// One thing that is wrong with the data.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{fault}")]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// Where, when it is inside a file that could be read.
    pub place: Option<Place>,
    /// A second place that it has to do with, such as the first of two definitions.
    pub other: Option<Place>,
}

impl Problem {
    /// Makes a problem at a place.
    #[must_use]
    pub fn at(place: Place, fault: Fault) -> Self {
        Self { fault, place: Some(place), other: None }
    }

    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.fault.code()
    }
}

/// What is wrong, with all that is needed to say it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each variant is explained by its code: see `Code`")]
pub enum Fault {
    #[error("`{path}` cannot be read: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("`{path}` is a symbolic link to a folder above it")]
    SymlinkLoop { path: String },
    #[error("there is no `.json` or `.jsonl` file in `{path}`")]
    NoFiles { path: String },
    #[error("the file is empty")]
    EmptyFile,
    #[error("the file is not UTF-8 text")]
    NotUtf8,
    #[error("this is not valid JSON: {reason}")]
    Syntax { reason: String },
    #[error("unknown key `{key}`")]
    UnknownKey { key: String, nearest: Option<String>, known: Vec<String> },
    #[error("the key `{key}` is missing")]
    MissingKey { key: String },
    #[error("the key `{key}` is in this object twice")]
    DuplicateKey { key: String },
    #[error("expected {expected}, found {found}")]
    WrongType { expected: String, found: String, instead: Option<String> },
    #[error("`{value}` is not a value of this key")]
    UnknownValue { value: String, nearest: Option<String>, known: Vec<String> },
    #[error("`{text}` is not an id: {reason}")]
    InvalidId { text: String, reason: InvalidId, suggestion: Option<String> },
    #[error("`{text}` is not a reference: {reason}")]
    InvalidReference { text: String, reason: InvalidAnyId, nearest: Option<String> },
    #[error("`{text}` is not a date")]
    InvalidDate { text: String },
    #[error("`until` ({until}) is not later than `since` ({since})")]
    DateOrder { since: When, until: When },
    #[error("two {kind} records have the id `{id}`")]
    DuplicateId { kind: Kind, id: String },
    #[error("the alias `{alias}` is also {what} of the {kind} `{other}`")]
    AliasCollision { alias: String, what: &'static str, kind: Kind, other: String },
    #[error("the landscape is described twice")]
    DuplicateOverview,
    #[error("the data has version {found}, this program reads version {SCHEMA_VERSION}")]
    UnsupportedSchema { found: u32 },
    #[error("{use} names the {kind} `{id}`, which does not exist")]
    UnknownTarget { r#use: Use, kind: Kind, id: String, nearest: Option<String> },
    #[error("{use} needs a {wanted}, and `{id}` is a {found}")]
    WrongKind { r#use: Use, wanted: Kind, id: String, found: Kind },
    #[error("`{relation}` loops: {}", path.join(" → "))]
    Cycle { relation: Relation, path: Vec<String> },
    #[error("`{tool}` is claimed twice, as `{}` and as `{}`", first.word(), second.word())]
    OfferConflict { tool: String, first: Support, second: Support, meet: Option<Meet> },
    #[error("`{company}` belongs to `{first}` and to `{second}` at the same time")]
    OwnerConflict { company: String, first: String, second: String, meet: Option<Meet> },
    #[error("{} has an empty name", word_and_id(*kind, id))]
    EmptyName { kind: Kind, id: String },
    #[error("the `{key}` of this evidence is empty")]
    EmptyEvidence { key: &'static str },
    #[error("{} is not connected to any record", word_and_id(*kind, id))]
    Orphan { kind: Kind, id: String },
    #[error("the stack `{id}` has no tools")]
    EmptyStack { id: String },
    #[error("{missing} of {total} claims of {} have no evidence", word_and_id(*kind, id))]
    NoEvidence { kind: Kind, id: String, missing: usize, total: usize },
    #[error("a claim says that `{company}` does not offer `{whole}`, but it offers its sub-tool `{part}`")]
    PartContradicted { company: String, whole: String, part: String },
    #[error("`{relation}` names `{id}` twice")]
    RepeatedRelation { relation: Relation, id: String },
    #[error("the {kind} `{other}`{} has the same name, `{name}`", of_tool(tool.as_ref()))]
    SharedName { kind: Kind, name: String, other: String, tool: Option<String> },
    #[error("the quote has {characters} characters")]
    LongQuote { characters: usize },
    #[error("this claim begins {since}, and answers are as of {day}: they leave it out")]
    NotBegun { since: When, day: Date },
    #[error("this was read {on}, and today is {today}")]
    ReadInFuture { on: When, today: Date },
    #[error(
        "`{company}` offers `{tool}`: `{}`, yet it provides `{feature}`, which shows `{}`",
        claimed.word(),
        shown.word()
    )]
    FeatureContradicted { company: String, tool: String, feature: String, claimed: Support, shown: Support },
}

/// A month or a year in which one claim ends and another begins, so that both hold for a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Meet {
    /// When the one ends.
    pub until: When,
    /// When the other begins.
    pub since: When,
}

/// What names a record that is not there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Use {
    /// A relation.
    Relation(Relation),
    /// The evidence of a claim.
    Evidence,
    /// The perspective of the landscape.
    Perspective,
    /// The segment in which a role is played.
    Segment,
}

impl std::fmt::Display for Use {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Relation(relation) => write!(f, "`{relation}`"),
            Self::Evidence => f.write_str("the evidence"),
            Self::Perspective => f.write_str("`perspective`"),
            Self::Segment => f.write_str("`segment`"),
        }
    }
}

/// How many characters of a quote people read: a paragraph is no quote.
pub const LONGEST_QUOTE: usize = 300;

fn of_tool(tool: Option<&String>) -> String {
    tool.map(|tool| format!(" of the tool `{tool}`")).unwrap_or_default()
}

fn word_and_id(kind: Kind, id: &str) -> String {
    format!("the {kind} `{id}`")
}

impl Fault {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => Code::Unreadable,
            Self::SymlinkLoop { .. } => Code::SymlinkLoop,
            Self::NoFiles { .. } => Code::NoFiles,
            Self::EmptyFile => Code::EmptyFile,
            Self::NotUtf8 => Code::NotUtf8,
            Self::Syntax { .. } => Code::Syntax,
            Self::UnknownKey { .. } => Code::UnknownKey,
            Self::MissingKey { .. } => Code::MissingKey,
            Self::DuplicateKey { .. } => Code::DuplicateKey,
            Self::WrongType { .. } => Code::WrongType,
            Self::UnknownValue { .. } => Code::UnknownValue,
            Self::InvalidId { .. } => Code::InvalidId,
            Self::InvalidReference { .. } => Code::InvalidReference,
            Self::InvalidDate { .. } => Code::InvalidDate,
            Self::DateOrder { .. } => Code::DateOrder,
            Self::DuplicateId { .. } => Code::DuplicateId,
            Self::AliasCollision { .. } => Code::AliasCollision,
            Self::DuplicateOverview => Code::DuplicateOverview,
            Self::UnsupportedSchema { .. } => Code::UnsupportedSchema,
            Self::UnknownTarget { .. } => Code::UnknownTarget,
            Self::WrongKind { .. } => Code::WrongKind,
            Self::Cycle { .. } => Code::Cycle,
            Self::OfferConflict { .. } => Code::OfferConflict,
            Self::OwnerConflict { .. } => Code::OwnerConflict,
            Self::EmptyName { .. } => Code::EmptyName,
            Self::EmptyEvidence { .. } => Code::EmptyEvidence,
            Self::Orphan { .. } => Code::Orphan,
            Self::EmptyStack { .. } => Code::EmptyStack,
            Self::NoEvidence { .. } => Code::NoEvidence,
            Self::PartContradicted { .. } => Code::PartContradicted,
            Self::RepeatedRelation { .. } => Code::RepeatedRelation,
            Self::SharedName { .. } => Code::SharedName,
            Self::LongQuote { .. } => Code::LongQuote,
            Self::NotBegun { .. } => Code::NotBegun,
            Self::ReadInFuture { .. } => Code::ReadInFuture,
            Self::FeatureContradicted { .. } => Code::FeatureContradicted,
        }
    }

    /// Returns what to do about it, where that can be said for this very case.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let did_you_mean =
            |nearest: &Option<String>| nearest.as_ref().map(|n| format!("did you mean `{n}`?"));
        let or_list = |nearest: &Option<String>, known: &[String]| {
            did_you_mean(nearest).or_else(|| Some(format!("it can be {}", in_words(known))))
        };
        match self {
            Self::NoFiles { .. } => {
                Some("`landscape init` writes a small landscape to start from".to_owned())
            }
            Self::EmptyFile => Some("delete it, or write `{}` into it".to_owned()),
            Self::NotUtf8 => Some("save the file as UTF-8".to_owned()),
            Self::UnknownKey { nearest, known, .. } | Self::UnknownValue { nearest, known, .. } => {
                or_list(nearest, known)
            }
            Self::MissingKey { key } => Some(format!("add `\"{key}\": …` to this object")),
            Self::WrongType { instead, .. } => instead.as_ref().map(|text| format!("write `{text}`")),
            Self::DuplicateKey { .. } => Some("keep one of the two".to_owned()),
            Self::InvalidId { suggestion, .. } => suggestion
                .as_ref()
                .map(|slug| format!("use `{slug}` as the id; the text itself can be the name")),
            Self::InvalidReference { nearest, .. } => did_you_mean(nearest),
            Self::InvalidDate { .. } => {
                Some("write a day, a month or a year: `2026-11-22`, `2026-11` or `2026`".to_owned())
            }
            Self::DateOrder { .. } => {
                Some("swap the two, or correct one of them: `until` must be later".to_owned())
            }
            Self::DuplicateId { .. } => Some("merge the two records, or give one another id".to_owned()),
            Self::AliasCollision { .. } => Some("remove the alias from one of them".to_owned()),
            Self::DuplicateOverview => Some("keep `landscape` in one file".to_owned()),
            Self::UnsupportedSchema { .. } => Some(format!("set `\"schema\": {SCHEMA_VERSION}`")),
            Self::UnknownTarget { kind, nearest, .. } => did_you_mean(nearest)
                .or_else(|| Some(format!("add a record with that id to `{}`", kind.plural()))),
            Self::WrongKind { wanted, .. } => Some(format!("name a {wanted} here")),
            Self::Cycle { .. } => Some("remove the claim that is wrong".to_owned()),
            Self::OfferConflict { meet: Some(Meet { until, since }), .. }
            | Self::OwnerConflict { meet: Some(Meet { until, since }), .. } => Some(format!(
                "`until` {until} counts to the end of {until}, but the other begins in {since}: write \
                 `\"until\": \"{}\"` so that one follows the other",
                since.first()
            )),
            Self::OfferConflict { .. } => {
                Some("keep the right one, or add `since` and `until` to say when each was true".to_owned())
            }
            Self::OwnerConflict { .. } => Some(
                "keep the present owner, and add `since` and `until` to say when it belonged to the other"
                    .to_owned(),
            ),
            Self::EmptyEvidence { key } => {
                let what = if *key == "url" { "the address of the page" } else { "the words of the source" };
                Some(format!("write {what}, or leave `{key}` out"))
            }
            Self::EmptyName { .. } => Some("write a name that people can read".to_owned()),
            Self::Orphan { .. } => Some(
                "connect it with `landscape link`, or name it in the `about` of a passage or question"
                    .to_owned(),
            ),
            Self::EmptyStack { .. } => Some("add `in_stack` to the tools that belong to it".to_owned()),
            Self::NoEvidence { .. } => Some("add `evidence`: the source of each claim".to_owned()),
            Self::PartContradicted { .. } => Some(
                "answers count `partial`, because it offers a sub-tool: correct the claim, or remove it"
                    .to_owned(),
            ),
            Self::RepeatedRelation { .. } => {
                Some("merge the two into one entry, with the evidence of both".to_owned())
            }
            Self::LongQuote { .. } => Some(format!(
                "keep the words that support the claim, at most {LONGEST_QUOTE} characters; `url` leads to the rest"
            )),
            Self::NotBegun { .. } => Some(
                "if it has begun, correct `since`; until it begins, nothing needs to change".to_owned(),
            ),
            Self::FeatureContradicted { .. } => Some(
                "the claim about the tool counts: correct it, or what is said of the feature, or drop the `shown_by`"
                    .to_owned(),
            ),
            Self::ReadInFuture { today, .. } => {
                Some(format!("write the day on which it was read, such as `{today}`"))
            }
            Self::SharedName { kind: Kind::Feature, tool: Some(tool), .. } => {
                Some(format!("rename one of them, so that `{tool}/NAME` is one feature"))
            }
            Self::SharedName { .. } => {
                Some("rename one of them, or use the id on the command line".to_owned())
            }
            Self::Unreadable { .. } | Self::SymlinkLoop { .. } | Self::Syntax { .. } => None,
        }
    }
}

/// Returns "`a`, `b` or `c`".
fn in_words(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// What is said where records may be missing.
pub const UNCHECKED: &str = "references were not checked, because some files could not be read";

/// All that is wrong with a landscape's data, ordered by file and place.
#[derive(Clone, Debug, Default, Eq, PartialEq, thiserror::Error)]
#[error("{}", if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) })]
pub struct Problems {
    /// The problems, those without a place first, then by file and place.
    pub problems: Vec<Problem>,
    /// Whether files that are no JSON kept the relations between files from being checked.
    pub relations_unchecked: bool,
}

impl Problems {
    pub(crate) fn sort(&mut self) {
        self.problems.sort_by(|a, b| {
            let key = |problem: &Problem| problem.place.map(|p| (p.file, p.start, p.end));
            key(a).cmp(&key(b)).then_with(|| a.code().cmp(&b.code()))
        });
    }

    /// Returns whether a file or folder could not be read at all.
    #[must_use]
    pub fn unreadable(&self) -> bool {
        self.problems.iter().any(|problem| matches!(problem.fault, Fault::Unreadable { .. }))
    }
}
