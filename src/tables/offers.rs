//! Who offers what: what counts, what is claimed, and what of each stack is covered.

use std::sync::LazyLock;

use super::column::{Column, Holds, Value};
use super::relations::{detail, details};
use super::table::{Field, Handles, Keys, TableOf, all};
use crate::landscape::{Because, Cell, ClaimView, CompanyIx, Ground, Landscape, LeftOut, StackIx, ToolIx};
use crate::model::{Basis, Kind, Maturity, Relation, Support, Word};

/// What is known of whether a company offers a tool.
type Offer = (CompanyIx, ToolIx, Cell);

/// One of the claims that a company offers a tool: its index.
type OfferClaim = (CompanyIx, ToolIx, u32);

/// A tool that a stack is counted over.
type StackTool = (StackIx, ToolIx);

/// A tool of a stack that a company offers.
type Covered = (StackIx, ToolIx, CompanyIx, Cell);

/// A column for the id, or the number, of the record that a part of a row leads to.
macro_rules! end {
    ($name:literal, $about:literal, $kind:ident, $key:literal, $part:tt) => {
        Field::new(Column::text($name, $about).holds(Holds::Id(Kind::$kind)).key($key), |landscape, row| {
            landscape.node(row.$part).id().into()
        })
    };
    (no $name:literal, $about:literal, $kind:ident, $key:literal, $part:tt) => {
        Field::new(Column::integer($name, $about).holds(Holds::Number(Kind::$kind)).key($key), |_, row| {
            row.$part.ordinal().into()
        })
    };
}

pub(super) static OFFERS: TableOf<Offer> = TableOf {
    name: "offers",
    about: "What is known of whether a company offers a tool: one row for each pair with a claim or a conclusion.",
    fields: LazyLock::new(|| {
        all::<Offer, _>([
            end!("company", "the company", Company, 0, 0),
            end!("tool", "the tool", Tool, 1, 1),
            Field::new(
                Column::text(
                    "support",
                    "what counts: the best that is claimed, else what `concluded` says it follows from",
                )
                .holds(Holds::OneOf(Support::WORDS)),
                |_, (.., cell)| cell.support().word().into(),
            ),
            Field::new(Column::boolean("offered", "whether that is yes or partial"), |_, (.., cell)| {
                cell.is_offered().into()
            }),
            Field::new(
                Column::boolean("counted", "whether the tool is no part of another: those are counted"),
                |landscape, (_, tool, _)| landscape.wholes(tool).is_empty().into(),
            ),
            Field::new(
                Column::text(
                    "claimed",
                    "what is claimed of this very tool; null where it is concluded",
                )
                .nullable()
                .holds(Holds::OneOf(Support::WORDS)),
                |_, (.., cell)| cell.claimed().map(Support::word).into(),
            ),
            Field::new(
                Column::text(
                    "concluded",
                    "what it is concluded from: a part of the tool, a feature that shows it, or a complete list without it; \
                     null where it is claimed",
                )
                .nullable()
                .holds(Holds::OneOf(&Ground::WORDS)),
                |_, (.., cell)| cell.ground().map(Ground::word).into(),
            ),
            Field::new(
                Column::text(
                    "maturity",
                    "how far the company's own tool has come: the furthest that is claimed",
                )
                .nullable()
                .holds(Holds::OneOf(Maturity::WORDS)),
                |landscape, (company, tool, _)| landscape.maturity(company, tool).map(Maturity::word).into(),
            ),
            Field::new(
                Column::text("basis", "the firmest basis of the claims; null without evidence")
                    .nullable()
                    .holds(Holds::OneOf(Basis::WORDS)),
                |landscape, (company, tool, _)| landscape.offer_basis(company, tool).map(Basis::word).into(),
            ),
            Field::new(
                Column::text("product", "the name that it is sold under, by the first claim that says it")
                    .nullable(),
                |landscape, offer| first(landscape, offer, |claim| claim.product),
            ),
            Field::new(
                Column::text("url", "the product's page, by the first claim that says it").nullable(),
                |landscape, offer| first(landscape, offer, |claim| claim.url),
            ),
            Field::new(
                Column::when(
                    "since",
                    "when it began to be true, to the day, month or year, by the first claim that says it",
                )
                .nullable(),
                |landscape, offer| first(landscape, offer, |claim| claim.since),
            ),
            Field::new(
                Column::when(
                    "until",
                    "when it ceases to be true, to the day, month or year, by the first claim that says it",
                )
                .nullable(),
                |landscape, offer| first(landscape, offer, |claim| claim.until),
            ),
            Field::new(
                Column::text("note", "what a reader should know, by the first claim that says it").nullable(),
                |landscape, offer| first(landscape, offer, |claim| claim.note),
            ),
            end!(no "company_no", "the company's number", Company, 0, 0),
            end!(no "tool_no", "the tool's number", Tool, 1, 1),
        ])
    }),
    size: |landscape| landscape.cell_count() + landscape.closed_lists() * landscape.count(Kind::Tool),
    rows: known,
};

pub(super) static OFFER_CLAIMS: TableOf<OfferClaim> = TableOf {
    name: "offer_claims",
    about: "The claims behind `offers`: more than one row where a pair is claimed more than once.",
    fields: LazyLock::new(|| {
        let ends = all::<OfferClaim, _>([
            end!("company", "the company", Company, 0, 0),
            end!("tool", "the tool", Tool, 1, 1),
            Field::new(
                Column::integer("claim", "which of the claims of the pair it is, from 1"),
                |_, (.., at)| (at + 1).into(),
            ),
        ]);
        let said = details(Relation::Offers).map(|column| {
            Field::named(column, |landscape, row, key| {
                claim(landscape, row).map_or(Value::Null, |claim| detail(&claim, key))
            })
        });
        let all_claims = all::<OfferClaim, _>([
            Field::new(
                Column::when("since", "when it began to be true, to the day, month or year").nullable(),
                |landscape, row| claim(landscape, row).and_then(|claim| claim.since).into(),
            ),
            Field::new(
                Column::when("until", "when it ceases to be true, to the day, month or year").nullable(),
                |landscape, row| claim(landscape, row).and_then(|claim| claim.until).into(),
            ),
            Field::new(
                Column::text("note", "what a reader should know about it").nullable(),
                |landscape, row| claim(landscape, row).and_then(|claim| claim.note).into(),
            ),
        ]);
        ends.iter().copied().chain(said).chain(all_claims.iter().copied()).collect()
    }),
    size: Landscape::cell_count,
    rows: |landscape, keys| {
        Box::new(claimed(landscape, keys).flat_map(move |(company, tool, cell)| {
            let claims =
                if cell.claimed().is_some() { landscape.offer_claims(company, tool).len() } else { 0 };
            (0_u32..).take(claims).map(move |at| (company, tool, at))
        }))
    },
};

pub(super) static NOT_COUNTED: TableOf<LeftOut> = TableOf {
    name: "not_counted",
    about: "Claims about a company and a tool that are not among `offers`: on the day of the landscape they have yet to begin, \
            or have ended and no other holds.",
    fields: LazyLock::new(|| {
        all::<LeftOut, _>([
            Field::new(
                Column::text("company", "the company").holds(Holds::Id(Kind::Company)).key(0),
                |landscape, claim| landscape.node(claim.company).id().into(),
            ),
            Field::new(
                Column::text("tool", "the tool").holds(Holds::Id(Kind::Tool)).key(1),
                |landscape, claim| landscape.node(claim.tool).id().into(),
            ),
            Field::new(
                Column::text("support", "what is claimed").holds(Holds::OneOf(Support::WORDS)),
                |_, claim| claim.support.word().into(),
            ),
            Field::new(
                Column::text("because", "why it is not counted").holds(Holds::OneOf(&Because::WORDS)),
                |_, claim| claim.because.word().into(),
            ),
            Field::new(Column::when("day", "when it begins, or ended"), |_, claim| claim.day.into()),
        ])
    }),
    size: |landscape| landscape.left_out().len(),
    rows: |landscape, [company, tool, _]| {
        let is_asked = move |claim: &LeftOut| {
            company.is_none_or(|company| company == claim.company.into())
                && tool.is_none_or(|tool| tool == claim.tool.into())
        };
        Box::new(landscape.left_out().iter().copied().filter(is_asked))
    },
};

pub(super) static STACK_TOOLS: TableOf<StackTool> = TableOf {
    name: "stack_tools",
    about: "The tools that a stack is counted over: those in it that are no part of another tool in it.",
    fields: LazyLock::new(|| {
        all::<StackTool, _>([
            end!("stack", "the stack", Stack, 0, 0),
            end!("tool", "the tool", Tool, 1, 1),
            end!(no "tool_no", "the tool's number", Tool, 1, 1),
        ])
    }),
    size: |landscape| landscape.link_counts()[Relation::InStack as usize],
    rows: stack_tools,
};

pub(super) static COVERS: TableOf<Covered> = TableOf {
    name: "covers",
    about: "Which tools of a stack a company is known to offer: `stack_tools` joined with `offers`, support yes or partial.",
    fields: LazyLock::new(|| {
        all::<Covered, _>([
            end!("company", "the company", Company, 2, 2),
            end!("tool", "the tool", Tool, 1, 1),
            end!("stack", "the stack that it counts in", Stack, 0, 0),
            Field::new(
                Column::text("support", "yes or partial, as in `offers`")
                    .holds(Holds::OneOf(&["yes", "partial"])),
                |_, (.., cell)| cell.support().word().into(),
            ),
            end!(no "company_no", "the company's number", Company, 2, 2),
            end!(no "tool_no", "the tool's number", Tool, 1, 1),
        ])
    }),
    size: |landscape| {
        let counted = stack_tools(landscape, Keys::default());
        counted.map(|(_, tool)| landscape.offerers(tool) as usize).sum()
    },
    rows: covers,
};

/// The first value of a kind that any claim of an offer has.
fn first<'l, V: Into<Value<'l>>>(
    landscape: &'l Landscape,
    (company, tool, _): Offer,
    of: impl Fn(&ClaimView<'l>) -> Option<V>,
) -> Value<'l> {
    landscape.offer_claims(company, tool).iter().find_map(of).into()
}

fn claim(landscape: &Landscape, (company, tool, at): OfferClaim) -> Option<ClaimView<'_>> {
    landscape.offer_claims(company, tool).into_iter().nth(at as usize)
}

/// What is known of companies and tools, in the order of both.
fn known(landscape: &Landscape, [company, tool, _]: Keys) -> Handles<'_, Offer> {
    let company = company.and_then(|company| company.of_kind());
    let tool = tool.and_then(|tool| tool.of_kind());
    let row = |company| landscape.cells_of(company).map(move |(tool, cell)| (company, tool, cell));
    match (company, tool) {
        (Some(company), Some(tool)) => {
            Box::new(landscape.cell(company, tool).map(|cell| (company, tool, cell)).into_iter())
        }
        (Some(company), None) => Box::new(row(company)),
        (None, Some(tool)) => {
            Box::new(landscape.cells_on(tool).map(move |(company, cell)| (company, tool, cell)))
        }
        (None, None) => Box::new(landscape.companies().flat_map(row)),
    }
}

/// The same without what a complete list says of tools that are not in it: where claims can be.
pub(super) fn claimed(landscape: &Landscape, [company, tool, _]: Keys) -> Handles<'_, Offer> {
    let company = company.and_then(|company| company.of_kind());
    let tool = tool.and_then(|tool| tool.of_kind());
    let row = |company| landscape.offers_of(company).map(move |(tool, cell)| (company, tool, cell));
    match (company, tool) {
        (Some(company), Some(tool)) => {
            Box::new(landscape.market_cell(company, tool).map(|cell| (company, tool, cell)).into_iter())
        }
        (Some(company), None) => Box::new(row(company)),
        (None, Some(tool)) => {
            Box::new(landscape.companies_on(tool).map(move |(company, cell)| (company, tool, cell)))
        }
        (None, None) => Box::new(landscape.companies().flat_map(row)),
    }
}

fn stack_tools(landscape: &Landscape, [stack, tool, _]: Keys) -> Handles<'_, StackTool> {
    let stack = stack.and_then(|stack| stack.of_kind());
    let tool: Option<ToolIx> = tool.and_then(|tool| tool.of_kind());
    match (stack, tool) {
        (stack, Some(tool)) => {
            let stacks = stacks_counting(landscape, tool).into_iter();
            Box::new(
                stacks
                    .filter(move |at| stack.is_none_or(|stack| stack == *at))
                    .map(move |stack| (stack, tool)),
            )
        }
        (Some(stack), None) => Box::new(counted(landscape, stack)),
        (None, None) => Box::new(landscape.stacks().flat_map(|stack| counted(landscape, stack))),
    }
}

fn counted(landscape: &Landscape, stack: StackIx) -> impl Iterator<Item = StackTool> + use<> {
    landscape.counted_tools_in(stack).into_iter().map(move |tool| (stack, tool))
}

/// The stacks that count a tool: those that it is in while none of its wholes is.
fn stacks_counting(landscape: &Landscape, tool: ToolIx) -> Vec<StackIx> {
    let mut stacks = landscape.stacks_of(tool);
    for whole in landscape.wholes(tool) {
        let of_whole = landscape.stacks_of(*whole);
        stacks.retain(|stack| !of_whole.contains(stack));
    }
    stacks
}

fn covers(landscape: &Landscape, [stack, tool, company]: Keys) -> Handles<'_, Covered> {
    let Some(company): Option<CompanyIx> = company.and_then(|company| company.of_kind()) else {
        let offered = |(stack, tool)| {
            let cells = landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered());
            cells.map(move |(company, cell)| (stack, tool, company, cell))
        };
        return Box::new(stack_tools(landscape, [stack, tool, None]).flat_map(offered));
    };
    // A company offers fewer tools than there are: each is looked up in its stacks.
    let offered =
        claimed(landscape, [Some(company.into()), tool, None]).filter(|(.., cell)| cell.is_offered());
    let mut rows: Vec<Covered> = offered
        .flat_map(|(company, tool, cell)| {
            let stacks = stack_tools(landscape, [stack, Some(tool.into()), None]);
            stacks.map(move |(stack, tool)| (stack, tool, company, cell))
        })
        .collect();
    rows.sort_by_key(|(stack, tool, ..)| (*stack, *tool));
    Box::new(rows.into_iter())
}
