//! Tools: product categories, and how they relate to stacks and to each other.

use super::claim::{claim, record};
use super::{Complexity, FeatureId, StackId, ToolId};

record! {
    /// A product category: something that a customer could buy or use, such as `feature-flags`.
    pub struct Tool<'t>: ToolId<'t> {
        /// How much work one is to build.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub complexity: Option<Complexity>,
        /// The claim that the owners list it as in scope.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::object",
            skip_serializing_if = "Option::is_none"
        )]
        pub in_scope: Option<Scope<'t>>,
        /// The stacks that it belongs to.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub in_stack: Box<[InStack<'t>]>,
        /// The tools that it is a part of.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub part_of: Box<[PartOf<'t>]>,
        /// The tools that it is a variant of.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub variant_of: Box<[VariantOf<'t>]>,
        /// The tools that it makes better.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub enhances: Box<[Enhances<'t>]>,
        /// The tools that are built before it.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub after: Box<[After<'t>]>,
        /// The features that one can have.
        #[serde(
            borrow,
            default,
            deserialize_with = "crate::model::objects",
            skip_serializing_if = "<[_]>::is_empty"
        )]
        pub has: Box<[Has<'t>]>,
    }
}

claim! {
    /// The claim that the owners list a tool as in scope.
    pub struct Scope<'t> {}
}

claim! {
    /// The claim that a tool belongs to a stack.
    pub struct InStack<'t> {
        /// The stack.
        #[serde(borrow)]
        pub stack: StackId<'t>,
    }
}

claim! {
    /// The claim that a tool is a part of another.
    pub struct PartOf<'t> {
        /// The whole.
        #[serde(borrow)]
        pub tool: ToolId<'t>,
    }
}

claim! {
    /// The claim that a tool is a variant of another.
    pub struct VariantOf<'t> {
        /// The tool that it is a variant of.
        #[serde(borrow)]
        pub tool: ToolId<'t>,
    }
}

claim! {
    /// The claim that a tool makes another better.
    pub struct Enhances<'t> {
        /// The tool that is made better.
        #[serde(borrow)]
        pub tool: ToolId<'t>,
    }
}

claim! {
    /// The claim that a tool is built after another.
    pub struct After<'t> {
        /// The tool that is built first.
        #[serde(borrow)]
        pub tool: ToolId<'t>,
    }
}

claim! {
    /// The claim that a tool can have a feature.
    pub struct Has<'t> {
        /// The feature.
        #[serde(borrow)]
        pub feature: FeatureId<'t>,
    }
}
