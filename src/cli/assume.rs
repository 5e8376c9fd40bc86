//! What is supposed for one answer: files, and single claims such as "posthog offers crm".

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde_json::json;

use super::error::CliError;
use super::{graph, usage};
use crate::Landscape;
use crate::load::Files;
use crate::model::{Kind, Relation};

/// How a claim is written.
const FORM: &str = "write a claim as `COMPANY offers TOOL`, or name a file of the landscape's form";

/// Something that is supposed: the path of a file or folder, or a claim.
#[derive(Clone, Debug)]
pub(super) struct Assumed(String);

impl FromStr for Assumed {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Assumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Assumed {
    /// Whether it is read from standard input.
    pub(super) fn is_stdin(&self) -> bool {
        self.0 == "-"
    }

    /// Returns it as files to lay over those of a landscape.
    pub(super) fn files(&self, over: &Files) -> Result<Files, CliError> {
        let path = Path::new(&self.0);
        if !graph::is_missing(path) {
            return graph::read(path);
        }
        let Some((company, tool)) = parts(&self.0) else {
            return Err(usage(format!("there is no file of assumptions at `{self}`")).with_help(FORM));
        };
        // Names are looked up among the claims of all days, and exactly: nothing is guessed of what
        // is supposed.
        let landscape = Landscape::build_of_all_days(graph::parse(over)?);
        let company = landscape.resolve(company, &[Kind::Company])?;
        let tool = landscape.resolve(tool, &[Kind::Tool])?;
        let (company, tool) = (landscape.node(company), landscape.node(tool));
        let document = json!({ "companies": [{
            "id": company.id(),
            "name": company.name(),
            Relation::Offers.rule().key: [{ "tool": tool.id(), "support": "yes" }],
        }] });
        Ok(Files::from_text(&self.0, &document.to_string()))
    }
}

/// Returns the names of the company and of the tool in a claim.
fn parts(text: &str) -> Option<(&str, &str)> {
    let (company, tool) = text.split_once(&format!(" {} ", Relation::Offers.rule().key))?;
    let (company, tool) = (company.trim(), tool.trim());
    (!company.is_empty() && !tool.is_empty()).then_some((company, tool))
}
