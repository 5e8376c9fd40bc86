//! The data file of a landscape site as landscape2 builds it, and the spelling of its predecessor:
//! categories of subcategories of items.
//!
//! A category is a stack, a subcategory is a tool, and an item is a product that its owner offers.

mod owner;
mod place;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use serde_saphyr::{MessageFormatter, Spanned, UserMessageFormatter};

use self::owner::{Owners, slug_of_page};
use self::place::Places;
use self::shape::{Category, File, Item, Map, Subcategory, Text};
use super::{About, AuditEntry, Fate, InStack, ReadFile, Reason, Row};
use crate::id::fold_name;
use crate::model::{Kind, Support, When};

/// What to take over from a landscape file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Landscape2Options {
    /// The categories to leave out, by name; `category / subcategory` leaves out one subcategory.
    pub without: Vec<String>,
    /// Whether to take over the members of the foundation.
    pub members: Members,
}

/// What to do with the items that are members of the foundation that keeps the landscape.
///
/// These are the items of a category with the word `member` or `members` in its name. That an item
/// has a day on which it `joined` is not enough: projects are found with one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Members {
    /// Leave them out: to be a member is not to offer something. Their names still name companies.
    #[default]
    LeaveOut,
    /// Take them over as if the kind of membership were a tool.
    TakeOver,
}

/// Why a landscape file cannot be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Landscape2Error {
    /// A place in the file is wrong.
    #[error("line {line}, column {column}: {reason}")]
    At {
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
        /// What is wrong there.
        reason: String,
    },
    /// The file has no item.
    #[error("line 1, column 1: the file has no item")]
    NoItems,
    /// There is no such category to leave out.
    #[error("the file has no category `{name}`{}", .nearest.as_ref().map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?")))]
    NoCategory {
        /// The category.
        name: String,
        /// The category that is most likely meant.
        nearest: Option<String>,
    },
}

/// What a landscape file holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Landscape2File {
    /// A row for each subcategory that an item is in, in the order of the file.
    pub rows: Vec<Row>,
    /// What became of each piece of the file, in the order of its lines; what is about the file as
    /// a whole comes first.
    pub audit: Vec<AuditEntry>,
    /// The categories that were taken over, in order.
    pub stacks: Vec<ListedStack>,
    /// The subcategories that were taken over, those without an item too.
    pub tools: Vec<ListedTool>,
    /// The companies of the rows: first those with a page on Crunchbase, then the others, each in
    /// the order of the file.
    pub companies: Vec<Owner>,
    /// What became of the items.
    pub items: ItemCounts,
}

/// A category of a landscape file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListedStack {
    /// Its name.
    pub name: String,
    /// The line on which it begins.
    pub line: u64,
}

/// A subcategory of a landscape file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListedTool {
    /// Its name: with the category where another subcategory has that name too.
    pub name: String,
    /// Its categories.
    pub stacks: Vec<String>,
    /// The line on which it begins.
    pub line: u64,
}

/// A company that items of a landscape file belong to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Owner {
    /// Its name.
    pub name: String,
    /// The last part of the address of its page on Crunchbase, where that says something else than
    /// the name.
    pub alias: Option<String>,
    /// Its page on Crunchbase.
    pub url: Option<String>,
    /// The line of the first item that is of it.
    pub line: u64,
}

/// What goes on to be merged: what became of each item that is a row is told there.
impl From<Landscape2File> for ReadFile {
    fn from(file: Landscape2File) -> Self {
        let about = |kind, name: String, line| About {
            line,
            kind,
            name,
            aliases: Vec::new(),
            description: None,
            url: None,
        };
        let companies = file.companies.into_iter().map(|owner| About {
            aliases: owner.alias.into_iter().collect(),
            url: owner.url,
            ..about(Kind::Company, owner.name, owner.line)
        });
        let ItemCounts { all, mapped, merged, dropped } = file.items;
        let counts = AuditEntry {
            file: String::new(),
            line: None,
            fate: Fate::Mapped,
            what: format!("{all} items"),
            why: Reason::Items { mapped, merged, dropped },
        };
        let told = file.audit.into_iter().filter(|entry| entry.fate != Fate::Mapped);
        Self {
            rows: file.rows,
            about: companies.collect(),
            audit: std::iter::once(counts).chain(told).collect(),
            blank: 0,
        }
    }
}

/// What became of the items: `mapped`, `merged` and `dropped` together are `all`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ItemCounts {
    /// All items.
    pub all: u64,
    /// Those that became rows.
    pub mapped: u64,
    /// Those that say again what an earlier one says.
    pub merged: u64,
    /// Those that became nothing.
    pub dropped: u64,
}

/// An item where it stands.
#[derive(Debug)]
struct Listed<'f> {
    item: &'f Item,
    name: &'f str,
    line: u64,
    /// Its subcategory.
    place: usize,
    is_member: bool,
    slug: Option<String>,
}

/// What became of the pieces of one file.
#[derive(Debug)]
struct Audit<'n> {
    file: &'n str,
    entries: Vec<AuditEntry>,
}

impl Audit<'_> {
    fn add(&mut self, line: Option<u64>, fate: Fate, what: String, why: Reason) {
        self.entries.push(AuditEntry { file: self.file.to_owned(), line, fate, what, why });
    }

    fn again(&mut self, line: u64, what: String, earlier: u64) {
        self.add(Some(line), Fate::Merged, what, Reason::Repeats { line: earlier });
    }
}

/// Reads a landscape file: the text of a `landscape.yml` or `data.yml` as landscape2 reads it, or
/// its predecessor did.
///
/// `name` is the file's name, for the audit. No day is taken for the beginning of an offer:
/// `accepted` and `joined` tell when somebody came to the foundation, not when there was something
/// to buy. The maturity of a project is the foundation's view of the project, not how far a
/// company's own tool has come; it becomes a note.
///
/// # Errors
///
/// [`Landscape2Error`] for text that is no UTF-8 or no YAML, aliases that make more of a file than
/// is sensible, a shape that the format does not have, a category, subcategory or item without a
/// name, a file without an item, and a category to leave out that is not there.
///
/// # Complexity
///
/// O(n log n) time for n bytes, and what aliases repeat.
///
/// # Example
///
/// ```
/// use landscape_graph::import::landscape2::{Landscape2Options, read};
///
/// let text = "
/// categories:
///   - name: Product
///     subcategories:
///       - name: Surveys
///         items:
///           - name: Sprig
///             homepage_url: https://sprig.com
///             crunchbase: https://www.crunchbase.com/organization/sprig-d43b
/// ";
/// let file = read("data.yml", text.as_bytes(), &Landscape2Options::default())?;
/// let row = &file.rows[0];
/// assert_eq!((&*row.company, &*row.tool, row.product.as_deref()), ("Sprig D43b", "Surveys", Some("Sprig")));
/// # Ok::<(), landscape_graph::import::landscape2::Landscape2Error>(())
/// ```
pub fn read(
    name: &str,
    bytes: &[u8],
    options: &Landscape2Options,
) -> Result<Landscape2File, Landscape2Error> {
    let Map { keys: file, others } = parse(bytes)?;
    let mut audit = Audit { file: name, entries: Vec::new() };
    let (mut places, order) = Places::of(&file, &mut audit)?;
    places.leave_out(options)?;
    other_keys(&file, &others, &mut audit);

    let mut items = Vec::new();
    let subcategories = file.categories.0.iter().flat_map(|category| &category.value.keys.subcategories.0);
    for (subcategory, place) in subcategories.zip(order) {
        let is_of_members = places.is_of_members(place);
        for item in &subcategory.value.keys.items.0 {
            let keys = &item.value.keys;
            let slug = keys.crunchbase.as_ref().and_then(|page| slug_of_page(&page.value));
            items.push(Listed {
                item: keys,
                name: named(&keys.name, item, "item")?,
                line: item.referenced.line(),
                place,
                is_member: is_of_members,
                slug,
            });
        }
    }
    if items.is_empty() {
        return Err(Landscape2Error::NoItems);
    }
    let mut owners = Owners::of(&items);
    let items: Vec<(Listed<'_>, Vec<usize>)> = items
        .into_iter()
        .map(|listed| {
            let is_dropped = listed.is_member && options.members == Members::LeaveOut;
            let further = if is_dropped { Vec::new() } else { places.further(&listed, &mut audit) };
            (listed, further)
        })
        .collect();
    places.name_tools(&items, &mut audit);

    let mut taken = Taken::default();
    for (listed, further) in &items {
        taken.item(listed, further, &places, &mut owners, options, &mut audit);
    }
    audit.entries.sort_by_key(|entry| entry.line);
    let used: BTreeSet<&str> = taken.rows.iter().map(|row| row.company.as_str()).collect();
    owners.all.retain(|owner| used.contains(owner.name.as_str()));
    let stacks = places.stacks.into_iter().filter(|stack| !stack.is_left_out);
    let stacks = stacks.map(|stack| ListedStack { name: stack.name, line: stack.line }).collect();
    places.tools.sort_by_key(|tool| tool.line);
    Ok(Landscape2File {
        rows: taken.rows,
        audit: audit.entries,
        stacks,
        tools: places.tools,
        companies: owners.all,
        items: taken.counts,
    })
}

/// The rows that were made so far.
#[derive(Default)]
struct Taken {
    rows: Vec<Row>,
    counts: ItemCounts,
    /// From company, tool, stack and product to the line that says so first.
    known: BTreeMap<(usize, usize, usize, String, Option<When>), u64>,
}

impl Taken {
    fn item(
        &mut self,
        listed: &Listed<'_>,
        further: &[usize],
        places: &Places,
        owners: &mut Owners,
        options: &Landscape2Options,
        audit: &mut Audit<'_>,
    ) {
        let (line, what) = (listed.line, format!("item `{}`", listed.name));
        self.counts.all += 1;
        let kept: Vec<usize> = [listed.place]
            .iter()
            .chain(further)
            .copied()
            .filter(|place| !places.is_left_out(*place))
            .collect();
        let until = end(listed, audit);
        let reason = if listed.is_member && options.members == Members::LeaveOut {
            Some(Reason::Member)
        } else if kept.is_empty() {
            Some(Reason::CategoryLeftOut)
        } else if until.is_none() && is_archived(listed.item) {
            Some(Reason::ArchivedWithoutDay)
        } else {
            None
        };
        if let Some(reason) = reason {
            self.counts.dropped += 1;
            audit.add(Some(line), Fate::Dropped, what, reason);
            return;
        }
        if let (None, Some(page)) = (&listed.slug, &listed.item.crunchbase) {
            let what = format!("`crunchbase` of item `{}`", listed.name);
            let why = Reason::NoOrganisation { page: page.value.clone() };
            audit.add(Some(page.referenced.line()), Fate::Dropped, what, why);
        }
        let at = owners.owner(listed, audit);
        let Some(owner) = owners.all.get(at) else { return };
        let note = note(listed.item);
        let mut tools = Vec::new();
        let mut earlier = None;
        let mut repeated = Vec::new();
        for place in kept {
            let Some(place) = places.all.get(place) else { continue };
            let key = (at, place.tool, place.stack, fold_name(listed.name), until);
            if let Some(line) = self.known.get(&key) {
                earlier = earlier.or(Some(*line));
                repeated.push((*line, place.tool));
                continue;
            }
            self.known.insert(key, line);
            let tool = places.tools.get(place.tool).map_or("", |tool| &tool.name);
            let stack = places.stacks.get(place.stack).map_or("", |stack| &stack.name);
            tools.push(InStack { tool: tool.to_owned(), stack: stack.to_owned() });
            self.rows.push(Row {
                line,
                company: owner.name.clone(),
                company_url: owner.url.clone(),
                tool: tool.to_owned(),
                stacks: vec![stack.to_owned()],
                support: Some(Support::Yes),
                product: Some(listed.name.to_owned()),
                url: homepage(listed.item),
                until,
                note: note.clone(),
                ..Row::default()
            });
        }
        // Of an item that says something new elsewhere, what it says again is a piece of its own.
        for (earlier, tool) in repeated.into_iter().filter(|_| !tools.is_empty()) {
            let tool = places.tools.get(tool).map_or("", |tool| &tool.name);
            audit.again(line, format!("{what} in `{tool}`"), earlier);
        }
        if let (true, Some(earlier)) = (tools.is_empty(), earlier) {
            self.counts.merged += 1;
            audit.again(line, what, earlier);
        } else {
            self.counts.mapped += 1;
            let why = Reason::OfferedAs { company: owner.name.clone(), tools };
            audit.add(Some(line), Fate::Mapped, what, why);
        }
    }
}

impl Places {
    fn is_left_out(&self, place: usize) -> bool {
        self.all.get(place).is_none_or(|place| place.is_left_out)
    }

    fn is_of_members(&self, place: usize) -> bool {
        let stack = self.all.get(place).and_then(|place| self.stacks.get(place.stack));
        stack.is_some_and(|stack| stack.is_of_members)
    }
}

const TOO_MUCH: &str = "the file is nested too deeply, or its aliases repeat too much of it";

fn parse(bytes: &[u8]) -> Result<Map<File>, Landscape2Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        let (lines, last) = before
            .rsplit_once('\n')
            .map_or((0, &*before), |(lines, last)| (lines.matches('\n').count() + 1, last));
        at(lines as u64 + 1, last.chars().count() as u64 + 1, "the file is no UTF-8 text here")
    })?;
    if text.trim().is_empty() {
        return Err(at(1, 1, "the file is empty"));
    }
    // What stands in the file itself can be no more than the file is long; only aliases make more
    // of it, and those are limited by how much they repeat, not by how often one is used.
    let options = serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_total_scalar_bytes: usize::MAX,
            max_aliases: usize::MAX,
            enforce_alias_anchor_ratio: false,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |location| (location.line(), location.column()));
        let mut inner = error.without_snippet();
        while let serde_saphyr::Error::AliasError { error, .. } = inner {
            inner = error;
        }
        let reason = match inner {
            serde_saphyr::Error::Budget { .. } => TOO_MUCH.into(),
            _ => UserMessageFormatter.format_message(inner),
        };
        at(
            line.max(1),
            column.max(1),
            reason.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>(),
        )
    })
}

fn at(line: u64, column: u64, reason: impl Into<String>) -> Landscape2Error {
    Landscape2Error::At { line, column, reason: reason.into() }
}

/// Returns the name that must be there.
fn named<'f, T>(name: &'f Text, of: &Spanned<T>, what: &str) -> Result<&'f str, Landscape2Error> {
    let (place, reason) = match name {
        Some(name) if !name.value.trim().is_empty() => return Ok(name.value.trim()),
        Some(name) => (name.referenced, format!("the `name` of this {what} is empty")),
        None => (of.referenced, format!("this {what} has no `name`")),
    };
    Err(at(place.line(), place.column(), reason))
}

fn is_archived(item: &Item) -> bool {
    item.project.as_ref().is_some_and(|project| project.value.trim() == "archived")
}

/// Returns when an archived project ceased to be offered.
fn end(listed: &Listed<'_>, audit: &mut Audit<'_>) -> Option<When> {
    let text = listed.item.extra.keys.archived.as_ref()?;
    let what = format!("`extra.archived` of item `{}`", listed.name);
    let line = Some(text.referenced.line());
    if listed.item.project.is_some() && !is_archived(listed.item) {
        let project = listed.item.project.as_ref().map_or("", |project| &project.value);
        let why = Reason::ArchivedAndNot { project: project.to_string() };
        audit.add(line, Fate::Contradicted, what, why);
        return None;
    }
    let day = When::parse(text.value.trim()).ok();
    if day.is_none() {
        audit.add(line, Fate::Dropped, what, Reason::NoDay { text: text.value.clone() });
    }
    day
}

/// Returns what a reader should know about a product: what it is, and what the foundation says of
/// it.
fn note(item: &Item) -> Option<String> {
    let mut sentences = Vec::new();
    let text = |text: &Text| {
        let words = text.as_ref().map(|text| text.value.split_whitespace().collect::<Vec<_>>().join(" "));
        words.filter(|text| !text.is_empty())
    };
    if let Some(mut description) = text(&item.description) {
        if !description.ends_with(['.', '!', '?', '…']) {
            description.push('.');
        }
        sentences.push(description);
    }
    sentences.extend(text(&item.project).map(|project| format!("Project maturity: {project}.")));
    let extra = &item.extra.keys;
    for (what, day) in [
        ("Accepted by the foundation", &extra.accepted),
        ("Incubating since", &extra.incubating),
        ("Graduated", &extra.graduated),
        ("Member of the foundation since", &item.joined),
    ] {
        sentences.extend(text(day).map(|day| format!("{what} {day}.")));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Returns an item's page, if it is one: a host that ends in `.invalid` stands for a page that is
/// not known.
fn homepage(item: &Item) -> Option<String> {
    let url = item.homepage_url.as_ref()?.value.trim();
    let host =
        url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
    (!url.is_empty() && !host.ends_with(".invalid")).then(|| url.to_owned())
}

/// The keys that the format has and that nothing here corresponds to, by what they are keys of.
const NOT_TAKEN_OVER: [(&str, &[&str]); 2] = [
    (
        "item",
        &[
            "additional_repos",
            "allow_duplicate_repo",
            "branch",
            "enduser",
            "license",
            "logo",
            "open_source",
            "project_org",
            "repo_url",
            "stock_ticker",
            "twitter",
            "unnamed_organization",
            "url_for_bestpractices",
        ],
    ),
    (
        "extra",
        &[
            "annotations",
            "annual_review_date",
            "annual_review_url",
            "artwork_url",
            "audits",
            "blog_url",
            "bluesky_url",
            "chat_channel",
            "clomonitor_name",
            "dev_stats_url",
            "discord_url",
            "docker_url",
            "documentation_url",
            "facebook_url",
            "github_discussions_url",
            "gitter_url",
            "lfx_slug",
            "linkedin_url",
            "mailing_list_url",
            "other_links",
            "package_manager_url",
            "parent_project",
            "pinterest_url",
            "reddit_url",
            "slack_url",
            "specification",
            "stack_overflow_url",
            "summary_business_use_case",
            "summary_integration",
            "summary_integrations",
            "summary_intro_url",
            "summary_personas",
            "summary_release_rate",
            "summary_tags",
            "summary_use_case",
            "tag",
            "training_certifications",
            "training_type",
            "youtube_url",
        ],
    ),
];

/// Counts keys that are not read, and keeps the first line of each.
fn count<'f>(found: &mut BTreeMap<(&'f str, &'f str), (u64, u64)>, of: &'f str, others: &'f [(String, u64)]) {
    for (key, line) in others {
        let (count, first) = found.entry((of, key)).or_insert((0, *line));
        *count += 1;
        *first = (*first).min(*line);
    }
}

/// Tells of the keys that are not read, each once.
fn other_keys(file: &File, of_file: &[(String, u64)], audit: &mut Audit<'_>) {
    let mut found: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    count(&mut found, "file", of_file);
    for Spanned { value: Map { keys: Category { subcategories, .. }, others }, .. } in &file.categories.0 {
        count(&mut found, "category", others);
        for Spanned { value: Map { keys: Subcategory { items, .. }, others }, .. } in &subcategories.0 {
            count(&mut found, "subcategory", others);
            for Spanned { value: Map { keys, others }, .. } in &items.0 {
                count(&mut found, "item", others);
                count(&mut found, "extra", &keys.extra.others);
                if let Some(organization) = &keys.organization {
                    count(&mut found, "organization", &organization.value.others);
                }
                for other in &keys.additional_categories.0 {
                    count(&mut found, "additional_categories", &other.value.others);
                }
            }
        }
    }
    for ((of, key), (count, line)) in found {
        let known = NOT_TAKEN_OVER.iter().any(|(known, keys)| *known == of && keys.contains(&key));
        // These stand in every entry of the older spelling, without a value.
        if matches!((of, key), ("category", "category") | ("subcategory", "subcategory") | ("item", "item")) {
            continue;
        }
        let why = if known {
            Reason::KeyNotTakenOver { times: count }
        } else {
            Reason::KeyUnknown { times: count }
        };
        audit.add(Some(line), Fate::Dropped, format!("key `{key}` of `{of}`"), why);
    }
}
