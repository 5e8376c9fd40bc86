//! A tool with its variants, and what is claimed of them together.

use std::collections::BTreeMap;

use super::{Options, Variants};
use crate::landscape::{Cell, CompanyIx, Landscape, ToolClaims, ToolIx};
use crate::model::Support;

/// A tool and, when variants are folded, all its variants, directly or not.
pub(super) fn family(landscape: &Landscape, tool: ToolIx, variants: Variants) -> Vec<ToolIx> {
    let mut family = vec![tool];
    let mut next = 0;
    while variants == Variants::Folded && next < family.len() {
        for variant in landscape.variants(family[next]) {
            if !family.contains(&variant) {
                family.push(variant);
            }
        }
        next += 1;
    }
    family
}

/// Returns whether what is claimed of a tool of a family counts for its base: that a company lacks
/// a variant does not say that it lacks the base.
fn counts_for(tool: ToolIx, cell: Cell, family: &[ToolIx]) -> bool {
    family.first() == Some(&tool) || cell.support() != Support::No
}

/// The best that is claimed of a company for any tool of a family.
pub(super) fn best_of_company(
    landscape: &Landscape,
    company: CompanyIx,
    family: &[ToolIx],
) -> Option<Support> {
    let cell = |tool: &ToolIx| landscape.cell(company, *tool).filter(|cell| counts_for(*tool, *cell, family));
    family.iter().filter_map(cell).map(|cell| cell.support()).min()
}

/// The best that is claimed of each company for any tool of a family, in the order of companies.
pub(super) fn best_of_family(
    landscape: &Landscape,
    family: &[ToolIx],
) -> BTreeMap<CompanyIx, (Support, ToolIx)> {
    let mut best: BTreeMap<CompanyIx, (Support, ToolIx)> = BTreeMap::new();
    for tool in family {
        for (company, cell) in
            landscape.companies_on(*tool).filter(|(_, cell)| counts_for(*tool, *cell, family))
        {
            let claim = (cell.support(), *tool);
            best.entry(company).and_modify(|known| *known = (*known).min(claim)).or_insert(claim);
        }
    }
    best
}

/// Counts the claims about a family of tools, those of one company left out.
pub(super) fn claims_about_family(
    landscape: &Landscape,
    family: &[ToolIx],
    without: CompanyIx,
) -> ToolClaims {
    if let [tool] = family {
        return claims_about(landscape, *tool, without);
    }
    let mut claims = ToolClaims::default();
    for (company, (support, _)) in best_of_family(landscape, family) {
        if company != without {
            claims.add(support);
        }
    }
    claims
}

/// Counts the claims about a tool, those of one company left out.
pub(in crate::query) fn claims_about(landscape: &Landscape, tool: ToolIx, without: CompanyIx) -> ToolClaims {
    let mut claims = landscape.claims_about(tool);
    if let Some(own) = landscape.market_cell(without, tool) {
        *claims.of(own.support()) -= 1;
    }
    claims
}

/// Returns all that a tool is a variant of, directly or not.
fn bases(landscape: &Landscape, tool: ToolIx) -> Vec<ToolIx> {
    let mut bases = landscape.variant_of(tool);
    let mut next = 0;
    while next < bases.len() {
        for base in landscape.variant_of(bases[next]) {
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        next += 1;
    }
    bases
}

/// Returns the tools that are asked about, in id order: the counted ones of the stacks, or all that
/// are no part of another; without variants whose base is among them, where variants are folded.
pub(super) fn asked_tools(landscape: &Landscape, options: &Options) -> Vec<ToolIx> {
    let mut tools = options.within.tools(landscape);
    if options.variants == Variants::Folded {
        let is_base =
            |tool: &ToolIx| !bases(landscape, *tool).iter().any(|base| tools.binary_search(base).is_ok());
        tools = tools.iter().copied().filter(is_base).collect();
    }
    tools
}
