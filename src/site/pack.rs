//! The numbers pack: all that the page shows of a landscape, as one report.

mod rows;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::{
    ClaimView, CompanyIx, EvidenceView, Landscape, NodeIx, Places, RoleIx, SourceIx, ToolIx,
};
use crate::model::{Basis, Date, Kind, When};
use crate::query::gaps::{self, Gap};
use crate::query::overlap::{self, By};
use crate::query::overview::{self, SupportCounts};
use crate::query::scope::ScopeVerdict;
use crate::query::state::GapState;
use crate::query::{MIN_RESEARCHED, NotCounted, Page, Within, count, next, questions, roles};
use crate::words::phrases::{capitalized, command};

pub use rows::{
    ClaimRow, CompanyRow, EvidenceRow, FeatureRow, GapRow, LookupRow, NeedRow, OfferRow, QuestionRow,
    QueueRow, RecordRow, RivalRow, RoleRow, SourceRow, StackRow, ToolRow, WhyRow,
};

/// The version of the pack: a page reads one of its own version.
pub const VERSION: u32 = 1;

/// Of how many of a company's tools the part in the score of a gap is told.
const HELD_NAMED: usize = 5;

/// How many rivals a pack holds of the companies that it is not made for.
const RIVALS_OF_OTHERS: usize = 20;

/// How to make a pack.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The company that it is made for; the landscape's own company by default.
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
    /// The company that it is made for, a page of its rivals, and these.
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
    /// The company that it is made for, by its position in `companies`, if there is one.
    pub us: Option<u32>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// How many companies the landscape has, those that are not in the pack included.
    pub companies_total: u32,
    /// Where the next page of rivals begins, if there is one.
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
    /// What to look up first for the company that it is made for, where the pack holds all
    /// companies.
    pub queue: Option<QueueRow>,
    /// The pieces of evidence that claims name, each once.
    pub evidence: Vec<EvidenceRow<'l>>,
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
    let (held, next) = held(landscape, us, &options.companies);
    let mut packer = Packer {
        landscape,
        places,
        options,
        us,
        held: &held,
        states: landscape
            .tools()
            .map(|tool| GapState::of(landscape.claims_about(tool), MIN_RESEARCHED))
            .collect(),
        evidence: Vec::new(),
        known_evidence: FxHashMap::default(),
    };
    let companies: Vec<CompanyRow<'l>> = held.iter().map(|company| packer.company(*company)).collect();
    let overview = overview::overview(landscape);
    Pack {
        version: VERSION,
        name: landscape.name(),
        description: landscape.description(),
        us: us.and_then(|us| packer.position(us)),
        as_of: landscape.as_of(),
        today: landscape.today(),
        companies_total: count(landscape.count(Kind::Company)),
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
        queue: us.filter(|_| matches!(options.companies, Companies::All)).map(|us| queue(landscape, us)),
        evidence: packer.evidence,
    }
}

/// What to look up first for a company.
fn queue(landscape: &Landscape, us: CompanyIx) -> QueueRow {
    let report = next::next(landscape, us, &next::Options::default());
    let lookup = |lookup: &next::Lookup<'_>| LookupRow {
        what: capitalized(&lookup.question()),
        why: capitalized(&lookup.why(report.company.name)),
        command: lookup.command(),
    };
    QueueRow { total: report.total, lookups: report.lookups.iter().map(lookup).collect() }
}

/// The companies that a pack holds, in id order, and where the next page of rivals begins.
fn held(
    landscape: &Landscape,
    us: Option<CompanyIx>,
    companies: &Companies,
) -> (Vec<CompanyIx>, Option<u32>) {
    let Companies::Near { page, also } = companies else {
        return (landscape.companies().collect(), None);
    };
    // The closest five are named in every gap, whatever the page.
    let pages = [*page, Page::first(overlap::CLOSEST_RIVALS)];
    let mut held: Vec<CompanyIx> = us.into_iter().chain(also.iter().copied()).collect();
    let mut next = None;
    for (at, page) in pages.into_iter().enumerate() {
        let Some(us) = us else { break };
        let (rivals, total) = overlap::closest(landscape, us, &Within::default(), page);
        next = if at == 0 { page.next(total) } else { next };
        held.extend(rivals.into_iter().map(|(rival, _)| rival));
    }
    held.sort_unstable();
    held.dedup();
    (held, next)
}

/// What tells one piece of evidence from another.
type EvidenceKey<'l> =
    (u32, Option<&'l str>, Option<&'l str>, Option<&'l str>, Basis, Option<When>, Option<&'l str>);

/// Takes a landscape over into rows.
struct Packer<'l, 'p> {
    landscape: &'l Landscape,
    places: &'p dyn Places,
    options: &'p Options,
    /// The company that the pack is made for.
    us: Option<CompanyIx>,
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
        note.filter(|_| !self.options.redact)
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
            state: self.states[tool.ordinal() as usize],
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

    fn company(&mut self, company: CompanyIx) -> CompanyRow<'l> {
        let landscape = self.landscape;
        let is_us = self.us == Some(company);
        let with_gaps = is_us || matches!(self.options.companies, Companies::All);
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
                claims: landscape.offer_claims(company, tool).iter().map(|claim| self.claim(claim)).collect(),
            })
        });
        let offers: Vec<OfferRow<'l>> = offers.collect();
        let provided = landscape.provided_by(company).into_iter();
        let features = provided.map(|one| OfferRow {
            item: one.feature.ordinal(),
            support: one.support,
            ground: None,
            basis: one.basis,
            // The page counts features; the program tells who says so of each.
            claims: Vec::new(),
        });
        let features = features.collect();
        let rivals = with_gaps.then(|| self.rivals(company, is_us));
        let standing = self.landscape.standing(company);
        CompanyRow {
            rivals_total: rivals.as_ref().map(|(_, total)| *total),
            rivals: rivals.map(|(rivals, _)| rivals),
            record: self.record(company),
            owner: standing.and_then(|of| of.owner.as_ref()).map(|owner| owner.name.to_string()),
            ceased: standing.and_then(|of| of.ceased),
            offers,
            provides: features,
            gaps: with_gaps.then(|| self.gaps(company, is_us)),
        }
    }

    fn claim(&mut self, claim: &ClaimView<'l>) -> ClaimRow<'l> {
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
            // Two digits are all that a bar can show.
            score: gap.support.as_ref().map(|support| to_digits(support.score, 2)),
            why,
            effort: Some(effort).filter(|text| is_us && !text.is_empty()),
        }
    }

    fn rivals(&self, company: CompanyIx, is_us: bool) -> (Vec<RivalRow>, u32) {
        let page = match &self.options.companies {
            Companies::Near { page, .. } => *page,
            Companies::All if is_us => Page::ALL,
            Companies::All => Page::first(RIVALS_OF_OTHERS),
        };
        let options = overlap::Options { page, by: Some(By::Ours), ..overlap::Options::default() };
        let ranking = overlap::one(self.landscape, company, &options);
        let is_offered = |tool: &ToolIx| self.landscape.is_offered(company, *tool);
        let offered: Vec<ToolIx> = self.landscape.whole_tools().filter(is_offered).collect();
        let row = |pair: &overlap::PairOverlap<'l>| {
            let other = self.landscape.find(Kind::Company, pair.companies[1].id.as_str())?.of_kind()?;
            let at = self.position(other)?;
            let unknown = offered.iter().filter(|tool| self.landscape.cell(other, **tool).is_none());
            let [ours, theirs] = pair.similarity.weighted_containment.map(rounded);
            let (shared, unknown) = (pair.similarity.shared, count(unknown.count()));
            Some(if is_us {
                RivalRow::Ours(at, shared, unknown, ours, theirs)
            } else {
                RivalRow::Theirs(at, shared, unknown)
            })
        };
        (ranking.others.iter().filter_map(row).collect(), ranking.total)
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

/// Rounds to three digits.
fn rounded(figure: f64) -> f64 {
    to_digits(figure, 3)
}

/// Rounds to so many digits that count.
fn to_digits(figure: f64, digits: i32) -> f64 {
    if figure == 0.0 {
        return 0.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a float is small")]
    let scale = 10_f64.powi(digits - 1 - figure.abs().log10().floor() as i32);
    (figure * scale).round() / scale
}
