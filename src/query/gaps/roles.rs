//! What it takes to serve roles, and which is nearest.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::landscape::{CompanyIx, Landscape, RoleIx};
use crate::query::{Interval, RoleRef, Within, count, keep_top};

/// How many of the nearest roles are named where none is asked for.
const NEAREST: usize = 3;

/// How many of the tools that a role needs a company lacks.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RoleToServe<'l> {
    /// The role.
    pub role: RoleRef<'l>,
    /// How many it lacks: from those that it is known to lack, to all but those that it offers.
    pub lacking: Interval,
}

/// What it takes to serve roles.
#[derive(Clone, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RolesToServe<'l> {
    /// Whether roles were asked for.
    pub asked: bool,
    /// The roles that were asked for; where none was, the nearest ones: those that may lack the
    /// fewest tools, then those that are known to lack the fewest, then those that need most; ties
    /// by id. Of the nearest, none that lacks nothing.
    pub roles: Vec<RoleToServe<'l>>,
    /// How many roles lack nothing, where none was asked for.
    pub served: u32,
}

/// Returns what it takes to serve the roles that are asked for, or which are nearest.
pub(super) fn to_serve<'l>(
    landscape: &'l Landscape,
    company: CompanyIx,
    within: &Within,
) -> RolesToServe<'l> {
    let lacking = |role: RoleIx| {
        let tools = Within { stacks: within.stacks.clone(), roles: vec![role] }.tools(landscape);
        let (mut low, mut high) = (0, 0);
        for cell in tools.iter().map(|tool| landscape.cell(company, *tool)) {
            low += u32::from(cell.is_some_and(|cell| !cell.is_offered()));
            high += u32::from(!cell.is_some_and(|cell| cell.is_offered()));
        }
        Interval { low, high, of: count(tools.len()) }
    };
    let to_serve = |(role, lacking)| RoleToServe { role: landscape.named(role), lacking };
    if !within.roles.is_empty() {
        let asked = within.roles.iter().map(|role| (*role, lacking(*role)));
        return RolesToServe { asked: true, roles: asked.map(to_serve).collect(), served: 0 };
    }
    let all = landscape.roles().map(|role| (role, lacking(role)));
    let (served, mut roles): (Vec<_>, Vec<_>) =
        all.filter(|(_, lacking)| lacking.of > 0).partition(|(_, lacking)| lacking.high == 0);
    keep_top(&mut roles, Some(NEAREST), |(role, lacking)| {
        (lacking.high, lacking.low, Reverse(lacking.of), *role)
    });
    RolesToServe {
        asked: false,
        roles: roles.into_iter().map(to_serve).collect(),
        served: count(served.len()),
    }
}
