//! Records as they shall be: what differs is changed, piece by piece.

use std::collections::{BTreeMap, BTreeSet};

use super::add::{check_id, home, schema_for, write};
use super::kind;
use super::values::overview_place;
use crate::edit::EditError;
use crate::edit::change::Put;
use crate::edit::names::At;
use crate::edit::report::{Change, Done};
use crate::edit::splice::Op;
use crate::edit::value::{Json, Step};
use crate::edit::vocabulary::{self, LANDSCAPE, Shape};
use crate::edit::workspace::Workspace;
use crate::model::Kind;

pub(super) fn put(workspace: &mut Workspace<'_>, put: &Put) -> Result<Vec<Change>, EditError> {
    if put.kind == LANDSCAPE {
        return overview(workspace, put);
    }
    let kind = kind(&put.kind)?;
    let of = || format!("a {kind}");
    let id = put.record.get("id").and_then(Json::text).ok_or_else(|| EditError::MissingKey {
        of: of(),
        key: "id".to_owned(),
        known: Vec::new(),
    })?;
    check_id(id)?;
    // Only what is new is written in the order of the format: what is there stays where it is.
    let record = vocabulary::record(kind).ordered(put.record.clone());
    let same: Vec<At> = workspace
        .entries
        .iter()
        .filter(|entry| entry.kind == kind && *entry.id == *id)
        .map(|entry| entry.at)
        .collect();
    match same.as_slice() {
        [] => {
            let file = write(workspace, kind, id, record, put.file.as_deref())?;
            Ok(vec![Change { file, done: Done::Added { kind, id: id.to_owned() } }])
        }
        [at] => {
            let old = workspace.record(*at, kind)?;
            if !differ(workspace, *at, kind, &old, &record)? {
                return Ok(Vec::new());
            }
            let file = workspace.file_name(*at);
            Ok(vec![Change { file, done: Done::Changed { of: format!("{kind} `{id}`") } }])
        }
        many => Err(EditError::TwoOfOneId {
            kind,
            id: id.to_owned(),
            places: many.iter().map(|at| workspace.place_of(*at, kind, &[])).collect(),
        }),
    }
}

/// Makes many records what they shall be; files that are new are written at once.
pub(super) fn put_all(
    workspace: &mut Workspace<'_>,
    records: Vec<(Kind, Json)>,
) -> Result<Vec<Change>, EditError> {
    let known: BTreeSet<(Kind, Box<str>)> =
        workspace.entries.iter().map(|entry| (entry.kind, entry.id.clone())).collect();
    let known_files: BTreeSet<String> = workspace.files.iter().filter_map(|file| file.name.clone()).collect();
    let mut new_files: BTreeMap<String, Vec<(Kind, String, Json)>> = BTreeMap::new();
    let mut changes = Vec::new();
    for (kind, record) in records {
        let id = record.get("id").and_then(Json::text).unwrap_or_default().to_owned();
        let home = home(workspace, kind, &id);
        if known.contains(&(kind, id.as_str().into())) || known_files.contains(&home) {
            changes.extend(put(workspace, &Put { kind: kind.singular().to_owned(), record, file: None })?);
        } else {
            check_id(&id)?;
            new_files.entry(home).or_default().push((kind, id, vocabulary::record(kind).ordered(record)));
        }
    }
    for (name, mut records) in new_files {
        records.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let added = |(kind, id, _): &(Kind, String, Json)| Change {
            file: name.clone(),
            done: Done::Added { kind: *kind, id: id.clone() },
        };
        changes.extend(records.iter().map(added));
        let mut document = Vec::new();
        if let Some(schema) = schema_for(workspace, &name) {
            document.push(("$schema".to_owned(), Json::Text(schema)));
        }
        for kind in Kind::ALL {
            let of_kind = records.iter().filter(|(of, ..)| *of == kind).map(|(.., record)| record.clone());
            let list: Vec<Json> = of_kind.collect();
            if !list.is_empty() {
                document.push((kind.plural().to_owned(), Json::List(list)));
            }
        }
        workspace.add_file(&name, Json::Object(document));
    }
    Ok(changes)
}

pub(super) fn overview(workspace: &mut Workspace<'_>, put: &Put) -> Result<Vec<Change>, EditError> {
    let done = Done::Changed { of: "the landscape".to_owned() };
    let whole = vocabulary::document();
    let shape = whole.field(LANDSCAPE).map_or(whole, |field| &field.shape);
    let record = shape.ordered(put.record.clone());
    let place = match (overview_place(workspace)?, workspace.files.len()) {
        (Some(place), _) => place,
        (None, 1) if !workspace.is_folder && !workspace.files[0].is_lines => (0, 0),
        _ => {
            let name = workspace.root.join("landscape.json").display().to_string();
            let known = workspace.files.iter().position(|file| file.name.as_deref() == Some(name.as_str()));
            let Some(file) = known else {
                let document = Json::Object(vec![(LANDSCAPE.to_owned(), record)]);
                workspace.add_file(&name, document);
                return Ok(vec![Change { file: name, done }]);
            };
            (file, 0)
        }
    };
    let path = [Step::from(LANDSCAPE)];
    let old = workspace.document(place.0, place.1)?.at(&path).cloned();
    if let Some(old) = old {
        let ops = differences(&path, shape, &old, &record);
        if ops.is_empty() {
            return Ok(Vec::new());
        }
        for op in ops {
            workspace.apply(place.0, place.1, &op)?;
        }
    } else {
        workspace.put(place, &[], whole, LANDSCAPE, record)?;
    }
    let file = workspace.files[place.0].name.clone().unwrap_or_default();
    Ok(vec![Change { file, done }])
}

/// Makes a record what it shall be. Returns whether it was not.
pub(super) fn differ(
    workspace: &mut Workspace<'_>,
    at: At,
    kind: Kind,
    old: &Json,
    new: &Json,
) -> Result<bool, EditError> {
    let path = Workspace::path(at, kind, &[]);
    let (mut old, mut new) = (old.clone(), new.clone());
    for rule in vocabulary::relations_from(kind) {
        let Some(full) = old.get(rule.key).and_then(|claims| vocabulary::in_full(kind, rule, claims)) else {
            continue;
        };
        if let (Some(short), Json::Object(members)) = (old.get(rule.key), &mut new)
            && let Some((_, claims)) = members.iter_mut().find(|(key, _)| key == rule.key)
            && *claims == full
        {
            // What says the same stays as it is written.
            *claims = short.clone();
        } else {
            workspace.write_in_full(at, kind, rule)?;
            old = workspace.record(at, kind)?;
        }
    }
    let ops = differences(&path, vocabulary::record(kind), &old, &new);
    for op in &ops {
        workspace.apply_in(at, op)?;
    }
    Ok(!ops.is_empty())
}

/// Lists the operations that make one value of another, in the order in which they are to be made.
fn differences(path: &[Step], shape: &Shape, old: &Json, new: &Json) -> Vec<Op> {
    let mut ops = Vec::new();
    find(path, shape, old, new, &mut ops);
    ops
}

fn find(path: &[Step], shape: &Shape, old: &Json, new: &Json, ops: &mut Vec<Op>) {
    let below = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
    match (old, new) {
        (old, new) if old == new => {}
        (Json::Object(members), Json::Object(wanted)) => {
            let mut keys: Vec<&str> = Vec::new();
            for (key, old) in members {
                match new.get(key) {
                    Some(new) => {
                        let field = shape.field(key).map_or(shape, |field| &field.shape);
                        find(&below(key.as_str().into()), field, old, new, ops);
                        keys.push(key);
                    }
                    // What says nothing need not go.
                    None if says_nothing(old) => keys.push(key),
                    None => ops.push(Op::Remove { path: below(key.as_str().into()) }),
                }
            }
            for (key, value) in wanted.iter().filter(|(key, _)| old.get(key).is_none()) {
                let index = shape.index_of(key, keys.iter().copied());
                keys.insert(index, key);
                ops.push(Op::InsertMember {
                    path: path.to_vec(),
                    index,
                    key: key.clone(),
                    value: value.clone(),
                });
            }
        }
        (Json::List(elements), Json::List(wanted)) => lists(path, shape, elements, wanted, ops),
        _ => ops.push(Op::Replace { path: path.to_vec(), value: new.clone() }),
    }
}

fn says_nothing(value: &Json) -> bool {
    matches!(value, Json::Null) || matches!(value, Json::List(elements) if elements.is_empty())
}

/// What tells the entries of a list apart: the first key that each must have, such as the target of
/// a relation.
fn identity<'v>(shape: &Shape, value: &'v Json) -> Option<&'v Json> {
    let first = shape.fields().iter().find(|field| field.required)?;
    value.get(&first.key)
}

fn lists(path: &[Step], shape: &Shape, old: &[Json], new: &[Json], ops: &mut Vec<Op>) {
    let element = shape.element();
    let is_like = |one: &Json, other: &Json| {
        one == other || identity(element, one).is_some_and(|one| Some(one) == identity(element, other))
    };
    let head = old.iter().zip(new).take_while(|(old, new)| is_like(old, new)).count();
    let tail = old[head..]
        .iter()
        .rev()
        .zip(new[head..].iter().rev())
        .take_while(|(old, new)| is_like(old, new))
        .count();
    let (old_middle, new_middle) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let pairs = longest(old_middle, new_middle, &is_like);
    let all = (0..head).map(|at| (at, at));
    let all = all.chain(pairs.into_iter().map(|(old, new)| (old + head, new + head)));
    let all = all.chain((0..tail).map(|at| (old.len() - tail + at, new.len() - tail + at)));
    let pairs: Vec<(usize, usize)> = all.collect();
    let below = |index: usize| path.iter().cloned().chain([index.into()]).collect::<Vec<Step>>();
    // First what goes, from the last on, then what stays, then what comes, from the first on.
    for at in (0..old.len()).rev().filter(|at| pairs.iter().all(|(kept, _)| kept != at)) {
        ops.push(Op::Remove { path: below(at) });
    }
    for (index, (from, to)) in pairs.iter().enumerate() {
        find(&below(index), element, &old[*from], &new[*to], ops);
    }
    for at in (0..new.len()).filter(|at| pairs.iter().all(|(_, kept)| kept != at)) {
        ops.push(Op::InsertElement { path: path.to_vec(), index: at, value: new[at].clone() });
    }
}

/// The longest common subsequence of two lists, as pairs of positions.
fn longest(old: &[Json], new: &[Json], is_like: &dyn Fn(&Json, &Json) -> bool) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i * width + j] = if is_like(&old[i], &new[j]) {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if is_like(&old[i], &new[j]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
