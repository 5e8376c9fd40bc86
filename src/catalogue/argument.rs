//! What a question takes.

use crate::model::Kind;
use crate::query::peers;

/// Something that a question takes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Argument {
    /// Its name in JSON, such as `min_researched`.
    pub name: &'static str,
    /// Its name on the command line where that differs in more than hyphens; such as `for`.
    pub option: Option<&'static str>,
    /// Where it is written on the command line.
    pub place: Place,
    /// What stands for its value in the help, such as `COMPANY`.
    pub value: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// What it takes.
    pub takes: Takes,
}

/// Where an argument is written on the command line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// Behind the command, without a name.
    Subject,
    /// Behind its name.
    Option,
}

/// What an argument takes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Takes {
    /// Records of these kinds, so many of them. They are read generously: a singular, a plural or
    /// the beginning of a name will do, and what was taken is told
    /// ([`Call::understood`](super::Call::understood)).
    Records {
        /// The kinds, of which any will do. They stand in the order in which a name is tried: that
        /// which the question is about is first, and a name that records of two kinds share is that
        /// of the first. Where every kind will do, none is first, and such a name is asked about.
        kinds: &'static [Kind],
        /// How many at least.
        least: usize,
        /// How many at most; none where any number will do.
        most: Option<usize>,
    },
    /// Names that are looked up by the question itself.
    Names,
    /// Whether to do what it says.
    Flag,
    /// A whole number from `least`, `most` included; where it is left out, `default`, or nothing.
    Count {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
        /// What it is where it is left out.
        default: Option<u64>,
    },
    /// A whole number from 1, or the word `all`; where it is left out, the number here.
    Limit(usize),
    /// A number.
    Number {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
        /// What it is where it is left out.
        default: f64,
    },
    /// One of these words, each with what it means.
    OneOf {
        /// The words; the first stands where it is left out.
        words: &'static [(&'static str, &'static str)],
    },
    /// Kinds of records, by their word.
    Kinds,
    /// An age such as `30d`; where it is left out, the one here.
    Age(&'static str),
    /// Any text.
    Text,
}

impl Argument {
    /// Makes an argument that stands behind the command, without a name.
    #[must_use]
    pub const fn subject(name: &'static str, value: &'static str, takes: Takes, about: &'static str) -> Self {
        Self { name, option: None, place: Place::Subject, value, about, takes }
    }

    /// Makes an argument that stands behind its name.
    #[must_use]
    pub const fn option(name: &'static str, value: &'static str, takes: Takes, about: &'static str) -> Self {
        Self { name, option: None, place: Place::Option, value, about, takes }
    }

    /// Makes an argument that is there or not.
    #[must_use]
    pub const fn flag(name: &'static str, about: &'static str) -> Self {
        Self::option(name, "", Takes::Flag, about)
    }

    /// Returns the same under another name on the command line.
    #[must_use]
    pub const fn named(self, option: &'static str) -> Self {
        Self { option: Some(option), ..self }
    }

    /// Returns its name on the command line, without the hyphens before it.
    #[must_use]
    pub fn on_the_command_line(&self) -> String {
        self.option.map_or_else(|| self.name.replace('_', "-"), str::to_owned)
    }
}

/// Any record.
pub(super) const ANY_KIND: &[Kind] = &Kind::ALL;
/// One company.
pub(super) const COMPANY_KIND: &[Kind] = &[Kind::Company];
/// One role.
pub(super) const ROLE_KIND: &[Kind] = &[Kind::Role];
/// What has tools that can be counted; a company has those that it offers.
pub(super) const TARGET_KINDS: &[Kind] = &[Kind::Stack, Kind::Tool, Kind::Role, Kind::Company];

/// The name of the argument for the company whose view is taken.
pub const VIEW: &str = "company";

/// The company whose view is taken.
pub(super) static COMPANY: Argument = Argument::option(
    VIEW,
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 0, most: Some(1) },
    "Your company [default: the landscape's perspective]",
)
.named("for");

/// The order of gaps.
pub(super) static RANK: Argument = Argument::option(
    "rank",
    "ORDER",
    Takes::OneOf {
        words: &[
            ("peers", "By peer support: how many companies with the same tools also offer this one"),
            ("popularity", "By how many companies offer the tool"),
            ("name", "By id"),
        ],
    },
    "How to order the gaps of each state",
);

/// How much general popularity is mixed into peer support.
pub(super) static KAPPA: Argument = Argument::option(
    "kappa",
    "K",
    Takes::Number { least: 0.0, most: peers::Options::MOST, default: peers::Options::DEFAULT.kappa },
    "With peers: how much general popularity to mix in, in companies for each tool that you offer",
);

/// How much stacks that are served already raise peer support.
pub(super) static GAMMA: Argument = Argument::option(
    "gamma",
    "G",
    Takes::Number { least: 0.0, most: peers::Options::MOST, default: peers::Options::DEFAULT.gamma },
    "With peers: how much to raise tools in stacks that you already serve; 1 at most doubles a score",
);

/// Stacks to keep to.
pub(super) static STACKS: Argument = Argument::option(
    "stacks",
    "STACK",
    Takes::Records { kinds: &[Kind::Stack], least: 0, most: None },
    "Only the tools of this stack; can be given more than once",
)
.named("stack");

/// Roles to keep to.
pub(super) static ROLES: Argument = Argument::option(
    "roles",
    "ROLE",
    Takes::Records { kinds: ROLE_KIND, least: 0, most: None },
    "Only the tools that this role needs; can be given more than once",
)
.named("role");

/// How many rows a list has.
pub(super) static TOP: Argument = Argument::option(
    "top",
    "N",
    Takes::Limit(crate::query::Page::DEFAULT_TOP),
    "How many rows each list has at most: a number, or `all`",
);

/// How many rows a list has whose rows take a line or two each.
pub(super) static TOP_TEN: Argument =
    Argument::option("top", "N", Takes::Limit(10), "How many rows the list has at most: a number, or `all`");

/// Where a list begins.
pub(super) static CURSOR: Argument = Argument::option(
    "cursor",
    "N",
    Takes::Count { least: 0, most: u32::MAX as u64, default: Some(0) },
    "Where to continue: the `next` of the previous answer",
);

/// To say how figures are made, besides the answer.
pub(super) static EXPLAIN: Argument =
    Argument::flag("explain", "Explain how the figures are made, and what they are worth");

/// To count what a company owns with it.
pub(super) static GROUP_OWNERS: Argument = Argument::flag(
    "group_owners",
    "Count a company and the companies that it owns as one; a deal that is only announced does not count",
);

/// To list what is otherwise a summary.
pub(super) static ALL: Argument =
    Argument::flag("all", "List each claim with its evidence, instead of a summary");

/// The name of the argument that says how many names a row has.
pub const MOST_NAMES: &str = "names";

/// How many names a row has.
pub(super) static NAMES: Argument = Argument::option(
    MOST_NAMES,
    "N",
    Takes::Limit(crate::query::DEFAULT_NAMES),
    "How many names a row has at most: a number, or `all`",
);

/// When a tool is called empty.
pub(super) static MIN_RESEARCHED: Argument = Argument::option(
    "min_researched",
    "N",
    Takes::Count { least: 1, most: u32::MAX as u64, default: Some(crate::query::MIN_RESEARCHED as u64) },
    "How many companies must be known not to offer a tool before it is called empty",
);
