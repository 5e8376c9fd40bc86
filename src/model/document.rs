//! The shape of a data file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Overview, each_kind};

/// The version of the data format that this program reads and writes.
pub const SCHEMA_VERSION: u32 = 1;

macro_rules! document {
    ($($(#[$doc:meta])* $kind:ident $one:literal $many:ident $id:ident $about:literal;)*) => {
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
            $(
                #[doc = $about]
                #[serde(
                    borrow,
                    default,
                    deserialize_with = "crate::model::objects",
                    skip_serializing_if = "Vec::is_empty"
                )]
                pub $many: Vec<super::$kind<'t>>,
            )*
        }

        impl Document<'_> {
            /// Returns whether there are records, and none but companies.
            pub(super) fn has_only_companies(&self) -> bool {
                let is_empty = |kind, list_is_empty: bool| kind == super::Kind::Company || list_is_empty;
                !self.companies.is_empty()
                    && self.schema.is_none()
                    && self.landscape.is_none()
                    $(&& is_empty(super::Kind::$kind, self.$many.is_empty()))*
            }
        }
    };
}
each_kind!(document);
