//! Laying assumptions over a landscape: records of files that are only supposed.

use super::parse::Draft;
use super::{Files, json, locate::Locator};
#[cfg(any(feature = "cli", feature = "serve"))]
use crate::landscape::{CompanyIx, Landscape, ToolIx};
#[cfg(any(feature = "cli", feature = "serve"))]
use crate::model::Relation;
use crate::model::{Kind, LayOverRecord, Model, Origin};

/// Makes a file that says one thing, that a company offers a tool, to be laid over a landscape; it
/// is reported as `name`.
#[cfg(any(feature = "cli", feature = "serve"))]
pub(crate) fn offer(landscape: &Landscape, company: CompanyIx, tool: ToolIx, name: &str) -> Files {
    let (company, tool) = (landscape.node(company), landscape.node(tool));
    let document = serde_json::json!({ "companies": [{
        "id": company.id(),
        "name": company.name(),
        Relation::Offers.rule().key: [{ "tool": tool.id(), "support": "yes" }],
    }] });
    Files::from_text(name, &document.to_string())
}

/// Lays the assumed records over those with the same ids. The draft has been checked.
pub(super) fn lay_over(files: &Files, draft: &mut Draft<'_>) {
    let locator = Locator::new(files, &draft.model.documents);
    let keys =
        |kind: Kind, origin: Origin| locator.raw_record(kind, origin).map(json::keys).unwrap_or_default();
    draft.model.lay_over(&keys);
    if let Some((over, document)) = draft.assumed_overview.take() {
        let says = locator.raw_overview(document).map(json::keys).unwrap_or_default();
        match &mut draft.model.overview {
            Some((overview, _)) => overview.lay_over(over, &|key| says.iter().any(|said| said == key)),
            none => *none = Some((over, document)),
        }
    }
}

/// Returns whether a record stands in a file that is only supposed.
pub(super) fn is_assumed(files: &Files, model: &Model<'_>, origin: Origin) -> bool {
    is_assumed_document(files, model, origin.document)
}

/// Returns the layer of the file in which a record stands.
pub(super) fn layer(files: &Files, model: &Model<'_>, origin: Origin) -> u32 {
    files.get(model.documents[origin.document as usize].file).layer()
}

/// Returns whether a document is in a file that is only supposed.
pub(super) fn is_assumed_document(files: &Files, model: &Model<'_>, document: u32) -> bool {
    files.get(model.documents[document as usize].file).is_assumed()
}
