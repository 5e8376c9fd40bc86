//! What somebody looked up without finding an answer: unknown in every count, and told as such.

use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyRef, ToolRef};
use crate::landscape::{ClaimView, CompanyIx, Landscape, ToolIx};

/// The claim that somebody looked, and could not tell.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct Looked<'l> {
    /// The company that was looked at; none where somebody looked for any that offers the tool, and
    /// found nobody.
    pub company: Option<CompanyRef<'l>>,
    /// The tool.
    pub tool: ToolRef<'l>,
    /// The claim.
    pub claim: ClaimView<'l>,
}

/// Returns what somebody looked up of some tools, in the order of the tools: first that nobody was
/// found, where nobody is known by now, then the companies in id order.
///
/// # Complexity
///
/// O(d log d) time for each tool with d relations.
pub(super) fn of_tools<'l>(landscape: &'l Landscape, tools: &[ToolIx]) -> Vec<Looked<'l>> {
    let of_tool = |tool: &ToolIx| {
        let named = landscape.named(*tool);
        let companies = landscape.looked_for(*tool).into_iter();
        let looked = companies.map(move |(company, claim)| Looked {
            company: Some(landscape.named(company)),
            tool: named,
            claim,
        });
        nobody(landscape, *tool).into_iter().chain(looked)
    };
    tools.iter().flat_map(of_tool).collect()
}

/// Returns what somebody looked up of one company and some tools, which are in order.
pub(super) fn of_company<'l>(
    landscape: &'l Landscape,
    company: CompanyIx,
    tools: &[ToolIx],
) -> Vec<Looked<'l>> {
    let looked = landscape.looked_at(company).into_iter();
    let asked = looked.filter(|(tool, _)| tools.binary_search(tool).is_ok());
    let looked = asked.map(|(tool, claim)| Looked {
        company: Some(landscape.named(company)),
        tool: landscape.named(tool),
        claim,
    });
    looked.collect()
}

/// Returns what somebody looked up of a company and a tool, that nobody was found included.
pub(super) fn between<'l>(landscape: &'l Landscape, company: CompanyIx, tool: ToolIx) -> Vec<Looked<'l>> {
    let mut looked = of_company(landscape, company, &[tool]);
    looked.extend(nobody(landscape, tool));
    looked
}

/// The claim that nobody offers a tool, where nobody is known to by now.
pub(super) fn nobody<'l>(landscape: &'l Landscape, tool: ToolIx) -> Option<Looked<'l>> {
    let claim = landscape.node(tool).looked().filter(|_| landscape.offerers(tool) == 0)?;
    Some(Looked { company: None, tool: landscape.named(tool), claim })
}
