//! The kinds of relation, each declared once: its name, what it joins, and what its claims say.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::claim::claim;
use super::entries::short;
use super::word::words;
use super::{AnyId, Detail, Entry, Holding, Holds, Kind, Maturity, Say, SegmentId, Support, Verdict, kinds};
use crate::id::Id;

words! {
    /// How much a role needs a tool.
    pub enum Importance {
        /// It cannot work without one.
        Must = "must",
        /// It works better with one.
        Should = "should",
        /// It may use one.
        Could = "could",
    }
}

words! {
    /// How much of a tool a feature shows.
    pub enum ShownSupport {
        /// Who provides the feature offers the tool.
        Yes = "yes",
        /// Who provides the feature offers the tool in part.
        Partial = "partial",
    }
}

impl Say<'_, Support> for ShownSupport {
    fn say(&self) -> Option<Support> {
        Some(match self {
            Self::Yes => Support::Yes,
            Self::Partial => Support::Partial,
        })
    }
}

words! {
    /// How far a deal between companies has come.
    pub enum DealStatus {
        /// The companies have said that they will.
        Announced = "announced",
        /// It is done.
        Completed = "completed",
    }
}

/// Declares the relations, once: whatever has something for each relation is made by a macro that
/// this one calls.
///
/// A relation is its name, its key in a record, the kind that it leads from and the kind that it
/// leads to, whether it may lead back to where it started, how to read it from either end ("dbt
/// *offers* transformations", "transformations *is offered by* dbt"), what its table holds with a
/// name for each end, and the shape of its claims: where it leads, what a claim must say and what
/// it may say.
macro_rules! each_relation {
    ($then:ident) => {
        $then! {
            /// A tool belongs to a stack.
            InStack in_stack: Tool "tool" "the tool" -> Stack "stack" "the stack",
                Allowed, "is in" / "holds",
                "Tools that belong to a stack; `stack_tools` has those that are counted.",
                /// The claim that a tool belongs to a stack.
                InStack { stack } must {} may {};
            /// A tool is a part of another.
            PartOf part_of: Tool "part" "the part" -> Tool "whole" "the tool that it is directly a part of",
                Forbidden, "is a sub-tool of" / "has the sub-tool",
                "Tools that are parts of another.",
                /// The claim that a tool is a part of another.
                PartOf { tool } must {} may {};
            /// A tool is a variant of another.
            VariantOf variant_of: Tool "variant" "the variant" -> Tool "base" "the tool that it is a variant of",
                Forbidden, "is a variant of" / "has the variant",
                "Tools that are variants of another.",
                /// The claim that a tool is a variant of another.
                VariantOf { tool } must {} may {};
            /// A tool makes another better.
            Enhances enhances: Tool "tool" "the tool" -> Tool "enhanced" "the tool that is made better",
                Allowed, "enhances" / "is enhanced by",
                "Tools that make another better.",
                /// The claim that a tool makes another better.
                Enhances { tool } must {} may {};
            /// A tool is built after another.
            After after: Tool "tool" "the tool" -> Tool "earlier" "the tool that is built first",
                Forbidden, "is built after" / "is built before",
                "Tools that are built after another.",
                /// The claim that a tool is built after another.
                After { tool } must {} may {};
            /// A tool can have a feature.
            Has has: Tool "tool" "the tool" -> Feature "feature" "the feature",
                Allowed, "can have" / "is a feature of",
                "Features that a tool can have.",
                /// The claim that a tool can have a feature.
                Has { feature } must {} may {};
            /// Who provides a feature offers the tool, at least so far.
            ShownBy shown_by: Tool "tool" "the tool" -> Feature "feature" "the feature that shows it",
                Allowed, "is shown by" / "shows",
                "Features that show a tool: who provides one offers the tool, at least so far.",
                /// The claim that who provides a feature offers the tool, at least so far.
                ShownBy { feature } must {
                    /// How much of the tool the feature shows.
                    support: ShownSupport,
                } may {};
            /// A company offers a tool, plans it, or is known not to offer it.
            Offers offers: Company "company" "the company" -> Tool "tool" "the tool",
                Allowed, "offers" / "is offered by",
                "Which tools a company offers, plans, or is known not to offer.",
                /// A claim about whether a company offers a tool.
                Offer { tool } must {
                    /// Whether it is offered.
                    support: Support,
                } may {
                    /// How far the company's own tool has come.
                    maturity: Maturity,
                    /// The name that the company sells it under.
                    product: Box<str>,
                    /// The product's page on the web.
                    url: Box<str>,
                };
            /// A company is active in a stack, where no tool is named.
            ActiveIn active_in: Company "company" "the company" -> Stack "stack" "the stack",
                Allowed, "is active in" / "is served by",
                "Companies that are active in a stack, where no tool is named; never counted as a tool.",
                /// The claim that a company is active in a stack, where no tool is named.
                ActiveIn { stack } must {} may {};
            /// A company provides a feature, plans it, or is known not to provide it.
            Provides provides: Company "company" "the company" -> Feature "feature" "the feature",
                Allowed, "provides" / "is provided by",
                "Features that a company provides, plans, or is known not to provide.",
                /// A claim about whether a company provides a feature.
                Provides { feature } must {
                    /// Whether it is provided.
                    support: Support,
                } may {};
            /// Somebody looked whether a company offers a tool, and could not tell.
            Looked looked: Company "company" "the company" -> Tool "tool" "the tool",
                Allowed, "was looked at for" / "was looked for at",
                "Companies that somebody looked at for a tool, and could not tell.",
                /// The claim that somebody looked up an offer, and could not tell.
                Looked { tool } must {} may {};
            /// A company integrates with another.
            IntegratesWith integrates_with: Company "company" "the company" -> Company "other" "the company that it integrates with",
                Allowed, "integrates with" / "has an integration by",
                "Companies that integrate with others.",
                /// The claim that a company integrates with another.
                IntegratesWith { company } must {} may {};
            /// A company belongs to another.
            OwnedBy owned_by: Company "company" "the company" -> Company "owner" "the company that it belongs to",
                Forbidden, "belongs to" / "owns",
                "Companies that belong to others, or will when an announced deal is done.",
                /// The claim that a company belongs to another.
                OwnedBy { company } must {
                    /// Whether the deal is announced or completed.
                    status: DealStatus,
                } may {};
            /// A role needs a tool.
            Needs needs: Role "role" "the role" -> Tool "tool" "the tool",
                Allowed, "needs" / "is needed by",
                "Tools that a role needs.",
                /// The claim that a role needs a tool.
                Need { tool } must {} may {
                    /// How much.
                    importance: Importance,
                };
            /// A role reports to another.
            ReportsTo reports_to: Role "role" "the role" -> Role "above" "the role that it reports to directly",
                Forbidden, "reports to" / "has reporting to it",
                "Roles that report to another.",
                /// The claim that a role reports to another.
                ReportsTo { role } must {} may {};
            /// A role fills another role.
            Plays plays: Role "player" "the role that fills the other" -> Role "role" "the role that is filled",
                Allowed, "plays" / "is played by",
                "Roles that fill another role, where a kind of company has nobody for it.",
                /// The claim that a role fills another role.
                Plays { role } must {} may {
                    /// The kind of company where it does so; everywhere when absent.
                    segment: SegmentId<'t>,
                };
            /// A principle has a verdict on a tool.
            Assesses assesses: Principle "principle" "the principle" -> Tool "tool" "the tool",
                Allowed, "assesses" / "is assessed by",
                "Verdicts of principles on tools.",
                /// A principle's verdict on a tool.
                Assessment { tool } must {
                    /// Whether the tool satisfies the principle.
                    verdict: Verdict,
                } may {};
        }
    };
}
pub(crate) use each_relation;

/// What a relation may join.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rule {
    /// The relation.
    pub relation: Relation,
    /// Its key in a record, and its name in reports.
    pub key: &'static str,
    /// The key of the target in each entry; none where the entry is the target itself.
    pub target_key: Option<&'static str>,
    /// The kinds that it may start from.
    pub from: &'static [Kind],
    /// The kinds that it may lead to.
    pub to: &'static [Kind],
    /// Whether it may lead back to where it started.
    pub cycles: Cycles,
    /// How to read it from its start to its end: "dbt *offers* transformations".
    pub forward: &'static str,
    /// How to read it from its end to its start: "transformations *is offered by* dbt".
    pub backward: &'static str,
    /// What its claims must and may say besides, in the order of the format.
    pub says: &'static [Said],
    /// What its table holds, in a sentence.
    pub about: &'static str,
    /// What each end is called in its table, and what it is.
    pub ends: [(&'static str, &'static str); 2],
}

/// Something that the claims of a relation say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Said {
    /// What it is.
    pub detail: &'static Detail,
    /// What its value can be here.
    pub holds: Holds,
    /// Whether every claim says it.
    pub always: bool,
}

/// Returns the detail of a key.
const fn detail(key: &str) -> &'static Detail {
    let mut at = 0;
    while at < Detail::ALL.len() {
        if is_same(Detail::ALL[at].key, key) {
            return &Detail::ALL[at];
        }
        at += 1;
    }
    panic!("what claims can say is declared in `claim.rs`");
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// Whether a relation may lead back to where it started.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cycles {
    /// It may.
    Allowed,
    /// It may not: the data is wrong.
    Forbidden,
}

macro_rules! relation {
    ($(
        $(#[$doc:meta])*
        $relation:ident $key:ident: $from:ident $from_name:literal $from_about:literal
            -> $to:ident $to_name:literal $to_about:literal,
            $cycles:ident, $forward:literal / $backward:literal,
            $table:literal,
            $(#[$entry_doc:meta])*
            $entry:ident { $target:ident }
            must { $($(#[$must_doc:meta])* $must:ident: $must_type:ty,)* }
            may { $($(#[$may_doc:meta])* $may:ident: $may_type:ty,)* };
    )*) => {
        /// A kind of relation between two records.
        #[derive(Clone, Copy, Debug, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Relation {
            $($(#[$doc])* $relation,)*
            /// A question, a signal or a passage of a source is about something.
            About,
        }

        /// The table, in the order of [`Relation`].
        static RULES: &[Rule] = &[
            $(Rule {
                relation: Relation::$relation,
                key: stringify!($key),
                target_key: Some(stringify!($target)),
                from: &[Kind::$from],
                to: &[Kind::$to],
                cycles: Cycles::$cycles,
                forward: $forward,
                backward: $backward,
                says: $entry::<'static>::SAYS,
                about: $table,
                ends: [($from_name, $from_about), ($to_name, $to_about)],
            },)*
            Rule {
                relation: Relation::About,
                key: "about",
                target_key: None,
                from: &[Kind::Question, Kind::Signal, Kind::Source],
                to: &Kind::ALL,
                cycles: Cycles::Allowed,
                forward: "is about",
                backward: "is a subject of",
                says: &[],
                about: "What questions, signals and passages of sources are about.",
                ends: [("from", "the record"), ("to", "what it is about")],
            },
        ];

        $(
            claim! {
                $(#[$entry_doc])*
                pub struct $entry<'t> {
                    to {
                        #[doc = concat!("The ", stringify!($target), " that it leads to.")]
                        $target: Id<'t, kinds::$to>
                    }
                    must { $($(#[$must_doc])* $must: $must_type,)* }
                    may { $($(#[$may_doc])* $may: $may_type,)* }
                }
            }

            impl<'t> $entry<'t> {
                /// What its claims say besides, in the order of the format.
                const SAYS: &'static [Said] = &[
                    $(Said {
                        detail: const { detail(stringify!($must)) },
                        holds: <$must_type as Holding>::HOLDS,
                        always: true,
                    },)*
                    $(Said {
                        detail: const { detail(stringify!($may)) },
                        holds: <$may_type as Holding>::HOLDS,
                        always: false,
                    },)*
                ];
            }

            short!($entry, Id<'t, kinds::$to>, $($must_type),*);

            impl<'t> Entry<'t> for $entry<'t> {
                const RELATION: Relation = Relation::$relation;

                fn target(&self) -> AnyId<'t> {
                    AnyId { kind: Kind::$to, id: self.$target.as_str() }
                }
            }
        )*
    };
}
each_relation!(relation);

impl Relation {
    /// Every relation, in order.
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        RULES.iter().map(|rule| rule.relation)
    }

    /// Returns whether its claims are about the world and need evidence. The others are the owners'
    /// own order of things: which tools they count, what belongs together, what roles need, and
    /// what their principles say.
    #[must_use]
    pub const fn needs_evidence(self) -> bool {
        matches!(
            self,
            Self::Offers
                | Self::ActiveIn
                | Self::Provides
                | Self::Looked
                | Self::IntegratesWith
                | Self::OwnedBy
        )
    }

    /// Returns the relation with a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().find(|relation| relation.rule().key == key)
    }

    /// Returns what this relation may join.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        &RULES[self as usize]
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule().key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_relations() {
        for (index, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.relation as usize, index, "{}", rule.key);
        }
    }
}
