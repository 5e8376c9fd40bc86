//! The shape of a data file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Company, Feature, Overview, Principle, Question, Role, Segment, Signal, Source, Stack, Tool};

/// The version of the data format that this program reads and writes.
pub const SCHEMA_VERSION: u32 = 1;

/// The shape of every data file: the kinds in the plural, each with a list of records.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Landscape data file")]
pub struct Document<'t> {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Box<str>>,
    /// What holds for the landscape as a whole.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::object",
        skip_serializing_if = "Option::is_none"
    )]
    pub landscape: Option<Overview<'t>>,
    /// Groups of tools that one part of a company buys.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub stacks: Vec<Stack<'t>>,
    /// Product categories.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tools: Vec<Tool<'t>>,
    /// Parts of tools that one can have or lack.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub features: Vec<Feature<'t>>,
    /// Who offers tools.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub companies: Vec<Company<'t>>,
    /// Who uses tools.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub roles: Vec<Role<'t>>,
    /// Kinds of customer company.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub segments: Vec<Segment<'t>>,
    /// Rules that put tools in or out of scope.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub principles: Vec<Principle<'t>>,
    /// Things that companies did or announced.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub signals: Vec<Signal<'t>>,
    /// What the owners still ask.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub questions: Vec<Question<'t>>,
    /// Where claims come from.
    #[serde(
        borrow,
        default,
        deserialize_with = "crate::model::objects",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub sources: Vec<Source<'t>>,
}
