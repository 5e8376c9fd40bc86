//! What can be wrong with records that have the right shape: ids, names, relations, dates,
//! evidence.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::locate::{Locator, Step, steps_to_link};
use super::naming::Naming;
use super::parse::Draft;
use super::{Files, assume};
use crate::id::fold_name;
use crate::id::nearest;
use crate::landscape::algo;
use crate::model::{
    AttributeValue, Claim, Company, Cycles, DealStatus, Evidence, Index, Kind, Link, LinkPlace, Origin,
    Overview, Record, Relation, Resolved, SCHEMA_VERSION, When, may_both_hold,
};
use crate::problem::{Fault, Meet, Place, Problem, Use};

/// For how many names that do not exist the nearest one is searched, which takes a look at every
/// id.
const MOST_SUGGESTIONS: usize = 200;

/// What the checks have found out besides problems: what the landscape is built from needs it too.
pub(super) struct Checked<'t> {
    pub(super) problems: Vec<Problem>,
    pub(super) resolved: Resolved<'t>,
}

/// Checks a draft whose records are indexed; what names records that do not exist is left out where
/// records may be missing.
pub(super) fn check<'t>(
    files: &'t Files,
    draft: &Draft<'t>,
    index: Index<'t>,
    incomplete: bool,
) -> Checked<'t> {
    let model = &draft.model;
    let mut checker = Checker {
        files,
        locator: Locator::new(files, &model.documents),
        resolved: Resolved { index, ..Resolved::default() },
        draft,
        incomplete,
        problems: Vec::new(),
        offered: Vec::new(),
        suggestions: RefCell::default(),
        orders: BTreeMap::new(),
    };
    checker.overview();
    for kind in Kind::ALL {
        checker.ids(kind);
        checker.aliases(kind);
        for (at, (record, origin)) in model.records(kind).enumerate() {
            checker.record(at, record, origin);
        }
    }
    checker.circles();
    Checked { problems: checker.problems, resolved: checker.resolved }
}

/// Returns the evidence of stages and build costs, each with the steps to it in its document.
pub(super) fn evidence_of_overview<'o, 't>(
    overview: &'o Overview<'t>,
) -> impl Iterator<Item = (Vec<Step>, &'o [Evidence<'t>])> {
    let definitions = overview.stages.iter().enumerate().flat_map(|(i, stage)| {
        stage.definitions.iter().enumerate().map(move |(j, definition)| {
            let steps = [Step::Key("stages"), Step::Index(i), Step::Key("definitions"), Step::Index(j)];
            (steps.to_vec(), &*definition.evidence)
        })
    });
    let costs = overview.build_costs.iter().enumerate();
    let costs = costs.map(|(i, cost)| (vec![Step::Key("build_costs"), Step::Index(i)], &*cost.evidence));
    let whole = |(steps, evidence): (Vec<Step>, _)| {
        ([Step::Key("landscape")].into_iter().chain(steps).collect(), evidence)
    };
    definitions.chain(costs).map(whole)
}

/// Returns where one claim ends in the month or year in which another begins, but has not surely
/// ended when it does.
fn meet<'t>(one: &impl Claim<'t>, other: &impl Claim<'t>) -> Option<Meet> {
    let (until, since) = (one.until()?, other.since()?);
    let begins_before = one.since().is_none_or(|begins| begins.first() < since.first());
    let may_end_before = until.first() <= since.first() && !until.ends_by(since);
    (begins_before && may_end_before).then_some(Meet { until, since })
}

/// An edge of an order, and where it stands.
type OrderEdge = ((u32, u32), Kind, Origin, LinkPlace);

struct Checker<'c, 't> {
    files: &'t Files,
    locator: Locator<'t>,
    resolved: Resolved<'t>,
    draft: &'c Draft<'t>,
    incomplete: bool,
    problems: Vec<Problem>,
    /// The tools that the company at hand makes claims about, in order.
    offered: Vec<u32>,
    /// What was found for names that do not exist.
    suggestions: RefCell<BTreeMap<(Kind, String), Option<String>>>,
    /// The edges of every relation that may not lead in a circle.
    orders: BTreeMap<Relation, Vec<OrderEdge>>,
}

impl<'t> Checker<'_, 't> {
    fn report(&mut self, kind: Kind, origin: Origin, steps: &[Step], fault: Fault) {
        let place = self.locator.find(kind, origin, steps);
        self.problems.push(Problem::at(place, fault));
    }

    fn overview(&mut self) {
        let draft = self.draft;
        let key = [Step::Key("landscape")];
        for more in &draft.more_overviews {
            let place = self.locator.find_in_document(*more, &key);
            let is_assumed = |document| assume::is_assumed_document(self.files, &draft.model, document);
            let first = [&draft.model.overview, &draft.assumed_overview].into_iter().flatten();
            let first =
                first.map(|(_, document)| *document).find(|first| is_assumed(*first) == is_assumed(*more));
            let other = first.map(|first| self.locator.find_in_document(first, &key));
            self.problems.push(Problem { fault: Fault::DuplicateOverview, place: Some(place), other });
        }
        for (overview, document) in [&draft.model.overview, &draft.assumed_overview].into_iter().flatten() {
            self.one_overview(overview, *document);
        }
    }

    fn one_overview(&mut self, overview: &Overview<'t>, document: u32) {
        let key = [Step::Key("landscape")];
        if overview.schema != SCHEMA_VERSION {
            let place = self.locator.find_in_document(document, &[key[0], Step::Key("schema")]);
            self.problems.push(Problem::at(place, Fault::UnsupportedSchema { found: overview.schema }));
        }
        if let Some(us) = overview.perspective
            && let Some(fault) = self.missing(Use::Perspective, Kind::Company, us.as_str())
        {
            let place = self.locator.find_in_document(document, &[key[0], Step::Key("perspective")]);
            self.problems.push(Problem::at(place, fault));
        }
        for (steps, evidence) in evidence_of_overview(overview) {
            for (tail, fault) in self.evidence_faults(evidence) {
                let steps: Vec<Step> = steps.iter().copied().chain(tail).collect();
                let place = self.locator.find_in_document(document, &steps);
                self.problems.push(Problem::at(place, fault));
            }
        }
    }

    fn ids(&mut self, kind: Kind) {
        let mut previous: Option<(&str, Origin)> = None;
        for (record, origin) in self.draft.model.records(kind) {
            match previous {
                // An assumption is laid over the record with its id.
                Some((id, first)) if id == record.id() && self.layer(first) == self.layer(origin) => {
                    let fault = Fault::DuplicateId { kind, id: id.to_owned() };
                    let id_key = [Step::Key("id")];
                    let place = Some(self.locator.find(kind, origin, &id_key));
                    let other = Some(self.locator.find(kind, first, &id_key));
                    self.problems.push(Problem { fault, place, other });
                }
                _ => previous = Some((record.id(), origin)),
            }
        }
    }

    fn layer(&self, origin: Origin) -> u32 {
        assume::layer(self.files, &self.draft.model, origin)
    }

    fn is_assumed(&self, origin: Origin) -> bool {
        assume::is_assumed(self.files, &self.draft.model, origin)
    }

    fn aliases(&mut self, kind: Kind) {
        let model = &self.draft.model;
        if model.records(kind).all(|(record, _)| record.common().aliases.is_empty()) {
            return;
        }
        let naming = Naming::of(model, kind);
        // What every folded name leads to, aliases last, so that the alias is what is reported.
        let mut names: FxHashMap<(Option<&str>, String), (&str, Origin, &'static str)> = FxHashMap::default();
        for (record, origin) in model.records(kind) {
            for group in naming.groups(record.id()) {
                let name = (*group, fold_name(record.id()));
                names.entry(name).or_insert((record.id(), origin, "the id"));
            }
        }
        for (record, origin) in model.records(kind) {
            for group in naming.groups(record.id()) {
                let name = (*group, fold_name(record.common().name));
                names.entry(name).or_insert((record.id(), origin, "the name"));
            }
        }
        for (record, origin) in model.records(kind) {
            for (position, alias) in record.common().aliases.iter().enumerate() {
                let folded = fold_name(alias);
                let taken = naming.groups(record.id()).iter().map(|group| {
                    let name = (*group, folded.clone());
                    *names.entry(name).or_insert((record.id(), origin, "an alias"))
                });
                // Two features may have several tools in common: that is one problem.
                let others = taken.filter(|(other, ..)| *other != record.id());
                let others: BTreeMap<&str, (&str, Origin, &str)> =
                    others.map(|taken| (taken.0, taken)).collect();
                for (other, other_origin, what) in others.into_values() {
                    let alias = alias.to_string();
                    let fault = Fault::AliasCollision { alias, what, kind, other: other.to_owned() };
                    let steps = [Step::Key("aliases"), Step::Index(position)];
                    let place = Some(self.locator.find(kind, origin, &steps));
                    let other = Some(self.locator.find(kind, other_origin, &[Step::Key("id")]));
                    self.problems.push(Problem { fault, place, other });
                }
            }
        }
    }

    /// Checks the record at a place in the list of its kind.
    fn record(&mut self, at: usize, record: &dyn Record<'t>, origin: Origin) {
        let kind = record.kind();
        // An assumption and the record that it is laid over have one id: they are one.
        let ordinal = match u32::try_from(at) {
            Ok(ordinal) if !self.is_assumed(origin) => ordinal,
            _ => self.resolved.index.get(kind, record.id()).unwrap_or_default(),
        };
        let common = record.common();
        self.evidence(common.evidence, kind, origin, &Vec::new);
        let empty = |name: &str| name.trim().is_empty();
        if empty(common.name) || common.aliases.iter().any(|alias| empty(alias)) {
            let alias = common.aliases.iter().position(|alias| empty(alias));
            let steps = match alias {
                Some(at) if !empty(common.name) => vec![Step::Key("aliases"), Step::Index(at)],
                _ => vec![Step::Key("name")],
            };
            self.report(kind, origin, &steps, Fault::EmptyName { kind, id: record.id().to_owned() });
        }
        record.attributes(&mut |attribute, value| {
            if let AttributeValue::Claim(claim) = value {
                self.claim(claim, kind, origin, &|| vec![Step::Key(attribute.key)]);
            }
        });
        if let Some(ceased) = record.ceased()
            && !self.is_assumed(origin)
        {
            self.resolved.turns.insert(ceased.last());
        }
        let first_offer = self.resolved.offers.len();
        record.links(&mut |link| self.link(ordinal, &link, kind, origin));
        self.offered.clear();
        self.offered.extend_from_slice(&self.resolved.offers[first_offer..]);
        self.offered.sort_unstable();
        if self.offered.windows(2).any(|pair| pair[0] == pair[1]) {
            let company = &self.draft.model.companies[at];
            self.offers(&company.record, company.origin);
        }
        if kind == Kind::Company {
            let company = &self.draft.model.companies[at];
            self.owners(&company.record, company.origin);
        }
    }

    fn link(&mut self, from: u32, link: &Link<'_, 't>, kind: Kind, origin: Origin) {
        let rule = link.relation.rule();
        if let Some(to) = self.resolved.index.get(link.to.kind, link.to.id) {
            if link.relation == Relation::Offers {
                self.resolved.offers.push(to);
            } else if rule.cycles == Cycles::Forbidden {
                self.orders.entry(link.relation).or_default().push(((from, to), kind, origin, link.place));
            }
        } else if let Some(fault) = self.missing(Use::Relation(link.relation), link.to.kind, link.to.id) {
            let mut steps = steps_to_link(link.relation, link.place);
            steps.extend(rule.target_key.map(Step::Key));
            self.report(kind, origin, &steps, fault);
        }
        if let Some(segment) = link.details().segment
            && let Some(fault) = self.missing(Use::Segment, Kind::Segment, segment.as_str())
        {
            let mut steps = steps_to_link(link.relation, link.place);
            steps.push(Step::Key("segment"));
            self.report(kind, origin, &steps, fault);
        }
        if let Some(claim) = link.claim
            && (claim.since().is_some() || claim.until().is_some() || !claim.evidence().is_empty())
        {
            self.claim(claim, kind, origin, &|| steps_to_link(link.relation, link.place));
        }
    }

    /// Checks a claim; the steps to it are asked for only when there is something to report.
    fn claim(
        &mut self,
        claim: &dyn crate::model::Claim<'t>,
        kind: Kind,
        origin: Origin,
        steps: &dyn Fn() -> Vec<Step>,
    ) {
        if let (Some(since), Some(until)) = (claim.since(), claim.until())
            && until.ends_by(since)
        {
            let steps: Vec<Step> = steps().into_iter().chain([Step::Key("until")]).collect();
            self.report(kind, origin, &steps, Fault::DateOrder { since, until });
        }
        // What is assumed does not move the day up to which the landscape is known.
        if (claim.since().is_some() || claim.until().is_some()) && !self.is_assumed(origin) {
            self.resolved.turns.extend(claim.since().map(When::first));
            self.resolved.turns.extend(claim.until().map(When::last));
        }
        self.evidence(claim.evidence(), kind, origin, steps);
    }

    fn evidence(
        &mut self,
        evidence: &[Evidence<'t>],
        kind: Kind,
        origin: Origin,
        steps: &dyn Fn() -> Vec<Step>,
    ) {
        let newest = evidence.iter().filter_map(|evidence| evidence.on.map(When::first)).max();
        // What is assumed does not move the day up to which the landscape is known.
        if newest > self.resolved.newest && !self.is_assumed(origin) {
            self.resolved.newest = newest;
        }
        for (tail, fault) in self.evidence_faults(evidence) {
            let steps: Vec<Step> = steps().into_iter().chain(tail).collect();
            self.report(kind, origin, &steps, fault);
        }
    }

    fn evidence_faults(&self, evidence: &[Evidence<'t>]) -> Vec<([Step; 3], Fault)> {
        let mut faults = Vec::new();
        for (index, evidence) in evidence.iter().enumerate() {
            let mut report = |key, fault| {
                faults.push(([Step::Key("evidence"), Step::Index(index), Step::Key(key)], fault));
            };
            if let Some(fault) = self.missing(Use::Evidence, Kind::Source, evidence.source.as_str()) {
                report("source", fault);
            }
            for (key, text) in [("url", &evidence.url), ("quote", &evidence.quote)] {
                if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                    report(key, Fault::EmptyEvidence { key });
                }
            }
        }
        faults
    }

    /// Returns what is wrong with naming a record, if it is not there.
    fn missing(&self, r#use: Use, kind: Kind, id: &str) -> Option<Fault> {
        let exists =
            |kind| self.resolved.index.get(kind, id).is_some() || self.draft.broken.contains(&(kind, id));
        if exists(kind) || self.incomplete {
            return None;
        }
        let id = id.to_owned();
        if !matches!(r#use, Use::Relation(Relation::About))
            && let Some(found) = Kind::ALL.into_iter().find(|other| exists(*other))
        {
            return Some(Fault::WrongKind { r#use, wanted: kind, id, found });
        }
        let mut suggestions = self.suggestions.borrow_mut();
        let key = (kind, id.clone());
        if !suggestions.contains_key(&key) && suggestions.len() < MOST_SUGGESTIONS {
            let known = self.draft.model.records(kind).map(|(record, _)| record.id());
            suggestions.insert(key.clone(), nearest(&id, known).map(str::to_owned));
        }
        let nearest = suggestions.get(&key).cloned().flatten();
        Some(Fault::UnknownTarget { r#use, kind, id, nearest })
    }

    /// Looks for offers that contradict each other, in a company that claims some more than once.
    fn offers(&mut self, company: &Company<'t>, origin: Origin) {
        let mut by_tool: Vec<usize> = (0..company.offers.len()).collect();
        by_tool.sort_by_key(|index| (company.offers[*index].tool, *index));
        for (position, &index) in by_tool.iter().enumerate() {
            let offer = &company.offers[index];
            let earlier =
                by_tool[..position].iter().rev().map(|earlier| (*earlier, &company.offers[*earlier]));
            let mut same_tool = earlier.take_while(|(_, earlier)| earlier.tool == offer.tool);
            let conflict = same_tool
                .find(|(_, earlier)| earlier.support != offer.support && may_both_hold(*earlier, offer));
            if let Some((first, earlier)) = conflict {
                let fault = Fault::OfferConflict {
                    tool: offer.tool.to_string(),
                    first: earlier.support,
                    second: offer.support,
                    meet: meet(earlier, offer).or_else(|| meet(offer, earlier)),
                };
                let place = |index| -> Place {
                    let steps = [Step::Key("offers"), Step::Index(index), Step::Key("support")];
                    self.locator.find(Kind::Company, origin, &steps)
                };
                let (place, other) = (Some(place(index)), Some(place(first)));
                self.problems.push(Problem { fault, place, other });
            }
        }
    }

    /// Looks for days on which a company belongs to two others.
    fn owners(&mut self, company: &Company<'t>, origin: Origin) {
        let owned = |at: usize| &company.owned_by[at];
        let completed = (0..company.owned_by.len()).filter(|at| owned(*at).status == DealStatus::Completed);
        let completed: Vec<usize> = completed.collect();
        for (position, at) in completed.iter().enumerate() {
            let differs = |earlier: &&usize| {
                owned(**earlier).company != owned(*at).company && may_both_hold(owned(**earlier), owned(*at))
            };
            if let Some(first) = completed[..position].iter().find(differs) {
                let place = |at: usize| -> Place {
                    let steps = [Step::Key("owned_by"), Step::Index(at), Step::Key("company")];
                    self.locator.find(Kind::Company, origin, &steps)
                };
                let [first_owner, second_owner] = [first, at].map(|at| owned(*at).company.to_string());
                let fault = Fault::OwnerConflict {
                    company: company.id.to_string(),
                    first: first_owner,
                    second: second_owner,
                    meet: meet(owned(*first), owned(*at)).or_else(|| meet(owned(*at), owned(*first))),
                };
                self.problems.push(Problem { fault, place: Some(place(*at)), other: Some(place(*first)) });
            }
        }
    }

    fn circles(&mut self) {
        for (relation, edges) in std::mem::take(&mut self.orders) {
            let kind = edges[0].1;
            let ids: Vec<&str> = self.draft.model.records(kind).map(|(record, _)| record.id()).collect();
            let pairs: Vec<(u32, u32)> = edges.iter().map(|edge| edge.0).collect();
            for (edge, circle) in algo::circles(ids.len(), &pairs) {
                let path = circle.into_iter().map(|ordinal| ids[ordinal as usize].to_owned()).collect();
                let (_, kind, origin, place) = edges[edge];
                self.report(kind, origin, &steps_to_link(relation, place), Fault::Cycle { relation, path });
            }
        }
    }
}
