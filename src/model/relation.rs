//! The kinds of relation, and the one table of what each may join.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::Kind;

/// A kind of relation between two records.
#[derive(Clone, Copy, Debug, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// A tool belongs to a stack.
    InStack,
    /// A tool is a part of another.
    PartOf,
    /// A tool is a variant of another.
    VariantOf,
    /// A tool makes another better.
    Enhances,
    /// A tool is built after another.
    After,
    /// A tool can have a feature.
    Has,
    /// A company offers a tool, plans it, or is known not to offer it.
    Offers,
    /// A company is active in a stack, where no tool is named.
    ActiveIn,
    /// A company provides a feature, plans it, or is known not to provide it.
    Provides,
    /// A company integrates with another.
    IntegratesWith,
    /// A role needs a tool.
    Needs,
    /// A role reports to another.
    ReportsTo,
    /// A role fills another role.
    Plays,
    /// A principle has a verdict on a tool.
    Assesses,
    /// A question, a signal or a passage of a source is about something.
    About,
}

/// What a relation may join.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
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
}

/// Whether a relation may lead back to where it started.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cycles {
    /// It may.
    Allowed,
    /// It may not: the data is wrong.
    Forbidden,
}

const fn rule(
    relation: Relation,
    key: &'static str,
    target_key: Option<&'static str>,
    (from, to): (&'static [Kind], &'static [Kind]),
    cycles: Cycles,
    (forward, backward): (&'static str, &'static str),
) -> Rule {
    Rule { relation, key, target_key, from, to, cycles, forward, backward }
}

/// The table, in the order of [`Relation`].
const RULES: [Rule; 15] = {
    use Cycles::{Allowed, Forbidden};
    use Kind::{Company, Feature, Principle, Question, Role, Signal, Source, Stack, Tool};
    use Relation as R;
    [
        rule(R::InStack, "in_stack", Some("stack"), (&[Tool], &[Stack]), Allowed, ("is in", "holds")),
        rule(
            R::PartOf,
            "part_of",
            Some("tool"),
            (&[Tool], &[Tool]),
            Forbidden,
            ("is a part of", "has the part"),
        ),
        rule(
            R::VariantOf,
            "variant_of",
            Some("tool"),
            (&[Tool], &[Tool]),
            Forbidden,
            ("is a variant of", "has the variant"),
        ),
        rule(
            R::Enhances,
            "enhances",
            Some("tool"),
            (&[Tool], &[Tool]),
            Allowed,
            ("enhances", "is enhanced by"),
        ),
        rule(
            R::After,
            "after",
            Some("tool"),
            (&[Tool], &[Tool]),
            Forbidden,
            ("is built after", "is built before"),
        ),
        rule(R::Has, "has", Some("feature"), (&[Tool], &[Feature]), Allowed, ("can have", "is a feature of")),
        rule(R::Offers, "offers", Some("tool"), (&[Company], &[Tool]), Allowed, ("offers", "is offered by")),
        rule(
            R::ActiveIn,
            "active_in",
            Some("stack"),
            (&[Company], &[Stack]),
            Allowed,
            ("is active in", "is served, no tool named, by"),
        ),
        rule(
            R::Provides,
            "provides",
            Some("feature"),
            (&[Company], &[Feature]),
            Allowed,
            ("provides", "is provided by"),
        ),
        rule(
            R::IntegratesWith,
            "integrates_with",
            Some("company"),
            (&[Company], &[Company]),
            Allowed,
            ("integrates with", "is integrated with by"),
        ),
        rule(R::Needs, "needs", Some("tool"), (&[Role], &[Tool]), Allowed, ("needs", "is needed by")),
        rule(
            R::ReportsTo,
            "reports_to",
            Some("role"),
            (&[Role], &[Role]),
            Forbidden,
            ("reports to", "has reporting to it"),
        ),
        rule(R::Plays, "plays", Some("role"), (&[Role], &[Role]), Allowed, ("plays", "is played by")),
        rule(
            R::Assesses,
            "assesses",
            Some("tool"),
            (&[Principle], &[Tool]),
            Allowed,
            ("assesses", "is assessed by"),
        ),
        rule(
            R::About,
            "about",
            None,
            (&[Question, Signal, Source], &Kind::ALL),
            Allowed,
            ("is about", "is a subject of"),
        ),
    ]
};

impl Relation {
    /// Every relation, in order.
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        RULES.iter().map(|rule| rule.relation)
    }

    /// Returns what this relation may join.
    #[must_use]
    pub const fn rule(self) -> &'static Rule {
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
