//! Edits planned on texts: that bytes stay, that what is asked for is said, and what is refused.

use std::path::Path;

use landscape_graph::edit::{self, Edit, EditError, EditOptions, Json};
use landscape_graph::load::{self, Files};
use landscape_graph::problem::LineColumn;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{data, root};

/// A small market, in a hand's own layout.
const MARKET: &str = r#"{
  "companies": [
    { "id": "acme", "name": "Acme", "offers": [
      { "tool": "etl", "support": "yes",   "evidence": [{ "source": "docs", "basis": "stated" }] },
      { "tool": "surveys", "support": "no" } ] },
    { "id": "zeta", "name": "Zeta" }
  ],
  "tools": [{ "id": "etl", "name": "ETL" }, { "id": "surveys", "name": "Surveys" }],
  "sources": [ { "id": "docs", "name": "Docs" } ]
}
"#;

fn edits(lines: &[Value]) -> Vec<Edit> {
    lines.iter().map(|line| serde_json::from_value(line.clone()).expect("it is an edit")).collect()
}

/// Plans edits of one file, and returns its text after them.
fn edited(name: &str, text: &str, lines: &[Value]) -> Result<String, Vec<EditError>> {
    let files = Files::from_text(name, text);
    let plan = edit::plan(Path::new(name), &files, &edits(lines), &EditOptions::default())?;
    match plan.files.as_slice() {
        [] => Ok(text.to_owned()),
        [file] => Ok(file.after.as_deref().expect("the file stays").to_owned()),
        files => panic!("{} files change", files.len()),
    }
}

fn after(text: &str, lines: &[Value]) -> String {
    edited("market.json", text, lines).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn refused(text: &str, line: &Value) -> EditError {
    let mut errors = edited("market.json", text, std::slice::from_ref(line)).expect_err("it is refused");
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

#[test]
fn a_claim_is_added_as_its_neighbours_are_laid_out() {
    let line = json!({"do": "link", "from": "acme", "relation": "offers", "to": "surveys", "values":
        {"support": "no"}, "evidence": {"source": "Docs", "at": "p. 2"}});
    let text = after(MARKET, &[line]);
    let wanted = MARKET.replace(
        r#"{ "tool": "surveys", "support": "no" }"#,
        r#"{ "tool": "surveys", "support": "no", "evidence": [{ "source": "docs", "at": "p. 2", "basis": "stated" }] }"#,
    );
    assert_eq!(text, wanted);
}

#[test]
fn a_record_goes_to_its_place_and_stands_as_its_neighbours_do() {
    let text = after(
        MARKET,
        &[json!({"do": "add", "kind": "company", "name": "Quill", "values": {"url": "https://q"}})],
    );
    let wanted = MARKET.replace(
        "    { \"id\": \"zeta\"",
        "    { \"id\": \"quill\", \"name\": \"Quill\", \"url\": \"https://q\" },\n    { \"id\": \"zeta\"",
    );
    assert_eq!(text, wanted);
}

#[test]
fn a_first_claim_makes_the_list_where_the_format_has_it() {
    let link = json!({"do": "link", "from": "zeta", "relation": "offers", "to": "etl", "values": {"support": "yes"}});
    let text = after(MARKET, &[json!({"do": "set", "record": "zeta", "key": "note", "value": "n"}), link]);
    let wanted =
        r#"{ "id": "zeta", "name": "Zeta", "offers": [{ "tool": "etl", "support": "yes" }], "note": "n" }"#;
    assert!(text.contains(wanted), "{text}");
}

#[test]
fn a_claim_that_says_more_is_put_to_the_one_that_is_there() {
    let line = json!({"do": "link", "from": "acme", "relation": "offers", "to": "etl", "values":
        {"support": "yes", "maturity": "pmf"}, "evidence": {"source": "docs"}});
    let text = after(MARKET, std::slice::from_ref(&line));
    assert!(
        text.contains(
            r#""support": "yes",   "maturity": "pmf",   "evidence": [{ "source": "docs", "basis": "stated" }]"#
        ),
        "{text}"
    );
    assert_eq!(after(&text, &[line]), text, "what is known is not said twice");
}

#[test]
fn another_product_is_another_claim_and_another_support_a_contradiction() {
    let link = |values: Value| json!({"do": "link", "from": "acme", "relation": "offers", "to": "etl", "values": values});
    let first = after(MARKET, &[link(json!({"support": "yes", "product": "One"}))]);
    let both = after(&first, &[link(json!({"support": "yes", "product": "Two"}))]);
    assert!(both.contains(r#""product": "One""#) && both.contains(r#""product": "Two""#), "{both}");
    let error = refused(&both, &link(json!({"support": "no", "product": "Three"})));
    assert!(matches!(error, EditError::Contradiction { .. }), "{error}");
    let several = refused(&both, &link(json!({"support": "yes"})));
    assert!(matches!(several, EditError::SeveralClaims { .. }), "{several}");
}

#[test]
fn a_claim_that_says_otherwise_is_shown_replaced_or_closed() {
    let link = |otherwise: Value| {
        json!({"do": "link", "from": "acme", "relation": "offers", "to": "etl", "values": {"support": "no"},
            "otherwise": otherwise})
    };
    let error = refused(MARKET, &link(json!("refuse"))).to_string();
    assert!(error.contains("market.json:4:7") && error.contains(r#""support":"yes""#), "{error}");
    let replaced = after(MARKET, &[link(json!("replace"))]);
    assert!(replaced.contains(r#"{ "tool": "etl", "support": "no" },"#), "{replaced}");
    let closed = after(MARKET, &[link(json!({"close": "2026-01-01"}))]);
    assert!(closed.contains(r#""support": "yes",   "until": "2026-01-01",   "#), "{closed}");
    assert!(closed.contains(r#"{ "tool": "etl", "support": "no", "since": "2026-01-01" }"#), "{closed}");
}

#[test]
fn names_are_exact_and_near_ones_are_refused_with_what_may_be_meant() {
    let link = |from: &str, to: &str| json!({"do": "link", "from": from, "relation": "offers", "to": to, "values": {"support": "yes"}});
    for (from, to, near) in
        [("acm", "etl", "acme"), ("acme", "survey", "surveys"), ("company:acne", "etl", "acme")]
    {
        let error = refused(MARKET, &link(from, to));
        let help = error.help().expect("there is a help");
        assert!(help.contains(&format!("did you mean `{near}`?")), "{error}: {help}");
    }
    assert!(
        after(
            MARKET,
            &[link("ACME", "company etl").clone()].map(|mut line| {
                line["to"] = json!("e-t-l");
                line
            })
        )
        .contains("etl")
    );
    let word = refused(
        MARKET,
        &json!({"do": "link", "from": "acme", "relation": "offers", "to": "etl", "values": {"support": "yess"}}),
    );
    assert_eq!(word.help().as_deref(), Some("did you mean `yes`?"), "{word}");
    let key = refused(MARKET, &json!({"do": "set", "record": "acme", "key": "urll", "value": "x"}));
    assert_eq!(key.help().as_deref(), Some("did you mean `url`?"), "{key}");
    let relation = refused(MARKET, &json!({"do": "link", "from": "acme", "relation": "ofers", "to": "etl"}));
    assert_eq!(relation.help().as_deref(), Some("did you mean `offers`?"), "{relation}");
}

#[test]
fn a_name_that_leads_to_another_record_is_taken() {
    for add in [
        json!({"do": "add", "kind": "company", "name": "ACME"}),
        json!({"do": "add", "kind": "company", "name": "New", "aliases": ["acme"]}),
        json!({"do": "add", "kind": "company", "name": "New", "id": "acme"}),
        json!({"do": "rename", "record": "zeta", "to": "acme"}),
    ] {
        let error = refused(MARKET, &add);
        assert!(matches!(error, EditError::Taken { .. }), "{add}: {error}");
        assert!(error.to_string().contains("market.json:3:5"), "{error}");
    }
}

#[test]
fn a_record_that_something_refers_to_goes_only_with_what_refers_to_it() {
    let error = refused(MARKET, &json!({"do": "rm", "record": "tool:etl"})).to_string();
    assert!(error.contains("market.json:4:17"), "{error}");
    let text = after(MARKET, &[json!({"do": "rm", "record": "tool:etl", "cascade": true})]);
    let left: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(left["companies"][0]["offers"], json!([{"tool": "surveys", "support": "no"}]));
    assert_eq!(left["tools"], json!([{"id": "surveys", "name": "Surveys"}]));
    let source = json!({"do": "rm", "record": "source:docs", "cascade": true});
    assert!(matches!(refused(MARKET, &source), EditError::Evidence { .. }));
    let text = after(MARKET, &[json!({"do": "rm", "record": "source:docs", "cascade": true, "yes": true})]);
    assert!(!text.contains("docs") && text.contains(r#"{ "tool": "etl", "support": "yes" }"#), "{text}");
}

#[test]
fn two_records_become_one_with_the_evidence_of_both() {
    let text = r#"{
  "landscape": { "schema": 1, "name": "M", "perspective": "old" },
  "companies": [
    { "id": "new", "name": "New", "offers": [{ "tool": "etl", "support": "yes" }] },
    { "id": "old", "name": "Old", "url": "https://old", "offers": [{ "tool": "etl", "support": "yes", "note": "n" }, { "tool": "crm", "support": "no" }], "integrates_with": [{ "company": "new" }] },
    { "id": "third", "name": "Third", "integrates_with": [{ "company": "old", "note": "a" }, { "company": "new" }] }
  ],
  "tools": [{ "id": "crm", "name": "CRM" }, { "id": "etl", "name": "ETL" }]
}
"#;
    let merged: Value =
        serde_json::from_str(&after(text, &[json!({"do": "merge", "from": "old", "into": "new"})]))
            .expect("it is JSON");
    assert_eq!(merged["landscape"]["perspective"], "new");
    let new = &merged["companies"][0];
    assert_eq!(new["aliases"], json!(["Old"]));
    assert_eq!(new["url"], "https://old");
    assert_eq!(
        new["offers"],
        json!([{"tool": "etl", "support": "yes", "note": "n"}, {"tool": "crm", "support": "no"}])
    );
    assert_eq!(new.get("integrates_with"), None, "nobody integrates with itself");
    assert_eq!(merged["companies"][1]["integrates_with"], json!([{"company": "new", "note": "a"}]));
    let contradicting = text.replace(r#""support": "yes", "note""#, r#""support": "no", "note""#);
    assert!(matches!(
        refused(&contradicting, &json!({"do": "merge", "from": "old", "into": "new"})),
        EditError::Contradiction { .. }
    ));
}

#[test]
fn an_edit_that_would_make_the_landscape_wrong_is_refused_and_one_that_repairs_it_is_not() {
    let since =
        json!({"do": "set", "record": "acme", "claim": "offers:etl", "key": "since", "value": "2026-02-30"});
    assert!(matches!(refused(MARKET, &since), EditError::NewProblems { .. }));
    let broken = MARKET.replace("\"name\": \"Zeta\"", "\"name\": \"Zeta\", \"ofers\": []");
    assert!(load::parse(&Files::from_text("market.json", &broken)).is_err());
    let other = json!({"do": "set", "record": "acme", "key": "url", "value": "https://a"});
    assert!(
        after(&broken, &[other]).contains("https://a"),
        "what was wrong before stays, and hinders nothing"
    );
    let repaired = after(&broken, &[json!({"do": "unset", "record": "zeta", "key": "ofers"})]);
    assert_eq!(repaired, MARKET);
}

#[test]
fn of_many_edits_all_are_made_or_none_and_every_reason_is_told() {
    let lines = [
        json!({"do": "add", "kind": "company", "name": "Quill"}),
        json!({"do": "link", "from": "quill", "relation": "offers", "to": "etl", "values": {"support": "yes"}}),
    ];
    assert!(
        after(MARKET, &lines).contains(
            r#"{ "id": "quill", "name": "Quill", "offers": [{ "tool": "etl", "support": "yes" }] }"#
        )
    );
    let wrong = [
        lines[0].clone(),
        json!({"do": "rm", "record": "nobody"}),
        json!({"do": "unset", "record": "acme", "key": "url"}),
    ];
    let errors = edited("market.json", MARKET, &wrong).expect_err("two are refused");
    assert_eq!(errors.len(), 2, "{errors:?}");
    let errors = edit::parse_lines("{\"do\": \"add\", \"kind\": \"company\"}\n\n{\"do\": \"fly\"}\n")
        .expect_err("both are wrong");
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(
        errors[0].starts_with("line 1: `name` is missing")
            && errors[1].starts_with("line 3: `fly` is not an edit. There are `add`"),
        "{errors:?}"
    );
}

#[test]
fn lines_stay_lines() {
    let text = "{\"companies\":[{\"id\":\"a\",\"name\":\"A\"}]}\r\n\r\n{\"companies\":[{\"id\":\"c\",\"name\":\"C\"}]}\r\n{\"tools\":[{\"id\":\"t\",\"name\":\"T\"}]}";
    let link =
        json!({"do": "link", "from": "c", "relation": "offers", "to": "t", "values": {"support": "yes"}});
    let add = json!({"do": "add", "kind": "company", "name": "B"});
    let now = edited("all.jsonl", text, &[add, link]).expect("both are made");
    let wanted = "{\"companies\":[{\"id\":\"a\",\"name\":\"A\"}]}\r\n\r\n{\"companies\":[{\"id\":\"b\",\"name\":\"B\"}]}\r\n{\"companies\":[{\"id\":\"c\",\"name\":\"C\",\"offers\":[{\"tool\":\"t\",\"support\":\"yes\"}]}]}\r\n{\"tools\":[{\"id\":\"t\",\"name\":\"T\"}]}";
    assert_eq!(now, wanted);
    let back = [
        json!({"do": "rm", "record": "b"}),
        json!({"do": "unlink", "from": "c", "relation": "offers", "to": "t"}),
    ];
    assert_eq!(edited("all.jsonl", &now, &back).expect("both are made"), text);
    let last =
        edited("all.jsonl", text, &[json!({"do": "add", "kind": "tool", "name": "Z"})]).expect("it is made");
    assert_eq!(last, format!("{text}\r\n{{\"tools\":[{{\"id\":\"z\",\"name\":\"Z\"}}]}}"));
    assert_eq!(edited("all.jsonl", &last, &[json!({"do": "rm", "record": "z"})]).expect("it is made"), text);
}

#[test]
fn a_record_that_is_put_changes_no_more_than_differs() {
    let put = json!({"do": "put", "kind": "company", "record": {"id": "acme", "name": "Acme", "offers": [
        {"tool": "crm", "support": "yes"}, {"tool": "etl", "support": "partial", "evidence": [{"source": "docs", "basis": "stated"}]}]}});
    let text = MARKET.replace(r#""tools": [{"#, r#""tools": [{ "id": "crm", "name": "CRM" }, {"#);
    let now = after(&text, &[put]);
    let wanted = text
        .replace(
            "      { \"tool\": \"etl\", \"support\": \"yes\",   ",
            "      { \"tool\": \"crm\", \"support\": \"yes\" },\n      { \"tool\": \"etl\", \"support\": \"partial\",   ",
        )
        .replace(",\n      { \"tool\": \"surveys\", \"support\": \"no\" } ]", " ]");
    assert_eq!(now, wanted);
}

#[test]
fn the_landscape_as_a_whole_can_be_changed() {
    let text = "{\n\t\"landscape\": {\n\t\t\"schema\": 1,\n\t\t\"name\": \"M\"\n\t},\n\t\"companies\": [\n\t\t{\n\t\t\t\"id\": \"us\",\n\t\t\t\"name\": \"Us, Inc.\"\n\t\t}\n\t]\n}\n";
    let set = json!({"do": "set", "record": "landscape", "key": "perspective", "value": "us inc"});
    assert_eq!(after(text, &[set]), text.replace("\"M\"\n", "\"M\",\n\t\t\"perspective\": \"us\"\n"));
}

/// White space that a hand may leave.
fn space(drawn: u8, newline: &str) -> String {
    match drawn % 8 {
        0 | 1 => String::new(),
        2 | 3 => " ".to_owned(),
        4 => "\t ".to_owned(),
        5 => newline.to_owned(),
        indent => format!("{newline}{}", " ".repeat(usize::from(indent) - 4)),
    }
}

/// A value written with white space that is drawn, in the order of the places where it may stand.
fn laid_out(value: &Json, drawn: &mut dyn Iterator<Item = u8>, newline: &str, out: &mut String) {
    fn blank(drawn: &mut dyn Iterator<Item = u8>, newline: &str, out: &mut String) {
        out.push_str(&space(drawn.next().unwrap_or_default(), newline));
    }
    let brackets = match value {
        Json::List(_) => ['[', ']'],
        Json::Object(_) => ['{', '}'],
        scalar => return out.push_str(&scalar.to_string()),
    };
    out.push(brackets[0]);
    let items = value.elements().iter().map(|element| (None, element));
    let items = items.chain(value.members().iter().map(|(key, value)| (Some(key), value)));
    for (at, (key, value)) in items.enumerate() {
        if at > 0 {
            blank(drawn, newline, out);
            out.push(',');
        }
        blank(drawn, newline, out);
        if let Some(key) = key {
            out.push_str(&Json::from(key.as_str()).to_string());
            blank(drawn, newline, out);
            out.push(':');
            blank(drawn, newline, out);
        }
        laid_out(value, drawn, newline, out);
    }
    blank(drawn, newline, out);
    out.push(brackets[1]);
}

/// A market in which every edit below finds what it needs, and no list is empty.
fn market(companies: usize) -> Value {
    let company = |at: usize| {
        let mut company = json!({"id": format!("c{at}"), "name": format!("C {at}, \"é\"")});
        if at.is_multiple_of(2) {
            company["offers"] = json!([{"tool": "etl", "support": "yes", "evidence": [{"source": "docs", "basis": "stated"}]}]);
        }
        if at.is_multiple_of(3) {
            company["note"] = json!("n");
        }
        company
    };
    json!({
        "companies": (0..companies).map(company).collect::<Vec<_>>(),
        "sources": [{"id": "docs", "name": "Docs"}],
        "tools": [{"id": "etl", "name": "ETL"}, {"id": "surveys", "name": "Surveys"}],
    })
}

/// Edits, each with the one that takes it back.
fn pairs(at: usize) -> Vec<[Value; 2]> {
    let id = format!("c{at}");
    let link = |to: &str, support: &str| {
        json!({"do": "link", "from": id, "relation": "offers", "to": to, "values": {"support": support, "product": "P"},
            "evidence": {"source": "docs", "at": "p. 1"}})
    };
    let unlink = |to: &str| json!({"do": "unlink", "from": id, "relation": "offers", "to": to, "values": {"product": "P"}});
    let set = |key: &str, value: &str| json!({"do": "set", "record": id, "key": key, "value": value});
    vec![
        [link("surveys", "no"), unlink("surveys")],
        [
            json!({"do": "add", "kind": "company", "name": "A new one", "aliases": ["b"]}),
            json!({"do": "rm", "record": "a-new-one"}),
        ],
        [json!({"do": "add", "kind": "tool", "name": "Zz"}), json!({"do": "rm", "record": "tool:zz"})],
        [json!({"do": "add", "kind": "role", "name": "Zz"}), json!({"do": "rm", "record": "role:zz"})],
        [set("url", "https://x"), json!({"do": "unset", "record": id, "key": "url"})],
        [set("name", "Other"), set("name", &format!("C {at}, \"é\""))],
        [
            json!({"do": "link", "from": id, "relation": "integrates_with", "to": "c0"}),
            json!({"do": "unlink", "from": id, "relation": "integrates_with", "to": "c0"}),
        ],
        [
            json!({"do": "rename", "record": "tool:etl", "to": "elt", "forget": true}),
            json!({"do": "rename", "record": "elt", "to": "etl", "forget": true}),
        ],
        [
            json!({"do": "rename", "record": "source:docs", "to": "d", "forget": true}),
            json!({"do": "rename", "record": "source:d", "to": "docs", "forget": true}),
        ],
    ]
}

/// The records of a document, a line each; the last line may have no end.
fn lines_of(document: &Value, ends: bool) -> String {
    let lists = document.as_object().expect("it is an object");
    let records =
        lists.iter().flat_map(|(key, list)| list.as_array().into_iter().flatten().map(move |of| (key, of)));
    let lines: Vec<String> = records.map(|(key, record)| json!({key: [record]}).to_string()).collect();
    lines.join("\n") + if ends { "\n" } else { "" }
}

/// Edits that change one record, and those that change all that refer to it.
fn many_at_once(at: usize) -> Vec<Value> {
    let id = format!("c{at}");
    let mut edits: Vec<Value> = pairs(at).into_iter().flatten().collect();
    edits.extend([
        json!({"do": "rename", "record": "tool:etl", "to": "pipelines", "name": "Pipelines"}),
        json!({"do": "merge", "from": "tool:etl", "into": "tool:surveys"}),
        json!({"do": "merge", "from": id, "into": "c0"}),
        json!({"do": "rm", "record": "tool:etl", "cascade": true}),
        json!({"do": "rm", "record": "source:docs", "cascade": true, "yes": true}),
        json!({"do": "rm", "record": id, "cascade": true}),
    ]);
    edits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_edit_and_the_one_that_takes_it_back_leave_every_byte(
        companies in 1_usize..5,
        which in any::<prop::sample::Index>(),
        drawn in prop::collection::vec(any::<u8>(), 0..400),
        crlf in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let value = Json::from(market(companies));
        let newline = if crlf { "\r\n" } else { "\n" };
        let mut text = if mark { "\u{feff}".to_owned() } else { String::new() };
        laid_out(&value, &mut drawn.iter().copied().cycle().take(4000), newline, &mut text);
        text.push_str(newline);
        for [there, back] in pairs(which.index(companies)) {
            let now = edited("m.json", &text, std::slice::from_ref(&there));
            let now = now.unwrap_or_else(|errors| panic!("{there}: {errors:?}\n{text}"));
            prop_assert_ne!(&now, &text, "{}", there);
            // What stands before and behind the change is what it was.
            prop_assert!(load::parse(&Files::from_text("m.json", &now)).is_ok());
            let again = edited("m.json", &now, std::slice::from_ref(&back));
            let again = again.unwrap_or_else(|errors| panic!("{back}: {errors:?}\n{now}"));
            prop_assert_eq!(again, text.clone(), "{} and back, by way of\n{}", there, now);
        }
    }

    #[test]
    fn edits_in_one_plan_are_what_they_are_one_after_the_other(
        companies in 2_usize..6,
        which in prop::collection::vec(any::<prop::sample::Index>(), 1..9),
        drawn in prop::collection::vec(any::<u8>(), 0..400),
        lines in any::<bool>(),
    ) {
        let market = market(companies);
        let (name, text) = if lines {
            ("m.jsonl", lines_of(&market, drawn.first().is_some_and(|drawn| drawn.is_multiple_of(2))))
        } else {
            let mut text = String::new();
            laid_out(&Json::from(market), &mut drawn.iter().copied().cycle().take(4000), "\n", &mut text);
            ("m.json", text)
        };
        let all: Vec<Value> = (0..companies).flat_map(many_at_once).collect();
        let (mut made, mut now) = (Vec::new(), text.clone());
        for which in which {
            let edit = which.get(&all);
            // What is refused, since another edit was made before, is left out.
            if let Ok(after) = edited(name, &now, std::slice::from_ref(edit)) {
                made.push(edit.clone());
                now = after;
            }
        }
        let files = Files::from_text(name, &text);
        let plan = edit::plan(Path::new(name), &files, &edits(&made), &EditOptions::default());
        let plan = plan.unwrap_or_else(|errors| panic!("{made:?}: {errors:?}\n{text}"));
        let after = plan.files.first().map_or(&*text, |file| file.after.as_deref().expect("the file stays"));
        prop_assert_eq!(after, now.as_str(), "{:?} of\n{}", made, text);
        // What is new is told where it is, and all else was there before, in the same order.
        let (mut end, mut rest) = (0, &*text);
        for span in plan.report.files.iter().flat_map(|file| &file.spans) {
            prop_assert!(span.start > end || end == 0, "{:?}", plan.report.files);
            let at = LineColumn::of(after, span.start);
            prop_assert_eq!((span.line, span.column), (at.line, at.column));
            let old = &after[end..span.start];
            let found = rest.find(old);
            prop_assert!(found.is_some(), "{old:?} is new, and not told");
            rest = &rest[found.unwrap_or_default() + old.len()..];
            end = span.end;
        }
        prop_assert!(rest.ends_with(&after[end..]));
    }

    #[test]
    fn any_layout_is_formatted_to_one_form(companies in 1_usize..5, drawn in prop::collection::vec(any::<u8>(), 0..400)) {
        let value = Json::from(market(companies));
        let mut text = String::new();
        laid_out(&value, &mut drawn.iter().copied().cycle().take(4000), "\n", &mut text);
        let plain = edit::format(&value.to_string(), false).expect("it is a data file");
        prop_assert_eq!(edit::format(&text, false).expect("it is a data file"), plain);
    }
}

/// Every data file of a folder and the folders in it.
fn data_files(folder: &Path) -> Vec<(String, String)> {
    let files = Files::read(folder);
    files.iter().map(|file| (file.name().to_owned(), file.text().to_owned())).collect()
}

#[test]
fn the_form_is_one_and_says_what_was_said_in_every_fixture() {
    let folders = [data("valid"), data("named"), data("backtest"), root("graph"), root("src/cli/init")];
    let mut formatted = 0;
    for folder in folders {
        for (name, text) in data_files(&folder) {
            let is_lines = Path::new(&name).extension().is_some_and(|extension| extension == "jsonl");
            let once = edit::format(&text, is_lines).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(edit::format(&once, is_lines).as_ref(), Ok(&once), "{name}");
            let value = |text: &str| -> Vec<Value> {
                let values = serde_json::Deserializer::from_str(text).into_iter();
                values.collect::<Result<_, _>>().expect("it is JSON")
            };
            assert_eq!(value(&once), value(&text), "{name}");
            let model = |text: &str| {
                serde_json::to_string(&landscape_graph::model::PackedModel::from(
                    load::parse(&Files::from_text(&name, text)).ok()?,
                ))
                .ok()
            };
            assert_eq!(model(&once), model(&text), "{name}");
            formatted += 1;
        }
    }
    assert!(formatted > 100, "only {formatted} files were formatted");
}

#[test]
fn a_claim_that_fits_is_one_line_and_records_are_broken() {
    let text = edit::format(MARKET, false).expect("it is a data file");
    insta::assert_snapshot!(text);
    let long = text.replace("\"ETL\"", &format!("\"{}\"", "x".repeat(120)));
    assert_eq!(edit::format(&long, false).as_ref(), Ok(&long));
    assert!(text.lines().all(|line| line.chars().count() <= 100));
    assert!(edit::format("{\"tools\": [{}]}", false).is_err(), "what is wrong is left alone");
    let kept = "{\n  \"stacks\": [\n    {\n      \"id\": \"a\",\n      \"name\": \"A\",\n      \"listing\": \"open\"\n    }\n  ]\n}\n";
    assert_eq!(edit::format(kept, false).as_deref(), Ok(kept), "defaults that are written stay");
}

/// A market whose claims are written short.
const SHORT: &str = r#"{
  "tools": [{ "id": "etl", "name": "ETL", "in_stack": ["data", "ops"] }, { "id": "surveys", "name": "Surveys" }],
  "stacks": [{ "id": "data", "name": "Data" }, { "id": "ops", "name": "Ops" }],
  "companies": [
    { "id": "acme", "name": "Acme", "offers": { "etl": "yes", "surveys": "no" } },
    { "id": "zeta", "name": "Zeta", "looked": ["etl"] }
  ]
}
"#;

#[test]
fn a_claim_that_is_written_short_is_one_like_any_other() {
    let error = refused(
        SHORT,
        &json!({"do": "link", "from": "acme", "relation": "offers", "to": "etl", "values": {"support": "no"}}),
    );
    assert!(matches!(error, EditError::Contradiction { .. }), "{error:?}");
    let put = |line: Value, old: &str, new: &str| {
        assert!(SHORT.contains(old), "{old}");
        assert_eq!(after(SHORT, &[line]), SHORT.replace(old, new));
    };
    put(
        json!({"do": "set", "record": "acme", "claim": "offers:etl", "key": "product", "value": "Pipes"}),
        r#"{ "etl": "yes", "surveys": "no" }"#,
        r#"[{ "tool": "etl", "support": "yes", "product": "Pipes" }, { "tool": "surveys", "support": "no" }]"#,
    );
    put(
        json!({"do": "unlink", "from": "etl", "relation": "in_stack", "to": "ops"}),
        r#"["data", "ops"]"#,
        r#"[{ "stack": "data" }]"#,
    );
    // What an edit does not touch stays short.
    put(
        json!({"do": "set", "record": "acme", "key": "note", "value": "n"}),
        r#""no" } }"#,
        r#""no" }, "note": "n" }"#,
    );
}

#[test]
fn references_in_short_forms_are_found() {
    let renamed =
        after(SHORT, &[json!({"do": "rename", "record": "tool:etl", "to": "pipelines", "forget": true})]);
    let back =
        after(&renamed, &[json!({"do": "rename", "record": "tool:pipelines", "to": "etl", "forget": true})]);
    let said = |text: &str| {
        let files = Files::from_text("market.json", text);
        serde_json::to_value(landscape_graph::model::PackedModel::from(
            load::parse(&files).expect("it loads"),
        ))
        .expect("it is JSON")
    };
    assert_eq!(said(&back), said(SHORT));
    assert!(!renamed.contains("\"etl\""), "{renamed}");
    let error = refused(SHORT, &json!({"do": "rm", "record": "tool:etl"}));
    assert!(matches!(&error, EditError::Referred { places, .. } if places.len() == 2), "{error:?}");
    let merged = after(SHORT, &[json!({"do": "merge", "from": "acme", "into": "zeta"})]);
    let zeta = &said(&merged)["companies"][0];
    assert_eq!(
        (zeta["offers"].as_array().map(Vec::len), zeta["looked"].as_array().map(Vec::len)),
        (Some(2), Some(1))
    );
}

/// Two tools with a feature of one name, one of them written short.
const FEATURES: &str = r#"{
  "tools": [
    { "id": "surveys", "name": "User surveys", "has": ["s-nps"] },
    { "id": "forms", "name": "Forms", "has": [{ "feature": "f-nps" }] }
  ],
  "features": [{ "id": "s-nps", "name": "NPS" }, { "id": "f-nps", "name": "NPS" }],
  "companies": [{ "id": "acme", "name": "Acme" }]
}
"#;

#[test]
fn a_feature_is_named_by_its_tool_and_its_name() {
    let link = |to: &str| json!({"do": "link", "from": "acme", "relation": "provides", "to": to, "values": {"support": "yes"}});
    for (to, feature) in [
        ("surveys/nps", "s-nps"),
        ("User surveys / NPS", "s-nps"),
        ("surveys/s-nps", "s-nps"),
        ("feature:forms/NPS", "f-nps"),
    ] {
        let text = after(FEATURES, &[link(to)]);
        assert!(text.contains(&format!(r#"{{ "feature": "{feature}", "support": "yes" }}"#)), "{to}: {text}");
    }
    let noted = after(FEATURES, &[json!({"do": "set", "record": "forms/nps", "key": "note", "value": "n"})]);
    assert!(noted.contains(r#"{ "id": "f-nps", "name": "NPS", "note": "n" }"#), "{noted}");
    let ambiguous = refused(FEATURES, &link("NPS"));
    assert_eq!(ambiguous.to_string(), "`NPS` can be `feature:s-nps` or `feature:f-nps`");
    // Exact names alone, and those of the tool alone.
    for (to, help) in [
        ("surveys/np", Some("did you mean `surveys/NPS`?")),
        ("surveys/f-nps", Some("did you mean `surveys/s-nps`?")),
    ] {
        let error = refused(FEATURES, &link(to));
        assert_eq!(error.to_string(), format!("there is no feature called `{to}`"));
        assert_eq!(error.help().as_deref(), help);
    }
}
