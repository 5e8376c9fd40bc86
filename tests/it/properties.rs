//! What must hold for every landscape: small random ones against oracles that count naively.

use std::collections::{BTreeMap, BTreeSet};

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, CompanyIx, NoPlaces, NodeIx};
use landscape_graph::load::{Files, parse, warnings};
use landscape_graph::model::{Document, Kind, Support, Verdict};
use landscape_graph::query::{
    Page, bundle, compare, coverage, find,
    gaps::{self, Variants},
    map, matrix,
    overlap::{self, By, PairOverlap, Similarity},
    overview,
    rank::Rank,
    scope::{self, ScopeVerdict},
    show,
    state::GapState,
    whitespace, why,
};
use proptest::collection::vec;
use proptest::option::{of, weighted as maybe};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The most tools, stacks that a made-up landscape has: few enough that ids sort like numbers.
const MOST_TOOLS: usize = 8;
pub(crate) const STACKS: usize = 3;

/// A made-up landscape, before it is written.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) tools: Vec<ToolSpec>,
    pub(crate) companies: Vec<CompanySpec>,
    /// For each role, the tools that it needs.
    pub(crate) roles: Vec<Vec<bool>>,
    /// For each principle, its type and its verdicts.
    principles: Vec<(usize, Vec<Option<usize>>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct ToolSpec {
    stacks: Vec<bool>,
    /// Tools before this one, by position; no position is as good as none.
    part_of: Option<usize>,
    variant_of: Option<usize>,
    complexity: usize,
    listed: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct CompanySpec {
    offers: Vec<Option<Support>>,
    active_in: Vec<bool>,
}

const TYPES: [&str; 4] = ["principle", "antiprinciple", "ideal", "policy"];
const VERDICTS: [Verdict; 3] = [Verdict::Pass, Verdict::Fail, Verdict::Unknown];

fn often(probability: f64) -> impl Strategy<Value = bool> {
    proptest::bool::weighted(probability)
}

pub(crate) fn specs() -> impl Strategy<Value = Spec> {
    let before = || maybe(0.3, 0..MOST_TOOLS);
    let tool = (vec(often(0.4), STACKS), before(), before(), 0_usize..3, often(0.2)).prop_map(
        |(stacks, part_of, variant_of, complexity, listed)| ToolSpec {
            stacks,
            part_of,
            variant_of,
            complexity,
            listed,
        },
    );
    let support = proptest::sample::select(Support::ALL.to_vec());
    let company = (vec(maybe(0.6, support), MOST_TOOLS), vec(often(0.15), STACKS))
        .prop_map(|(offers, active_in)| CompanySpec { offers, active_in });
    let principle = (0..TYPES.len(), vec(of(0..VERDICTS.len()), MOST_TOOLS));
    (
        vec(tool, 1..=MOST_TOOLS),
        vec(company, 1..7),
        vec(vec(often(0.3), MOST_TOOLS), 0..3),
        vec(principle, 0..3),
    )
        .prop_map(|(tools, companies, roles, principles)| Spec { tools, companies, roles, principles })
}

pub(crate) fn chosen<T>(flags: &[T], is_set: impl Fn(&T) -> bool) -> Vec<usize> {
    flags.iter().enumerate().filter(|(_, flag)| is_set(flag)).map(|(at, _)| at).collect()
}

impl Spec {
    /// Each record with the key that it stands under.
    pub(crate) fn records(&self) -> Vec<(&'static str, Value)> {
        let mut records = vec![(
            "landscape",
            json!({ "schema": 1, "name": "Made up", "perspective": "c0",
                "build_costs": [{ "complexity": "simple", "stage": "mvp", "engineers": 2, "months": 3 }] }),
        )];
        for stack in 0..STACKS {
            records.push(("stacks", json!({ "id": format!("s{stack}"), "name": format!("Stack {stack}") })));
        }
        for (at, tool) in self.tools.iter().enumerate() {
            let to = |key: &str, to: Option<usize>| to.map(|to| json!({ key: format!("t{to}") }));
            let stacks = chosen(&tool.stacks, |set| *set).into_iter();
            let in_stack: Vec<Value> = stacks.map(|stack| json!({ "stack": format!("s{stack}") })).collect();
            let mut record = json!({ "id": format!("t{at}"), "name": format!("Tool {at}"), "in_stack": in_stack,
                "part_of": to("tool", self.part_of(at)).into_iter().collect::<Vec<_>>(),
                "variant_of": to("tool", self.variant_of(at)).into_iter().collect::<Vec<_>>() });
            if let Some(complexity) = ["simple", "complex"].get(tool.complexity) {
                record["complexity"] = json!(complexity);
            }
            if tool.listed {
                record["in_scope"] = json!({});
            }
            records.push(("tools", record));
        }
        for (at, company) in self.companies.iter().enumerate() {
            let claimed = (0..self.tools.len()).filter_map(|tool| Some((tool, company.offers[tool]?)));
            let offers: Vec<Value> = claimed
                .map(|(tool, support)| json!({ "tool": format!("t{tool}"), "support": support }))
                .collect();
            let stacks = chosen(&company.active_in, |set| *set).into_iter();
            let active_in: Vec<Value> = stacks.map(|stack| json!({ "stack": format!("s{stack}") })).collect();
            let record = json!({ "id": format!("c{at}"), "name": format!("Company {at}"), "offers": offers, "active_in": active_in });
            records.push(("companies", record));
        }
        for (at, needs) in self.roles.iter().enumerate() {
            let needs = self.existing(chosen(needs, |set| *set));
            let needs: Vec<Value> = needs.map(|tool| json!({ "tool": format!("t{tool}") })).collect();
            records.push((
                "roles",
                json!({ "id": format!("r{at}"), "name": format!("Role {at}"), "needs": needs }),
            ));
        }
        for (at, (r#type, verdicts)) in self.principles.iter().enumerate() {
            let verdicts = (0..self.tools.len()).filter_map(|tool| Some((tool, VERDICTS[verdicts[tool]?])));
            let assesses: Vec<Value> = verdicts
                .map(|(tool, verdict)| json!({ "tool": format!("t{tool}"), "verdict": verdict }))
                .collect();
            let record = json!({ "id": format!("p{at}"), "name": format!("Principle {at}"), "type": TYPES[*r#type], "assesses": assesses });
            records.push(("principles", record));
        }
        records
    }

    pub(crate) fn existing(&self, tools: Vec<usize>) -> impl Iterator<Item = usize> + use<> {
        let count = self.tools.len();
        tools.into_iter().filter(move |tool| *tool < count)
    }

    pub(crate) fn landscape(&self) -> Landscape {
        let text = document(&self.records());
        load(&[("all.json".to_owned(), text)])
    }

    /// The same where the lists of offers of some companies are complete.
    pub(crate) fn landscape_with_lists(&self, closed: &[bool]) -> Landscape {
        let mut records = self.records();
        let companies = records.iter_mut().filter(|(key, _)| *key == "companies");
        for ((_, company), _) in companies.zip(closed).filter(|(_, closed)| **closed) {
            company["listing"] = json!({ "state": "closed" });
        }
        load(&[("all.json".to_owned(), document(&records))])
    }

    fn part_of(&self, tool: usize) -> Option<usize> {
        self.tools[tool].part_of.filter(|whole| *whole < tool)
    }

    fn variant_of(&self, tool: usize) -> Option<usize> {
        self.tools[tool].variant_of.filter(|of| *of < tool)
    }

    /// All that a tool is a part of, directly or not.
    pub(crate) fn wholes(&self, tool: usize) -> Vec<usize> {
        std::iter::successors(self.part_of(tool), |whole| self.part_of(*whole)).collect()
    }

    pub(crate) fn is_whole(&self, tool: usize) -> bool {
        self.part_of(tool).is_none()
    }

    /// The tools that are no part of another one among them.
    pub(crate) fn counted(&self, tools: &[usize]) -> Vec<usize> {
        let is_beside = |tool: &usize| !self.wholes(*tool).iter().any(|whole| tools.contains(whole));
        tools.iter().copied().filter(is_beside).collect()
    }

    pub(crate) fn tools_in(&self, stack: usize) -> Vec<usize> {
        self.counted(&self.all_in(stack))
    }

    /// The tools of a stack, parts beside their wholes.
    pub(crate) fn all_in(&self, stack: usize) -> Vec<usize> {
        chosen(&self.tools, |tool| tool.stacks[stack])
    }

    /// The support that counts: what is claimed, or partial where a part is offered and less is
    /// claimed.
    pub(crate) fn support(&self, company: usize, tool: usize) -> Option<Support> {
        let offers = &self.companies[company].offers;
        let offers_part = (0..self.tools.len()).any(|part| {
            self.wholes(part).contains(&tool) && matches!(offers[part], Some(Support::Yes | Support::Partial))
        });
        match (offers[tool], offers_part) {
            (None, true) => Some(Support::Partial),
            (Some(claimed), true) => Some(claimed.min(Support::Partial)),
            (claimed, false) => claimed,
        }
    }

    /// What is claimed of a company and this very tool.
    pub(crate) fn claimed(&self, company: usize, tool: usize) -> Option<Support> {
        self.companies[company].offers[tool]
    }

    pub(crate) fn offers(&self, company: usize, tool: usize) -> bool {
        self.support(company, tool).is_some_and(Support::is_offered)
    }

    /// The tools that a company offers, those left out that are parts of others.
    pub(crate) fn offered(&self, company: usize) -> BTreeSet<usize> {
        (0..self.tools.len()).filter(|tool| self.is_whole(*tool) && self.offers(company, *tool)).collect()
    }

    fn weight(&self, tool: usize) -> f64 {
        let offerers = self.count(|company| self.offers(company, tool));
        (float(self.companies.len()) / float(offerers)).ln_1p()
    }

    fn count(&self, is_counted: impl Fn(usize) -> bool) -> usize {
        (0..self.companies.len()).filter(|company| is_counted(*company)).count()
    }

    /// A tool, and behind it all its variants, directly or not.
    pub(crate) fn family(&self, tool: usize, variants: Variants) -> Vec<usize> {
        let is_variant = |other: &usize| {
            variants == Variants::Folded
                && std::iter::successors(Some(*other), |of| self.variant_of(*of)).any(|of| of == tool)
        };
        let others = (0..self.tools.len()).filter(|other| *other != tool && is_variant(other));
        std::iter::once(tool).chain(others).collect()
    }

    fn best(&self, company: usize, family: &[usize]) -> Option<Support> {
        // That a company lacks a variant does not say that it lacks the base, which stands first.
        let says_something =
            |tool: &usize| family[0] == *tool || self.support(company, *tool) != Some(Support::No);
        family
            .iter()
            .filter(|tool| says_something(tool))
            .filter_map(|tool| self.support(company, *tool))
            .min()
    }

    /// The state that the claims of the companies make, those of `without` left out.
    fn state(&self, family: &[usize], without: Option<usize>, min_researched: usize) -> GapState {
        let others = (0..self.companies.len()).filter(|company| Some(*company) != without);
        let claims: Vec<Support> = others.filter_map(|company| self.best(company, family)).collect();
        if claims.iter().any(|claim| claim.is_offered()) {
            GapState::Contested
        } else if claims.is_empty() {
            GapState::Unresearched
        } else if claims.iter().all(|claim| *claim == Support::No) && claims.len() >= min_researched {
            GapState::Empty
        } else {
            GapState::Unsettled
        }
    }

    pub(crate) fn scope(&self, tool: usize) -> ScopeVerdict {
        let binding = self.principles.iter().filter(|(r#type, _)| *r#type < 2);
        let verdicts: Vec<Option<Verdict>> =
            binding.map(|(_, verdicts)| verdicts[tool].map(|verdict| VERDICTS[verdict])).collect();
        let all_pass = !verdicts.is_empty() && verdicts.iter().all(|v| *v == Some(Verdict::Pass));
        if verdicts.contains(&Some(Verdict::Fail)) {
            ScopeVerdict::Out
        } else if self.tools[tool].listed || all_pass {
            ScopeVerdict::In
        } else {
            ScopeVerdict::Open
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "the numbers are small")]
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).expect("the numbers are small")
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) }
}

/// Writes records as one document.
pub(crate) fn document(records: &[(&'static str, Value)]) -> String {
    let mut document: BTreeMap<&str, Value> = BTreeMap::new();
    for (key, record) in records {
        if *key == "landscape" {
            document.insert(key, record.clone());
        } else {
            let list = document.entry(key).or_insert_with(|| json!([]));
            list.as_array_mut().expect("it is a list").push(record.clone());
        }
    }
    serde_json::to_string(&document).expect("values can be written")
}

pub(crate) fn load(files: &[(String, String)]) -> Landscape {
    let files = Files::from_texts(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Landscape::build(model, &BuildOptions::default())
}

pub(crate) fn companies(landscape: &Landscape) -> Vec<CompanyIx> {
    landscape.companies().collect()
}

/// The position that an id such as `t3` tells.
pub(crate) fn position(id: &str) -> usize {
    id[1..].parse().expect("an id is a letter and a number")
}

pub(crate) fn tools<'t, 'l: 't>(
    tools: impl IntoIterator<Item = &'t landscape_graph::query::ToolRef<'l>>,
) -> Vec<usize> {
    tools.into_iter().map(|tool| position(tool.id.as_str())).collect()
}

pub(crate) fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// The records of a landscape, spread over files at random.
fn spread(records: Vec<(&'static str, Value)>) -> impl Strategy<Value = Vec<(String, String)>> {
    let places = vec(0_usize..4, records.len());
    (Just(records).prop_shuffle(), places, 0_usize..4).prop_map(|(records, places, first)| {
        let mut files: Vec<Vec<(&'static str, Value)>> = vec![Vec::new(); 4];
        records.into_iter().zip(places).for_each(|(record, place)| files[place].push(record));
        let mut named: Vec<(String, String)> = (files.iter().enumerate())
            .map(|(at, records)| match at {
                // One with a record on every line.
                0 => {
                    let lines = records.iter().map(|record| document(std::slice::from_ref(record)) + "\n");
                    ("0.jsonl".to_owned(), lines.collect())
                }
                at => (format!("{at}.json"), document(records)),
            })
            .filter(|(_, text): &(String, String)| !text.is_empty())
            .collect();
        let first = first % named.len();
        named.rotate_left(first);
        named
    })
}

/// Every report of a landscape, as JSON.
pub(crate) fn reports(landscape: &Landscape, top: Option<usize>) -> Vec<Value> {
    fn value(report: impl serde::Serialize) -> Value {
        serde_json::to_value(report).expect("a report can be written")
    }
    let nodes: Vec<NodeIx> = Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)).collect();
    let cover = coverage::Options { page: Page { start: 0, top }, ..coverage::Options::default() };
    let overlap =
        overlap::Options { page: Page { start: 0, top }, min_tools: Some(1), ..overlap::Options::default() };
    let mut reports = vec![
        value(coverage::coverage(landscape, &nodes, &cover)),
        value(matrix::matrix(landscape, &cover)),
        value(overlap::all(landscape, &overlap)),
        value(overlap::many(landscape, &companies(landscape))),
        value(compare::compare(
            landscape,
            &companies(landscape),
            &compare::Options {
                rows: compare::Rows::All,
                page: landscape_graph::query::Page::ALL,
                ..compare::Options::default()
            },
        )),
        value(overview::overview(landscape)),
        value(whitespace::whitespace(
            landscape,
            &whitespace::Options {
                page: Page { start: 0, top },
                min_researched: 2,
                ..whitespace::Options::default()
            },
        )),
        value(find::find(
            landscape,
            "to",
            &find::Options { page: Page { start: 0, top }, kinds: Vec::new() },
        )),
        value(map::map(landscape, &map::Options::default())),
    ];
    for company in landscape.companies() {
        let options = bundle::Options { company: Some(company), ..bundle::Options::default() };
        reports.push(value(bundle::bundle(landscape, &nodes, &options)));
        reports.push(value(overlap::one(landscape, company, &overlap)));
        for rank in [Rank::default(), Rank::Popularity, Rank::Name] {
            let options = gaps::Options {
                page: Page { start: 0, top },
                rank,
                min_researched: 2,
                ..gaps::Options::default()
            };
            reports.push(value(gaps::gaps(landscape, company, &options)));
        }
        for other in landscape.companies() {
            reports.push(value(overlap::two(landscape, company, other)));
        }
    }
    reports.extend(
        nodes
            .iter()
            .map(|node| value(show::show(landscape, *node, &show::Options { page: Page::ALL }, &NoPlaces))),
    );
    let ends = nodes.iter().zip(nodes.iter().rev());
    reports.extend(
        ends.map(|(from, to)| value(why::why(landscape, *from, *to, &why::Options::default(), &NoPlaces))),
    );
    reports
}

fn assert_similarity(spec: &Spec, found: Similarity, a: usize, b: usize) {
    let (of_a, of_b) = (spec.offered(a), spec.offered(b));
    let both: Vec<usize> = of_a.intersection(&of_b).copied().collect();
    let either = of_a.union(&of_b);
    let weight = |tools: &mut dyn Iterator<Item = &usize>| tools.map(|tool| spec.weight(*tool)).sum::<f64>();
    let all_weight = weight(&mut either.clone());
    let weighted = if all_weight > 0.0 { weight(&mut both.iter()) / all_weight } else { 0.0 };
    assert_eq!(found.shared, number(both.len()));
    let wanted = [
        ratio(both.len(), either.count()),
        weighted,
        ratio(both.len(), of_a.len()),
        ratio(both.len(), of_b.len()),
        ratio(both.len(), of_a.len().min(of_b.len())),
    ];
    let share = |of: &BTreeSet<usize>| {
        let all = weight(&mut of.iter());
        if all > 0.0 { weight(&mut both.iter()) / all } else { 0.0 }
    };
    for (found, wanted) in found.weighted_containment.into_iter().zip([share(&of_a), share(&of_b)]) {
        assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted} for c{a} and c{b}");
    }
    let [first, second] = found.containment;
    let found = [found.jaccard, found.weighted_jaccard, first, second, found.overlap_coefficient];
    for (found, wanted) in found.into_iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted} for c{a} and c{b}");
    }
}

/// The least and the most that the Jaccard of two companies can be: every way to settle what is
/// unknown.
fn naive_range(spec: &Spec, a: usize, b: usize) -> [f64; 2] {
    let settled = |support: Option<Support>| match support {
        Some(support) => vec![support.is_offered()],
        None => vec![false, true],
    };
    let mut sums: BTreeSet<(usize, usize)> = BTreeSet::from([(0, 0)]);
    for tool in (0..spec.tools.len()).filter(|tool| spec.is_whole(*tool)) {
        let mut next = BTreeSet::new();
        for of_a in settled(spec.support(a, tool)) {
            for of_b in settled(spec.support(b, tool)) {
                let (both, either) = (usize::from(of_a && of_b), usize::from(of_a || of_b));
                next.extend(sums.iter().map(|sum| (sum.0 + both, sum.1 + either)));
            }
        }
        sums = next;
    }
    let jaccards = sums.into_iter().map(|(both, either)| ratio(both, either));
    jaccards.fold([f64::MAX, 0.0], |[low, high], jaccard| [low.min(jaccard), high.max(jaccard)])
}

/// The tools that both of a pair offer.
fn shared(report: &overlap::Pair<'_>) -> Vec<usize> {
    tools(report.shared.iter().map(|shared| &shared.tool))
}

/// Asserts that the gaps and what is offered are all tools, each once, and that each gap is as it
/// should be.
fn assert_gaps(spec: &Spec, report: &gaps::Report<'_>, us: usize, options: &gaps::Options) {
    let variants = options.variants;
    let asked = (0..spec.tools.len()).filter(|tool| {
        let mut bases = std::iter::successors(spec.variant_of(*tool), |of| spec.variant_of(*of));
        let is_folded = variants == Variants::Folded && bases.any(|of| spec.is_whole(of));
        spec.is_whole(*tool) && !is_folded
    });
    let mut wanted: Vec<(usize, GapState)> = Vec::new();
    let mut offered = 0;
    for tool in asked {
        let family = spec.family(tool, variants);
        if spec.best(us, &family).is_some_and(Support::is_offered) {
            offered += 1;
        } else {
            let least = options.min_researched as usize;
            wanted.push((tool, spec.state(&family, Some(us), least)));
        }
    }
    let listed = report.gaps.iter().map(|gap| (gap, false));
    let listed = listed.chain(report.out_of_scope.iter().map(|gap| (gap, true)));
    let mut found: Vec<(usize, GapState)> = Vec::new();
    for (gap, is_out) in listed {
        let tool = position(gap.tool.id.as_str());
        let family = spec.family(tool, variants);
        found.push((tool, gap.state));
        assert_eq!(spec.scope(tool) == ScopeVerdict::Out, is_out, "t{tool}");
        assert_eq!(gap.scope.verdict, spec.scope(tool), "t{tool}");
        assert_eq!(gap.own, spec.best(us, &family), "t{tool}");
        let others = |wanted: &dyn Fn(Support) -> bool| {
            spec.count(|other| other != us && spec.best(other, &family).is_some_and(wanted))
        };
        let counts = [gap.offerers, gap.planned_by, gap.known_not];
        let supports: [&dyn Fn(Support) -> bool; 3] =
            [&Support::is_offered, &|support| support == Support::Planned, &|support| support == Support::No];
        assert_eq!(counts, supports.map(|support| number(others(support))), "t{tool}");
        assert_eq!(gap.offered_by.len(), gap.offerers as usize, "t{tool}");
    }
    let totals = report.totals;
    assert_eq!((totals.tools, totals.offered), (number(offered + wanted.len()), number(offered)));
    let of_state = |state| number(wanted.iter().filter(|(_, other)| *other == state).count());
    assert_eq!(GapState::ALL.map(|state| totals.gaps.of(state)), GapState::ALL.map(of_state));
    let out = |state| number(report.out_of_scope.iter().filter(|gap| gap.state == state).count());
    assert_eq!(GapState::ALL.map(|state| totals.out_of_scope.of(state)), GapState::ALL.map(out));
    found.sort_by_key(|(tool, _)| *tool);
    assert_eq!(found, wanted);
    // By scope, then by score (scores that are not negative compare as their bits), then by how
    // many offer it, then by id.
    for list in [&report.gaps, &report.out_of_scope] {
        let place = |gap: &landscape_graph::query::gaps::Gap<'_>| {
            let score = gap.support.as_ref().expect("the order is by peers").score;
            let reverse = std::cmp::Reverse((score.to_bits(), gap.offerers));
            (gap.scope.verdict, reverse, position(gap.tool.id.as_str()))
        };
        let order: Vec<_> = list.iter().map(place).collect();
        assert!(order.is_sorted(), "{order:?}");
    }
    for verdict in ScopeVerdict::ALL {
        let of_state = |state| {
            let fits = |(tool, other): &&(usize, GapState)| *other == state && spec.scope(*tool) == verdict;
            number(wanted.iter().filter(fits).count())
        };
        assert_eq!(GapState::ALL.map(|state| totals.of(verdict).of(state)), GapState::ALL.map(of_state));
    }
}

/// Asserts that each list in `cut` is a prefix of that in `full`, and that all else is equal.
fn assert_prefix(cut: &Value, full: &Value, top: usize, key: &str) {
    match (cut, full) {
        (Value::Array(cut), Value::Array(full))
            if ["companies", "pairs", "others", "hits", "active_in_stack"].contains(&key) =>
        {
            assert_eq!(cut.len(), full.len().min(top), "{key}");
            assert_eq!(cut[..], full[..cut.len()], "{key}");
        }
        (Value::Array(cut), Value::Array(full)) => {
            assert_eq!(cut.len(), full.len(), "{key}");
            cut.iter().zip(full).for_each(|(cut, full)| assert_prefix(cut, full, top, key));
        }
        (Value::Object(cut), Value::Object(full)) => {
            assert!(cut.keys().eq(full.keys()));
            cut.iter().for_each(|(key, cut)| assert_prefix(cut, &full[key], top, key));
        }
        // Where the list goes on is of the part alone.
        (_, _) if key == "next" => {}
        (cut, full) => assert_eq!(cut, full, "{key}"),
    }
}

proptest! {
    #![proptest_config(settings(400))]

    #[test]
    fn coverage_is_what_a_naive_count_gives(spec in specs()) {
        let landscape = spec.landscape();
        let stacks = (0..STACKS).map(|stack| spec.tools_in(stack));
        let roles = spec.roles.iter().map(|needs| {
            spec.counted(&spec.existing(chosen(needs, |set| *set)).collect::<Vec<_>>())
        });
        let wanted: Vec<Vec<usize>> =
            stacks.chain((0..spec.tools.len()).map(|tool| vec![tool])).chain(roles).collect();
        let kinds = [Kind::Stack, Kind::Tool, Kind::Role];
        let targets: Vec<NodeIx> = kinds.into_iter().flat_map(|kind| landscape.nodes(kind)).collect();
        let report = coverage::coverage(&landscape, &targets, &coverage::Options { page: Page::ALL, ..coverage::Options::default() });
        prop_assert_eq!(report.targets.len(), wanted.len());
        for (target, wanted) in report.targets.iter().zip(wanted) {
            prop_assert_eq!(&tools(&target.tools), &wanted);
            let mut rows: Vec<(usize, [Vec<usize>; 4])> = (0..spec.companies.len())
                .map(|company| {
                    let with = |support| {
                        let fits = |tool: &usize| spec.support(company, *tool) == Some(support);
                        wanted.iter().copied().filter(fits).collect::<Vec<_>>()
                    };
                    (company, Support::ALL.map(with))
                })
                .filter(|(_, supports)| supports.iter().any(|tools| !tools.is_empty()))
                .collect();
            rows.sort_by_key(|(company, [yes, partial, ..])| {
                (std::cmp::Reverse((yes.len() + partial.len(), yes.len())), *company)
            });
            prop_assert_eq!(target.companies.len(), rows.len());
            for (found, (company, [yes, partial, planned, no])) in target.companies.iter().zip(rows) {
                prop_assert_eq!(position(found.company.id.as_str()), company);
                let of = number(wanted.len());
                let (low, missing) = (number(yes.len() + partial.len()), number(planned.len() + no.len()));
                let interval = found.offered;
                prop_assert_eq!([interval.low, interval.high, interval.of], [low, of - missing, of]);
                prop_assert_eq!(found.unknown, of - low - missing);
                let lists = [&found.yes, &found.partial, &found.planned, &found.no]
                    .map(|covered| tools(covered.iter().map(|covered| &covered.tool)));
                prop_assert_eq!(lists, [yes, partial, planned, no]);
            }
            for (tool, offered_by) in wanted.iter().zip(&target.offered_by) {
                prop_assert_eq!(*offered_by, number(spec.count(|company| spec.offers(company, *tool))));
            }
            if target.target.kind == Kind::Stack {
                let stack = position(target.target.id);
                let mut active = chosen(&spec.companies, |company| company.active_in[stack]);
                active.retain(|company| !wanted.iter().any(|tool| spec.offers(*company, *tool)));
                let found: Vec<usize> =
                    target.active_in_stack.iter().map(|company| position(company.id.as_str())).collect();
                prop_assert_eq!(target.companies_active_in_stack, number(active.len()));
                prop_assert_eq!(found, active);
            }
        }
    }

    #[test]
    fn overlap_is_set_arithmetic_whichever_way_it_is_asked(spec in specs()) {
        let landscape = spec.landscape();
        let all = companies(&landscape);
        for (a, us) in all.iter().enumerate() {
            let ranking = overlap::one(&landscape, *us, &overlap::Options { page: Page::ALL, min_tools: Some(1), ..overlap::Options::default() });
            prop_assert_eq!(ranking.tools, number(spec.offered(a).len()));
            let mut others: Vec<usize> = Vec::new();
            for pair in &ranking.others {
                let b = position(pair.companies[1].id.as_str());
                others.push(b);
                assert_similarity(&spec, pair.similarity, a, b);
                let report = overlap::two(&landscape, *us, all[b]);
                prop_assert_eq!(report.similarity, pair.similarity);
                prop_assert_eq!(shared(&report), tools(&pair.shared));
            }
            // In the order of their own figures.
            let figures: Vec<_> = ranking.others.iter().map(|pair| pair.similarity).collect();
            for pair in figures.windows(2) {
                let [better, worse] = [pair[0], pair[1]].map(|s| (s.weighted_containment[0], s.shared));
                prop_assert!(better >= worse);
            }
            others.sort_unstable();
            let ours = spec.offered(a);
            let sharing = |b: &usize| *b != a && !ours.is_disjoint(&spec.offered(*b));
            prop_assert_eq!(others, (0..all.len()).filter(sharing).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_pair_is_symmetric_and_its_range_is_that_of_every_way_to_settle_it(spec in specs()) {
        let landscape = spec.landscape();
        let all = companies(&landscape);
        let (a, b) = (0, all.len() - 1);
        let report = overlap::two(&landscape, all[a], all[b]);
        let turned = overlap::two(&landscape, all[b], all[a]);
        assert_similarity(&spec, report.similarity, a, b);
        assert_similarity(&spec, turned.similarity, b, a);
        prop_assert_eq!(report.similarity.jaccard.to_bits(), turned.similarity.jaccard.to_bits());
        prop_assert_eq!(shared(&report), shared(&turned));
        prop_assert_eq!(report.jaccard_range.map(f64::to_bits), turned.jaccard_range.map(f64::to_bits));
        prop_assert_eq!(report.jaccard_range.map(f64::to_bits), naive_range(&spec, a, b).map(f64::to_bits));
        let one_sided = |sided: &[landscape_graph::query::overlap::OneSided<'_>]| tools(sided.iter().map(|one| &one.tool));
        prop_assert_eq!(one_sided(&report.only_first), one_sided(&turned.only_second));
        // The five lists are all the tools that count, each once.
        let neither = tools(report.neither.iter().map(|one| &one.tool));
        let lists = [shared(&report), one_sided(&report.only_first), one_sided(&report.only_second)];
        let mut every: Vec<usize> =
            lists.into_iter().chain([neither, tools(&report.unknown)]).flatten().collect();
        every.sort_unstable();
        prop_assert_eq!(every, (0..spec.tools.len()).filter(|tool| spec.is_whole(*tool)).collect::<Vec<_>>());
    }

    #[test]
    fn all_pairs_are_those_of_a_naive_double_loop(spec in specs(), top in of(0_usize..6), min_tools in 0_u32..4) {
        let landscape = spec.landscape();
        let breadth = |company: &usize| spec.offered(*company).len();
        let compared: Vec<usize> =
            (0..spec.companies.len()).filter(|company| breadth(company) >= min_tools as usize).collect();
        let by_jaccard = min_tools % 2 == 0;
        let mut wanted: Vec<(f64, usize, usize, usize)> = Vec::new();
        for (at, a) in compared.iter().enumerate() {
            for b in &compared[at + 1..] {
                let (of_a, of_b) = (spec.offered(*a), spec.offered(*b));
                let both = of_a.intersection(&of_b).count();
                if both > 0 {
                    let weight = |of: &mut dyn Iterator<Item = &usize>| of.fold(0.0, |sum, tool| sum + spec.weight(*tool));
                    let shared = weight(&mut of_a.intersection(&of_b));
                    let weighted = shared / (weight(&mut of_a.iter()) + weight(&mut of_b.iter()) - shared);
                    let jaccard = ratio(both, of_a.union(&of_b).count());
                    wanted.push((if by_jaccard { jaccard } else { weighted }, both, *a, *b));
                }
            }
        }
        wanted.sort_by(|x, y| y.0.total_cmp(&x.0).then((y.1, x.2, x.3).cmp(&(x.1, y.2, y.3))));
        let report = overlap::all(&landscape, &overlap::Options { page: Page { start: 0, top }, min_tools: Some(min_tools), by: by_jaccard.then_some(By::Jaccard), ..overlap::Options::default() });
        prop_assert_eq!((report.total, report.compared), (wanted.len() as u64, number(compared.len())));
        let too_few = (0..spec.companies.len()).filter(|company| (1..min_tools as usize).contains(&breadth(company)));
        prop_assert_eq!(report.too_few, number(too_few.count()));
        wanted.truncate(top.unwrap_or(usize::MAX));
        let ends = |pair: &PairOverlap<'_>| pair.companies.map(|company| position(company.id.as_str()));
        let found: Vec<_> = (report.pairs.iter())
            .map(|pair| {
                let [a, b] = ends(pair);
                let figure = if by_jaccard { pair.similarity.jaccard } else { pair.similarity.weighted_jaccard };
                (figure, pair.similarity.shared as usize, a, b)
            })
            .collect();
        prop_assert_eq!(found, wanted);
        for pair in &report.pairs {
            let [a, b] = ends(pair);
            assert_similarity(&spec, pair.similarity, a, b);
        }
    }

    #[test]
    fn a_rival_that_launches_what_we_offer_never_falls(spec in specs()) {
        let us = 0;
        let place = |spec: &Spec, rival: usize| {
            let landscape = spec.landscape();
            let options = overlap::Options { page: Page::ALL, ..overlap::Options::default() };
            let ranking = overlap::one(&landscape, companies(&landscape)[us], &options);
            let id = format!("c{rival}");
            ranking.others.iter().position(|pair| pair.companies[1].id.as_str() == id)
        };
        for rival in 1..spec.companies.len() {
            let before = place(&spec, rival);
            for tool in spec.offered(us).difference(&spec.offered(rival)) {
                let mut launched = spec.clone();
                launched.companies[rival].offers[*tool] = Some(Support::Yes);
                let after = place(&launched, rival);
                prop_assert!(after.is_some(), "c{} shares t{} now", rival, tool);
                prop_assert!(before.is_none() || after <= before, "c{}: from {:?} to {:?}", rival, before, after);
            }
        }
    }

    #[test]
    fn intersections_hold_every_tool_that_any_company_offers_once(spec in specs()) {
        let landscape = spec.landscape();
        let report = overlap::many(&landscape, &companies(&landscape));
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for group in &report.intersections {
            let by: Vec<usize> = group.companies.iter().map(|company| position(company.id.as_str())).collect();
            for tool in tools(&group.tools) {
                prop_assert!(seen.insert(tool), "t{} stands twice", tool);
                let offering = (0..spec.companies.len()).filter(|company| spec.offers(*company, tool));
                prop_assert_eq!(&by, &offering.collect::<Vec<_>>());
            }
        }
        let offered: BTreeSet<usize> =
            (0..spec.companies.len()).flat_map(|company| spec.offered(company)).collect();
        prop_assert_eq!(seen, offered);
        let sizes: Vec<usize> = report.intersections.iter().map(|group| group.tools.len()).collect();
        prop_assert!(sizes.is_sorted_by(|larger, smaller| larger >= smaller));
    }

    #[test]
    fn gaps_and_what_is_offered_are_all_tools(spec in specs(), min_researched in 1_u32..4, folded: bool) {
        let landscape = spec.landscape();
        let variants = if folded { Variants::Folded } else { Variants::Apart };
        let options = gaps::Options { page: Page::ALL, names: None, min_researched, variants, ..gaps::Options::default() };
        for (us, company) in companies(&landscape).into_iter().enumerate() {
            assert_gaps(&spec, &gaps::gaps(&landscape, company, &options), us, &options);
        }
    }

    #[test]
    fn white_space_is_what_nobody_offers(spec in specs(), min_researched in 1_u32..4) {
        let landscape = spec.landscape();
        let options = whitespace::Options { page: Page::ALL, min_researched, ..whitespace::Options::default() };
        let report = whitespace::whitespace(&landscape, &options);
        let whole: Vec<usize> = (0..spec.tools.len()).filter(|tool| spec.is_whole(*tool)).collect();
        let state = |tool: usize| spec.state(&[tool], None, min_researched as usize);
        let mut wanted: Vec<(GapState, usize)> = whole.iter().map(|tool| (state(*tool), *tool)).collect();
        wanted.retain(|(state, _)| *state != GapState::Contested);
        wanted.sort_unstable();
        let found: Vec<(GapState, usize)> =
            report.tools.iter().map(|white| (white.state, position(white.tool.id.as_str()))).collect();
        prop_assert_eq!(&found, &wanted);
        prop_assert_eq!((report.total, report.of), (number(wanted.len()), number(whole.len())));
        let of_state = |wanted| number(found.iter().filter(|(state, _)| *state == wanted).count());
        for state in GapState::ALL {
            prop_assert_eq!(report.states.of(state), of_state(state));
        }
        for white in &report.tools {
            prop_assert_eq!(white.scope, spec.scope(position(white.tool.id.as_str())));
        }
        let served = |stack: &usize| {
            let offers = |tool: &usize| spec.count(|company| spec.offers(company, *tool)) > 0;
            spec.companies.iter().any(|company| company.active_in[*stack]) || spec.tools_in(*stack).iter().any(offers)
        };
        let stacks: Vec<usize> = report.stacks.iter().map(|white| position(white.stack.id.as_str())).collect();
        prop_assert_eq!(stacks, (0..STACKS).filter(|stack| !served(stack)).collect::<Vec<_>>());
        let needs: Vec<(usize, usize)> = (report.needs.iter())
            .map(|need| (position(need.role.id.as_str()), position(need.tool.id.as_str())))
            .collect();
        let all = spec.roles.iter().enumerate().flat_map(|(role, needs)| {
            spec.existing(chosen(needs, |set| *set)).map(move |tool| (role, tool))
        });
        prop_assert_eq!(needs, all.filter(|(_, tool)| state(*tool) != GapState::Contested).collect::<Vec<_>>());
    }

    #[test]
    fn scope_is_decided_as_defined(spec in specs()) {
        let landscape = spec.landscape();
        for (tool, ix) in landscape.tools().enumerate() {
            prop_assert_eq!(scope::scope_of(&landscape, ix).verdict, spec.scope(tool), "t{}", tool);
        }
    }
}

proptest! {
    #![proptest_config(settings(120))]

    #[test]
    fn the_files_that_records_stand_in_change_nothing(
        (spec, files) in specs().prop_flat_map(|spec| { let files = spread(spec.records()); (Just(spec), files) })
    ) {
        let wanted = reports(&spec.landscape(), None);
        let found = reports(&load(&files), None);
        for (found, wanted) in found.iter().zip(&wanted) {
            prop_assert_eq!(found.to_string(), wanted.to_string());
        }
        prop_assert_eq!(found.len(), wanted.len());
    }

    #[test]
    fn top_cuts_the_full_list_and_changes_nothing_else(spec in specs(), top in 0_usize..5) {
        let landscape = spec.landscape();
        let all = Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)).collect::<Vec<_>>();
        let value = |report: &dyn Fn(Option<usize>) -> Value| (report(Some(top)), report(None));
        let json = |report: serde_json::Result<Value>| report.expect("a report can be written");
        let mut pairs = vec![
            value(&|top| json(serde_json::to_value(coverage::coverage(&landscape, &all, &coverage::Options { page: Page { start: 0, top }, ..coverage::Options::default() })))),
            value(&|top| json(serde_json::to_value(matrix::matrix(&landscape, &coverage::Options { page: Page { start: 0, top }, ..coverage::Options::default() })))),
            value(&|top| json(serde_json::to_value(overlap::all(&landscape, &overlap::Options { page: Page { start: 0, top }, min_tools: Some(1), ..overlap::Options::default() })))),
            value(&|top| json(serde_json::to_value(find::find(&landscape, "o", &find::Options { page: Page { start: 0, top }, kinds: Vec::new() })))),
        ];
        for company in landscape.companies() {
            let one = |top| overlap::one(&landscape, company, &overlap::Options { page: Page { start: 0, top }, min_tools: Some(1), ..overlap::Options::default() });
            pairs.push(value(&|top| json(serde_json::to_value(one(top)))));
        }
        pairs.iter().for_each(|(cut, full)| assert_prefix(cut, full, top, ""));

        let white = |top| whitespace::whitespace(&landscape, &whitespace::Options { page: Page { start: 0, top }, min_researched: 2, ..whitespace::Options::default() });
        let (cut, full) = value(&|top| json(serde_json::to_value(white(top))));
        for list in ["tools", "parts", "needs"] {
            let [cut, full] = [&cut, &full].map(|report| report[list].as_array().expect("it is a list"));
            prop_assert_eq!(&cut[..], &full[..full.len().min(top)]);
        }
        // Of gaps, each state of each verdict of scope is cut by itself.
        for rank in [Rank::default(), Rank::Popularity, Rank::Name] {
            let report = |top| gaps::gaps(&landscape, companies(&landscape)[0], &gaps::Options { page: Page { start: 0, top }, rank, ..gaps::Options::default() });
            let (cut, full) = (report(Some(top)), report(None));
            prop_assert_eq!(cut.totals, full.totals);
            for (cut, full) in [(&cut.gaps, &full.gaps), (&cut.out_of_scope, &full.out_of_scope)] {
                let [cut, full] = [cut, full].map(|gaps| tools(gaps.iter().map(|gap| &gap.tool)));
                prop_assert_eq!(&cut, &full[..full.len().min(top)]);
            }
        }
    }

    #[test]
    fn chains_are_as_long_and_as_many_from_either_end(spec in specs(), pick in 0_usize..1000) {
        let landscape = spec.landscape();
        let nodes: Vec<NodeIx> = Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)).collect();
        let from = nodes[pick % nodes.len()];
        for to in nodes {
            let options = why::Options { page: landscape_graph::query::Page::ALL };
            let there = why::why(&landscape, from, to, &options, &NoPlaces);
            let back = why::why(&landscape, to, from, &options, &NoPlaces);
            prop_assert_eq!((there.length, there.total), (back.length, back.total));
            prop_assert_eq!(there.chains.len(), there.total as usize);
            for chain in &there.chains {
                prop_assert_eq!(Some(number(chain.len())), there.length);
                let is_joined = chain.windows(2).all(|steps| steps[0].to == steps[1].from);
                prop_assert!(is_joined);
                prop_assert!(chain.iter().all(|step| step.support != Some(Support::No)));
            }
        }
    }
}

/// Loads what may be nonsense, and goes as far as it leads.
fn load_nonsense(files: &Files) -> bool {
    match parse(files) {
        Ok(model) => {
            let _ = warnings(files, &model, None);
            let landscape = Landscape::build(model, &BuildOptions::default());
            let _ = (overview::overview(&landscape), map::map(&landscape, &map::Options::default()));
            true
        }
        Err(problems) => {
            assert!(!problems.problems.is_empty(), "refused for no reason");
            for problem in &problems.problems {
                // The words and the places of a problem hold for any text too.
                let _ = (problem.fault.to_string(), problem.fault.help());
                let _ = problem.place.map(|place| files.describe(place));
            }
            false
        }
    }
}

/// A change to a text: where it is made as a share of the text, how much it takes away, and what it
/// puts there.
type Change = (f64, usize, String);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let pieces = [
        "",
        "",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\ud800",
        "null",
        "true",
        "-1",
        "1e999",
        "\u{0}",
        "\u{feff}",
        "é",
        "\"id\":\"crumb\",",
        "\"tool\":\"till\",",
        "{},",
        "[[",
        "\"support\":\"maybe\",",
        "\"until\":\"2024-13-01\",",
        "\"since\":\"2024-01-01\",",
        "\"part_of\":[{\"tool\":\"till\"}],",
        "\"offers\":{},",
        "\\u0063",
    ];
    let piece = prop_oneof![
        proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    vec((0.0..1.0, 0_usize..12, piece), 1..4)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is a place in it"
)]
fn changed(text: &str, changes: &[Change]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (share, taken, put) in changes {
        let at = (float(characters.len()) * share) as usize;
        let end = (at + taken).min(characters.len());
        characters.splice(at..end, put.chars());
    }
    characters.into_iter().collect()
}

proptest! {
    #![proptest_config(settings(1500))]

    #[test]
    fn loading_any_bytes_ends_well(bytes in vec(any::<u8>(), 0..200)) {
        load_nonsense(&Files::from_reader("nonsense", bytes.as_slice()));
    }

    #[test]
    fn loading_any_text_ends_well(text: String, lines: bool) {
        let name = if lines { "nonsense.jsonl" } else { "nonsense.json" };
        load_nonsense(&Files::from_text(name, &text));
    }

    #[test]
    fn what_serde_refuses_is_reported(changes in changes()) {
        let text = changed(crate::landscapes::BAKERY, &changes);
        let files = Files::from_text("all.json", &text);
        let is_sound = load_nonsense(&files);
        if let Err(error) = serde_json::from_str::<Document<'_>>(&text) {
            prop_assert!(!is_sound, "nothing is reported of: {}\n{}", error, text);
        }
    }

    #[test]
    fn a_fault_in_one_line_is_reported_whatever_stands_in_the_others(changes in changes(), at in 0_usize..8) {
        let lines: Vec<&str> = include_str!("../data/valid/companies.jsonl").lines().collect();
        let at = at % lines.len();
        let line = changed(lines[at], &changes);
        let text: Vec<&str> = lines.iter().enumerate().map(|(i, old)| if i == at { &*line } else { *old }).collect();
        let others = ["landscape.json", "people.json", "tools.json"];
        let others = others.map(|name| {
            let text = std::fs::read_to_string(crate::support::data("valid").join(name));
            (name, text.expect("the file can be read"))
        });
        let text = text.join("\n");
        let files = Files::from_texts(
            others.iter().map(|(name, text)| (*name, text.as_str())).chain([("companies.jsonl", text.as_str())]),
        );
        let is_sound = load_nonsense(&files);
        let is_refused = |line: &str| !line.trim().is_empty() && serde_json::from_str::<Document<'_>>(line).is_err();
        if text.lines().any(is_refused) {
            prop_assert!(!is_sound, "nothing is reported of: {}", line);
        }
    }
}
