//! All nodes of a landscape: what every record has in columns, and beside them what few have.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::claim::Evidence;
use super::node::{Attributes, Passage};
use super::{FeatureIx, ToolIx};
use crate::model::{Names, Origin};

/// What is known of every record itself, by index.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    names: Names,
    origins: Vec<Origin>,
    /// The records of which there is more than an id and a name.
    more: FxHashMap<usize, More>,
    /// The tool of each feature whose name or alias another feature has too.
    pub(super) feature_tools: BTreeMap<FeatureIx, ToolIx>,
}

/// What is known of a record besides its id and name.
#[derive(Clone, Debug, Default)]
pub(super) struct More {
    pub(super) aliases: Box<[Box<str>]>,
    pub(super) description: Option<Box<str>>,
    pub(super) url: Option<Box<str>>,
    pub(super) note: Option<Box<str>>,
    pub(super) evidence: Box<[Evidence]>,
    pub(super) attributes: Attributes,
    /// The passages of a source.
    pub(super) passages: Box<[Passage]>,
}

impl More {
    fn is_none(&self) -> bool {
        let Self { aliases, description, url, note, evidence, attributes, passages } = self;
        aliases.is_empty()
            && description.is_none()
            && url.is_none()
            && note.is_none()
            && evidence.is_empty()
            && attributes.is_empty()
            && passages.is_empty()
    }
}

impl Nodes {
    /// Adds a record of which no more is known than an id and a name.
    pub(super) fn push(&mut self, id: &str, name: &str, origin: Origin) {
        self.names.push(id, name);
        self.origins.push(origin);
    }

    pub(super) fn push_with(&mut self, id: &str, name: &str, origin: Origin, more: More) {
        if !more.is_none() {
            self.more.insert(self.origins.len(), more);
        }
        self.push(id, name, origin);
    }

    pub(super) fn id(&self, at: usize) -> &str {
        self.names.id(at)
    }

    pub(super) fn name(&self, at: usize) -> &str {
        self.names.name(at)
    }

    pub(super) fn origin(&self, at: usize) -> Origin {
        self.origins[at]
    }

    pub(super) fn more(&self, at: usize) -> Option<&More> {
        self.more.get(&at)
    }
}
