//! Other ids and names for records, and two records that become one.

use std::collections::BTreeSet;
use std::path::Path;

use super::add::{check_id, free};
use super::claims::{self, Against};
use super::gone::says_nothing;
use super::put::differ;
use crate::edit::EditError;
use crate::edit::change::{Merge, Rename};
use crate::edit::names::Entry;
use crate::edit::report::{Change, Done};
use crate::edit::value::{Json, Step};
use crate::edit::vocabulary;
use crate::edit::workspace::{Reference, Workspace};
use crate::id::fold_name;
use crate::model::Kind;

pub(super) fn rename(workspace: &mut Workspace<'_>, rename: &Rename) -> Result<Vec<Change>, EditError> {
    let entry = workspace.resolve(&rename.record, &Kind::ALL)?.clone();
    let (kind, old) = (entry.kind, entry.id.to_string());
    check_id(&rename.to)?;
    if rename.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(EditError::EmptyName);
    }
    let is_new_id = rename.to != old;
    let new_name = rename.name.as_deref().filter(|name| *name != &*entry.name);
    if is_new_id {
        free(workspace, kind, &rename.to, true, Some(&old))?;
    }
    if let Some(name) = new_name {
        free(workspace, kind, name, false, Some(&old))?;
    }
    if !is_new_id && new_name.is_none() {
        return Ok(Vec::new());
    }
    let own = Workspace::path(entry.at, kind, &[]);
    let place = (entry.at.file, entry.at.document);
    let references = if is_new_id { workspace.references(kind, &old)? } else { Vec::new() };
    redirect(workspace, &references, kind, &rename.to)?;
    let files: BTreeSet<usize> = references.iter().map(|found| found.file).collect();
    let shape = vocabulary::record(kind);
    workspace.put(place, &own, shape, "id", Json::from(rename.to.as_str()))?;
    if let Some(name) = new_name {
        workspace.put(place, &own, shape, "name", Json::from(name))?;
    }
    if !rename.forget {
        let old_name = new_name.map(|_| entry.name.to_string());
        for alias in [is_new_id.then(|| old.clone()), old_name].into_iter().flatten() {
            let now = [rename.to.as_str(), new_name.unwrap_or(&entry.name)];
            add_alias(workspace, &entry, &own, &alias, &now)?;
        }
    }
    let was = workspace.file_name(entry.at);
    let file = renamed_file(workspace, &entry, &rename.to).unwrap_or(was);
    let done = Done::Renamed {
        kind,
        from: old,
        to: rename.to.clone(),
        references: references.len(),
        files: files.len(),
    };
    Ok(vec![Change { file, done }])
}

/// Has references to a record of a kind lead to another one.
fn redirect(
    workspace: &mut Workspace<'_>,
    references: &[Reference],
    kind: Kind,
    id: &str,
) -> Result<(), EditError> {
    for of_document in references.chunk_by(|one, other| one.document() == other.document()) {
        let texts = of_document.iter().filter_map(|found| Some((&*found.path, found.refers.text(kind, id)?)));
        let (file, document) = of_document[0].document();
        workspace.replace_texts(file, document, &texts.collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Adds an alias, unless a record is called that already.
fn add_alias(
    workspace: &mut Workspace<'_>,
    entry: &Entry,
    path: &[Step],
    alias: &str,
    now: &[&str],
) -> Result<(), EditError> {
    const ALIASES: &str = "aliases";
    let place = (entry.at.file, entry.at.document);
    let record = workspace.document(place.0, place.1)?.at(path).cloned().unwrap_or_default();
    let known = record.get(ALIASES).map(Json::elements).unwrap_or_default();
    let is_it = |name: &str| fold_name(name) == fold_name(alias);
    if now.iter().any(|name| is_it(name)) || known.iter().filter_map(Json::text).any(is_it) {
        return Ok(());
    }
    workspace.push(place, path, vocabulary::record(entry.kind), ALIASES, Json::from(alias))
}

/// Renames the file of a record too, where it was called after the record and has no other.
fn renamed_file(workspace: &mut Workspace<'_>, entry: &Entry, id: &str) -> Option<String> {
    let others = workspace.entries.iter().filter(|other| other.at.file == entry.at.file).count();
    let file = &workspace.files[entry.at.file];
    let was = file.name.clone()?;
    let path = Path::new(&was);
    if !workspace.is_folder || others != 1 || path.file_stem()?.to_str()? != &*entry.id {
        return None;
    }
    let extension = path.extension()?.to_str()?;
    let name = path.with_file_name(format!("{id}.{extension}")).display().to_string();
    if workspace.files.iter().any(|other| other.name.as_deref() == Some(name.as_str())) {
        return None;
    }
    workspace.files[entry.at.file].name = Some(name.clone());
    Some(name)
}

pub(super) fn merge(workspace: &mut Workspace<'_>, merge: &Merge) -> Result<Vec<Change>, EditError> {
    let from = workspace.resolve(&merge.from, &Kind::ALL)?.clone();
    let into = workspace.resolve(&merge.into, &[from.kind])?.clone();
    let kind = from.kind;
    if from.at == into.at {
        let (from, into) = (merge.from.clone(), merge.into.clone());
        return Err(EditError::NoMerge { from, into, why: "one record already" });
    }
    let old = vocabulary::record_in_full(kind, workspace.record(from.at, kind)?);
    let file = workspace.file_name(into.at);
    // The old record goes first, so that nothing in it is taken for a reference.
    workspace.remove_record(from.at, kind)?;
    let into = workspace.resolve(&into.any_id(), &[kind])?.clone();
    let references = workspace.references(kind, &from.id)?;
    redirect(workspace, &references, kind, &into.id)?;
    let old = redirected(old, kind, &from.id, &into.id);
    take_over(workspace, &into, &old)?;
    let path = Workspace::path(into.at, kind, &[]);
    let aliases = old.get("aliases").map(Json::elements).unwrap_or_default().to_vec();
    let names = [Json::from(&*from.name), Json::from(&*from.id)].into_iter().chain(aliases);
    for name in names {
        if let Some(name) = name.text() {
            add_alias(workspace, &into, &path, name, &[&into.id, &into.name])?;
        }
    }
    let referring = references_of(workspace, kind, &into.id)?;
    one_claim_each(workspace, &referring)?;
    let done = Done::Merged {
        kind,
        from: from.id.to_string(),
        into: into.id.to_string(),
        references: references.len(),
    };
    Ok(vec![Change { file, done }])
}

/// The records that refer to one through a relation.
fn references_of(
    workspace: &mut Workspace<'_>,
    kind: Kind,
    id: &str,
) -> Result<Vec<(usize, usize, Kind, usize)>, EditError> {
    let mut found: Vec<(usize, usize, Kind, usize)> = workspace
        .references(kind, id)?
        .into_iter()
        .filter_map(|reference| match reference.path.as_slice() {
            [Step::Key(plural), Step::Index(index), ..] => {
                let kind = crate::edit::names::kind_of(plural)?;
                Some((reference.file, reference.document, kind, *index))
            }
            _ => None,
        })
        .collect();
    found.dedup();
    Ok(found)
}

/// A record in which references to one record lead to another.
fn redirected(record: Json, kind: Kind, from: &str, into: &str) -> Json {
    let mut document = Json::Object(vec![(kind.plural().to_owned(), Json::List(vec![record]))]);
    for (path, refers) in vocabulary::references(&document, kind, from) {
        if let (Some(place), Some(text)) = (document.at_mut(&path), refers.text(kind, into)) {
            *place = Json::Text(text);
        }
    }
    document.at(&[kind.plural().into(), 0.into()]).cloned().unwrap_or_default()
}

/// Adds to a record what another says: of single values those that it lacks, of lists what is not
/// in them.
fn take_over(workspace: &mut Workspace<'_>, into: &Entry, old: &Json) -> Result<(), EditError> {
    let kind = into.kind;
    let place = (into.at.file, into.at.document);
    let path = Workspace::path(into.at, kind, &[]);
    let shape = vocabulary::record(kind);
    let names = ["id", "name", "aliases"];
    for (key, value) in old.members().iter().filter(|(key, _)| !names.contains(&key.as_str())) {
        let rule = vocabulary::relations_from(kind).find(|rule| rule.key == key);
        if let Some(rule) = rule {
            for entry in value.elements() {
                let leads_to_itself = rule.to.contains(&kind)
                    && rule.target_key.and_then(|key| entry.get(key)).and_then(Json::text) == Some(&*into.id)
                    && rule.from.contains(&kind);
                // What joined the two joins one record with itself now.
                if leads_to_itself && rule.to == [kind] {
                    continue;
                }
                take_over_claim(workspace, into, rule, entry)?;
            }
            continue;
        }
        let now = workspace.record(into.at, kind)?;
        match (now.get(key), value) {
            (None, value) => workspace.put(place, &path, shape, key, value.clone())?,
            (Some(Json::List(there)), Json::List(more)) => {
                let there = there.clone();
                for element in more.iter().filter(|element| !there.contains(element)) {
                    workspace.push(place, &path, shape, key, element.clone())?;
                }
            }
            // Of two single values, that of the record that stays is kept.
            _ => {}
        }
    }
    Ok(())
}

fn take_over_claim(
    workspace: &mut Workspace<'_>,
    into: &Entry,
    rule: &'static crate::model::Rule,
    entry: &Json,
) -> Result<(), EditError> {
    let there = claims::about_the_same(workspace, into, rule, entry)?;
    for claim in &there {
        match claims::against(claim.shape, rule.target_key, &claim.said, entry) {
            Against::Contradiction => return Err(claims::contradiction(workspace, claim, entry)),
            Against::Same => {
                claims::support(workspace, claim, entry)?;
                return Ok(());
            }
            Against::Beside => {}
        }
    }
    let place = (into.at.file, into.at.document);
    let path = Workspace::path(into.at, into.kind, &[]);
    workspace.push(place, &path, vocabulary::record(into.kind), rule.key, entry.clone())
}

/// Makes one claim of two of a record that lead to the same record now, and lets go of those that
/// lead to itself.
fn one_claim_each(
    workspace: &mut Workspace<'_>,
    records: &[(usize, usize, Kind, usize)],
) -> Result<(), EditError> {
    for (file, document, kind, index) in records {
        let at = crate::edit::names::At { file: *file, document: *document, index: *index };
        let record = workspace.record(at, *kind)?;
        if says_nothing(&record) {
            continue;
        }
        let mut merged = record.clone();
        let Json::Object(members) = &mut merged else { continue };
        let own = record.get("id").cloned().unwrap_or_default();
        for rule in vocabulary::relations_from(*kind) {
            let Some((_, Json::List(entries))) = members.iter_mut().find(|(key, _)| key == rule.key) else {
                continue;
            };
            let Some(shape) = vocabulary::entry(*kind, rule) else { continue };
            let mut kept: Vec<Json> = Vec::with_capacity(entries.len());
            for entry in entries.drain(..) {
                let target = |entry: &Json| match rule.target_key {
                    // A claim that is written short is its target.
                    Some(key) => entry.get(key).or(Some(entry)).cloned(),
                    None => Some(entry.clone()),
                };
                if rule.to == [*kind] && target(&entry).as_ref() == Some(&own) {
                    continue;
                }
                let mut is_new = true;
                for other in kept.iter_mut().filter(|other| target(other) == target(&entry)) {
                    match claims::against(shape, rule.target_key, other, &entry) {
                        Against::Same => {
                            *other = joined(shape, other, &entry);
                            is_new = false;
                            break;
                        }
                        Against::Contradiction => {
                            let place = workspace.place_of(at, *kind, &[rule.key.into()]);
                            return Err(EditError::Contradiction {
                                old: format!("  {place}: {other}"),
                                new: format!("  the other: {entry}"),
                                can_replace: false,
                            });
                        }
                        Against::Beside => {}
                    }
                }
                if is_new {
                    kept.push(entry);
                }
            }
            *entries = kept;
        }
        members.retain(|(key, value)| {
            !matches!(value, Json::List(list) if list.is_empty()) || record.get(key) == Some(value)
        });
        differ(workspace, at, *kind, &record, &merged)?;
    }
    Ok(())
}

/// One claim with what two say, and the evidence of both.
fn joined(shape: &vocabulary::Shape, one: &Json, other: &Json) -> Json {
    let mut members = one.members().to_vec();
    for (key, value) in other.members() {
        match members.iter_mut().find(|(known, _)| known == key) {
            Some((_, Json::List(known))) => {
                let more: Vec<Json> =
                    value.elements().iter().filter(|one| !known.contains(one)).cloned().collect();
                known.extend(more);
            }
            Some(_) => {}
            None => members.push((key.clone(), value.clone())),
        }
    }
    super::ordered(shape, members)
}
