//! The numbers pack: all that the page shows of a landscape, as one report.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::{
    ClaimView, CompanyIx, EvidenceView, Landscape, NodeIx, Places, RoleIx, SourceIx, ToolIx,
};
use crate::model::{Basis, Date, Kind, Relation, Support, When};
use crate::query::gaps::{self, Gap};
use crate::query::overlap::{self, By};
use crate::query::overview::{self, SupportCounts};
use crate::query::scope::ScopeVerdict;
use crate::query::state::GapState;
use crate::query::{NotCounted, Page, questions, roles};
use crate::words::phrases::command;

/// The version of the pack: a page reads one of its own version.
pub const VERSION: u32 = 1;

/// Of how many of a company's tools the part in the score of a gap is told.
const HELD_NAMED: usize = 5;

/// How many rivals a pack holds of a company whose view it does not take.
const RIVALS_OF_OTHERS: usize = 20;

/// How to make a pack.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whose view it takes; the landscape's perspective when none is given.
    pub company: Option<CompanyIx>,
    /// Which companies it holds.
    pub companies: Companies,
    /// Whether to leave out notes, and what was copied from sources.
    pub redact: bool,
}

/// Which companies a pack holds.
#[derive(Clone, Debug, Default)]
pub enum Companies {
    /// All, each with its gaps and its rivals.
    #[default]
    All,
    /// The one whose view it takes, those of a page of its rivals, and these.
    Near {
        /// Which of the rivals.
        page: Page,
        /// Companies that are asked about.
        also: Vec<CompanyIx>,
    },
}

/// All that the page shows of a landscape.
///
/// Records are named by their position in the list of their kind, from 0.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Pack<'l> {
    /// The version of the pack.
    pub version: u32,
    /// The landscape's name.
    pub name: &'l str,
    /// What it is.
    pub description: Option<&'l str>,
    /// The company whose view it is, among `companies`; none where nobody's is taken.
    pub us: Option<u32>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// How many companies the landscape has, those that are not in the pack included.
    pub companies_total: u32,
    /// How many rivals of `us` the landscape has.
    pub rivals_total: u32,
    /// Where the page of rivals after this one begins; none where no rival follows.
    pub next: Option<u32>,
    /// Whether notes were left out.
    pub redacted: bool,
    /// What is known of the company × tool matrix.
    pub known: SupportCounts,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
    /// The stacks, in id order.
    pub stacks: Vec<StackRow<'l>>,
    /// The tools, in id order.
    pub tools: Vec<ToolRow<'l>>,
    /// The features, in id order.
    pub features: Vec<FeatureRow<'l>>,
    /// The companies, in id order.
    pub companies: Vec<CompanyRow<'l>>,
    /// The roles, in id order.
    pub roles: Vec<RoleRow<'l>>,
    /// The sources, in id order.
    pub sources: Vec<SourceRow<'l>>,
    /// The owners' questions, as the command `questions` orders them.
    pub questions: Vec<QuestionRow<'l>>,
    /// The pieces of evidence that claims name, each once.
    pub evidence: Vec<EvidenceRow<'l>>,
}

/// What a record says of itself.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RecordRow<'l> {
    /// The id.
    pub id: &'l str,
    /// The name.
    pub name: &'l str,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<&'l str>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<&'l str>,
    /// Its address, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'l str>,
    /// What a reader should know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'l str>,
    /// The file, line and column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A stack.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct StackRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Its tools that count: no part beside its whole.
    pub tools: Vec<u32>,
}

/// A tool.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ToolRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Its stacks.
    pub stacks: Vec<u32>,
    /// Whether it is counted by itself: no part of another tool.
    pub counts: bool,
    /// Whether it is in scope.
    pub scope: ScopeVerdict,
    /// The principles that rule it out, or that have no verdict yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub principles: Vec<&'l str>,
    /// What is known of it among all companies.
    pub state: GapState,
    /// How many companies offer it.
    pub offered: u32,
    /// Of how many of those a source states it.
    pub stated: u32,
    /// How many plan it.
    pub planned: u32,
    /// How many are known not to offer it.
    pub no: u32,
    /// The roles that need it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<u32>,
    /// Its features.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<u32>,
}

/// A feature.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct FeatureRow<'l> {
    /// The id.
    pub id: &'l str,
    /// The name.
    pub name: &'l str,
}

/// A company.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct CompanyRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// What is known of its offers, in the order of tools.
    pub offers: Vec<OfferRow<'l>>,
    /// The features that it is known to provide or to lack, in the order of features.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<OfferRow<'l>>,
    /// The tools that it is not known to offer, in the order of the command `gaps`, those that are
    /// ruled out last; none where the pack does not hold them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<Vec<GapRow>>,
    /// Its closest rivals, the closest first, by their positions among `companies`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rivals: Option<Vec<RivalRow>>,
}

/// What is known of one company, and one tool or feature.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct OfferRow<'l> {
    /// The tool or the feature.
    #[serde(rename = "t")]
    pub item: u32,
    /// The support that counts.
    #[serde(rename = "s")]
    pub support: Support,
    /// What it is concluded from, where nobody claims it of the very tool.
    #[serde(rename = "g", skip_serializing_if = "Option::is_none")]
    pub ground: Option<crate::landscape::Ground>,
    /// The firmest basis of the claims.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The claims.
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimRow<'l>>,
}

/// A claim.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ClaimRow<'l> {
    /// What it says besides, such as the product: key and text.
    #[serde(rename = "d", skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<&'static str, &'l str>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<When>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// What a reader should know about it.
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub note: Option<&'l str>,
    /// Why we believe it: positions in the list of evidence.
    #[serde(rename = "e", skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<u32>,
    /// The file, line and column.
    #[serde(rename = "p", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A tool that a company is not known to offer. What all companies have in common of it is in its
/// [`ToolRow`].
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct GapRow {
    /// The tool.
    #[serde(rename = "t")]
    pub tool: u32,
    /// What is known of it among the other companies, where that is not what is known among all.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub state: Option<GapState>,
    /// What is claimed of the company itself.
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub own: Option<Support>,
    /// The score, in three digits; none without peers.
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why it has that score; of the gaps of the company whose view is taken alone.
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyRow>,
    /// What it takes to build one, in words; likewise.
    #[serde(rename = "f", skip_serializing_if = "Option::is_none")]
    pub effort: Option<String>,
}

/// What the score of a gap is made of.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct WhyRow {
    /// The tools of the company that add the most: the tool, how many others offer it, how many of
    /// those offer the gap too, and the part of the score, from 0 to 1.
    pub held: Vec<(u32, u32, u32, f64)>,
    /// How many other tools of the company add something, and their part of the score.
    pub others: (u32, f64),
    /// The part that is general popularity.
    pub popularity: f64,
    /// By what it is raised for stacks that the company serves, and how many of its tools are in
    /// them.
    pub boost: (f64, u32, u32),
}

/// A company that offers what another one does.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RivalRow(
    /// The other company.
    pub u32,
    /// How many tools both offer.
    pub u32,
    /// How many more it may offer of those: nothing is known of it.
    pub u32,
    /// The weighted share of the company's tools that it offers.
    pub f64,
    /// The weighted share of its tools that the company offers.
    pub f64,
);

/// A role.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RoleRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Whether it is in the ideal customer profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<crate::model::RoleStatus>,
    /// The tools that it needs and that count.
    pub needs: Vec<NeedRow>,
    /// The roles that it reports to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reports_to: Vec<u32>,
}

/// A tool that a role needs.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct NeedRow {
    /// The tool.
    #[serde(rename = "t")]
    pub tool: u32,
    /// How much.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none")]
    pub importance: Option<crate::model::Importance>,
}

/// A source.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct SourceRow<'l> {
    /// The record.
    #[serde(flatten)]
    pub record: RecordRow<'l>,
    /// Whose interest it serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<&'l str>,
    /// The day on which it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<When>,
    /// How many claims name it.
    pub claims: u32,
}

/// A question of the owners.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct QuestionRow<'l> {
    /// The id.
    pub id: &'l str,
    /// The question.
    pub name: &'l str,
    /// How far it has come.
    pub state: questions::State,
    /// The answer that the owners gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<&'l str>,
    /// The commands that speak about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<String>,
    /// How many claims it waits for, at least.
    pub missing: u32,
}

/// A piece of evidence.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct EvidenceRow<'l> {
    /// The source.
    #[serde(rename = "s")]
    pub source: u32,
    /// The place in it.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    pub at: Option<&'l str>,
    /// The address of the very page.
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    pub url: Option<&'l str>,
    /// The words of the source.
    #[serde(rename = "q", skip_serializing_if = "Option::is_none")]
    pub quote: Option<&'l str>,
    /// How claims follow from it.
    #[serde(rename = "b")]
    pub basis: Basis,
    /// When it was read.
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub on: Option<When>,
    /// What a reader should know about the reading.
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    pub note: Option<&'l str>,
}

/// Makes the pack of a landscape.
///
/// # Complexity
///
/// O(r + c + Σ g) time for r records, c claims of the companies that the pack holds, and what their
/// gaps and rivals take ([`gaps::gaps`], [`overlap::one`]).
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, site::pack};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let pack = pack::pack(&market, &NoPlaces, &Default::default());
/// assert_eq!(pack.us.map(|us| pack.companies[us as usize].record.name), Some("Crumb"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn pack<'l>(landscape: &'l Landscape, places: &dyn Places, options: &Options) -> Pack<'l> {
    let us = options.company.or_else(|| landscape.perspective());
    let (held, rivals_of_us) = held(landscape, us, &options.companies);
    let mut packer = Packer {
        landscape,
        places,
        redact: options.redact,
        held: &held,
        states: landscape
            .tools()
            .map(|tool| GapState::of(landscape.claims_about(tool), crate::query::MIN_RESEARCHED))
            .collect(),
        evidence: Vec::new(),
        known_evidence: FxHashMap::default(),
    };
    let is_all = matches!(options.companies, Companies::All);
    let companies: Vec<CompanyRow<'l>> = held
        .iter()
        .map(|company| {
            let with_gaps = is_all || Some(*company) == us;
            packer.company(*company, with_gaps, Some(*company) == us, &options.companies)
        })
        .collect();
    let overview = overview::overview(landscape);
    let (rivals_total, next) = rivals_of_us;
    Pack {
        version: VERSION,
        name: landscape.name(),
        description: landscape.description(),
        us: us.and_then(|us| packer.position(us)),
        as_of: landscape.as_of(),
        today: landscape.today(),
        companies_total: count(landscape.count(Kind::Company)),
        rivals_total,
        next,
        redacted: options.redact,
        known: overview.offers,
        not_counted: NotCounted::of(landscape, |_, _| true),
        stacks: packer.stacks(),
        tools: landscape.tools().map(|tool| packer.tool(tool)).collect(),
        features: packer.features(),
        companies,
        roles: packer.roles(),
        sources: packer.sources(&overview),
        questions: questions_of(landscape),
        evidence: packer.evidence,
    }
}

/// The companies that a pack holds, in id order; how many rivals there are, and where the next page
/// of them begins.
fn held(
    landscape: &Landscape,
    us: Option<CompanyIx>,
    companies: &Companies,
) -> (Vec<CompanyIx>, (u32, Option<u32>)) {
    let page = match companies {
        Companies::All => Page::first(1),
        Companies::Near { page, .. } => *page,
    };
    let ranking = us.map(|us| overlap::one(landscape, us, &overlap::Options { page, ..Default::default() }));
    let counts = ranking.as_ref().map_or((0, None), |ranking| (ranking.total, ranking.next));
    let Companies::Near { also, .. } = companies else {
        return (landscape.companies().collect(), (counts.0, None));
    };
    let rivals = ranking.iter().flat_map(|ranking| &ranking.others).map(|pair| pair.companies[1].id.as_str());
    let rivals = rivals.filter_map(|id| landscape.find(Kind::Company, id)).filter_map(NodeIx::of_kind);
    // The closest five are named in every gap.
    let first = overlap::Options { page: Page::first(overlap::CLOSEST_RIVALS), ..Default::default() };
    let closest = us.map(|us| overlap::one(landscape, us, &first));
    let closest: Vec<CompanyIx> = closest
        .iter()
        .flat_map(|ranking| &ranking.others)
        .filter_map(|pair| landscape.find(Kind::Company, pair.companies[1].id.as_str()))
        .filter_map(NodeIx::of_kind)
        .collect();
    let mut held: Vec<CompanyIx> =
        us.into_iter().chain(rivals).chain(closest).chain(also.iter().copied()).collect();
    held.sort_unstable();
    held.dedup();
    (held, counts)
}

/// What tells one piece of evidence from another.
type EvidenceKey<'l> =
    (u32, Option<&'l str>, Option<&'l str>, Option<&'l str>, Basis, Option<When>, Option<&'l str>);

/// Takes a landscape over into rows.
struct Packer<'l, 'p> {
    landscape: &'l Landscape,
    places: &'p dyn Places,
    redact: bool,
    /// The companies that are held, in id order.
    held: &'p [CompanyIx],
    /// What is known of each tool among all companies.
    states: Vec<GapState>,
    evidence: Vec<EvidenceRow<'l>>,
    known_evidence: FxHashMap<EvidenceKey<'l>, u32>,
}

impl<'l> Packer<'l, '_> {
    /// A text that strangers should not read, where they are to.
    fn note(&self, note: Option<&'l str>) -> Option<&'l str> {
        note.filter(|_| !self.redact)
    }

    fn record(&self, node: impl Into<NodeIx>) -> RecordRow<'l> {
        let node = node.into();
        let view = self.landscape.node(node);
        RecordRow {
            id: view.id(),
            name: view.name(),
            aliases: view.aliases().collect(),
            about: view.description(),
            url: view.url(),
            note: self.note(view.note()),
            place: self.places.record(node),
        }
    }

    /// The position of a tool.
    fn tool_at(&self, id: &str) -> u32 {
        self.landscape.find(Kind::Tool, id).map_or(0, NodeIx::ordinal)
    }

    /// The position of a company, where it is held.
    fn company_at(&self, id: &str) -> Option<u32> {
        let company = self.landscape.find(Kind::Company, id).and_then(NodeIx::of_kind)?;
        self.position(company)
    }

    fn position(&self, company: CompanyIx) -> Option<u32> {
        self.held.binary_search(&company).ok().map(count)
    }

    fn stacks(&self) -> Vec<StackRow<'l>> {
        let stack = |stack| {
            let tools = self.landscape.counted_tools_in(stack);
            StackRow {
                record: self.record(stack),
                tools: tools.into_iter().map(|tool| tool.ordinal()).collect(),
            }
        };
        self.landscape.stacks().map(stack).collect()
    }

    fn tool(&self, tool: ToolIx) -> ToolRow<'l> {
        let landscape = self.landscape;
        let claims = landscape.claims_about(tool);
        let scope = crate::query::scope::scope_of(landscape, tool);
        let ruled_out = scope.ruled_out_by.iter().map(|reason| reason.principle.name);
        let missing = scope.missing.iter().map(|principle| principle.name);
        ToolRow {
            record: self.record(tool),
            stacks: landscape.stacks_of(tool).into_iter().map(|stack| stack.ordinal()).collect(),
            counts: landscape.wholes(tool).is_empty(),
            scope: scope.verdict,
            principles: match scope.verdict {
                ScopeVerdict::In => Vec::new(),
                ScopeVerdict::Out => ruled_out.collect(),
                ScopeVerdict::Open => missing.collect(),
            },
            state: GapState::of(claims, crate::query::MIN_RESEARCHED),
            offered: claims.offered,
            stated: count(
                landscape
                    .companies_on(tool)
                    .filter(|(company, cell)| {
                        cell.is_offered() && landscape.offer_basis(*company, tool) == Some(Basis::Stated)
                    })
                    .count(),
            ),
            planned: claims.planned,
            no: claims.no,
            roles: landscape.needed_by(tool).into_iter().map(|role| role.ordinal()).collect(),
            features: landscape.features_of(tool).into_iter().map(|feature| feature.ordinal()).collect(),
        }
    }

    fn features(&self) -> Vec<FeatureRow<'l>> {
        let feature = |node| {
            let view = self.landscape.node(node);
            FeatureRow { id: view.id(), name: view.name() }
        };
        self.landscape.nodes(Kind::Feature).map(feature).collect()
    }

    fn company(
        &mut self,
        company: CompanyIx,
        with_gaps: bool,
        is_us: bool,
        of: &Companies,
    ) -> CompanyRow<'l> {
        let landscape = self.landscape;
        let mut claims_of: BTreeMap<(Relation, u32), Vec<ClaimView<'l>>> = BTreeMap::new();
        for connection in landscape.connections_from(company.into()) {
            if matches!(connection.relation, Relation::Offers | Relation::Provides) {
                claims_of.insert((connection.relation, connection.other.ordinal()), connection.claims);
            }
        }
        let mut take = |packer: &mut Self, relation, at| {
            let claims = claims_of.remove(&(relation, at)).unwrap_or_default();
            claims.into_iter().map(|claim| packer.claim(claim)).collect()
        };
        let tools = landscape.offers_of(company).map(|(tool, _)| tool);
        let tools: Vec<ToolIx> =
            if landscape.has_closed_list(company) { landscape.tools().collect() } else { tools.collect() };
        let offers = tools.into_iter().filter_map(|tool| {
            let cell = landscape.cell(company, tool)?;
            Some(OfferRow {
                item: tool.ordinal(),
                support: cell.support(),
                ground: cell.ground(),
                basis: landscape.offer_basis(company, tool),
                claims: take(self, Relation::Offers, tool.ordinal()),
            })
        });
        let offers: Vec<OfferRow<'l>> = offers.collect();
        let provided = landscape.provided_by(company).into_iter();
        let provides = provided.map(|one| OfferRow {
            item: one.feature.ordinal(),
            support: one.support,
            ground: None,
            basis: one.basis,
            claims: take(self, Relation::Provides, one.feature.ordinal()),
        });
        let provides = provides.collect();
        CompanyRow {
            record: self.record(company),
            offers,
            provides,
            gaps: with_gaps.then(|| self.gaps(company, is_us)),
            rivals: with_gaps.then(|| self.rivals(company, is_us, of)),
        }
    }

    fn claim(&mut self, claim: ClaimView<'l>) -> ClaimRow<'l> {
        let details = claim.details().into_iter().filter(|(key, _)| *key != "support").collect();
        ClaimRow {
            details,
            since: claim.since,
            until: claim.until,
            note: self.note(claim.note),
            evidence: claim.evidence.iter().map(|evidence| self.evidence(evidence)).collect(),
            place: claim.at.and_then(|at| self.places.claim(&at)),
        }
    }

    /// The position of a piece of evidence; one that is not there yet is added.
    fn evidence(&mut self, evidence: &EvidenceView<'l>) -> u32 {
        let source =
            self.landscape.find(Kind::Source, evidence.source.id.as_str()).map_or(0, NodeIx::ordinal);
        let (quote, note) = (self.note(evidence.quote), self.note(evidence.note));
        let key = (source, evidence.at, evidence.url, quote, evidence.basis, evidence.on, note);
        let next = count(self.evidence.len());
        let at = *self.known_evidence.entry(key).or_insert(next);
        if at == next {
            self.evidence.push(EvidenceRow {
                source,
                at: evidence.at,
                url: evidence.url,
                quote,
                basis: evidence.basis,
                on: evidence.on,
                note,
            });
        }
        at
    }

    fn gaps(&self, company: CompanyIx, is_us: bool) -> Vec<GapRow> {
        let options = gaps::Options { page: Page::ALL, names: Some(0), ..gaps::Options::default() };
        let report = gaps::gaps(self.landscape, company, &options);
        report.gaps.iter().chain(&report.out_of_scope).map(|gap| self.gap(gap, is_us)).collect()
    }

    fn gap(&self, gap: &Gap<'l>, is_us: bool) -> GapRow {
        let why = gap.support.as_ref().filter(|_| is_us).map(|support| {
            let held = support.held.iter().filter(|held| held.share > 0.0);
            let (first, rest): (Vec<_>, Vec<_>) = held.enumerate().partition(|(at, _)| *at < HELD_NAMED);
            let told = first.into_iter().map(|(_, held)| {
                (self.tool_at(held.tool.id.as_str()), held.others, held.both, rounded(held.share))
            });
            let rest_share = rest.iter().map(|(_, held)| held.share).sum::<f64>();
            let boost = &support.boost;
            WhyRow {
                held: told.collect(),
                others: (count(rest.len()), rounded(rest_share)),
                popularity: rounded(support.popularity_share),
                boost: (rounded(boost.factor), boost.held_there, boost.held),
            }
        });
        let tool = self.tool_at(gap.tool.id.as_str());
        let effort = crate::words::gaps::effort_text(&gap.effort);
        GapRow {
            tool,
            state: Some(gap.state).filter(|state| Some(state) != self.states.get(tool as usize)),
            own: gap.own,
            score: gap.support.as_ref().map(|support| rounded(support.score)),
            why,
            effort: Some(effort).filter(|text| is_us && !text.is_empty()),
        }
    }

    fn rivals(&self, company: CompanyIx, is_us: bool, of: &Companies) -> Vec<RivalRow> {
        let page = match of {
            Companies::Near { page, .. } => *page,
            Companies::All if is_us => Page::ALL,
            Companies::All => Page::first(RIVALS_OF_OTHERS),
        };
        let options = overlap::Options { page, by: Some(By::Ours), ..overlap::Options::default() };
        let ranking = overlap::one(self.landscape, company, &options);
        let row = |pair: &overlap::PairOverlap<'l>| {
            let at = self.company_at(pair.companies[1].id.as_str())?;
            let other = self.landscape.find(Kind::Company, pair.companies[1].id.as_str())?.of_kind()?;
            let unknown = self.landscape.whole_tools().filter(|tool| {
                let offers = self.landscape.cell(company, *tool).is_some_and(|cell| cell.is_offered());
                offers && self.landscape.cell(other, *tool).is_none()
            });
            let [ours, theirs] = pair.similarity.weighted_containment.map(rounded);
            Some(RivalRow(at, pair.similarity.shared, count(unknown.count()), ours, theirs))
        };
        ranking.others.iter().filter_map(row).collect()
    }

    fn roles(&self) -> Vec<RoleRow<'l>> {
        let options = roles::Options { page: Page::ALL, ..roles::Options::default() };
        let report = roles::roles(self.landscape, &options, self.places);
        let mut rows: BTreeMap<&str, Vec<NeedRow>> = BTreeMap::new();
        for entry in &report.roles {
            let need = |need: &roles::Need<'_>| NeedRow {
                tool: self.tool_at(need.tool.id.as_str()),
                importance: need.importance,
            };
            rows.insert(entry.role.id.as_str(), entry.needs.iter().map(need).collect());
        }
        let role = |role: RoleIx| {
            let view = self.landscape.node(role);
            RoleRow {
                record: self.record(role),
                status: view.role_status(),
                needs: rows.remove(view.id()).unwrap_or_default(),
                reports_to: self.landscape.reports_to(role).into_iter().map(|role| role.ordinal()).collect(),
            }
        };
        self.landscape.roles().map(role).collect()
    }

    fn sources(&self, overview: &overview::Report<'l>) -> Vec<SourceRow<'l>> {
        let source = |used: &overview::SourceUse<'l>| {
            let node = self.landscape.find(Kind::Source, used.source.id.as_str())?;
            let source: SourceIx = node.of_kind()?;
            let view = self.landscape.node(node);
            Some(SourceRow {
                record: self.record(source),
                interest: view.interest(),
                published: view.published(),
                claims: used.claims,
            })
        };
        overview.sources.iter().filter_map(source).collect()
    }
}

fn questions_of(landscape: &Landscape) -> Vec<QuestionRow<'_>> {
    let row = |open: questions::OpenQuestion<'_>| -> Option<QuestionRow<'_>> {
        let node = landscape.node(landscape.find(Kind::Question, open.question.id.as_str())?);
        Some(QuestionRow {
            id: node.id(),
            name: node.name(),
            state: open.state,
            answer: node.answer(),
            commands: open.asks.iter().map(|ask| command(&ask.ask)).collect(),
            missing: open.fewest_missing,
        })
    };
    questions::questions(landscape).questions.into_iter().filter_map(row).collect()
}

/// A count as the pack has it.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Rounds to three digits, which say all that a bar can show.
fn rounded(figure: f64) -> f64 {
    if figure == 0.0 {
        return 0.0;
    }
    let scale = 10_f64.powi(2 - figure.abs().log10().floor() as i32);
    (figure * scale).round() / scale
}
