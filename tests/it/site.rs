//! The page: its numbers are those of the questions, its text is text, and it is small.

use std::io::{Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use landscape_graph::Landscape;
use landscape_graph::landscape::NoPlaces;
use landscape_graph::model::Support;
use landscape_graph::query::{Page, coverage, gaps, overlap, overview};
use landscape_graph::site::pack::{Companies, Options, Pack, RivalRow, pack};
use landscape_graph::site::{PageOptions, Provider, page};

use crate::landscapes::build;
use crate::support::{Sandbox, root};

fn shipped() -> Landscape {
    landscape_graph::load::landscape(root("graph")).expect("the shipped landscape loads")
}

fn packed(landscape: &Landscape) -> Pack<'_> {
    pack(landscape, &NoPlaces, &Options::default())
}

fn embedded(pack: &Pack<'_>) -> String {
    let options = PageOptions { provider: Provider::Embedded(pack), repository: None, answers: &[] };
    page(pack.name, &options).expect("a page can be made")
}

/// What is in a page: the text of its data, unpacked.
fn data_of(page: &str) -> String {
    let (_, rest) = page.split_once("id=\"pack\">").expect("the page has data");
    let (data, _) = rest.split_once('<').expect("the data ends");
    let bytes = STANDARD.decode(data).expect("the data is base64");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text).expect("the data is gzip of text");
    text
}

fn gzipped(text: &str) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text.as_bytes()).expect("memory can be written");
    encoder.finish().expect("memory can be written").len()
}

#[test]
fn the_gaps_of_every_company_are_those_of_the_question_in_its_order() {
    let landscape = shipped();
    let pack = packed(&landscape);
    for (company, row) in landscape.companies().zip(&pack.companies) {
        let options = gaps::Options { page: Page::ALL, ..gaps::Options::default() };
        let report = gaps::gaps(&landscape, company, &options);
        let asked: Vec<&str> =
            report.gaps.iter().chain(&report.out_of_scope).map(|gap| gap.tool.id.as_str()).collect();
        let rows = row.gaps.as_ref().expect("the gaps are there");
        let shown: Vec<&str> = rows.iter().map(|gap| pack.tools[gap.tool as usize].record.id).collect();
        assert_eq!(shown, asked, "{}", row.record.name);
        for (gap, row) in report.gaps.iter().chain(&report.out_of_scope).zip(rows) {
            let tool = &pack.tools[row.tool as usize];
            assert_eq!((tool.scope, tool.offered), (gap.scope.verdict, gap.offerers));
            assert_eq!((row.state.unwrap_or(tool.state), row.own), (gap.state, gap.own));
        }
    }
}

#[test]
fn the_rivals_of_every_company_are_those_of_the_question_in_its_order() {
    let landscape = shipped();
    let pack = packed(&landscape);
    for (company, row) in landscape.companies().zip(&pack.companies) {
        let options = overlap::Options { page: Page::ALL, ..overlap::Options::default() };
        let ranking = overlap::one(&landscape, company, &options);
        assert_eq!(row.rivals_total, Some(ranking.total));
        for (pair, rival) in ranking.others.iter().zip(row.rivals.as_deref().unwrap_or_default()) {
            let (RivalRow::Ours(at, shared, ..) | RivalRow::Theirs(at, shared, _)) = *rival;
            assert_eq!(pack.companies[at as usize].record.id, pair.companies[1].id.as_str());
            assert_eq!(shared, pair.similarity.shared);
        }
    }
}

#[test]
fn what_a_company_covers_of_a_stack_can_be_counted_in_the_pack() {
    let landscape = shipped();
    let pack = packed(&landscape);
    for (stack, row) in landscape.stacks().zip(&pack.stacks) {
        let options = coverage::Options { page: Page::ALL, ..coverage::Options::default() };
        let report = coverage::coverage(&landscape, &[stack.into()], &options);
        for covers in &report.targets[0].companies {
            let company = pack.companies.iter().find(|one| one.record.id == covers.company.id.as_str());
            let offers = &company.expect("it is there").offers;
            let known = |tool: &&u32| offers.iter().find(|offer| offer.item == **tool);
            let offered =
                row.tools.iter().filter(|tool| known(tool).is_some_and(|one| one.support.is_offered()));
            let unknown = row.tools.iter().filter(|tool| known(tool).is_none()).count();
            let low = offered.count();
            assert_eq!([low, low + unknown], [covers.offered.low as usize, covers.offered.high as usize]);
        }
    }
}

#[test]
fn the_known_cells_are_those_of_the_overview() {
    let landscape = shipped();
    let pack = packed(&landscape);
    assert_eq!(pack.known, overview::overview(&landscape).offers);
    let us = landscape.perspective().expect("it has a perspective");
    let us = landscape.node(us).id();
    assert_eq!(pack.us.map(|us| pack.companies[us as usize].record.id), Some(us));
}

/// A market whose names and notes try to be markup, scripts and the end of the page's own blocks.
const HOSTILE: &str = r#"{
  "landscape": { "schema": 1, "name": "</title><script>alert(1)</script>", "perspective": "us" },
  "stacks": [{ "id": "s", "name": "<img src=x onerror=alert(2)>" }],
  "tools": [{ "id": "t", "name": "</script><script>alert(3)</script>", "in_stack": [{ "stack": "s" }] }],
  "companies": [
    { "id": "us", "name": "\"'><svg onload=alert(4)>" },
    { "id": "them", "name": "Them", "url": "javascript:alert(5)", "offers": [{ "tool": "t", "support": "yes", "note": "<!-- --> ]]>",
      "evidence": [{ "source": "web", "basis": "stated", "on": "2026-01-01", "quote": "a secret quote" }] }] }
  ],
  "sources": [{ "id": "web", "name": "Web", "note": "a secret note" }]
}"#;

#[test]
fn names_and_notes_never_become_markup() {
    let landscape = build(HOSTILE);
    let context = landscape_graph::catalogue::Context::new(&landscape);
    let answers = landscape_graph::site::answers(&context, landscape.perspective());
    let pack = packed(&landscape);
    let provider = Provider::Embedded(&pack);
    let options = PageOptions { provider, repository: Some("\"><script>"), answers: &answers };
    let page = page(landscape.name(), &options).expect("a page can be made");
    for markup in ["<script>alert", "<img", "<svg onload", "\"><script>"] {
        assert!(!page.contains(markup), "{markup}");
    }
    // Its own two, and the block of data.
    assert_eq!(page.matches("<script").count(), 2);
    assert!(data_of(&page).contains("alert(3)"), "the name itself is kept as data");
}

#[test]
fn what_strangers_should_not_read_is_left_out() {
    let landscape = build(HOSTILE);
    let whole = data_of(&embedded(&packed(&landscape)));
    assert!(whole.contains("a secret note") && whole.contains("a secret quote"));
    let options = Options { redact: true, ..Options::default() };
    let redacted = data_of(&embedded(&pack(&landscape, &NoPlaces, &options)));
    assert!(!redacted.contains("secret") && !redacted.contains("<!-- -->"), "{redacted}");
    assert!(redacted.contains("\"redacted\":true"));
}

#[test]
fn a_part_of_the_companies_leads_nowhere_that_is_not_there() {
    let landscape = shipped();
    let also: Vec<_> = landscape.companies().take(2).collect();
    let page = Page { start: 20, top: Some(10) };
    let options = Options { companies: Companies::Near { page, also: also.clone() }, ..Options::default() };
    let pack = pack(&landscape, &NoPlaces, &options);
    assert!((12..=18).contains(&pack.companies.len()), "{}", pack.companies.len());
    assert_eq!(pack.next, Some(30));
    assert_eq!(pack.companies_total as usize, landscape.companies().len());
    let us = &pack.companies[pack.us.expect("we are in it") as usize];
    for rival in us.rivals.as_deref().unwrap_or_default() {
        let (RivalRow::Ours(at, ..) | RivalRow::Theirs(at, ..)) = *rival;
        assert!((at as usize) < pack.companies.len());
    }
    let evidence = pack.evidence.len();
    let claims = pack.companies.iter().flat_map(|one| &one.offers).flat_map(|offer| &offer.claims);
    assert!(claims.flat_map(|claim| &claim.evidence).all(|at| (*at as usize) < evidence));
    assert!(pack.companies.iter().flat_map(|one| &one.offers).any(|one| one.support == Support::Yes));
}

#[test]
fn the_same_landscape_gives_the_same_page() {
    let [one, other] = [shipped(), shipped()];
    assert!(embedded(&packed(&one)) == embedded(&packed(&other)));
}

/// The budgets of the page that do not depend on the machine.
#[test]
fn the_page_of_the_shipped_landscape_is_small() {
    let graph = root("graph").display().to_string();
    let sandbox = Sandbox::new();
    let outcome = sandbox.run(&["export", "html", "--graph", &graph, "--output", "market.html"]);
    assert_eq!(outcome.code, Some(0), "{outcome}");
    let page = std::fs::read_to_string(sandbox.path("market.html")).expect("the page is there");
    let (size, packed) = (page.len(), gzipped(&page));
    assert!(size <= 400_000 && packed <= 150_000, "{size} bytes, {packed} compressed");
    // Whoever reads it learns nothing of the folders on the machine where it was made.
    let data = data_of(&page);
    assert!(data.contains("graph/companies/posthog.json:") && !data.contains(&graph), "{graph}");
    let code = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from).expect("the page has code");
        rest.split_once(to).expect("the code ends").0.to_owned()
    };
    let own = code("<style>", "</style>") + &code("<script>\"use strict\"", "</script>");
    assert!(gzipped(&own) <= 33_500, "its own code is {} bytes, compressed", gzipped(&own));
    assert!(!own.contains("/**"), "comments are left out");
}

/// Data enters the page as text nodes: a browser reads no HTML from a script of ours.
#[test]
fn no_script_of_the_page_makes_html_of_text() {
    let mut seen = 0;
    for file in walkdir::WalkDir::new(root("src/site/assets")) {
        let file = file.expect("the folder can be read");
        if file.path().extension().is_some_and(|ending| ending == "js") {
            let text = std::fs::read_to_string(file.path()).expect("the script can be read");
            for word in
                ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"]
            {
                assert!(!text.contains(word), "{}: {word}", file.path().display());
            }
            seen += 1;
        }
    }
    assert!(seen >= 16, "{seen} scripts");
}

#[test]
fn an_address_of_the_files_must_be_one_of_the_web() {
    let graph = root("graph").display().to_string();
    let outcome =
        Sandbox::new().run(&["export", "html", "--graph", &graph, "--repo-url", "javascript:alert(1)"]);
    assert_eq!(outcome.code, Some(2), "{outcome}");
    assert!(outcome.stderr.contains("`--repo-url` is no web address"), "{outcome}");
}
