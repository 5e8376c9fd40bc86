//! The tools that a company does not offer.

use crate::catalogue::argument::{COMPANY, CURSOR, GAMMA, KAPPA, MIN_RESEARCHED, NAMES, RANK, STACKS, TOP};
use crate::catalogue::{Argument, AskError, Group, Question, Reads, Shape, Takes};
use crate::query::gaps::{self, PlanOptions, ScopeFilter, Variants};

static EXPLAIN: Argument = Argument::flag(
    "explain",
    "Take the score of each gap apart: which tools, which companies, how much is general popularity",
);

static IN_SCOPE: Argument = Argument::flag("in_scope", "List only what is in scope");

static TOTAL: Argument = Argument::flag(
    "total",
    "Sum up what it takes to build all gaps asked for, those that are ruled out left out",
);

static TEAMS: Argument = Argument::option(
    "teams",
    "N",
    Takes::Count { least: 1, most: u32::MAX as u64, default: None },
    "Plan it for so many teams that build at the same time (with `--total`)",
);

static FOLD_VARIANTS: Argument =
    Argument::flag("fold_variants", "Count a variant as the tool that it is a variant of");

/// The tools that a company does not offer.
pub(super) static GAPS: Question = Question {
    name: "gaps",
    group: Group::Ask,
    about: "List the tools that a company is not known to offer, and what is known of each",
    details: "A gap is contested (other companies offer it), empty (enough were looked at, and none does), \
              unsettled (too few claims to tell, or plans alone) or unresearched (nobody has looked). Those that \
              are in scope by the owners' principles come first, then the open ones, then those ruled out. Each \
              comes with who offers it, its stacks, what it stands next to, and what it takes to build one.\n\n\
              The order is by peer support: of the other companies that offer what the company offers, the share \
              that also offers the tool. `--explain` takes every score apart.",
    arguments: &[
        &STACKS,
        &RANK,
        &KAPPA,
        &GAMMA,
        &EXPLAIN,
        &IN_SCOPE,
        &TOTAL,
        &TEAMS,
        &MIN_RESEARCHED,
        &FOLD_VARIANTS,
        &COMPANY,
        &TOP,
        &CURSOR,
        &NAMES,
    ],
    reads: Reads::Landscape,
    reports: &[Shape::of::<gaps::Report<'_>>()],
    listings: &[],
    example: &["--stack", "data"],
    run: |call| {
        let teams = call.is_given("teams").then(|| call.count("teams"));
        if teams.is_some() && !call.flag("total") {
            let why = "plans what `total` sums up, and that is not asked for";
            return Err(AskError::Together { argument: "teams", why });
        }
        let options = gaps::Options {
            page: call.page(),
            names: call.limit("names"),
            stacks: call.all("stacks"),
            min_researched: call.count("min_researched"),
            variants: if call.flag("fold_variants") { Variants::Folded } else { Variants::Apart },
            scope: if call.flag("in_scope") { ScopeFilter::In } else { ScopeFilter::All },
            rank: call.rank(),
            plan: call.flag("total").then_some(PlanOptions { teams }),
            ..gaps::Options::default()
        };
        let (landscape, company) = (call.landscape(), call.company()?);
        Ok(Box::new(match call.known() {
            Some(known) => gaps::assuming(known, landscape, company, &options),
            None => gaps::gaps(landscape, company, &options),
        }))
    },
};
