//! Changes of one document, made twice: as bytes to replace in its text, and as what becomes of its
//! value.
//!
//! The two ways share nothing but the operation, so that one proves the other.

use std::ops::Range;

use serde_json::value::RawValue;

use super::style::{Form, Style, indent_at};
use super::value::{Json, Step};
use crate::load::json;

/// A change of one document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Op {
    /// Another value in the place of one.
    Replace { path: Vec<Step>, value: Json },
    /// A new member of the object at a path.
    InsertMember { path: Vec<Step>, index: usize, key: String, value: Json },
    /// A new element of the list at a path.
    InsertElement { path: Vec<Step>, index: usize, value: Json },
    /// A member or an element that goes.
    Remove { path: Vec<Step> },
}

impl Op {
    /// Whether records may come, go or move by it, or be called otherwise.
    pub(super) fn may_change_names(&self) -> bool {
        // In a document: the key of a list, the index of a record, and a key of the record.
        let is_name = |key: &str| matches!(key, "id" | "name" | "aliases");
        let leads_to_name = |path: &[Step]| match path {
            [_, _, Step::Key(key), ..] => is_name(key),
            _ => true,
        };
        match self {
            Self::InsertMember { path, key, .. } if path.len() == 2 => is_name(key),
            Self::Replace { path, .. }
            | Self::InsertMember { path, .. }
            | Self::InsertElement { path, .. }
            | Self::Remove { path } => leads_to_name(path),
        }
    }
}

/// Bytes to replace.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Splice {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// An operation that leads to nothing: the document is not what the plan was made for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct NoSuchPlace;

/// Changes the value of a document.
pub(super) fn apply(document: &mut Json, op: &Op) -> Result<(), NoSuchPlace> {
    let (path, last) = match op {
        Op::Replace { path, value } => {
            *document.at_mut(path).ok_or(NoSuchPlace)? = value.clone();
            return Ok(());
        }
        Op::InsertMember { path, index, key, value } => {
            return match document.at_mut(path) {
                Some(Json::Object(members)) if *index <= members.len() => {
                    members.insert(*index, (key.clone(), value.clone()));
                    Ok(())
                }
                _ => Err(NoSuchPlace),
            };
        }
        Op::InsertElement { path, index, value } => {
            return match document.at_mut(path) {
                Some(Json::List(elements)) if *index <= elements.len() => {
                    elements.insert(*index, value.clone());
                    Ok(())
                }
                _ => Err(NoSuchPlace),
            };
        }
        Op::Remove { path } => {
            let (last, path) = path.split_last().ok_or(NoSuchPlace)?;
            (path, last)
        }
    };
    match (document.at_mut(path), last) {
        (Some(Json::Object(members)), Step::Key(key)) => {
            let at = members.iter().position(|(name, _)| name == key).ok_or(NoSuchPlace)?;
            members.remove(at);
        }
        (Some(Json::List(elements)), Step::Index(index)) if *index < elements.len() => {
            elements.remove(*index);
        }
        _ => return Err(NoSuchPlace),
    }
    Ok(())
}

/// The parts of a list or an object.
struct Container {
    whole: Range<usize>,
    /// The elements, or the members with their keys.
    items: Vec<Range<usize>>,
    /// The keys; none of a list.
    keys: Vec<String>,
    /// The values.
    values: Vec<Range<usize>>,
}

impl Container {
    fn new(text: &str, at: &Range<usize>) -> Option<Self> {
        let value: &RawValue = serde_json::from_str(&text[at.clone()]).ok()?;
        // The text may have white space around the value.
        let whole = json::range(text, value.get());
        let range = |value: &RawValue| json::range(text, value.get());
        if value.get().starts_with('[') {
            let items: Vec<_> = json::elements(value).into_iter().map(range).collect();
            return Some(Self { whole, values: items.clone(), items, keys: Vec::new() });
        }
        if !value.get().starts_with('{') {
            return None;
        }
        let mut container = Self { whole, items: Vec::new(), keys: Vec::new(), values: Vec::new() };
        for (key, key_text, value) in json::members(value) {
            let value = range(value);
            container.items.push(range(key_text).start..value.end);
            container.keys.push(key);
            container.values.push(value);
        }
        Some(container)
    }

    fn child(&self, step: &Step) -> Option<Range<usize>> {
        match step {
            Step::Key(key) => self.values.get(self.keys.iter().position(|name| name == key)?).cloned(),
            Step::Index(_) if !self.keys.is_empty() => None,
            Step::Index(index) => self.values.get(*index).cloned(),
        }
    }

    /// What is between two items, the comma among it.
    fn separator<'t>(&self, text: &'t str, index: usize) -> Option<&'t str> {
        let after = index.checked_sub(1);
        let pair = |first: usize| Some(&text[self.items.get(first)?.end..self.items.get(first + 1)?.start]);
        // Between the two neighbours, else before the one in front, else behind the one that
        // follows.
        after
            .and_then(pair)
            .or_else(|| after.and_then(|after| after.checked_sub(1)).and_then(pair))
            .or_else(|| pair(index))
    }
}

/// Returns where a path leads in the text of a document, with every value on the way, the outermost
/// first.
fn way(text: &str, path: &[Step]) -> Option<Vec<Range<usize>>> {
    let whole = 0..text.len();
    let mut way = vec![whole];
    for step in path {
        let next = Container::new(text, way.last()?)?.child(step)?;
        way.push(next);
    }
    Some(way)
}

/// Returns the range of bytes of a document to which a path leads.
pub(super) fn find(text: &str, path: &[Step]) -> Option<Range<usize>> {
    value_in(text, way(text, path)?.pop()?)
}

/// Returns the range of a value without the white space around it.
fn value_in(text: &str, at: Range<usize>) -> Option<Range<usize>> {
    let value: &RawValue = serde_json::from_str(&text[at]).ok()?;
    Some(json::range(text, value.get()))
}

/// Returns the ranges to which many paths lead, which are in the order of the document.
///
/// # Complexity
///
/// O(n) for a text of n bytes, however many paths there are.
pub(super) fn find_all(text: &str, paths: &[&[Step]]) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::with_capacity(paths.len());
    find_below(text, 0..text.len(), paths, 0, &mut found)?;
    Some(found)
}

/// Finds where paths lead that begin with the same steps, which lead to `at`.
fn find_below(
    text: &str,
    at: Range<usize>,
    paths: &[&[Step]],
    depth: usize,
    found: &mut Vec<Range<usize>>,
) -> Option<()> {
    if let [only] = paths
        && only.len() == depth
    {
        found.push(value_in(text, at)?);
        return Some(());
    }
    let container = Container::new(text, &at)?;
    for same in paths.chunk_by(|one, other| one.get(depth) == other.get(depth)) {
        find_below(text, container.child(same[0].get(depth)?)?, same, depth + 1, found)?;
    }
    Some(())
}

/// Finds the bytes to replace for a change of a document, which may be one line of several.
pub(super) fn splice(text: &str, is_line: bool, op: &Op) -> Result<Splice, NoSuchPlace> {
    let found = match op {
        Op::Replace { path, value } => replace(text, path, value),
        Op::InsertMember { path, index, key, value } => insert(text, is_line, path, *index, Some(key), value),
        Op::InsertElement { path, index, value } => insert(text, is_line, path, *index, None, value),
        Op::Remove { path } => remove(text, path),
    };
    found.ok_or(NoSuchPlace)
}

/// What to learn a style from: the way to a place, the nearest first.
fn nearest_first(way: &[Range<usize>]) -> Vec<Range<usize>> {
    way.iter().rev().cloned().collect()
}

fn replace(text: &str, path: &[Step], value: &Json) -> Option<Splice> {
    let way = way(text, path)?;
    let at = value_in(text, way.last()?.clone())?;
    let style = Style::learn(text, &nearest_first(&way));
    let parent_is_one_line =
        way.len().checked_sub(2).is_some_and(|parent| !text[way[parent].clone()].contains('\n'));
    let line_start = text[..at.start].rfind('\n').map_or(0, |end| end + 1);
    let column = text[line_start..at.start].chars().count();
    let form = if parent_is_one_line { Form::OneLine } else { Form::Fits };
    let written = style.block(value, indent_at(text, at.start), column, form);
    Some(Splice { at, text: written })
}

fn insert(
    text: &str,
    is_line: bool,
    path: &[Step],
    index: usize,
    key: Option<&String>,
    value: &Json,
) -> Option<Splice> {
    let way = way(text, path)?;
    let container = Container::new(text, way.last()?)?;
    let is_list = text[container.whole.start..].starts_with('[');
    if is_list == key.is_some() || index > container.items.len() {
        return None;
    }
    let before = index.checked_sub(1);
    let neighbour = before.or((!container.items.is_empty()).then_some(0));
    let mut pieces: Vec<Range<usize>> =
        neighbour.map(|at| container.values[at].clone()).into_iter().collect();
    pieces.extend(nearest_first(&way));
    let style = Style::learn(text, &pieces);
    // Below the document and its lists of records, a value stays on one line where it fits.
    let is_record = is_list && path.len() == 1;
    let Some(neighbour) = neighbour else {
        let parent = way.len().checked_sub(2).map(|parent| &text[way[parent].clone()]);
        // A document that is one line of several stays one.
        let is_one_line = parent.map_or(is_line, |parent| !parent.contains('\n'));
        let whole = match key {
            Some(key) => Json::Object(vec![(key.clone(), value.clone())]),
            None => Json::List(vec![value.clone()]),
        };
        let form = match path.len() {
            _ if is_one_line => Form::OneLine,
            0 => Form::Broken(3),
            1 if is_record => Form::Broken(2),
            _ => Form::Fits,
        };
        let indent = indent_at(text, container.whole.start);
        let line_start = text[..container.whole.start].rfind('\n').map_or(0, |end| end + 1);
        let column = text[line_start..container.whole.start].chars().count();
        return Some(Splice { at: container.whole, text: style.block(&whole, indent, column, form) });
    };
    // Of one item alone: what is before it is before the new one too.
    let head = &text[container.whole.start + 1..container.items[0].start];
    let alone = || if head.contains('\n') { format!(",{head}") } else { style.inline_comma() };
    let separator = container.separator(text, index).map_or_else(alone, str::to_owned);
    let indent = match separator.rfind('\n') {
        Some(at) => indent_at(&separator, at + 1).to_owned(),
        None => indent_at(text, container.items[neighbour].start).to_owned(),
    };
    let form = if !text[container.whole.clone()].contains('\n') {
        Form::OneLine
    } else if is_record {
        // Where some of the records are on one line each, those that are not did not fit.
        let is_one_line = |value: &Range<usize>| !text[value.clone()].contains('\n');
        if container.values.iter().any(is_one_line) { Form::FitsAnyway } else { Form::Broken(1) }
    } else if path.is_empty() {
        // A list of records.
        Form::Broken(2)
    } else {
        Form::Fits
    };
    let key = key.map(|key| style.key(key)).unwrap_or_default();
    let column = indent.chars().count() + key.chars().count();
    let item = format!("{key}{}", style.block(value, &indent, column, form));
    Some(if let Some(before) = before {
        let end = container.items[before].end;
        Splice { at: end..end, text: format!("{separator}{item}") }
    } else {
        let start = container.items[0].start;
        Splice { at: start..start, text: format!("{item}{separator}") }
    })
}

fn remove(text: &str, path: &[Step]) -> Option<Splice> {
    let (last, path) = path.split_last()?;
    let way = way(text, path)?;
    let container = Container::new(text, way.last()?)?;
    let index = match last {
        Step::Key(key) => container.keys.iter().position(|name| name == key)?,
        Step::Index(index) => *index,
    };
    let item = container.items.get(index)?.clone();
    let at = match (index.checked_sub(1), container.items.get(index + 1)) {
        (Some(before), _) => container.items[before].end..item.end,
        (None, Some(next)) => item.start..next.start,
        // Nothing is left between the brackets.
        (None, None) => container.whole.start + 1..container.whole.end - 1,
    };
    Some(Splice { at, text: String::new() })
}
