//! Where companies overlap.

use crate::catalogue::argument::{COMPANY_KIND, CURSOR, TOP};
use crate::catalogue::{Argument, AskError, Group, Question, Reads, Shape, Takes};
use crate::query::overlap::{self, Intersections, MOST_COMPARED, Pair, Pairs, Ranking};

static COMPANIES: Argument = Argument::subject(
    "companies",
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 0, most: Some(MOST_COMPARED) },
    "Up to twelve companies: by id, name or alias",
);

static MIN_TOOLS: Argument = Argument::option(
    "min_tools",
    "N",
    Takes::Count { least: 0, most: u32::MAX as u64, default: Some(1) },
    "Rank only companies that offer at least this many tools",
);

/// Where companies overlap.
pub(super) static OVERLAP: Question = Question {
    name: "overlap",
    group: Group::Ask,
    about: "Compare what companies offer",
    details: "With one company, ranks the others by overlap with it; with two, lists what both, one and neither \
              offer; with three to twelve, divides their tools by exactly which of them offer each; with none, \
              ranks all pairs.",
    arguments: &[&COMPANIES, &MIN_TOOLS, &TOP, &CURSOR],
    reads: Reads::Landscape,
    reports: &[
        Shape::of::<Intersections<'_>>(),
        Shape::of::<Ranking<'_>>(),
        Shape::of::<Pairs<'_>>(),
        Shape::of::<Pair<'_>>(),
    ],
    listings: &[],
    example: &["posthog"],
    run: |call| {
        let companies = call.all("companies");
        let of_rankings = [&MIN_TOOLS, &TOP, &CURSOR].map(|argument| argument.name);
        if companies.len() > 1
            && let Some(argument) = of_rankings.into_iter().find(|argument| call.is_given(argument))
        {
            let why = "is for rankings: of one company, or of all pairs";
            return Err(AskError::Together { argument, why });
        }
        let landscape = call.landscape();
        let options = overlap::Options { page: call.page(), min_tools: call.count("min_tools") };
        Ok(match companies.as_slice() {
            [] => Box::new(overlap::all(landscape, &options)),
            [one] => Box::new(overlap::one(landscape, *one, &options)),
            [a, b] => Box::new(overlap::two(landscape, *a, *b)),
            many => Box::new(overlap::many(landscape, many)),
        })
    },
};
