//! Two companies against each other.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{COMPANY_KIND, ROLES, STACKS};
use crate::catalogue::{Argument, AskError, Reads, Takes};
use crate::query::versus;

static COMPANIES: Argument = Argument::subject(
    "companies",
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 2, most: Some(2) },
    "The two companies",
);

/// Two companies against each other.
pub(super) static VERSUS: PictureRow = PictureRow {
    name: "versus",
    about: "Draw two companies side by side: what only one, both or neither offers",
    details: "One row for each stack. Where only one offers a tool, the picture says whether the other plans it, does not offer it, \
              or is unknown. `landscape overlap A B` lists the same.",
    arguments: &[&COMPANIES, &STACKS, &ROLES],
    reads: Reads::Landscape,
    example: &["posthog", "amplitude"],
    draw: |call| {
        let pair = call.all("companies").try_into();
        let pair = pair.map_err(|_| AskError::Few { argument: "companies", least: 2 })?;
        let report = versus::versus(call.landscape(), pair, &versus::Options { within: call.within(&[]) });
        Ok(Drawn::titled(report, versus::Report::title))
    },
};
