//! A landscape of names that have broken programs before.

use landscape_graph::Landscape;
use serde_json::{Value, json};

/// The names, each awkward in its own way, the longest of so many characters.
pub(crate) fn names(longest: usize) -> Vec<String> {
    let short = [
        "say \"hi\"",
        "it's",
        "back\\slash",
        "ends in \\",
        "<b>bold</b>",
        "</TD></TR></TABLE>>",
        "<!-- no comment -->",
        "&amp; &#60; &nbsp;",
        "C++",
        "C#",
        "6sense",
        "AT&T",
        "Customer.io",
        "node",
        "digraph {",
        "🦔 hedgehog 👩‍👩‍👧",
        "עברית والعربية",
        "日本語の名前は幅が二倍",
        "o\u{308}\u{323}mla\u{303}ut",
        "two\nlines\r\nand a\ttab",
        "x\"]; evil[label=\"pwned",
        "=cmd()",
        "+1",
        "-2",
        "@sum",
        "a|b||c",
        "*bold* _it_ `code` [link](x) ~~no~~ # head",
        "\u{1b}[31mred\u{1b}[0m",
        "\u{7}bell \u{0}nul \u{9b}31mC1 \u{7f}",
        "\u{202e}desrever\u{202c} \u{200b}\u{feff}hidden",
        "  spaces  around  ",
        "no\u{a0}break",
        "%s %d {} {0}",
        "\\N \\G \\E \\l",
        "a,b;c\td",
    ];
    let long = ["w".repeat(longest), "many words ".repeat(longest / 11)];
    short.map(str::to_owned).into_iter().chain(long).collect()
}

/// Every kind of record and every relation, with every name in every place that takes a text.
pub(crate) fn awkward(longest: usize) -> Landscape {
    crate::landscapes::build(&awkward_text(longest))
}

/// What [`awkward`] is built from.
pub(crate) fn awkward_text(longest: usize) -> String {
    let names = names(longest);
    let count = names.len();
    let id = |kind: &str, at: usize| format!("{kind}{}", at % count);
    let record = |kind: &str, at: usize| {
        let name = &names[at];
        json!({ "id": id(kind, at), "name": name, "aliases": [format!("{kind} {at} {name}")],
            "description": name, "url": name, "note": name, "evidence": [evidence(&names, at)] })
    };
    let mut document = json!({
        "landscape": { "schema": 1, "name": names[0], "description": names[1], "perspective": "c0",
            "build_costs": [{ "complexity": "simple", "stage": "mvp", "engineers": 2, "months": 3, "note": names[2] }] }
    });
    let mut add = |key: &str, kind: &str, more: &dyn Fn(usize) -> Value| {
        let records = (0..count).map(|at| {
            let mut record = record(kind, at);
            let object = record.as_object_mut().expect("a record is an object");
            object.extend(more(at).as_object().expect("more of it is too").clone());
            record
        });
        document[key] = records.collect();
    };
    let claim = |at: usize, mut keys: Value| {
        keys["note"] = json!(names[at]);
        keys["evidence"] = json!([evidence(&names, at)]);
        keys
    };
    add("stacks", "s", &|_| json!({}));
    add("tools", "t", &|at| {
        let mut tool = json!({
            "in_stack": [claim(at, json!({ "stack": id("s", at / 3) })), claim(at, json!({ "stack": id("s", at / 3 + 1) }))],
            "enhances": [claim(at, json!({ "tool": id("t", at + 1) }))],
            "has": [claim(at, json!({ "feature": id("f", at) }))],
        });
        if at % 5 == 4 {
            tool["part_of"] = json!([claim(at, json!({ "tool": id("t", at - 1) }))]);
            tool["variant_of"] = json!([claim(at, json!({ "tool": id("t", at - 2) }))]);
            tool["after"] = json!([claim(at, json!({ "tool": id("t", at - 3) }))]);
            tool["in_scope"] = claim(at, json!({}));
            tool["complexity"] = json!("simple");
        }
        tool
    });
    add("features", "f", &|_| json!({}));
    add("companies", "c", &|at| {
        let supports = ["yes", "partial", "planned", "no"];
        let offer = |step: usize| {
            let keys = json!({ "tool": id("t", at + step * step), "support": supports[(at + step) % 4],
                "product": names[at], "url": names[at], "maturity": "mvp" });
            claim(at, keys)
        };
        json!({
            "offers": [offer(0), offer(1), offer(2), offer(3), offer(4)],
            "active_in": [claim(at, json!({ "stack": id("s", at + 9) }))],
            "provides": [claim(at, json!({ "feature": id("f", at), "support": supports[at % 4] }))],
            "integrates_with": [claim(at, json!({ "company": id("c", at + 1) }))],
        })
    });
    add("roles", "r", &|at| {
        let needs = json!([
            claim(at, json!({ "tool": id("t", at), "importance": "must" })),
            claim(at, json!({ "tool": id("t", at + 4) }))
        ]);
        let plays = json!([claim(at, json!({ "role": id("r", at + 1), "segment": id("g", at) }))]);
        let above = if at > 0 { json!([claim(at, json!({ "role": id("r", at - 1) }))]) } else { json!([]) };
        json!({ "needs": if at % 3 == 0 { json!([]) } else { needs }, "plays": plays, "reports_to": above })
    });
    add("segments", "g", &|_| json!({}));
    add("principles", "p", &|at| {
        let types = ["principle", "antiprinciple", "ideal", "policy"];
        let verdicts = ["pass", "fail", "unknown"];
        let assesses = claim(at, json!({ "tool": id("t", at), "verdict": verdicts[at % 3] }));
        json!({ "type": types[at % 4], "assesses": [assesses] })
    });
    add("signals", "i", &|at| json!({ "about": [format!("tool:{}", id("t", at))] }));
    add("questions", "q", &|at| {
        let kinds = [("tool", "t"), ("role", "r"), ("company", "c"), ("stack", "s"), ("principle", "p")];
        let about = |(kind, prefix)| format!("{kind}:{}", id(prefix, at));
        let about: Vec<String> = kinds.into_iter().take(at % 6).map(about).collect();
        let status = if at % 3 == 0 { "answered" } else { "open" };
        json!({ "about": about, "status": status, "answer": names[at] })
    });
    add("sources", "o", &|at| {
        let passage = json!({ "at": names[at], "text": names[at], "reading": "remark", "note": names[at],
            "about": [format!("tool:{}", id("t", at))] });
        json!({ "interest": names[at], "passages": [passage], "published": "2024-02-29" })
    });
    document.to_string()
}

fn evidence(names: &[String], at: usize) -> Value {
    json!({ "source": format!("o{at}"), "at": names[at], "note": names[at], "basis": "ambiguous", "on": "2024-02-29" })
}
