//! How likely it is that a company offers a tool.

use crate::landscape::{CompanyIx, Landscape};
use crate::query::peers;

/// Of the companies that offer what one offers, the share that also offers each tool, pulled
/// towards the share of all companies where few do.
pub(super) struct Likely<'l> {
    landscape: &'l Landscape,
    /// For each tool, the share of all companies that offer it, as if one more of two more did.
    shares: Vec<f64>,
    /// For each company, the sum of what its offers of the held tools count; empty between calls.
    weights: Vec<f64>,
}

impl<'l> Likely<'l> {
    pub(super) fn new(landscape: &'l Landscape) -> Self {
        let companies = landscape.companies().len();
        let of = f64::from(super::count(companies)) + 2.0;
        let share = |tool| (f64::from(landscape.offerers(tool)) + 1.0) / of;
        Self { landscape, shares: landscape.tools().map(share).collect(), weights: vec![0.0; companies] }
    }

    /// Returns for each tool how likely it is that a company offers it.
    pub(super) fn of(&mut self, company: CompanyIx) -> Vec<f64> {
        const KAPPA: f64 = peers::Options::DEFAULT.kappa;
        let landscape = self.landscape;
        let (mut touched, mut held, mut pulls) = (Vec::new(), 0_u32, 0.0);
        for tool in landscape.offered_tools(company) {
            let pull = 1.0 / (f64::from(landscape.offerers(tool).saturating_sub(1)) + KAPPA);
            (held, pulls) = (held + 1, pulls + pull);
            for (other, _) in landscape.companies_on(tool).filter(|(_, cell)| cell.is_offered()) {
                let weight = &mut self.weights[other.ordinal() as usize];
                if *weight <= 0.0 {
                    touched.push(other);
                }
                *weight += pull;
            }
        }
        if held == 0 {
            return self.shares.clone();
        }
        let mut together = vec![0.0; self.shares.len()];
        for other in touched {
            let weight = std::mem::take(&mut self.weights[other.ordinal() as usize]);
            if other == company {
                continue;
            }
            for (tool, _) in landscape.offers_of(other).filter(|(_, cell)| cell.is_offered()) {
                together[tool.ordinal() as usize] += weight;
            }
        }
        let likely = |(together, share): (f64, &f64)| (together + KAPPA * share * pulls) / f64::from(held);
        together.into_iter().zip(&self.shares).map(likely).collect()
    }
}
