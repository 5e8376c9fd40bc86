//! Rows beside a landscape: which records they mean, and what becomes of each.

mod links;
mod meant;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::audit::{Audit, ImportReport, describe};
use super::claims::{Object, text};
use super::draft::{Draft, Here, without_nulls};
use super::error::{Fault, ImportError, Problem};
use super::exclusion::{Exclusion, Exclusions};
use super::mapping::{Mapping, file_name};
use super::names::Match;
use super::write::Changes;
use super::{About, Fate, ReadFile, Reason, RecordSays, Row, Subject};
use crate::id::fold_name;
use crate::load::{Files, parse};
use crate::model::{Basis, Kind, Model, Placed, Relation, SCHEMA_VERSION, Support, Tool, When};

/// How to take rows over.
#[derive(Clone, Debug)]
pub struct MergeOptions {
    /// The source that is cited where a row names none.
    pub source: Option<SourceRecord>,
    /// When it was read, where a row says nothing of it.
    pub on: Option<When>,
    /// How the claims follow from it.
    pub basis: Basis,
    /// Whether a claim that contradicts another takes its place.
    pub replace: bool,
    /// Whether a name that no record has is an error.
    pub strict: bool,
    /// What a landscape is called that has no record and no name yet.
    pub title: Option<String>,
    /// The offers that are not taken over.
    pub exclude: Exclusions,
}

impl Default for MergeOptions {
    fn default() -> Self {
        Self {
            source: None,
            on: None,
            basis: Basis::Stated,
            replace: false,
            strict: false,
            title: None,
            exclude: Exclusions::default(),
        }
    }
}

/// A source that claims rest on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SourceRecord {
    /// Its id.
    pub id: String,
    /// Its name; the record is made with it where there is none.
    pub name: Option<String>,
    /// Its page on the web.
    pub url: Option<String>,
    /// Whose interest it serves.
    pub interest: Option<String>,
    /// What names it, as the audit calls that: a file, or an option of a program.
    pub named_by: String,
}

/// An import: how it went, and what it makes of the landscape. Nothing has been written;
/// [`plan`](Self::plan) tells what would be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Import {
    /// How it went, but for the files.
    pub report: ImportReport,
    pub(super) changes: Changes,
}

/// Lays the rows of files beside what a landscape says.
///
/// `into` is the folder of the landscape, as its files name it. Nothing that stands there is lost,
/// but for what [`MergeOptions::replace`] asks for; and a second import of the same rows changes
/// nothing.
///
/// # Errors
///
/// With [`MergeOptions::strict`], every name that no record has; else a source that is not there
/// and has no name.
///
/// # Complexity
///
/// O(n + r · k) time for a landscape of n records and r rows about records with at most k claims
/// each.
///
/// # Example
///
/// ```
/// use landscape_graph::import::{Mapping, MergeOptions, ReadFile, Row, import_rows};
/// use landscape_graph::load::{Files, parse};
/// use landscape_graph::model::Support;
///
/// let files = Files::default();
/// let row = Row { line: 2, company: "Sprig".into(), tool: "Surveys".into(), support: Some(Support::Yes), ..Row::default() };
/// let read = [("market.csv".to_owned(), ReadFile { rows: vec![row], ..ReadFile::default() })];
/// let import = import_rows("graph", &files, &parse(&files).unwrap(), &read, &Mapping::default(), &MergeOptions::default())?;
/// assert_eq!(import.report.totals.mapped, 1);
/// let planned = import.plan(&files).unwrap();
/// assert_eq!(planned.files[1].name.as_deref(), Some("graph/companies/sprig.json"));
/// # Ok::<(), landscape_graph::import::ImportError>(())
/// ```
pub fn import_rows<'f>(
    into: &str,
    files: &'f Files,
    model: &Model<'f>,
    read: &[(String, ReadFile)],
    mapping: &Mapping,
    options: &MergeOptions,
) -> Result<Import, ImportError> {
    let mut merge = Merge {
        draft: Draft::new(files, model, options.replace),
        mapping,
        options,
        many: read.len() > 1,
        known: BTreeMap::new(),
        guessed: BTreeSet::new(),
        tool_of: model.tools.iter().flat_map(features).collect(),
        has: model.tools.iter().flat_map(features).map(|(feature, tool)| (tool, feature)).collect(),
        given: BTreeSet::new(),
        excluded: BTreeMap::new(),
        problems: Vec::new(),
    };
    let is_new = Kind::ALL.into_iter().all(|kind| model.records(kind).next().is_none());
    if let Some(title) = options.title.as_ref().filter(|_| is_new && merge.draft.overview.is_none()) {
        merge.draft.overview = Some(object(&json!({ "schema": SCHEMA_VERSION, "name": title })));
        merge.draft.overview_changed = true;
    }
    merge.source()?;
    merge.exclude()?;
    for (file, read) in read {
        merge.file(file, read)?;
    }
    merge.draft.settle();
    merge.draft.similar();
    let Draft { audit, .. } = &mut merge.draft;
    let audit = std::mem::take(audit);
    Ok(finish(into, &merge.draft, audit))
}

/// Closes the audit of a draft.
pub(super) fn finish(into: &str, draft: &Draft<'_>, audit: Audit) -> Import {
    Import { report: audit.report(into, Vec::new()), changes: Changes::of(draft) }
}

/// The features of a tool, each with the tool.
fn features(tool: &Placed<Tool<'_>>) -> Vec<(String, String)> {
    let tool = &tool.record;
    tool.has.iter().map(|has| (has.feature.to_string(), tool.id.to_string())).collect()
}

/// Which record a written name means.
#[derive(Clone, Debug)]
enum Meant {
    Known(String),
    New { id: String, value: Object, stacks: Vec<String>, basis: Basis },
    Nothing(Reason),
}

impl Meant {
    /// Returns the id of the record, whether or not it has been made.
    fn id(&self) -> Option<&str> {
        match self {
            Self::Known(id) | Self::New { id, .. } => Some(id),
            Self::Nothing(_) => None,
        }
    }
}

struct Merge<'m, 'f> {
    draft: Draft<'f>,
    mapping: &'m Mapping,
    options: &'m MergeOptions,
    /// Whether there is more than one file, so that a line alone says little.
    many: bool,
    /// What was found for names, since most stand in many rows.
    known: BTreeMap<(Kind, String), Meant>,
    guessed: BTreeSet<(Kind, String)>,
    /// For each feature, a tool that has it.
    tool_of: BTreeMap<String, String>,
    /// Which tools have which features, by their ids.
    has: BTreeSet<(String, String)>,
    /// The ids that names were given, whether or not their records have been made yet.
    given: BTreeSet<(Kind, String)>,
    /// What is excluded, by the id of the company, or its folded name where there is none yet, and
    /// the id of the tool.
    excluded: BTreeMap<(String, String), Vec<&'m Exclusion>>,
    problems: Vec<Problem>,
}

impl<'m> Merge<'m, '_> {
    /// Finds the records that are named in the list of exclusions.
    ///
    /// A company need not be there: a list may exclude what a later import would bring. A tool must
    /// be, since a name that is written wrongly would exclude nothing, and nobody would notice.
    fn exclude(&mut self) -> Result<(), ImportError> {
        let list: &'m Exclusions = &self.options.exclude;
        let mut problems = Vec::new();
        for entry in &list.entries {
            let Some(tool) = self.named(Kind::Tool, &entry.tool) else {
                let nearest = self.draft.names.nearest(Kind::Tool, &entry.tool);
                let fault = Fault::UnknownRecord { kind: Kind::Tool, name: entry.tool.clone(), nearest };
                problems.push(Problem::in_cell(entry.line, "tool", fault));
                continue;
            };
            let company =
                self.named(Kind::Company, &entry.company).unwrap_or_else(|| fold_name(&entry.company));
            self.excluded.entry((company, tool)).or_default().push(entry);
        }
        if problems.is_empty() { Ok(()) } else { Err(ImportError::new(&list.file, problems)) }
    }

    /// Returns why a row is excluded, where it is: that a company does not offer a tool never is.
    fn exclusion(&self, row: &Row, company: &Meant, tool: &Meant) -> Option<Reason> {
        if row.support == Some(Support::No) {
            return None;
        }
        let tool = tool.id()?;
        let names = [company.id()?.to_owned(), fold_name(&row.company)];
        let entries = names.into_iter().filter_map(|name| self.excluded.get(&(name, tool.to_owned())));
        let is_same = |product: &str| row.product.as_deref().map(fold_name) == Some(fold_name(product));
        let mut meant = entries.flatten().filter(|entry| entry.product.as_deref().is_none_or(is_same));
        let entry = meant.next()?;
        let place = format!("{}:{}", self.options.exclude.file, entry.line);
        Some(Reason::Excluded { reason: entry.reason.clone(), place })
    }

    /// Finds or makes the source that is cited.
    fn source(&mut self) -> Result<(), ImportError> {
        let Some(source) = &self.options.source else { return Ok(()) };
        let keys = [("url", &source.url), ("interest", &source.interest)];
        let here = Here { file: &source.named_by, line: None };
        if self.draft.has(Kind::Source, &source.id) {
            let keys = keys.into_iter().chain([("name", &source.name)]);
            for (key, value) in keys.filter_map(|(key, value)| Some((key, value.as_ref()?))) {
                self.fill(Kind::Source, &source.id, key, value, here);
            }
            return Ok(());
        }
        let Some(name) = &source.name else {
            let nearest = self.draft.names.nearest(Kind::Source, &source.id);
            let fault = Fault::NoSource { id: source.id.clone(), nearest };
            return Err(ImportError::whole(&source.named_by, fault));
        };
        let mut record = object(&json!({ "id": source.id, "name": name }));
        for (key, value) in keys.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
            record.insert(key.to_owned(), value.clone().into());
        }
        self.draft.insert(Kind::Source, &source.id, record);
        Ok(())
    }

    fn file(&mut self, file: &str, read: &ReadFile) -> Result<(), ImportError> {
        let is_piece = |fate| matches!(fate, Fate::Dropped | Fate::Merged);
        let told = read.audit.iter().filter(|entry| is_piece(entry.fate)).count();
        let rows = (read.rows.len() + told) as u64 + read.blank;
        self.draft.audit.read(file, rows);
        for entry in &read.audit {
            let here = Here { file, line: entry.line };
            let rows = u64::from(is_piece(entry.fate));
            self.draft.note(here, rows, entry.fate, &entry.what, entry.why.clone());
        }
        if read.blank > 0 {
            let here = Here { file, line: None };
            let what = if read.blank == 1 {
                "1 blank cell".to_owned()
            } else {
                format!("{} blank cells", read.blank)
            };
            self.draft.note(here, read.blank, Fate::Dropped, &what, Reason::Blank);
        }
        for row in &read.rows {
            self.row(file, row);
        }
        for about in &read.about {
            self.about(file, about);
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(ImportError::new(file, std::mem::take(&mut self.problems)))
        }
    }

    fn row(&mut self, file: &str, row: &Row) {
        let here = Here { file, line: Some(row.line) };
        let what = describe(row);
        let taken = match &row.subject {
            Subject::Offer => self.take_over(here, row, &what),
            Subject::Relation(relation) => self.relate(here, row, relation, &what),
            Subject::Record(about) => self.tell_of_record(here, row, about, &what),
        };
        match taken {
            Ok(()) => {}
            Err(why) => self.draft.note(here, 1, Fate::Dropped, &what, why),
        }
    }

    /// Makes claims of a row; or says why not.
    fn take_over(&mut self, here: Here<'_>, row: &Row, what: &str) -> Result<(), Reason> {
        if row.tool.trim().is_empty() && row.feature.is_none() && row.stacks.is_empty() {
            return Err(Reason::NoTarget);
        }
        if let Some(ground) = row.concluded {
            return Err(Reason::Concluded { ground });
        }
        let names_tool = !row.tool.trim().is_empty();
        let support = if names_tool || row.feature.is_some() {
            Some(row.support.ok_or(Reason::NoSupport)?)
        } else {
            None
        };
        let is_of_stacks = !names_tool && row.feature.is_none();
        if is_of_stacks && matches!(row.support, Some(Support::No | Support::Planned)) {
            return Err(Reason::OnlyActive);
        }
        // Nothing is made before all names of the row have been found.
        let company = self.meant(Kind::Company, &row.company, here)?;
        let tool = if names_tool { Some(self.meant(Kind::Tool, &row.tool, here)?) } else { None };
        if let (Some(tool), None) = (&tool, &row.feature)
            && let Some(why) = self.exclusion(row, &company, tool)
        {
            return Err(why);
        }
        let feature =
            row.feature.as_ref().map(|name| self.meant_feature(name, tool.as_ref(), here)).transpose()?;
        let mut stacks = Vec::new();
        for stack in &row.stacks {
            stacks.push((stack, self.meant(Kind::Stack, stack, here)));
        }
        let source = self.meant_source(row, here)?;
        if !names_tool && feature.is_none() && stacks.iter().all(|(_, stack)| stack.is_err()) {
            let why = stacks.into_iter().find_map(|(_, stack)| stack.err());
            return Err(why.unwrap_or(Reason::NoTarget));
        }

        let cited = self.cite(source, here, row);
        let company = self.made(Kind::Company, company, cited.as_ref());
        if let Some(url) = &row.company_url {
            self.fill(Kind::Company, &company, "url", url, here);
        }
        let tool = tool.map(|tool| self.made_tool(tool, cited.as_ref(), here));
        let feature = feature.map(|feature| self.made(Kind::Feature, feature, cited.as_ref()));
        let mut in_stacks = Vec::new();
        for (written, stack) in stacks {
            match stack {
                Ok(stack) => in_stacks.push(self.made(Kind::Stack, stack, cited.as_ref())),
                Err(why) => self.draft.note(here, 0, Fate::Dropped, written, why),
            }
        }

        let mut claim = claim(row, cited.as_ref());
        if let Some(support) = support {
            claim.insert("support".to_owned(), support.word().into());
        }
        let counted = row.at.is_none();
        if let Some(tool) = &tool {
            for stack in &in_stacks {
                self.belongs(Kind::Tool, tool, Relation::InStack, stack, cited.as_ref(), here);
            }
            if let Some(feature) = &feature {
                self.has_feature(tool, feature, here);
                self.belongs(Kind::Tool, tool, Relation::Has, feature, cited.as_ref(), here);
            }
        }
        let mut targets: Vec<(Relation, String)> = Vec::new();
        match (tool, feature) {
            (_, Some(feature)) => targets.push((Relation::Provides, feature)),
            (Some(tool), None) => {
                let more = json!({ "maturity": row.maturity, "product": row.product, "url": row.url });
                claim.extend(without_nulls(object(&more)));
                targets.push((Relation::Offers, tool));
            }
            (None, None) => targets.extend(in_stacks.into_iter().map(|stack| (Relation::ActiveIn, stack))),
        }
        // The row is counted once, with the first of what it claims.
        for (rows, (relation, target)) in [1].into_iter().chain(std::iter::repeat(0)).zip(targets) {
            let mut claim = claim.clone();
            claim.insert(relation.rule().target_key.unwrap_or_default().to_owned(), target.into());
            let owner = (Kind::Company, company.as_str());
            self.draft.lay(owner, (relation, claim), (here, counted), (rows, what));
        }
        Ok(())
    }

    /// Notes that a tool has a feature. Features of one name are one, whichever tool they are of:
    /// said once for each, since the file may mean two.
    fn has_feature(&mut self, tool: &str, feature: &str, here: Here<'_>) {
        self.has.insert((tool.to_owned(), feature.to_owned()));
        let first = self.tool_of.entry(feature.to_owned()).or_insert_with(|| tool.to_owned());
        if first != tool && self.guessed.insert((Kind::Feature, feature.to_owned())) {
            let why = Reason::SharedFeature { tool: first.clone() };
            self.draft.note(here, 0, Fate::Guessed, &format!("feature `{feature}` of `{tool}`"), why);
        }
    }

    /// Finds the source that a row names.
    fn meant_source(&mut self, row: &Row, here: Here<'_>) -> Result<Option<Meant>, Reason> {
        row.source.as_ref().map(|name| self.meant(Kind::Source, name, here)).transpose()
    }

    /// Returns the evidence that a row is, of its own source or else of the one that is cited.
    fn cite(&mut self, source: Option<Meant>, here: Here<'_>, row: &Row) -> Option<Value> {
        let source = match source {
            Some(source) => Some(self.made(Kind::Source, source, None)),
            None => self.options.source.as_ref().map(|source| source.id.clone()),
        };
        source.map(|source| self.evidence(&source, here, row))
    }

    /// The evidence that a row is.
    fn evidence(&self, source: &str, here: Here<'_>, row: &Row) -> Value {
        let file = if self.many { format!("{} ", file_name(here.file)) } else { String::new() };
        let line = || format!("{file}line {}", row.line);
        let at = row.at.clone().unwrap_or_else(line);
        let on = row.on.or(self.options.on).map(|day| day.to_string());
        let basis = row.basis.unwrap_or(self.options.basis).word();
        let Row { evidence_url: url, quote, evidence_note: note, .. } = row;
        let evidence = json!({
            "source": source, "at": at, "url": url, "quote": quote, "basis": basis, "on": on, "note": note
        });
        Value::Object(without_nulls(object(&evidence)))
    }

    /// Claims that a tool is in a stack or has a feature; once is enough, however many rows say so.
    fn belongs(
        &mut self,
        kind: Kind,
        id: &str,
        relation: Relation,
        target: &str,
        cited: Option<&Value>,
        here: Here<'_>,
    ) {
        let (key, target_key) = (relation.rule().key, relation.rule().target_key.unwrap_or_default());
        let is_cited = |claim: &Value| {
            let source = cited.map(|cited| &cited["source"]);
            claim[target_key] == target
                && source.is_none_or(|source| {
                    claim["evidence"]
                        .as_array()
                        .is_some_and(|all| all.iter().any(|one| one["source"] == *source))
                })
        };
        let claims = self.draft.record(kind, id).and_then(|held| held.value.get(key)?.as_array().cloned());
        if claims.is_some_and(|claims| claims.iter().any(is_cited)) {
            return;
        }
        let mut claim = Object::new();
        claim.insert(target_key.to_owned(), target.into());
        if let Some(cited) = cited {
            claim.insert("evidence".to_owned(), Value::Array(vec![cited.clone()]));
        }
        let what = format!("{kind}:{id} {relation} {target}");
        self.draft.lay((kind, id), (relation, claim), (here, true), (0, &what));
    }

    fn refuse(&mut self, here: Here<'_>, fault: Fault) {
        if self.options.strict {
            self.problems.push(Problem { line: here.line, column: None, fault });
        }
    }

    /// Says of a record what stands beside its name, where nobody has said it.
    fn about(&mut self, file: &str, about: &About) {
        let here = Here { file, line: Some(about.line) };
        // A record that no row has led to is not made for its description.
        let Ok(meant) = self.meant(about.kind, &about.name, here) else { return };
        let id = match meant {
            Meant::Known(id) => id,
            Meant::New { id, .. } if self.draft.has(about.kind, &id) => id,
            _ => return,
        };
        for (key, value) in [("description", &about.description), ("url", &about.url)] {
            if let Some(value) = value {
                self.fill(about.kind, &id, key, value, here);
            }
        }
        for alias in &about.aliases {
            self.add_alias(about.kind, &id, alias);
        }
    }

    /// Adds an alias to a record where nothing has that name; returns whether it did.
    fn add_alias(&mut self, kind: Kind, id: &str, alias: &str) -> bool {
        let is_free = self.draft.names.find(kind, alias) == Match::Nothing;
        let held = if is_free { self.draft.record(kind, id) } else { None };
        let Some(held) = held else { return false };
        let aliases = held.value.entry("aliases").or_insert_with(|| Value::Array(Vec::new()));
        let Some(aliases) = aliases.as_array_mut() else { return false };
        aliases.push(alias.into());
        held.changed = true;
        self.draft.names.add(kind, id, [alias], None);
        true
    }

    /// Says something of a record where it is not said; where it is said otherwise, both are shown.
    fn fill(&mut self, kind: Kind, id: &str, key: &str, value: &str, here: Here<'_>) {
        if let Filled::Differs(fate, why) = self.fill_in(kind, id, key, value) {
            self.draft.note(here, 0, fate, value, why);
        }
    }

    /// Says something of a record where it is not said, or where it is said otherwise and that is
    /// to be replaced.
    fn fill_in(&mut self, kind: Kind, id: &str, key: &str, value: &str) -> Filled {
        let replace = self.options.replace;
        let Some(held) = self.draft.record(kind, id) else { return Filled::Known };
        let old = text(&held.value, key).map(str::to_owned);
        if old.as_deref() == Some(value) {
            held.say(key);
            return Filled::Known;
        }
        let is_said_now = held.is_said(key);
        if old.is_none() || replace && !is_said_now {
            held.value.insert(key.to_owned(), value.into());
            held.changed = true;
            held.say(key);
        }
        let Some(old) = old else {
            if key == "url" {
                self.draft.names.add(kind, id, [], Some(value));
            }
            return Filled::New;
        };
        let place = self.draft.place(kind, id);
        let replaced = replace && !is_said_now;
        let fate = if replaced { Fate::Replaced } else { Fate::Contradicted };
        let [id, key, is] = [id, key, value].map(str::to_owned);
        let why = RecordSays { id, key, was: old, place, is, replaced };
        Filled::Differs(fate, Reason::RecordSays(Box::new(why)))
    }
}

/// What became of something that a row says of a record.
enum Filled {
    /// It was said already.
    Known,
    /// Nobody had said it.
    New,
    /// It was said otherwise: replaced or contradicted.
    Differs(Fate, Reason),
}

/// What every claim of a row says, whatever it is about.
fn claim(row: &Row, cited: Option<&Value>) -> Object {
    without_nulls(object(&json!({
        "since": row.since.map(|day| day.to_string()),
        "until": row.until.map(|day| day.to_string()),
        "note": row.note,
        "evidence": cited.map(|cited| vec![cited.clone()]),
    })))
}

/// Returns whether a record of a kind may say nothing but its id and its name.
fn can_be_made(kind: Kind) -> bool {
    static CAN: LazyLock<Vec<Kind>> = LazyLock::new(|| {
        let is_sound = |kind: &Kind| {
            let text = json!({ kind.plural(): [{ "id": "new", "name": "New" }] }).to_string();
            parse(&Files::from_texts([("new.json", text.as_str())])).is_ok()
        };
        Kind::ALL.into_iter().filter(is_sound).collect()
    });
    CAN.contains(&kind)
}

/// Returns the object that a value is.
pub(super) fn object(value: &Value) -> Object {
    value.as_object().cloned().unwrap_or_default()
}
