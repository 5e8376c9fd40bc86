//! What stands around a record.

use super::{Drawn, PictureRow};
use crate::catalogue::{Argument, AskError, Reads, Takes};
use crate::query::around;

static RECORD: Argument = Argument::subject(
    "record",
    "NAME",
    Takes::Records { kinds: &around::KINDS, least: 1, most: Some(1) },
    "A company, tool, stack or role",
);

static MOST: Argument = Argument::option(
    "most",
    "N",
    Takes::Count { least: 1, most: 200, default: Some(around::DEFAULT_MOST as u64) },
    "How many companies and roles to draw at most, and twice as many tools; the rest is counted",
);

/// What stands around a record.
pub(super) static AROUND: PictureRow = PictureRow {
    name: "around",
    about: "Draw a company, tool, stack or role with everything connected to it",
    details: "A company: its stacks, tools, closest rivals and the roles that need its tools. A tool: who offers it and who \
              needs it. A stack: who offers most of it. A role: what it needs and who offers that.",
    arguments: &[&RECORD, &MOST],
    reads: Reads::Landscape,
    example: &["posthog"],
    draw: |call| {
        let options = around::Options { most: call.count("most") };
        let few = AskError::Few { argument: "record", least: 1 };
        let node = *call.nodes("record").first().ok_or(few.clone())?;
        let report = around::around(call.landscape(), node, &options).ok_or(few)?;
        let title = report.centre.name;
        Ok(Drawn::new(report, title))
    },
};
