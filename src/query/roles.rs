//! Which roles and teams a company could serve: what they need, who covers it, and whom they report
//! to.

use crate::query::state::GapState;
use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::bundle::counted_wholes;
use super::show::located;
use super::{
    CompanyRef, Interval, MIN_RESEARCHED, Page, RoleRef, SegmentRef, ToolRef, Within, count, keep_top,
};
use crate::landscape::{
    self, ClaimView, CompanyIx, EvidenceView, Landscape, Places, RoleIx, SegmentIx, StackIx, ToolIx,
};
use crate::model::{Basis, Date, Importance, RoleStatus, RoleType, Support};

/// How many companies are named that serve a role besides the one whose view is taken.
const SERVERS: usize = 3;

/// How to answer [`roles`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The company whose coverage to count; nobody's when none is given.
    pub company: Option<CompanyIx>,
    /// Only roles that report to this one, directly or not.
    pub under: Option<RoleIx>,
    /// Only roles that somebody plays in this kind of company.
    pub segment: Option<SegmentIx>,
    /// Only these roles; all when empty.
    pub roles: Vec<RoleIx>,
    /// Only what they need of these stacks; all that they need when empty.
    pub stacks: Vec<StackIx>,
    /// Which of the roles with known needs to list, and which of those without.
    pub page: Page,
}

/// What roles need, and who covers it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The company whose coverage is counted.
    pub company: Option<CompanyRef<'l>>,
    /// The role that those listed report to, where that was asked for.
    pub under: Option<RoleRef<'l>>,
    /// The kind of company where those listed are played, where that was asked for.
    pub segment: Option<SegmentRef<'l>>,
    /// The roles with known needs first: highest share known to be covered, then most needs, ties
    /// by id; then those without, in id order.
    pub roles: Vec<Entry<'l>>,
    /// Where the roles with known needs and those without go on; none where both are at their end.
    pub next: Option<u32>,
    /// How many roles with known needs there are, those cut off included.
    pub with_needs: u32,
    /// How many roles there are whose needs nobody has claimed, those cut off included.
    pub without_needs: u32,
    /// How many roles the landscape has, those not asked for included.
    pub of: u32,
    /// The roles that may report to `under` too, since it is not known to whom they report in the
    /// end, in id order.
    pub may_report: Vec<OpenLine<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
}

/// A role, what it needs and who covers it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Entry<'l> {
    /// The role.
    pub role: RoleRef<'l>,
    /// Whether it is one person's or a team's.
    pub r#type: RoleType,
    /// Whether it is in the ideal customer profile; none where nobody has said.
    pub status: Option<RoleStatus>,
    /// Where the role is named.
    pub evidence: Vec<EvidenceView<'l>>,
    /// The tools that it needs, the most important first, then those of no claimed importance; ties
    /// by id. A part is not counted beside its whole.
    pub needs: Vec<Need<'l>>,
    /// The parts that it needs besides their wholes, in the same order.
    pub parts: Vec<Need<'l>>,
    /// How many of the needs the company covers; none where no company is asked about or no need is
    /// known.
    pub covered: Option<Interval>,
    /// The needs that the company is not known to cover, in the order of `needs`.
    pub missing: Vec<ToolRef<'l>>,
    /// The parts that the company is not known to offer, in the order of `parts`: no need that is
    /// counted, and no less needed.
    pub missing_parts: Vec<ToolRef<'l>>,
    /// The needs that nobody is known to cover, in the order of `needs`, then of `parts`.
    pub served_by_nobody: Vec<ToolRef<'l>>,
    /// The other companies that cover most of the needs, at most three; ties by id.
    pub served_by: Vec<Server<'l>>,
    /// How many other companies cover any of them.
    pub served_by_total: u32,
    /// The roles that it reports to directly, in id order.
    pub reports_to: Vec<ReportingLine<'l>>,
    /// The roles that it reports to, directly or not, in id order.
    pub above: Vec<RoleRef<'l>>,
    /// The roles that it fills where there is nobody else for them.
    pub plays: Vec<Play<'l>>,
    /// The roles that fill it where there is nobody else for it.
    pub played_by: Vec<Play<'l>>,
}

/// A tool that a role needs.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Need<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// The counted needs that it is a part of, in id order; none for those that are counted
    /// themselves.
    pub part_of: Vec<ToolRef<'l>>,
    /// How much it is needed; none where nobody has said.
    pub importance: Option<Importance>,
    /// What is known of the company whose coverage is counted.
    pub support: Option<Support>,
    /// The firmest basis of that; none where it carries no evidence.
    pub support_basis: Option<Basis>,
    /// How many companies are known to offer it.
    pub offered_by: u32,
    /// What is known of all companies.
    pub state: GapState,
    /// The claims that the role needs it.
    pub claims: Vec<ClaimView<'l>>,
}

/// A company that covers needs of a role.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Server<'l> {
    /// The company.
    pub company: CompanyRef<'l>,
    /// How many of the needs it is known to cover.
    pub tools: u32,
}

/// A role that another reports to.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ReportingLine<'l> {
    /// The role above.
    pub role: RoleRef<'l>,
    /// The claims.
    pub claims: Vec<ClaimView<'l>>,
}

/// A role that is filled by another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Play<'l> {
    /// The other role.
    pub role: RoleRef<'l>,
    /// In which kind of company; in every one when none.
    pub segment: Option<SegmentRef<'l>>,
    /// The claim.
    pub claim: ClaimView<'l>,
}

/// A role of which it is not known to whom it reports in the end.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OpenLine<'l> {
    /// The role.
    pub role: RoleRef<'l>,
    /// Whether it is in the ideal customer profile; none where nobody has said.
    pub status: Option<RoleStatus>,
    /// The last roles above it that are known; none where no reporting line is known of the role
    /// itself.
    pub through: Vec<RoleRef<'l>>,
}

/// Answers what roles need, how much of it a company covers, who else does, and to whom they
/// report.
///
/// # Complexity
///
/// O(r · d log d + Σ o log o) time for r roles with d relations each and o claims about the tools
/// that each needs, besides what `places` takes.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, query::roles};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let options = roles::Options { company: market.perspective(), ..Default::default() };
/// let report = roles::roles(&market, &options, &NoPlaces);
/// assert_eq!(report.roles[0].role.name, "Baker");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn roles<'l>(landscape: &'l Landscape, options: &Options, places: &dyn Places) -> Report<'l> {
    let below = options.under.map(|under| landscape.roles_below(under));
    let is_there =
        |role: &RoleIx| options.segment.is_none_or(|segment| is_played_in(landscape, *role, segment));
    let is_named = |role: &RoleIx| options.roles.is_empty() || options.roles.contains(role);
    let is_below = |role: &RoleIx| below.as_ref().is_none_or(|below| below.contains(role));
    let is_asked = |role: &RoleIx| is_named(role) && is_below(role) && is_there(role);
    let within = Within::from(options.stacks.clone());
    let needs_of = |role: RoleIx| {
        let mut needs = landscape.needs(role);
        within.keep(landscape, &mut needs);
        needs
    };
    let (known, mut unknown): (Vec<RoleIx>, Vec<RoleIx>) =
        landscape.roles().filter(is_asked).partition(|role| !landscape.needs(*role).is_empty());
    // Of the roles that need something, those that need nothing of what is asked for are not
    // listed.
    let known: Vec<RoleIx> = known.into_iter().filter(|role| !needs_of(*role).is_empty()).collect();
    let (with_needs, without_needs) = (known.len(), unknown.len());
    let rank = |role: RoleIx| {
        let needs = landscape.without_parts(&needs_of(role));
        let covered = options.company.map(|company| share(cover(landscape, company, &needs)));
        (Reverse(covered), Reverse(needs.len()), role)
    };
    let mut ranked: Vec<_> = known.into_iter().map(rank).collect();
    options.page.keep(&mut ranked, |rank| *rank);
    options.page.keep(&mut unknown, |role| *role);
    let mut known: Vec<RoleIx> = ranked.into_iter().map(|(.., role)| role).collect();
    known.append(&mut unknown);
    Report {
        company: options.company.map(|company| landscape.named(company)),
        under: options.under.map(|under| landscape.named(under)),
        segment: options.segment.map(|segment| landscape.named(segment)),
        roles: known
            .into_iter()
            .map(|role| entry(landscape, role, &needs_of(role), options, places))
            .collect(),
        next: options.page.next(with_needs.max(without_needs)),
        with_needs: count(with_needs),
        without_needs: count(without_needs),
        of: count(landscape.roles().len()),
        may_report: (options.under.into_iter())
            .flat_map(|under| may_report(landscape, under))
            .filter(|(role, _)| is_there(role))
            .map(|(role, through)| OpenLine {
                role: landscape.named(role),
                status: landscape.node(role).role_status(),
                through: through.into_iter().map(|end| landscape.named(end)).collect(),
            })
            .collect(),
        as_of: landscape.as_of(),
        today: landscape.today(),
    }
}

fn is_played_in(landscape: &Landscape, role: RoleIx, segment: SegmentIx) -> bool {
    let [_, played_by] = landscape.plays(role);
    played_by.iter().any(|play| play.is_in(segment))
}

/// How many of some tools a company covers.
fn cover(landscape: &Landscape, company: CompanyIx, tools: &[ToolIx]) -> Interval {
    let (mut offered, mut lacking) = (0, 0);
    for cell in tools.iter().filter_map(|tool| landscape.cell(company, *tool)) {
        *(if cell.is_offered() { &mut offered } else { &mut lacking }) += 1;
    }
    let of = count(tools.len());
    Interval { low: offered, high: of - lacking, of }
}

/// The share that is known to be covered, such that equal shares are equal numbers.
fn share(covered: Interval) -> u64 {
    (u64::from(covered.low) << 32) / u64::from(covered.of.max(1))
}

/// The roles that may report to `under` although no claim leads there, each with the last roles
/// above it that are known. Those do not count that stand above `under`: they cannot report to it,
/// since lines never lead back.
fn may_report(landscape: &Landscape, under: RoleIx) -> Vec<(RoleIx, Vec<RoleIx>)> {
    let (above, below) = (landscape.roles_above(under), landscape.roles_below(under));
    let is_open = |role: &RoleIx| *role != under && !above.contains(role) && !below.contains(role);
    let line = |role: RoleIx| {
        let known = landscape.roles_above(role);
        let is_end = |role: &RoleIx| landscape.reports_to(*role).is_empty() && is_open(role);
        let through: Vec<RoleIx> = known.iter().copied().filter(is_end).collect();
        (known.is_empty() || !through.is_empty()).then_some((role, through))
    };
    landscape.roles().filter(is_open).filter_map(line).collect()
}

fn entry<'l>(
    landscape: &'l Landscape,
    role: RoleIx,
    asked: &[ToolIx],
    options: &Options,
    places: &dyn Places,
) -> Entry<'l> {
    let node = landscape.node(role);
    let counted = landscape.without_parts(asked);
    let need = |(tool, claims): (ToolIx, Vec<ClaimView<'l>>)| Need {
        tool: landscape.named(tool),
        part_of: counted_wholes(landscape, tool, &counted).map(|whole| landscape.named(whole)).collect(),
        importance: claims.iter().filter_map(|claim| claim.importance).min(),
        support: options.company.and_then(|company| landscape.cell(company, tool)).map(|cell| cell.support()),
        support_basis: options.company.and_then(|company| landscape.offer_basis(company, tool)),
        offered_by: landscape.offerers(tool),
        state: GapState::of(landscape.claims_about(tool), MIN_RESEARCHED),
        claims: located(claims, places),
    };
    let (needs, parts): (Vec<_>, Vec<_>) =
        (landscape.need_claims(role).into_iter().filter(|(tool, _)| asked.contains(tool)))
            .partition(|(tool, _)| counted.binary_search(tool).is_ok());
    let [mut needs, mut parts] =
        [needs, parts].map(|needs| needs.into_iter().map(need).collect::<Vec<Need<'l>>>());
    for needs in [&mut needs, &mut parts] {
        // The sort is stable, so that ties stay in id order.
        needs.sort_by_key(|need| (need.importance.is_none(), need.importance));
    }
    let missing = |needs: &[Need<'l>]| -> Vec<ToolRef<'l>> {
        let is_missing = |need: &&Need<'_>| options.company.is_some() && !need.is_covered();
        needs.iter().filter(is_missing).map(|need| need.tool).collect()
    };
    let of_nobody = needs.iter().chain(&parts).filter(|need| need.offered_by == 0);
    let (served_by, served_by_total) = served_by(landscape, &counted, options.company);
    let line =
        |(role, claims)| ReportingLine { role: landscape.named(role), claims: located(claims, places) };
    let [plays, played_by] = landscape.plays(role);
    let play = |play: landscape::Play<'l>, other: RoleIx| Play {
        role: landscape.named(other),
        segment: play.segment.map(|segment| landscape.named(segment)),
        claim: located(vec![play.claim], places).pop().unwrap_or_default(),
    };
    Entry {
        role: landscape.named(role),
        r#type: node.role_type().unwrap_or_default(),
        status: node.role_status(),
        evidence: node.evidence(),
        covered: options
            .company
            .filter(|_| !counted.is_empty())
            .map(|company| cover(landscape, company, &counted)),
        missing: missing(&needs),
        missing_parts: missing(&parts),
        served_by_nobody: of_nobody.map(|need| need.tool).collect(),
        served_by,
        served_by_total,
        reports_to: landscape.reports_to_claims(role).into_iter().map(line).collect(),
        above: landscape.roles_above(role).into_iter().map(|above| landscape.named(above)).collect(),
        plays: plays
            .into_iter()
            .map(|claimed| {
                let other = claimed.role;
                play(claimed, other)
            })
            .collect(),
        played_by: played_by
            .into_iter()
            .map(|claimed| {
                let other = claimed.player;
                play(claimed, other)
            })
            .collect(),
        needs,
        parts,
    }
}

impl Need<'_> {
    pub(crate) fn is_covered(&self) -> bool {
        self.support.is_some_and(Support::is_offered)
    }
}

/// The companies besides one that cover most of some tools, and how many cover any.
fn served_by<'l>(
    landscape: &'l Landscape,
    tools: &[ToolIx],
    besides: Option<CompanyIx>,
) -> (Vec<Server<'l>>, u32) {
    let mut offering: Vec<CompanyIx> = tools
        .iter()
        .flat_map(|tool| landscape.companies_on(*tool))
        .filter(|(company, cell)| cell.is_offered() && Some(*company) != besides)
        .map(|(company, _)| company)
        .collect();
    offering.sort_unstable();
    let mut servers: Vec<(u32, CompanyIx)> = (offering.chunk_by(|a, b| a == b))
        .filter_map(|same| Some((count(same.len()), *same.first()?)))
        .collect();
    let total = count(servers.len());
    keep_top(&mut servers, Some(SERVERS), |(tools, company)| (Reverse(*tools), *company));
    let server = |(tools, company)| Server { company: landscape.named(company), tools };
    (servers.into_iter().map(server).collect(), total)
}
