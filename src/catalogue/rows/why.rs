//! How two records are connected.

use crate::catalogue::argument::{ANY_KIND, CURSOR};
use crate::catalogue::{Argument, AskError, Group, Question, Reads, Shape, Takes};
use crate::query::why;

static FROM: Argument = Argument::subject(
    "from",
    "A",
    Takes::Records { kinds: ANY_KIND, least: 1, most: Some(1) },
    "Where the chains start",
);

static TO: Argument = Argument::subject(
    "to",
    "B",
    Takes::Records { kinds: ANY_KIND, least: 1, most: Some(1) },
    "Where they end",
);

static TOP: Argument = Argument::option(
    "top",
    "N",
    Takes::Limit(why::DEFAULT_CHAINS),
    "How many of the shortest chains to list at most: a number, or `all`",
);

/// How two records are connected.
pub(super) static WHY: Question = Question {
    name: "why",
    group: Group::LookUp,
    about: "Tell how two records are connected: the shortest chains of claims, each with its evidence",
    details: "",
    arguments: &[&FROM, &TO, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[Shape::of::<why::Report<'_>>()],
    listings: &[],
    example: &["company:posthog", "company:mixpanel"],
    run: |call| match (call.nodes("from"), call.nodes("to")) {
        ([from, ..], [to, ..]) => {
            let options = why::Options { page: call.page() };
            Ok(Box::new(why::why(call.landscape(), *from, *to, &options, call.places())))
        }
        ([], _) => Err(AskError::Few { argument: "from", least: 1 }),
        (_, []) => Err(AskError::Few { argument: "to", least: 1 }),
    },
};
