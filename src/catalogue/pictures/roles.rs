//! Roles against stacks.

use super::{Drawn, PictureRow};
use crate::catalogue::argument::{COMPANY, STACKS};
use crate::catalogue::{Argument, Reads, Takes};
use crate::model::Kind;
use crate::query::{Within, role_heat, roles};

static ROLES_ARGUMENT: Argument = Argument::option(
    "roles",
    "ROLE",
    Takes::Records { kinds: &[Kind::Role], least: 0, most: None },
    "Only this role; can be given more than once",
)
.named("role");

/// Roles against stacks.
pub(super) static ROLES: PictureRow = PictureRow {
    name: "roles",
    about: "Draw how much of each role's needs a company covers, stack by stack",
    details: "A darker cell: the company is known to offer a greater share. `landscape roles` lists the same.",
    arguments: &[&ROLES_ARGUMENT, &STACKS, &COMPANY],
    reads: Reads::Landscape,
    example: &[],
    draw: |call| {
        let Within { stacks, roles } = call.within(&[]);
        let options =
            roles::Options { company: call.company_if_any(), roles, stacks, ..roles::Options::default() };
        let report = role_heat::role_heat(call.landscape(), &options);
        Ok(Drawn::titled(report, role_heat::Report::title))
    },
};
