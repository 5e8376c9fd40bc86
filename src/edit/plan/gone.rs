//! Records that go.

use crate::edit::EditError;
use crate::edit::change::Remove;
use crate::edit::names::Entry;
use crate::edit::report::{Change, Done};
use crate::edit::value::{Json, Step};
use crate::edit::vocabulary::EVIDENCE;
use crate::edit::workspace::{Reference, Workspace};
use crate::model::Kind;

pub(super) fn remove(workspace: &mut Workspace<'_>, remove: &Remove) -> Result<Vec<Change>, EditError> {
    let entry = workspace.resolve(&remove.record, &Kind::ALL)?.clone();
    let references = foreign(workspace, &entry)?;
    if !remove.cascade && !references.is_empty() {
        let places =
            workspace.places(references.iter().map(|found| (found.file, found.document, &*found.path)));
        return Err(EditError::Referred { kind: entry.kind, id: entry.id.to_string(), places });
    }
    let evidence = references.iter().filter(|found| is_evidence(found));
    let evidence = evidence.map(|found| (found.file, found.document, &*found.path));
    if !remove.yes && evidence.clone().next().is_some() {
        return Err(EditError::Evidence { id: entry.id.to_string(), places: workspace.places(evidence) });
    }
    let count = references.len();
    let removed = workspace.record(entry.at, entry.kind)?;
    for of_document in references.chunk_by(|one, other| one.document() == other.document()) {
        let mut going: Vec<&[Step]> = of_document.iter().map(|found| whole(&found.path)).collect();
        // One claim may name the record twice.
        going.dedup();
        workspace.pull_all(of_document[0].document(), &going)?;
    }
    let entry = workspace.resolve(&entry.any_id(), &[entry.kind])?.clone();
    let file = workspace.file_name(entry.at);
    workspace.remove_record(entry.at, entry.kind)?;
    let done = Done::Removed { kind: entry.kind, id: entry.id.to_string(), references: count, removed };
    Ok(vec![Change { file, done }])
}

/// Where other records refer to one.
fn foreign(workspace: &mut Workspace<'_>, entry: &Entry) -> Result<Vec<Reference>, EditError> {
    let own = Workspace::path(entry.at, entry.kind, &[]);
    let mut references = workspace.references(entry.kind, &entry.id)?;
    references.retain(|found| {
        (found.file, found.document) != (entry.at.file, entry.at.document) || !found.path.starts_with(&own)
    });
    Ok(references)
}

fn is_evidence(found: &Reference) -> bool {
    found.path.contains(&Step::from(EVIDENCE))
}

/// What has to go with a reference: the evidence or the claim that it is in, or the value alone.
fn whole(path: &[Step]) -> &[Step] {
    match path {
        // A key of an entry: the entry would say nothing without its target, and something else
        // without its segment.
        [.., Step::Index(_), Step::Key(_)] => &path[..path.len() - 1],
        _ => path,
    }
}

/// Whether nothing in a value is said but what it is called.
pub(super) fn says_nothing(value: &Json) -> bool {
    value.members().iter().all(|(key, _)| matches!(key.as_str(), "id" | "name"))
}
