//! Laying records over others: what if this were so?

use super::{
    ActiveIn, After, AnyId, Assessment, BuildCost, CompanyId, Complexity, Enhances, Evidence, Has, InStack,
    IntegratesWith, Listing, Need, Offer, Overview, PartOf, Passage, Plays, PrincipleType, Provides,
    QuestionStatus, ReportsTo, RoleStatus, RoleType, Scope, StageRecord, VariantOf, When,
};

/// What can be laid over another of its kind.
pub(crate) trait LayOver {
    /// Takes what `over` says in place of what stands here.
    fn lay_over(&mut self, over: Self);
}

/// A record that can be laid over another: of its keys, those that it says.
pub(crate) trait LayOverRecord {
    /// Takes the keys of `over` for which `says` holds: single values in place of what stands here, lists beside it. An
    /// entry of a list takes the place of those that lead to the same record.
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
replaced! {
    Box<str> Option<Box<str>> Option<When> Option<CompanyId<'t>> Option<Complexity> Option<RoleStatus>
    Option<Scope<'t>> Listing PrincipleType QuestionStatus RoleType Box<[BuildCost<'t>]> Box<[StageRecord<'t>]>
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

/// Lists of claims, each with the keys that say what it is about: of one thing the claims laid over are what counts.
macro_rules! claims {
    ($($name:ident: $($key:ident)+;)*) => {
        $(impl<'t> LayOver for Box<[$name<'t>]> {
            fn lay_over(&mut self, over: Self) {
                let is_said = |claim: &$name<'t>| over.iter().any(|new| $(new.$key == claim.$key)&&+);
                let mut all = std::mem::take(self).into_vec();
                all.retain(|claim| !is_said(claim));
                all.extend(over);
                *self = all.into();
            }
        })*
    };
}
claims! {
    ActiveIn: stack;
    After: tool;
    Assessment: tool;
    Enhances: tool;
    Has: feature;
    InStack: stack;
    IntegratesWith: company;
    Need: tool;
    Offer: tool;
    PartOf: tool;
    Plays: role segment;
    Provides: feature;
    ReportsTo: role;
    VariantOf: tool;
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
