//! What must hold of roles for every landscape: small random ones against naive counts.

use landscape_graph::query::{Page, Within, gaps, roles};
use std::cmp::Reverse;
use std::collections::BTreeSet;

use landscape_graph::Landscape;
use landscape_graph::landscape::{NoPlaces, RoleIx, SegmentIx};
use landscape_graph::model::{Kind, Support};
use landscape_graph::query::{Interval, RoleRef};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::properties::{Spec, document, load, number, position, settings, specs, tools};

const ROLES: usize = 5;
const SEGMENTS: usize = 2;

/// Roles beside a made-up landscape.
#[derive(Clone, Debug)]
struct People {
    /// For each role, the tools that it needs.
    needs: Vec<Vec<bool>>,
    /// For each role, which roles before it it reports to.
    reports_to: Vec<Vec<bool>>,
    /// Who plays what, in which segment.
    plays: BTreeSet<(usize, usize, Option<usize>)>,
}

fn people() -> impl Strategy<Value = People> {
    let flags = |probability| vec(vec(proptest::bool::weighted(probability), 8), ROLES);
    let plays = proptest::collection::btree_set((0..ROLES, 0..ROLES, of(0..SEGMENTS)), 0..5);
    (flags(0.35), flags(0.25), plays).prop_map(|(needs, reports_to, plays)| People {
        needs,
        reports_to,
        plays,
    })
}

impl People {
    fn landscape(&self, spec: &Spec) -> Landscape {
        let mut records: Vec<_> = spec.records().into_iter().filter(|(key, _)| *key != "roles").collect();
        for segment in 0..SEGMENTS {
            records.push((
                "segments",
                json!({ "id": format!("g{segment}"), "name": format!("Segment {segment}") }),
            ));
        }
        for role in 0..ROLES {
            let needs: Vec<Value> = self
                .needs(spec, role)
                .into_iter()
                .map(|tool| json!({ "tool": format!("t{tool}") }))
                .collect();
            let above: Vec<Value> =
                self.direct(role).into_iter().map(|above| json!({ "role": format!("r{above}") })).collect();
            let own = self.plays.iter().filter(|(player, ..)| *player == role);
            let plays: Vec<Value> = own
                .map(|(_, role, segment)| match segment {
                    Some(segment) => json!({ "role": format!("r{role}"), "segment": format!("g{segment}") }),
                    None => json!({ "role": format!("r{role}") }),
                })
                .collect();
            records.push((
                "roles",
                json!({ "id": format!("r{role}"), "name": format!("Role {role}"),
                "needs": needs, "reports_to": above, "plays": plays }),
            ));
        }
        load(&[("all.json".to_owned(), document(&records))])
    }

    fn needs(&self, spec: &Spec, role: usize) -> Vec<usize> {
        (0..spec.tools.len()).filter(|tool| self.needs[role][*tool]).collect()
    }

    fn direct(&self, role: usize) -> Vec<usize> {
        (0..role).filter(|above| self.reports_to[role][*above]).collect()
    }

    /// All that a role reports to, by walking every line.
    fn above(&self, role: usize) -> BTreeSet<usize> {
        self.direct(role).into_iter().flat_map(|above| self.above(above).into_iter().chain([above])).collect()
    }

    fn is_played_in(&self, role: usize, segment: usize) -> bool {
        self.plays
            .iter()
            .any(|(_, played, place)| *played == role && place.is_none_or(|place| place == segment))
    }

    /// Whether a role may yet turn out to report to another: some line above it has an end that is
    /// open, which is neither that role nor above it.
    fn may_report(&self, role: usize, under: usize) -> bool {
        let above = self.above(role);
        let barred = |other: &usize| *other == under || self.above(under).contains(other);
        let ends = above.iter().copied().chain([role]).filter(|other| self.direct(*other).is_empty());
        !above.contains(&under) && !barred(&role) && ends.into_iter().any(|end| !barred(&end))
    }
}

fn positions<'r, 'l: 'r>(roles: impl IntoIterator<Item = &'r RoleRef<'l>>) -> Vec<usize> {
    roles.into_iter().map(|role| position(role.id.as_str())).collect()
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn roles_are_what_a_naive_count_gives(
        spec in specs(), people in people(), under in of(0..ROLES), segment in of(0..SEGMENTS), from_view: bool,
    ) {
        let landscape = people.landscape(&spec);
        let all: Vec<RoleIx> = landscape.roles().collect();
        let segments: Vec<SegmentIx> = landscape.nodes(Kind::Segment).filter_map(|node| node.of_kind()).collect();
        let options = roles::Options {
            company: landscape.perspective().filter(|_| from_view),
            under: under.map(|at| all[at]),
            segment: segment.map(|at| segments[at]),
            page: Page::ALL,
            ..roles::Options::default()
        };
        let report = roles::roles(&landscape, &options, &NoPlaces);

        let is_there = |role: &usize| segment.is_none_or(|segment| people.is_played_in(*role, segment));
        let is_asked = |role: &usize| under.is_none_or(|under| people.above(*role).contains(&under)) && is_there(role);
        let covered = |role: usize| {
            let needs = spec.counted(&people.needs(&spec, role));
            let known: Vec<Option<Support>> = needs.iter().map(|tool| spec.support(0, *tool)).collect();
            let low = known.iter().filter(|support| support.is_some_and(Support::is_offered)).count();
            let open = known.iter().filter(|support| support.is_none()).count();
            (low, low + open, needs.len())
        };
        let mut wanted: Vec<usize> = (0..ROLES).filter(is_asked).collect();
        wanted.sort_by(|a, b| {
            let ((low_a, _, of_a), (low_b, _, of_b)) = (covered(*a), covered(*b));
            let by_share = if from_view { (low_b * of_a).cmp(&(low_a * of_b)) } else { std::cmp::Ordering::Equal };
            let by_share = if of_a == 0 || of_b == 0 { std::cmp::Ordering::Equal } else { by_share };
            (of_a == 0).cmp(&(of_b == 0)).then(by_share).then(of_b.cmp(&of_a)).then(a.cmp(b))
        });
        prop_assert_eq!(positions(report.roles.iter().map(|entry| &entry.role)), wanted);

        for entry in &report.roles {
            let role = position(entry.role.id.as_str());
            let needs = people.needs(&spec, role);
            let counted = spec.counted(&needs);
            prop_assert_eq!(&tools(entry.needs.iter().map(|need| &need.tool)), &counted);
            let parts: Vec<usize> = needs.iter().copied().filter(|tool| !counted.contains(tool)).collect();
            prop_assert_eq!(&tools(entry.parts.iter().map(|need| &need.tool)), &parts);
            let (low, high, of) = covered(role);
            let interval = Interval { low: number(low), high: number(high), of: number(of) };
            prop_assert_eq!(entry.covered, (from_view && of > 0).then_some(interval));
            let missing = |tools: &[usize]| -> Vec<usize> {
                tools.iter().copied().filter(|tool| from_view && !spec.offers(0, *tool)).collect()
            };
            prop_assert_eq!(tools(&entry.missing), missing(&counted));
            prop_assert_eq!(tools(&entry.missing_parts), missing(&parts));
            let offered_by = |company: usize| counted.iter().filter(|tool| spec.offers(company, **tool)).count();
            let others = (0..spec.companies.len()).filter(|company| !from_view || *company != 0);
            let mut servers: Vec<(Reverse<usize>, usize)> =
                others.map(|company| (Reverse(offered_by(company)), company)).filter(|(tools, _)| tools.0 > 0).collect();
            servers.sort_unstable();
            prop_assert_eq!(entry.served_by_total, number(servers.len()));
            servers.truncate(3);
            let found: Vec<_> = entry
                .served_by
                .iter()
                .map(|server| (Reverse(server.tools as usize), position(server.company.id.as_str())))
                .collect();
            prop_assert_eq!(found, servers);
            let nobody: Vec<usize> = counted
                .iter()
                .chain(&parts)
                .copied()
                .filter(|tool| !(0..spec.companies.len()).any(|company| spec.offers(company, *tool)))
                .collect();
            prop_assert_eq!(tools(&entry.served_by_nobody), nobody);
            prop_assert_eq!(positions(&entry.above), people.above(role).into_iter().collect::<Vec<_>>());
            prop_assert_eq!(positions(entry.reports_to.iter().map(|line| &line.role)), people.direct(role));
            let place = |play: &landscape_graph::query::roles::Play<'_>| {
                (position(play.role.id.as_str()), play.segment.map(|segment| position(segment.id.as_str())))
            };
            let mut played_by: Vec<_> = entry.played_by.iter().map(place).collect();
            played_by.sort_unstable();
            let by: Vec<_> = people.plays.iter().filter(|play| play.1 == role).map(|play| (play.0, play.2)).collect();
            prop_assert_eq!(played_by, by);
            let mut plays: Vec<_> = entry.plays.iter().map(place).collect();
            plays.sort_unstable();
            let own: Vec<_> = people.plays.iter().filter(|play| play.0 == role).map(|play| (play.1, play.2)).collect();
            prop_assert_eq!(plays, own);
        }

        let may: Vec<usize> = under
            .map(|under| (0..ROLES).filter(|role| people.may_report(*role, under) && is_there(role)).collect())
            .unwrap_or_default();
        prop_assert_eq!(positions(report.may_report.iter().map(|line| &line.role)), may);
    }

    #[test]
    fn what_it_takes_to_serve_a_role_is_what_a_naive_count_gives(spec in specs(), people in people()) {
        let landscape = people.landscape(&spec);
        let all: Vec<RoleIx> = landscape.roles().collect();
        let us = landscape.companies().next().expect("there is a company");
        let lacking = |role: usize| {
            let needs = spec.counted(&people.needs(&spec, role));
            let known = needs.iter().filter(|tool| spec.support(0, **tool).is_some_and(|of| !of.is_offered())).count();
            let most = needs.iter().filter(|tool| !spec.offers(0, **tool)).count();
            Interval { low: number(known), high: number(most), of: number(needs.len()) }
        };
        let asked = |roles: &[usize]| {
            let within = Within { roles: roles.iter().map(|role| all[*role]).collect(), ..Within::default() };
            let options = gaps::Options { within, plan: Some(gaps::PlanOptions::default()), ..gaps::Options::default() };
            let served = gaps::gaps(&landscape, us, &options).roles.expect("it was asked for");
            let rows = served.roles.iter().map(|of| (position(of.role.id.as_str()), of.lacking));
            (served.asked, rows.collect::<Vec<_>>(), served.served)
        };
        for role in 0..ROLES {
            prop_assert_eq!(asked(&[role]), (true, vec![(role, lacking(role))], 0));
        }
        let mut nearest: Vec<usize> = (0..ROLES).filter(|role| lacking(*role).of > 0).collect();
        let served = nearest.iter().filter(|role| lacking(**role).high == 0).count();
        nearest.retain(|role| lacking(*role).high > 0);
        nearest.sort_by_key(|role| (lacking(*role).high, lacking(*role).low, Reverse(lacking(*role).of), *role));
        nearest.truncate(3);
        let wanted = nearest.into_iter().map(|role| (role, lacking(role))).collect();
        prop_assert_eq!(asked(&[]), (false, wanted, number(served)));
    }
}
