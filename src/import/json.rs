//! Another landscape in the project's own format: record by record, claim by claim.

use serde_json::Value;

use super::claims::{Claims, Object, Replace, Shape, plain};
use super::draft::{Draft, Held, Here, read, without_nulls};
use super::merge::{Import, finish};
use super::{Added, Fate, Reason};
use crate::load::{self, Files, Locator};
use crate::model::{Kind, LinkPlace, Model, Origin, Relation};
use crate::problem::Problems;

/// Why another landscape cannot be imported: its problems, among them those with records that
/// neither has.
#[derive(Debug, thiserror::Error)]
#[error("the landscape to import has {problems}")]
#[non_exhaustive]
pub struct LandscapeError {
    /// The files of both landscapes, of which the problems tell places.
    pub files: Box<Files>,
    /// What is wrong.
    pub problems: Problems,
}

/// The keys by which the entries of a list that are no claims are known, beside those that are
/// known as a whole.
const KNOWN_BY: [(&str, &[&str]); 3] =
    [("passages", &["at", "text"]), ("stages", &["stage"]), ("build_costs", &["complexity", "stage"])];

/// What holds where a key is left out.
const DEFAULTS: [(Kind, &str, &str); 3] =
    [(Kind::Stack, "listing", "open"), (Kind::Role, "type", "role"), (Kind::Question, "status", "open")];

/// Lays another landscape beside one: new records are added, new claims and evidence are added to
/// those that are there, and what contradicts is told from both sides.
///
/// What `theirs` names may stand in either landscape. Every record and every claim counts as one
/// row.
///
/// # Errors
///
/// Every problem of `theirs`.
///
/// # Complexity
///
/// O(n + m + r · k) time for landscapes of n and m records, of which r are in both and have at most
/// k claims each.
pub fn import_landscape<'f>(
    into: &str,
    files: &'f Files,
    model: &Model<'f>,
    theirs: Files,
    replace: bool,
) -> Result<Import, LandscapeError> {
    let first = files.iter().len();
    let mut both = files.clone();
    both.assume(theirs);
    let parsed = match load::parse(&both) {
        Ok(parsed) => parsed,
        Err(problems) => return Err(LandscapeError { files: Box::new(both), problems }),
    };
    let locator = Locator::new(&both, &parsed.documents);
    let mut merge = Merge { draft: Draft::new(files, model, replace), locator };
    let mut rows: Vec<u64> = both.iter().skip(first).map(|_| 0).collect();
    for (document, place) in (0_u32..).zip(&parsed.documents) {
        let Some(at) = (place.file as usize).checked_sub(first) else { continue };
        let mut pieces = merge.overview(document, both.get(place.file).name());
        for kind in Kind::ALL {
            for index in 0_u32.. {
                let origin = Origin { document, index };
                let Some(raw) = merge.locator.raw_record(kind, origin) else { break };
                let record = read(kind, raw.get()).unwrap_or_default();
                pieces += merge.record(kind, origin, record);
            }
        }
        if let Some(rows) = rows.get_mut(at) {
            *rows += pieces;
        }
    }
    for (file, rows) in both.iter().skip(first).zip(rows) {
        merge.draft.audit.read(file.name(), rows);
    }
    merge.draft.settle();
    merge.draft.similar();
    let audit = std::mem::take(&mut merge.draft.audit);
    Ok(finish(into, &merge.draft, audit))
}

struct Merge<'f, 't> {
    draft: Draft<'f>,
    /// Where the records of both landscapes stand.
    locator: Locator<'t>,
}

impl<'t> Merge<'_, 't> {
    fn here(&self, place: crate::problem::Place) -> Here<'t> {
        let line = self.locator.line_column(place).and_then(|at| u64::try_from(at.line).ok());
        Here { file: self.locator.file(place).name(), line }
    }

    /// Takes over what is said of the landscape as a whole; returns how many pieces that is.
    fn overview(&mut self, document: u32, file: &'t str) -> u64 {
        let Some(raw) = self.locator.raw_overview(document) else { return 0 };
        let Ok(theirs) = serde_json::from_str::<Object>(raw.get()).map(without_nulls) else { return 0 };
        if theirs.is_empty() {
            return 0;
        }
        let place = self.locator.find_in_document(document, &[load::Step::Key("landscape")]);
        let here = Here { file, ..self.here(place) };
        let Some(mut ours) = self.draft.overview.take() else {
            self.draft.overview = Some(theirs);
            self.draft.overview_changed = true;
            self.draft.note(here, 1, Fate::Mapped, "landscape", Reason::NewDescription);
            return 1;
        };
        let place = "the landscape's description".to_owned();
        let keys = Keys { kind: None, place, replace: self.draft.replace };
        let outcome = keys.lay_over(&mut ours, &theirs);
        self.draft.overview = Some(ours);
        self.draft.overview_changed |= outcome.changed;
        self.tell(here, "landscape", outcome);
        1
    }

    fn tell(&mut self, here: Here<'_>, what: &str, outcome: KeyOutcome) {
        let [merged, contradicted] = [Fate::Merged, Fate::Contradicted];
        let fate = if outcome.contradictions.is_empty() { merged } else { contradicted };
        if outcome.contradictions.is_empty() {
            let added = outcome.added;
            let why = if added.is_empty() { Reason::Known } else { Reason::Adds { added } };
            self.draft.note(here, 1, fate, what, why);
        }
        for (rows, why) in [1].into_iter().chain(std::iter::repeat(0)).zip(outcome.contradictions) {
            self.draft.note(here, rows, fate, what, why);
        }
        for why in outcome.replaced {
            self.draft.note(here, 0, Fate::Replaced, what, why);
        }
    }

    /// Takes over a record; returns how many pieces it has: itself, and each of its claims.
    fn record(&mut self, kind: Kind, origin: Origin, theirs: Object) -> u64 {
        let Some(id) = theirs.get("id").and_then(Value::as_str).map(str::to_owned) else { return 0 };
        let here = self.here(self.locator.record(kind, origin));
        let what = format!("{kind}:{id}");
        let claims: Vec<(Relation, &Vec<Value>)> = Relation::all()
            .filter(|relation| Shape::of(*relation).is_some() && relation.rule().from.contains(&kind))
            .filter_map(|relation| Some((relation, theirs.get(relation.rule().key)?.as_array()?)))
            .collect();
        let scope = theirs.get("in_scope").and_then(Value::as_object);
        let pieces =
            claims.iter().map(|(_, list)| list.len() as u64).sum::<u64>() + u64::from(scope.is_some());
        if !self.draft.has(kind, &id) {
            let why = Reason::NewRecord { claims: pieces };
            self.draft.note(here, 1 + pieces, Fate::Mapped, &what, why);
            self.draft.insert(kind, &id, theirs);
            return 1 + pieces;
        }
        let mut own = theirs.clone();
        own.retain(|key, _| {
            key != "id" && key != "in_scope" && !claims.iter().any(|(relation, _)| relation.rule().key == key)
        });
        let place = self.draft.place(kind, &id);
        let replace = self.draft.replace;
        let keys = Keys { kind: Some(kind), place: place.clone(), replace };
        let Some(held) = self.draft.record(kind, &id) else { return 0 };
        let outcome = keys.lay_over(&mut held.value, &own);
        held.changed |= outcome.changed;
        let scoped = scope.map(|scope| in_scope(held, scope, &here.describe(), &place, replace));
        self.tell(here, &what, outcome);
        if let Some((fate, why)) = scoped {
            self.draft.note(here, 1, fate, &format!("{what} in_scope"), why);
        }
        for (relation, list) in claims {
            for (at, claim) in list.iter().enumerate() {
                let claim = claim.as_object().cloned().unwrap_or_default();
                let entry = self.locator.entry(kind, origin, relation, LinkPlace::Entry(at));
                let here = self.here(entry);
                let key = relation.rule().target_key.unwrap_or_default();
                let what = format!("{what} {relation} {}", claim.get(key).map(plain).unwrap_or_default());
                self.draft.lay((kind, &id), (relation, claim), (here, false), (1, &what));
            }
        }
        1 + pieces
    }
}

/// Takes over the claim that a tool is in scope, of which there is one at most.
fn in_scope(held: &mut Held, scope: &Object, here: &str, place: &str, replace: bool) -> (Fate, Reason) {
    let Some(ours) = held.value.get("in_scope").and_then(Value::as_object).cloned() else {
        held.value.insert("in_scope".to_owned(), Value::Object(scope.clone()));
        held.changed = true;
        return (Fate::Mapped, Reason::NewClaim { beside_others: false });
    };
    let mut said = std::collections::BTreeMap::new();
    let place = |_: usize| place.to_owned();
    let shape = Shape::IN_SCOPE;
    let replace = if replace { Replace::Claims } else { Replace::Nothing };
    let mut claims = Claims {
        shape,
        list: vec![ours],
        said: &mut said,
        place: &place,
        replace,
        counted: false,
        number: 0,
    };
    let outcome = claims.add(scope.clone(), here);
    let is_one = claims.list.len() == 1;
    let Some(ours) = claims.list.into_iter().next().filter(|_| is_one) else {
        return (Fate::Contradicted, Reason::OtherTime { place: place(0) });
    };
    held.value.insert("in_scope".to_owned(), Value::Object(ours));
    held.changed |= outcome.changed;
    match outcome.remarks.into_iter().next() {
        Some(remark) => remark,
        None => (outcome.fate, outcome.why),
    }
}

/// How to lay the keys of a record, but for its claims, beside those that are there.
struct Keys {
    kind: Option<Kind>,
    place: String,
    replace: bool,
}

/// What became of the keys of a record.
#[derive(Default)]
struct KeyOutcome {
    added: Vec<Added>,
    contradictions: Vec<Reason>,
    replaced: Vec<Reason>,
    changed: bool,
}

impl Keys {
    fn lay_over(&self, ours: &mut Object, theirs: &Object) -> KeyOutcome {
        let mut outcome = KeyOutcome::default();
        for (key, new) in theirs {
            match (ours.get_mut(key), new) {
                (Some(Value::Array(ours)), Value::Array(theirs)) => {
                    self.entries(key, ours, theirs, &mut outcome);
                }
                (Some(old), new) if old == new => {}
                (None, new) if self.default(key).is_none_or(|default| new == default) => {
                    if self.default(key).is_none() {
                        ours.insert(key.clone(), new.clone());
                        outcome.added.push(Added { key: key.clone(), entries: None });
                        outcome.changed = true;
                    }
                }
                (old, new) => {
                    let was = old
                        .map_or_else(|| self.default(key).unwrap_or_default().to_owned(), |old| plain(old));
                    let (name, place) = (key.clone(), self.place.clone());
                    let (was, is) = (Some(was), plain(new));
                    if self.replace {
                        outcome.replaced.push(Reason::KeyReplaced { key: name, was, place, is });
                        ours.insert(key.clone(), new.clone());
                        outcome.changed = true;
                    } else {
                        outcome.contradictions.push(Reason::KeyStays { key: name, was, place, is });
                    }
                }
            }
        }
        outcome
    }

    fn default(&self, key: &str) -> Option<&'static str> {
        let of_key = |(kind, name, _): &&(Kind, &str, &str)| Some(*kind) == self.kind && *name == key;
        DEFAULTS.iter().find(of_key).map(|(_, _, default)| *default)
    }

    fn entries(&self, key: &str, ours: &mut Vec<Value>, theirs: &[Value], outcome: &mut KeyOutcome) {
        let known_by = KNOWN_BY.iter().find(|(name, _)| *name == key).map(|(_, keys)| *keys);
        let mut added = 0_u64;
        for new in theirs {
            if ours.contains(new) {
                continue;
            }
            let is_same =
                |old: &&mut Value| known_by.is_some_and(|keys| keys.iter().all(|key| old[key] == new[key]));
            let (name, place) = (key.to_owned(), self.place.clone());
            match ours.iter_mut().find(is_same) {
                Some(old) if self.replace => {
                    let was = old.to_string();
                    outcome.replaced.push(Reason::EntryReplaced { key: name, was, place });
                    *old = new.clone();
                    outcome.changed = true;
                }
                Some(old) => {
                    let (was, is) = (old.to_string(), new.to_string());
                    outcome.contradictions.push(Reason::EntryStays { key: name, was, place, is });
                }
                None => {
                    ours.push(new.clone());
                    added += 1;
                    outcome.changed = true;
                }
            }
        }
        if added > 0 {
            outcome.added.push(Added { key: key.to_owned(), entries: Some(added) });
        }
    }
}
