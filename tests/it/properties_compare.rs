//! What must hold of companies side by side and of bundles: small random landscapes against naive
//! oracles.

use std::collections::BTreeSet;

use landscape_graph::landscape::NodeIx;
use landscape_graph::model::{Kind, Support};
use landscape_graph::query::{
    bundle::{self, Covering},
    compare::{self, Agreement, Rows},
    cover,
};
use proptest::prelude::*;

use crate::properties::{STACKS, Spec, chosen, companies, number, position, settings, specs};

/// Whether a company covers a tool.
fn covers(spec: &Spec, covering: Covering, company: usize, tool: usize) -> bool {
    match covering {
        Covering::InPart => spec.offers(company, tool),
        Covering::InFull => spec.support(company, tool) == Some(Support::Yes),
    }
}

/// The least number of companies that cover all of `tools`, and the most tools that so few offer in
/// full: every set of companies is tried.
fn fewest(spec: &Spec, covering: Covering, from: &[usize], tools: &[usize]) -> (usize, usize) {
    let sets = (0_u32..1 << from.len()).map(|bits| {
        let is_in = |at: &usize| bits >> at & 1 == 1;
        (0..from.len()).filter(is_in).map(|at| from[at]).collect::<Vec<usize>>()
    });
    let covered = |set: &Vec<usize>| {
        tools.iter().all(|tool| set.iter().any(|company| covers(spec, covering, *company, *tool)))
    };
    let in_full = |set: &Vec<usize>| {
        let is_full = |tool: &&usize| set.iter().any(|one| spec.support(*one, **tool) == Some(Support::Yes));
        tools.iter().filter(is_full).count()
    };
    let best = sets.filter(covered).map(|set| (set.len(), std::cmp::Reverse(in_full(&set)))).min();
    let (count, std::cmp::Reverse(in_full)) = best.expect("all together cover what any of them covers");
    (count, in_full)
}

proptest! {
    #![proptest_config(settings(400))]

    #[test]
    fn rows_and_parity_are_what_a_naive_count_gives(spec in specs()) {
        let landscape = spec.landscape();
        let all = companies(&landscape);
        let options = |rows| compare::Options { rows, page: landscape_graph::query::Page::ALL, ..compare::Options::default() };
        let report = compare::compare(&landscape, &all, &options(Rows::All));
        let wholes: Vec<usize> = (0..spec.tools.len()).filter(|tool| spec.is_whole(*tool)).collect();
        let mut found: Vec<usize> = report.rows.iter().map(|row| position(row.item.id)).collect();
        for (row, tool) in report.rows.iter().zip(&found) {
            let supports: Vec<Option<Support>> =
                (0..all.len()).map(|company| spec.support(company, *tool)).collect();
            prop_assert_eq!(row.cells.iter().map(|cell| cell.support).collect::<Vec<_>>(), supports.clone());
            let offers = |support: &Option<Support>| support.is_some_and(Support::is_offered);
            let lacks = |support: &Option<Support>| support.is_some_and(|support| !support.is_offered());
            let wanted = if supports.iter().any(offers) && supports.iter().any(lacks) {
                Agreement::Differ
            } else if supports.iter().any(offers) && supports.contains(&None) {
                Agreement::MayDiffer
            } else if supports.iter().any(offers) {
                let first = supports[0];
                if supports.iter().all(|one| *one == first) { Agreement::AllOffer } else { Agreement::InPart }
            } else if supports.iter().any(lacks) {
                Agreement::NoneOffers
            } else {
                Agreement::Unknown
            };
            prop_assert_eq!(row.agreement, wanted, "t{}", tool);
        }
        found.sort_unstable();
        prop_assert_eq!(&found, &wholes);
        let order: Vec<_> = report.rows.iter().map(|row| {
            let stack = row.stacks.first().map(|stack| position(stack.id.as_str()));
            (row.agreement, stack.is_none(), stack, position(row.item.id))
        }).collect();
        prop_assert!(order.is_sorted(), "{order:?}");
        for (company, known) in (0..all.len()).zip(&report.known) {
            let is_known = |tool: &&usize| spec.support(company, **tool).is_some();
            prop_assert_eq!(*known, number(wholes.iter().filter(is_known).count()));
        }
        // What is not listed is counted all the same.
        let differing = compare::compare(&landscape, &all, &options(Rows::Differing));
        let items = |report: &compare::Report<'_>, is_listed: &dyn Fn(Agreement) -> bool| -> Vec<usize> {
            let listed = report.rows.iter().filter(|row| is_listed(row.agreement));
            listed.map(|row| position(row.item.id)).collect()
        };
        prop_assert_eq!(items(&differing, &|_| true), items(&report, &Agreement::is_difference));
        prop_assert_eq!((differing.totals, differing.known), (report.totals, report.known.clone()));
        prop_assert_eq!(Agreement::ALL.map(|one| report.totals.of(one)).iter().sum::<u32>(), number(wholes.len()));
        prop_assert_eq!(report.parity.len(), all.len() * (all.len() - 1));
        for pair in &report.parity {
            let [a, b] = [pair.company, pair.against].map(|company| position(company.id.as_str()));
            let theirs = spec.offered(b);
            let ours = theirs.iter().filter(|tool| spec.offers(a, **tool)).count();
            let partial = |tool: &&usize| spec.support(a, **tool) == Some(Support::Partial);
            prop_assert_eq!(pair.in_part, number(theirs.iter().filter(partial).count()));
            let unknown = theirs.iter().filter(|tool| spec.support(a, **tool).is_none()).count();
            match pair.parity {
                Some(parity) => prop_assert_eq!(
                    [parity.low, parity.high, parity.of],
                    [ours, ours + unknown, theirs.len()].map(number)
                ),
                None => prop_assert!(theirs.is_empty()),
            }
        }
    }

    #[test]
    fn a_bundle_is_the_best_of_all_sets_of_companies(
        spec in specs(), stacks in 1_usize..1 << STACKS, full in any::<bool>(), us in proptest::option::of(0_usize..7),
    ) {
        let landscape = spec.landscape();
        let covering = if full { Covering::InFull } else { Covering::InPart };
        let us = us.filter(|us| *us < spec.companies.len());
        let roles = spec.roles.iter().map(|needs| spec.existing(chosen(needs, |set| *set)).collect::<Vec<_>>());
        let in_stacks = (0..STACKS).filter(|stack| stacks >> stack & 1 == 1);
        let mut named: Vec<usize> = in_stacks.clone().flat_map(|stack| spec.all_in(stack))
            .chain(roles.flatten())
            .collect();
        named.sort_unstable();
        named.dedup();
        let tools = spec.counted(&named);
        let stacks = in_stacks.filter_map(|stack| landscape.nodes(Kind::Stack).nth(stack));
        let targets: Vec<NodeIx> = stacks.chain(landscape.nodes(Kind::Role)).collect();
        let options = bundle::Options {
            company: us.and_then(|us| landscape.companies().nth(us)),
            covering,
            ..bundle::Options::default()
        };
        let report = bundle::bundle(&landscape, &targets, &options);

        let others: Vec<usize> = (0..spec.companies.len()).filter(|company| Some(*company) != us).collect();
        let (coverable, uncovered): (Vec<usize>, Vec<usize>) = tools.iter().partition(|tool| {
            others.iter().any(|company| covers(&spec, covering, *company, **tool))
        });
        let positions = |tools: &[landscape_graph::query::ToolRef<'_>]| -> Vec<usize> {
            tools.iter().map(|tool| position(tool.id.as_str())).collect()
        };
        prop_assert_eq!(report.tools, number(tools.len()));
        prop_assert_eq!(positions(&report.coverable), coverable.clone());
        let mut apart: Vec<usize> = report.uncovered.iter().map(|one| position(one.tool.id.as_str())).collect();
        apart.sort_unstable();
        prop_assert_eq!(apart, uncovered);

        let assert_best = |bundle: &landscape_graph::query::bundle::Bundle<'_>, tools: &[usize]| {
            let (least, in_full) = fewest(&spec, covering, &others, tools);
            assert_eq!(bundle.method, cover::Method::Exact);
            assert_eq!([bundle.fewest.at_least, bundle.fewest.at_most], [number(least); 2]);
            assert_eq!(bundle.companies.len(), least);
            let of = |covered: &[landscape_graph::query::coverage::CoveredTool<'_>]| -> Vec<usize> {
                covered.iter().map(|one| position(one.tool.id.as_str())).collect()
            };
            for member in &bundle.companies {
                let company = position(member.company.id.as_str());
                assert!(others.contains(&company), "it is another");
                let with = |support| -> Vec<usize> {
                    let fits = |tool: &&usize| {
                        covers(&spec, covering, company, **tool) && spec.support(company, **tool) == Some(support)
                    };
                    tools.iter().filter(fits).copied().collect()
                };
                assert_eq!([of(&member.yes), of(&member.partial)], [Support::Yes, Support::Partial].map(with));
                let is_alone = |tool: &&usize| {
                    others.iter().all(|other| (*other == company) == covers(&spec, covering, *other, **tool))
                };
                assert_eq!(positions(&member.alone_for), tools.iter().filter(is_alone).copied().collect::<Vec<_>>());
            }
            let mut full: Vec<usize> = bundle.companies.iter().flat_map(|member| of(&member.yes)).collect();
            let mut all: Vec<usize> = bundle.companies.iter().flat_map(|member| of(&member.partial)).collect();
            all.extend(&full);
            [&mut full, &mut all].into_iter().for_each(|tools| { tools.sort_unstable(); tools.dedup(); });
            assert_eq!(all, tools);
            assert_eq!(full.len(), in_full, "of equally few, most in full");
            let Some(smallest) = &bundle.smallest else {
                assert!(tools.is_empty(), "an exact search knows how many sets there are");
                return least;
            };
            let covers_all = |set: &[usize]| {
                tools.iter().all(|tool| set.iter().any(|company| covers(&spec, covering, *company, *tool)))
            };
            let sets: BTreeSet<Vec<usize>> = (0_usize..1 << others.len())
                .map(|set| (0..others.len()).filter(|at| set >> at & 1 == 1).map(|at| others[at]).collect())
                .filter(|set: &Vec<usize>| set.len() == least && covers_all(set))
                .collect();
            let of_set = |set: &Vec<landscape_graph::query::CompanyRef<'_>>| -> Vec<usize> {
                set.iter().map(|company| position(company.id.as_str())).collect()
            };
            let named: BTreeSet<Vec<usize>> = smallest.sets.iter().map(of_set).collect();
            assert_eq!((smallest.count, smallest.is_whole), (sets.len() as u64, true));
            assert_eq!(named.len(), sets.len().min(20), "each is named once");
            assert!(named.is_subset(&sets));
            let chosen: Vec<usize> =
                bundle.companies.iter().map(|member| position(member.company.id.as_str())).collect();
            for member in &bundle.companies {
                let company = position(member.company.id.as_str());
                let with = |other: &usize| -> Vec<usize> {
                    chosen.iter().copied().filter(|one| *one != company).chain([*other]).collect()
                };
                let instead: Vec<usize> = others.iter().copied()
                    .filter(|other| !chosen.contains(other) && covers_all(&with(other)))
                    .collect();
                let found: Vec<usize> = member.instead.iter().map(|one| position(one.id.as_str())).collect();
                assert_eq!((found, member.instead_total as usize), (instead.clone(), instead.len()));
            }
            least
        };
        let without = assert_best(&report.bundle, &coverable);
        let chosen: Vec<usize> =
            report.bundle.companies.iter().map(|member| position(member.company.id.as_str())).collect();
        let parts: Vec<usize> = named.iter().copied().filter(|tool| !tools.contains(tool)).collect();
        prop_assert_eq!(report.parts.len(), parts.len());
        for (part, tool) in report.parts.iter().zip(parts) {
            prop_assert_eq!(position(part.tool.id.as_str()), tool);
            let [inside, outside] = [true, false].map(|is_in| {
                let is_one = |other: &&usize| chosen.contains(other) == is_in && covers(&spec, covering, **other, tool);
                number(others.iter().filter(is_one).count())
            });
            prop_assert_eq!([part.covered_by, part.others_total], [inside, outside]);
            prop_assert_eq!(part.own, us.and_then(|us| spec.support(us, tool)));
            let wholes: Vec<usize> = tools.iter().copied().filter(|whole| spec.wholes(tool).contains(whole)).collect();
            prop_assert_eq!(positions(&part.part_of), wholes);
            let known: Vec<Option<Support>> = part.bundle.iter().map(|member| member.support).collect();
            prop_assert_eq!(known, chosen.iter().map(|one| spec.support(*one, tool)).collect::<Vec<_>>());
        }
        match (us, &report.stand_in) {
            (Some(us), Some(stand_in)) => {
                let needed = |covered: &dyn Fn(usize) -> bool| -> Vec<usize> {
                    coverable.iter().copied().filter(|tool| !covered(*tool)).collect()
                };
                let beside = assert_best(&stand_in.beside, &needed(&|tool| covers(&spec, covering, us, tool)));
                // Nothing is said of the tool itself, though a part of it may be offered.
                let is_unknown = |tool| !covers(&spec, covering, us, tool) && spec.claimed(us, tool).is_none();
                let at_best = needed(&|tool| covers(&spec, covering, us, tool) || is_unknown(tool));
                let (at_best, _) = fewest(&spec, covering, &others, &at_best);
                let found = [stand_in.stands_in_for, stand_in.at_best].map(|one| [one.at_least, one.at_most]);
                prop_assert_eq!(found, [without - beside, without - at_best].map(|n| [number(n); 2]));
                let unknown = coverable.iter().filter(|tool| is_unknown(**tool)).count();
                prop_assert_eq!(stand_in.unknown, number(unknown));
            }
            (_, stand_in) => prop_assert!(stand_in.is_none() && (us.is_none() || coverable.is_empty())),
        }
    }
}
