//! Laying records over others: what if this were so?

use std::collections::BTreeSet;

use super::{AnyId, BuildCost, Entry, Evidence, Overview, Passage, StageRecord, Word};

/// What can be laid over another of its kind.
pub(crate) trait LayOver {
    /// Takes what `over` says in place of what stands here.
    fn lay_over(&mut self, over: Self);
}

/// A record that can be laid over another: of its keys, those that it says.
pub(crate) trait LayOverRecord {
    /// Takes the keys of `over` for which `says` holds: single values in place of what stands here,
    /// lists beside it. An entry of a list takes the place of those that lead to the same record.
    fn lay_over(&mut self, over: Self, says: &dyn Fn(&str) -> bool);
}

/// Values that are taken whole.
macro_rules! replaced {
    ($($type:ty)*) => {
        $(impl<'t> LayOver for $type {
            fn lay_over(&mut self, over: Self) {
                *self = over;
            }
        })*
    };
}
replaced! { Box<str> Box<[BuildCost<'t>]> Box<[StageRecord<'t>]> }

impl<T> LayOver for Option<T> {
    fn lay_over(&mut self, over: Self) {
        *self = over;
    }
}

impl<W: Word> LayOver for W {
    fn lay_over(&mut self, over: Self) {
        *self = over;
    }
}

/// Lists of which every entry is kept once.
macro_rules! added {
    ($($type:ty)*) => {
        $(impl<'t> LayOver for Box<[$type]> {
            fn lay_over(&mut self, over: Self) {
                let mut all = std::mem::take(self).into_vec();
                for entry in over {
                    if !all.contains(&entry) {
                        all.push(entry);
                    }
                }
                *self = all.into();
            }
        })*
    };
}
added! { Box<str> AnyId<'t> Evidence<'t> Passage<'t> }

/// Lists of claims: of one thing the claims laid over are what counts.
impl<'t, E: Entry<'t>> LayOver for Box<[E]> {
    fn lay_over(&mut self, over: Self) {
        // Who plays a role in one kind of company says nothing of the others.
        let of = |claim: &E| (claim.target(), claim.details().segment);
        let said: BTreeSet<_> = over.iter().map(of).collect();
        let mut all = std::mem::take(self).into_vec();
        all.retain(|claim| !said.contains(&of(claim)));
        all.extend(over);
        *self = all.into();
    }
}

impl LayOverRecord for Overview<'_> {
    fn lay_over(&mut self, over: Self, says: &dyn Fn(&str) -> bool) {
        let Self { schema: _, name, perspective, description, stages, build_costs } = over;
        self.name.lay_over(name);
        if says("perspective") {
            self.perspective.lay_over(perspective);
        }
        if says("description") {
            self.description.lay_over(description);
        }
        if says("stages") {
            self.stages.lay_over(stages);
        }
        if says("build_costs") {
            self.build_costs.lay_over(build_costs);
        }
    }
}
