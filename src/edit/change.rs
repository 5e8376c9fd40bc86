//! The edits, as data: what a command says, and what a line of `edit -` holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::value::Json;
use crate::id::nearest;

/// One change of a landscape.
///
/// Names are exact ids, names or aliases, with the kind before a colon where two kinds share one.
///
/// # Example
///
/// ```
/// use landscape_graph::edit::Edit;
///
/// let edit: Edit = serde_json::from_str(r#"{ "do": "add", "kind": "company", "name": "Quill" }"#)?;
/// assert_eq!(edit, Edit::Add(landscape_graph::edit::Add::new("company", "Quill")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "do", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Edit {
    /// A new record.
    Add(Add),
    /// A claim, or evidence for one.
    Link(Link),
    /// A claim that goes, or one evidence of it.
    Unlink(Unlink),
    /// One value.
    Set(Set),
    /// A value that goes.
    Unset(Unset),
    /// Another id for a record, or another name.
    Rename(Rename),
    /// All that is said of one record, said of another.
    Merge(Merge),
    /// A record that goes.
    Rm(Remove),
    /// A record as it shall be, whole: what differs is changed, and a new one is added.
    Put(Put),
}

/// Adds a record.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// The kind, in the singular.
    pub kind: String,
    /// The name that people read.
    pub name: String,
    /// The id; made of the name where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The values of other keys, such as `url`.
    #[serde(default, skip_serializing_if = "Json::is_nothing", with = "values")]
    pub values: Json,
    /// Records that it leads to, under the keys of relations that need nothing but a target, such
    /// as `in_stack`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<String, Vec<String>>,
    /// The file to write it to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

impl Add {
    /// Makes the edit that adds a record with a name and nothing else.
    #[must_use]
    pub fn new(kind: &str, name: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            id: None,
            aliases: Vec::new(),
            values: Json::nothing(),
            links: BTreeMap::new(),
            file: None,
        }
    }
}

/// Adds a claim, or evidence to the claim that says the same.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The record that the relation starts from.
    pub from: String,
    /// The relation.
    pub relation: String,
    /// The record that it leads to.
    pub to: String,
    /// What the claim says besides, such as `support`.
    #[serde(default, skip_serializing_if = "Json::is_nothing", with = "values")]
    pub values: Json,
    /// Why we believe it; nothing where no source is named.
    #[serde(default, skip_serializing_if = "Json::is_nothing", with = "values")]
    pub evidence: Json,
    /// What becomes of a claim that says otherwise.
    #[serde(default, skip_serializing_if = "Otherwise::is_refused")]
    pub otherwise: Otherwise,
}

/// What becomes of a claim that a new one contradicts.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Otherwise {
    /// It stays, and the new one is refused.
    #[default]
    Refuse,
    /// The new one takes its place.
    Replace,
    /// It ends on a day, on which the new one begins.
    Close(String),
}

impl Otherwise {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_refused(&self) -> bool {
        *self == Self::Refuse
    }
}

/// Removes a claim, or one evidence of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Unlink {
    /// The record that the relation starts from.
    pub from: String,
    /// The relation.
    pub relation: String,
    /// The record that it leads to.
    pub to: String,
    /// What the claim says, where there are several.
    #[serde(default, skip_serializing_if = "Json::is_nothing", with = "values")]
    pub values: Json,
    /// The source whose evidence goes, the claim staying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Sets one value of a record, of a claim, or of the landscape as a whole.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The record; `landscape` is the landscape as a whole.
    pub record: String,
    /// The claim, as `relation:target`; none for the record itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// The key.
    pub key: String,
    /// The value.
    pub value: Json,
}

/// Removes one value of a record, of a claim, or of the landscape as a whole.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Unset {
    /// The record; `landscape` is the landscape as a whole.
    pub record: String,
    /// The claim, as `relation:target`; none for the record itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// The key.
    pub key: String,
}

/// Gives a record another id, and what refers to it with it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The record.
    pub record: String,
    /// The new id.
    pub to: String,
    /// The new name, where that changes too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the old id, and the old name, are forgotten rather than kept as aliases.
    #[serde(default, skip_serializing_if = "is_false")]
    pub forget: bool,
}

/// Says of one record all that is said of another, which goes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The record that goes.
    pub from: String,
    /// The record that stays.
    pub into: String,
}

/// Removes a record.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    /// The record.
    pub record: String,
    /// Whether what refers to it goes too.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cascade: bool,
    /// Whether claims may lose their evidence.
    #[serde(default, skip_serializing_if = "is_false")]
    pub yes: bool,
}

/// Makes a record what it shall be, and changes no more than differs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Put {
    /// The kind, in the singular; `landscape` for the landscape as a whole.
    pub kind: String,
    /// The record, whole; its `id` tells which it is.
    pub record: Json,
    /// The file to write a new one to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Json {
    /// Returns an object without members.
    #[must_use]
    pub fn nothing() -> Self {
        Self::Object(Vec::new())
    }

    /// Returns whether it is an object without members.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Object(members) if members.is_empty())
    }
}

impl Default for Json {
    fn default() -> Self {
        Self::nothing()
    }
}

/// Values by their keys.
mod values {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::edit::value::Json;

    pub(super) fn serialize<S: Serializer>(values: &Json, serializer: S) -> Result<S::Ok, S::Error> {
        values.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        let values = Json::deserialize(deserializer)?;
        let is_object = matches!(values, Json::Object(_));
        if is_object { Ok(values) } else { Err(D::Error::custom("an object of keys and values is needed")) }
    }
}

/// Says in our words why a line is no edit.
fn why_no_edit(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
    let quoted: Vec<&str> = reason.split('`').skip(1).step_by(2).collect();
    let [wrong, others @ ..] = quoted.as_slice() else { return reason.to_owned() };
    let meant = nearest(wrong, others.iter().copied())
        .map_or_else(String::new, |name| format!("Did you mean `{name}`? "));
    let all = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match reason {
        _ if reason.starts_with("unknown variant") => {
            format!("`{wrong}` is not an edit. {meant}There are {all}")
        }
        _ if reason.starts_with("unknown field") => {
            format!("this edit takes no `{wrong}`. {meant}It takes {all}")
        }
        _ if reason.starts_with("missing field") && *wrong == "do" => {
            "`do` is missing: it says what to do, such as `\"do\": \"add\"`".to_owned()
        }
        _ if reason.starts_with("missing field") => format!("`{wrong}` is missing"),
        _ => reason.to_owned(),
    }
}

/// Reads the edits of a text that has one a line; empty lines are passed over.
///
/// # Errors
///
/// Every line that is no edit, with its number.
pub fn parse_lines(text: &str) -> Result<Vec<(usize, Edit)>, Vec<super::EditError>> {
    let lines =
        text.trim_start_matches('\u{feff}').lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let (mut edits, mut errors) = (Vec::new(), Vec::new());
    for (line, number) in lines {
        match serde_json::from_str::<Edit>(line) {
            Ok(edit) => edits.push((number, edit)),
            Err(error) => {
                let error = super::EditError::NoEdit { reason: why_no_edit(&error) };
                errors.push(super::EditError::InLine { line: number, error: Box::new(error) });
            }
        }
    }
    if errors.is_empty() { Ok(edits) } else { Err(errors) }
}
