//! Who offers what, as the landscape answers it: cells, counts, weights and claims.

use std::iter::Peekable;

use petgraph::Direction;

use super::{
    Cell, ClaimPlace, ClaimView, CompanyIx, FeatureIx, Ground, Ix, Landscape, ProvidedFeature, ToolClaims,
    ToolIx,
};
use crate::model::{Basis, Kind, LinkPlace, Maturity, Relation};

impl Landscape {
    /// Returns what a company offers or is known not to offer, in the order of the tools' ids.
    ///
    /// A tool of which the company offers a part is among them, as partial.
    #[must_use]
    pub fn offers_of(&self, company: CompanyIx) -> impl ExactSizeIterator<Item = (ToolIx, Cell)> + '_ {
        self.offers.row(company)
    }

    /// Returns which companies there are claims about for a tool, in the order of the companies'
    /// ids.
    #[must_use]
    pub fn companies_on(&self, tool: ToolIx) -> impl ExactSizeIterator<Item = (CompanyIx, Cell)> + '_ {
        self.offers.column(tool)
    }

    /// Returns what is known of whether a company offers a tool; none when nothing is.
    ///
    /// A tool that is not in a company's complete list is a concluded `no`, for this company alone:
    /// what is said of the market ([`companies_on`](Self::companies_on),
    /// [`claims_about`](Self::claims_about)) is without it.
    #[must_use]
    pub fn cell(&self, company: CompanyIx, tool: ToolIx) -> Option<Cell> {
        self.market_cell(company, tool)
            .or_else(|| self.closed.get(&company)?.rules_out(tool).then_some(Cell::NOT_LISTED))
    }

    /// Whether a company is known to offer a tool, in full or in part.
    #[must_use]
    pub fn is_offered(&self, company: CompanyIx, tool: ToolIx) -> bool {
        self.cell(company, tool).is_some_and(|cell| cell.is_offered())
    }

    /// Iterates over the tools of which anything is known for a company, in id order: what
    /// [`cell`](Self::cell) says of each.
    ///
    /// Where its list of offers is complete, these are all tools.
    ///
    /// # Complexity
    ///
    /// O(d) time for a company with d offers; O(t) for all t tools where its list is complete.
    pub fn cells_of(&self, company: CompanyIx) -> impl Iterator<Item = (ToolIx, Cell)> + '_ {
        let mut known = self.offers.row(company).peekable();
        let closed = self.closed.get(&company);
        let every = if closed.is_some() { self.count(Kind::Tool) } else { 0 };
        let ruled_out = (0..u32::try_from(every).unwrap_or(u32::MAX)).map(Ix::new);
        let is_ruled_out = move |tool: &ToolIx| closed.is_some_and(|list| list.rules_out(*tool));
        let mut ruled_out = ruled_out.filter(is_ruled_out).peekable();
        std::iter::from_fn(move || merge(&mut known, &mut ruled_out))
    }

    /// Iterates over the companies of which anything is known for a tool, in id order: what
    /// [`cell`](Self::cell) says of each.
    ///
    /// # Complexity
    ///
    /// O(d + l) time for d companies with claims about the tool, and l whose lists are complete.
    pub fn cells_on(&self, tool: ToolIx) -> impl Iterator<Item = (CompanyIx, Cell)> + '_ {
        let mut known = self.offers.column(tool).peekable();
        let closed = self.closed.iter().filter(move |(_, list)| list.rules_out(tool));
        let mut closed = closed.map(|(company, _)| *company).peekable();
        std::iter::from_fn(move || merge(&mut known, &mut closed))
    }

    /// Returns the same without what a complete list says of tools that are not in it: what counts
    /// for the market.
    #[must_use]
    pub fn market_cell(&self, company: CompanyIx, tool: ToolIx) -> Option<Cell> {
        self.offers.cell(company, tool)
    }

    /// Returns how many companies have a list of offers that is complete on the day of the
    /// landscape.
    #[must_use]
    pub fn closed_lists(&self) -> usize {
        self.closed.len()
    }

    /// Returns whether a company's list of offers is claimed to be complete on the day of the
    /// landscape.
    #[must_use]
    pub fn has_closed_list(&self, company: CompanyIx) -> bool {
        self.closed.get(&company).is_some_and(|list| list.tools.is_none())
    }

    /// Returns the features that a company provides and that show a tool of which nothing is
    /// claimed, in id order.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a company and a tool with d relations.
    #[must_use]
    pub fn shown_by(&self, company: CompanyIx, tool: ToolIx) -> Vec<FeatureIx> {
        if self.market_cell(company, tool).and_then(Cell::ground) != Some(Ground::Feature) {
            return Vec::new();
        }
        let mut shows: Vec<FeatureIx> = self.targets(tool.into(), Relation::ShownBy, Direction::Outgoing);
        let features = self.provided_by(company);
        shows.retain(|feature| {
            let is_there = |one: &ProvidedFeature| one.feature == *feature && one.support.is_offered();
            features.iter().any(is_there)
        });
        shows
    }

    /// Returns the claims behind a company's offer of a tool, in the order in which they stand.
    #[must_use]
    pub fn offer_claims(&self, company: CompanyIx, tool: ToolIx) -> Vec<ClaimView<'_>> {
        let (owner, to) = (company.into(), tool.into());
        let place = |entry| ClaimPlace { owner, relation: Relation::Offers, entry, to };
        let at = |entry: u32| Some(place(Some(LinkPlace::Entry(entry as usize))));
        let claims = self.offers.claims(company, tool);
        let mut views: Vec<ClaimView<'_>> =
            claims.map(|claim| ClaimView { at: at(claim.entry), ..claim.view(self) }).collect();
        let claimed = self.cell(company, tool).and_then(Cell::claimed);
        if views.is_empty() && claimed.is_some() {
            views.push(ClaimView { support: claimed, at: Some(place(None)), ..ClaimView::default() });
        }
        views
    }

    /// Returns how many companies offer a tool.
    #[must_use]
    pub fn offerers(&self, tool: ToolIx) -> u32 {
        self.claims_about(tool).offered
    }

    /// Returns how many companies there is each kind of claim about.
    #[must_use]
    pub fn claims_about(&self, tool: ToolIx) -> ToolClaims {
        self.breadth.by_tool[tool.ordinal() as usize]
    }

    /// Returns how many tools that count a company offers: wholes alone, parts under them.
    #[must_use]
    pub fn breadth(&self, company: CompanyIx) -> u32 {
        self.breadth.by_company[company.ordinal() as usize]
    }

    /// Returns how much a shared tool says: ln(1 + N / n) for N companies of which n offer it; 0
    /// when nobody does.
    ///
    /// This is the inverse document frequency of information retrieval (Spärck Jones 1972),
    /// smoothed.
    #[must_use]
    pub fn weight(&self, tool: ToolIx) -> f64 {
        self.breadth.weights[tool.ordinal() as usize]
    }

    /// Returns the votes for a tool, where each company has one and splits it evenly over the tools
    /// that count and that it offers: the sum of 1 / [`breadth`](Self::breadth) over the companies
    /// that offer it.
    #[must_use]
    pub fn votes(&self, tool: ToolIx) -> f64 {
        self.breadth.votes[tool.ordinal() as usize]
    }

    /// Returns the sum of the weights of the tools that count and that a company offers.
    #[must_use]
    pub fn weight_of_offers(&self, company: CompanyIx) -> f64 {
        self.breadth.weight_by_company[company.ordinal() as usize]
    }

    /// Iterates over the tools that count and that a company offers, in id order.
    pub fn offered_tools(&self, company: CompanyIx) -> impl Iterator<Item = ToolIx> + '_ {
        let counts = |(tool, cell): &(ToolIx, Cell)| cell.is_offered() && self.wholes(*tool).is_empty();
        self.offers_of(company).filter(counts).map(|(tool, _)| tool)
    }

    /// Returns the firmest basis on which a company is said to offer a tool; none without evidence.
    ///
    /// An offer that is concluded stands on the firmest basis of what it is concluded from: of
    /// parts, of features, or of the claim that the list is complete.
    #[must_use]
    pub fn offer_basis(&self, company: CompanyIx, tool: ToolIx) -> Option<Basis> {
        match self.cell(company, tool).and_then(Cell::ground) {
            None => {}
            Some(Ground::Part) => {
                let parts = self.offered_parts(company, tool);
                return parts.filter_map(|part| self.offer_basis(company, part)).min();
            }
            Some(Ground::Feature) => {
                let by = self.shown_by(company, tool);
                let features = self.provided_by(company).into_iter();
                return features.filter(|one| by.contains(&one.feature)).filter_map(|one| one.basis).min();
            }
            Some(Ground::Listing) => return self.closed.get(&company).and_then(|list| list.basis),
        }
        let evidence = self.offers.claims(company, tool).flat_map(|claim| claim.evidence.iter());
        evidence.map(|evidence| evidence.basis).min()
    }

    /// Returns how far a company's own tool has come, where that is claimed: the furthest that any
    /// claim says.
    #[must_use]
    pub fn maturity(&self, company: CompanyIx, tool: ToolIx) -> Option<Maturity> {
        self.offers.claims(company, tool).filter_map(|claim| claim.details.maturity).max()
    }
}

/// Returns the next of what is known and of what complete lists rule out, where nothing is known.
fn merge<K: Ord + Copy>(
    known: &mut Peekable<impl Iterator<Item = (K, Cell)>>,
    ruled_out: &mut Peekable<impl Iterator<Item = K>>,
) -> Option<(K, Cell)> {
    let next = known.peek().map(|(key, _)| *key);
    let is_before = |key: &K| next.is_none_or(|next| *key < next);
    if let Some(key) = ruled_out.next_if(is_before) {
        return Some((key, Cell::NOT_LISTED));
    }
    let (key, cell) = known.next()?;
    ruled_out.next_if(|ruled_out| *ruled_out == key);
    Some((key, cell))
}
