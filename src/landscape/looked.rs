//! What somebody looked up without finding an answer.

use super::{ClaimView, CompanyIx, Landscape, LinkIx, NodeIx, ToolIx};
use crate::model::Relation;

impl Landscape {
    /// Returns the tools that somebody looked for at a company without finding an answer, in id
    /// order, each with its claim.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a company with d relations.
    #[must_use]
    pub fn looked_at(&self, company: CompanyIx) -> Vec<(ToolIx, ClaimView<'_>)> {
        let links = self.links_from(company.into(), Relation::Looked);
        let open = |link: LinkIx| {
            let tool = self.link_ends(link)[1].of_kind()?;
            self.cell(company, tool).is_none().then(|| (tool, self.link_claim(link)))
        };
        links.into_iter().filter_map(open).collect()
    }

    /// Returns the companies at which somebody looked for a tool without finding an answer, in id
    /// order, each with its claim.
    ///
    /// # Complexity
    ///
    /// O(d log d) time for a tool with d relations.
    #[must_use]
    pub fn looked_for(&self, tool: ToolIx) -> Vec<(CompanyIx, ClaimView<'_>)> {
        let links = self.links_to(NodeIx::from(tool), Relation::Looked);
        let open = |link: LinkIx| {
            let company = self.link_ends(link)[0].of_kind()?;
            self.cell(company, tool).is_none().then(|| (company, self.link_claim(link)))
        };
        links.into_iter().filter_map(open).collect()
    }
}
