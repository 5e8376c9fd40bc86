//! Named landscapes, and short ways to name what is in them.

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, CompanyIx, KindMarker, Named, NodeIx, StackIx, ToolIx};
use landscape_graph::load::{Files, parse};
use landscape_graph::model::{Date, Kind};

use crate::support::root;

/// Builds the landscape that a text describes.
pub(crate) fn build(json: &str) -> Landscape {
    build_as_of(json, None)
}

/// Builds the landscape that a text describes, of the claims that hold on a day.
pub(crate) fn build_as_of(json: &str, day: Option<&str>) -> Landscape {
    let files = Files::from_text("all.json", json);
    let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let as_of = day.map(|day| Date::parse(day).expect("it is a day"));
    Landscape::build(model, &BuildOptions { as_of, ..BuildOptions::default() })
}

/// Five companies and eleven tools, all numbers of which can be counted by hand.
pub(crate) const BAKERY: &str = include_str!("../../data/named/bakery.json");

/// Builds [`BAKERY`].
pub(crate) fn bakery() -> Landscape {
    build(BAKERY)
}

/// The landscape that `landscape init` writes.
pub(crate) fn init() -> Landscape {
    let files = Files::from_texts([
        ("companies.json", include_str!("../../../src/cli/init/companies.json")),
        ("landscape.json", include_str!("../../../src/cli/init/landscape.json")),
        ("roles.json", include_str!("../../../src/cli/init/roles.json")),
        ("sources.json", include_str!("../../../src/cli/init/sources.json")),
        ("tools.json", include_str!("../../../src/cli/init/tools.json")),
    ]);
    let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Landscape::build(model, &BuildOptions::default())
}

/// The landscape in `graph/`.
pub(crate) fn graph() -> Landscape {
    graph_as_of(None)
}

/// The same on a day before the claims of 2026 were read, when little was known.
#[cfg(feature = "render")]
pub(crate) fn graph_of_2023() -> Landscape {
    graph_as_of(Some(Date::parse("2023-06-01").expect("it is a day")))
}

fn graph_as_of(as_of: Option<Date>) -> Landscape {
    let files = Files::read(&root("graph"));
    let model = parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Landscape::build(model, &BuildOptions { as_of, ..BuildOptions::default() })
}

/// Finds a record by its kind and id, such as `tool:etl`.
pub(crate) fn node(landscape: &Landscape, id: &str) -> NodeIx {
    landscape.resolve(id, &Kind::ALL).unwrap_or_else(|error| panic!("{error}"))
}

/// Finds a company by its id.
pub(crate) fn company(landscape: &Landscape, id: &str) -> CompanyIx {
    node(landscape, &format!("company:{id}")).of_kind().expect("it is a company")
}

/// Finds a tool by its id.
pub(crate) fn tool(landscape: &Landscape, id: &str) -> ToolIx {
    node(landscape, &format!("tool:{id}")).of_kind().expect("it is a tool")
}

/// Finds a stack by its id.
pub(crate) fn stack(landscape: &Landscape, id: &str) -> StackIx {
    node(landscape, &format!("stack:{id}")).of_kind().expect("it is a stack")
}

/// Returns the ids of what a report names.
pub(crate) fn ids<'l, K: KindMarker + 'l>(named: impl IntoIterator<Item = &'l Named<'l, K>>) -> Vec<String> {
    named.into_iter().map(|named| named.id.to_string()).collect()
}

/// Returns a report as it stands in a terminal of 80 columns.
#[cfg(feature = "render")]
pub(crate) fn text<R: landscape_graph::words::Words>(report: &R) -> String {
    text_for(report, landscape_graph::words::Asking::default())
}

/// Returns the same with figures taken apart.
#[cfg(feature = "render")]
pub(crate) fn explained<R: landscape_graph::words::Words>(report: &R) -> String {
    text_for(report, landscape_graph::words::Asking::default().explained())
}

#[cfg(feature = "render")]
fn text_for(report: &impl landscape_graph::words::Words, asking: landscape_graph::words::Asking) -> String {
    use landscape_graph::render::{Layout, TEXT, write};
    let mut text = Vec::new();
    write(report, &TEXT, Layout { width: 80, asking, assuming: None, understood: None }, &mut text)
        .expect("a vector takes all");
    String::from_utf8(text).expect("the text is UTF-8")
}
