//! Who offers what, as compressed sparse rows both ways.

use schemars::JsonSchema;
use serde::Serialize;

use super::claim::Claim;
use super::{CompanyIx, Ix, ToolIx};
use crate::model::Support;

/// What is known of whether one company offers one tool.
///
/// The support that counts is what is claimed; else what a feature shows that the company provides;
/// raised to `partial` where the company offers a part of the tool. Where there is none of these
/// and the company's list of offers is complete, it is `no`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cell(u8);

/// What a support is concluded from, where nobody claims it of the very tool.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// The company offers a part of the tool.
    Part,
    /// The company provides a feature that shows the tool.
    Feature,
    /// The company's list of offers is complete, and the tool is not in it.
    Listing,
}

impl Ground {
    /// Every ground, as files and tables have the word.
    pub const WORDS: [&'static str; 3] = ["part", "feature", "listing"];

    /// Every ground, in the order of [`WORDS`](Self::WORDS).
    pub const ALL: [Self; 3] = [Self::Part, Self::Feature, Self::Listing];

    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// Returns the ground that a word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.word() == word)
    }
}

impl Cell {
    /// The first of the codes for grounds; those before it are supports that are claimed.
    const GROUNDS: u8 = 0b100;

    pub(super) const fn claimed_as(support: Support) -> Self {
        let code = support as u8;
        Self(code << 3 | code)
    }

    const fn concluded(support: Support, ground: Ground) -> Self {
        Self((Self::GROUNDS + ground as u8) << 3 | support as u8)
    }

    /// What offering a part says of the whole, where nothing is claimed of the whole itself.
    pub(super) const PART_OFFERED: Self = Self::concluded(Support::Partial, Ground::Part);

    /// What a complete list says of a tool that is not in it.
    pub(super) const NOT_LISTED: Self = Self::concluded(Support::No, Ground::Listing);

    /// What providing a feature says of the tool that it shows, where nothing is claimed of the
    /// tool itself.
    pub(super) const fn shown(support: Support) -> Self {
        Self::concluded(support, Ground::Feature)
    }

    /// Raises the support that counts to partial, since a part is offered.
    pub(super) fn with_part(self) -> Self {
        if self.support().is_offered() { self } else { Self(self.0 & !0b111 | Support::Partial as u8) }
    }

    /// Returns the support that counts.
    #[must_use]
    pub const fn support(self) -> Support {
        Support::ALL[(self.0 & 0b11) as usize]
    }

    /// Returns the support that is claimed of this very tool; none where it is concluded.
    #[must_use]
    pub const fn claimed(self) -> Option<Support> {
        let code = self.0 >> 3;
        if code >= Self::GROUNDS { None } else { Some(Support::ALL[code as usize]) }
    }

    /// Returns what the support is concluded from; none where it is claimed.
    #[must_use]
    pub const fn ground(self) -> Option<Ground> {
        match (self.0 >> 3).checked_sub(Self::GROUNDS) {
            None => None,
            Some(0) => Some(Ground::Part),
            Some(1) => Some(Ground::Feature),
            Some(_) => Some(Ground::Listing),
        }
    }

    /// Returns whether it is only known by a part.
    #[must_use]
    pub const fn is_by_part(self) -> bool {
        matches!(self.ground(), Some(Ground::Part))
    }

    /// Returns whether this counts as offered.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        self.support().is_offered()
    }
}

/// Sparse rows: for each row, its columns in order, each with its cell.
#[derive(Debug, Default)]
struct Rows {
    starts: Vec<u32>,
    columns: Vec<u32>,
    cells: Vec<Cell>,
}

impl Rows {
    fn range(&self, row: u32) -> std::ops::Range<usize> {
        self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize
    }

    fn row(&self, row: u32) -> impl ExactSizeIterator<Item = (u32, Cell)> + '_ {
        let range = self.range(row);
        self.columns[range.clone()].iter().copied().zip(self.cells[range].iter().copied())
    }

    fn transposed(&self, columns: usize) -> Self {
        let mut starts = vec![0_u32; columns + 1];
        for column in &self.columns {
            starts[*column as usize + 1] += 1;
        }
        for column in 0..columns {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; self.columns.len()];
        let mut cells = vec![Cell(0); self.cells.len()];
        for row in 0..self.starts.len() - 1 {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            for (column, cell) in self.row(row) {
                let at = &mut next[column as usize];
                rows[*at as usize] = row;
                cells[*at as usize] = cell;
                *at += 1;
            }
        }
        Self { starts, columns: rows, cells }
    }
}

/// Every offer, by company and by tool.
#[derive(Debug, Default)]
pub(super) struct Offers {
    by_company: Rows,
    by_tool: Rows,
    /// The claims that say more than the support, by entry of `by_company`, in the order in which
    /// they stand.
    claims: Vec<(u32, Claim)>,
}

/// Takes the offers of one company after another.
pub(super) struct OffersBuilder {
    offers: Offers,
}

impl OffersBuilder {
    pub(super) fn new() -> Self {
        let by_company = Rows { starts: vec![0], ..Rows::default() };
        Self { offers: Offers { by_company, ..Offers::default() } }
    }

    /// The ordinal of the company whose offers are added next.
    pub(super) fn next_company(&self) -> u32 {
        u32::try_from(self.offers.by_company.starts.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds the offers of the next company: sorted by tool, each tool once; and its claims, sorted
    /// by tool.
    pub(super) fn push(&mut self, cells: &[(ToolIx, Cell)], claims: Vec<(ToolIx, Claim)>) {
        let Offers { by_company, claims: kept, .. } = &mut self.offers;
        let start = by_company.columns.len();
        by_company.columns.extend(cells.iter().map(|(tool, _)| tool.ordinal()));
        by_company.cells.extend(cells.iter().map(|(_, cell)| *cell));
        by_company.starts.push(u32::try_from(by_company.columns.len()).unwrap_or(u32::MAX));
        for (tool, claim) in claims {
            if let Ok(position) = cells.binary_search_by_key(&tool, |(tool, _)| *tool) {
                kept.push((u32::try_from(start + position).unwrap_or(u32::MAX), claim));
            }
        }
    }

    pub(super) fn finish(mut self, tools: usize) -> Offers {
        self.offers.by_tool = self.offers.by_company.transposed(tools);
        self.offers
    }
}

impl Offers {
    pub(super) fn len(&self) -> usize {
        self.by_company.cells.len()
    }

    pub(super) fn row(&self, company: CompanyIx) -> impl ExactSizeIterator<Item = (ToolIx, Cell)> + '_ {
        self.by_company.row(company.ordinal()).map(|(tool, cell)| (Ix::new(tool), cell))
    }

    pub(super) fn column(&self, tool: ToolIx) -> impl ExactSizeIterator<Item = (CompanyIx, Cell)> + '_ {
        self.by_tool.row(tool.ordinal()).map(|(company, cell)| (Ix::new(company), cell))
    }

    fn entry(&self, company: CompanyIx, tool: ToolIx) -> Option<usize> {
        let range = self.by_company.range(company.ordinal());
        let start = range.start;
        self.by_company.columns[range].binary_search(&tool.ordinal()).ok().map(|at| start + at)
    }

    pub(super) fn cell(&self, company: CompanyIx, tool: ToolIx) -> Option<Cell> {
        self.entry(company, tool).map(|entry| self.by_company.cells[entry])
    }

    /// The claims of a company that say more than the support, each with its tool, in order.
    pub(super) fn claims_of(&self, company: CompanyIx) -> impl Iterator<Item = (ToolIx, &Claim)> {
        let range = self.by_company.range(company.ordinal());
        let first = self.claims.partition_point(|(at, _)| (*at as usize) < range.start);
        let claims = self.claims[first..].iter().take_while(move |(at, _)| range.contains(&(*at as usize)));
        claims.map(|(at, claim)| (Ix::new(self.by_company.columns[*at as usize]), claim))
    }

    pub(super) fn claims(&self, company: CompanyIx, tool: ToolIx) -> impl Iterator<Item = &Claim> {
        let entry = self.entry(company, tool).and_then(|entry| u32::try_from(entry).ok()).unwrap_or(u32::MAX);
        let first = self.claims.partition_point(|(at, _)| *at < entry);
        self.claims[first..].iter().take_while(move |(at, _)| *at == entry).map(|(_, claim)| claim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_raises_the_support_of_the_whole_to_partial_and_no_further() {
        for (claimed, counted) in [
            (Support::Yes, Support::Yes),
            (Support::Partial, Support::Partial),
            (Support::Planned, Support::Partial),
            (Support::No, Support::Partial),
        ] {
            let cell = Cell::claimed_as(claimed);
            assert_eq!((cell.support(), cell.claimed()), (claimed, Some(claimed)));
            assert_eq!((cell.with_part().support(), cell.with_part().claimed()), (counted, Some(claimed)));
        }
    }

    #[test]
    fn what_is_concluded_tells_from_what() {
        for (cell, support, ground) in [
            (Cell::PART_OFFERED, Support::Partial, Ground::Part),
            (Cell::NOT_LISTED, Support::No, Ground::Listing),
            (Cell::shown(Support::Yes), Support::Yes, Ground::Feature),
            (Cell::shown(Support::Partial).with_part(), Support::Partial, Ground::Feature),
        ] {
            assert_eq!((cell.support(), cell.claimed(), cell.ground()), (support, None, Some(ground)));
        }
        for support in Support::ALL {
            assert_eq!(Cell::claimed_as(support).ground(), None);
        }
    }
}
