//! One claim beside those that stand there already: does it say the same, more, or the contrary?

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Against, CitedAs, Claimed, Fate, Reason, Stays};
use crate::id::fold_name;
use crate::model::{DealStatus, Holds, Relation, When};

/// A record or a claim, as it stands on disk.
pub(super) type Object = Map<String, Value>;

/// What tells the claims of a relation apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// The key of the list.
    pub(super) key: &'static str,
    /// The keys that say what a claim is about.
    about: [Option<&'static str>; 2],
    /// The key that says what is claimed, where that is not the relation alone.
    value: Option<&'static str>,
    /// The word with which a claim leaves room for no other target at the same time.
    alone: Option<&'static str>,
}

impl Shape {
    /// Returns the shape of a relation's claims; none for `about`, which has none.
    pub(super) fn of(relation: Relation) -> Option<Self> {
        let rule = relation.rule();
        let said = |is: fn(&Holds) -> bool| {
            rule.says.iter().find(|said| is(&said.holds)).map(|said| said.detail.key)
        };
        let (value, record) =
            (said(|holds| matches!(holds, Holds::OneOf(_))), said(|holds| matches!(holds, Holds::Record(_))));
        // A company belongs to one other at a time.
        let alone = (relation == Relation::OwnedBy).then_some(DealStatus::Completed.word());
        Some(Self { key: rule.key, about: [Some(rule.target_key?), record], value, alone })
    }

    /// The shape of the claim that a tool is in scope, which stands alone.
    pub(super) const IN_SCOPE: Self = Self { key: "in_scope", about: [None; 2], value: None, alone: None };

    fn is_about_the_same(self, one: &Object, other: &Object) -> bool {
        self.leads_to_the_same(one, other) || self.stands_alone(one) && self.stands_alone(other)
    }

    fn leads_to_the_same(self, one: &Object, other: &Object) -> bool {
        self.about.into_iter().flatten().all(|key| one.get(key) == other.get(key))
    }

    fn stands_alone(self, claim: &Object) -> bool {
        self.alone.is_some() && self.value.and_then(|key| text(claim, key)) == self.alone
    }

    fn differs(self, one: &Object, other: &Object) -> bool {
        let said = |claim: &Object| self.value.and_then(|key| claim.get(key).cloned());
        matches!((said(one), said(other)), (Some(one), Some(other)) if one != other)
            || !self.leads_to_the_same(one, other)
    }

    /// What a claim says, and why it is believed.
    pub(super) fn describe(self, claim: &Object) -> Claimed {
        let own = |key| text(claim, key).map(str::to_owned);
        let cited = |evidence: &Value| {
            let part = |key| evidence.get(key).and_then(Value::as_str).map(str::to_owned);
            CitedAs { source: part("source"), at: part("at"), basis: part("basis"), on: part("on") }
        };
        Claimed {
            said: match (self.alone, self.about[0]) {
                (Some(_), Some(target)) => {
                    let words: Vec<String> =
                        [Some(target), self.value].into_iter().flatten().filter_map(own).collect();
                    Some(words.join(", "))
                }
                _ => self.value.and_then(own),
            },
            since: own("since"),
            until: own("until"),
            evidence: evidence(claim).iter().map(cited).collect(),
        }
    }
}

/// That a claim on the list is one that the import has written or confirmed.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Where.
    pub(super) here: String,
    /// The number of the first claim that has.
    pub(super) number: u64,
}

/// What became of a claim.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) fate: Fate,
    pub(super) why: Reason,
    pub(super) remarks: Vec<(Fate, Reason)>,
    /// Whether the list has changed.
    pub(super) changed: bool,
}

impl Outcome {
    fn of(fate: Fate, why: Reason, changed: bool) -> Self {
        Self { fate, why, remarks: Vec::new(), changed }
    }
}

/// What a new claim may take the place of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Replace {
    /// Of nothing.
    Nothing,
    /// Of details of a claim that says the same.
    Details,
    /// Of a claim that says the contrary, too.
    Claims,
}

/// The claims of one list of a record.
pub(super) struct Claims<'c> {
    pub(super) shape: Shape,
    pub(super) list: Vec<Object>,
    /// The claims that the import has written or confirmed, by index.
    pub(super) said: &'c mut BTreeMap<usize, Said>,
    /// Where a claim stands, by index.
    pub(super) place: &'c dyn Fn(usize) -> String,
    /// What may replace what is there.
    pub(super) replace: Replace,
    /// The number of the new claim, in the order in which they are imported.
    pub(super) number: u64,
    /// Whether the lines in the evidence of the new claims are counted by the import, not given by
    /// the file.
    pub(super) counted: bool,
}

impl Claims<'_> {
    /// Lays a claim beside the others. `here` is where it comes from.
    pub(super) fn add(&mut self, claim: Object, here: &str) -> Outcome {
        let same: Vec<usize> =
            (0..self.list.len()).filter(|at| self.shape.is_about_the_same(&self.list[*at], &claim)).collect();
        if let Some(at) = same.iter().find(|at| self.list[**at] == claim) {
            self.confirm(*at, here);
            return Outcome::of(Fate::Merged, Reason::Known, false);
        }
        // Where it was put before, it belongs again: a second import changes nothing.
        if let Some(at) = same.iter().find(|at| self.has_taken_up(**at, &claim)) {
            return self.join(*at, &claim, here);
        }
        let holding = same.iter().copied().filter(|at| holds_with(&self.list[*at], &claim));
        let (differing, agreeing): (Vec<usize>, Vec<usize>) =
            holding.partition(|at| self.shape.differs(&self.list[*at], &claim));
        // One that says all of it already comes first, again so that a second import changes
        // nothing.
        let telling = agreeing.iter().find(|at| says_all(&self.list[**at], &claim)).copied();
        match (telling.or_else(|| self.of_the_same_product(&agreeing, &claim)), differing.first()) {
            (Some(at), first) => {
                let against = first.map(|first| self.against(*first, &claim, Stays::First));
                let mut outcome = self.join(at, &claim, here);
                outcome.remarks.extend(against.map(|against| (Fate::Contradicted, against)));
                outcome
            }
            (None, Some(first)) => self.contradiction(*first, &differing, &same, claim, here),
            (None, None) => self.append(&same, claim, here),
        }
    }

    fn confirm(&mut self, at: usize, here: &str) {
        let said = self.said.entry(at).or_insert_with(|| Said { here: here.to_owned(), number: self.number });
        if self.number < said.number {
            *said = Said { here: here.to_owned(), number: self.number };
        }
    }

    fn has_taken_up(&self, at: usize, claim: &Object) -> bool {
        let known = &self.list[at];
        let same_product = claim.get("product").is_none_or(|product| known.get("product") == Some(product));
        !self.shape.differs(known, claim)
            && same_product
            && !evidence(claim).is_empty()
            && evidence(claim)
                .iter()
                .all(|new| evidence(known).iter().any(|old| is_same_evidence(old, new, self.counted)))
    }

    /// Of claims that say the same, the one about the same product; else one that names none.
    fn of_the_same_product(&self, holding: &[usize], claim: &Object) -> Option<usize> {
        let Some(product) = text(claim, "product") else { return holding.first().copied() };
        let product_of = |at: &&usize| text(&self.list[**at], "product").map(fold_name);
        let same = holding.iter().find(|at| product_of(at) == Some(fold_name(product)));
        same.or_else(|| holding.iter().find(|at| product_of(at).is_none())).copied()
    }

    fn append(&mut self, same: &[usize], claim: Object, here: &str) -> Outcome {
        if let Some(at) = self.conflict(same, &claim, &[]) {
            let against = self.against(at, &claim, Stays::NeedsDays);
            return Outcome::of(Fate::Contradicted, against, false);
        }
        let why = Reason::NewClaim { beside_others: !same.is_empty() };
        self.list.push(claim);
        self.confirm(self.list.len() - 1, here);
        Outcome::of(Fate::Mapped, why, true)
    }

    /// Finds a claim that says something else for the same time.
    fn conflict(&self, same: &[usize], claim: &Object, but: &[usize]) -> Option<usize> {
        let is_against = |at: &&usize| {
            let other = &self.list[**at];
            self.shape.differs(other, claim) && overlap(other, claim)
        };
        same.iter().filter(|at| !but.contains(at)).find(is_against).copied()
    }

    /// Tells both sides of a contradiction.
    fn against(&self, at: usize, claim: &Object, stays: Stays) -> Reason {
        let [there, new] = [&self.list[at], claim].map(|claim| self.shape.describe(claim));
        let place = (self.place)(at);
        let also = self.said.get(&at).filter(|said| said.here != place);
        let also = also.map(|said| said.here.clone());
        Reason::Against(Box::new(Against { place, there, also, here: new, stays }))
    }

    fn contradiction(
        &mut self,
        at: usize,
        differing: &[usize],
        same: &[usize],
        claim: Object,
        here: &str,
    ) -> Outcome {
        let stays = |why| Outcome::of(Fate::Contradicted, why, false);
        if self.replace != Replace::Claims {
            return stays(self.against(at, &claim, Stays::First));
        }
        if self.said.contains_key(&at) {
            return stays(self.against(at, &claim, Stays::SaidByImport));
        }
        if differing.len() > 1 {
            return stays(self.against(at, &claim, Stays::MoreThanOne));
        }
        let is_of_the_same_source =
            |old: &Value| evidence(&claim).iter().any(|new| new["source"] == old["source"]);
        if evidence(&self.list[at]).iter().all(is_of_the_same_source) {
            if let Some(other) = self.conflict(same, &claim, &[at]) {
                return stays(self.against(other, &claim, Stays::StandsBeside));
            }
            let why = Reason::Replaces {
                claim: Box::new(self.shape.describe(&self.list[at])),
                place: (self.place)(at),
            };
            self.list[at] = claim;
            self.confirm(at, here);
            let mut outcome = Outcome::of(Fate::Mapped, Reason::InPlace, true);
            outcome.remarks.push((Fate::Replaced, why));
            return outcome;
        }
        self.succeed(at, same, claim, here)
    }

    /// Puts a claim after another that rests on other sources: that one ends on the day of the new
    /// one, and stays.
    fn succeed(&mut self, at: usize, same: &[usize], mut claim: Object, here: &str) -> Outcome {
        let stays = |claims: &Self, claim: &Object, why| {
            Outcome::of(Fate::Contradicted, claims.against(at, claim, why), false)
        };
        let Some(begins) = when(&claim, "since").or_else(|| newest(&claim)) else {
            return stays(self, &claim, Stays::OtherSourcesNoDay);
        };
        let day = begins.first();
        let old = &self.list[at];
        let is_too_old = when(old, "since").is_some_and(|since| since.first() >= day)
            || when(old, "until").is_some_and(|until| until.last() <= day)
            || newest(old).is_some_and(|newest| newest.first() > day);
        if is_too_old {
            return stays(self, &claim, Stays::OtherSourcesNotOlder);
        }
        let mut ended = old.clone();
        ended.insert("until".to_owned(), day.to_string().into());
        let note = format!("Ends on {day} since a later import says otherwise; when it changed is not known");
        ended.entry("note").or_insert_with(|| note.into());
        let before = claim.clone();
        claim.entry("since").or_insert_with(|| begins.to_string().into());
        let is_in_order = when(&claim, "until").is_none_or(|until| until.last() > day);
        if !is_in_order || self.conflict(same, &claim, &[at]).is_some() {
            return stays(self, &before, Stays::OtherSourcesLater);
        }
        let why = Reason::Follows {
            claim: Box::new(self.shape.describe(old)),
            place: (self.place)(at),
            day: day.to_string(),
        };
        self.list[at] = ended;
        self.list.push(claim);
        self.confirm(self.list.len() - 1, here);
        let mut outcome = Outcome::of(Fate::Mapped, Reason::After, true);
        outcome.remarks.push((Fate::Replaced, why));
        if text(&before, "since").is_none() {
            outcome.remarks.push((Fate::Guessed, Reason::Changed { day: begins.to_string() }));
        }
        outcome
    }

    /// Puts what a claim says besides to one that says the same.
    fn join(&mut self, at: usize, claim: &Object, here: &str) -> Outcome {
        // An earlier one of the import goes first, also where it comes later to its place.
        let was_said = self.said.get(&at).is_some_and(|said| said.number < self.number);
        // What rests on other sources too is not theirs to change.
        let is_cited = |old: &Value| evidence(claim).iter().any(|new| new["source"] == old["source"]);
        let is_ours = evidence(&self.list[at]).iter().all(is_cited);
        let may_replace = self.replace != Replace::Nothing && !was_said && is_ours;
        self.confirm(at, here);
        let place = (self.place)(at);
        let mut remarks = Vec::new();
        let mut changed = false;
        let mut new_evidence: Vec<Value> = Vec::new();
        for new in evidence(claim) {
            if !evidence(&self.list[at]).iter().any(|old| is_same_evidence(old, new, self.counted)) {
                new_evidence.push(new.clone());
            }
        }
        for (key, new) in claim {
            let about = self.shape.about.into_iter().flatten();
            if key == "evidence" || about.into_iter().any(|about| about == key) {
                continue;
            }
            let old = self.list[at].get(key).cloned();
            if old.as_ref() == Some(new) {
                continue;
            }
            let stays = || Reason::KeyStays {
                key: key.clone(),
                was: old.as_ref().map(plain),
                place: place.clone(),
                is: plain(new),
            };
            match (key.as_str(), &old) {
                // When a claim holds is never changed: what was said of its time by others would be
                // lost.
                ("until", _) => remarks.push((Fate::Contradicted, stays())),
                ("since", old)
                    if old.is_some() || was_said || !may_begin(&self.list[at], new, &new_evidence) =>
                {
                    remarks.push((Fate::Contradicted, stays()));
                }
                ("note", Some(_)) if is_noted(&self.list[at], new) => {}
                ("note", Some(_)) if new_evidence.iter().any(|evidence| evidence["note"].is_null()) => {
                    for evidence in &mut new_evidence {
                        if let Some(evidence) = evidence.as_object_mut() {
                            evidence.entry("note").or_insert_with(|| new.clone());
                        }
                    }
                }
                (_, Some(_)) if !may_replace => remarks.push((Fate::Contradicted, stays())),
                (_, old) => {
                    if let Some(old) = old {
                        let (key, place) = (key.clone(), place.clone());
                        let (was, is) = (Some(plain(old)), plain(new));
                        remarks.push((Fate::Replaced, Reason::KeyReplaced { key, was, place, is }));
                    }
                    self.list[at].insert(key.clone(), new.clone());
                    changed = true;
                }
            }
        }
        if !new_evidence.is_empty() {
            changed = true;
            let known = self.list[at].entry("evidence").or_insert_with(|| Value::Array(Vec::new()));
            if let Some(known) = known.as_array_mut() {
                known.append(&mut new_evidence);
            }
        }
        let why = if changed { Reason::Joined } else { Reason::Known };
        Outcome { fate: Fate::Merged, why, remarks, changed }
    }
}

/// Returns whether a claim says all that another does, but for its time and its evidence.
fn says_all(claim: &Object, new: &Object) -> bool {
    let details = new.iter().filter(|(key, _)| !matches!(key.as_str(), "since" | "until" | "evidence"));
    details.into_iter().all(|(key, value)| claim.get(key) == Some(value))
}

/// Returns whether a claim may have begun on a day: nobody has seen it hold before, and it has not
/// ended by then.
fn may_begin(claim: &Object, since: &Value, more: &[Value]) -> bool {
    let Some(since) = since.as_str().and_then(|since| When::parse(since).ok()) else { return false };
    let mut read = evidence(claim).iter().chain(more).filter_map(read_on);
    when(claim, "until").is_none_or(|until| !until.ends_by(since))
        && read.all(|read| read.first() >= since.first())
}

/// Returns a text of a record or a claim.
pub(super) fn text<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    object.get(key).and_then(Value::as_str)
}

/// Returns a day, month or year of a claim.
fn when(claim: &Object, key: &str) -> Option<When> {
    text(claim, key).and_then(|text| When::parse(text).ok())
}

/// Returns when a piece of evidence was read.
fn read_on(evidence: &Value) -> Option<When> {
    evidence["on"].as_str().and_then(|text| When::parse(text).ok())
}

/// Returns a value as people read it.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns the evidence of a record or a claim.
pub(super) fn evidence(object: &Object) -> &[Value] {
    object.get("evidence").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Returns whether two pieces of evidence are one: the same place of the same source, read on the
/// same day in the same way. Lines that an import has counted move when its file grows, so they
/// tell no two apart. A new one that leaves out the address or the words of the source is still the
/// same.
pub(super) fn is_same_evidence(old: &Value, new: &Value, counted: bool) -> bool {
    let same_place = old["at"] == new["at"]
        || counted
            && matches!((before_line(&old["at"]), before_line(&new["at"])), (Some(old), Some(new)) if old == new);
    same_place
        && ["source", "basis", "on"].iter().all(|key| old[key] == new[key])
        && ["url", "quote"].iter().all(|key| new[key].is_null() || old[key] == new[key])
}

/// What stands before the number in a place such as `line 12`.
fn before_line(at: &Value) -> Option<&str> {
    let at = at.as_str()?;
    let before = at.trim_end_matches(|c: char| c.is_ascii_digit());
    (before.len() < at.len() && before.ends_with("line ")).then_some(before)
}

fn is_noted(claim: &Object, note: &Value) -> bool {
    evidence(claim).iter().any(|evidence| evidence["note"] == *note)
}

/// Returns when any evidence of a claim was read last.
fn newest(claim: &Object) -> Option<When> {
    evidence(claim).iter().filter_map(read_on).max()
}

fn overlap(one: &Object, other: &Object) -> bool {
    let ends_before = |one: &Object, other: &Object| matches!((when(one, "until"), when(other, "since")), (Some(until), Some(since)) if until.ends_by(since));
    !ends_before(one, other) && !ends_before(other, one)
}

/// Returns whether a claim holds when a new one does: in its time, else on the day on which it was
/// read, else now.
fn holds_with(claim: &Object, new: &Object) -> bool {
    if text(new, "since").is_some() || text(new, "until").is_some() {
        return overlap(claim, new);
    }
    match newest(new) {
        Some(read) => {
            let day = read.first();
            when(claim, "since").is_none_or(|since| since.first() <= day)
                && when(claim, "until").is_none_or(|until| until.last() > day)
        }
        None => text(claim, "until").is_none(),
    }
}
