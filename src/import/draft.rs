//! A landscape while something is imported into it: the records that are touched, as they will
//! stand on disk.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::audit::{Audit, Entry, NewRecord};
use super::claims::{Claims, Object, Outcome, Replace, Said, Shape, plain, text};
use super::names::Names;
use super::{Fate, Reason};
use crate::edit::record_in_full;
use crate::load::{Files, Locator};
use crate::model::{Kind, LinkPlace, Model, Origin, Relation};
use crate::problem::Place;

/// A record that is touched.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) value: Object,
    /// Where it stands; none where it is new.
    pub(super) origin: Option<Origin>,
    pub(super) changed: bool,
    /// How many claims of each list stand on disk.
    on_disk: BTreeMap<&'static str, usize>,
    /// The claims that the import has written or confirmed, by list and index.
    said: BTreeMap<&'static str, BTreeMap<usize, Said>>,
    /// The single values that the import has written.
    said_keys: BTreeSet<String>,
}

impl Held {
    /// Returns whether the import has written a single value.
    pub(super) fn is_said(&self, key: &str) -> bool {
        self.said_keys.contains(key)
    }

    /// Notes that the import has written a single value, or found it as it would write it.
    pub(super) fn say(&mut self, key: &str) {
        self.said_keys.insert(key.to_owned());
    }
}

/// Where something comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here<'h> {
    pub(super) file: &'h str,
    pub(super) line: Option<u64>,
}

impl Here<'_> {
    pub(super) fn describe(self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.to_owned(),
        }
    }
}

/// A landscape while something is imported into it.
pub(super) struct Draft<'f> {
    pub(super) locator: Locator<'f>,
    pub(super) names: Names,
    pub(super) held: BTreeMap<(Kind, String), Held>,
    pub(super) overview: Option<Object>,
    pub(super) overview_changed: bool,
    pub(super) audit: Audit,
    pub(super) replace: bool,
    origins: FxHashMap<(Kind, &'f str), Origin>,
    contradicted: Vec<NewClaim>,
    /// How many claims were laid.
    laid: u64,
}

/// A claim that is imported; it is kept where it contradicts another, until something after it
/// makes room for it.
struct NewClaim {
    owner: (Kind, String),
    relation: Relation,
    claim: Object,
    counted: bool,
    number: u64,
    /// The index of its entry in the audit.
    entry: usize,
}

impl<'f> Draft<'f> {
    pub(super) fn new(files: &'f Files, model: &Model<'f>, replace: bool) -> Self {
        let mut origins = FxHashMap::default();
        for kind in Kind::ALL {
            for (record, origin) in model.records(kind) {
                origins.insert((kind, record.id()), origin);
            }
        }
        let locator = Locator::new(files, &model.documents);
        let overview_document = model.overview.as_ref().map(|(_, document)| *document);
        let overview = overview_document.and_then(|document| locator.raw_overview(document));
        Self {
            overview: overview.and_then(|raw| serde_json::from_str(raw.get()).ok()).map(without_nulls),
            overview_changed: false,
            locator,
            names: Names::new(model),
            held: BTreeMap::new(),
            audit: Audit::default(),
            replace,
            origins,
            contradicted: Vec::new(),
            laid: 0,
        }
    }

    /// Notes what became of a piece, or a remark on it where it accounts for no row.
    pub(super) fn note(&mut self, here: Here<'_>, rows: u64, fate: Fate, what: &str, why: Reason) {
        let entry =
            Entry { file: here.file.to_owned(), line: here.line, fate, rows, what: what.to_owned(), why };
        self.audit.entries.push(entry);
    }

    /// Adds a record, or leaves one alone that is there already.
    pub(super) fn insert(&mut self, kind: Kind, id: &str, value: Object) {
        let name = text(&value, "name").unwrap_or(id).to_owned();
        let aliases = value.get("aliases").and_then(Value::as_array);
        let aliases: Vec<String> = aliases.into_iter().flatten().map(plain).collect();
        let written = std::iter::once(name.as_str()).chain(aliases.iter().map(String::as_str));
        self.names.add(kind, id, written, text(&value, "url"));
        self.audit.new_records.push(NewRecord { kind, id: id.to_owned(), name });
        let held = Held {
            value,
            origin: None,
            changed: true,
            on_disk: BTreeMap::new(),
            said: BTreeMap::new(),
            said_keys: BTreeSet::new(),
        };
        self.held.insert((kind, id.to_owned()), held);
    }

    /// Returns whether there is a record, on disk or new.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.names.has(kind, id)
    }

    /// Returns a record to work on; none where there is none.
    pub(super) fn record(&mut self, kind: Kind, id: &str) -> Option<&mut Held> {
        let key = (kind, id.to_owned());
        if !self.held.contains_key(&key) {
            let origin = *self.origins.get(&(kind, id))?;
            let raw = self.locator.raw_record(kind, origin)?;
            let value = read(kind, raw.get())?;
            let count = |relation: Relation| {
                let key = relation.rule().key;
                Some((key, value.get(key)?.as_array()?.len()))
            };
            let on_disk = Relation::all().filter_map(count).collect();
            let held = Held {
                value,
                origin: Some(origin),
                changed: false,
                on_disk,
                said: BTreeMap::new(),
                said_keys: BTreeSet::new(),
            };
            self.held.insert(key.clone(), held);
        }
        self.held.get_mut(&key)
    }

    /// Returns where a record stands, or that it is new.
    pub(super) fn place(&self, kind: Kind, id: &str) -> String {
        match self.origins.get(&(kind, id)) {
            Some(origin) => self.described(self.locator.record(kind, *origin)),
            None => format!("the new {kind} `{id}`"),
        }
    }

    /// Describes a place; by its file alone where that has changed since it was read.
    fn described(&self, place: Place) -> String {
        self.locator.describe(place).unwrap_or_else(|| self.locator.file(place).name().to_owned())
    }

    /// Lays a claim beside those that a record has, and notes what became of it.
    pub(super) fn lay(
        &mut self,
        (kind, id): (Kind, &str),
        (relation, claim): (Relation, Object),
        (here, counted): (Here<'_>, bool),
        (rows, what): (u64, &str),
    ) {
        self.laid += 1;
        // What says the same comes first, so that a claim is known for one of the import before
        // another contradicts it.
        let replace = if self.replace { Replace::Details } else { Replace::Nothing };
        let entry = self.audit.entries.len();
        let new =
            NewClaim { owner: (kind, id.to_owned()), relation, claim, counted, number: self.laid, entry };
        let Some(outcome) = self.claim(&new, here, replace) else { return };
        if outcome.fate == Fate::Contradicted {
            self.contradicted.push(new);
        }
        self.note(here, rows, outcome.fate, what, outcome.why);
        for (fate, why) in outcome.remarks {
            self.note(here, 0, fate, what, why);
        }
    }

    /// Looks again at what contradicts: it may take the place of the other where that was asked
    /// for, and what was imported after it may have made room for it, as a second import would
    /// find.
    pub(super) fn settle(&mut self) {
        let mut open = std::mem::take(&mut self.contradicted);
        let replace = if self.replace { Replace::Claims } else { Replace::Nothing };
        let mut before = usize::MAX;
        while open.len() < before {
            before = open.len();
            open.retain(|one| {
                let Some(entry) = self.audit.entries.get(one.entry).cloned() else { return false };
                let here = Here { file: &entry.file, line: entry.line };
                let Some(outcome) = self.claim(one, here, replace) else { return false };
                for (fate, why) in outcome.remarks {
                    self.note(here, 0, fate, &entry.what, why);
                }
                if let Some(entry) = self.audit.entries.get_mut(one.entry) {
                    (entry.fate, entry.why) = (outcome.fate, outcome.why);
                }
                outcome.fate == Fate::Contradicted
            });
        }
    }

    fn claim(&mut self, new: &NewClaim, here: Here<'_>, replace: Replace) -> Option<Outcome> {
        let NewClaim { owner: (kind, id), relation, claim, counted, number, .. } = new;
        let (kind, relation, counted, number) = (*kind, *relation, *counted, *number);
        let shape = Shape::of(relation)?;
        self.record(kind, id)?;
        let mut held = self.held.remove(&new.owner)?;
        let list = match held.value.remove(shape.key) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        let list = list.into_iter().filter_map(|claim| match claim {
            Value::Object(claim) => Some(claim),
            _ => None,
        });
        let on_disk = held.on_disk.get(shape.key).copied().unwrap_or_default();
        let mut said = held.said.remove(shape.key).unwrap_or_default();
        let earlier = said.clone();
        let place = |at: usize| match (held.origin, earlier.get(&at)) {
            (Some(origin), _) if at < on_disk => {
                let entry = LinkPlace::Entry(at);
                self.described(self.locator.entry(kind, origin, relation, entry))
            }
            (_, Some(said)) => said.here.clone(),
            _ => format!("the {kind} `{id}`"),
        };
        let (list, said_now) = (list.collect(), &mut said);
        let mut claims = Claims { shape, list, said: said_now, place: &place, replace, counted, number };
        let outcome = claims.add(claim.clone(), &here.describe());
        let list = claims.list;
        if !list.is_empty() {
            held.value.insert(shape.key.to_owned(), list.into_iter().map(Value::Object).collect());
        }
        held.said.insert(shape.key, said);
        held.changed |= outcome.changed;
        self.held.insert(new.owner.clone(), held);
        Some(outcome)
    }

    /// Finds new records that look like others.
    pub(super) fn similar(&mut self) {
        let new = self.audit.new_records.clone();
        for record in new {
            let url = self
                .record(record.kind, &record.id)
                .and_then(|held| text(&held.value, "url").map(str::to_owned));
            let names = &self.names;
            let mut remarks = Vec::new();
            for other in names.alike(record.kind, &record.id, &record.name) {
                remarks.push(Reason::AlikeName { kind: record.kind, id: other });
            }
            if record.kind == Kind::Company {
                for other in url.iter().flat_map(|url| names.same_host(record.kind, &record.id, url)) {
                    remarks.push(Reason::SameHost { kind: record.kind, id: other });
                }
            }
            for why in remarks {
                let what = format!("{}:{}", record.kind, record.id);
                self.note(Here { file: "the landscape", line: None }, 0, Fate::Similar, &what, why);
            }
        }
    }
}

/// Reads a record, its claims in full and without what says nothing.
pub(super) fn read(kind: Kind, text: &str) -> Option<Object> {
    serde_json::from_str(&record_in_full(kind, text)).ok().map(without_nulls)
}

/// Leaves out what says nothing: nulls and empty lists.
pub(super) fn without_nulls(object: Object) -> Object {
    fn clean(value: Value) -> Option<Value> {
        match value {
            Value::Null => None,
            Value::Array(list) if list.is_empty() => None,
            Value::Array(list) => Some(list.into_iter().filter_map(clean).collect()),
            Value::Object(object) => Some(Value::Object(without_nulls(object))),
            other => Some(other),
        }
    }
    object.into_iter().filter_map(|(key, value)| Some((key, clean(value)?))).collect()
}
