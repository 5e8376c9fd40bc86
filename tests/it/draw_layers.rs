//! The pictures `around`, `graph` and `upset`: that nothing is lost, and that all of it is sane
//! where there is little or much to show.

use std::collections::BTreeMap;

use landscape_graph::Landscape;
use landscape_graph::draw::{Picture, Style, Theme};
use landscape_graph::landscape::NodeIx;
use landscape_graph::model::{Kind, Relation, Support};
use landscape_graph::query::{Within, around, graph, overlap, upset};

use crate::awkward::awkward;
use crate::landscapes::{self, bakery, build, company, init, node, stack};
use crate::sheets::{Drawn, LIGHT, Written, assert_sane_within};

/// How wide boxes in five layers may come out.
fn assert_sane(picture: &impl Picture) {
    assert_sane_within(picture, 2_000.0);
}

fn landscapes() -> Vec<Landscape> {
    let small = [
        "{}",
        r#"{ "stacks": [{ "id": "data", "name": "Data" }] }"#,
        r#"{ "tools": [{ "id": "etl", "name": "ETL" }] }"#,
        r#"{ "companies": [{ "id": "us", "name": "Us" }] }"#,
    ];
    [awkward(300), bakery(), init()].into_iter().chain(small.map(build)).collect()
}

#[test]
fn whatever_the_names_are_every_picture_is_sane() {
    for landscape in landscapes() {
        assert_sane(&graph::graph(&landscape, &graph::Options::default()));
        for kind in around::KINDS {
            for ix in landscape.nodes(kind).take(8) {
                let report =
                    around::around(&landscape, ix, &around::Options::default()).expect("it can be stood at");
                assert_sane(&report);
            }
        }
        let companies: Vec<_> = landscape.companies().take(12).collect();
        assert_sane(&upset::upset(&landscape, &companies, &Within::default()));
    }
}

#[test]
fn the_pictures_of_the_shipped_landscape_are_sane() {
    let landscape = landscapes::graph();
    for id in ["company:posthog", "tool:feature-flags", "stack:product", "role:analytics-engineer"] {
        let report = around::around(&landscape, node(&landscape, id), &around::Options::default());
        assert_sane(&report.expect("it can be stood at"));
    }
    assert_sane(&upset::upset(&landscape, &[company(&landscape, "posthog")], &Within::default()));
    let stacks = vec![stack(&landscape, "product")];
    assert_sane(&graph::graph(
        &landscape,
        &graph::Options { within: stacks.into(), ..graph::Options::default() },
    ));
    let without = vec![Kind::Feature];
    assert_sane(&graph::graph(&landscape, &graph::Options { without, ..graph::Options::default() }));
}

#[test]
fn the_pictures_of_the_bakery() {
    let landscape = bakery();
    let report = around::around(&landscape, node(&landscape, "company:loaf"), &around::Options::default())
        .expect("there is one");
    insta::assert_snapshot!("around_loaf_mermaid", report.mermaid(&LIGHT).expect("there is one"));
    let written = Written::of(&report.dot(&LIGHT));
    assert_eq!(written.nodes.len(), report.nodes.len());
    let drawn = Drawn::of(&report.scene(&LIGHT).svg(Theme::Light));
    for record in report.nodes.iter().filter_map(|node| node.record) {
        let named = written.nodes.iter().filter(|(_, label)| {
            label.strip_prefix(record.name).is_some_and(|rest| rest.chars().all(|end| !end.is_alphabetic()))
        });
        assert_eq!((named.count(), drawn.count(record.name)), (1, 1), "{}", record.name);
    }
    let companies: Vec<_> = landscape.companies().collect();
    let report = upset::upset(&landscape, &companies, &Within::default());
    let written = Written::of(&report.dot(&LIGHT));
    let groups = &report.overlap.intersections;
    assert_eq!(written.labels("group").len(), groups.len());
    assert_eq!(written.edges.len(), groups.iter().map(|group| group.companies.len()).sum::<usize>());
    for group in groups {
        let names: Vec<&str> = group.tools.iter().map(|tool| tool.name).collect();
        let label = format!("{} {}", group.tools.len(), names.join(", "));
        assert!(written.labels("group").contains(&label.as_str()), "{label}");
    }
}

#[test]
fn a_long_label_has_two_lines_and_what_is_left_out_is_counted_below() {
    let tool =
        |at: usize| format!(r#"{{ "id": "t{at}", "name": "Tool {at}", "in_stack": [{{ "stack": "s" }}] }}"#);
    let long = "Templates for notebooks, dashboards and everything else";
    let long_tool = format!(r#"{{ "id": "long", "name": "{long}", "in_stack": [{{ "stack": "s" }}] }}"#);
    let offers: Vec<String> =
        (0..3).map(|at| format!(r#"{{ "tool": "t{at}", "support": "yes" }}"#)).collect();
    let company = |at: usize| {
        format!(r#"{{ "id": "c{at}", "name": "Company {at}", "offers": [{}] }}"#, offers.join(","))
    };
    let tools: Vec<String> = (0..3).map(tool).chain([long_tool]).collect();
    let companies: Vec<String> = (0..4).map(company).collect();
    let landscape = build(&format!(
        r#"{{ "stacks": [{{ "id": "s", "name": "Stack" }}], "tools": [{}], "companies": [{}] }}"#,
        tools.join(","),
        companies.join(",")
    ));
    let options = around::Options { most: 2 };
    let around = |id: &str| around::around(&landscape, node(&landscape, id), &options).expect("there is one");

    let report = around("stack:s");
    assert_sane(&report);
    let drawn = Drawn::of(&report.scene(&LIGHT).svg(Theme::Light));
    let lines: Vec<&str> =
        drawn.texts.iter().map(|(text, _)| text.as_str()).filter(|text| long.contains(text)).collect();
    assert_eq!((lines.len(), lines.join(" ").as_str()), (2, long));
    let dot = report.dot(&LIGHT);
    assert!(Written::of(&dot).labels("tool").contains(&long), "{:?}", Written::of(&dot).labels("tool"));

    // The count is held by the last box beside it, so that Graphviz sets it under the others.
    let holders = |dot: &str| -> Vec<String> {
        let edges = dot.lines().filter(|line| line.contains("class=\"layout\"") && line.contains("\"more:"));
        edges.map(|line| line.split_once(" [").map_or(line, |(edge, _)| edge).trim().to_owned()).collect()
    };
    let last = |class: &str| {
        let mut nodes = dot.lines().filter(|line| line.contains(&format!("[class=\"{class}\"")));
        nodes
            .next_back()
            .and_then(|line| Some(line.trim().split_once('[')?.0.to_owned()))
            .expect("there is one")
    };
    assert_eq!(holders(&dot), [format!("{} -> \"more:2:Who offers most of them\"", last("tool"))]);
    let dot = around("tool:t0").dot(&LIGHT);
    assert_eq!(holders(&dot), ["\"more:0:Who offers it\" -> \"tool:t0\""]);
}

/// Every claim that joins two records, from each record alone.
fn claims(landscape: &Landscape) -> BTreeMap<(String, String, Relation, Option<Support>), usize> {
    let mut claims = BTreeMap::new();
    for ix in Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind)) {
        for connection in landscape.connections(ix).into_iter().filter(|connection| connection.outgoing) {
            for claim in connection.claims {
                let [from, to] = [ix, connection.other].map(|ix| landscape.any_id(ix));
                *claims.entry((from, to, connection.relation, claim.support)).or_default() += 1;
            }
        }
    }
    claims
}

#[test]
fn the_graph_loses_no_claim_and_makes_none_up() {
    for landscape in landscapes() {
        let report = graph::graph(&landscape, &graph::Options::default());
        let id = |at: u32| {
            let record = report.nodes[at as usize].record;
            format!("{}:{}", record.kind, record.id)
        };
        let mut drawn = BTreeMap::new();
        for edge in report.edges.iter().filter(|edge| !edge.derived) {
            *drawn.entry((id(edge.from), id(edge.to), edge.relation, edge.support)).or_default() += 1;
        }
        assert_eq!(drawn, claims(&landscape));
        let nodes: usize = Kind::ALL.into_iter().map(|kind| landscape.count(kind)).sum();
        assert_eq!((report.nodes.len(), report.left_out), (nodes, 0));
        // Each edge is in the DOT, those that stand for a place in a frame included.
        let dot = report.dot(&Style::default());
        let written = dot.matches(" -> ").count() - dot.matches("class=\"layout\"").count();
        assert!(written >= report.edges.len(), "{written} of {} are written", report.edges.len());
    }
}

#[test]
fn a_part_of_the_graph_says_what_is_left_out() {
    let landscape = bakery();
    let stacks = vec![stack(&landscape, "office")];
    let report =
        graph::graph(&landscape, &graph::Options { within: stacks.into(), ..graph::Options::default() });
    let ids: Vec<String> =
        report.nodes.iter().map(|node| format!("{}:{}", node.record.kind, node.record.id)).collect();
    // Bookkeeping and payroll, who is known not to offer the one, who needs them, and the rule on
    // payroll.
    assert_eq!(
        ids,
        [
            "stack:office",
            "tool:bookkeeping",
            "tool:payroll",
            "company:bun",
            "company:loaf",
            "company:rye",
            "role:bookkeeper",
            "principle:bake-every-day"
        ]
    );
    assert_eq!(report.offers, 3);
    let without = vec![Kind::Company, Kind::Source];
    let report = graph::graph(&landscape, &graph::Options { without, ..graph::Options::default() });
    assert_eq!((report.offers, report.left_out), (0, 6));
    let svg = report.scene(&Style::default()).svg(Theme::Light);
    assert!(
        svg.contains("6 records of the landscape are not drawn, including all companies and sources."),
        "{svg}"
    );
}

#[test]
fn around_a_company_stand_its_tools_and_its_rivals() {
    let landscape = bakery();
    let at = |id: &str| -> NodeIx { node(&landscape, id) };
    let report =
        around::around(&landscape, at("company:loaf"), &around::Options::default()).expect("there is one");
    let of = |sort| -> Vec<String> {
        let nodes = report.nodes.iter().filter(|node| node.sort == sort);
        nodes.map(|node| node.record.map_or("none", |record| record.id).to_owned()).collect()
    };
    assert_eq!(report.size, 3);
    assert_eq!(of(around::Sort::Tool), ["loyalty-card", "stock-list", "till"]);
    assert_eq!(of(around::Sort::Stack), ["counter", "kitchen"]);
    assert_eq!(of(around::Sort::Company), ["bun", "rye", "crumb"]);
    assert_eq!(of(around::Sort::Role), ["baker"]);
    let offers = report.links.iter().filter(|link| link.relation == Relation::Offers).count();
    // Rye has stock list and till, Bun loyalty card and stock list, Crumb the till.
    assert_eq!(offers, 5);
    let few =
        around::around(&landscape, at("company:loaf"), &around::Options { most: 1 }).expect("there is one");
    assert_eq!(few.left_out, [(2, around::Sort::Tool, 1), (3, around::Sort::Company, 2)]);
    let till =
        around::around(&landscape, at("tool:till"), &around::Options::default()).expect("there is one");
    assert_eq!((till.size, till.otherwise), (3, Some([0, 1])));
    assert!(around::around(&landscape, at("source:guild-notes"), &around::Options::default()).is_none());
}

#[test]
fn the_plot_has_the_numbers_of_the_report() {
    let landscape = bakery();
    let companies: Vec<_> = ["loaf", "bun", "crumb"].map(|id| company(&landscape, id)).to_vec();
    let report = upset::upset(&landscape, &companies, &Within::default());
    let wanted = overlap::many(&landscape, &companies);
    assert_eq!(report.overlap.intersections.len(), wanted.intersections.len());
    let svg = report.scene(&Style::default()).svg(Theme::Light);
    assert!(svg.contains("Of those shown, offered only by Loaf, Bun: Loyalty card, Stock list"), "{svg}");
    // One company stands with those closest to it.
    let alone = upset::upset(&landscape, &companies[..1], &Within::default());
    assert_eq!(alone.overlap.companies.len(), 4);
}

#[cfg(feature = "cli")]
mod cli {
    use std::path::Path;

    use landscape_graph::model::Kind;

    use crate::landscapes;
    use crate::support::{Outcome, Sandbox, command_in, data, root, run_in};

    fn draw(arguments: &[&str]) -> Outcome {
        run_in(&data("named"), &[&["draw"], arguments, &["--graph", "bakery.json"]].concat())
    }

    #[test]
    fn the_pictures_can_be_asked_for() {
        for arguments in [&["around", "Loaf"][..], &["around", "stack:counter", "--most", "2"], &["graph"]] {
            for format in ["dot", "svg", "mermaid"] {
                let outcome = draw(&[arguments, &["--format", format]].concat());
                assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
            }
        }
        for arguments in [&["upset"][..], &["upset", "loaf", "bun"], &["graph", "--stack", "office"]] {
            let outcome = draw(&[arguments, &["--format", "svg"]].concat());
            assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
        }
    }

    #[test]
    fn features_are_drawn_where_they_are_asked_for() {
        let features = |arguments: &[&str]| {
            let outcome = run_in(&root(""), &[&["draw", "graph", "--force"], arguments].concat());
            assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{outcome}");
            outcome.stdout.matches("class=\"feature\"").count()
        };
        let all = landscapes::graph().count(Kind::Feature);
        assert_eq!((features(&[]), features(&["--with", "feature"])), (0, all));
        assert_eq!(features(&["--with", "feature", "--without", "features"]), 0);
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        for (arguments, wanted) in [
            (&["around", "laof"][..], "did you mean `loaf`?"),
            (&["around", "source:guild-notes"], "a company, tool, stack or role is needed"),
            (&["graph", "--around", "laof"], "did you mean"),
            (&["graph", "--without", "house"], "is a kind of record (`stack`, `tool`"),
            (&["graph", "--with", "tool"], "takes only `feature`"),
            (&["upset", "loaf", "loaf"], "`loaf` is named twice"),
            (&["upset", "--format", "mermaid"], "Mermaid cannot show this picture"),
            (&["graph", "--engine", "graphviz"], "`--engine graphviz` draws SVG and PNG"),
        ] {
            let outcome = draw(arguments);
            assert_eq!(outcome.code, Some(2), "{outcome}");
            assert!(outcome.stderr.contains(wanted), "{outcome}");
        }
    }

    /// Has the Graphviz of a folder, if there is one, draw the bakery.
    fn by_graphviz(folder: &Path, arguments: &[&str]) -> Outcome {
        let bakery = data("named/bakery.json");
        let bakery = bakery.to_str().expect("the path is UTF-8");
        let all = [&["draw", "map", "--engine", "graphviz", "--graph", bakery], arguments].concat();
        let output = command_in(folder, &all).env("PATH", folder).output();
        Outcome::of(&output.expect("the program starts"))
    }

    #[test]
    fn without_graphviz_it_is_said_how_to_get_it() {
        let sandbox = Sandbox::new();
        for format in ["svg", "png"] {
            let outcome = by_graphviz(&sandbox.path(""), &["--format", format, "-o", "map.svg"]);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(3), ""), "{outcome}");
            assert!(outcome.stderr.contains("Graphviz is not installed"), "{outcome}");
            assert!(outcome.stderr.contains("help: install it"), "{outcome}");
            assert!(!sandbox.path("map.svg").exists());
        }
        for format in ["dot", "mermaid"] {
            let outcome = by_graphviz(&sandbox.path(""), &["--format", format]);
            assert_eq!(outcome.code, Some(2), "{outcome}");
            assert!(outcome.stderr.contains("`--engine graphviz` draws SVG and PNG"), "{outcome}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_graphviz_warns_of_is_shown() {
        use std::os::unix::fs::PermissionsExt;

        let drain = "#!/bin/sh\nwhile read -r line; do :; done\necho 'Warning: too wide' >&2\n";
        for (end, code, stdout) in [("echo '<svg/>'", 0, "<svg/>\n"), ("exit 1", 3, "")] {
            let sandbox = Sandbox::new().file("dot", format!("{drain}{end}\n"));
            let executable = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(sandbox.path("dot"), executable).expect("the file is ours");
            let outcome = by_graphviz(&sandbox.path(""), &["--format", "svg"]);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), stdout), "{outcome}");
            assert!(outcome.stderr.contains("graphviz: Warning: too wide"), "{outcome}");
        }
    }
}

/// Two that are compared, and a third that offers what one of them seems to have alone.
const ALONE: &str = r#"{ "tools": [{ "id": "cache", "name": "Cache" }, { "id": "queue", "name": "Queue" }],
  "companies": [
    { "id": "alder", "name": "Alder", "offers": [{ "tool": "cache", "support": "yes" }, { "tool": "queue", "support": "yes" }] },
    { "id": "birch", "name": "Birch", "offers": [{ "tool": "queue", "support": "yes" }] },
    { "id": "cedar", "name": "Cedar", "offers": [{ "tool": "cache", "support": "yes" }] }
  ] }"#;

#[test]
fn what_others_offer_too_is_not_said_to_be_alone() {
    let landscape = build(ALONE);
    let companies = ["alder", "birch"].map(|id| company(&landscape, id));
    let report = upset::upset(&landscape, &companies, &Within::default());
    assert_sane(&report);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    assert!(svg.contains("Among these 2 of 3 companies: both offer 1 tool, only Alder offers 1"), "{svg}");
    assert!(svg.contains(">Cache (+1)<") && svg.contains(">Queue<"), "{svg}");
    assert!(svg.contains("also by 1 company not shown") && !svg.contains("alone"), "{svg}");
    let all = ["alder", "birch", "cedar"].map(|id| company(&landscape, id));
    let svg = upset::upset(&landscape, &all, &Within::default()).scene(&LIGHT).svg(Theme::Light);
    assert!(!svg.contains("(+1)") && !svg.contains("of 3 companies)"), "{svg}");
}

#[test]
fn the_closest_companies_are_not_cut_between_equals() {
    let yes = |tool: usize| format!(r#"{{ "tool": "t{tool}", "support": "yes" }}"#);
    let company = |(at, tools): (usize, &[usize])| {
        let offers: Vec<String> = tools.iter().map(|tool| yes(*tool)).collect();
        format!(r#"{{ "id": "c{at}", "name": "C{at}", "offers": [{}] }}"#, offers.join(","))
    };
    // One that offers all that c0 does, and so many that share one tool with it.
    let shown = |equals: usize| {
        let offers = [&[0, 1][..], &[0, 1, 2]].into_iter().chain(std::iter::repeat_n(&[0, 3][..], equals));
        let companies: Vec<String> = offers.enumerate().map(company).collect();
        let tools: Vec<String> =
            (0..4).map(|at| format!(r#"{{ "id": "t{at}", "name": "T{at}" }}"#)).collect();
        let landscape = build(&format!(
            r#"{{ "tools": [{}], "companies": [{}] }}"#,
            tools.join(","),
            companies.join(",")
        ));
        let us = crate::landscapes::company(&landscape, "c0");
        let report = upset::upset(&landscape, &[us], &Within::default());
        (report.overlap.companies.len(), report.tied)
    };
    assert_eq!([shown(3), shown(5), shown(10), shown(11)], [(5, 0), (7, 0), (12, 0), (2, 11)]);
}

#[test]
fn many_products_in_one_tool_are_one_line_with_their_number() {
    let products: Vec<String> =
        (0..14).map(|at| format!(r#"{{ "tool": "sign", "support": "yes", "product": "P{at}" }}"#)).collect();
    let landscape = build(&format!(
        r#"{{ "tools": [{{ "id": "sign", "name": "Signing" }}], "companies": [{{ "id": "cn", "name": "CN", "offers": [{}] }}] }}"#,
        products.join(",")
    ));
    let options = graph::Options { within: Within::default(), around: None, without: Vec::new() };
    let report = graph::graph(&landscape, &options);
    assert_eq!(report.edges.len(), 14);
    assert_sane(&report);
    let svg = report.scene(&LIGHT).svg(Theme::Light);
    let curves = svg
        .split("<path d=\"M")
        .skip(1)
        .filter(|path| path.split('"').next().is_some_and(|path| path.contains('C')));
    assert_eq!(curves.count(), 1, "one line for all products: {svg}");
    assert!(svg.contains(">14</text>"), "{svg}");
    assert_eq!(Written::of(&report.dot(&LIGHT)).edges.iter().filter(|(_, label)| label == "14").count(), 1);
    assert!(report.mermaid(&LIGHT).expect("a flowchart").contains("|14|"));
}
