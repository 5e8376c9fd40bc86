//! Companies side by side: what each offers, tool by tool or feature by feature, and how near one
//! is to another.

use schemars::JsonSchema;
use serde::Serialize;

use super::{AnyRef, CompanyRef, Interval, NotCounted, Offers, Page, StackRef, ToolRef, Within, count};
use crate::landscape::{CompanyIx, FeatureIx, Ground, Landscape, NodeIx, ProvidedFeature, StackIx, ToolIx};
use crate::model::{Basis, Date, Support};

/// How many companies can stand side by side.
pub const MOST_COMPARED: usize = 8;

/// How to answer [`compare`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The tool whose features are compared; tools are, when none is given.
    pub features_of: Option<ToolIx>,
    /// Which rows to list. All are counted.
    pub rows: Rows,
    /// Which of those to return.
    pub page: Page,
    /// Which tools to compare, where no features are.
    pub within: Within,
}

/// Which rows of a comparison are listed.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// Those on which the companies differ, or may.
    #[default]
    Differing,
    /// All.
    All,
}

/// Companies side by side.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Report<'l> {
    /// The tool whose features are compared, and what is known of it itself; none where tools are
    /// compared.
    pub of: Option<ComparedTool<'l>>,
    /// The companies, in the order asked: the columns.
    pub companies: Vec<CompanyRef<'l>>,
    /// For each company, of how many tools or features anything is known.
    pub known: Vec<u32>,
    /// Which rows are listed.
    pub listed: Rows,
    /// The tools that count, or the features of the tool, as far as they are listed: by agreement,
    /// then by stack, then by id.
    pub rows: Vec<Row<'l>>,
    /// How many rows there are of each agreement, those that are not listed included.
    pub totals: AgreementCounts,
    /// Where the next page begins, if there is one.
    pub next: Option<u32>,
    /// How near each company is to each other one, in the order asked.
    pub parity: Vec<Parity<'l>>,
    /// The tools of which features are listed, in id order; none where features are compared.
    pub with_features: Vec<ToolRef<'l>>,
    /// The day on which the claims hold.
    pub as_of: Option<Date>,
    /// The day on which it was asked, where that is known.
    pub today: Option<Date>,
    /// The claims that are not counted, since they do not hold on the day.
    pub not_counted: NotCounted<'l>,
}

/// The tool whose features are compared.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct ComparedTool<'l> {
    /// The tool.
    pub tool: ToolRef<'l>,
    /// What is known of each company and the tool itself, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A tool or a feature, and what is known of it for each company.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Row<'l> {
    /// The tool or feature.
    pub item: AnyRef<'l>,
    /// The stacks that the tool is in, in id order; none for a feature.
    pub stacks: Vec<StackRef<'l>>,
    /// Whether the companies agree.
    pub agreement: Agreement,
    /// One cell for each company, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// What is known of one company and one tool or feature.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cell {
    /// The support that counts; none when nothing is known.
    pub support: Option<Support>,
    /// Whether the company is only said to offer a part of it.
    pub a_part: bool,
    /// What the support is concluded from; none where it is claimed of the very tool or feature.
    pub concluded: Option<Ground>,
    /// The firmest basis of the claim; none where it carries no evidence.
    pub basis: Option<Basis>,
}

/// Whether companies agree on a tool or a feature, as far as is known.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// One is known to offer it, and another known not to: no or planned.
    Differ,
    /// One is known to offer it, nothing is known of another, and none is known not to.
    MayDiffer,
    /// All are known to offer it, some in full and some in part.
    InPart,
    /// All are known to offer it, equally far.
    AllOffer,
    /// None is known to offer it, and at least one is known not to.
    NoneOffers,
    /// Nothing is known for any of them.
    Unknown,
}

/// How many tools or features there are of each agreement.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AgreementCounts {
    /// On how many they are known to differ.
    pub differ: u32,
    /// On how many they may differ.
    pub may_differ: u32,
    /// How many all offer, some in part.
    pub in_part: u32,
    /// How many all offer equally far.
    pub all_offer: u32,
    /// How many none is known to offer.
    pub none_offers: u32,
    /// Of how many nothing is known.
    pub unknown: u32,
}

/// How much of what one company offers another offers too.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Parity<'l> {
    /// The company that is measured.
    pub company: CompanyRef<'l>,
    /// The company that it is measured against.
    pub against: CompanyRef<'l>,
    /// How many of the tools or features that `against` is known to offer `company` offers too:
    /// from those known to those not known to be missing. None where `against` is known to offer
    /// nothing.
    pub parity: Option<Interval>,
    /// How many of those that both are known to offer `company` offers in part only: they count as
    /// offered.
    pub in_part: u32,
}

impl Agreement {
    /// Every agreement, in the order of the rows.
    pub const ALL: [Self; 6] =
        [Self::Differ, Self::MayDiffer, Self::InPart, Self::AllOffer, Self::NoneOffers, Self::Unknown];

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Differ => "differ",
            Self::MayDiffer => "may-differ",
            Self::InPart => "in-part",
            Self::AllOffer => "all-offer",
            Self::NoneOffers => "none-offers",
            Self::Unknown => "unknown",
        }
    }

    /// Returns whether the companies differ, or may.
    #[must_use]
    pub const fn is_difference(self) -> bool {
        matches!(self, Self::Differ | Self::MayDiffer | Self::InPart)
    }

    fn of(cells: &[Cell]) -> Self {
        let any = |is: &dyn Fn(Option<Support>) -> bool| cells.iter().any(|cell| is(cell.support));
        let offers = any(&|support| support.is_some_and(Support::is_offered));
        let lacks = any(&|support| support.is_some_and(|support| !support.is_offered()));
        let unknown = any(&|support| support.is_none());
        match (offers, lacks, unknown) {
            (true, true, _) => Self::Differ,
            (true, false, true) => Self::MayDiffer,
            (true, false, false) => {
                let of = |wanted| any(&|support| support == Some(wanted));
                if of(Support::Yes) && of(Support::Partial) { Self::InPart } else { Self::AllOffer }
            }
            (false, true, _) => Self::NoneOffers,
            (false, false, _) => Self::Unknown,
        }
    }
}

impl AgreementCounts {
    /// Returns the count of an agreement.
    #[must_use]
    pub const fn of(&self, agreement: Agreement) -> u32 {
        match agreement {
            Agreement::Differ => self.differ,
            Agreement::MayDiffer => self.may_differ,
            Agreement::InPart => self.in_part,
            Agreement::AllOffer => self.all_offer,
            Agreement::NoneOffers => self.none_offers,
            Agreement::Unknown => self.unknown,
        }
    }

    /// Returns the sum.
    #[must_use]
    pub const fn sum(&self) -> u32 {
        self.differ + self.may_differ + self.in_part + self.all_offer + self.none_offers + self.unknown
    }

    fn add(&mut self, agreement: Agreement) {
        *match agreement {
            Agreement::Differ => &mut self.differ,
            Agreement::MayDiffer => &mut self.may_differ,
            Agreement::InPart => &mut self.in_part,
            Agreement::AllOffer => &mut self.all_offer,
            Agreement::NoneOffers => &mut self.none_offers,
            Agreement::Unknown => &mut self.unknown,
        } += 1;
    }
}

impl Cell {
    fn is_offered(self) -> bool {
        self.support.is_some_and(Support::is_offered)
    }

    fn of_tool(landscape: &Landscape, company: CompanyIx, tool: ToolIx) -> Self {
        landscape.cell(company, tool).map_or_else(Self::default, |cell| Self {
            support: Some(cell.support()),
            a_part: cell.is_by_part(),
            concluded: cell.ground(),
            basis: landscape.offer_basis(company, tool),
        })
    }

    fn of_feature(provided: &[ProvidedFeature], feature: FeatureIx) -> Self {
        let known = provided.binary_search_by_key(&feature, |one| one.feature);
        known.ok().and_then(|at| provided.get(at)).map_or_else(Self::default, |one| Self {
            support: Some(one.support),
            a_part: false,
            concluded: None,
            basis: one.basis,
        })
    }
}

/// Lays companies side by side: tool by tool, or by the features of one tool.
///
/// # Complexity
///
/// O(t log t + k · t log d + k² · t) time for k companies with d offers, and t tools or features.
///
/// # Example
///
/// ```
/// use landscape_graph::{load, query::compare};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let companies = [market.company("crumb")?, market.company("rye")?];
/// let report = compare::compare(&market, &companies, &Default::default());
/// assert_eq!(report.companies[1].name, "Rye");
/// assert!(report.rows.iter().any(|row| row.item.name == "Till"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn compare<'l>(landscape: &'l Landscape, companies: &[CompanyIx], options: &Options) -> Report<'l> {
    let cells_of = |tool| -> Vec<Cell> {
        companies.iter().map(|company| Cell::of_tool(landscape, *company, tool)).collect()
    };
    let mut rows: Vec<(NodeIx, Vec<StackIx>, Vec<Cell>)> = match options.features_of {
        None => {
            let row = |tool: ToolIx| (tool.into(), landscape.stacks_of(tool), cells_of(tool));
            Offers::new(landscape, &options.within).tools().into_iter().map(row).collect()
        }
        Some(tool) => {
            let provided: Vec<_> = companies.iter().map(|company| landscape.provided_by(*company)).collect();
            let row = |feature: FeatureIx| {
                let cells = provided.iter().map(|provided| Cell::of_feature(provided, feature));
                (feature.into(), Vec::new(), cells.collect())
            };
            landscape.features_of(tool).into_iter().map(row).collect()
        }
    };
    let asked = match options.features_of {
        None => Offers::new(landscape, &options.within).tools(),
        Some(tool) => vec![tool],
    };
    let parity = parity(landscape, companies, &rows);
    let is_known = |at: usize| {
        let known =
            rows.iter().filter(|(.., cells)| cells.get(at).is_some_and(|cell| cell.support.is_some()));
        count(known.count())
    };
    let known = (0..companies.len()).map(is_known).collect();
    // Tools in no stack stand last.
    rows.sort_by_cached_key(|(item, stacks, cells)| {
        (Agreement::of(cells), stacks.is_empty(), stacks.first().copied(), *item)
    });
    let mut totals = AgreementCounts::default();
    let mut listed = 0;
    let row = |(item, stacks, cells): (NodeIx, Vec<StackIx>, Vec<Cell>)| {
        let agreement = Agreement::of(&cells);
        totals.add(agreement);
        let is_listed = options.rows == Rows::All || agreement.is_difference();
        let is_on_page = is_listed && options.page.holds(listed);
        listed += usize::from(is_listed);
        let stacks = stacks.into_iter().map(|stack| landscape.named(stack));
        is_on_page.then(|| Row {
            // The tool of all features is named above them.
            item: AnyRef { tool: None, ..AnyRef::of(landscape, item) },
            stacks: stacks.collect(),
            agreement,
            cells,
        })
    };
    let rows = rows.into_iter().filter_map(row).collect();
    let has_features =
        |tool: &ToolIx| options.features_of.is_none() && !landscape.features_of(*tool).is_empty();
    Report {
        of: options
            .features_of
            .map(|tool| ComparedTool { tool: landscape.named(tool), cells: cells_of(tool) }),
        companies: companies.iter().map(|company| landscape.named(*company)).collect(),
        known,
        listed: options.rows,
        rows,
        totals,
        next: options.page.next(listed),
        parity,
        with_features: landscape.tools().filter(has_features).map(|tool| landscape.named(tool)).collect(),
        as_of: landscape.as_of(),
        today: landscape.today(),
        not_counted: NotCounted::of_companies(landscape, companies, &asked),
    }
}

/// The parity of every ordered pair of the columns.
fn parity<'l>(
    landscape: &'l Landscape,
    companies: &[CompanyIx],
    rows: &[(NodeIx, Vec<StackIx>, Vec<Cell>)],
) -> Vec<Parity<'l>> {
    let mut pairs = Vec::new();
    for (at, company) in companies.iter().enumerate() {
        for (other_at, against) in companies.iter().enumerate().filter(|(other, _)| *other != at) {
            let (mut low, mut high, mut of, mut in_part) = (0, 0, 0, 0);
            for (_, _, cells) in rows {
                let (Some(own), Some(theirs)) = (cells.get(at), cells.get(other_at)) else { continue };
                if theirs.is_offered() {
                    of += 1;
                    low += u32::from(own.is_offered());
                    in_part += u32::from(own.support == Some(Support::Partial));
                    high += u32::from(own.is_offered() || own.support.is_none());
                }
            }
            pairs.push(Parity {
                company: landscape.named(*company),
                against: landscape.named(*against),
                parity: (of > 0).then_some(Interval { low, high, of }),
                in_part,
            });
        }
    }
    pairs
}
