//! What became of a piece of a file, or why nothing did.

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::Ground;
use crate::model::{Kind, Relation};

/// What became of a piece of a file, or why nothing did.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// It says what is known.
    Known,
    /// It is a new claim.
    NewClaim {
        /// Whether there are others of the same.
        beside_others: bool,
    },
    /// It is a new claim in the place of another.
    InPlace,
    /// It is a new claim that follows another.
    After,
    /// What it adds is put to the claim that is there.
    Joined,
    /// It contradicts a claim, which stays.
    Against(Box<Against>),
    /// It takes the place of a claim.
    Replaces {
        /// What stood there.
        claim: Box<Claimed>,
        /// Where.
        place: String,
    },
    /// It follows a claim, which ends.
    Follows {
        /// What stands there.
        claim: Box<Claimed>,
        /// Where.
        place: String,
        /// The day on which that ends.
        day: String,
    },
    /// Nobody says when it changed: it had by this day.
    Changed {
        /// The day.
        day: String,
    },
    /// A claim stands there for another time, and stays.
    OtherTime {
        /// Where.
        place: String,
    },
    /// A key has another value, which stays.
    KeyStays {
        /// The key.
        key: String,
        /// Its value; none where it has none.
        was: Option<String>,
        /// Where that stands.
        place: String,
        /// The value here.
        is: String,
    },
    /// A key has a new value.
    KeyReplaced {
        /// The key.
        key: String,
        /// Its value before; none where it had none.
        was: Option<String>,
        /// Where that stood.
        place: String,
        /// The value here.
        is: String,
    },
    /// A key of the record that a row names has another value.
    RecordSays(Box<RecordSays>),
    /// An entry of a list is another, which stays.
    EntryStays {
        /// The list.
        key: String,
        /// The entry, as JSON.
        was: String,
        /// Where that stands.
        place: String,
        /// The entry here, as JSON.
        is: String,
    },
    /// An entry of a list was another.
    EntryReplaced {
        /// The list.
        key: String,
        /// The entry, as JSON.
        was: String,
        /// Where that stood.
        place: String,
    },
    /// There was no description of the landscape.
    NewDescription,
    /// It is a new record.
    NewRecord {
        /// With how many claims.
        claims: u64,
    },
    /// It adds keys to what is there, and entries to lists.
    Adds {
        /// What it adds.
        added: Vec<Added>,
    },
    /// Another record has a name like it.
    AlikeName {
        /// The other's kind.
        kind: Kind,
        /// The other's id.
        id: String,
    },
    /// Another record has its page on the same host.
    SameHost {
        /// The other's kind.
        kind: Kind,
        /// The other's id.
        id: String,
    },
    /// Blank cells: it stays unknown whether those tools are offered.
    Blank,
    /// It names neither a tool nor a stack.
    NoTarget,
    /// It does not say whether it is offered, and that stays unknown.
    NoSupport,
    /// It was concluded where the list was written, and is concluded again from the claims.
    Concluded {
        /// What it was concluded from.
        ground: Ground,
    },
    /// Without a tool it can only be said that a company is active in a stack.
    OnlyActive,
    /// It does not say what every claim of the relation must say.
    Unsaid {
        /// The relation.
        relation: Relation,
        /// The key of what is missing.
        key: String,
    },
    /// It leads from a record to the same record, and the relation may not lead back to where it
    /// started.
    ToItself {
        /// The relation.
        relation: Relation,
    },
    /// The mapping says that a word in a column says nothing.
    WordDropped {
        /// The column.
        column: String,
        /// The word.
        word: String,
    },
    /// A name may be that of records of several kinds, or of none.
    WhichKind {
        /// The name.
        name: String,
        /// The records that it may name, each as `kind:name`.
        candidates: Vec<String>,
    },
    /// No record has the name, and a new one of the kind must say more than a list can.
    CannotMake {
        /// The kind.
        kind: Kind,
        /// The name.
        name: String,
    },
    /// A source is about something in its passages, which a list cannot say.
    OnlyInPassages,
    /// Another record is called by the alias.
    AliasTaken {
        /// The alias.
        alias: String,
        /// The kind of the record.
        kind: Kind,
        /// The ids of those that have the name.
        ids: Vec<String>,
    },
    /// It names no record of the kind.
    Unnamed {
        /// The kind.
        kind: Kind,
    },
    /// The mapping drops it.
    MappedAway {
        /// The kind.
        kind: Kind,
        /// The name.
        name: String,
    },
    /// A list of exclusions says that it is no offer.
    Excluded {
        /// Why it is none.
        reason: String,
        /// Where the list says so.
        place: String,
    },
    /// It was read as a record whose name differs in case, spaces or punctuation.
    ReadAs {
        /// The record's kind.
        kind: Kind,
        /// The record's id.
        id: String,
    },
    /// The name may be that of several records.
    Ambiguous {
        /// The kind.
        kind: Kind,
        /// The name.
        name: String,
        /// The ids of the records.
        candidates: Vec<String>,
    },
    /// The feature is one of another tool too, and was taken for the same.
    SharedFeature {
        /// The other tool's id.
        tool: String,
    },
    /// The file is no UTF-8.
    ReadInEncoding {
        /// As what it was read.
        encoding: String,
    },
    /// No column says whether a tool is offered: each row was read as yes.
    NoSupportColumn,
    /// No claim is read from these columns.
    UnreadColumns,
    /// A cross was read as a mark: yes.
    Cross,
    /// What became of the items of the file.
    Items {
        /// How many became rows.
        mapped: u64,
        /// How many say again what another does.
        merged: u64,
        /// How many were dropped.
        dropped: u64,
    },
    /// An earlier line says it already.
    Repeats {
        /// The line.
        line: u64,
    },
    /// It is a member of the foundation, which is not to offer something.
    Member,
    /// Its category is left out.
    CategoryLeftOut,
    /// It is archived, and the file does not say since when.
    ArchivedWithoutDay,
    /// It has a day on which it was archived, and yet it is a project of another state.
    ArchivedAndNot {
        /// The state.
        project: String,
    },
    /// The address is no page of an organisation.
    NoOrganisation {
        /// The address.
        page: String,
    },
    /// A company offers it as tools.
    OfferedAs {
        /// The company's name.
        company: String,
        /// The tools.
        tools: Vec<InStack>,
    },
    /// The text is no day.
    NoDay {
        /// The text.
        text: String,
    },
    /// Nothing here corresponds to the key.
    KeyNotTakenOver {
        /// How often it stands in the file.
        times: u64,
    },
    /// The format does not know the key.
    KeyUnknown {
        /// How often it stands in the file.
        times: u64,
    },
    /// It says another company than its page does.
    OtherCompany {
        /// What it says.
        name: String,
        /// The company of the page.
        company: String,
    },
    /// The file names no owner: it is spelled as in an item.
    SpelledAsItem {
        /// The item's line.
        line: u64,
    },
    /// The file names no owner: it is its address, made readable.
    SpelledAsAddress,
    /// The file names no owner: the item's own name stands for the company.
    ItsOwnCompany {
        /// The company's name.
        company: String,
    },
    /// The file has no such category and subcategory.
    NoSuchPlace,
    /// A subcategory with other items has the same name.
    OtherTool {
        /// The name of the tool that this one is.
        name: String,
    },
    /// The same items stand under the name in each of its categories.
    OneTool,
}

/// A claim beside one that says the contrary and stays.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Against {
    /// Where the other stands.
    pub place: String,
    /// What the other says.
    pub there: Claimed,
    /// Where else the import says what the other does.
    pub also: Option<String>,
    /// What it says here.
    pub here: Claimed,
    /// Why the other stays.
    pub stays: Stays,
}

/// Why a claim stays that another contradicts.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Stays {
    /// It was there first.
    First,
    /// The new one does not say for which time it holds.
    NeedsDays,
    /// What is imported contradicts itself, and its first row stays.
    SaidByImport,
    /// More than one claim would have to go.
    MoreThanOne,
    /// The new one contradicts another claim as well.
    StandsBeside,
    /// It rests on other sources, and nothing says on which day it would end.
    OtherSourcesNoDay,
    /// It rests on other sources, and is not older than the new one.
    OtherSourcesNotOlder,
    /// It rests on other sources, and there are claims for later days too.
    OtherSourcesLater,
}

/// What a claim says, and why it is believed.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Claimed {
    /// The word of the claim, such as its support or its importance; none where the relation says
    /// it all. Before the status of a deal stands the owner.
    pub said: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// Its evidence.
    pub evidence: Vec<CitedAs>,
}

/// A piece of evidence, as it is written.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CitedAs {
    /// The source.
    pub source: Option<String>,
    /// The place in it.
    pub at: Option<String>,
    /// How the claim follows.
    pub basis: Option<String>,
    /// The day on which it was read.
    pub on: Option<String>,
}

/// A record that says something else at a key.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RecordSays {
    /// The record's id.
    pub id: String,
    /// The key.
    pub key: String,
    /// Its value.
    pub was: String,
    /// Where that stands.
    pub place: String,
    /// The value here.
    pub is: String,
    /// Whether the value here takes its place.
    pub replaced: bool,
}

/// Something that an import adds to a record.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Added {
    /// The key.
    pub key: String,
    /// How many entries, where it is a list that was there already.
    pub entries: Option<u64>,
}

/// A tool in a stack.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InStack {
    /// The tool's name.
    pub tool: String,
    /// The stack's name.
    pub stack: String,
}
