//! What the research queue is worth: a share of the known offers is hidden, then looked up in some
//! order, and after each few it is counted how many of the first ten gaps and rivals are those of
//! the full data.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use landscape_graph::Landscape;
use landscape_graph::landscape::{BuildOptions, CompanyIx};
use landscape_graph::load::{Files, parse};
use landscape_graph::query::{Page, gaps, next, overlap};
use serde_json::{Value, json};

/// How many gaps, and how many rivals, are compared.
const FIRST: usize = 10;

/// An order in which to look up what is hidden.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Order {
    /// That of the queue, asked again after each few.
    Queue,
    /// Any, drawn with this seed.
    Chance(u64),
    /// Any, with the offers of the company and of its closest rivals first: what is left of the
    /// queue where it only knows whom to look at.
    NearFirst(u64),
    /// By the ids of company and tool.
    Alphabet,
}

/// How an order fares.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// How many lookups there are from one point to the next.
    step: usize,
    /// The share of the first ten gaps and rivals that is right, before the first lookup and after
    /// each few.
    right: Vec<f64>,
}

impl Course {
    /// Returns the share that is right on average.
    pub(crate) fn mean(&self) -> f64 {
        self.right.iter().sum::<f64>() / f64::from(u32::try_from(self.right.len()).unwrap_or(1))
    }

    /// Returns the share that is right after so many lookups.
    pub(crate) fn after(&self, lookups: usize) -> f64 {
        self.right.get(lookups / self.step).or(self.right.last()).copied().unwrap_or_default()
    }

    /// Returns after how many lookups a share is right; none where it never is.
    pub(crate) fn until(&self, share: f64) -> Option<usize> {
        self.right.iter().position(|right| *right >= share).map(|at| at * self.step)
    }
}

/// A company and a tool, by id.
type Cell = (String, String);

/// A landscape of which offers are hidden.
pub(crate) struct Market {
    /// The records that are never hidden.
    others: Vec<(String, Value)>,
    companies: Vec<(String, String)>,
    /// All that is known of offers, with what is known.
    cells: Vec<(Cell, &'static str)>,
}

impl Market {
    /// Reads a landscape, and keeps what counts for gaps and rivals.
    ///
    /// # Errors
    ///
    /// Where a file cannot be read, or the landscape has problems.
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let known = landscape_graph::load::landscape(folder)?;
        let mut others = Vec::new();
        for path in files_below(folder)? {
            if path.extension().is_some_and(|extension| extension == "json") {
                let mut file: Value = serde_json::from_slice(&std::fs::read(&path)?)?;
                if let Value::Object(file) = &mut file {
                    file.retain(|key, _| {
                        matches!(key.as_str(), "tools" | "stacks" | "principles" | "landscape")
                    });
                    if !file.is_empty() {
                        strip(file.values_mut());
                        others.push((path.display().to_string(), Value::Object(std::mem::take(file))));
                    }
                }
            }
        }
        let (mut companies, mut cells) = (Vec::new(), Vec::new());
        for company in known.companies() {
            let id = known.named(company).id.to_string();
            companies.push((id.clone(), known.named(company).name.to_owned()));
            for (tool, cell) in known.offers_of(company) {
                let tool = known.named(tool).id.to_string();
                cells.push(((id.clone(), tool), cell.support().word()));
            }
        }
        Ok(Self { others, companies, cells })
    }

    /// Draws the offers to hide: each with the same chance.
    pub(crate) fn hide(&self, share: f64, seed: u64) -> Vec<Cell> {
        let mut random = Random(seed);
        let hidden = self.cells.iter().filter(|_| random.unit() < share);
        hidden.map(|(cell, _)| cell.clone()).collect()
    }

    /// Builds the landscape without what is hidden.
    fn build(&self, hidden: &BTreeSet<&Cell>) -> Result<Landscape, Box<dyn Error>> {
        let company = |(id, name): &(String, String)| {
            let start = self.cells.partition_point(|((company, _), _)| company < id);
            let own = self.cells[start..].iter().take_while(|((company, _), _)| company == id);
            let known = own.filter(|(cell, _)| !hidden.contains(cell));
            let offers: Vec<Value> =
                known.map(|((_, tool), support)| json!({ "tool": tool, "support": support })).collect();
            json!({ "id": id, "name": name, "offers": offers })
        };
        let companies: Vec<Value> = self.companies.iter().map(company).collect();
        let companies = ("companies.json".to_owned(), json!({ "companies": companies }));
        let texts: Vec<(String, String)> = self
            .others
            .iter()
            .chain([&companies])
            .map(|(name, file)| (name.clone(), file.to_string()))
            .collect();
        let files = Files::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        Ok(Landscape::build(parse(&files)?, &BuildOptions::default()))
    }

    /// Looks up what is hidden in an order, `step` at a time, for the answers about one company: at
    /// most `most` lookups.
    ///
    /// # Errors
    ///
    /// Where no company has the id.
    pub(crate) fn course(
        &self,
        company: &str,
        hidden: &[Cell],
        order: Order,
        [step, most]: [usize; 2],
    ) -> Result<Course, Box<dyn Error>> {
        let full = self.build(&BTreeSet::new())?;
        let truth = first(&full, full.company(company)?);
        let mut left: Vec<&Cell> = hidden.iter().collect();
        let (mut right, mut looked_up) = (Vec::new(), 0);
        loop {
            let market = self.build(&left.iter().copied().collect())?;
            let us = market.company(company)?;
            right.push(agreement(&first(&market, us), &truth));
            if left.is_empty() || looked_up >= most {
                return Ok(Course { step, right });
            }
            if order == Order::Queue || looked_up == 0 {
                arrange(&mut left, &market, us, order);
            }
            looked_up += step.min(left.len());
            left.drain(..step.min(left.len()));
        }
    }
}

/// Puts what is hidden in an order.
fn arrange(left: &mut [&Cell], market: &Landscape, us: CompanyIx, order: Order) {
    left.sort();
    let queue = |top: Option<usize>| {
        let page = Page { start: 0, top };
        next::next(market, us, &next::Options { page, ..next::Options::default() })
    };
    match order {
        Order::Alphabet => {}
        Order::Chance(seed) => Random(seed).shuffle(left),
        Order::NearFirst(seed) => {
            Random(seed).shuffle(left);
            let queue = queue(Some(0));
            let near: BTreeSet<&str> =
                queue.rivals.iter().chain([&queue.company]).map(|company| company.id.as_str()).collect();
            left.sort_by_key(|(company, _)| !near.contains(company.as_str()));
        }
        Order::Queue => {
            let queue = queue(None);
            let place = |(company, tool): &Cell| {
                let is_it = |lookup: &next::Lookup<'_>| {
                    lookup.company.is_some_and(|of| of.id.as_str() == company)
                        && lookup.tool.is_some_and(|of| of.id.as_str() == tool)
                };
                queue.lookups.iter().position(is_it).unwrap_or(usize::MAX)
            };
            left.sort_by_cached_key(|cell| place(cell));
        }
    }
}

/// The first gaps and the closest rivals.
fn first(market: &Landscape, us: CompanyIx) -> [BTreeSet<String>; 2] {
    let page = Page::first(FIRST);
    let gaps = gaps::gaps(market, us, &gaps::Options { page, ..gaps::Options::default() });
    let rivals = overlap::one(market, us, &overlap::Options { page, ..overlap::Options::default() });
    [
        gaps.gaps.iter().map(|gap| gap.tool.id.to_string()).collect(),
        rivals.others.iter().map(|pair| pair.companies[1].id.to_string()).collect(),
    ]
}

/// The share of what is right that is found.
fn agreement(found: &[BTreeSet<String>; 2], right: &[BTreeSet<String>; 2]) -> f64 {
    let both: usize = found.iter().zip(right).map(|(found, right)| found.intersection(right).count()).sum();
    let all: usize = right.iter().map(BTreeSet::len).sum();
    if all == 0 {
        1.0
    } else {
        f64::from(u32::try_from(both).unwrap_or(0)) / f64::from(u32::try_from(all).unwrap_or(1))
    }
}

/// Takes out what says nothing of gaps and rivals, and would lead to records that are left out.
fn strip<'v>(values: impl Iterator<Item = &'v mut Value>) {
    for value in values {
        match value {
            Value::Object(object) => {
                object.retain(|key, _| !matches!(key.as_str(), "evidence" | "has" | "shown_by"));
                strip(object.values_mut());
            }
            Value::Array(array) => strip(array.iter_mut()),
            _ => {}
        }
    }
}

fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files.extend(files_below(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

/// `SplitMix64` (Steele, Lea, Flood 2014): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let bound = u128::try_from(at).unwrap_or(0) + 1;
            let drawn = u128::from(self.next()) * bound;
            items.swap(at, usize::try_from(drawn >> 64).unwrap_or(0));
        }
    }
}
