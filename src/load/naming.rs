//! Where a name must lead to one record: within its kind, and within its tool for a feature.

use rustc_hash::FxHashMap;

use crate::model::{Kind, Model};

/// Within what each record's names must differ from those of others.
pub(super) struct Naming<'m> {
    kind: Kind,
    /// The tools that have each feature, in order.
    tools: FxHashMap<&'m str, Vec<Option<&'m str>>>,
}

impl<'m> Naming<'m> {
    pub(super) fn of(model: &'m Model<'_>, kind: Kind) -> Self {
        let mut tools: FxHashMap<&str, Vec<Option<&str>>> = FxHashMap::default();
        if kind == Kind::Feature {
            for tool in &model.tools {
                for has in &tool.record.has {
                    let of_feature = tools.entry(has.feature.as_str()).or_default();
                    let tool = Some(tool.record.id.as_str());
                    if of_feature.last() != Some(&tool) {
                        of_feature.push(tool);
                    }
                }
            }
        }
        Self { kind, tools }
    }

    /// Returns the tools of a feature; none once for one that no tool has, as for any other record.
    pub(super) fn groups(&self, id: &str) -> &[Option<&'m str>] {
        match self.tools.get(id) {
            Some(tools) if self.kind == Kind::Feature => tools,
            _ => &[None],
        }
    }
}
