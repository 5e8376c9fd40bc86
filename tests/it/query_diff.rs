//! What changed from one state of a landscape to another: pairs of small ones, and what must hold
//! for any two.

use std::collections::BTreeSet;

use landscape_graph::Landscape;
use landscape_graph::catalogue::{AskError, Context, State, run};
use landscape_graph::load::{Files, parse};
use landscape_graph::query::{
    Page,
    diff::{self, Change, KeyValue, RenameGround},
    gaps::Standing,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::landscapes::{bakery, build, build_as_of, ids, node};
use crate::properties::{settings, specs};

fn all<'l>(old: &'l Landscape, new: &'l Landscape) -> diff::Report<'l> {
    diff::diff(old, new, &diff::Options { page: Page::ALL, ..diff::Options::default() })
}

/// A shop of two stacks, three tools and three companies, one of them us.
fn shop() -> Value {
    let read = |at: &str| json!([{ "source": "page", "at": at, "basis": "stated", "on": "2025-01-01" }]);
    json!({
      "landscape": { "schema": 1, "name": "Shop", "perspective": "us" },
      "sources": [{ "id": "page", "name": "Page" }],
      "stacks": [{ "id": "back", "name": "Back" }, { "id": "front", "name": "Front" }],
      "tools": [
        { "id": "scale", "name": "Scale", "in_stack": [{ "stack": "back" }] },
        { "id": "shelf", "name": "Shelf", "in_stack": [{ "stack": "back" }] },
        { "id": "till", "name": "Till", "complexity": "simple", "in_stack": [{ "stack": "front" }] }
      ],
      "companies": [
        { "id": "ash", "name": "Ash", "offers": [{ "tool": "till", "support": "planned", "evidence": read("line 1") }] },
        { "id": "elm", "name": "Elm", "offers": [{ "tool": "scale", "support": "yes", "evidence": read("line 2") }] },
        { "id": "us", "name": "Us", "offers": [{ "tool": "till", "support": "yes", "maturity": "mvp" }] }
      ]
    })
}

fn changed(change: impl FnOnce(&mut Value)) -> [Landscape; 2] {
    let mut new = shop();
    change(&mut new);
    [build(&shop().to_string()), build(&new.to_string())]
}

/// Each claim that changed, and each of its keys with what it was and is.
fn claims(report: &diff::Report<'_>) -> Vec<String> {
    let claim = |claim: &landscape_graph::query::diff::ClaimChange<'_>| {
        let to = claim.to.map_or("", |to| to.id);
        let keys = claim.keys.iter().map(|key| {
            let value = |value: &Option<KeyValue<'_>>| match value {
                Some(KeyValue::Text(text)) => text.to_string(),
                Some(other) => format!("{other:?}"),
                None => "-".to_owned(),
            };
            format!(" {} {}>{}", key.key, value(&key.old), value(&key.new))
        });
        let evidence = claim.evidence.iter().map(|evidence| format!(" evidence {}", evidence.change.word()));
        let rest: String = keys.chain(evidence).collect();
        format!("{} {} {} {to}{rest}", claim.change.word(), claim.from.id, claim.key)
    };
    report.claims.iter().map(claim).collect()
}

#[test]
fn a_landscape_does_not_differ_from_itself() {
    for landscape in [bakery(), build("{}"), crate::landscapes::init()] {
        let report = all(&landscape, &landscape);
        assert!(report.is_empty(), "{report:?}");
        assert_eq!(report.totals, diff::Totals::default());
    }
}

#[test]
fn what_a_claim_says_is_compared_key_by_key() {
    let [old, new] = changed(|new| {
        new["companies"][0]["offers"][0]["support"] = json!("yes");
        new["companies"][0]["offers"][0]["evidence"][0]["on"] = json!("2025-03-01");
        new["companies"][1]["offers"][0]["product"] = json!("Elm Scale");
        new["companies"][1]["offers"][0]["evidence"]
            .as_array_mut()
            .expect("a list")
            .push(json!({ "source": "page", "at": "line 9", "basis": "inferred", "on": "2025-02-01" }));
        new["companies"][2]["offers"][0]["maturity"] = json!("pmf");
        new["companies"][2]["offers"][0]["since"] = json!("2024-01-01");
    });
    let report = all(&old, &new);
    assert_eq!(
        claims(&report),
        [
            "changed elm offers scale product ->Elm Scale evidence added",
            "changed us offers till maturity mvp>pmf since ->2024-01-01",
            "changed ash offers till support planned>yes evidence changed",
        ]
    );
    assert_eq!((report.totals.claims.changed, report.totals.claims.sum()), (3, 3));
    assert!(report.records.is_empty());
}

#[test]
fn keys_of_records_and_of_the_landscape_are_compared() {
    let [old, new] = changed(|new| {
        new["landscape"]["description"] = json!("All that a shop needs");
        new["tools"][2]["complexity"] = json!("complex");
        new["tools"][2]["aliases"] = json!(["Cash desk"]);
        new["sources"][0]["published"] = json!("2024-12-31");
    });
    let report = all(&old, &new);
    let keys = |of: usize| -> Vec<&str> { report.records[of].keys.iter().map(|key| key.key).collect() };
    assert_eq!((keys(0), keys(1)), (vec!["aliases", "complexity"], vec!["published"]));
    assert_eq!(report.overview.len(), 1);
    assert!(report.claims.is_empty());
}

#[test]
fn a_new_name_or_id_is_told_from_a_new_record_and_on_which_ground() {
    let [old, new] = changed(|new| {
        new["companies"][0] = json!({ "id": "ash-group", "name": "Ash Group", "aliases": ["Ash"],
            "offers": new["companies"][0]["offers"] });
        new["companies"][1]["id"] = json!("the-elm");
        new["companies"][1]["name"] = json!("Elm!");
        new["stacks"][0]["name"] = json!("Back office");
    });
    let report = all(&old, &new);
    let found: Vec<_> = report
        .records
        .iter()
        .map(|record| (record.change, record.was.map(|was| was.id), record.record.id, record.ground))
        .collect();
    assert_eq!(
        found,
        [
            (Change::Renamed, Some("back"), "back", Some(RenameGround::Id)),
            (Change::Renamed, Some("ash"), "ash-group", Some(RenameGround::Alias)),
            (Change::Renamed, Some("elm"), "the-elm", Some(RenameGround::Name)),
        ]
    );
    assert_eq!(claims(&report), [""; 0], "the claims are those of the same records");
    assert!(report.stacks.is_empty(), "nobody entered or left");
}

#[test]
fn the_same_claims_with_the_same_evidence_make_the_same_record() {
    let rename = |new: &mut Value| {
        new["companies"][1]["id"] = json!("oak");
        new["companies"][1]["name"] = json!("Oak");
    };
    let [old, new] = changed(rename);
    let report = all(&old, &new);
    assert_eq!((report.records.len(), report.records[0].ground), (1, Some(RenameGround::Claims)));
    assert_eq!(claims(&report), [""; 0]);

    // Without evidence, that two companies offer the same says too little.
    let bare = |value: &mut Value| value["companies"][1]["offers"][0]["evidence"] = json!([]);
    let (mut before, mut after) = (shop(), shop());
    bare(&mut before);
    bare(&mut after);
    rename(&mut after);
    let (old, new) = (build(&before.to_string()), build(&after.to_string()));
    let report = all(&old, &new);
    assert_eq!((report.totals.records.added, report.totals.records.removed), (1, 1));
    assert_eq!(claims(&report), ["removed elm offers scale", "added oak offers scale"]);

    // Where two fit, nobody can say which it is.
    let [old, new] = changed(|new| {
        rename(new);
        let mut twin = new["companies"][1].clone();
        twin["id"] = json!("yew");
        twin["name"] = json!("Yew");
        new["companies"].as_array_mut().expect("a list").push(twin);
    });
    let totals = all(&old, &new).totals.records;
    assert_eq!((totals.added, totals.removed, totals.renamed), (2, 1, 0));
}

#[test]
fn a_tool_moves_from_stack_to_stack() {
    let [old, new] = changed(|new| new["tools"][0]["in_stack"] = json!([{ "stack": "front" }]));
    let report = all(&old, &new);
    assert_eq!(ids(report.moved.iter().map(|moved| &moved.tool)), ["scale"]);
    assert_eq!(
        (ids(&report.moved[0].from), ids(&report.moved[0].to)),
        (vec!["back".to_owned()], vec!["front".to_owned()])
    );
    assert_eq!(claims(&report), ["removed scale in_stack back", "added scale in_stack front"]);
    // Elm goes with the tool that it offers.
    assert_eq!(ids(report.stacks.iter().map(|stack| &stack.stack)), ["back", "front"]);
    assert_eq!(ids(report.stacks[0].left.iter().map(|entry| &entry.company)), ["elm"]);
    assert_eq!(ids(report.stacks[1].entered.iter().map(|entry| &entry.company)), ["elm"]);
}

#[test]
fn answers_change_with_the_claims() {
    let [old, new] = changed(|new| {
        new["companies"][1]["offers"] = json!([{ "tool": "shelf", "support": "yes" }]);
        new["companies"][2]["offers"] = json!([{ "tool": "scale", "support": "yes" }]);
    });
    let report = all(&old, &new);
    let tools: Vec<_> =
        report.tools.iter().map(|tool| (tool.tool.id.as_str(), tool.before, tool.after)).collect();
    assert_eq!(tools, [("shelf", 0, 1), ("till", 1, 0)]);
    assert_eq!(report.company.map(|company| company.id.to_string()), Some("us".to_owned()));
    let gaps: Vec<_> = report
        .gaps
        .iter()
        .map(|gap| {
            let is_gap = |standing| matches!(standing, Standing::Gap(_));
            (gap.tool.id.as_str(), is_gap(gap.before), is_gap(gap.after))
        })
        .collect();
    assert_eq!(gaps, [("scale", true, false), ("shelf", true, true), ("till", false, true)]);
    let left_out = diff::Options { answers: diff::Answers::LeftOut, ..diff::Options::default() };
    assert_eq!(diff::diff(&old, &new, &left_out).totals.tools, 0);
}

#[test]
fn a_gap_under_a_new_id_is_the_same_gap() {
    let [old, new] = changed(|new| {
        new["tools"][0]["id"] = json!("balance");
        new["tools"][0]["aliases"] = json!(["scale"]);
        new["companies"][1]["offers"][0]["tool"] = json!("balance");
    });
    let report = all(&old, &new);
    assert_eq!((report.totals.records.renamed, report.totals.gaps, report.totals.claims.sum()), (1, 0, 0));

    let [old, new] = changed(|new| {
        new["tools"][0]["id"] = json!("balance");
        new["tools"][0]["aliases"] = json!(["scale"]);
        new["companies"][1]["offers"] = json!([]);
        new["companies"][2]["offers"][0]["tool"] = json!("balance");
    });
    let report = all(&old, &new);
    let gaps: Vec<_> = report.gaps.iter().map(|gap| (gap.tool.id.as_str(), gap.after)).collect();
    assert_eq!(gaps[0], ("balance", Standing::Offered));
    assert_eq!((gaps.len(), gaps[1].0), (2, "till"));
}

#[test]
fn what_ends_is_changed_in_what_is_said_and_gone_from_the_answers() {
    let mut ended = shop();
    ended["companies"][1]["offers"][0]["until"] = json!("2025-01-01");
    let (old, new) = (shop().to_string(), ended.to_string());
    let (old, new_day) = (build(&old), build(&new));
    let files = Files::from_text("all.json", &new);
    let new_said = Landscape::build_of_all_days(parse(&files).expect("it is right"));
    let side = diff::Side { said: &new_said, holds: &new_day };
    let report = diff::diff(&old, side, &diff::Options::default());
    assert_eq!(claims(&report), ["changed elm offers scale until ->2025-01-01"]);
    assert_eq!(ids(report.tools.iter().map(|tool| &tool.tool)), ["scale"]);
    // Of one day alone, what has ended is no longer said.
    assert_eq!(claims(&all(&old, &new_day)), ["removed elm offers scale"]);
}

#[test]
fn two_products_of_one_tool_are_told_apart() {
    let offers = |products: &[(&str, &str)]| {
        let offer = |(product, note): &(&str, &str)| json!({ "tool": "till", "support": "yes", "product": product, "note": note });
        products.iter().map(offer).collect::<Vec<_>>()
    };
    let with = |products: &[(&str, &str)]| {
        let mut shop = shop();
        shop["companies"][0]["offers"] = json!(offers(products));
        build(&shop.to_string())
    };
    let (old, new) = (with(&[("A", "x"), ("B", "y")]), with(&[("B", "z"), ("C", "x"), ("A", "x")]));
    assert_eq!(claims(&all(&old, &new)), ["changed ash offers till note y>z", "added ash offers till"]);
    let turned = with(&[("B", "y"), ("A", "x")]);
    assert!(all(&old, &turned).is_empty(), "the order of a list says nothing");
}

#[test]
fn what_is_watched_alone_is_listed() {
    let [old, new] = changed(|new| {
        new["companies"][0]["offers"][0]["support"] = json!("no");
        new["companies"][1]["offers"] = json!([]);
        new["companies"].as_array_mut().expect("a list").push(json!({ "id": "fir", "name": "Fir" }));
    });
    let watching = |old_ids: &[&str], new_ids: &[&str]| {
        let nodes = |landscape, ids: &[&str]| ids.iter().map(|id| node(landscape, id)).collect();
        diff::Options { watch: [nodes(&old, old_ids), nodes(&new, new_ids)], ..diff::Options::default() }
    };
    let report = diff::diff(&old, &new, &watching(&[], &["tool:till"]));
    assert_eq!(claims(&report), ["changed ash offers till support planned>no"]);
    assert_eq!((report.records.len(), report.tools.len(), report.watched.len()), (0, 0, 1));
    let report = diff::diff(&old, &new, &watching(&[], &["company:fir"]));
    assert_eq!((claims(&report).len(), report.records[0].record.id), (0, "fir"));
    // What rests on a source touches it.
    assert_eq!(diff::diff(&old, &new, &watching(&[], &["source:page"])).claims.len(), 2);
    let report = diff::diff(&old, &new, &watching(&["stack:back"], &[]));
    assert_eq!((claims(&report).len(), report.stacks.len()), (0, 1));
    assert!(diff::diff(&old, &new, &watching(&[], &["tool:shelf"])).is_empty());
}

#[test]
fn top_cuts_the_lists_and_not_the_totals() {
    let (nothing, new) = (build("{}"), bakery());
    let (full, cut) = (
        all(&nothing, &new),
        diff::diff(&nothing, &new, &diff::Options { page: Page::first(2), ..diff::Options::default() }),
    );
    assert_eq!(full.totals, cut.totals);
    assert_eq!((cut.records.len(), cut.claims.len()), (2, 2));
    assert_eq!(full.claims.len(), full.totals.claims.sum() as usize);
}

#[test]
fn pages_put_together_are_the_whole() {
    let (nothing, new) = (build("{}"), bakery());
    let state = |landscape, label| State::new(landscape, landscape, label);
    let context = Context::of_states([state(&nothing, "nothing"), state(&new, "bakery")]);
    let ask = |arguments: Value| -> Value {
        let answer = run(&context, "diff", &arguments).expect("the question can be asked");
        serde_json::to_value(&*answer).expect("a report is JSON")
    };
    let whole = ask(json!({ "top": "all" }));
    assert_eq!((&whole["next"], &whole["old"]["label"]), (&Value::Null, &"nothing".into()));
    let (mut cursor, mut claims, mut records) = (json!(0), Vec::new(), Vec::new());
    while !cursor.is_null() {
        let page = ask(json!({ "top": 3, "cursor": cursor }));
        assert_eq!(page["totals"], whole["totals"]);
        claims.extend(page["claims"].as_array().expect("a list").clone());
        records.extend(page["records"].as_array().expect("a list").clone());
        cursor = page["next"].clone();
    }
    assert_eq!((json!(claims), json!(records)), (whole["claims"].clone(), whole["records"].clone()));
    let watching = ask(json!({ "watch": "rye" }));
    assert_eq!(watching["watched"][0]["id"], "rye");
    let unknown = run(&context, "diff", &json!({ "watch": ["ryee"] })).err().expect("nobody is called so");
    assert_eq!(unknown.help().as_deref(), Some("did you mean `rye`?"));
    let alone = run(&Context::new(&new), "diff", &json!({})).err();
    assert!(matches!(alone, Some(AskError::NoStates { question: "diff" })), "{alone:?}");
}

#[test]
fn a_day_is_that_of_each_state() {
    let text = crate::landscapes::BAKERY;
    let (early, late) = (build_as_of(text, Some("2024-01-01")), build(text));
    let report = all(&early, &late);
    assert_eq!(report.old.as_of.map(|day| day.to_string()).as_deref(), Some("2024-01-01"));
    assert!(report.totals.claims.added > 0 && report.totals.claims.removed == 0);
    assert!(report.records.is_empty());
}

#[cfg(feature = "render")]
#[test]
fn a_diff_reads_well() {
    let [old, new] = changed(|new| {
        new["companies"][0]["offers"][0]["support"] = json!("yes");
        new["companies"][0]["offers"][0]["evidence"][0]["on"] = json!("2025-03-01");
        new["companies"][1] = json!({ "id": "elm-co", "name": "Elm & Co", "aliases": ["elm"],
            "offers": [{ "tool": "shelf", "support": "yes", "product": "Elm Shelf" }] });
        new["tools"][2]["complexity"] = json!("complex");
        new["tools"][2]["in_stack"] = json!([{ "stack": "back" }]);
    });
    insta::assert_snapshot!(crate::landscapes::text(&all(&old, &new)));
}

/// What a report says, without which side it says it of.
fn mirror(report: &diff::Report<'_>, turned: bool) -> BTreeSet<String> {
    let turn = |change| match change {
        Change::Added if turned => Change::Removed,
        Change::Removed if turned => Change::Added,
        other => other,
    };
    let sides = |old: &str, new: &str| if turned { format!("{new}>{old}") } else { format!("{old}>{new}") };
    let keys = |keys: &[landscape_graph::query::diff::KeyChange]| -> String {
        let key = |key: &landscape_graph::query::diff::KeyChange| {
            format!("{} {}", key.key, sides(&format!("{:?}", key.old), &format!("{:?}", key.new)))
        };
        keys.iter().map(key).collect::<Vec<_>>().join("; ")
    };
    let records = report.records.iter().map(|record| {
        let id = sides(record.was.map_or(record.record.id, |was| was.id), record.record.id);
        let (id, ground) =
            if record.was.is_some() { (id, record.ground) } else { (record.record.id.to_owned(), None) };
        format!("{:?} {id} {ground:?} {}", turn(record.change), keys(&record.keys))
    });
    let claims = report.claims.iter().map(|claim| {
        let to = claim.to.map(|to| to.id);
        format!("{:?} {} {} {to:?} {}", turn(claim.change), claim.from.id, claim.key, keys(&claim.keys))
    });
    let stacks = report.stacks.iter().flat_map(|stack| {
        let side = |is_new: bool| if is_new == turned { "left" } else { "entered" };
        let row = move |word: &str, id: &str| format!("{} {word} {id}", stack.stack.id);
        let entered = stack.entered.iter().map(move |entry| row(side(true), entry.company.id.as_str()));
        entered.chain(stack.left.iter().map(move |entry| row(side(false), entry.company.id.as_str())))
    });
    let tools = report
        .tools
        .iter()
        .map(|tool| format!("{} {}", tool.tool.id, sides(&tool.before.to_string(), &tool.after.to_string())));
    let gaps = report.gaps.iter().map(|gap| {
        format!("{} {}", gap.tool.id, sides(&format!("{:?}", gap.before), &format!("{:?}", gap.after)))
    });
    records.chain(claims).chain(stacks).chain(tools).chain(gaps).collect()
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn nothing_differs_from_itself_and_the_way_back_is_the_way_turned(old in specs(), new in specs()) {
        let (old, new) = (old.landscape(), new.landscape());
        prop_assert!(all(&old, &old).is_empty());
        let (there, back) = (all(&old, &new), all(&new, &old));
        prop_assert_eq!(mirror(&there, false), mirror(&back, true));
        prop_assert_eq!(there.totals.claims.added, back.totals.claims.removed);
    }

    #[test]
    fn claims_are_those_of_a_naive_comparison(old in specs(), new in specs()) {
        let (old, new) = (old.landscape(), new.landscape());
        let offers = |landscape: &Landscape| -> BTreeSet<String> {
            let claimed = landscape.companies().flat_map(|company| {
                let cells = landscape.offers_of(company).filter_map(move |(tool, cell)| Some((tool, cell.claimed()?)));
                cells.map(move |(tool, support)| {
                    let (company, tool) = (landscape.node(company).id(), landscape.node(tool).id());
                    format!("{company} {tool} {}", support.word())
                })
            });
            claimed.collect()
        };
        let (before, after) = (offers(&old), offers(&new));
        let report = all(&old, &new);
        let offers = report.claims.iter().filter(|claim| claim.key == "offers");
        // What is applied to the old claims gives the new ones.
        let mut applied = before.clone();
        for claim in offers {
            let pair = format!("{} {} ", claim.from.id, claim.to.expect("an offer leads to a tool").id);
            if claim.change != Change::Added {
                let is_there = applied.iter().any(|offer| offer.starts_with(&pair));
                prop_assert!(is_there, "{}was not offered", pair);
                applied.retain(|offer| !offer.starts_with(&pair));
            }
            if claim.change != Change::Removed {
                applied.insert(format!("{pair}{}", claim.claim.support.expect("an offer has one").word()));
            }
        }
        prop_assert_eq!(applied, after);
    }
}
