//! Tools: product categories, and how they relate to stacks and to each other.

use super::Complexity;
use super::claim::claim;
use super::record::record;

record! {
    /// A product category: something that a customer could buy or use, such as `feature-flags`.
    pub struct Tool<'t> {
        may {
            /// How much work one is to build.
            complexity: Complexity,
        }
        claims {
            /// The claim that the owners list it as in scope.
            in_scope: Scope,
            /// The claim that somebody looked for a company that offers it, and found nobody.
            looked: LookedFor,
        }
        relations {
            /// The stacks that it belongs to.
            in_stack: InStack,
            /// The tools that it is a part of.
            part_of: PartOf,
            /// The tools that it is a variant of.
            variant_of: VariantOf,
            /// The tools that it makes better.
            enhances: Enhances,
            /// The tools that are built before it.
            after: After,
            /// The features that one can have.
            has: Has,
            /// The features that show it: who provides one offers the tool, at least so far.
            shown_by: ShownBy,
        }
    }
}

claim! {
    /// The claim that the owners list a tool as in scope.
    pub struct Scope<'t> {
        must {}
        may {}
    }
}

claim! {
    /// The claim that somebody looked for a company that offers a tool, and found nobody.
    pub struct LookedFor<'t> {
        must {}
        may {}
    }
}
