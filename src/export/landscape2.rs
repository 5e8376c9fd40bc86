//! The data file of a landscape site as landscape2 builds it.
//!
//! | here | there |
//! |---|---|
//! | a stack with tools | a category |
//! | tools without a stack | the category `Other` |
//! | a tool of the stack | a subcategory; one without offers has no items |
//! | an offer, `yes` or `partial` | an item, named after the product, else after the company |
//! | the further stacks of a tool | `second_path` of its items |
//! | the offer's page, else the company's | `homepage_url`, else [`NO_HOMEPAGE`] |
//! | the company | `organization`, and `crunchbase` where its page is one there |
//! | the company's description | `description` of an item that is named after the company |
//!
//! Notes and evidence are written for the team and not for a public site, so they stay out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::Landscape;
use crate::id::FreeNames;
use crate::landscape::{CompanyIx, NodeIx, NodeView, ToolIx};

/// The file name that every item gives for its logo, which the format requires: put a picture of
/// that name into the folder of logos.
pub const LOGO: &str = "placeholder.svg";

/// The page of an item whose page is not known: the format requires one, and no host has a name
/// that ends in `.invalid` (RFC 2606, section 2).
pub const NO_HOMEPAGE: &str = "https://unknown.invalid/";

/// The category of the tools that are in no stack.
const OTHER: &str = "Other";

/// Writes a landscape as a data file of landscape2.
///
/// Equal landscapes give equal bytes. Categories, subcategories and items follow the order of the
/// ids of stacks, tools and companies. The format tells records apart by their names, so of two
/// equal names the later has its id, or the company's name, behind it.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n tools and offers; memory for the names of the tools, and the items of one
/// of them.
///
/// # Example
///
/// ```
/// use landscape_graph::Landscape;
/// use landscape_graph::export::landscape2::write;
/// use landscape_graph::load::{Files, parse};
///
/// let files = Files::from_text("market.json", r#"{
///   "tools": [{ "id": "etl", "name": "ETL" }],
///   "companies": [{ "id": "airbyte", "name": "Airbyte", "offers": [{ "tool": "etl", "support": "yes" }] }]
/// }"#);
/// let landscape = Landscape::build(parse(&files)?, &Default::default());
/// let mut out = Vec::new();
/// write(&landscape, &mut out).expect("a vector takes everything");
/// assert!(String::from_utf8_lossy(&out).contains("name: ETL"));
/// # Ok::<(), landscape_graph::problem::Problems>(())
/// ```
pub fn write(landscape: &Landscape, out: &mut dyn Write) -> io::Result<()> {
    let layout = Layout::of(landscape);
    let options = serde_saphyr::ser_options! {
        // A line break that a writer adds is one that a reader has to take away.
        prefer_block_scalars: false,
        compact_list_indent: false,
    };
    let mut watched = Watched { out, error: None };
    let written = serde_saphyr::to_io_writer_with_options(&mut watched, &Data(&layout), options);
    match (watched.error, written) {
        (Some(error), _) => Err(error),
        (None, written) => written.map_err(io::Error::other),
    }
}

/// A writer that keeps its error, which the serializer makes a text of.
struct Watched<'o> {
    out: &'o mut dyn Write,
    error: Option<io::Error>,
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        written.map_err(|error| {
            let kind = error.kind();
            // An interrupted write is tried again, so it is no error yet.
            if kind != io::ErrorKind::Interrupted {
                self.error = Some(error);
            }
            kind.into()
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What stands where in the file.
struct Layout<'l> {
    landscape: &'l Landscape,
    categories: Vec<Category>,
}

struct Category {
    name: String,
    subcategories: Vec<Subcategory>,
}

struct Subcategory {
    name: String,
    tool: ToolIx,
    /// Where else the items stand; the subcategories there have no items of their own.
    second_paths: Vec<String>,
    /// Whether the items stand here.
    has_items: bool,
}

impl<'l> Layout<'l> {
    fn of(landscape: &'l Landscape) -> Self {
        let mut names = FreeNames::default();
        let mut categories = Vec::new();
        for stack in landscape.stacks() {
            let tools = landscape.tools_in(stack);
            if !tools.is_empty() {
                categories.push((free(&mut names, landscape.node(stack)), tools));
            }
        }
        let without: Vec<ToolIx> =
            landscape.tools().filter(|tool| landscape.stacks_of(*tool).is_empty()).collect();
        if !without.is_empty() {
            categories.push((names.first_free([OTHER.to_owned(), format!("{OTHER} (no stack)")]), without));
        }

        let mut layout: Vec<Category> = Vec::with_capacity(categories.len());
        // From a tool to where its items stand.
        let mut home: BTreeMap<ToolIx, (usize, usize)> = BTreeMap::new();
        for (name, tools) in categories {
            let mut names = FreeNames::default();
            let mut subcategories: Vec<Subcategory> = Vec::with_capacity(tools.len());
            for tool in tools {
                let tool_name = free(&mut names, landscape.node(tool));
                // In a path a slash would be read as the one between category and subcategory.
                let path = (!name.contains('/') && !tool_name.contains('/'))
                    .then(|| format!("{name} / {tool_name}"));
                let mut has_items = true;
                if let Some((category, subcategory)) = home.get(&tool).copied() {
                    let first = match layout.get_mut(category) {
                        Some(category) => category.subcategories.get_mut(subcategory),
                        None => None,
                    };
                    if let (Some(first), Some(path)) = (first, path) {
                        first.second_paths.push(path);
                        has_items = false;
                    }
                } else {
                    home.insert(tool, (layout.len(), subcategories.len()));
                }
                subcategories.push(Subcategory {
                    name: tool_name,
                    tool,
                    second_paths: Vec::new(),
                    has_items,
                });
            }
            layout.push(Category { name, subcategories });
        }
        Self { landscape, categories: layout }
    }
}

/// Gives a record's name, or that with its id behind it.
fn free(names: &mut FreeNames, node: NodeView<'_>) -> String {
    names.first_free([node.name().to_owned(), format!("{} ({})", node.name(), node.id())])
}

/// The whole file.
struct Data<'d>(&'d Layout<'d>);

impl<'d> Serialize for Data<'d> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        let landscape = self.0.landscape;
        let items =
            |of: &'d Subcategory| Entry { name: &of.name, key: "items", list: Items { landscape, of } };
        let subcategories = |of: &'d Category| Entry {
            name: &of.name,
            key: "subcategories",
            list: Each(&of.subcategories, items),
        };
        map.serialize_entry("categories", &Each(&self.0.categories, subcategories))?;
        map.end()
    }
}

/// Each element of a slice, as a function makes it.
struct Each<'e, T, F>(&'e [T], F);

impl<'e, T, U: Serialize, F: Fn(&'e T) -> U> Serialize for Each<'e, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

/// A category or a subcategory: its name, and a list.
struct Entry<'e, L> {
    name: &'e str,
    key: &'static str,
    list: L,
}

impl<L: Serialize> Serialize for Entry<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("name", self.name)?;
        map.serialize_entry(self.key, &self.list)?;
        map.end()
    }
}

/// The items of a subcategory.
struct Items<'i> {
    landscape: &'i Landscape,
    of: &'i Subcategory,
}

#[derive(Serialize)]
struct Item<'i> {
    name: String,
    homepage_url: &'i str,
    logo: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crunchbase: Option<String>,
    organization: Organization<'i>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    second_path: &'i [String],
}

#[derive(Serialize)]
struct Organization<'o> {
    name: &'o str,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut names = FreeNames::default();
        let companies = self.landscape.companies_on(self.of.tool);
        for (company, cell) in companies.filter(|_| self.of.has_items) {
            if cell.claimed().is_some_and(|support| support.is_offered()) {
                for item in self.of(company, &mut names) {
                    list.serialize_element(&item)?;
                }
            }
        }
        list.end()
    }
}

impl<'i> Items<'i> {
    /// Returns an item for each product of a company.
    fn of(&self, company: CompanyIx, names: &mut FreeNames) -> Vec<Item<'i>> {
        let node = self.landscape.node(NodeIx::from(company));
        let mut pages: BTreeMap<Option<&str>, Option<&str>> = BTreeMap::new();
        for claim in self.landscape.offer_claims(company, self.of.tool) {
            let page = pages.entry(claim.product).or_default();
            *page = page.or(claim.url);
        }
        let crunchbase = node.url().and_then(crunchbase_page);
        let item = |(product, url): (Option<&'i str>, Option<&'i str>)| {
            let name = product.filter(|product| !product.trim().is_empty()).unwrap_or(node.name());
            let with_company = format!("{name} ({})", node.name());
            let page = |url: &&str| is_page(url);
            Item {
                homepage_url: url.filter(page).or(node.url().filter(page)).unwrap_or(NO_HOMEPAGE),
                logo: LOGO,
                description: node.description().filter(|_| name == node.name()),
                crunchbase: crunchbase.clone(),
                organization: Organization { name: node.name() },
                second_path: &self.of.second_paths,
                name: names.first_free([name.to_owned(), with_company]),
            }
        };
        pages.into_iter().map(item).collect()
    }
}

/// Returns whether a text is the address of a page, as the format demands it.
fn is_page(url: &str) -> bool {
    let Some(("http" | "https", rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    let is_host =
        !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
    let has_space = url.chars().any(|c| c.is_whitespace() || c.is_control());
    is_host && !has_space && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// Returns the address of an organisation's page on Crunchbase, if it is one.
fn crunchbase_page(url: &str) -> Option<String> {
    let (before, rest) = url.split_once("crunchbase.com/organization/")?;
    let slug = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = matches!(before.split_once("://"), Some(("http" | "https", "" | "www.")));
    (is_host && !slug.trim().is_empty()).then(|| format!("https://www.crunchbase.com/organization/{slug}"))
}
