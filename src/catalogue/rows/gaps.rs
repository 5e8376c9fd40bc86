//! The tools that a company does not offer.

use crate::catalogue::argument::{
    COMPANY, CURSOR, EXPLAIN, GAMMA, GROUP_OWNERS, KAPPA, MIN_RESEARCHED, NAMES, RANK, ROLES, STACKS, TOP_TEN,
};
use crate::catalogue::listing::{SCOPES, STATES};
use crate::catalogue::{
    Argument, AskError, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes, VIEW,
};
use crate::landscape::CompanyIx;
use crate::model::Kind;
use crate::query::gaps::{self, PlanOptions, ScopeFilter, Variants};

static TARGETS: Argument = Argument::subject(
    "targets",
    "COMPANY|STACK|ROLE",
    Takes::Records { kinds: &[Kind::Company, Kind::Stack, Kind::Role], least: 0, most: None },
    "Whose gaps, in which stacks, or among what which roles need: by id, name or alias",
);

static BY_STATE: Argument = Argument::flag("by_state", "Set each state apart, under a heading");

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

/// One row a tool, as the command's records have it.
const BY_TOOL: Listing = Listing {
    name: "gaps",
    about: "The tools that a company is not known to offer, in the order of the command `gaps`; those out of scope last.",
    arguments: &[&COMPANY],
    required: 0,
    columns: &[
        RowColumn::id(Kind::Tool, "tool", "the tool"),
        RowColumn::text("state", "what is known of it among the others").leads(STATES),
        RowColumn::text("scope", "whether it is in scope").leads(SCOPES),
        RowColumn::text("own", "what is claimed of the company itself; null when nothing is")
            .nullable()
            .leads(Leads::OneOf(&["planned", "no"])),
        RowColumn::integer("offered_by", "how many others offer it"),
        RowColumn::integer("rivals", "how many of those are rivals: companies that offer much of the same"),
        RowColumn::integer("planned_by", "how many others plan it"),
        RowColumn::integer("known_not", "how many are known not to offer it"),
        RowColumn::real("score", "its peer support"),
        RowColumn::real("popularity_share", "the part of the score that is general popularity"),
        RowColumn::text("effort", "the engineer-months to each stage, as far as they are known"),
        RowColumn::text("stacks", "the ids of its stacks, between semicolons"),
        RowColumn::text("companies", "the ids of who offers it, between semicolons"),
        RowColumn::integer("place", "its place in the list; of what is out of scope, in a list of its own"),
        RowColumn::text("closest", "the ids of the five closest rivals that offer it, between semicolons"),
    ],
    rows: Question::records,
};

/// The tools that a company does not offer.
pub(super) static GAPS: Question = Question {
    name: "gaps",
    group: Group::Ask,
    about: "List the tools that a company is not known to offer, the nearest first",
    details: "One numbered list: what is in scope by the owners' principles first, then what nobody has reviewed. What a \
              principle rules out is named below the list. Each row says how many vendors offer the tool, and why it is \
              in its place.\n\n\
              A gap is contested (others offer it), empty (enough companies are known not to offer it), unsettled (too \
              few claims to tell) or unresearched (nobody has looked). The order is by peer support: of the companies \
              that offer what this company offers, the share that also offers the tool.",
    arguments: &[
        &TARGETS,
        &STACKS,
        &ROLES,
        &GROUP_OWNERS,
        &RANK,
        &KAPPA,
        &GAMMA,
        &EXPLAIN,
        &BY_STATE,
        &IN_SCOPE,
        &TOTAL,
        &TEAMS,
        &MIN_RESEARCHED,
        &FOLD_VARIANTS,
        &COMPANY,
        &TOP_TEN,
        &CURSOR,
        &NAMES,
    ],
    reads: Reads::Landscape,
    reports: &[Shape::of::<gaps::Report<'_>>()],
    listings: &[BY_TOOL],
    example: &["--stack", "data"],
    run: |call| {
        let targets = call.nodes("targets");
        let named: Vec<CompanyIx> = call.all("targets");
        if named.len() + usize::from(call.is_given(VIEW)) > 1 {
            return Err(AskError::Together {
                argument: "targets",
                why: "takes one company: they have gaps each",
            });
        }
        let teams = call.is_given("teams").then(|| call.count("teams"));
        if teams.is_some() && !call.flag("total") {
            let why = "plans what `total` sums up, and that is not asked for";
            return Err(AskError::Together { argument: "teams", why });
        }
        let options = gaps::Options {
            page: call.page(),
            names: call.limit("names"),
            within: call.within(targets),
            min_researched: call.count("min_researched"),
            variants: if call.flag("fold_variants") { Variants::Folded } else { Variants::Apart },
            scope: if call.flag("in_scope") { ScopeFilter::In } else { ScopeFilter::All },
            rank: call.rank(),
            plan: call.flag("total").then_some(PlanOptions { teams }),
            ..gaps::Options::default()
        };
        let landscape = call.landscape();
        let company = named.first().map_or_else(|| call.company(), |company| Ok(*company))?;
        Ok(Box::new(match call.known() {
            Some(known) => gaps::assuming(known, landscape, company, &options),
            None => gaps::gaps(landscape, company, &options),
        }))
    },
};
