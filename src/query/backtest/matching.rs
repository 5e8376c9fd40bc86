//! Which records of an earlier landscape are which of a later one.

use std::collections::BTreeMap;

use crate::id::fold_name;
use crate::landscape::Landscape;
use crate::model::Kind;

/// The records of one kind of two landscapes in groups: each group is one thing, under all its names.
#[derive(Debug)]
pub(super) struct Groups {
    /// For each record of the earlier landscape, its group.
    pub(super) train: Vec<u32>,
    /// For each record of the later one.
    pub(super) test: Vec<u32>,
    /// For each group, its records of the earlier and of the later landscape.
    pub(super) members: Vec<[Vec<u32>; 2]>,
}

impl Groups {
    /// Matches the records of a kind by id and, where one of two ids is not on both sides, by id, name and alias: a
    /// record that was renamed, merged with others or divided is one group with what it was.
    ///
    /// # Complexity
    ///
    /// O(n log n) time for n names of both.
    pub(super) fn of(kind: Kind, train: &Landscape, test: &Landscape) -> Self {
        let [train, test] = [train, test].map(|landscape| Names::of(kind, landscape));
        let of_train = train.ids.len();
        let mut union = Union { parent: (0..of_train + test.ids.len()).collect() };
        for (ordinal, id) in train.ids.iter().enumerate() {
            if let Some(other) = test.find(id) {
                union.join(ordinal, of_train + other);
            }
        }
        // Of two that are on both sides under their ids, neither has become the other.
        let is_gone = |ordinal: &&usize| test.find(train.ids[**ordinal]).is_none();
        let is_new = |ordinal: &&usize| train.find(test.ids[**ordinal]).is_none();
        for (name, before) in &train.names {
            let Some(after) = test.names.get(name) else { continue };
            // What is gone may have become any of those after it, and what is new have been any before it. Joined
            // through the first of each side, since very many may share a name.
            if before.iter().any(|ordinal| is_gone(&ordinal)) {
                after.iter().for_each(|other| union.join(of_train + after[0], of_train + *other));
            }
            if after.iter().any(|ordinal| is_new(&ordinal)) {
                before.iter().for_each(|other| union.join(before[0], *other));
            }
            before.iter().filter(is_gone).for_each(|gone| union.join(*gone, of_train + after[0]));
            after.iter().filter(is_new).for_each(|new| union.join(before[0], of_train + *new));
        }
        union.groups(of_train)
    }
}

/// What the records of one kind are called.
struct Names<'l> {
    /// The ids, in order: the place of each is the record's ordinal.
    ids: Vec<&'l str>,
    /// From each folded name, id and alias to the records that have it.
    names: BTreeMap<String, Vec<usize>>,
}

impl<'l> Names<'l> {
    fn of(kind: Kind, landscape: &'l Landscape) -> Self {
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut ids = Vec::with_capacity(landscape.count(kind));
        for (ordinal, node) in landscape.nodes(kind).enumerate() {
            let node = landscape.node(node);
            ids.push(node.id());
            for name in [node.id(), node.name()].into_iter().chain(node.aliases()) {
                names.entry(fold_name(name)).or_default().push(ordinal);
            }
        }
        Self { ids, names }
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }
}

/// Sets that are joined step by step (Galler, Fischer 1964).
struct Union {
    parent: Vec<usize>,
}

impl Union {
    fn root(&mut self, of: usize) -> usize {
        let mut at = of;
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller one stays, so that groups come in the order of their first records.
        self.parent[a.max(b)] = a.min(b);
    }

    fn groups(mut self, of_train: usize) -> Groups {
        let mut number: BTreeMap<usize, u32> = BTreeMap::new();
        let mut members: Vec<[Vec<u32>; 2]> = Vec::new();
        let mut group_of = Vec::with_capacity(self.parent.len());
        for at in 0..self.parent.len() {
            let root = self.root(at);
            let group = *number.entry(root).or_insert_with(|| {
                members.push(Default::default());
                super::count(members.len() - 1)
            });
            let (side, ordinal) = if at < of_train { (0, at) } else { (1, at - of_train) };
            members[group as usize][side].push(super::count(ordinal));
            group_of.push(group);
        }
        let test = group_of.split_off(of_train);
        Groups { train: group_of, test, members }
    }
}
