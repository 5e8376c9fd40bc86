//! The parts that a bundle does not count, since it counts their wholes, and who offers them.

use crate::query::state::GapState;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Bundle, Options};
use crate::landscape::{Cell, CompanyIx, Landscape, NodeIx, ToolClaims, ToolIx};
use crate::model::{Basis, Kind, Support};
use crate::query::{CompanyRef, ToolRef, count};

/// How many companies are named that cover a part besides those of the bundle.
const OTHERS: usize = 3;

/// A part that is not counted, since its whole is.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct UncountedPart<'l> {
    /// The part.
    pub tool: ToolRef<'l>,
    /// The counted tools that it is a part of, in id order.
    pub part_of: Vec<ToolRef<'l>>,
    /// What is known of each company of the bundle, in the order of the bundle.
    pub bundle: Vec<PartMember<'l>>,
    /// How many of them cover it.
    pub covered_by: u32,
    /// The first companies outside the bundle that cover it, at most three, in id order; that of
    /// the view left out.
    pub others: Vec<CompanyRef<'l>>,
    /// How many companies outside the bundle cover it, that of the view left out.
    pub others_total: u32,
    /// What is known of it among all companies but that of the view.
    pub state: GapState,
    /// What is known of the company of the view; none when nothing is.
    pub own: Option<Support>,
    /// The firmest basis of that; none where it carries no evidence.
    pub own_basis: Option<Basis>,
}

/// What is known of a company of the bundle and a part.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct PartMember<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// The support that counts; none when nothing is known.
    pub support: Option<Support>,
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

/// The tools that a target names, parts beside their wholes, in id order; none for what is no
/// stack, tool, role or company.
pub(super) fn named_by(landscape: &Landscape, target: NodeIx) -> Option<Vec<ToolIx>> {
    Some(match target.kind() {
        Kind::Stack => landscape.tools_in(target.of_kind()?),
        Kind::Tool => vec![target.of_kind()?],
        Kind::Role => landscape.needs(target.of_kind()?),
        Kind::Company => landscape.offered_tools(target.of_kind()?).collect(),
        _ => return None,
    })
}

/// The tools among `counted`, which are in order, that a tool is a part of.
pub(in crate::query) fn counted_wholes<'a>(
    landscape: &'a Landscape,
    tool: ToolIx,
    counted: &'a [ToolIx],
) -> impl Iterator<Item = ToolIx> + 'a {
    landscape.wholes(tool).iter().copied().filter(|whole| counted.binary_search(whole).is_ok())
}

/// Counts the claims about a tool, those of some companies left out: of the view, and of those to
/// be replaced.
pub(super) fn claims_of_others(
    landscape: &Landscape,
    tool: ToolIx,
    view: &[CompanyIx],
    replaced: &[CompanyIx],
) -> ToolClaims {
    let mut claims = landscape.claims_about(tool);
    for cell in view.iter().chain(replaced).filter_map(|company| landscape.market_cell(*company, tool)) {
        *claims.of(cell.support()) -= 1;
    }
    claims
}

/// The tools among `named` that are not among `counted`, both in order, and who covers them.
pub(super) fn uncounted<'l>(
    landscape: &'l Landscape,
    named: &[ToolIx],
    counted: &[ToolIx],
    bundle: &Bundle<'l>,
    options: &Options,
    replaced: &[CompanyIx],
) -> Vec<UncountedPart<'l>> {
    let found = |company: CompanyRef<'_>| landscape.find(Kind::Company, company.id.as_str())?.of_kind();
    let members: Vec<(CompanyRef<'l>, CompanyIx)> = (bundle.companies.iter())
        .filter_map(|member| Some((member.company, found(member.company)?)))
        .collect();
    let mut chosen: Vec<CompanyIx> = members.iter().map(|(_, ix)| *ix).collect();
    chosen.sort_unstable();
    let part = |tool: &ToolIx| {
        let members = members.iter().map(|(company, ix)| PartMember {
            company: *company,
            support: landscape.cell(*ix, *tool).map(Cell::support),
            basis: landscape.offer_basis(*ix, *tool),
        });
        let is_other = |company: CompanyIx| {
            Some(company) != options.company
                && !replaced.contains(&company)
                && chosen.binary_search(&company).is_err()
        };
        let others: Vec<_> = landscape
            .companies_on(*tool)
            .filter(|(company, cell)| options.covering.is_covered(*cell) && is_other(*company))
            .map(|(company, _)| company)
            .collect();
        let claims = claims_of_others(landscape, *tool, options.company.as_slice(), replaced);
        let own = options.company.and_then(|company| landscape.cell(company, *tool));
        let members: Vec<PartMember<'l>> = members.collect();
        let covers =
            |member: &&PartMember<'_>| member.support.is_some_and(|support| options.covering.counts(support));
        UncountedPart {
            tool: landscape.named(*tool),
            part_of: counted_wholes(landscape, *tool, counted).map(|whole| landscape.named(whole)).collect(),
            covered_by: count(members.iter().filter(covers).count()),
            bundle: members,
            others: others.iter().take(OTHERS).map(|company| landscape.named(*company)).collect(),
            others_total: count(others.len()),
            state: GapState::of(claims, options.min_researched),
            own: own.map(Cell::support),
            own_basis: options.company.and_then(|company| landscape.offer_basis(company, *tool)),
        }
    };
    named.iter().filter(|tool| counted.binary_search(tool).is_err()).map(part).collect()
}
