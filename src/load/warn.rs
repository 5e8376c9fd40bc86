//! What is not wrong but looks like an oversight.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Files;
use super::check::evidence_of_overview;
use super::locate::{Locator, Step, steps_to_link};
use super::naming::Naming;
use crate::id::fold_name;
use crate::landscape::algo;
use crate::model::{
    AttributeValue, Claim as _, Date, Evidence, FeatureId, Kind, Model, Offer, Origin, Record, Relation,
    ShownBy, Support, ToolId, When, may_both_hold,
};
use crate::problem::{Fault, LONGEST_QUOTE, Problem};

pub(super) fn warnings(files: &Files, model: &Model<'_>, today: Option<Date>) -> Vec<Problem> {
    let days = Days { answers: model.resolved.day(today), today };
    let locator = Locator::new(files, &model.documents);
    let mut problems = Vec::new();
    let mut report = |kind, origin, steps: &[Step], fault| {
        problems.push(Problem::at(locator.find(kind, origin, steps), fault));
    };
    let mut shared = Vec::new();
    let connected = connected(model);
    let stacks_with_tools: BTreeSet<&str> =
        model.tools.iter().flat_map(|tool| tool.record.in_stack.iter().map(|s| s.stack.as_str())).collect();
    for kind in Kind::ALL {
        let naming = Naming::of(model, kind);
        let mut names: FxHashMap<(Option<&str>, String), (&str, Origin)> = FxHashMap::default();
        for (ordinal, (record, origin)) in model.records(kind).enumerate() {
            let id = record.id();
            if !connected[kind as usize][ordinal] {
                report(kind, origin, &[Step::Key("id")], Fault::Orphan { kind, id: id.to_owned() });
            }
            if kind == Kind::Stack && !stacks_with_tools.contains(id) {
                report(kind, origin, &[Step::Key("id")], Fault::EmptyStack { id: id.to_owned() });
            }
            let (name, mut shared_with) = (record.common().name, BTreeSet::new());
            for tool in naming.groups(id) {
                let first = *names.entry((*tool, fold_name(name))).or_insert((id, origin));
                // Two features may have several tools in common: that is one problem.
                if first.0 != id && shared_with.insert(first.0) {
                    let (other, tool) = (first.0.to_owned(), tool.map(str::to_owned));
                    let fault = Fault::SharedName { kind, name: name.to_owned(), other, tool };
                    let key = [Step::Key("name")];
                    let [place, other] = [origin, first.1].map(|of| Some(locator.find(kind, of, &key)));
                    shared.push(Problem { fault, place, other });
                }
            }
            claims(record, origin, days, &mut report);
            relations(record, origin, &mut report);
        }
    }
    contradicted_parts(model, &mut report);
    contradicted_features(model, &locator, &mut shared);
    problems.extend(shared);
    if let Some((overview, document)) = &model.overview {
        for (steps, evidence) in evidence_of_overview(overview) {
            for (tail, fault) in of_evidence(evidence, days) {
                let steps: Vec<Step> = steps.iter().copied().chain(tail).collect();
                problems.push(Problem::at(locator.find_in_document(*document, &steps), fault));
            }
        }
    }
    problems
}

/// The days that claims and evidence are measured against.
#[derive(Clone, Copy)]
struct Days {
    /// The day of the answers, where anything is dated.
    answers: Option<Date>,
    /// The day on which somebody looks, where that is known.
    today: Option<Date>,
}

/// What nobody would call a quote in the evidence of a record and of its claims, and days that are
/// still to come.
fn claims(record: &dyn Record<'_>, origin: Origin, days: Days, report: &mut Report<'_>) {
    let mut found: Vec<(Vec<Step>, Fault)> = Vec::new();
    let mut add = |steps: &dyn Fn() -> Vec<Step>, evidence: &[Evidence<'_>], since: Option<When>| {
        let begins = not_begun(since, days).map(|fault| (vec![Step::Key("since")], fault));
        let faults = of_evidence(evidence, days).map(|(tail, fault)| (tail.to_vec(), fault)).chain(begins);
        found.extend(faults.map(|(tail, fault)| (steps().into_iter().chain(tail).collect(), fault)));
    };
    add(&Vec::new, record.common().evidence, None);
    record.links(&mut |link| {
        if let Some(claim) = link.claim {
            add(&|| steps_to_link(link.relation, link.place), claim.evidence(), claim.since());
        }
    });
    record.attributes(&mut |attribute, value| {
        if let AttributeValue::Claim(claim) = value {
            add(&|| vec![Step::Key(attribute.key)], claim.evidence(), claim.since());
        }
    });
    for (steps, fault) in found {
        report(record.kind(), origin, &steps, fault);
    }
}

/// Says that a claim begins after the day of the answers, where it does.
fn not_begun(since: Option<When>, days: Days) -> Option<Fault> {
    let (since, day) = since.zip(days.answers)?;
    (since.first() > day).then_some(Fault::NotBegun { since, day })
}

fn of_evidence(evidence: &[Evidence<'_>], days: Days) -> impl Iterator<Item = ([Step; 3], Fault)> {
    evidence.iter().enumerate().flat_map(move |(index, evidence)| {
        let at = |key| [Step::Key("evidence"), Step::Index(index), Step::Key(key)];
        let characters = evidence.quote.as_ref().map_or(0, |quote| quote.chars().count());
        let long = (characters > LONGEST_QUOTE).then(|| (at("quote"), Fault::LongQuote { characters }));
        let ahead = evidence.on.zip(days.today).filter(|(on, today)| on.first() > *today);
        let ahead = ahead.map(|(on, today)| (at("on"), Fault::ReadInFuture { on, today }));
        long.into_iter().chain(ahead)
    })
}

type Report<'r> = dyn FnMut(Kind, Origin, &[Step], Fault) + 'r;

/// Claims of a record that need evidence and have none, and relations that lead to the same record
/// twice.
fn relations(record: &dyn Record<'_>, origin: Origin, report: &mut Report<'_>) {
    let (mut total, mut missing, mut first) = (0, 0, None);
    let mut seen = BTreeSet::new();
    let mut repeated = Vec::new();
    record.links(&mut |link| {
        let steps = || steps_to_link(link.relation, link.place);
        // Two products are two offers, several passages may be about one thing, and a deal is
        // announced and then done.
        let may_repeat =
            matches!(link.relation, Relation::Offers | Relation::About | Relation::Plays | Relation::OwnedBy);
        if !may_repeat && !seen.insert((link.relation, link.to)) {
            let fault = Fault::RepeatedRelation { relation: link.relation, id: link.to.id.to_owned() };
            repeated.push((steps(), fault));
        }
        if let Some(claim) = link.claim.filter(|_| link.relation.needs_evidence()) {
            total += 1;
            if claim.evidence().is_empty() {
                missing += 1;
                first.get_or_insert_with(steps);
            }
        }
    });
    for (steps, fault) in repeated {
        report(record.kind(), origin, &steps, fault);
    }
    if let Some(steps) = first {
        let fault = Fault::NoEvidence { kind: record.kind(), id: record.id().to_owned(), missing, total };
        report(record.kind(), origin, &steps, fault);
    }
}

/// For each kind and ordinal, whether the record has a relation, or is named by one or by evidence.
fn connected(model: &Model<'_>) -> [Vec<bool>; Kind::ALL.len()] {
    let index = &model.resolved.index;
    let mut connected = Kind::ALL.map(|kind| vec![false; model.records(kind).count()]);
    let mut mark = |kind: Kind, id: &str| {
        if let Some(ordinal) = index.get(kind, id) {
            connected[kind as usize][ordinal as usize] = true;
        }
    };
    for kind in Kind::ALL {
        for (record, _) in model.records(kind) {
            for evidence in record.common().evidence {
                mark(Kind::Source, evidence.source.as_str());
            }
            record.attributes(&mut |_, value| {
                if let AttributeValue::Claim(claim) = value {
                    mark(kind, record.id());
                    claim.evidence().iter().for_each(|evidence| mark(Kind::Source, evidence.source.as_str()));
                }
            });
            record.links(&mut |link| {
                mark(kind, record.id());
                mark(link.to.kind, link.to.id);
                if let Some(segment) = link.details().segment {
                    mark(Kind::Segment, segment.as_str());
                }
                for evidence in link.claim.map(crate::model::Claim::evidence).unwrap_or_default() {
                    mark(Kind::Source, evidence.source.as_str());
                }
            });
        }
    }
    if let Some(overview) = model.overview() {
        if let Some(us) = overview.perspective {
            mark(Kind::Company, us.as_str());
        }
        let definitions = overview.stages.iter().flat_map(|stage| &stage.definitions).map(|d| &d.evidence);
        let costs = overview.build_costs.iter().map(|cost| &cost.evidence);
        definitions.chain(costs).flatten().for_each(|evidence| mark(Kind::Source, evidence.source.as_str()));
    }
    connected
}

fn contradicted_parts(model: &Model<'_>, report: &mut Report<'_>) {
    let ordinal = |tool: ToolId<'_>| model.resolved.index.get(Kind::Tool, tool.as_str());
    let parts = model.tools.iter().flat_map(|tool| {
        tool.record.part_of.iter().filter_map(|whole| Some((ordinal(tool.record.id)?, ordinal(whole.tool)?)))
    });
    let parts: Vec<(u32, u32)> = parts.collect();
    if parts.is_empty() {
        return;
    }
    let wholes = algo::reach(model.tools.len(), parts);
    for company in &model.companies {
        let offers = &company.record.offers;
        for part in offers.iter().filter(|offer| offer.support.is_offered()) {
            let above = ordinal(part.tool).map(|part| wholes[part as usize].as_slice()).unwrap_or_default();
            for whole in above.iter().map(|whole| model.tools[*whole as usize].record.id) {
                let contradicts = |offer: &Offer<'_>| {
                    offer.tool == whole && offer.support == Support::No && may_both_hold(offer, part)
                };
                let says_no = offers.iter().position(contradicts);
                if let Some(position) = says_no {
                    let fault = Fault::PartContradicted {
                        company: company.record.id.to_string(),
                        whole: whole.to_string(),
                        part: part.tool.to_string(),
                    };
                    let steps = [Step::Key("offers"), Step::Index(position), Step::Key("support")];
                    report(Kind::Company, company.origin, &steps, fault);
                }
            }
        }
    }
}

/// Offers of which less is claimed than a feature shows that the company provides at the same time.
fn contradicted_features(model: &Model<'_>, locator: &Locator<'_>, problems: &mut Vec<Problem>) {
    let mut shown: BTreeMap<FeatureId<'_>, Vec<(ToolId<'_>, &ShownBy<'_>)>> = BTreeMap::new();
    for tool in &model.tools {
        for link in &tool.record.shown_by {
            shown.entry(link.feature).or_default().push((tool.record.id, link));
        }
    }
    if shown.is_empty() {
        return;
    }
    for company in &model.companies {
        let provided = company.record.provides.iter().enumerate();
        for (at, provided) in provided.filter(|(_, provided)| provided.support.is_offered()) {
            for (tool, link) in shown.get(&provided.feature).into_iter().flatten() {
                // The lesser of the two: `yes` comes before `partial`.
                let least = provided.support.max(link.details().support.unwrap_or(Support::Partial));
                let offers =
                    company.record.offers.iter().enumerate().filter(|(_, offer)| offer.tool == *tool);
                let says_less = |(_, offer): &(usize, &Offer<'_>)| {
                    offer.support > least && may_both_hold(*offer, provided) && may_both_hold(*offer, *link)
                };
                for (position, offer) in offers.filter(says_less) {
                    let fault = Fault::FeatureContradicted {
                        company: company.record.id.to_string(),
                        tool: tool.to_string(),
                        feature: provided.feature.to_string(),
                        claimed: offer.support,
                        shown: least,
                    };
                    let place = |list, index| {
                        let steps = [Step::Key(list), Step::Index(index), Step::Key("support")];
                        Some(locator.find(Kind::Company, company.origin, &steps))
                    };
                    let (place, other) = (place("offers", position), place("provides", at));
                    problems.push(Problem { fault, place, other });
                }
            }
        }
    }
}
