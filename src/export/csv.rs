//! A list of offers: a row for each claim and each piece of its evidence, and one for what is
//! concluded.

use std::io::{self, Write};

use crate::Landscape;
use crate::landscape::{Cell, ClaimView, CompanyIx, EvidenceView, Ground, ToolIx};
use crate::model::{Basis, Maturity, Support, When};

/// The columns, in order.
const COLUMNS: [&str; 20] = [
    "company",
    "company_name",
    "tool",
    "tool_name",
    "stacks",
    "support",
    "maturity",
    "product",
    "url",
    "since",
    "until",
    "source",
    "at",
    "basis",
    "date",
    "note",
    "evidence_note",
    "evidence_url",
    "quote",
    "concluded",
];

/// Writes the claims of who offers what, in the order of companies and tools: a row for each piece
/// of evidence, and one for a claim without any.
///
/// Where nothing is claimed of a tool and its support is concluded, there is one row with the
/// support and, in the column `concluded`, what it follows from: `part`, `feature` or `listing`.
/// What is not known has no row. The ids of the stacks are separated by
/// semicolons. Texts stand as they are in the data.
///
/// # Errors
///
/// Only what `out` itself returns.
///
/// # Complexity
///
/// O(n log n) time for n rows; nothing is kept but one company's.
pub fn csv(landscape: &Landscape, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    let stacks: Vec<String> = landscape.tools().map(|tool| stacks_of(landscape, tool)).collect();
    for company in landscape.companies() {
        for (tool, cell) in landscape.cells_of(company) {
            let stacks = stacks.get(tool.ordinal() as usize).map_or("", String::as_str);
            if let Some(ground) = cell.ground() {
                csv.write_record(concluded(landscape, (company, tool, stacks), cell, ground))?;
                continue;
            }
            for claim in landscape.offer_claims(company, tool) {
                if claim.evidence.is_empty() {
                    csv.write_record(row(landscape, (company, tool, stacks), &claim, None))?;
                }
                for evidence in &claim.evidence {
                    csv.write_record(row(landscape, (company, tool, stacks), &claim, Some(evidence)))?;
                }
            }
        }
    }
    csv.flush()
}

fn stacks_of(landscape: &Landscape, tool: ToolIx) -> String {
    let stacks = landscape.stacks_of(tool);
    let ids: Vec<&str> = stacks.iter().map(|stack| landscape.node(*stack).id()).collect();
    ids.join(";")
}

fn row(
    landscape: &Landscape,
    (company, tool, stacks): (CompanyIx, ToolIx, &str),
    claim: &ClaimView<'_>,
    evidence: Option<&EvidenceView<'_>>,
) -> [String; COLUMNS.len()] {
    let (company, tool) = (landscape.node(company), landscape.node(tool));
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let day = |day: Option<When>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        company.id().to_owned(),
        company.name().to_owned(),
        tool.id().to_owned(),
        tool.name().to_owned(),
        stacks.to_owned(),
        text(claim.support.map(Support::word)),
        text(claim.maturity.map(Maturity::word)),
        text(claim.product),
        text(claim.url),
        day(claim.since),
        day(claim.until),
        text(evidence.map(|evidence| evidence.source.id.as_str())),
        text(evidence.and_then(|evidence| evidence.at)),
        text(evidence.map(|evidence| evidence.basis).map(Basis::word)),
        day(evidence.and_then(|evidence| evidence.on)),
        text(claim.note),
        text(evidence.and_then(|evidence| evidence.note)),
        text(evidence.and_then(|evidence| evidence.url)),
        text(evidence.and_then(|evidence| evidence.quote)),
        String::new(),
    ]
}

/// The row of a support that nobody claims of the very tool.
fn concluded(
    landscape: &Landscape,
    of: (CompanyIx, ToolIx, &str),
    cell: Cell,
    ground: Ground,
) -> [String; COLUMNS.len()] {
    let support = ClaimView { support: Some(cell.support()), ..ClaimView::default() };
    let mut row = row(landscape, of, &support, None);
    ground.word().clone_into(&mut row[COLUMNS.len() - 1]);
    row
}
