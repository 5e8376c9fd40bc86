//! Which records of two states are the same, and what changed in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use schemars::JsonSchema;
use serde::Serialize;

use super::Change;
use super::claims::{Side, fingerprint};
use super::evidence::{self, EvidenceChange, pair_off};
use crate::id::fold_name;
use crate::landscape::{BuildCostView, Landscape, NodeIx, NodeView, PassageView, StageView};
use crate::model::{Complexity, Kind, Reading, Stage, When};
use crate::query::AnyRef;
use crate::query::said::every_record;

/// A record that changed.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[non_exhaustive]
pub struct RecordChange<'l> {
    /// Whether it was added, removed, renamed or changed.
    pub change: Change,
    /// The record, as it is; as it was where it was removed.
    pub record: AnyRef<'l>,
    /// What it was before, where that is another id or name.
    pub was: Option<AnyRef<'l>>,
    /// Why it is taken for the same record, where it was renamed.
    pub ground: Option<RenameGround>,
    /// The keys that changed, the id and the name left out.
    pub keys: Vec<KeyChange<'l>>,
    /// What changed in the evidence of where it is named.
    pub evidence: Vec<EvidenceChange<'l>>,
}

impl RecordChange<'_> {
    /// Returns whether nothing but the evidence of where it is named changed.
    #[must_use]
    pub fn is_evidence_alone(&self) -> bool {
        self.change == Change::Changed && self.keys.is_empty()
    }
}

/// Why a record is taken for one that had another id or name.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RenameGround {
    /// It has the same id.
    Id,
    /// One carries the id or the name of the other as an alias.
    Alias,
    /// Both have the same name, case and punctuation aside.
    Name,
    /// All that is claimed by it and of it is the same, with the same evidence.
    Claims,
}

/// A key whose value changed.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeyChange<'l> {
    /// The key, as reports name it.
    pub key: &'static str,
    /// The value before; none where nothing was said.
    pub old: Option<KeyValue<'l>>,
    /// The value now; none where nothing is said.
    pub new: Option<KeyValue<'l>>,
}

/// What stands at a key.
#[derive(Clone, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum KeyValue<'l> {
    /// A text, or the word for a value.
    Text(Cow<'l, str>),
    /// Names, in order.
    Names(Vec<&'l str>),
    /// What a stage means.
    Stage {
        /// The stage.
        stage: Stage,
        /// The stages directly before it.
        after: &'l [Stage],
        /// What it means, once for each place that says so.
        definitions: Vec<&'l str>,
    },
    /// What it takes to bring a tool to a stage, from the stage before it.
    Cost {
        /// The complexity of the tool.
        complexity: Complexity,
        /// The stage that is reached.
        stage: Stage,
        /// How many engineers work on it.
        engineers: u32,
        /// For how many months.
        months: u32,
        /// What a reader should know about the figures.
        note: Option<&'l str>,
    },
    /// A passage of a source.
    Passage {
        /// The place in the source.
        at: &'l str,
        /// Why no claim follows.
        reading: Reading,
        /// What stands there.
        text: &'l str,
        /// What a reader should know about it.
        note: Option<&'l str>,
    },
}

impl<'l> From<&'l str> for KeyValue<'l> {
    fn from(text: &'l str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for KeyValue<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<When> for KeyValue<'_> {
    fn from(when: When) -> Self {
        when.to_string().into()
    }
}

impl<'l> KeyChange<'l> {
    /// Returns the change of a key; none where both values are the same.
    pub(super) fn of<V: Into<KeyValue<'l>>>(
        key: &'static str,
        old: Option<V>,
        new: Option<V>,
    ) -> Option<Self> {
        let (old, new) = (old.map(Into::into), new.map(Into::into));
        (old != new).then_some(Self { key, old, new })
    }
}

/// Which records of the old state are which of the new one.
pub(super) struct Pairs<'l> {
    pub(super) old: &'l Landscape,
    pub(super) new: &'l Landscape,
    /// From records whose id is gone to what they are now, and why.
    renamed: BTreeMap<NodeIx, (NodeIx, RenameGround)>,
    /// The same from the new records.
    was: BTreeMap<NodeIx, NodeIx>,
}

impl<'l> Pairs<'l> {
    /// Finds the same records: by id; of those whose id is in one state alone, by alias, name and
    /// claims.
    pub(super) fn of(old: &'l Landscape, new: &'l Landscape) -> Self {
        let mut pairs = Self { old, new, renamed: BTreeMap::new(), was: BTreeMap::new() };
        for ground in [RenameGround::Alias, RenameGround::Name, RenameGround::Claims] {
            let mut found = Vec::new();
            for kind in Kind::ALL {
                let gone: Vec<NodeIx> = old.nodes(kind).filter(|node| pairs.now(*node).is_none()).collect();
                let come: Vec<NodeIx> =
                    new.nodes(kind).filter(|node| pairs.before(*node).is_none()).collect();
                if !gone.is_empty() && !come.is_empty() {
                    found.extend(pairs.alike(&gone, &come, ground));
                }
            }
            for (was, is) in found {
                pairs.renamed.insert(was, (is, ground));
                pairs.was.insert(is, was);
            }
        }
        pairs
    }

    /// Returns what a record of the old state is in the new one.
    pub(super) fn now(&self, old: NodeIx) -> Option<NodeIx> {
        let renamed = self.renamed.get(&old).map(|(now, _)| *now);
        renamed.or_else(|| self.new.find(old.kind(), self.old.node(old).id()))
    }

    /// Returns what a record of the new state was in the old one.
    pub(super) fn before(&self, new: NodeIx) -> Option<NodeIx> {
        let was = self.was.get(&new).copied();
        was.or_else(|| self.old.find(new.kind(), self.new.node(new).id()))
    }

    /// Returns the id by which a record of the old state is compared: the new one where it was
    /// renamed.
    pub(super) fn canonical_id(&self, kind: Kind, id: &'l str) -> &'l str {
        if self.renamed.is_empty() {
            return id;
        }
        let now = self.old.find(kind, id).and_then(|old| self.renamed.get(&old));
        now.map_or(id, |(now, _)| self.new.node(*now).id())
    }

    fn alike(&self, gone: &[NodeIx], come: &[NodeIx], ground: RenameGround) -> Vec<(NodeIx, NodeIx)> {
        let (old, new) = (|ix: NodeIx| self.old.node(ix), |ix: NodeIx| self.new.node(ix));
        let mut edges: BTreeSet<(NodeIx, NodeIx)> = BTreeSet::new();
        match ground {
            RenameGround::Id => {}
            RenameGround::Alias => {
                let called = ByKey::of(gone, |ix| names(&old(ix)));
                edges.extend(called.look_up(come, |ix| aliases(&new(ix))));
                let called = ByKey::of(come, |ix| names(&new(ix)));
                let back = called.look_up(gone, |ix| aliases(&old(ix)));
                edges.extend(back.map(|(come, gone)| (gone, come)));
            }
            RenameGround::Name => {
                let called = ByKey::of(gone, |ix| vec![fold_name(old(ix).name())]);
                let twins = ByKey::of(come, |ix| vec![fold_name(new(ix).name())]);
                edges.extend(called.look_up(come, |ix| twins.own(ix, fold_name(new(ix).name()))));
            }
            RenameGround::Claims => {
                let called = ByKey::of(gone, |ix| Vec::from_iter(self.hash_of(Side::Old, ix)));
                let twins = ByKey::of(come, |ix| Vec::from_iter(self.hash_of(Side::New, ix)));
                let own = |ix| self.hash_of(Side::New, ix).map_or_else(Vec::new, |key| twins.own(ix, key));
                edges.extend(called.look_up(come, own));
                edges.retain(|(gone, come)| {
                    self.all_said(Side::Old, *gone) == self.all_said(Side::New, *come)
                });
            }
        }
        let mut of_gone: BTreeMap<NodeIx, u32> = BTreeMap::new();
        let mut of_come: BTreeMap<NodeIx, u32> = BTreeMap::new();
        for (gone, come) in &edges {
            *of_gone.entry(*gone).or_default() += 1;
            *of_come.entry(*come).or_default() += 1;
        }
        // Where more than one fits, nobody can say which it is.
        edges.into_iter().filter(|(gone, come)| of_gone[gone] == 1 && of_come[come] == 1).collect()
    }

    /// All that is said by a record and of it; nothing where no claim has evidence, since then it
    /// says too little.
    fn all_said(&self, side: Side, ix: NodeIx) -> Vec<String> {
        let landscape = match side {
            Side::Old => self.old,
            Side::New => self.new,
        };
        let mut has_evidence = false;
        let mut all = Vec::new();
        for connection in landscape.connections(ix) {
            let other = match connection.other {
                other if other == ix => "itself",
                other => side.id(self, other.kind(), landscape.node(other).id()),
            };
            for claim in &connection.claims {
                has_evidence |= !claim.evidence.is_empty();
                let claim = fingerprint(claim, self, side);
                let (relation, outgoing) = (connection.relation, connection.outgoing);
                all.push(format!("{relation} {outgoing} {}:{other} {claim}", connection.other.kind()));
            }
        }
        all.sort_unstable();
        if has_evidence { all } else { Vec::new() }
    }

    fn hash_of(&self, side: Side, ix: NodeIx) -> Option<u64> {
        let all = self.all_said(side, ix);
        let mut hasher = DefaultHasher::new();
        all.hash(&mut hasher);
        (!all.is_empty()).then(|| hasher.finish())
    }
}

/// Records by a key; none where two have the same.
struct ByKey<K>(BTreeMap<K, Option<NodeIx>>);

impl<K: Ord> ByKey<K> {
    fn of(nodes: &[NodeIx], keys: impl Fn(NodeIx) -> Vec<K>) -> Self {
        let mut by_key: BTreeMap<K, Option<NodeIx>> = BTreeMap::new();
        for node in nodes {
            for key in keys(*node) {
                let holder = by_key.entry(key).or_insert(Some(*node));
                *holder = holder.filter(|holder| holder == node);
            }
        }
        Self(by_key)
    }

    /// Returns the key again, where the record alone has it.
    fn own(&self, node: NodeIx, key: K) -> Vec<K> {
        if self.0.get(&key) == Some(&Some(node)) { vec![key] } else { Vec::new() }
    }

    /// Looks the keys of other records up: what is found, and for which.
    fn look_up<'s>(
        &'s self,
        nodes: &'s [NodeIx],
        keys: impl Fn(NodeIx) -> Vec<K> + 's,
    ) -> impl Iterator<Item = (NodeIx, NodeIx)> + 's {
        nodes.iter().flat_map(move |node| {
            let found = keys(*node).into_iter().filter_map(|key| *self.0.get(&key)?);
            found.map(|found| (found, *node)).collect::<Vec<_>>()
        })
    }
}

/// The id and the name, folded; an id folds to what a name of the same letters does.
fn names(node: &NodeView<'_>) -> Vec<String> {
    [node.id(), node.name()].into_iter().map(fold_name).filter(|name| !name.is_empty()).collect()
}

fn aliases(node: &NodeView<'_>) -> Vec<String> {
    node.aliases().map(fold_name).filter(|name| !name.is_empty()).collect()
}

/// The records that alone are looked at.
pub(super) struct Watch<'l> {
    all: bool,
    old: BTreeSet<NodeIx>,
    new: BTreeSet<NodeIx>,
    /// The ids, as they are compared, with their kinds.
    ids: BTreeSet<(Kind, &'l str)>,
}

impl<'l> Watch<'l> {
    pub(super) fn of(pairs: &Pairs<'l>, [old, new]: &[Vec<NodeIx>; 2]) -> Self {
        let all = old.is_empty() && new.is_empty();
        let mut watch = Self { all, old: BTreeSet::new(), new: BTreeSet::new(), ids: BTreeSet::new() };
        watch.old.extend(old.iter().copied().chain(new.iter().filter_map(|node| pairs.before(*node))));
        watch.new.extend(new.iter().copied().chain(old.iter().filter_map(|node| pairs.now(*node))));
        let ids_now = watch.new.iter().map(|node| (node.kind(), pairs.new.node(*node).id()));
        let ids_before = watch
            .old
            .iter()
            .map(|node| (node.kind(), pairs.canonical_id(node.kind(), pairs.old.node(*node).id())));
        watch.ids = ids_now.chain(ids_before).collect();
        watch
    }

    pub(super) fn is_all(&self) -> bool {
        self.all
    }

    /// Returns whether a record is watched; its id is that by which it is compared.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.all || self.ids.contains(&(kind, id))
    }

    pub(super) fn named(&self, pairs: &Pairs<'l>) -> Vec<AnyRef<'l>> {
        let gone = self.old.iter().filter(|node| pairs.now(**node).is_none());
        let now = self.new.iter().map(|node| AnyRef::of(pairs.new, *node));
        now.chain(gone.map(|node| AnyRef::of(pairs.old, *node))).collect()
    }
}

/// Compares all records, their claims aside.
pub(super) fn changes<'l>(pairs: &Pairs<'l>, watch: &Watch<'l>) -> Vec<RecordChange<'l>> {
    let bare = |change, record| RecordChange {
        change,
        record,
        was: None,
        ground: None,
        keys: Vec::new(),
        evidence: Vec::new(),
    };
    let mut changes = Vec::new();
    for ix in every_record(pairs.new) {
        let record = AnyRef::of(pairs.new, ix);
        if !watch.has(record.kind, record.id) {
            continue;
        }
        match pairs.before(ix) {
            None => changes.push(bare(Change::Added, record)),
            Some(before) => changes.extend(change(pairs, before, ix)),
        }
    }
    for ix in every_record(pairs.old).filter(|ix| pairs.now(*ix).is_none()) {
        let record = AnyRef::of(pairs.old, ix);
        if watch.has(record.kind, record.id) {
            changes.push(bare(Change::Removed, record));
        }
    }
    changes.sort_by_key(|change| (change.record.kind, change.record.id, change.change));
    changes
}

fn change<'l>(pairs: &Pairs<'l>, old: NodeIx, new: NodeIx) -> Option<RecordChange<'l>> {
    let (before, now) = (pairs.old.node(old), pairs.new.node(new));
    let was = AnyRef::of(pairs.old, old);
    let record = AnyRef::of(pairs.new, new);
    let keys = key_changes(&before, &now);
    let evidence = evidence::changes(&before.evidence(), &now.evidence(), pairs);
    let ground = pairs.renamed.get(&old).map(|(_, ground)| *ground);
    let ground = ground.or_else(|| (was.name != record.name).then_some(RenameGround::Id));
    let change = if ground.is_some() { Change::Renamed } else { Change::Changed };
    let is_same = ground.is_none() && keys.is_empty() && evidence.is_empty();
    (!is_same).then(|| RecordChange { change, record, was: ground.map(|_| was), ground, keys, evidence })
}

/// Compares what a record says of itself, its name aside.
fn key_changes<'l>(old: &NodeView<'l>, new: &NodeView<'l>) -> Vec<KeyChange<'l>> {
    let aliases = |node: &NodeView<'l>| {
        let mut aliases: Vec<&'l str> = node.aliases().collect();
        aliases.sort_unstable();
        (!aliases.is_empty()).then_some(KeyValue::Names(aliases))
    };
    let mut changes = vec![
        KeyChange::of("aliases", aliases(old), aliases(new)),
        KeyChange::of("description", old.description(), new.description()),
        KeyChange::of("url", old.url(), new.url()),
    ];
    let facts = |node: &NodeView<'_>| -> BTreeMap<&'static str, String> {
        node.facts().into_iter().map(|fact| (fact.fact, fact.value.into_owned())).collect()
    };
    let (was, is) = (facts(old), facts(new));
    let keys: BTreeSet<&'static str> = was.keys().chain(is.keys()).copied().collect();
    let fact = |key: &'static str| KeyChange::of(key, was.get(key).cloned(), is.get(key).cloned());
    changes.extend(keys.into_iter().map(fact));
    changes.push(KeyChange::of("note", old.note(), new.note()));
    let mut changes: Vec<KeyChange<'l>> = changes.into_iter().flatten().collect();
    let (mut was, mut is): (Vec<_>, Vec<_>) = (
        old.passages().into_iter().map(passage).collect(),
        new.passages().into_iter().map(passage).collect(),
    );
    let _ = pair_off(&mut was, &mut is, KeyValue::clone);
    let place = |value: &KeyValue<'l>| match value {
        KeyValue::Passage { at, .. } => Some(*at),
        _ => None,
    };
    for (was, is) in pair_off(&mut was, &mut is, place) {
        changes.extend(KeyChange::of("passage", Some(was), Some(is)));
    }
    changes.extend(is.into_iter().filter_map(|is| KeyChange::of("passage", None, Some(is))));
    changes.extend(was.into_iter().filter_map(|was| KeyChange::of("passage", Some(was), None)));
    changes
}

fn passage(passage: PassageView<'_>) -> KeyValue<'_> {
    let PassageView { at, text, reading, note } = passage;
    KeyValue::Passage { at, reading, text, note }
}

/// Compares what the landscape says of itself.
pub(super) fn overview<'l>(pairs: &Pairs<'l>) -> Vec<KeyChange<'l>> {
    let Pairs { old, new, .. } = *pairs;
    let perspective = |landscape: &'l Landscape| landscape.perspective().map(|us| landscape.node(us).id());
    let was = perspective(old).map(|id| pairs.canonical_id(Kind::Company, id));
    let mut changes: Vec<KeyChange<'l>> = [
        KeyChange::of("name", Some(old.name()), Some(new.name())),
        KeyChange::of("description", old.description(), new.description()),
        KeyChange::of("perspective", was, perspective(new)),
    ]
    .into_iter()
    .flatten()
    .collect();
    lists("stage", old.stages().iter().map(stage), new.stages().iter().map(stage), &mut changes);
    lists("build cost", old.build_costs().iter().map(cost), new.build_costs().iter().map(cost), &mut changes);
    changes
}

fn lists<'l>(
    key: &'static str,
    old: impl Iterator<Item = KeyValue<'l>>,
    new: impl Iterator<Item = KeyValue<'l>>,
    changes: &mut Vec<KeyChange<'l>>,
) {
    let (mut old, mut new): (Vec<_>, Vec<_>) = (old.collect(), new.collect());
    let _ = pair_off(&mut old, &mut new, KeyValue::clone);
    changes.extend(new.into_iter().filter_map(|new| KeyChange::of(key, None, Some(new))));
    changes.extend(old.into_iter().filter_map(|old| KeyChange::of(key, Some(old), None)));
}

fn stage<'l>(stage: &StageView<'l>) -> KeyValue<'l> {
    let definitions = stage.definitions.iter().map(|(text, _)| *text).collect();
    KeyValue::Stage { stage: stage.stage, after: stage.after, definitions }
}

fn cost<'l>(cost: &BuildCostView<'l>) -> KeyValue<'l> {
    let BuildCostView { complexity, stage, engineers, months, note, .. } = *cost;
    KeyValue::Cost { complexity, stage, engineers, months, note }
}
