//! Peer support: scores worked out by hand, their explanations, and a dense matrix as the oracle.

use landscape_graph::Landscape;
use landscape_graph::query::{
    gaps::{self, Gap, ScopeFilter, Variants},
    peers::{self, PeerSupport},
    rank::Rank,
    scope::ScopeVerdict,
    state::GapState,
};
use proptest::prelude::*;

use crate::landscapes::{build, company, ids};
use crate::properties::{STACKS, Spec, companies, float, number, position, settings, specs};

/// Us and four others. In brackets the number of tools of each: a [2], b [4], c [1], d [2].
const MARKET: &str = r#"{
  "stacks": [{ "id": "one", "name": "One" }, { "id": "two", "name": "Two" }],
  "tools": [
    { "id": "held-1", "name": "Held 1", "in_stack": [{ "stack": "one" }] },
    { "id": "held-2", "name": "Held 2", "in_stack": [{ "stack": "two" }] },
    { "id": "plain", "name": "Plain", "in_stack": [{ "stack": "one" }] },
    { "id": "ripe", "name": "Ripe", "in_stack": [{ "stack": "one" }, { "stack": "two" }] },
    { "id": "wide", "name": "Wide" },
    { "id": "zero", "name": "Zero", "in_stack": [{ "stack": "one" }] }
  ],
  "companies": [
    { "id": "us", "name": "Us", "offers": [{ "tool": "held-1", "support": "yes" }, { "tool": "held-2", "support": "partial" }] },
    { "id": "a", "name": "A", "offers": [{ "tool": "held-1", "support": "yes" }, { "tool": "plain", "support": "yes" }] },
    { "id": "b", "name": "B", "offers": [
      { "tool": "held-1", "support": "yes" }, { "tool": "held-2", "support": "yes" },
      { "tool": "plain", "support": "partial" }, { "tool": "ripe", "support": "yes" }, { "tool": "wide", "support": "planned" }] },
    { "id": "c", "name": "C", "offers": [{ "tool": "plain", "support": "yes" }] },
    { "id": "d", "name": "D", "offers": [
      { "tool": "held-2", "support": "yes" }, { "tool": "wide", "support": "yes" }, { "tool": "plain", "support": "no" }] }
  ]
}"#;

fn by_peers(kappa: f64, gamma: f64) -> gaps::Options {
    gaps::Options {
        rank: Rank::Peers(peers::Options { kappa, gamma }),
        min_researched: 1,
        ..gaps::Options::default()
    }
}

fn report<'l>(landscape: &'l Landscape, options: &gaps::Options) -> gaps::Report<'l> {
    gaps::gaps(landscape, company(landscape, "us"), options)
}

fn support<'r, 'l>(report: &'r gaps::Report<'l>, id: &str) -> &'r PeerSupport<'l> {
    let gap = report.gaps.iter().find(|gap| gap.tool.id.as_str() == id);
    gap.and_then(|gap| gap.support.as_ref()).unwrap_or_else(|| panic!("no support for {id}"))
}

/// Each gap with its score, in order.
#[track_caller]
fn assert_scores(report: &gaps::Report<'_>, wanted: &[(&str, f64)]) {
    let found: Vec<&str> = report.gaps.iter().map(|gap| gap.tool.id.as_str()).collect();
    assert_eq!(found, wanted.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    for (id, wanted) in wanted {
        let found = support(report, id).score;
        assert!((found - wanted).abs() < 1e-9, "{id} has {found}, not {wanted}");
    }
}

#[track_caller]
fn assert_near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
}

#[test]
fn scores_are_those_worked_out_by_hand() {
    let landscape = build(MARKET);
    // Held 1 is offered by two others, a and b, and held 2 by two, b and d. The votes of those who
    //   offer both: held 1 with plain: a 1/2 + b 1/4 = 3/4 held 2 with plain: b 1/4 (d says no)
    //   held 1 with ripe: b 1/4 held 2 with ripe: b 1/4 held 1 with wide: none (b plans it) held 2
    //   with wide: d 1/2 Without κ and γ each is divided by 2. Ripe and wide have 1/4 each, and one
    //   company each: the id decides.
    assert_scores(
        &report(&landscape, &by_peers(0.0, 0.0)),
        &[("plain", 0.5), ("ripe", 0.25), ("wide", 0.25), ("zero", 0.0)],
    );
    // π is (1/2 + 1/4 + 1) / 5 = 7/20 for plain, 1/20 for ripe, 1/10 for wide; all is divided by
    //   2 + 5. plain: (3/4 + 7/4 + 1/4 + 7/4) / 7 = 9/14, × 1.5 since one of the two held is in its
    //   stack: 27/28 ripe: (1/4 + 1/4 + 1/4 + 1/4) / 7 = 1/7, × 2 since both are in one of its
    //   stacks: 2/7 wide: (0 + 1/2 + 1/2 + 1/2) / 7 = 3/14, and it has no stack
    assert_scores(
        &report(&landscape, &by_peers(5.0, 1.0)),
        &[("plain", 27.0 / 28.0), ("ripe", 2.0 / 7.0), ("wide", 3.0 / 14.0), ("zero", 0.0)],
    );
    assert_eq!(peers::Options::default(), peers::Options { kappa: 5.0, gamma: 1.0 });
    // γ alone.
    assert_scores(
        &report(&landscape, &by_peers(0.0, 1.0)),
        &[("plain", 0.75), ("ripe", 0.5), ("wide", 0.25), ("zero", 0.0)],
    );
    // So much popularity that nothing else is left: 2 π, once for each of the held tools.
    let popular = report(&landscape, &by_peers(1e12, 0.0));
    assert_scores(&popular, &[("plain", 0.7), ("wide", 0.2), ("ripe", 0.1), ("zero", 0.0)]);
    assert!(support(&popular, "plain").popularity_share > 0.999_999);
}

#[test]
fn a_tool_that_nobody_offers_stays_listed_and_scores_nothing() {
    let landscape = build(MARKET);
    let report = report(&landscape, &by_peers(5.0, 1.0));
    let zero = report.gaps.last().expect("there are gaps");
    assert_eq!((zero.tool.id.as_str(), zero.state), ("zero", GapState::Unresearched));
    let support = zero.support.as_ref().expect("there is an explanation");
    assert_eq!((support.score, support.popularity_share, support.peers.len()), (0.0, 0.0, 0));
    assert!(support.held.iter().all(|held| held.share == 0.0 && held.both == 0), "{support:?}");
}

#[test]
fn one_s_own_votes_and_what_nobody_else_offers_count_for_nothing() {
    // We offer two more tools, which nobody else does: with κ = 0 that divides by no one.
    let more = MARKET
        .replace(r#""tools": ["#, r#""tools": [{ "id": "own-1", "name": "Own 1" }, { "id": "own-2", "name": "Own 2" },"#)
        .replace(
            r#"{ "id": "us", "name": "Us", "offers": ["#,
            r#"{ "id": "us", "name": "Us", "offers": [{ "tool": "own-1", "support": "yes" }, { "tool": "own-2", "support": "yes" },"#,
        );
    let landscape = build(&more);
    let without = report(&landscape, &by_peers(0.0, 0.0));
    assert_scores(&without, &[("plain", 0.5), ("ripe", 0.25), ("wide", 0.25), ("zero", 0.0)]);
    let own = support(&without, "plain").held.iter().find(|held| held.tool.id.as_str() == "own-1");
    let own = own.expect("it is held");
    assert_eq!((own.others, own.both, own.votes, own.popularity), (0, 0, 0.0, 0.0));
    // With κ it adds nothing but popularity: κ·π / (0 + κ) = π, for each of the two, to the 9/14
    // above.
    let with = report(&landscape, &by_peers(5.0, 0.0));
    assert_near(support(&with, "plain").score, 9.0 / 14.0 + 2.0 * 7.0 / 20.0);
}

#[test]
fn an_explanation_takes_the_score_apart() {
    let landscape = build(MARKET);
    let report = report(&landscape, &by_peers(5.0, 1.0));
    let plain = support(&report, "plain");
    // Of 9/14 in all: held 1 has votes of 3/28, held 2 of 1/28, and each 7/28 of popularity.
    let held: Vec<_> =
        plain.held.iter().map(|held| (held.tool.id.as_str(), held.others, held.both)).collect();
    assert_eq!(held, [("held-1", 2, 2), ("held-2", 2, 1)]);
    for (held, votes, share) in [(&plain.held[0], 3.0, 1.0 / 6.0), (&plain.held[1], 1.0, 1.0 / 18.0)] {
        assert_near(held.votes, votes / 28.0);
        assert_near(held.popularity, 7.0 / 28.0);
        assert_near(held.share, share);
    }
    assert_near(plain.popularity_share, 7.0 / 9.0);
    let boost = &plain.boost;
    assert_eq!((ids(&boost.stacks), boost.held_there, boost.held), (vec!["one".to_owned()], 1, 2));
    assert_near(boost.factor, 1.5);
    // A has one of the held tools and half a vote, b both and a quarter: equal, so that the id
    // decides. C has none.
    let peers: Vec<&str> = plain.peers.iter().map(|peer| peer.company.id.as_str()).collect();
    assert_eq!(peers, ["a", "b"]);
    plain.peers.iter().for_each(|peer| assert_near(peer.share, 1.0 / 9.0));
    assert_eq!(support(&report, "ripe").boost.held_there, 2);
    assert_eq!((support(&report, "wide").boost.held_there, support(&report, "wide").boost.factor), (0, 1.0));
}

#[test]
fn the_four_strongest_peers_are_named_those_with_few_tools_first() {
    // Each offers ours, theirs and so many others: its vote is split over all of them.
    let peers = [("p0", 5), ("p1", 4), ("p2", 0), ("p3", 3), ("p4", 1), ("p5", 2)];
    let tools: Vec<String> = ["ours", "theirs", "o0", "o1", "o2", "o3", "o4"].map(str::to_owned).to_vec();
    let offer = |tool: &String| serde_json::json!({ "tool": tool, "support": "yes" });
    let mut companies = vec![serde_json::json!({ "id": "us", "name": "Us", "offers": [offer(&tools[0])] })];
    companies.extend(peers.map(|(id, others)| {
        let offers: Vec<_> = tools.iter().take(2 + others).map(offer).collect();
        serde_json::json!({ "id": id, "name": id, "offers": offers })
    }));
    let tools: Vec<_> = tools.iter().map(|id| serde_json::json!({ "id": id, "name": id })).collect();
    let landscape = build(&serde_json::json!({ "tools": tools, "companies": companies }).to_string());
    let report = report(&landscape, &by_peers(0.0, 0.0));
    let theirs = support(&report, "theirs");
    let named: Vec<&str> = theirs.peers.iter().map(|peer| peer.company.id.as_str()).collect();
    assert_eq!(named, ["p2", "p4", "p5", "p3"]);
    // 1/2 + 1/3 + … + 1/7, of which the strongest has 1/2.
    let votes: f64 = (2..=7).map(|tools| 1.0 / f64::from(tools)).sum();
    assert_near(theirs.score, votes / 6.0);
    assert_near(theirs.peers[0].share, 0.5 / votes);
}

#[test]
fn a_tool_held_in_two_stacks_of_a_candidate_counts_once() {
    let landscape = build(
        r#"{ "stacks": [{ "id": "one", "name": "One" }, { "id": "two", "name": "Two" }, { "id": "three", "name": "Three" }],
          "tools": [
            { "id": "both", "name": "Both", "in_stack": [{ "stack": "one" }, { "stack": "two" }] },
            { "id": "far", "name": "Far", "in_stack": [{ "stack": "three" }] },
            { "id": "wanted", "name": "Wanted", "in_stack": [{ "stack": "one" }, { "stack": "two" }] }],
          "companies": [
            { "id": "us", "name": "Us", "offers": [{ "tool": "both", "support": "yes" }, { "tool": "far", "support": "yes" }] },
            { "id": "a", "name": "A", "offers": [{ "tool": "both", "support": "yes" }, { "tool": "wanted", "support": "yes" }] }] }"#,
    );
    let report = report(&landscape, &by_peers(0.0, 1.0));
    let boost = &support(&report, "wanted").boost;
    assert_eq!((boost.held_there, boost.held, ids(&boost.stacks).len()), (1, 2, 2));
    // The half vote of the one other, × 1.5.
    assert_scores(&report, &[("wanted", 0.75)]);
}

#[test]
fn a_company_that_offers_nothing_has_no_peers() {
    let landscape = build(&MARKET.replace(
        r#"{ "tool": "held-1", "support": "yes" }, { "tool": "held-2", "support": "partial" }] }"#,
        r#"{ "tool": "held-1", "support": "no" }, { "tool": "held-2", "support": "planned" }] }"#,
    ));
    let report = report(&landscape, &by_peers(5.0, 1.0));
    // By how many offer them: 3, 2, 2, 1, 1, 0.
    assert_scores(
        &report,
        &[("plain", 0.0), ("held-1", 0.0), ("held-2", 0.0), ("ripe", 0.0), ("wide", 0.0), ("zero", 0.0)],
    );
    assert_eq!((report.own_offers, report.rank), (0, Some(Rank::default())));
}

#[test]
fn a_part_offered_is_the_whole_offered_and_a_vote_is_split_over_wholes() {
    let landscape = build(
        r#"{ "tools": [
            { "id": "till", "name": "Till" },
            { "id": "reader", "name": "Reader", "part_of": [{ "tool": "till" }] },
            { "id": "printer", "name": "Printer", "part_of": [{ "tool": "till" }] },
            { "id": "scale", "name": "Scale" },
            { "id": "dial", "name": "Dial", "part_of": [{ "tool": "scale" }] }],
          "companies": [
            { "id": "us", "name": "Us", "offers": [{ "tool": "reader", "support": "yes" }] },
            { "id": "a", "name": "A", "offers": [{ "tool": "reader", "support": "yes" }, { "tool": "printer", "support": "yes" },
              { "tool": "dial", "support": "yes" }] },
            { "id": "b", "name": "B", "offers": [{ "tool": "printer", "support": "yes" }] }] }"#,
    );
    let report = report(&landscape, &by_peers(0.0, 0.0));
    // We and both others have a till, by its parts. A has two tools that count: a till and a scale.
    // 1/2 / (3 − 1).
    assert_scores(&report, &[("scale", 0.25)]);
    let scale = support(&report, "scale");
    assert_eq!((scale.held[0].tool.id.as_str(), scale.held[0].others, scale.held[0].both), ("till", 2, 1));
}

#[test]
fn who_offers_several_variants_has_one_vote() {
    let landscape = build(
        r#"{ "tools": [{ "id": "held", "name": "Held" }, { "id": "oven", "name": "Oven" },
            { "id": "proofer", "name": "Proofer", "variant_of": [{ "tool": "oven" }] }],
          "companies": [
            { "id": "us", "name": "Us", "offers": [{ "tool": "held", "support": "yes" }] },
            { "id": "a", "name": "A", "offers": [{ "tool": "held", "support": "yes" }, { "tool": "oven", "support": "yes" }] },
            { "id": "b", "name": "B", "offers": [{ "tool": "held", "support": "yes" }, { "tool": "proofer", "support": "yes" }] },
            { "id": "c", "name": "C", "offers": [{ "tool": "held", "support": "yes" }, { "tool": "oven", "support": "yes" },
              { "tool": "proofer", "support": "yes" }] }] }"#,
    );
    // Apart: a 1/2 and c 1/3 for the one, b 1/2 and c 1/3 for the other.
    let apart = report(&landscape, &by_peers(0.0, 0.0));
    assert_scores(&apart, &[("oven", 5.0 / 18.0), ("proofer", 5.0 / 18.0)]);
    let folded = |kappa| {
        let options = gaps::Options { variants: Variants::Folded, ..by_peers(kappa, 0.0) };
        report(&landscape, &options)
    };
    // Folded: 1/2 + 1/2 + 1/3 = 4/3, of three others.
    assert_scores(&folded(0.0), &[("oven", 4.0 / 9.0)]);
    let both = support(&folded(0.0), "oven").held[0].both;
    assert_eq!(both, 3);
    // π is 4/3 / 4 = 1/3: (4/3 + 2/3) / (3 + 2).
    assert_scores(&folded(2.0), &[("oven", 0.4)]);
}

#[test]
fn what_is_summed_up_in_another_order_is_still_equal() {
    // Both have the votes 1/3, 1/5 and 1/7 (twice), which come in another order: only more
    // companies set them apart.
    let filler =
        |from: usize, count: usize| (from..from + count).map(|at| format!("f{at}")).collect::<Vec<_>>();
    let peers = [("a", "x", 3), ("b", "x", 5), ("c", "x", 7), ("d", "y", 7), ("e", "y", 3), ("f", "y", 5)];
    let tools: Vec<String> = ["held", "x", "y"].map(str::to_owned).into_iter().chain(filler(0, 6)).collect();
    let offer = |tool: String| serde_json::json!({ "tool": tool, "support": "yes" });
    let company = |id: &str, offered: Vec<String>| serde_json::json!({ "id": id, "name": id, "offers": offered.into_iter().map(offer).collect::<Vec<_>>() });
    let mut companies = vec![company("us", [vec!["held".to_owned()], filler(0, 6)].concat())];
    companies.extend(peers.map(|(id, tool, breadth)| {
        company(id, [vec!["held".to_owned(), tool.to_owned()], filler(0, breadth - 2)].concat())
    }));
    let tools: Vec<_> = tools.iter().map(|id| serde_json::json!({ "id": id, "name": id })).collect();
    let landscape = build(&serde_json::json!({ "tools": tools, "companies": companies }).to_string());
    for kappa in [0.0, 0.1, 1.0, 5.0, 7.3] {
        let report = report(&landscape, &by_peers(kappa, 1.0));
        let (x, y) = (support(&report, "x").score, support(&report, "y").score);
        assert_eq!(x.to_bits(), y.to_bits(), "{x} {y} for {kappa}");
    }
}

#[test]
fn parameters_out_of_bounds_are_brought_within_them() {
    let landscape = build(MARKET);
    for (given, taken) in [(-1.0, 0.0), (f64::NAN, 0.0), (f64::INFINITY, 1e12), (f64::MAX, 1e12)] {
        let report = report(&landscape, &by_peers(given, given));
        let taken = Rank::Peers(peers::Options { kappa: taken, gamma: taken });
        assert_eq!(report.rank, Some(taken), "{given}");
        assert!(
            report
                .gaps
                .iter()
                .all(|gap| gap.support.as_ref().is_some_and(|support| support.score.is_finite()))
        );
    }
}

#[cfg(feature = "render")]
mod text {
    use landscape_graph::query::gaps;
    use landscape_graph::query::rank::Rank;

    use super::{MARKET, by_peers, report};
    use crate::landscapes::{build, explained};

    #[test]
    fn scores_taken_apart() {
        let landscape = build(MARKET);
        insta::assert_snapshot!(explained(&report(&landscape, &by_peers(5.0, 1.0))));
        let bare = explained(&report(&landscape, &by_peers(0.0, 0.0)));
        assert!(!bare.contains("popularity)") && !bare.contains("All ×"), "{bare}");
        assert!(bare.contains("75\u{a0}% because Us offers Held 1 (of 2 others that do, 2 also"), "{bare}");
        let unranked =
            explained(&report(&landscape, &gaps::Options { rank: Rank::Name, ..gaps::Options::default() }));
        assert!(unranked.contains("The order is not by peer support"), "{unranked}");
    }
}

/// The score as the formula is written, over dense matrices.
fn naive(
    spec: &Spec,
    us: usize,
    family: &[usize],
    stacks_of: &dyn Fn(usize) -> Vec<usize>,
    options: peers::Options,
) -> f64 {
    let n = spec.companies.len();
    let held = spec.offered(us);
    let offers = |company: usize| family.iter().any(|tool| spec.offers(company, *tool));
    let others: Vec<usize> = (0..n).filter(|other| *other != us && offers(*other)).collect();
    if others.is_empty() || held.is_empty() {
        return 0.0;
    }
    let vote = |company: usize| 1.0 / float(spec.offered(company).len());
    let popularity = others.iter().map(|other| vote(*other)).sum::<f64>() / float(n);
    let stacks = stacks_of(family[0]);
    let there =
        held.iter().filter(|tool| stacks_of(**tool).iter().any(|stack| stacks.contains(stack))).count();
    let sum: f64 = held
        .iter()
        .map(|tool| {
            let both = others.iter().filter(|other| spec.offers(**other, *tool));
            let votes: f64 = both.map(|other| vote(*other)).sum();
            let offerers = (0..n).filter(|other| spec.offers(*other, *tool)).count();
            let below = float(offerers - 1) + options.kappa;
            if below > 0.0 { (votes + options.kappa * popularity) / below } else { 0.0 }
        })
        .sum();
    (1.0 + options.gamma * float(there) / float(held.len())) * sum
}

/// Asserts that the parts of an explanation make up the whole.
fn assert_explained(spec: &Spec, us: usize, gap: &Gap<'_>, family: &[usize]) {
    let support = gap.support.as_ref().expect("the order is by peers");
    let sum: f64 = support.held.iter().map(|held| held.votes + held.popularity).sum();
    let whole = support.boost.factor * sum;
    assert!((whole - support.score).abs() <= 1e-12 * support.score, "{whole} is not {}", support.score);
    let shares: f64 = support.held.iter().map(|held| held.share).sum::<f64>() + support.popularity_share;
    let wanted = if support.score > 0.0 { 1.0 } else { 0.0 };
    assert!((shares - wanted).abs() < 1e-12, "the shares add up to {shares}");
    assert!(support.held.is_sorted_by(|a, b| a.votes >= b.votes));
    assert!(support.peers.is_sorted_by(|a, b| a.share >= b.share) && support.peers.len() <= 4);
    let of_peers: f64 = support.peers.iter().map(|peer| peer.share).sum();
    assert!(of_peers <= 1.0 - support.popularity_share + 1e-12, "{of_peers}");
    for held in &support.held {
        let tool = position(held.tool.id.as_str());
        let others: Vec<usize> =
            (0..spec.companies.len()).filter(|other| *other != us && spec.offers(*other, tool)).collect();
        let both =
            others.iter().filter(|other| family.iter().any(|tool| spec.offers(**other, *tool))).count();
        assert_eq!((held.others, held.both), (number(others.len()), number(both)));
    }
}

fn parameter() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), 0.0..20.0, Just(1e12)]
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn scores_are_those_of_a_dense_matrix(
        spec in specs(), kappa in parameter(), gamma in parameter(), folded: bool, stack in proptest::option::of(0..STACKS)
    ) {
        let landscape = spec.landscape();
        let tools: Vec<_> = landscape.tools().collect();
        let stacks: Vec<_> = landscape.stacks().collect();
        let stacks_of = |tool: usize| -> Vec<usize> {
            landscape.stacks_of(tools[tool]).iter().map(|stack| stack.ordinal() as usize).collect()
        };
        let parameters = peers::Options { kappa, gamma };
        let options = gaps::Options {
            rank: Rank::Peers(parameters),
            variants: if folded { Variants::Folded } else { Variants::Apart },
            within: stack.map(|stack| stacks[stack]).into_iter().collect::<Vec<_>>().into(),
            ..gaps::Options::default()
        };
        for (us, company) in companies(&landscape).into_iter().enumerate() {
            let report = gaps::gaps(&landscape, company, &options);
            let totals = report.totals;
            for state in GapState::ALL {
                let by_scope: u32 = ScopeVerdict::ALL.iter().map(|verdict| totals.of(*verdict).of(state)).sum();
                prop_assert_eq!(by_scope, totals.gaps.of(state));
            }
            prop_assert_eq!(totals.gaps.sum() + totals.offered, totals.tools);
            for gap in report.gaps.iter().chain(&report.out_of_scope) {
                let family = spec.family(position(gap.tool.id.as_str()), options.variants);
                let wanted = naive(&spec, us, &family, &stacks_of, parameters);
                let found = gap.support.as_ref().expect("the order is by peers").score;
                prop_assert!((found - wanted).abs() <= 1e-9 * wanted, "{} has {}, not {}", gap.tool.id, found, wanted);
                assert_explained(&spec, us, gap, &family);
            }
            let in_scope = gaps::gaps(&landscape, company, &gaps::Options { scope: ScopeFilter::In, ..options.clone() });
            let ids_of = |gaps: &mut dyn Iterator<Item = &Gap<'_>>| -> Vec<String> {
                gaps.map(|gap| gap.tool.id.to_string()).collect()
            };
            prop_assert_eq!(in_scope.totals, totals);
            prop_assert!(in_scope.out_of_scope.is_empty());
            prop_assert_eq!(
                ids_of(&mut in_scope.gaps.iter()),
                ids_of(&mut report.gaps.iter().filter(|gap| gap.scope.verdict == ScopeVerdict::In))
            );
        }
    }
}
