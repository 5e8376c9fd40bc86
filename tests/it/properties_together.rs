//! What must hold of rules and blocks for every landscape: small random ones against naive counts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use landscape_graph::query::Page;
use landscape_graph::query::implications::{self, Search};
use proptest::prelude::*;

use crate::properties::{Spec, number, position, settings, specs, tools};

/// What each company offers that offers anything, by position.
fn rows(spec: &Spec) -> BTreeMap<usize, BTreeSet<usize>> {
    let rows = (0..spec.companies.len()).map(|company| (company, spec.offered(company)));
    rows.filter(|(_, row)| !row.is_empty()).collect()
}

/// The companies that offer all of some tools.
fn offering(rows: &BTreeMap<usize, BTreeSet<usize>>, tools: &BTreeSet<usize>) -> Vec<usize> {
    rows.iter().filter(|(_, row)| tools.is_subset(row)).map(|(company, _)| *company).collect()
}

/// All sets that come about by intersecting rows, with who offers them.
fn closed_sets(
    rows: &BTreeMap<usize, BTreeSet<usize>>,
    min_support: usize,
) -> Vec<(BTreeSet<usize>, Vec<usize>)> {
    let mut sets: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    for row in rows.values() {
        let with_row: Vec<BTreeSet<usize>> = sets.iter().map(|set| set & row).collect();
        sets.extend(with_row);
        sets.insert(row.clone());
    }
    let with_companies = sets.into_iter().map(|set| (offering(rows, &set), set));
    with_companies.filter(|(by, _)| by.len() >= min_support).map(|(by, set)| (set, by)).collect()
}

/// All subsets of the tools with at most so many of them.
fn subsets(tools: usize, most: usize) -> Vec<BTreeSet<usize>> {
    let set = |mask: u32| (0..tools).filter(|tool| mask & (1 << tool) != 0).collect::<BTreeSet<usize>>();
    (0..1_u32 << tools).map(set).filter(|set| set.len() <= most).collect()
}

/// A rule: how many follow it, the exceptions, the premise and the conclusions.
type NaiveRule = (Reverse<usize>, Vec<usize>, Vec<usize>, Vec<usize>);

/// The rules by their definition, exact ones with one premise as one.
fn naive_rules(spec: &Spec, options: &implications::Options) -> BTreeSet<NaiveRule> {
    let rows = rows(spec);
    let exceptions = |premise: &BTreeSet<usize>, tool: usize| -> Vec<usize> {
        offering(&rows, premise).into_iter().filter(|company| !rows[company].contains(&tool)).collect()
    };
    let mut exact: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for premise in subsets(spec.tools.len(), options.max_premise as usize) {
        let is_idle = |tool: &usize| {
            let rest = premise.iter().copied().filter(|other| other != tool).collect();
            offering(&rows, &rest) == offering(&rows, &premise)
        };
        // A minimal generator has no tool that makes no difference.
        if premise.iter().any(is_idle) {
            continue;
        }
        for tool in (0..spec.tools.len()).filter(|tool| !premise.contains(tool)) {
            let broken = exceptions(&premise, tool);
            let support = offering(&rows, &premise).len() - broken.len();
            let allowed = if premise.is_empty() { 0 } else { options.max_exceptions as usize };
            if support < options.min_support as usize || broken.len() > allowed {
                continue;
            }
            let follows_from = |less: &BTreeSet<usize>| {
                let fewer = exceptions(less, tool).len();
                less.is_subset(&premise)
                    && *less != premise
                    && fewer <= if less.is_empty() { 0 } else { broken.len() }
            };
            if subsets(spec.tools.len(), premise.len()).iter().any(follows_from) {
                continue;
            }
            let premise: Vec<usize> = premise.iter().copied().collect();
            if broken.is_empty() {
                exact.entry(premise).or_default().push(tool);
            } else {
                found.insert((Reverse(support), broken, premise, vec![tool]));
            }
        }
    }
    found.extend(exact.into_iter().map(|(premise, conclusions)| {
        let support = offering(&rows, &premise.iter().copied().collect()).len();
        (Reverse(support), Vec::new(), premise, conclusions)
    }));
    found
}

fn companies<'c, 'l: 'c>(
    companies: impl IntoIterator<Item = &'c landscape_graph::query::CompanyRef<'l>>,
) -> Vec<usize> {
    companies.into_iter().map(|company| position(company.id.as_str())).collect()
}

fn found_rules(report: &implications::Report<'_>) -> Vec<NaiveRule> {
    let rule = |rule: &landscape_graph::query::implications::ToolRule<'_>| {
        let exceptions = companies(rule.exceptions.iter().map(|exception| &exception.company));
        let conclusions = tools(rule.conclusions.iter().map(|conclusion| &conclusion.tool));
        (Reverse(rule.support as usize), exceptions, tools(&rule.premise), conclusions)
    };
    report.rules.iter().map(rule).collect()
}

fn options() -> impl Strategy<Value = implications::Options> {
    (1_u32..4, 0_u32..3, 1_u32..5).prop_map(|(min_support, max_exceptions, max_premise)| {
        implications::Options {
            min_support,
            max_exceptions,
            max_premise,
            page: Page::ALL,
            names: None,
            ..implications::Options::default()
        }
    })
}

proptest! {
    #![proptest_config(settings(400))]

    #[test]
    fn closed_sets_are_all_intersections_of_what_companies_offer(spec in specs(), options in options()) {
        let landscape = spec.landscape();
        let report = implications::implications(&landscape, &options);
        let rows = rows(&spec);
        let closed = closed_sets(&rows, options.min_support as usize);
        prop_assert_eq!(report.closed_sets, closed.len() as u64);
        prop_assert_eq!(report.companies, number(rows.len()));
        let mut wanted: Vec<_> = closed
            .into_iter()
            .filter(|(set, by)| set.len() > 1 && by.len() > 1)
            .map(|(set, by)| (Reverse(set.len() * by.len()), set.into_iter().collect::<Vec<_>>(), by))
            .collect();
        wanted.sort();
        let found: Vec<_> = report
            .blocks
            .iter()
            .map(|block| (Reverse(block.tools.len() * block.support as usize), tools(&block.tools), companies(&block.companies)))
            .collect();
        prop_assert_eq!(found, wanted);
        prop_assert_eq!(report.blocks_search, Search::Complete);
    }

    #[test]
    fn rules_are_those_of_the_definition_and_no_others(spec in specs(), options in options()) {
        let landscape = spec.landscape();
        let report = implications::implications(&landscape, &options);
        let found = found_rules(&report);
        prop_assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), naive_rules(&spec, &options));
        prop_assert_eq!((report.rules_total, report.rules_search), (found.len() as u64, Search::Complete));
        // In the order that the report documents, each rule once.
        let order: Vec<_> = found
            .iter()
            .map(|(support, exceptions, premise, conclusions)| (*support, exceptions.len(), premise.len(), premise, conclusions))
            .collect();
        prop_assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", order);
    }

    #[test]
    fn a_rule_s_figures_are_counted_over_the_companies_that_it_names(spec in specs(), options in options()) {
        let landscape = spec.landscape();
        let report = implications::implications(&landscape, &options);
        for rule in &report.rules {
            let conclusions = tools(rule.conclusions.iter().map(|conclusion| &conclusion.tool));
            let all: BTreeSet<usize> = tools(&rule.premise).into_iter().chain(conclusions.clone()).collect();
            let by = offering(&rows(&spec), &all);
            prop_assert_eq!(companies(&rule.companies), by.clone());
            prop_assert_eq!((rule.support, rule.premise_support), (number(by.len()), number(by.len() + rule.exceptions.len())));
            let confidence = f64::from(rule.support) / f64::from(rule.premise_support);
            prop_assert!((rule.confidence - confidence).abs() < 1e-12);
            for conclusion in &rule.conclusions {
                let offered_by = (0..spec.companies.len())
                    .filter(|company| spec.offers(*company, position(conclusion.tool.id.as_str())))
                    .count();
                prop_assert_eq!(conclusion.offered_by, number(offered_by));
                let base = f64::from(conclusion.offered_by) / f64::from(report.companies);
                prop_assert!((conclusion.lift - confidence / base).abs() < 1e-9);
            }
            for exception in &rule.exceptions {
                let company = position(exception.company.id.as_str());
                prop_assert_eq!(exception.claim, spec.support(company, conclusions[0]));
            }
        }
    }

    #[test]
    fn fewer_rows_and_names_are_the_first_of_all(spec in specs(), options in options(), top in 0_usize..4, few in 0_usize..3, start in 0_usize..4) {
        let landscape = spec.landscape();
        let full = implications::implications(&landscape, &options);
        let cut = implications::implications(&landscape, &implications::Options { page: Page { start, top: Some(top) }, names: Some(few), ..options });
        for rule in &cut.rules {
            prop_assert!(rule.exceptions.len() <= few && rule.companies.len() <= few);
        }
        let figures = |rule: &implications::ToolRule<'_>| {
            let conclusions = tools(rule.conclusions.iter().map(|conclusion| &conclusion.tool));
            (tools(&rule.premise), conclusions, rule.support, rule.premise_support)
        };
        let page = |report: &implications::Report<'_>, start: usize, top: usize| {
            report.rules.iter().skip(start).take(top).map(figures).collect::<Vec<_>>()
        };
        prop_assert_eq!(page(&cut, 0, usize::MAX), page(&full, start, top));
        let longest = full.rules.len().max(full.blocks.len());
        prop_assert_eq!(cut.next.map(|next| next as usize), (start + top < longest).then_some(start + top));
        prop_assert_eq!((cut.rules_total, cut.blocks_total), (full.rules_total, full.blocks_total));
        prop_assert_eq!(cut.blocks.len(), full.blocks.iter().skip(start).take(top).count());
        for (cut, full) in cut.blocks.iter().zip(full.blocks.iter().skip(start)) {
            prop_assert_eq!((tools(&cut.tools), cut.support), (tools(&full.tools), full.support));
            let all = companies(&full.companies);
            prop_assert_eq!(companies(&cut.companies), all[..all.len().min(few)].to_vec());
        }
    }

    #[test]
    fn a_limit_is_kept_and_reaching_it_is_said(spec in specs(), options in options(), limit in 0_u64..30) {
        let landscape = spec.landscape();
        let full = implications::implications(&landscape, &options);
        let cut = implications::implications(&landscape, &implications::Options { limit, ..options });
        prop_assert_eq!(cut.closed_sets, full.closed_sets.min(limit));
        prop_assert_eq!(cut.blocks_search == Search::Complete, full.closed_sets <= limit);
        let (found, all) = (found_rules(&cut), found_rules(&full));
        prop_assert!(found.iter().all(|rule| all.contains(rule)));
        if cut.rules_search == Search::Complete {
            prop_assert_eq!(found, all);
        }
    }
}
