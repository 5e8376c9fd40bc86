//! Claims: what a relation says, and the evidence for it.

use super::{evidence_of, field, inside, is_empty, ordered, relation, value};
use crate::edit::EditError;
use crate::edit::change::{Link, Otherwise, Unlink};
use crate::edit::names::{At, Entry};
use crate::edit::report::{Change, Done, Joined};
use crate::edit::splice::Op;
use crate::edit::value::{Json, Step};
use crate::edit::vocabulary::{self, EVIDENCE, Shape};
use crate::edit::workspace::Workspace;
use crate::model::{Date, Kind, Rule, When, may_meet};

/// One claim of a record.
pub(super) struct Claim {
    pub(super) at: At,
    /// From the top of the document.
    pub(super) path: Vec<Step>,
    pub(super) rule: &'static Rule,
    pub(super) shape: &'static Shape,
    /// The id of the target.
    pub(super) to: String,
    pub(super) said: Json,
}

/// The days between which a claim holds.
const PERIOD: [&str; 2] = ["since", "until"];
/// The words that people write beside a claim.
const NOTES: [&str; 2] = ["note", "url"];

/// A relation of a record, and the target.
struct Relates {
    rule: &'static Rule,
    shape: &'static Shape,
    to: String,
    /// How an entry names the target.
    target: Json,
}

fn relates(workspace: &Workspace<'_>, from: &Entry, word: &str, to: &str) -> Result<Relates, EditError> {
    let rule = relation(from.kind, word)?;
    let found = workspace.resolve(to, rule.to)?;
    let target = match rule.target_key {
        Some(_) => Json::from(&*found.id),
        None => Json::Text(found.any_id()),
    };
    let to = target.text().unwrap_or_default().to_owned();
    let shape = vocabulary::entry(from.kind, rule).unwrap_or_else(vocabulary::evidence);
    Ok(Relates { rule, shape, to, target })
}

/// Lists the claims of a record about a target.
fn claims(workspace: &mut Workspace<'_>, from: &Entry, relates: &Relates) -> Result<Vec<Claim>, EditError> {
    workspace.write_in_full(from.at, from.kind, relates.rule)?;
    let record = workspace.record(from.at, from.kind)?;
    let list = record.get(relates.rule.key).map(Json::elements).unwrap_or_default();
    let leads_there = |said: &Json| match relates.rule.target_key {
        Some(key) => said.get(key) == Some(&relates.target),
        None => *said == relates.target,
    };
    let fits = list.iter().enumerate().filter(|(_, said)| leads_there(said));
    Ok(fits
        .map(|(index, said)| Claim {
            at: from.at,
            path: Workspace::path(from.at, from.kind, &[relates.rule.key.into(), index.into()]),
            rule: relates.rule,
            shape: relates.shape,
            to: relates.to.clone(),
            said: said.clone(),
        })
        .collect())
}

/// Shows a claim with its place.
fn shown(workspace: &Workspace<'_>, claim: &Claim) -> String {
    let place = workspace.place(claim.at.file, claim.at.document, &claim.path);
    format!("  {place}: {}", claim.said)
}

/// Finds the one claim that says what is given.
pub(super) fn only(
    workspace: &mut Workspace<'_>,
    from: &Entry,
    word: &str,
    to: &str,
    says: &Json,
) -> Result<Claim, EditError> {
    let relates = relates(workspace, from, word, to)?;
    let all = claims(workspace, from, &relates)?;
    let shown_all: Vec<String> = all.iter().map(|claim| shown(workspace, claim).trim().to_owned()).collect();
    let fits = |claim: &Claim| says.members().iter().all(|(key, value)| claim.said.get(key) == Some(value));
    let mut fitting: Vec<Claim> = all.into_iter().filter(fits).collect();
    match fitting.len() {
        1 => Ok(fitting.remove(0)),
        0 => Err(EditError::NoClaim {
            from: from.id.to_string(),
            relation: relates.rule.key.to_owned(),
            to: relates.to,
            otherwise: shown_all,
        }),
        _ => Err(EditError::SeveralClaims {
            claims: fitting.iter().map(|claim| shown(workspace, claim)).collect(),
        }),
    }
}

/// Whether two claims may hold on one day.
pub(super) fn overlap(one: &Json, other: &Json) -> bool {
    let period = |claim: &Json| {
        let [since, until] =
            PERIOD.map(|key| claim.get(key).and_then(Json::text).and_then(|text| When::parse(text).ok()));
        (since, until)
    };
    may_meet(period(one), period(other))
}

/// How a new claim is to an old one about the same target.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Against {
    /// It says the same, and perhaps more.
    Same,
    /// Both may be so.
    Beside,
    /// Only one of them can be so.
    Contradiction,
}

/// Compares a new claim with an old one about the same target.
pub(super) fn against(shape: &Shape, target_key: Option<&str>, old: &Json, new: &Json) -> Against {
    if !overlap(old, new) {
        return Against::Beside;
    }
    let differing = |(key, value): &&(String, Json)| {
        let is_said = Some(key.as_str()) != target_key && key != EVIDENCE;
        is_said && old.get(key).is_some_and(|other| other != value)
    };
    let mut against = Against::Same;
    for (key, _) in new.members().iter().filter(differing) {
        let field = shape.field(key);
        // What every claim must say, such as the support, is one for all products.
        if field.is_some_and(|field| field.required) {
            return Against::Contradiction;
        }
        let is_word = field.is_some_and(|field| !field.shape.words().is_empty());
        let decides = is_word || PERIOD.contains(&key.as_str()) || NOTES.contains(&key.as_str());
        against = match against {
            // Another product, for one, makes another claim, whatever else differs.
            _ if !decides => Against::Beside,
            Against::Beside => Against::Beside,
            Against::Same | Against::Contradiction => Against::Contradiction,
        };
    }
    against
}

pub(super) fn link(workspace: &mut Workspace<'_>, link: &Link) -> Result<Vec<Change>, EditError> {
    let from = workspace.resolve(&link.from, &Kind::ALL)?.clone();
    let relates = relates(workspace, &from, &link.relation, &link.to)?;
    let (rule, shape) = (relates.rule, relates.shape);
    let claim = Joined { from: from.id.to_string(), relation: rule.key.to_owned(), to: relates.to.clone() };
    let file = workspace.file_name(from.at);
    let change = |done| Ok(vec![Change { file: file.clone(), done }]);
    let place = (from.at.file, from.at.document);
    let record = Workspace::path(from.at, from.kind, &[]);
    let Some(target_key) = rule.target_key else {
        let of = format!("an entry of `{}`", rule.key);
        let extra = link.values.members().iter().chain(link.evidence.members()).next();
        if let Some((key, _)) = extra {
            return Err(EditError::UnknownKey {
                of,
                key: key.clone(),
                nearest: None,
                known: vec!["nothing but its target".to_owned()],
            });
        }
        if !claims(workspace, &from, &relates)?.is_empty() {
            return Ok(Vec::new());
        }
        workspace.push(place, &record, vocabulary::record(from.kind), rule.key, relates.target)?;
        return change(Done::Linked { claim });
    };
    let mut new = vec![(target_key.to_owned(), relates.target.clone())];
    let of = format!("a claim `{}`", rule.key);
    for (key, given) in link.values.members() {
        let field = field(shape, key, &of)?;
        if field.key == target_key || field.key == EVIDENCE {
            return Err(EditError::OtherEdit { key: field.key.clone(), by: "the claim itself" });
        }
        new.push((field.key.clone(), value(workspace, Some(rule.key), field, given)?));
    }
    let evidence = evidence(workspace, &link.evidence)?;
    if let Some(evidence) = &evidence {
        new.push((EVIDENCE.to_owned(), Json::List(vec![evidence.clone()])));
    }
    let new = ordered(shape, new);
    let old = claims(workspace, &from, &relates)?;
    let kept = |old: &Claim| against(shape, Some(target_key), &old.said, &new);
    if let Some(other) = old.iter().find(|old| kept(old) == Against::Contradiction) {
        let followed = match &link.otherwise {
            Otherwise::Refuse => None,
            Otherwise::Replace => Some(None),
            Otherwise::Close(day) => Some(Some(day)),
        };
        let Some(day) = followed else {
            let old = shown(workspace, other);
            let new = format!("  the new one: {new}");
            return Err(EditError::Contradiction { old, new, can_replace: true });
        };
        complete(shape, &new, &of)?;
        let Some(day) = day else {
            // Only what the new claim does not say is kept of the old one: evidence was for the
            // other statement.
            workspace.apply_in(from.at, &Op::Replace { path: other.path.clone(), value: new })?;
            return change(Done::Replaced { claim, removed: other.said.clone() });
        };
        if Date::parse(day).is_err() {
            return Err(EditError::WrongType {
                key: "until".to_owned(),
                expected: "a day, written YYYY-MM-DD",
            });
        }
        workspace.put(place, &other.path, shape, PERIOD[1], Json::from(day.as_str()))?;
        let mut members = new.members().to_vec();
        if new.get(PERIOD[0]).is_none() {
            members.push((PERIOD[0].to_owned(), Json::from(day.as_str())));
        }
        workspace.push(place, &record, vocabulary::record(from.kind), rule.key, ordered(shape, members))?;
        return change(Done::Followed { claim, day: day.clone() });
    }
    let mut same: Vec<&Claim> = old.iter().filter(|old| kept(old) == Against::Same).collect();
    if same.len() > 1 {
        // Of several that say no less, one that says no more is meant.
        let is_exact = |claim: &&Claim| {
            claim.said.members().iter().all(|(key, _)| key == EVIDENCE || new.get(key).is_some())
        };
        let exact: Vec<&Claim> = same.iter().copied().filter(is_exact).collect();
        let [one] = exact.as_slice() else {
            let claims = same.iter().map(|claim| shown(workspace, claim)).collect();
            return Err(EditError::SeveralClaims { claims });
        };
        same = vec![one];
    }
    let Some(old) = same.first() else {
        complete(shape, &new, &of)?;
        workspace.push(place, &record, vocabulary::record(from.kind), rule.key, new)?;
        return change(Done::Linked { claim });
    };
    if support(workspace, old, &new)? { change(Done::Supported { claim }) } else { Ok(Vec::new()) }
}

/// Adds to a claim what another says besides, and its evidence. Returns whether there was anything
/// to add.
pub(super) fn support(workspace: &mut Workspace<'_>, old: &Claim, new: &Json) -> Result<bool, EditError> {
    let place = (old.at.file, old.at.document);
    let mut is_changed = false;
    for (key, value) in new.members().iter().filter(|(key, _)| key != EVIDENCE) {
        if old.said.get(key).is_none() {
            workspace.put(place, &old.path, old.shape, key, value.clone())?;
            is_changed = true;
        }
    }
    for evidence in evidence_of(new) {
        if !evidence_of(&old.said).contains(evidence) {
            workspace.push(place, &old.path, old.shape, EVIDENCE, evidence.clone())?;
            is_changed = true;
        }
    }
    Ok(is_changed)
}

/// Checks that a new claim says all that it must.
fn complete(shape: &Shape, claim: &Json, of: &str) -> Result<(), EditError> {
    match shape.fields().iter().find(|field| field.required && claim.get(&field.key).is_none()) {
        Some(field) => Err(EditError::MissingKey {
            of: of.to_owned(),
            key: field.key.clone(),
            known: field.shape.words().to_vec(),
        }),
        None => Ok(()),
    }
}

/// Checks evidence, and completes it: what a source is cited for is stated there unless it is said
/// otherwise.
fn evidence(workspace: &Workspace<'_>, given: &Json) -> Result<Option<Json>, EditError> {
    const SOURCE: &str = "source";
    const BASIS: &str = "basis";
    if is_empty(given) {
        return Ok(None);
    }
    if given.get(SOURCE).is_none() {
        return Err(EditError::NoSource);
    }
    let shape = vocabulary::evidence();
    let mut members = Vec::new();
    for (key, given) in given.members() {
        let field = field(shape, key, "evidence")?;
        members.push((field.key.clone(), value(workspace, Some(EVIDENCE), field, given)?));
    }
    if given.get(BASIS).is_none()
        && let Some(word) = shape.field(BASIS).and_then(|field| field.shape.words().first())
    {
        members.push((BASIS.to_owned(), Json::from(word.as_str())));
    }
    Ok(Some(ordered(shape, members)))
}

pub(super) fn unlink(workspace: &mut Workspace<'_>, unlink: &Unlink) -> Result<Vec<Change>, EditError> {
    let from = workspace.resolve(&unlink.from, &Kind::ALL)?.clone();
    let relates = relates(workspace, &from, &unlink.relation, &unlink.to)?;
    let of = format!("a claim `{}`", relates.rule.key);
    let mut says = Vec::new();
    for (key, given) in unlink.values.members() {
        let field = field(relates.shape, key, &of)?;
        says.push((field.key.clone(), value(workspace, Some(relates.rule.key), field, given)?));
    }
    let found = only(workspace, &from, &unlink.relation, &unlink.to, &Json::Object(says))?;
    let claim =
        Joined { from: from.id.to_string(), relation: found.rule.key.to_owned(), to: found.to.clone() };
    let file = workspace.file_name(from.at);
    let place = (from.at.file, from.at.document);
    let Some(source) = &unlink.source else {
        workspace.pull(place, &found.path)?;
        return Ok(vec![Change { file, done: Done::Unlinked { claim, removed: found.said } }]);
    };
    let id = workspace.resolve(source, &[Kind::Source])?.id.to_string();
    let names_it = |evidence: &Json| evidence.get("source").and_then(Json::text) == Some(&id);
    let all = evidence_of(&found.said);
    let going: Vec<usize> =
        all.iter().enumerate().filter(|(_, one)| names_it(one)).map(|(at, _)| at).collect();
    if going.is_empty() {
        return Err(EditError::NoEvidence { source_id: id });
    }
    for index in going.iter().rev() {
        let path: Vec<Step> = inside(&found.path, EVIDENCE).into_iter().chain([(*index).into()]).collect();
        workspace.pull(place, &path)?;
    }
    let removed = going.iter().map(|index| all[*index].clone()).collect();
    Ok(vec![Change { file, done: Done::Unsupported { claim, removed } }])
}

/// Lists the claims of a record about what an entry of the same relation leads to.
pub(super) fn about_the_same(
    workspace: &mut Workspace<'_>,
    of: &Entry,
    rule: &'static Rule,
    entry: &Json,
) -> Result<Vec<Claim>, EditError> {
    let target = match rule.target_key {
        Some(key) => entry.get(key).cloned().unwrap_or(Json::Null),
        None => entry.clone(),
    };
    let to = target.text().unwrap_or_default().to_owned();
    let shape = vocabulary::entry(of.kind, rule).unwrap_or_else(vocabulary::evidence);
    claims(workspace, of, &Relates { rule, shape, to, target })
}

/// Two claims that contradict each other, as an error shows them.
pub(super) fn contradiction(workspace: &Workspace<'_>, old: &Claim, new: &Json) -> EditError {
    EditError::Contradiction {
        old: shown(workspace, old),
        new: format!("  the other: {new}"),
        can_replace: false,
    }
}
