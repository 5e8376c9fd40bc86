//! Which records of an earlier landscape are which of a later one.

use std::collections::BTreeMap;

use crate::id::fold_name;
use crate::landscape::Landscape;
use crate::landscape::algo::Sets;
use crate::model::Kind;

/// The records of one kind of two landscapes in groups: each group is one thing, under all its
/// names.
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
    /// Matches the records of a kind by id and, where one of two ids is not on both sides, by id,
    /// name and alias: a record that was renamed, merged with others or divided is one group with
    /// what it was.
    ///
    /// # Complexity
    ///
    /// O(n log n) time for n names of both.
    pub(super) fn of(kind: Kind, train: &Landscape, test: &Landscape) -> Self {
        let [train, test] = [train, test].map(|landscape| Names::of(kind, landscape));
        let of_train = train.ids.len();
        let mut sets = Sets::new(of_train + test.ids.len());
        let mut join = |a: usize, b: usize| {
            sets.join(super::count(a), super::count(b));
        };
        for (ordinal, id) in train.ids.iter().enumerate() {
            if let Some(other) = test.find(id) {
                join(ordinal, of_train + other);
            }
        }
        // Of two that are on both sides under their ids, neither has become the other.
        let is_gone = |ordinal: &&usize| test.find(train.ids[**ordinal]).is_none();
        let is_new = |ordinal: &&usize| train.find(test.ids[**ordinal]).is_none();
        for (name, before) in &train.names {
            let Some(after) = test.names.get(name) else { continue };
            // What is gone may have become any of those after it, and what is new have been any
            // before it. Joined through the first of each side, since very many may share a name.
            if before.iter().any(|ordinal| is_gone(&ordinal)) {
                after.iter().for_each(|other| join(of_train + after[0], of_train + *other));
            }
            if after.iter().any(|ordinal| is_new(&ordinal)) {
                before.iter().for_each(|other| join(before[0], *other));
            }
            before.iter().filter(is_gone).for_each(|gone| join(*gone, of_train + after[0]));
            after.iter().filter(is_new).for_each(|new| join(before[0], of_train + *new));
        }
        Self::in_order(sets.into_numbers(), of_train)
    }

    /// Lists what is in each group; groups come in the order of their first records, those of the
    /// earlier landscape first.
    fn in_order(mut group_of: Vec<u32>, of_train: usize) -> Self {
        let mut members: Vec<[Vec<u32>; 2]> = Vec::new();
        for (at, group) in group_of.iter().enumerate() {
            let group = *group as usize;
            if group == members.len() {
                members.push(Default::default());
            }
            let (side, ordinal) = if at < of_train { (0, at) } else { (1, at - of_train) };
            members[group][side].push(super::count(ordinal));
        }
        let test = group_of.split_off(of_train);
        Self { train: group_of, test, members }
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
