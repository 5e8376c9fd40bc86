//! The mapping file: what the heads, names and words of somebody else's file mean here.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::value::RawValue;

use super::error::{Fault, ImportError, Problem};
use crate::id::{check_slug, fold_name, nearest, slug_of};
use crate::landscape::Ground;
use crate::load::json;
use crate::model::{Basis, Detail, Holds, Kind, Relation, Support, Word};
use crate::problem::LineColumn;

/// The columns of a list that say where its rows come from and when they hold, by the names that a
/// mapping calls them.
pub(super) const COMMON_COLUMNS: [&str; 10] =
    ["source", "date", "note", "since", "until", "at", "basis", "evidence_note", "evidence_url", "quote"];

/// The columns besides of a list of what companies offer.
pub(super) const OFFER_COLUMNS: [&str; 10] = [
    "company",
    "tool",
    "stack",
    "support",
    "product",
    "url",
    "maturity",
    "feature",
    "company_url",
    "concluded",
];

/// The columns besides of a list of relations; the others are what claims say.
pub(super) const RELATION_COLUMNS: [&str; 3] = ["from", "relation", "to"];

/// The columns besides of a list of what records are.
pub(super) const RECORD_COLUMNS: [&str; 6] = ["record", "kind", "description", "aliases", "url", "homepage"];

/// The columns of a list of relations that hold what the claims of any relation say.
pub(super) fn said_columns() -> impl Iterator<Item = &'static str> {
    let is_said =
        |key: &str| Relation::all().any(|one| one.rule().says.iter().any(|said| said.detail.key == key));
    Detail::ALL.iter().map(|detail| detail.key).filter(move |key| is_said(key))
}

/// Every column that a list can have.
static COLUMNS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut columns = Vec::new();
    let named = [&OFFER_COLUMNS[..], &COMMON_COLUMNS, &RELATION_COLUMNS, &RECORD_COLUMNS].concat();
    for column in named.into_iter().chain(said_columns()) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
});

/// The words that a column can hold; none where it holds names and texts, or the words of
/// `support`.
fn words_of(column: &str) -> Option<Vec<&'static str>> {
    match column {
        "relation" => Some(Relation::all().map(|relation| relation.rule().key).collect()),
        "kind" => Some(Kind::ALL.map(Kind::singular).to_vec()),
        "basis" => Some(Basis::WORDS.to_vec()),
        "concluded" => Some(Ground::WORDS.to_vec()),
        "support" => None,
        _ => match Detail::ALL.iter().find(|detail| detail.key == column)?.holds {
            Holds::OneOf(words) => Some(words.to_vec()),
            _ => None,
        },
    }
}

/// What the heads, names and words of a file mean.
///
/// # Example
///
/// ```
/// use landscape_graph::import::Mapping;
///
/// let text = r#"{ "columns": { "company": "vendor" }, "tools": { "flags": "feature-flags", "internal": null } }"#;
/// let mapping = Mapping::parse("map.json", text)?;
/// assert_eq!(mapping.columns["company"], "vendor");
/// assert!(Mapping::parse("map.json", r#"{ "colums": {} }"#).is_err());
/// # Ok::<(), landscape_graph::import::ImportError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Mapping {
    /// The head in the file of each column.
    pub columns: BTreeMap<String, String>,
    /// What the words about support mean.
    pub support: SupportWords,
    /// What stands in a column where the file has no such column, or a blank cell in it.
    pub defaults: BTreeMap<String, String>,
    /// What the words in other columns mean, by column and word in lower case; none where a word
    /// says nothing.
    pub words: BTreeMap<String, BTreeMap<String, Option<String>>>,
    /// What written names lead to, by kind.
    targets: BTreeMap<Kind, Names>,
}

/// What written names lead to: as they stand, else folded.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Names {
    plain: BTreeMap<String, Target>,
    folded: BTreeMap<String, String>,
}

/// What a written name leads to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Target {
    /// Nothing: what is said of it is dropped.
    Drop,
    /// The record with an id; it is made where there is none.
    Record(NewTarget),
}

/// A record that a mapping names, and what is said of it where it is new.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct NewTarget {
    /// The id.
    pub id: String,
    /// The name; as it is written in the file where there is none.
    pub name: Option<String>,
    /// Other names that people use for it.
    pub aliases: Vec<String>,
    /// What it is, in a sentence.
    pub description: Option<String>,
    /// Its page on the web.
    pub url: Option<String>,
    /// What a reader should know about it.
    pub note: Option<String>,
    /// The stacks of a tool, by id or as the file or the mapping name them.
    pub stacks: Vec<String>,
    /// How it follows that the tool belongs to them; inferred where there is none.
    pub basis: Option<Basis>,
}

/// What the words about support mean.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct SupportWords {
    /// The column in which the words stand, where it is not `support`.
    pub by: Option<String>,
    /// What each word means; none where it says nothing.
    pub words: BTreeMap<String, Option<Support>>,
    /// What all other words mean.
    pub other: Option<Support>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    ///
    /// Every key that a mapping does not have, and every value of the wrong form, with its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, ImportError> {
        let text = text.trim_start_matches('\u{feff}');
        let value: &RawValue = serde_json::from_str(text).map_err(|error| {
            let reason = format!("this is not valid JSON: {error}");
            ImportError::whole(file, Fault::Malformed { reason })
        })?;
        let mut reader = MappingReader { text, problems: Vec::new() };
        let mapping = reader.mapping(value);
        if reader.problems.is_empty() {
            Ok(mapping)
        } else {
            reader.problems.sort_by_key(|problem| problem.line);
            Err(ImportError::new(file, reader.problems))
        }
    }

    /// Returns what a written name leads to, where the mapping says.
    #[must_use]
    pub fn target(&self, kind: Kind, written: &str) -> Option<&Target> {
        let names = self.targets.get(&kind)?;
        names.plain.get(written).or_else(|| names.plain.get(names.folded.get(&fold_name(written))?))
    }
}

struct MappingReader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> MappingReader<'t> {
    fn report(&mut self, at: &RawValue, fault: Fault) {
        let line = LineColumn::of(self.text, json::range(self.text, at.get()).start).line;
        self.problems.push(Problem::at(u64::try_from(line).unwrap_or(u64::MAX), fault));
    }

    /// Returns the members of an object, of which each key stands once.
    fn members(&mut self, value: &'t RawValue) -> Vec<(String, &'t RawValue, &'t RawValue)> {
        if !value.get().starts_with('{') {
            self.report(value, Fault::WrongType { expected: "an object `{…}`" });
            return Vec::new();
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut members = json::members(value);
        members.retain(|(key, at, _)| {
            let is_new = seen.insert(key.clone());
            if !is_new {
                self.report(at, Fault::DuplicateKey { key: key.clone() });
            }
            is_new
        });
        members
    }

    fn unknown_key(&mut self, at: &RawValue, key: &str, known: &[&str]) {
        let nearest = nearest(key, known.iter().copied()).map(str::to_owned);
        let known = known.iter().map(|key| (*key).to_owned()).collect();
        self.report(at, Fault::UnknownKey { key: key.to_owned(), nearest, known });
    }

    fn string(&mut self, value: &RawValue) -> Option<String> {
        let text = serde_json::from_str(value.get()).ok();
        if text.is_none() {
            self.report(value, Fault::WrongType { expected: "a text" });
        }
        text
    }

    fn strings(&mut self, value: &'t RawValue) -> Vec<String> {
        if !value.get().starts_with('[') {
            self.report(value, Fault::WrongType { expected: "a list of texts" });
        }
        json::elements(value).into_iter().filter_map(|element| self.string(element)).collect()
    }

    fn mapping(&mut self, value: &'t RawValue) -> Mapping {
        const KEYS: [&str; 4] = ["columns", "defaults", "support", "words"];
        let mut mapping = Mapping::default();
        for (key, at, value) in self.members(value) {
            match key.as_str() {
                "columns" => mapping.columns = self.columns(value),
                "defaults" => mapping.defaults = self.columns(value),
                "support" => mapping.support = self.support(value),
                "words" => mapping.words = self.words(value),
                _ => match Kind::ALL.into_iter().find(|kind| kind.plural() == key) {
                    Some(kind) => {
                        let names = self.names(kind, value);
                        mapping.targets.insert(kind, names);
                    }
                    None => self.unknown_key(at, &key, &[&KEYS[..], &Kind::ALL.map(Kind::plural)].concat()),
                },
            }
        }
        if mapping.columns.contains_key("support")
            && mapping.support.by.as_ref().is_some_and(|by| by != "support")
        {
            let reason = "`columns` names a column for the support, and `support.by` another: one of them would not be read";
            self.report(value, Fault::Malformed { reason: reason.to_owned() });
        }
        mapping
    }

    /// Reads an object whose keys are columns.
    fn columns(&mut self, value: &'t RawValue) -> BTreeMap<String, String> {
        let mut columns = BTreeMap::new();
        for (key, at, value) in self.members(value) {
            if COLUMNS.contains(&key.as_str()) {
                if let Some(text) = self.string(value) {
                    columns.insert(key, text.trim().to_owned());
                }
            } else {
                self.unknown_key(at, &key, &COLUMNS);
            }
        }
        columns
    }

    /// Reads what the words in columns mean.
    fn words(&mut self, value: &'t RawValue) -> BTreeMap<String, BTreeMap<String, Option<String>>> {
        let mut columns = BTreeMap::new();
        for (column, at, value) in self.members(value) {
            if column == "support" {
                let reason = "the words of support are explained under `support`, as `\"support\": { \"words\": {…} }`";
                self.report(at, Fault::Malformed { reason: reason.to_owned() });
                continue;
            }
            let Some(known) = words_of(&column) else {
                let have: Vec<&str> =
                    COLUMNS.iter().copied().filter(|column| words_of(column).is_some()).collect();
                self.unknown_key(at, &column, &have);
                continue;
            };
            let mut words = BTreeMap::new();
            for (word, _, value) in self.members(value) {
                let meant = self.word(&column, &known, value);
                words.insert(word.trim().to_lowercase(), meant);
            }
            columns.insert(column, words);
        }
        columns
    }

    fn word(&mut self, column: &str, known: &[&'static str], value: &RawValue) -> Option<String> {
        if value.get() == "null" {
            return None;
        }
        let word = self.string(value)?;
        if !known.contains(&word.as_str()) {
            self.report(value, Fault::unknown_word(column, &word, known));
        }
        Some(word)
    }

    fn support(&mut self, value: &'t RawValue) -> SupportWords {
        let mut support = SupportWords::default();
        for (key, at, value) in self.members(value) {
            match key.as_str() {
                "by" => {
                    support.by = self.string(value);
                    if let Some(by) = support.by.as_ref().filter(|by| !COLUMNS.contains(&by.as_str())) {
                        let by = by.clone();
                        self.unknown_key(value, &by, &COLUMNS);
                    }
                }
                "words" => {
                    for (word, _, value) in self.members(value) {
                        let support_of_word = self.support_word(value);
                        if word.trim().is_empty() && support_of_word == Some(Support::No) {
                            let reason = "a blank cell is unknown: it cannot mean `no`".to_owned();
                            self.report(value, Fault::Malformed { reason });
                        }
                        support.words.insert(word.trim().to_lowercase(), support_of_word);
                    }
                }
                "other" => support.other = self.support_word(value),
                _ => self.unknown_key(at, &key, &["by", "words", "other"]),
            }
        }
        support
    }

    fn support_word(&mut self, value: &RawValue) -> Option<Support> {
        if value.get() == "null" {
            return None;
        }
        let word = self.string(value)?;
        let support = Support::ALL.into_iter().find(|support| support.word() == word);
        if support.is_none() {
            let nearest = nearest(&word, Support::ALL.map(Support::word)).map(str::to_owned);
            self.report(value, Fault::UnknownSupport { word, nearest, as_matrix: false });
        }
        support
    }

    fn names(&mut self, kind: Kind, value: &'t RawValue) -> Names {
        let mut names = Names::default();
        for (written, _, value) in self.members(value) {
            let target = match value.get().as_bytes().first() {
                Some(b'n') => Some(Target::Drop),
                Some(b'"') => {
                    self.id(value).map(|id| Target::Record(NewTarget { id, ..NewTarget::default() }))
                }
                Some(b'{') => self.new_target(kind, value).map(Target::Record),
                _ => {
                    self.report(value, Fault::WrongType { expected: "an id, null, or an object `{…}`" });
                    None
                }
            };
            if let Some(target) = target {
                names.folded.entry(fold_name(&written)).or_insert_with(|| written.clone());
                names.plain.insert(written, target);
            }
        }
        names
    }

    fn id(&mut self, value: &RawValue) -> Option<String> {
        let text = self.string(value)?;
        if check_slug(&text).is_ok() {
            return Some(text);
        }
        let suggestion = Some(slug_of(&text)).filter(|slug| !slug.is_empty());
        self.report(value, Fault::NotAnId { text, suggestion });
        None
    }

    fn new_target(&mut self, kind: Kind, value: &'t RawValue) -> Option<NewTarget> {
        const KEYS: [&str; 6] = ["id", "name", "aliases", "description", "url", "note"];
        const TOOL_KEYS: [&str; 8] =
            ["id", "name", "aliases", "description", "url", "note", "stacks", "basis"];
        let keys: &[&str] = if kind == Kind::Tool { &TOOL_KEYS } else { &KEYS };
        let mut target = NewTarget::default();
        for (key, at, value) in self.members(value) {
            match key.as_str() {
                "id" => target.id = self.id(value).unwrap_or_else(|| "invalid".to_owned()),
                "name" => target.name = self.name(value),
                "aliases" => target.aliases = self.strings(value),
                "description" => target.description = self.string(value),
                "url" => target.url = self.string(value),
                "note" => target.note = self.string(value),
                "stacks" if kind == Kind::Tool => target.stacks = self.strings(value),
                "basis" if kind == Kind::Tool => target.basis = self.basis(value),
                _ => self.unknown_key(at, &key, keys),
            }
        }
        if target.id.is_empty() {
            self.report(value, Fault::WrongType { expected: "an object with the key `id`" });
            return None;
        }
        Some(target)
    }

    fn name(&mut self, value: &RawValue) -> Option<String> {
        let name = self.string(value)?;
        if name.trim().is_empty() {
            self.report(value, Fault::WrongType { expected: "a name with something to read in it" });
            return None;
        }
        Some(name)
    }

    fn basis(&mut self, value: &RawValue) -> Option<Basis> {
        let basis = serde_json::from_str(value.get()).ok();
        if basis.is_none() {
            self.report(value, Fault::WrongType { expected: "`stated`, `inferred` or `ambiguous`" });
        }
        basis
    }
}

/// Returns the name of a file without the folders above it.
pub(super) fn file_name(path: &str) -> &str {
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path)
}
