//! Who covers a stack, a tool or a role.

use crate::catalogue::argument::{COMPANY, CURSOR, EXPLAIN, GROUP_OWNERS, ROLES, STACKS, TARGET_KINDS};
use crate::catalogue::{
    Argument, AskError, Call, Group, Leads, Listing, Question, Reads, RowColumn, Shape, Takes,
};
use crate::landscape::{CompanyIx, NodeIx};
use crate::model::Kind;
use crate::query::{Page, coverage, covered, matrix};

static TARGETS: Argument = Argument::subject(
    "targets",
    "STACK|TOOL|ROLE|COMPANY",
    Takes::Records { kinds: TARGET_KINDS, least: 0, most: None },
    "Stacks, tools, roles or a company, by id, name or alias [default: your company]",
);

/// Fewer than elsewhere, so that the answer is read at one look: many rows take two lines.
static TOP: Argument =
    Argument::option("top", "N", Takes::Limit(15), "How many rows each list has at most: a number, or `all`");

static ALL: Argument = Argument::flag("all", "Print companies against all stacks instead, as one table");

/// One row a company, as a function in SQL has it: in CSV there is one for each claim.
const BY_COMPANY: Listing = Listing {
    name: "coverage",
    about: "How much of a stack, a tool, or what a role needs each company covers, or how much a company covers of each stack: as the command `coverage`.",
    arguments: &[&TARGETS],
    required: 1,
    columns: &[
        RowColumn::id(Kind::Company, "company", "the company"),
        RowColumn::integer("offered", "how many of the tools it is known to offer"),
        RowColumn::integer("at_most", "how many it may offer: all but those known to be missing"),
        RowColumn::integer("tools", "how many tools are counted"),
        RowColumn::integer("yes", "how many it offers"),
        RowColumn::integer("partial", "how many it offers in part"),
        RowColumn::integer("planned", "how many it has said it will offer"),
        RowColumn::integer("no", "how many it is known not to offer"),
        RowColumn::integer("unknown", "of how many nothing is known"),
        RowColumn::text("kind", "the kind of what is covered")
            .leads(Leads::OneOf(&["stack", "tool", "role"])),
        RowColumn::text("target", "its id").leads(Leads::AnyId),
    ],
    rows: |_, call| {
        if let Some((company, targets)) = company_and_targets(call)? {
            let options = covered::Options { targets, ..covered::Options::default() };
            return Ok(covered::covered(call.landscape(), company, &options).by_company());
        }
        let options = coverage::Options { page: call.page(), ..coverage::Options::default() };
        Ok(coverage::coverage(call.landscape(), call.nodes("targets"), &options).by_company())
    },
};

/// The company that is asked about, where one is, and the stacks, tools and roles beside it.
fn company_and_targets(call: &Call<'_, '_>) -> Result<Option<(CompanyIx, Vec<NodeIx>)>, AskError> {
    let (companies, targets): (Vec<NodeIx>, Vec<NodeIx>) =
        call.nodes("targets").iter().partition(|node| node.kind() == Kind::Company);
    match companies.as_slice() {
        [] => Ok(None),
        [company] => Ok(company.of_kind().map(|company| (company, targets))),
        _ => {
            let why = "takes one company: `compare` lays several side by side";
            Err(AskError::Together { argument: "targets", why })
        }
    }
}

/// Who covers a stack, a tool or a role.
pub(super) static COVERAGE: Question = Question {
    name: "coverage",
    group: Group::Ask,
    about: "List who covers a stack, tool or role, or what a company covers",
    details: "For each company: how many of the tools it offers, in part, plans, is known not to offer, and what \
              is unknown. The count is an interval, from what is known to all that is not known to be missing. \
              Claims about a stack that name no tool are listed apart and never count as a tool. Of a company, lists what it \
              covers of each stack, or of the stacks, tools and roles beside it; without a name, what your company covers.",
    arguments: &[&TARGETS, &STACKS, &ROLES, &GROUP_OWNERS, &ALL, &COMPANY, &TOP, &CURSOR, &EXPLAIN],
    reads: Reads::Landscape,
    reports: &[
        Shape::of::<coverage::Report<'_>>(),
        Shape::of::<covered::Report<'_>>(),
        Shape::of::<matrix::Report<'_>>(),
    ],
    listings: &[BY_COMPANY],
    example: &["stack:data"],
    run: |call| {
        let within = call.within(&[]);
        let options =
            coverage::Options { page: call.page(), always: call.company_if_any(), within: within.clone() };
        let targets = call.nodes("targets");
        match (call.flag("all"), targets) {
            (true, []) => {
                // All that was asked for, unless so many rows were.
                let page = if call.is_given(TOP.name) { options.page } else { Page::ALL };
                let options = coverage::Options { page, ..options };
                Ok(Box::new(matrix::matrix(call.landscape(), &options)))
            }
            (true, _) => {
                Err(AskError::Together { argument: "all", why: "is for all stacks: it takes no targets" })
            }
            (false, []) => {
                let options = covered::Options { targets: Vec::new(), within };
                Ok(Box::new(covered::covered(call.landscape(), call.company()?, &options)))
            }
            (false, targets) => match company_and_targets(call)? {
                Some((company, targets)) => {
                    let options = covered::Options { targets, within };
                    Ok(Box::new(covered::covered(call.landscape(), company, &options)))
                }
                None => Ok(Box::new(coverage::coverage(call.landscape(), targets, &options))),
            },
        }
    },
};
