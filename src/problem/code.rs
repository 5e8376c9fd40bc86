//! The codes of problems: stable names that scripts and configurations can rely on.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Serialize;

/// The stable code of a kind of problem.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Code {
    /// `file::unreadable`: a file or folder cannot be read.
    Unreadable,
    /// `file::symlink_loop`: a symbolic link loops.
    SymlinkLoop,
    /// `file::none`: a folder has no landscape.
    NoFiles,
    /// `file::empty`: a file is empty.
    EmptyFile,
    /// `file::not_utf8`: a file is not UTF-8 text.
    NotUtf8,
    /// `json::syntax`: a file is not valid JSON.
    Syntax,
    /// `shape::unknown_key`: an object has an unknown key.
    UnknownKey,
    /// `shape::missing_key`: an object lacks a required key.
    MissingKey,
    /// `shape::duplicate_key`: an object has the same key twice.
    DuplicateKey,
    /// `shape::wrong_type`: a value has the wrong type.
    WrongType,
    /// `shape::unknown_value`: a value is not allowed for this key.
    UnknownValue,
    /// `id::invalid`: an id has characters that ids cannot have.
    InvalidId,
    /// `id::invalid_reference`: a reference is not written as `kind:id`.
    InvalidReference,
    /// `date::invalid`: a text is not a date.
    InvalidDate,
    /// `date::order`: a claim ends before it begins.
    DateOrder,
    /// `id::duplicate`: two records of one kind have the same id.
    DuplicateId,
    /// `alias::collision`: an alias matches more than one record.
    AliasCollision,
    /// `landscape::duplicate`: the landscape is described twice.
    DuplicateOverview,
    /// `landscape::schema`: the data has a version that this program cannot read.
    UnsupportedSchema,
    /// `relation::unknown_target`: a relation names a record that does not exist.
    UnknownTarget,
    /// `relation::wrong_kind`: a relation names a record of the wrong kind.
    WrongKind,
    /// `relation::cycle`: a relation loops.
    Cycle,
    /// `offer::conflict`: an offer is claimed twice with different support.
    OfferConflict,
    /// `owner::conflict`: a company belongs to two others at the same time.
    OwnerConflict,
    /// `name::empty`: a name is empty.
    EmptyName,
    /// `evidence::empty`: a quote or an address in evidence is empty.
    EmptyEvidence,
    /// `node::orphan`: a record is connected to nothing.
    Orphan,
    /// `stack::empty`: a stack has no tools.
    EmptyStack,
    /// `claim::no_evidence`: claims have no evidence.
    NoEvidence,
    /// `offer::part_contradicted`: a company lacks a tool but offers a sub-tool of it.
    PartContradicted,
    /// `relation::repeated`: a relation names the same record twice.
    RepeatedRelation,
    /// `name::shared`: two records of one kind, or two features of one tool, have the same name.
    SharedName,
    /// `evidence::long_quote`: a quote is too long.
    LongQuote,
    /// `claim::not_begun`: a claim begins after the day of the answers.
    NotBegun,
    /// `evidence::in_future`: evidence was read after today.
    ReadInFuture,
    /// `offer::feature_contradicted`: a company is said to offer less of a tool than a feature of
    /// it shows.
    FeatureContradicted,
}

/// How serious a problem is.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported; the landscape can be used.
    Warn,
    /// The landscape cannot be used.
    Error,
}

/// No problem has this code.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("there is no problem code `{0}`")]
pub struct UnknownCode(pub String);

impl Code {
    /// Every code, in the order in which problems are checked for.
    pub const ALL: [Self; 36] = [
        Self::Unreadable,
        Self::SymlinkLoop,
        Self::NoFiles,
        Self::EmptyFile,
        Self::NotUtf8,
        Self::Syntax,
        Self::UnknownKey,
        Self::MissingKey,
        Self::DuplicateKey,
        Self::WrongType,
        Self::UnknownValue,
        Self::InvalidId,
        Self::InvalidReference,
        Self::InvalidDate,
        Self::DateOrder,
        Self::DuplicateId,
        Self::AliasCollision,
        Self::DuplicateOverview,
        Self::UnsupportedSchema,
        Self::UnknownTarget,
        Self::WrongKind,
        Self::Cycle,
        Self::OfferConflict,
        Self::OwnerConflict,
        Self::EmptyName,
        Self::EmptyEvidence,
        Self::Orphan,
        Self::EmptyStack,
        Self::NoEvidence,
        Self::PartContradicted,
        Self::RepeatedRelation,
        Self::SharedName,
        Self::LongQuote,
        Self::NotBegun,
        Self::ReadInFuture,
        Self::FeatureContradicted,
    ];

    /// Returns the name, such as `relation::cycle`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "file::unreadable",
            Self::SymlinkLoop => "file::symlink_loop",
            Self::NoFiles => "file::none",
            Self::EmptyFile => "file::empty",
            Self::NotUtf8 => "file::not_utf8",
            Self::Syntax => "json::syntax",
            Self::UnknownKey => "shape::unknown_key",
            Self::MissingKey => "shape::missing_key",
            Self::DuplicateKey => "shape::duplicate_key",
            Self::WrongType => "shape::wrong_type",
            Self::UnknownValue => "shape::unknown_value",
            Self::InvalidId => "id::invalid",
            Self::InvalidReference => "id::invalid_reference",
            Self::InvalidDate => "date::invalid",
            Self::DateOrder => "date::order",
            Self::DuplicateId => "id::duplicate",
            Self::AliasCollision => "alias::collision",
            Self::DuplicateOverview => "landscape::duplicate",
            Self::UnsupportedSchema => "landscape::schema",
            Self::UnknownTarget => "relation::unknown_target",
            Self::WrongKind => "relation::wrong_kind",
            Self::Cycle => "relation::cycle",
            Self::OfferConflict => "offer::conflict",
            Self::OwnerConflict => "owner::conflict",
            Self::EmptyName => "name::empty",
            Self::EmptyEvidence => "evidence::empty",
            Self::Orphan => "node::orphan",
            Self::EmptyStack => "stack::empty",
            Self::NoEvidence => "claim::no_evidence",
            Self::PartContradicted => "offer::part_contradicted",
            Self::RepeatedRelation => "relation::repeated",
            Self::SharedName => "name::shared",
            Self::LongQuote => "evidence::long_quote",
            Self::NotBegun => "claim::not_begun",
            Self::ReadInFuture => "evidence::in_future",
            Self::FeatureContradicted => "offer::feature_contradicted",
        }
    }

    /// Returns how serious it is unless the user says otherwise.
    ///
    /// Errors cannot be made less: with one, there is no landscape to ask.
    #[must_use]
    pub fn level(self) -> Level {
        if self < Self::Orphan { Level::Error } else { Level::Warn }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|code| code.name() == text).ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl JsonSchema for Code {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = Self::ALL.iter().map(|code| code.name()).collect();
        schemars::json_schema!({ "type": "string", "enum": names })
    }
}
