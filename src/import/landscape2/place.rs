//! Where an item stands: categories are stacks and subcategories are tools.

use std::collections::{BTreeMap, BTreeSet};

use serde_saphyr::Spanned;

use super::shape::{File, Map, Texts};
use super::{Audit, Landscape2Error, Landscape2Options, Listed, ListedTool, Members, Reason, named};
use crate::id::{FreeNames, fold_name, nearest};
use crate::import::Fate;

/// How many slashes of a path are tried as the one between category and subcategory.
const SLASHES: usize = 8;

/// A category.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) name: String,
    pub(super) line: u64,
    pub(super) is_left_out: bool,
    pub(super) is_of_members: bool,
}

/// A subcategory of one category.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) stack: usize,
    pub(super) name: String,
    pub(super) line: u64,
    pub(super) is_left_out: bool,
    /// Which tool it is, in [`Places::tools`].
    pub(super) tool: usize,
}

/// All categories and subcategories of a file, each once.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) stacks: Vec<Stack>,
    pub(super) all: Vec<Place>,
    pub(super) tools: Vec<ListedTool>,
    stacks_by_name: BTreeMap<String, usize>,
    by_name: BTreeMap<(usize, String), usize>,
}

impl Places {
    /// Collects the categories and subcategories of a file, and for each subcategory as it stands,
    /// in order, its place.
    pub(super) fn of(file: &File, audit: &mut Audit<'_>) -> Result<(Self, Vec<usize>), Landscape2Error> {
        let mut places = Self::default();
        let mut order = Vec::new();
        for category in &file.categories.0 {
            let name = named(&category.value.keys.name, category, "category")?;
            let line = category.referenced.line();
            let next = places.stacks.len();
            let stack = *places.stacks_by_name.entry(fold_name(name)).or_insert(next);
            if let Some(earlier) = places.stacks.get(stack) {
                audit.again(line, format!("category `{name}`"), earlier.line);
            } else {
                let is_of_members = names_members(name);
                places.stacks.push(Stack { name: name.to_owned(), line, is_left_out: false, is_of_members });
            }
            for subcategory in &category.value.keys.subcategories.0 {
                let name = named(&subcategory.value.keys.name, subcategory, "subcategory")?;
                let line = subcategory.referenced.line();
                let next = places.all.len();
                let place = *places.by_name.entry((stack, fold_name(name))).or_insert(next);
                if let Some(earlier) = places.all.get(place) {
                    audit.again(line, format!("subcategory `{name}`"), earlier.line);
                } else {
                    let name = name.to_owned();
                    places.all.push(Place { stack, name, line, is_left_out: false, tool: 0 });
                }
                order.push(place);
            }
        }
        Ok((places, order))
    }

    /// Marks what the options leave out.
    pub(super) fn leave_out(&mut self, options: &Landscape2Options) -> Result<(), Landscape2Error> {
        if options.members == Members::LeaveOut {
            for stack in &mut self.stacks {
                stack.is_left_out = stack.is_of_members;
            }
        }
        for wanted in &options.without {
            if let Some(stack) = self.stacks_by_name.get(&fold_name(wanted)).copied() {
                if let Some(stack) = self.stacks.get_mut(stack) {
                    stack.is_left_out = true;
                }
            } else if let Some(place) = self.find(wanted).and_then(|place| self.all.get_mut(place)) {
                place.is_left_out = true;
            } else {
                let names = self.stacks.iter().map(|stack| stack.name.as_str());
                return Err(Landscape2Error::NoCategory {
                    name: wanted.clone(),
                    nearest: nearest(wanted, names).map(str::to_owned),
                });
            }
        }
        for place in &mut self.all {
            place.is_left_out |= self.stacks.get(place.stack).is_some_and(|stack| stack.is_left_out);
        }
        Ok(())
    }

    /// Finds the place that a path `category / subcategory` leads to.
    fn find(&self, path: &str) -> Option<usize> {
        // A name may have a slash in it, so more than one may be the one between the two.
        path.match_indices('/')
            .take(SLASHES)
            .find_map(|(at, _)| self.find_pair(path.get(..at)?, path.get(at + 1..)?))
    }

    fn find_pair(&self, category: &str, subcategory: &str) -> Option<usize> {
        let stack = self.stacks_by_name.get(&fold_name(category.trim()))?;
        self.by_name.get(&(*stack, fold_name(subcategory.trim()))).copied()
    }

    /// Returns the further places of an item.
    pub(super) fn further(&self, listed: &Listed<'_>, audit: &mut Audit<'_>) -> Vec<usize> {
        let mut paths: Vec<(u64, String, Option<usize>)> = Vec::new();
        let mut add = |line, path: &str| paths.push((line, path.to_owned(), self.find(path)));
        match &listed.item.second_path {
            Some(Spanned { value: Texts::One(path), referenced, .. }) => add(referenced.line(), path),
            Some(Spanned { value: Texts::Many(list), .. }) => {
                list.iter().for_each(|path| add(path.referenced.line(), &path.value));
            }
            None => {}
        }
        for other in &listed.item.additional_categories.0 {
            let Map { keys, .. } = &other.value;
            let [category, subcategory] = [&keys.category, &keys.subcategory]
                .map(|text| text.as_ref().map_or("", |text| text.value.trim()));
            let path = format!("{category} / {subcategory}");
            paths.push((other.referenced.line(), path, self.find_pair(category, subcategory)));
        }
        let mut places = Vec::new();
        let mut seen = BTreeSet::from([listed.place]);
        for (line, path, place) in paths {
            let what = format!("path `{path}` of item `{}`", listed.name);
            match place {
                None => {
                    let why = Reason::NoSuchPlace;
                    audit.add(Some(line), Fate::Dropped, what, why);
                }
                Some(place) if !seen.insert(place) => {
                    audit.again(line, what, listed.line);
                }
                Some(place) if self.all.get(place).is_some_and(|place| place.is_left_out) => {
                    audit.add(Some(line), Fate::Dropped, what, Reason::CategoryLeftOut);
                }
                Some(place) => places.push(place),
            }
        }
        places
    }

    /// Makes a tool of each subcategory.
    ///
    /// A name under several categories is one tool in several stacks where the same items stand in
    /// all of them. Where they differ, there are several tools, and each says in its name which
    /// category it is of.
    pub(super) fn name_tools(&mut self, items: &[(Listed<'_>, Vec<usize>)], audit: &mut Audit<'_>) {
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        let mut held: Vec<Vec<usize>> = vec![Vec::new(); self.all.len()];
        for (listed, further) in items {
            let next = ids.len();
            let id = *ids.entry(fold_name(listed.name)).or_insert(next);
            for place in further.iter().chain([&listed.place]) {
                if let Some(held) = held.get_mut(*place) {
                    held.push(id);
                }
            }
        }
        let mut by_name: BTreeMap<String, BTreeMap<Vec<usize>, Vec<usize>>> = BTreeMap::new();
        for ((at, place), mut held) in self.all.iter().enumerate().zip(held) {
            if !place.is_left_out {
                held.sort_unstable();
                held.dedup();
                by_name.entry(fold_name(&place.name)).or_default().entry(held).or_default().push(at);
            }
        }
        // Names that need no category come first, so that no other tool takes them.
        let mut tools: Vec<(bool, Vec<usize>)> = Vec::new();
        for same in by_name.into_values() {
            let needs_category = same.len() > 1;
            tools.extend(same.into_values().map(|places| (needs_category, places)));
        }
        tools.sort();
        let mut taken = FreeNames::default();
        for (tool, (needs_category, places)) in tools.into_iter().enumerate() {
            let of_tool = || places.iter().filter_map(|place| self.all.get(*place));
            let stack =
                |place: &Place| self.stacks.get(place.stack).map_or("", |stack| &stack.name).to_owned();
            let stacks: Vec<String> = of_tool().map(stack).collect();
            let Some((first, category)) = of_tool().next().zip(stacks.first()) else { continue };
            let short = (!needs_category).then(|| first.name.clone());
            let name = taken.first_free(short.into_iter().chain([format!("{} ({category})", first.name)]));
            let (what, line) = (format!("subcategory `{}`", first.name), first.line);
            if name != first.name {
                let why = Reason::OtherTool { name: name.clone() };
                audit.add(Some(line), Fate::Guessed, what, why);
            } else if stacks.len() > 1 {
                audit.add(Some(line), Fate::Guessed, what, Reason::OneTool);
            }
            self.tools.push(ListedTool { name, stacks, line });
            for place in places {
                if let Some(place) = self.all.get_mut(place) {
                    place.tool = tool;
                }
            }
        }
    }
}

/// Returns whether a category is one of members, such as `CNCF Members`.
fn names_members(category: &str) -> bool {
    let mut words = category.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.any(|word| word == "member" || word == "members")
}
