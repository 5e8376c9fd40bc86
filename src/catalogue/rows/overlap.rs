//! Where companies overlap.

use crate::catalogue::argument::{COMPANY_KIND, CURSOR, EXPLAIN, GROUP_OWNERS, ROLES, STACKS, TOP};
use crate::catalogue::{Argument, AskError, Call, Group, Listing, Question, Reads, RowColumn, Shape, Takes};
use crate::model::Kind;
use crate::query::Page;
use crate::query::overlap::{self, By, Intersections, MOST_COMPARED, PAIR_MIN_TOOLS, Pair, Pairs, Ranking};
use crate::words::overlap::pair_rows;

static COMPANIES: Argument = Argument::subject(
    "companies",
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 0, most: Some(MOST_COMPARED) },
    "Up to twelve companies",
);

static MIN_TOOLS: Argument = Argument::option(
    "min_tools",
    "N",
    Takes::Count { least: 0, most: u32::MAX as u64, default: None },
    "Rank only companies that offer at least this many tools [default: 1 with one company, 2 for all pairs]",
);

static BY: Argument = Argument::option(
    "by",
    "ORDER",
    Takes::OneOf {
        words: &[
            ("ours", "How much of what the company offers the other offers too, rare tools counting more"),
            ("theirs", "How much of what the other offers the company offers too, rare tools counting more"),
            ("jaccard", "Shared tools out of all that either offers"),
            ("weighted", "The same with rare tools counting more: all pairs stand by this"),
            ("shared", "How many tools both offer"),
        ],
    },
    "How to rank the others, or all pairs",
);

/// How many tools a company must offer, where that is said.
fn min_tools(call: &Call<'_, '_>) -> Option<u32> {
    call.count_if_any(MIN_TOOLS.name).map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many pairs `overlap_pairs` lists at most.
const MOST_PAIRS: usize = 100_000;

/// How many shared tools `overlap_pairs` counts at most: a few seconds' work.
const MOST_SHARED: u64 = 1_000_000_000;

static ONE: Argument = Argument::subject(
    "company",
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 1, most: Some(1) },
    "The company: by id, name or alias",
);

static MIN_JACCARD: Argument = Argument::option(
    "min_jaccard",
    "SHARE",
    Takes::Number { least: 0.0, most: 1.0, default: 0.0 },
    "Only pairs at least so alike, from 0 to 1",
);

const PAIR_COLUMNS: &[RowColumn] = &[
    RowColumn::id(Kind::Company, "first", "the first company"),
    RowColumn::id(Kind::Company, "second", "the second company"),
    RowColumn::integer("shared", "how many tools both offer"),
    RowColumn::real("jaccard", "shared tools out of all that either offers"),
    RowColumn::real("weighted_jaccard", "the same with rare tools counting more"),
    RowColumn::real("containment_first", "shared tools out of those of the first"),
    RowColumn::real("containment_second", "shared tools out of those of the second"),
    RowColumn::real("overlap_coefficient", "shared tools out of those of the smaller"),
    RowColumn::real(
        "weighted_containment_first",
        "shared tools out of those of the first, rare tools counting more",
    ),
    RowColumn::real(
        "weighted_containment_second",
        "shared tools out of those of the second, rare tools counting more",
    ),
];

/// One row for each other company, with figures that are not rounded.
const OF_ONE: Listing = Listing {
    name: "overlap",
    about: "The other companies by their overlap with one, the most alike first: as the command `overlap`.",
    arguments: &[&ONE, &MIN_TOOLS],
    required: 1,
    columns: PAIR_COLUMNS,
    rows: |_, call| {
        let company = call.one(ONE.name).ok_or(AskError::Few { argument: ONE.name, least: 1 })?;
        let options =
            overlap::Options { page: Page::ALL, min_tools: min_tools(call), ..overlap::Options::default() };
        Ok(pair_rows(&overlap::one(call.landscape(), company, &options).others))
    },
};

/// One row a pair, with figures that are not rounded.
const OF_PAIRS: Listing = Listing {
    name: "overlap_pairs",
    about: "All pairs of companies with a tool in common, highest Jaccard first: as the command `overlap --by jaccard`.",
    arguments: &[&MIN_JACCARD, &MIN_TOOLS],
    required: 0,
    columns: PAIR_COLUMNS,
    rows: |_, call| {
        let landscape = call.landscape();
        let min_tools = min_tools(call).unwrap_or(PAIR_MIN_TOOLS);
        let mut shared = 0_u64;
        for tool in landscape.whole_tools() {
            let offered = landscape.companies_on(tool);
            let compared = offered
                .filter(|(company, cell)| cell.is_offered() && landscape.breadth(*company) >= min_tools);
            let compared = compared.count() as u64;
            shared += compared * compared / 2;
        }
        if shared > MOST_SHARED {
            return Err(AskError::MuchToCompare);
        }
        let options = overlap::Options {
            page: Page::first(MOST_PAIRS + 1),
            min_tools: Some(min_tools),
            by: Some(By::Jaccard),
            ..overlap::Options::default()
        };
        let mut pairs = overlap::all(landscape, &options).pairs;
        let least = call.number(MIN_JACCARD.name);
        let alike = pairs.partition_point(|pair| pair.similarity.jaccard >= least);
        pairs.truncate(alike);
        if alike > MOST_PAIRS { Err(AskError::ManyPairs { most: MOST_PAIRS }) } else { Ok(pair_rows(&pairs)) }
    },
};

/// Where companies overlap.
pub(super) static OVERLAP: Question = Question {
    name: "overlap",
    group: Group::Ask,
    about: "Compare what companies offer: one with all, two, or all pairs",
    details: "With one company, ranks the others by overlap with it; with two, lists what both, one and neither \
              offer; with three to twelve, divides their tools by exactly which of them offer each; with none, \
              ranks all pairs.",
    arguments: &[&COMPANIES, &STACKS, &ROLES, &GROUP_OWNERS, &BY, &MIN_TOOLS, &TOP, &CURSOR, &EXPLAIN],
    reads: Reads::Landscape,
    reports: &[
        Shape::of::<Intersections<'_>>(),
        Shape::of::<Ranking<'_>>(),
        Shape::of::<Pairs<'_>>(),
        Shape::of::<Pair<'_>>(),
    ],
    listings: &[OF_ONE, OF_PAIRS],
    example: &["posthog"],
    run: |call| {
        let companies = call.all("companies");
        let of_rankings = [&BY, &MIN_TOOLS, &TOP, &CURSOR].map(|argument| argument.name);
        if companies.len() > 1
            && let Some(argument) = of_rankings.into_iter().find(|argument| call.is_given(argument))
        {
            let why = "is for rankings: of one company, or of all pairs";
            return Err(AskError::Together { argument, why });
        }
        let by = call.is_given(BY.name).then(|| By::from_word(call.word(BY.name))).flatten();
        if companies.is_empty() && matches!(by, Some(By::Ours | By::Theirs)) {
            let why = "of `ours` or `theirs` is for one company: all pairs stand by `jaccard`, `weighted` or `shared`";
            return Err(AskError::Together { argument: BY.name, why });
        }
        let landscape = call.landscape();
        let within = call.within(&[]);
        let options =
            overlap::Options { page: call.page(), min_tools: min_tools(call), within: within.clone(), by };
        Ok(match companies.as_slice() {
            [] => Box::new(overlap::all(landscape, &options)),
            [one] => Box::new(overlap::one(landscape, *one, &options)),
            [a, b] => Box::new(overlap::two_within(landscape, [*a, *b], &within)),
            many => Box::new(overlap::many_within(landscape, many, &within)),
        })
    },
};
