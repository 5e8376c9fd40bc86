//! Single values of records, of claims, and of the landscape as a whole.

use super::claims::{self, Claim};
use super::{field, inside, value};
use crate::edit::EditError;
use crate::edit::change::{Set, Unset};
use crate::edit::report::{Change, Done};
use crate::edit::splice::Op;
use crate::edit::value::{Json, Step};
use crate::edit::vocabulary::{self, Field, LANDSCAPE, Shape};
use crate::edit::workspace::Workspace;
use crate::model::Kind;

/// What has the value.
struct Target {
    file: usize,
    document: usize,
    path: Vec<Step>,
    shape: &'static Shape,
    of: String,
    /// The key of the relation, where it is a claim.
    relation: Option<&'static str>,
    /// The key that says what the claim is about.
    about: Option<&'static str>,
}

fn target(workspace: &mut Workspace<'_>, record: &str, claim: Option<&str>) -> Result<Target, EditError> {
    if record == LANDSCAPE && claim.is_none() {
        return overview(workspace);
    }
    let entry = workspace.resolve(record, &Kind::ALL)?.clone();
    let Some(claim) = claim else {
        return Ok(Target {
            file: entry.at.file,
            document: entry.at.document,
            path: Workspace::path(entry.at, entry.kind, &[]),
            shape: vocabulary::record(entry.kind),
            of: format!("{} `{}`", entry.kind, entry.id),
            relation: None,
            about: None,
        });
    };
    let (word, to) = claim.split_once(':').ok_or_else(|| EditError::WrongType {
        key: claim.to_owned(),
        expected: "the form `relation:target`, such as `offers:etl`",
    })?;
    let Claim { at, path, rule, shape, to, .. } =
        claims::only(workspace, &entry, word, to, &Json::nothing())?;
    Ok(Target {
        file: at.file,
        document: at.document,
        path,
        shape,
        of: format!("`{} {} {to}`", entry.id, rule.key),
        relation: Some(rule.key),
        about: rule.target_key,
    })
}

/// The landscape as a whole.
fn overview(workspace: &mut Workspace<'_>) -> Result<Target, EditError> {
    let of_landscape =
        vocabulary::document().field(LANDSCAPE).map_or(vocabulary::document(), |field| &field.shape);
    let place = overview_place(workspace)?;
    let (file, document) = place.ok_or_else(|| EditError::NoValue {
        of: "no file of the landscape".to_owned(),
        key: LANDSCAPE.to_owned(),
    })?;
    Ok(Target {
        file,
        document,
        path: vec![LANDSCAPE.into()],
        shape: of_landscape,
        of: "the landscape".to_owned(),
        relation: None,
        about: None,
    })
}

/// Where the landscape as a whole is described; nothing if it is not.
pub(super) fn overview_place(workspace: &mut Workspace<'_>) -> Result<Option<(usize, usize)>, EditError> {
    for file in 0..workspace.files.len() {
        for document in 0..workspace.files[file].documents.len() {
            let text = workspace.files[file].documents[document].text();
            if !text.contains("\"landscape\"") || serde_json::from_str::<serde::de::IgnoredAny>(text).is_err()
            {
                continue;
            }
            if workspace.document(file, document)?.get(LANDSCAPE).is_some() {
                return Ok(Some((file, document)));
            }
        }
    }
    Ok(None)
}

/// Refuses keys that say what the record or the claim is.
fn may_change(target: &Target, field: &Field) -> Result<(), EditError> {
    let refused = |by| Err(EditError::OtherEdit { key: field.key.clone(), by });
    match field.key.as_str() {
        "id" if target.relation.is_none() => refused("rename"),
        key if target.about == Some(key) => refused("unlink` and `link"),
        _ => Ok(()),
    }
}

pub(super) fn set(workspace: &mut Workspace<'_>, set: &Set) -> Result<Vec<Change>, EditError> {
    let target = target(workspace, &set.record, set.claim.as_deref())?;
    let found = field(target.shape, &set.key, &target.of)?;
    may_change(&target, found)?;
    let new = value(workspace, target.relation, found, &set.value)?;
    if found.key == "name" && new.text().is_some_and(|name| name.trim().is_empty()) {
        return Err(EditError::EmptyName);
    }
    let old =
        workspace.document(target.file, target.document)?.at(&inside(&target.path, &found.key)).cloned();
    if old.as_ref() == Some(&new) {
        return Ok(Vec::new());
    }
    let place = (target.file, target.document);
    workspace.put(place, &target.path, target.shape, &found.key, new.clone())?;
    let file = workspace.files[target.file].name.clone().unwrap_or_default();
    let done = Done::Set { of: target.of, key: found.key.clone(), before: old, after: new };
    Ok(vec![Change { file, done }])
}

pub(super) fn unset(workspace: &mut Workspace<'_>, unset: &Unset) -> Result<Vec<Change>, EditError> {
    let target = target(workspace, &unset.record, unset.claim.as_deref())?;
    let of_value =
        workspace.document(target.file, target.document)?.at(&target.path).cloned().unwrap_or_default();
    // A key that the format does not have can be removed too: that is how a landscape is repaired.
    let key = match of_value.get(&unset.key) {
        Some(_) => unset.key.clone(),
        None => field(target.shape, &unset.key, &target.of)?.key.clone(),
    };
    if let Some(field) = target.shape.field(&key) {
        may_change(&target, field)?;
        if field.required {
            return Err(EditError::NeededKey { of: target.of, key });
        }
    }
    let path = inside(&target.path, &key);
    let Some(removed) = of_value.get(&key).cloned() else {
        return Err(EditError::NoValue { of: target.of, key });
    };
    workspace.apply(target.file, target.document, &Op::Remove { path })?;
    let file = workspace.files[target.file].name.clone().unwrap_or_default();
    Ok(vec![Change { file, done: Done::Unset { of: target.of, key, removed } }])
}
