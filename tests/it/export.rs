//! Other people's formats: what is written can be read, says what the landscape says, and no more.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use landscape_graph::Landscape;
use landscape_graph::export::{
    Base, Claims, DEFAULT_BASE, Dialect, MOST_ARROWS, TooBig, cypher, gexf, graphml, json, json_ld, matrix,
    mermaid, turtle,
};
use landscape_graph::load::{Files, parse};
use landscape_graph::model::{Kind, Support};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::awkward::{awkward, awkward_text, names};
use crate::landscapes::{BAKERY, bakery, build, build_as_of, graph, init, stack};
use crate::properties::{document, reports, settings, specs};
#[cfg(feature = "cli")]
use crate::support::Sandbox;

/// A whole with a part, and every way in which an offer can be known or not.
const MARKET: &str = r#"{
  "landscape": { "schema": 1, "name": "Market & \"friends\"", "perspective": "us" },
  "stacks": [{ "id": "data", "name": "Data" }],
  "tools": [
    { "id": "etl", "name": "ETL", "in_scope": {}, "in_stack": [{ "stack": "data" }] },
    { "id": "sync", "name": "Sync", "aliases": ["reverse ETL"], "part_of": [{ "tool": "etl" }] }
  ],
  "companies": [
    { "id": "nobody", "name": "Nobody knows" },
    { "id": "rival", "name": "Rival <Inc>", "url": "https://rival.example", "offers": [
      { "tool": "etl", "support": "no" },
      { "tool": "sync", "support": "yes", "maturity": "pmf", "product": "Rival's \\sync", "evidence": [
        { "source": "page", "at": "line 3", "basis": "stated", "on": "2025-02-01" },
        { "source": "page", "at": "line 9", "basis": "inferred", "note": "by the price" }
      ] }
    ] },
    { "id": "us", "name": "Us", "offers": [
      { "tool": "etl", "support": "yes", "product": "Pipes", "since": "2024-01-01" },
      { "tool": "etl", "support": "yes", "product": "Tubes" },
      { "tool": "sync", "support": "planned" }
    ] }
  ],
  "roles": [{ "id": "cto", "name": "CTO" }, { "id": "founder", "name": "Founder",
    "plays": [{ "role": "cto", "segment": "early" }], "needs": [{ "tool": "etl", "importance": "must" }] }],
  "segments": [{ "id": "early", "name": "Early" }],
  "sources": [{ "id": "page", "name": "A page", "published": "2025-01-31", "passages": [
    { "at": "line 7", "text": "and so on", "reading": "unfinished", "about": ["tool:etl"] }
  ] }]
}"#;

fn written(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("every format is UTF-8")
}

fn csv(landscape: &Landscape) -> String {
    written(|out| landscape_graph::export::csv(landscape, out))
}

fn turtle_of(landscape: &Landscape) -> String {
    written(|out| turtle(landscape, &Base::default(), out))
}

fn json_of(text: &str) -> String {
    let files = Files::from_text("all.json", text);
    let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    written(|out| json(model, out))
}

/// Every format that is written of a landscape, by name.
fn formats(landscape: &Landscape) -> Vec<(&'static str, String)> {
    let base = Base::default();
    vec![
        ("csv", csv(landscape)),
        ("matrix", written(|out| matrix(landscape, out))),
        ("graphml", written(|out| graphml(landscape, Claims::Holding, out))),
        ("gexf", written(|out| gexf(landscape, Claims::Holding, out))),
        ("turtle", turtle_of(landscape)),
        ("json_ld", written(|out| json_ld(landscape, &base, out))),
        ("neo4j", written(|out| cypher(landscape, Dialect::Neo4j, Claims::Holding, out))),
        ("memgraph", written(|out| cypher(landscape, Dialect::Memgraph, Claims::Holding, out))),
        ("ladybug", written(|out| cypher(landscape, Dialect::Ladybug, Claims::Holding, out))),
        ("mermaid", small_chart(landscape)),
    ]
}

/// The chart of the whole market, or of its first stack where that is too big to be drawn.
fn small_chart(landscape: &Landscape) -> String {
    mermaid(landscape, &[]).unwrap_or_else(|_| {
        let first: Vec<_> = landscape.stacks().take(1).collect();
        mermaid(landscape, &first).expect("a stack is small")
    })
}

fn landscapes() -> Vec<Landscape> {
    vec![awkward(300), bakery(), graph(), init(), build(MARKET), build("{}")]
}

fn nodes(landscape: &Landscape) -> usize {
    Kind::ALL.into_iter().map(|kind| landscape.count(kind)).sum()
}

/// What an edge joins and says: relation, ends, support, and whether it is concluded.
type Edge = (String, String, String, String, String);

fn edge(parts: [&str; 5]) -> Edge {
    let [relation, from, to, support, derived] = parts.map(str::to_owned);
    (relation, from, to, support, derived)
}

/// Every edge as the landscape itself tells it: claims, and wholes that are offered by what is said
/// of parts alone.
fn expected_edges(landscape: &Landscape) -> Vec<Edge> {
    let id =
        |node: landscape_graph::landscape::NodeIx| format!("{}:{}", node.kind(), landscape.node(node).id());
    let mut edges = Vec::new();
    for kind in Kind::ALL {
        for node in landscape.nodes(kind) {
            for connection in landscape.connections_from(node) {
                let (relation, from, to) = (connection.relation.to_string(), id(node), id(connection.other));
                let is_offer = relation == "offers";
                for claim in &connection.claims {
                    let support = claim.support.map_or("", Support::word);
                    edges.push(edge([&relation, &from, &to, support, if is_offer { "false" } else { "" }]));
                }
                let offered =
                    connection.claims.iter().filter_map(|claim| claim.support).any(Support::is_offered);
                let counts = connection.support.filter(|support| is_offer && support.is_offered());
                if let Some(support) = counts.filter(|_| !offered) {
                    edges.push(edge([&relation, &from, &to, support.word(), "true"]));
                }
            }
        }
    }
    edges.sort();
    edges
}

fn xml(text: &str) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn elements<'d, 't>(
    document: &'d roxmltree::Document<'t>,
    name: &'static str,
) -> Vec<roxmltree::Node<'d, 't>> {
    document.descendants().filter(|node| node.has_tag_name(name) || node.tag_name().name() == name).collect()
}

/// The text as XML can hold it.
fn as_xml(text: &str) -> String {
    let kept = |c: char| c >= ' ' || matches!(c, '\t' | '\n' | '\r');
    text.chars().map(|c| if kept(c) { c } else { '\u{fffd}' }).collect()
}

#[test]
fn graphml_is_xml_that_declares_what_it_says_and_says_what_the_landscape_says() {
    for landscape in landscapes() {
        let text = written(|out| graphml(&landscape, Claims::All, out));
        let document = xml(&text);
        let keys: BTreeMap<&str, &str> = elements(&document, "key")
            .iter()
            .map(|key| {
                (key.attribute("id").expect("a key has an id"), key.attribute("for").expect("and a domain"))
            })
            .collect();
        let values = |of: roxmltree::Node<'_, '_>| -> BTreeMap<String, String> {
            let data = of.children().filter(|child| child.tag_name().name() == "data");
            data.map(|data| {
                let key = data.attribute("key").expect("data has a key");
                assert_eq!(keys.get(key), Some(&of.tag_name().name()), "{key}");
                (key.to_owned(), data.text().unwrap_or_default().to_owned())
            })
            .collect()
        };
        let found = elements(&document, "node");
        let ids: BTreeSet<&str> = found.iter().filter_map(|node| node.attribute("id")).collect();
        assert_eq!((found.len(), ids.len()), (nodes(&landscape), nodes(&landscape)));
        for (node, ix) in found.iter().zip(Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind))) {
            let values = values(*node);
            assert_eq!(values["node_kind"], ix.kind().singular());
            assert_eq!(values["node_name"], as_xml(landscape.node(ix).name()));
        }
        let mut edges: Vec<Edge> = Vec::new();
        for found in elements(&document, "edge") {
            let values = values(found);
            let ends = ["source", "target"].map(|end| found.attribute(end).expect("an edge has ends"));
            assert!(ends.iter().all(|end| ids.contains(end)), "{ends:?}");
            let value = |key: &str| values.get(key).map_or("", String::as_str);
            let says =
                [value("edge_relation"), ends[0], ends[1], value("edge_support"), value("edge_derived")];
            edges.push(edge(says));
        }
        edges.sort();
        assert_eq!(edges, expected_edges(&landscape));
    }
}

#[test]
fn gexf_says_the_same() {
    for landscape in landscapes() {
        let text = written(|out| gexf(&landscape, Claims::All, out));
        let document = xml(&text);
        let found = elements(&document, "node");
        let ids: BTreeSet<&str> = found.iter().filter_map(|node| node.attribute("id")).collect();
        assert_eq!((found.len(), ids.len()), (nodes(&landscape), nodes(&landscape)));
        for (node, ix) in found.iter().zip(Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind))) {
            assert_eq!(node.attribute("label"), Some(&*as_xml(landscape.node(ix).name())));
        }
        let mut edges: Vec<Edge> = Vec::new();
        for found in elements(&document, "edge") {
            let value = |key: &str| {
                let values = found.descendants().filter(|value| value.attribute("for") == Some(key));
                values.filter_map(|value| value.attribute("value")).collect::<String>()
            };
            let ends = ["source", "target"].map(|end| found.attribute(end).expect("an edge has ends"));
            assert!(ends.iter().all(|end| ids.contains(end)), "{ends:?}");
            assert_eq!(found.attribute("kind"), Some(&*value("relation")));
            edges.push(edge([&value("relation"), ends[0], ends[1], &value("support"), &value("derived")]));
        }
        edges.sort();
        assert_eq!(edges, expected_edges(&landscape));
    }
}

/// Alder offers single sign-on with two products, Birch in part, Cedar not, Dogwood plans it, Elm
/// offers a part of it.
const NO_IS_NO_EDGE: &str = r#"{
  "tools": [{ "id": "sso", "name": "Single sign-on" }, { "id": "saml", "name": "SAML", "part_of": [{ "tool": "sso" }] }],
  "companies": [
    { "id": "alder", "name": "Alder", "looked": [{ "tool": "saml" }], "offers": [
      { "tool": "sso", "support": "yes", "product": "Gate", "note": "for teams" },
      { "tool": "sso", "support": "yes", "product": "Door", "since": "2024" } ] },
    { "id": "birch", "name": "Birch", "offers": [{ "tool": "sso", "support": "partial" }] },
    { "id": "cedar", "name": "Cedar", "offers": [{ "tool": "sso", "support": "no" }] },
    { "id": "dogwood", "name": "Dogwood", "offers": [{ "tool": "sso", "support": "planned" }],
      "owned_by": [{ "company": "cedar", "status": "announced" }] },
    { "id": "elm", "name": "Elm", "offers": [{ "tool": "saml", "support": "yes" }],
      "owned_by": [{ "company": "birch", "status": "completed" }] }
  ]
}"#;

/// The edges of `relation` in `GraphML`: ends, weight and the rest of what they say.
fn edges_of(
    landscape: &Landscape,
    claims: Claims,
    relation: &str,
) -> Vec<(String, f64, BTreeMap<String, String>)> {
    let text = written(|out| graphml(landscape, claims, out));
    let document = xml(&text);
    let edge = |edge: roxmltree::Node<'_, '_>| {
        let data = edge
            .children()
            .filter(|child| child.has_tag_name(("http://graphml.graphdrawing.org/xmlns", "data")));
        let values: BTreeMap<String, String> = data
            .map(|data| {
                let key = data.attribute("key").expect("data has a key").trim_start_matches("edge_");
                (key.to_owned(), data.text().unwrap_or_default().to_owned())
            })
            .collect();
        let [from, to] = ["source", "target"].map(|end| edge.attribute(end).expect("an edge has ends"));
        let weight = values["weight"].parse().expect("a weight is a number");
        (values["relation"] == relation).then(|| (format!("{from} {to}"), weight, values))
    };
    elements(&document, "edge").into_iter().filter_map(edge).collect()
}

#[test]
fn what_is_not_so_is_no_edge_and_every_edge_has_a_weight() {
    let landscape = build(NO_IS_NO_EDGE);
    let offers = edges_of(&landscape, Claims::Holding, "offers");
    let found: Vec<(&str, f64)> = offers.iter().map(|(ends, weight, _)| (ends.as_str(), *weight)).collect();
    assert_eq!(
        found,
        [
            ("company:alder tool:sso", 1.0),
            ("company:birch tool:sso", 0.5),
            ("company:elm tool:saml", 1.0),
            ("company:elm tool:sso", 0.5),
        ]
    );
    let (_, _, alder) = &offers[0];
    let said = |key: &str| alder.get(key).map(String::as_str);
    assert_eq!((said("support"), said("product")), (Some("yes"), Some("Gate; Door")));
    assert_eq!(
        (said("note"), said("since"), said("derived")),
        (Some("for teams"), Some("2024"), Some("false"))
    );
    let owned = edges_of(&landscape, Claims::Holding, "owned_by");
    assert_eq!(
        owned.iter().map(|(ends, ..)| ends.as_str()).collect::<Vec<_>>(),
        ["company:elm company:birch"]
    );
    assert!(edges_of(&landscape, Claims::Holding, "looked").is_empty());

    let all = edges_of(&landscape, Claims::All, "offers");
    let weights: Vec<f64> = all.iter().map(|(_, weight, _)| *weight).collect();
    assert_eq!(weights, [1.0, 1.0, 0.5, 0.0, 0.0, 1.0, 0.5]);
    let owned = edges_of(&landscape, Claims::All, "owned_by");
    assert_eq!(owned.iter().map(|(_, weight, _)| *weight).collect::<Vec<_>>(), [0.0, 1.0]);
    assert!(edges_of(&landscape, Claims::All, "looked")[0].1.abs() < 1e-9);
}

#[test]
fn the_graph_formats_hold_the_same_edges_whatever_claims_are_asked_for() {
    for landscape in landscapes().into_iter().chain([build(NO_IS_NO_EDGE)]) {
        let mut counts = Vec::new();
        for claims in [Claims::Holding, Claims::All] {
            let ml = written(|out| graphml(&landscape, claims, out));
            let gexf = written(|out| gexf(&landscape, claims, out));
            let script = written(|out| cypher(&landscape, Dialect::Ladybug, claims, out));
            let count = ml.matches("<edge id=").count();
            assert_eq!(gexf.matches("<edge id=").count(), count);
            assert_eq!(script.matches("{from: ").count(), count);
            let document = xml(&ml);
            let ends = |edge: &roxmltree::Node<'_, '_>| {
                let relation = edge.children().find(|child| child.attribute("key") == Some("edge_relation"));
                let relation = relation.and_then(|relation| relation.text()).map(str::to_owned);
                (
                    relation,
                    edge.attribute("source").map(str::to_owned),
                    edge.attribute("target").map(str::to_owned),
                )
            };
            let edges = elements(&document, "edge");
            let differ: BTreeSet<_> = edges.iter().map(ends).collect();
            assert!(
                claims == Claims::All || differ.len() == count,
                "one edge for two records and a relation"
            );
            counts.push(count);
        }
        assert!(counts[0] <= counts[1], "{counts:?}");
    }
}

/// A triple, each term written as N-Triples has it.
type Triple = (String, String, String);

fn triples_of_turtle(text: &str) -> BTreeSet<Triple> {
    oxttl::TurtleParser::new()
        .for_slice(text)
        .map(|triple| {
            let triple = triple.unwrap_or_else(|error| panic!("{error}"));
            (triple.subject.to_string(), triple.predicate.to_string(), triple.object.to_string())
        })
        .collect()
}

/// The triples of JSON-LD in the form in which it is written: prefixes, and a list of resources.
fn triples_of_json_ld(text: &str) -> BTreeSet<Triple> {
    let document: Value = serde_json::from_str(text).expect("it is JSON");
    let context = document["@context"].as_object().expect("there is a context");
    let iri = |name: &str| {
        let (prefix, local) = name.split_once(':').expect("every name has a prefix");
        let start = context[prefix]["@id"].as_str().expect("every prefix is declared");
        format!("<{start}{local}>")
    };
    let text = |text: &str| oxttl_literal(text);
    let mut triples = BTreeSet::new();
    for resource in document["@graph"].as_array().expect("there is a graph") {
        let subject = iri(resource["@id"].as_str().expect("every resource has a name"));
        for (key, said) in resource.as_object().expect("a resource is an object") {
            if key == "@id" {
                continue;
            }
            let all = said.as_array().cloned().unwrap_or_else(|| vec![said.clone()]);
            for said in all {
                let (predicate, object) = match (key.as_str(), &said) {
                    ("@type", said) => (iri("rdf:type"), iri(said.as_str().expect("a class is a name"))),
                    (key, Value::String(said)) => (iri(key), text(said)),
                    (key, Value::Bool(said)) => (iri(key), format!("\"{said}\"^^{}", iri("xsd:boolean"))),
                    (key, said) if said["@id"].is_string() => {
                        (iri(key), iri(said["@id"].as_str().unwrap_or_default()))
                    }
                    (key, said) => {
                        let value = said["@value"].as_str().expect("it is a typed value");
                        let r#type = iri(said["@type"].as_str().expect("with a type"));
                        (iri(key), format!("\"{value}\"^^{type}"))
                    }
                };
                triples.insert((subject.clone(), predicate, object));
            }
        }
    }
    triples
}

/// A text as the other reader writes it, found by having it read one.
fn oxttl_literal(text: &str) -> String {
    let quoted = text.chars().fold(String::new(), |quoted, c| quoted + &format!("\\U{:08X}", u32::from(c)));
    let document = format!("<x:s> <x:p> \"{quoted}\" .");
    let mut triples = oxttl::TurtleParser::new().for_slice(&document);
    let triple = triples.next().expect("there is one").unwrap_or_else(|error| panic!("{error}"));
    triple.object.to_string()
}

#[test]
fn turtle_and_json_ld_say_the_same_triples() {
    for landscape in landscapes() {
        let turtle = triples_of_turtle(&turtle_of(&landscape));
        let json_ld = triples_of_json_ld(&written(|out| json_ld(&landscape, &Base::default(), out)));
        assert_eq!(turtle.symmetric_difference(&json_ld).collect::<Vec<_>>(), Vec::<&Triple>::new());
        let claims = turtle.iter().filter(|(_, predicate, _)| predicate.ends_with("#subject>")).count();
        let nodes = Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind));
        let own: usize = nodes.map(|node| landscape.node(node).own_claims().len()).sum();
        assert_eq!(claims, expected_edges(&landscape).len() + own);
    }
}

#[test]
fn rdf_asserts_what_is_offered_and_only_tells_what_is_claimed_otherwise() {
    let triples = triples_of_turtle(&turtle_of(&build(MARKET)));
    let says = |subject: &str, predicate: &str, object: &str| {
        let own = |name: &str| format!("<{DEFAULT_BASE}{name}>");
        triples.contains(&(own(subject), own(&format!("vocabulary#{predicate}")), own(object)))
    };
    assert!(says("company/us", "offers", "tool/etl") && says("company/rival", "offers", "tool/sync"));
    // Planned; and played in one kind of company alone.
    assert!(!says("company/us", "offers", "tool/sync") && !says("role/founder", "plays", "role/cto"));
    // What is concluded is derived from the claim about the part.
    let derived = "claim/company.rival.offers.tool.etl.2";
    let from = "claim/company.rival.offers.tool.sync.1";
    let prov = "<http://www.w3.org/ns/prov#wasDerivedFrom>".to_owned();
    assert!(triples.contains(&(
        format!("<{DEFAULT_BASE}{derived}>"),
        prov,
        format!("<{DEFAULT_BASE}{from}>")
    )));
    // Of whom nothing is known, nothing is said.
    assert!(!triples.iter().any(|(_, _, object)| object.contains("company/nobody")));
}

#[test]
fn names_of_records_begin_with_the_base() {
    let base = Base::parse("urn:example:market:").expect("it is a base");
    let landscape = build(MARKET);
    let turtle = triples_of_turtle(&written(|out| turtle(&landscape, &base, out)));
    let json_ld = triples_of_json_ld(&written(|out| json_ld(&landscape, &base, out)));
    assert_eq!(turtle, json_ld);
    assert!(turtle.iter().all(|(subject, ..)| subject.starts_with("<urn:example:market:")));
}

/// A claim of the list of offers: all columns but those of the evidence; what is concluded is no
/// claim.
fn offers_of(text: &str) -> BTreeMap<String, Vec<Value>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().expect("there is a head").clone();
    let mut last: Option<Value> = None;
    let mut offers: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("every row is as long as the head");
        if !row[row.len() - 1].is_empty() {
            continue;
        }
        let cell = |name: &str| {
            let at = head.iter().position(|column| column == name).expect("the column is there");
            row.get(at).filter(|cell| !cell.is_empty()).map(Value::from)
        };
        let pick = |pairs: &[(&str, &str)]| -> Value {
            pairs.iter().filter_map(|(key, column)| Some(((*key).to_owned(), cell(column)?))).collect()
        };
        let same =
            ["tool", "support", "maturity", "product", "url", "since", "until", "note"].map(|key| (key, key));
        let claim = pick(&same);
        let evidence = pick(&[
            ("source", "source"),
            ("at", "at"),
            ("basis", "basis"),
            ("on", "date"),
            ("note", "evidence_note"),
        ]);
        let key = json!([cell("company"), claim]);
        let of = offers.entry(row[0].to_owned()).or_default();
        if last.as_ref() != Some(&key) {
            of.push(claim);
        }
        if evidence.get("source").is_some() {
            let offer = of.last_mut().expect("there is a claim").as_object_mut().expect("it is an object");
            let all = offer.entry("evidence").or_insert_with(|| json!([]));
            all.as_array_mut().expect("it is a list").push(evidence);
        }
        last = Some(key);
    }
    offers
}

#[test]
fn the_list_of_offers_gives_the_same_offers_again() {
    for text in [awkward_text(300), BAKERY.to_owned(), MARKET.to_owned()] {
        let landscape = build(&text);
        let mut offers = offers_of(&csv(&landscape));
        let mut document: Value = serde_json::from_str(&text).expect("it is JSON");
        for company in document["companies"].as_array_mut().expect("there are companies") {
            let id = company["id"].as_str().expect("it has an id").to_owned();
            company["offers"] = offers.remove(&id).unwrap_or_default().into();
        }
        assert_eq!(offers, BTreeMap::new());
        assert_eq!(reports(&build(&document.to_string()), None), reports(&landscape, None));
    }
}

#[test]
fn the_list_of_offers_marks_what_is_concluded() {
    for landscape in landscapes() {
        let mut expected = Vec::new();
        for company in landscape.companies() {
            for tool in landscape.tools() {
                let cell = landscape.cell(company, tool);
                let Some((cell, ground)) = cell.and_then(|cell| Some((cell, cell.ground()?))) else {
                    continue;
                };
                let [company, tool] = [landscape.node(company).id(), landscape.node(tool).id()];
                expected.push(format!("{company} {tool} {} {}", cell.support().word(), ground.word()));
            }
        }
        let text = csv(&landscape);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.records().map(|row| row.expect("rows are even"));
        let concluded = rows.filter(|row| !row[19].is_empty());
        let found: Vec<String> =
            concluded.map(|row| format!("{} {} {} {}", &row[0], &row[2], &row[5], &row[19])).collect();
        assert_eq!(found, expected);
    }
}

#[cfg(feature = "cli")]
#[test]
fn importing_a_list_or_a_matrix_claims_nothing_of_what_is_concluded() {
    let market = r#"{ "landscape": { "schema": 1, "name": "Market" },
        "tools": [{ "id": "etl", "name": "ETL" }, { "id": "sync", "name": "Sync", "part_of": ["etl"] },
            { "id": "apm", "name": "APM" }],
        "companies": [{ "id": "us", "name": "Us", "listing": { "state": "closed" },
            "offers": [{ "tool": "sync", "support": "yes" }] }] }"#;
    let sandbox = Sandbox::new().file("graph/all.json", market);
    let [list, matrix] = ["csv", "matrix"].map(|format| sandbox.run(&["export", format]).stdout);
    assert!(list.contains(",no,") && list.contains(",listing\n") && list.contains(",part\n"), "{list}");
    assert!(matrix.contains("us,Us,no (listing),partial (part),yes"), "{matrix}");
    let sandbox = sandbox.file("list.csv", &list).file("matrix.csv", &matrix);
    let source = ["--source", "list", "--source-name", "The list", "--on", "2026-01-01"];
    for file in ["list.csv", "matrix.csv"] {
        let import = ["import", "csv", file, "--dry-run", "--format", "csv"];
        let outcome = sandbox.run(&[&import[..], &source].concat());
        assert_eq!(outcome.code, Some(0), "{outcome}");
        for why in ["a complete list of offers: it is no claim", "a part of the tool: it is no claim"] {
            assert!(outcome.stdout.contains(why), "{file}: {outcome}");
        }
    }
}

#[test]
fn a_cell_of_the_matrix_is_empty_where_nothing_is_known() {
    for landscape in landscapes() {
        let text = written(|out| matrix(&landscape, out));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let tools: Vec<String> =
            reader.headers().expect("there is a head").iter().skip(2).map(str::to_owned).collect();
        assert_eq!(tools, landscape.tools().map(|tool| landscape.node(tool).id()).collect::<Vec<_>>());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("rows are even")).collect();
        assert_eq!(rows.len(), landscape.count(Kind::Company));
        for (row, company) in rows.iter().zip(landscape.companies()) {
            assert_eq!(&row[1], landscape.node(company).name());
            for (cell, tool) in row.iter().skip(2).zip(landscape.tools()) {
                let known = landscape.cell(company, tool).map_or(String::new(), |cell| match cell.ground() {
                    None => cell.support().word().to_owned(),
                    Some(ground) => format!("{} ({})", cell.support().word(), ground.word()),
                });
                assert_eq!(cell, known);
            }
        }
    }
}

#[test]
fn claims_are_those_of_the_day() {
    let landscape = build_as_of(MARKET, Some("2023-01-01"));
    let rows = csv(&landscape);
    // Neither what began later, nor what was first read later.
    assert!(
        rows.contains("Tubes") && !rows.contains("Pipes") && !rows.contains("rival,Rival <Inc>,sync"),
        "{rows}"
    );
}

#[test]
fn one_document_is_the_same_landscape_again() {
    let shipped = Files::read(&crate::support::root("graph"));
    let model = parse(&shipped).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let shipped = written(|out| json(model, out));
    for (text, landscape) in [
        (awkward_text(300), awkward(300)),
        (BAKERY.to_owned(), bakery()),
        (MARKET.to_owned(), build(MARKET)),
        ("{}".to_owned(), build("{}")),
        (shipped, graph()),
    ] {
        let first = json_of(&text);
        assert_eq!(first, json_of(&first));
        let again = build(&first);
        assert_eq!(reports(&again, None), reports(&landscape, None));
        assert_eq!(formats(&again), formats(&landscape));
    }
}

proptest! {
    #![proptest_config(settings(32))]

    #[test]
    fn any_landscape_is_the_same_again_as_one_document(spec in specs()) {
        let first = json_of(&document(&spec.records()));
        prop_assert_eq!(&first, &json_of(&first));
        let (landscape, again) = (spec.landscape(), build(&first));
        prop_assert_eq!(reports(&again, None), reports(&landscape, None));
        prop_assert_eq!(formats(&again), formats(&landscape));
        // Offers that are concluded are exactly those that no claim makes.
        let derived = expected_edges(&landscape).into_iter().filter(|edge| edge.4 == "true").count();
        let mut concluded = 0;
        for company in landscape.companies() {
            let cells = landscape.offers_of(company);
            concluded += cells.filter(|(_, cell)| cell.is_offered() && !cell.claimed().is_some_and(Support::is_offered)).count();
        }
        prop_assert_eq!(derived, concluded);
    }
}

/// Splits a script into what is outside strings and what the strings say.
fn strings_of(script: &str) -> (String, Vec<String>) {
    let (mut outside, mut strings) = (String::new(), Vec::new());
    let mut characters = script.chars();
    while let Some(character) = characters.next() {
        if character != '\'' {
            outside.push(character);
            continue;
        }
        let mut string = String::new();
        loop {
            match characters.next().expect("a string ends") {
                '\'' => break,
                '\\' => string.push(match characters.next().expect("an escape ends") {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => {
                        let digits: String = characters.by_ref().take(4).collect();
                        let code = u32::from_str_radix(&digits, 16).expect("they are digits");
                        char::from_u32(code).expect("it is a character")
                    }
                    quoted @ ('\\' | '\'') => quoted,
                    other => panic!("there is no escape {other:?}"),
                }),
                other => string.push(other),
            }
        }
        outside.push('S');
        strings.push(string);
    }
    (outside.replace("S + S", "S"), strings)
}

#[test]
fn no_text_leaves_its_string_in_cypher() {
    let landscape = awkward(300);
    for dialect in [Dialect::Neo4j, Dialect::Memgraph, Dialect::Ladybug] {
        let script = written(|out| cypher(&landscape, dialect, Claims::All, out));
        let (outside, strings) = strings_of(&script);
        let hostile = outside.lines().find(|line| {
            let plain = |c: char| c.is_ascii_alphanumeric() || " _-,.:;[]{}()=<>/".contains(c);
            !line.chars().all(plain)
        });
        assert_eq!(hostile, None);
        assert!(!script.chars().any(|c| c.is_control() && c != '\n'));
        // A reader might take this for the escape of a character.
        assert!(!script.contains("\\\\u"), "a backslash before a u");
        for name in names(300).iter().filter(|name| !name.contains("\\u")) {
            assert!(strings.contains(name), "{name:?}");
        }
        let edges = outside.lines().filter(|line| line.starts_with("  {from: ")).count();
        assert_eq!(edges, expected_edges(&landscape).len());
        let rows = outside.lines().filter(|line| line.starts_with("  {id: ")).count();
        assert_eq!(rows, nodes(&landscape) + 1);
    }
}

#[test]
fn long_lists_are_cut_into_statements() {
    let companies: Vec<Value> = (0..1201)
        .map(|at| json!({ "id": format!("c{at}"), "name": "C", "offers": [{ "tool": "t", "support": "yes" }] }))
        .collect();
    let landscape =
        build(&json!({ "tools": [{ "id": "t", "name": "T" }], "companies": companies }).to_string());
    let script = written(|out| cypher(&landscape, Dialect::Neo4j, Claims::Holding, out));
    assert_eq!(script.matches("MERGE (n:Company").count(), 3);
    assert_eq!(script.matches("MERGE (a)-[r:OFFERS").count(), 3);
    let longest = script.split(';').map(|statement| statement.matches("\n  {").count()).max();
    assert_eq!(longest, Some(500));
    assert_eq!(script.matches("\n  {from: ").count(), 1201);
    assert_eq!(mermaid(&landscape, &[]), Err(TooBig::Arrows(1201)));
}

#[test]
fn mermaid_draws_what_is_offered_and_says_where_no_offer_is_known() {
    let chart = mermaid(&bakery(), &[]).expect("it is small");
    let arrows = chart.lines().filter(|line| line.contains("-->") || line.contains("-.->")).count();
    assert_eq!(arrows, 13);
    assert_eq!(chart.matches("(no offer known)").count(), 5);
    // Of Sourdough nothing is known that could be drawn.
    assert!(!chart.contains("Sourdough"), "{chart}");
    let landscape = bakery();
    let office = mermaid(&landscape, &[stack(&landscape, "office")]).expect("it is small");
    assert!(
        office.contains("Payroll") && !office.contains("Counter") && !office.contains("Oven"),
        "{office}"
    );
}

#[test]
fn no_label_leaves_its_place_in_mermaid() {
    let chart = mermaid(&awkward(300), &[]).expect("it is small");
    let mut open = 0;
    for line in chart.lines().skip(2) {
        let labels = line.matches('"').count();
        assert!(labels == 0 || labels == 2, "{line}");
        let between = line.split('"').nth(1).unwrap_or_default().replace("<br/>", "");
        assert!(!between.contains(['<', '>', '`', '%', '{', '&', '\\']), "{line}");
        open += i32::from(line.starts_with("  subgraph ")) - i32::from(line == "  end");
        assert!((0..=1).contains(&open), "{line}");
    }
    assert_eq!(open, 0);
}

#[test]
fn a_flowchart_that_mermaid_would_not_draw_is_refused() {
    let tools: Vec<Value> = (0..600)
        .map(|at| json!({ "id": format!("t{at}"), "name": "w".repeat(100), "in_stack": [{ "stack": "s" }] }))
        .collect();
    let landscape = build(&json!({ "stacks": [{ "id": "s", "name": "S" }], "tools": tools }).to_string());
    let found = mermaid(&landscape, &[]);
    assert!(matches!(found, Err(TooBig::Characters(characters)) if characters > 50_000), "{found:?}");
    const { assert!(MOST_ARROWS == 500) };
}

#[test]
fn the_same_landscape_gives_the_same_bytes() {
    for (first, second) in landscapes().into_iter().zip(landscapes()) {
        assert_eq!(formats(&first), formats(&second));
    }
}

#[test]
fn a_small_market_in_every_format() {
    for (name, text) in formats(&build(MARKET)) {
        insta::assert_snapshot!(format!("market_{name}"), text);
    }
    insta::assert_snapshot!("market_json", json_of(MARKET));
}

#[cfg(feature = "cli")]
#[test]
fn a_file_is_written_whole_and_nothing_else_is_said() {
    let sandbox = Sandbox::new().file("market.json", MARKET);
    let outcome = sandbox.run(&["export", "json", "--graph", "market.json", "--output", "all.json"]);
    assert_eq!((outcome.code, &*outcome.stdout, &*outcome.stderr), (Some(0), "", ""), "{outcome}");
    let written = std::fs::read_to_string(sandbox.path("all.json")).expect("the file is there");
    assert_eq!(written, json_of(MARKET));
    let outcome = sandbox.run(&["export", "graphml", "--graph", "all.json"]);
    assert_eq!(outcome.stdout, self::written(|out| graphml(&build(MARKET), Claims::Holding, out)));
    let outcome = sandbox.run(&["export", "csv", "--graph", "all.json", "--output", "no/such/folder.csv"]);
    assert_eq!((outcome.code, &*outcome.stdout), (Some(3), ""), "{outcome}");
}

#[cfg(feature = "cli")]
#[test]
fn what_cannot_be_exported_is_refused_with_a_way_out() {
    let sandbox = Sandbox::new().file("market.json", MARKET);
    for (arguments, said) in [
        (&["json", "--as-of", "2025-01-01"][..], "leave out `--as-of`"),
        (&["turtle", "--base", "market"], "an absolute IRI"),
        (&["mermaid", "--stack", "dat"], "did you mean `data`?"),
        (&["cypher", "--dialect", "sql"], "neo4j"),
        (&["parquette"], "unrecognized subcommand"),
        (&[], "Usage: landscape export"),
    ] {
        let outcome = sandbox.run(&[&["export"], arguments, &["--graph", "market.json"]].concat());
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert!(outcome.stderr.contains(said) && outcome.stdout.is_empty(), "{outcome}");
    }
}

#[cfg(feature = "cli")]
#[test]
fn what_is_supposed_is_called_so() {
    let over = r#"{ "companies": [{ "id": "us", "name": "Us", "offers": [{ "tool": "sync", "support": "yes" }] }] }"#;
    let sandbox = Sandbox::new().file("market.json", MARKET).file("if.json", over);
    for format in ["csv", "json"] {
        let outcome = sandbox.run(&["export", format, "--graph", "market.json", "--assume", "if.json"]);
        assert_eq!(outcome.code, Some(0), "{outcome}");
        assert_eq!(outcome.stderr, "note: the file includes the assumptions of if.json\n");
    }
    let outcome = sandbox.run(&["export", "csv", "--graph", "market.json", "--assume", "if.json"]);
    assert!(outcome.stdout.contains("us,Us,sync,Sync,,yes,"), "{outcome}");
}

#[cfg(all(feature = "cli", not(feature = "parquet")))]
#[test]
fn a_program_without_parquet_says_so() {
    let outcome = Sandbox::new().run(&["export", "parquet", "--dir", "tables"]);
    assert_eq!(outcome.code, Some(2), "{outcome}");
    assert!(outcome.stderr.contains("--features parquet"), "{outcome}");
}
