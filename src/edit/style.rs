//! How a text is laid out, learned from what is around the place of a change.

use std::ops::Range;

use serde_json::value::RawValue;

use super::value::Json;
use crate::load::json;

/// The width up to which a value stays on one line.
const WIDTH: usize = 140;
/// How many values are looked at to learn a style.
const MOST_LOOKED_AT: usize = 400;

/// How JSON is laid out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Style {
    /// How a line ends.
    newline: String,
    /// What a level is indented by.
    unit: String,
    /// What is between a key and its value.
    colon: String,
    /// What is between two values on one line.
    comma: String,
    /// What is inside the braces of an object on one line.
    pad: String,
    /// What is inside the brackets of a list on one line.
    list_pad: String,
    /// Whether what would fit on one line is broken all the same.
    breaks_all: bool,
    /// Whether the values of an object that does not fit on one line share lines; else each has one
    /// of its own.
    fills: bool,
}

impl Style {
    /// The form that `fmt` gives to a document.
    pub(super) fn canonical(newline: &str) -> Self {
        Learned::default().style(newline)
    }

    /// The form of a document that is on one line.
    pub(super) fn compact() -> Self {
        Self {
            newline: "\n".into(),
            unit: String::new(),
            colon: ":".into(),
            comma: ",".into(),
            pad: String::new(),
            list_pad: String::new(),
            breaks_all: false,
            fills: false,
        }
    }

    /// Learns from pieces of a text, the nearest first.
    pub(super) fn learn(text: &str, pieces: &[Range<usize>]) -> Self {
        let mut learned = Learned::default();
        for piece in pieces {
            if learned.is_complete() {
                break;
            }
            learned.left = MOST_LOOKED_AT;
            if let Ok(value) = serde_json::from_str::<&RawValue>(&text[piece.clone()]) {
                learned.look(text, value);
            }
        }
        learned.style(newline_of(text))
    }

    /// Writes a value on one line.
    pub(super) fn inline(&self, value: &Json) -> String {
        let mut out = String::new();
        self.write_inline(value, &mut out);
        out
    }

    fn write_inline(&self, value: &Json, out: &mut String) {
        match value {
            Json::Object(members) if !members.is_empty() => {
                out.push('{');
                out.push_str(&self.pad);
                for (at, (key, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push_str(&self.comma);
                    }
                    out.push_str(&self.key(key));
                    self.write_inline(value, out);
                }
                out.push_str(&self.pad);
                out.push('}');
            }
            Json::List(elements) if !elements.is_empty() => {
                out.push('[');
                out.push_str(&self.list_pad);
                for (at, element) in elements.iter().enumerate() {
                    if at > 0 {
                        out.push_str(&self.comma);
                    }
                    self.write_inline(element, out);
                }
                out.push_str(&self.list_pad);
                out.push(']');
            }
            scalar => out.push_str(&scalar.to_string()),
        }
    }

    /// Writes a key and what is between it and its value.
    pub(super) fn key(&self, key: &str) -> String {
        format!("{}{}", Json::from(key), self.colon)
    }

    /// Writes a value that begins at a column of a line with an indent: on one line where it fits,
    /// unless it is to be broken.
    pub(super) fn block(&self, value: &Json, indent: &str, column: usize, form: Form) -> String {
        let mut out = String::new();
        self.write_block(value, indent, column, form, &mut out);
        out
    }

    fn write_block(&self, value: &Json, indent: &str, column: usize, form: Form, out: &mut String) {
        let stays = match form {
            _ if !value.is_composite() => true,
            Form::OneLine => true,
            Form::Fits => !self.breaks_all && column + self.inline(value).chars().count() < WIDTH,
            Form::FitsAnyway => column + self.inline(value).chars().count() < WIDTH,
            Form::Broken(_) => false,
        };
        if stays {
            self.write_inline(value, out);
            return;
        }
        if !matches!(form, Form::Broken(_)) && self.write_filled(value, indent, column, out) {
            return;
        }
        let inner = match form {
            Form::Broken(levels) if levels > 1 => Form::Broken(levels - 1),
            _ => Form::Fits,
        };
        let deeper = format!("{indent}{}", self.unit);
        let width = deeper.chars().count();
        let brackets = if matches!(value, Json::List(_)) { ['[', ']'] } else { ['{', '}'] };
        out.push(brackets[0]);
        let mut is_first = true;
        let mut separate = |out: &mut String| {
            if !std::mem::take(&mut is_first) {
                out.push(',');
            }
            out.push_str(&self.newline);
            out.push_str(&deeper);
        };
        for element in value.elements() {
            separate(out);
            self.write_block(element, &deeper, width, inner, out);
        }
        for (key, member) in value.members() {
            separate(out);
            let key = self.key(key);
            out.push_str(&key);
            self.write_block(member, &deeper, width + key.chars().count(), inner, out);
        }
        out.push_str(&self.newline);
        out.push_str(indent);
        out.push(brackets[1]);
    }

    /// Writes an object of short values, such as evidence, in lines that are as full as they can
    /// be. A list of objects at its end, such as the evidence of a claim, begins on the last of
    /// these lines, and has each object below it. Returns false where the style or the object is
    /// another.
    fn write_filled(&self, value: &Json, indent: &str, column: usize, out: &mut String) -> bool {
        let members = value.members();
        let is_listed = |value: &Json| {
            !value.elements().is_empty() && value.elements().iter().all(|one| !one.members().is_empty())
        };
        let listed = members.last().map(|(_, value)| value).filter(|value| is_listed(value));
        let short = members.len() - usize::from(listed.is_some());
        let is_plain = members.iter().take(short).all(|(_, value)| !value.is_composite());
        if !self.fills || self.breaks_all || members.is_empty() || !is_plain {
            return false;
        }
        let deeper = format!("{indent}{}", self.unit);
        let (mut width, ends) = (column + 1 + self.pad.chars().count(), self.comma.trim_end());
        out.push('{');
        out.push_str(&self.pad);
        for (at, (key, value)) in members.iter().enumerate() {
            let mut text = self.key(key);
            match listed.filter(|_| at == short) {
                Some(_) => text.push('['),
                None => self.write_inline(value, &mut text),
            }
            let long = text.chars().count();
            if at > 0 && width + self.comma.chars().count() + long >= WIDTH {
                out.push_str(ends);
                out.push_str(&self.newline);
                out.push_str(&deeper);
                width = deeper.chars().count();
            } else if at > 0 {
                out.push_str(&self.comma);
                width += self.comma.chars().count();
            }
            out.push_str(&text);
            width += long;
        }
        if let Some(list) = listed {
            let column = deeper.chars().count();
            for (at, element) in list.elements().iter().enumerate() {
                if at > 0 {
                    out.push_str(ends);
                }
                out.push_str(&self.newline);
                out.push_str(&deeper);
                self.write_block(element, &deeper, column, Form::Fits, out);
            }
            out.push_str(&self.newline);
            out.push_str(indent);
            out.push(']');
        }
        out.push_str(&self.pad);
        out.push('}');
        true
    }
}

/// Whether a value is broken over several lines.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// It stays on one line, however long that is.
    OneLine,
    /// It stays on one line where it fits, and the style has it so.
    Fits,
    /// It stays on one line where it fits.
    FitsAnyway,
    /// So many levels are broken, and what is below them where it does not fit.
    Broken(usize),
}

/// Returns how the first line of a text ends.
pub(super) fn newline_of(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Returns the white space that the line at an offset begins with.
pub(super) fn indent_at(text: &str, offset: usize) -> &str {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].trim_start_matches('\u{feff}');
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// What has been seen so far.
#[derive(Default)]
struct Learned {
    unit: Option<String>,
    colon: Option<String>,
    comma: Option<String>,
    pad: Option<String>,
    list_pad: Option<String>,
    breaks_all: Option<bool>,
    fills: Option<bool>,
    left: usize,
}

impl Learned {
    fn is_complete(&self) -> bool {
        let Self { unit, colon, comma, pad, list_pad, breaks_all, fills, left: _ } = self;
        let texts = [unit, colon, comma, pad, list_pad];
        texts.into_iter().all(Option::is_some) && breaks_all.is_some() && fills.is_some()
    }

    fn style(self, newline: &str) -> Style {
        let or = |learned: Option<String>, usual: &str| learned.unwrap_or_else(|| usual.to_owned());
        let is_tight = self.colon.as_deref() == Some(":");
        Style {
            newline: newline.to_owned(),
            unit: or(self.unit, "  "),
            comma: or(self.comma, if is_tight { "," } else { ", " }),
            pad: or(self.pad, if is_tight { "" } else { " " }),
            colon: or(self.colon, ": "),
            list_pad: or(self.list_pad, ""),
            breaks_all: self.breaks_all.unwrap_or(false),
            fills: self.fills.unwrap_or(true),
        }
    }

    fn look(&mut self, text: &str, value: &RawValue) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let whole = json::range(text, value.get());
        let is_object = value.get().starts_with('{');
        // A record, or what holds for the landscape as a whole: those are broken in every form.
        let mut is_record = false;
        let mut items = Vec::new();
        let mut below: Vec<&RawValue> = Vec::new();
        if is_object {
            for (name, key, value) in json::members(value) {
                is_record |= matches!(name.as_str(), "id" | "schema");
                let (key, at) = (json::range(text, key.get()), json::range(text, value.get()));
                self.colon.get_or_insert_with(|| one_line(&text[key.end..at.start]));
                items.push(key.start..at.end);
                below.push(value);
            }
        } else if value.get().starts_with('[') {
            below = json::elements(value);
            items.extend(below.iter().map(|value| json::range(text, value.get())));
        }
        let (Some(first), false) = (items.first(), whole.is_empty()) else { return };
        let head = &text[whole.start + 1..first.start];
        let is_leaf = below.iter().all(|value| !value.get().starts_with(['{', '[']));
        if value.get().contains('\n') {
            // A claim or an evidence that is longer than a line.
            if is_object && !is_record && whole.len() > WIDTH {
                self.fills.get_or_insert_with(|| !head.contains('\n'));
            }
            if head.contains('\n') {
                let outer = indent_at(text, whole.end - 1);
                let inner = indent_at(text, first.start);
                if let Some(unit) = inner.strip_prefix(outer).filter(|unit| !unit.is_empty()) {
                    self.unit.get_or_insert_with(|| unit.to_owned());
                }
                let length: usize = items.iter().map(|item| item.len() + 2).sum();
                if is_object && is_leaf && !is_record && inner.len() + length + 2 < WIDTH {
                    self.breaks_all.get_or_insert(true);
                }
            }
        } else {
            let pad = if is_object { &mut self.pad } else { &mut self.list_pad };
            pad.get_or_insert_with(|| one_line(head));
            if let [one, two, ..] = items.as_slice() {
                self.comma.get_or_insert_with(|| one_line(&text[one.end..two.start]));
            }
            if is_object && !is_record {
                self.breaks_all.get_or_insert(false);
            }
        }
        for value in below {
            self.look(text, value);
        }
    }
}

/// White space and signs as they are, the ends of lines left out.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect()
}

impl Style {
    /// What is between two values on one line.
    pub(super) fn inline_comma(&self) -> String {
        self.comma.clone()
    }
}
