//! How the tools of companies divide.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{COMPANY, COMPANY_KIND, ROLES, STACKS};
use crate::catalogue::{Argument, AskError, Reads, Takes};
use crate::query::{overlap, upset};

static COMPANIES: Argument = Argument::subject(
    "companies",
    "COMPANY",
    Takes::Records { kinds: COMPANY_KIND, least: 0, most: Some(overlap::MOST_COMPARED) },
    "Up to twelve companies",
);

/// How the tools of companies divide.
pub(super) static UPSET: PictureRow = PictureRow {
    name: "upset",
    about: "Draw which companies share which tools, and which tools only one offers",
    details: "An `UpSet` plot: a row for each group of companies, with the tools that exactly these companies offer; the largest \
              first. With one company or none, the five closest companies are added.",
    arguments: &[&COMPANIES, &STACKS, &ROLES, &COMPANY],
    reads: Reads::Landscape,
    example: &["posthog", "amplitude", "mixpanel"],
    draw: |call| {
        let mut companies = call.all("companies");
        if !companies.is_empty() && call.is_given("company") {
            return Err(AskError::Together {
                argument: "company",
                why: "is only used if no companies are named",
            });
        }
        if companies.is_empty() {
            companies.push(call.company()?);
        }
        let report = upset::upset(call.landscape(), &companies, &call.within(&[]));
        Ok(Drawn::titled(report, upset::Report::title))
    },
};
