//! The landscape as nodes and edges with typed attributes: what every graph format writes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::LazyLock;

use crate::Landscape;
use crate::landscape::{ClaimView, EvidenceView, NodeIx};
use crate::model::{Basis, DealStatus, Holds, Kind, Reading, Relation, Support};

/// Which claims are edges of a graph for other programs.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Claims {
    /// Those that say that something is so, one edge for each relation between two records: `no`,
    /// `planned`, announced deals and looks in vain are none, so that degrees and paths mean what
    /// they seem to mean.
    #[default]
    Holding,
    /// Every claim has an edge of its own; what is not so has weight 0.
    All,
}

/// The type of an attribute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Type {
    /// A text.
    Text,
    /// A list of texts.
    List,
    /// True or false.
    Flag,
    /// A number.
    Number,
}

/// The value of an attribute.
#[derive(Clone, Debug)]
pub(super) enum Value<'l> {
    /// A text.
    Text(Cow<'l, str>),
    /// A list of texts.
    List(Vec<&'l str>),
    /// True or false.
    Flag(bool),
    /// A number.
    Number(f64),
}

impl Value<'_> {
    /// Returns the value as one text, for formats without lists.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::List(texts) => Cow::Owned(texts.join("; ")),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }
}

/// An attribute that nodes or edges can have.
#[derive(Clone, Debug)]
pub(super) struct Key<O> {
    /// Its name.
    pub(super) name: &'static str,
    /// Its type.
    pub(super) r#type: Type,
    /// What has it; all when empty.
    of: Vec<O>,
}

impl<O: PartialEq> Key<O> {
    const fn of_all(name: &'static str, r#type: Type) -> Self {
        Self { name, r#type, of: Vec::new() }
    }

    /// Returns whether nodes of a kind, or edges of a relation, can have it.
    pub(super) fn is_of(&self, of: &O) -> bool {
        self.of.is_empty() || self.of.contains(of)
    }

    /// Adds an attribute that some have, once for all of those.
    fn add(keys: &mut Vec<Self>, name: &'static str, r#type: Type, of: O) {
        match keys.iter_mut().find(|key| key.name == name && !key.of.is_empty()) {
            Some(key) => key.of.push(of),
            None => keys.push(Self { name, r#type, of: vec![of] }),
        }
    }
}

fn of_all<O: PartialEq>(names: &[(&'static str, Type)]) -> impl Iterator<Item = Key<O>> {
    names.iter().map(|(name, r#type)| Key::of_all(name, *r#type))
}

/// What nodes and edges say last: what is known of them rests on it.
const RESTS_ON: [(&str, Type); 5] = [
    ("note", Type::Text),
    ("sources", Type::List),
    ("basis", Type::Text),
    ("checked", Type::Text),
    ("evidence", Type::Text),
];

/// The attributes of nodes besides kind and id, in order. Of a claim about a record alone there is
/// a flag.
pub(super) static NODE_KEYS: LazyLock<Vec<Key<Kind>>> = LazyLock::new(|| {
    let first =
        [("name", Type::Text), ("aliases", Type::List), ("description", Type::Text), ("url", Type::Text)];
    let mut keys: Vec<Key<Kind>> = of_all(&first).collect();
    for kind in Kind::ALL {
        for attribute in kind.attributes() {
            let r#type = if attribute.holds == Holds::Claim { Type::Flag } else { Type::Text };
            Key::add(&mut keys, attribute.key, r#type, kind);
        }
    }
    keys.extend(of_all(&RESTS_ON));
    keys
});

/// The attributes of edges besides their relation, in order.
pub(super) static EDGE_KEYS: LazyLock<Vec<Key<Relation>>> = LazyLock::new(|| {
    let mut keys: Vec<Key<Relation>> = of_all(&[("weight", Type::Number)]).collect();
    for relation in Relation::all() {
        for said in relation.rule().says {
            Key::add(&mut keys, said.detail.key, Type::Text, relation);
        }
        match relation {
            Relation::Offers => Key::add(&mut keys, "derived", Type::Flag, relation),
            Relation::About => {
                Key::add(&mut keys, "passage", Type::Text, relation);
                Key::add(&mut keys, "reading", Type::Text, relation);
            }
            _ => {}
        }
    }
    keys.extend(of_all(&[("since", Type::Text), ("until", Type::Text)]));
    keys.extend(of_all(&RESTS_ON));
    keys
});

/// Named values, in the order of the keys.
pub(super) type Values<'l> = Vec<(&'static str, Value<'l>)>;

/// Takes the values that there are.
#[derive(Default)]
struct Collected<'l>(Values<'l>);

impl<'l> Collected<'l> {
    fn text(&mut self, key: &'static str, text: Option<impl Into<Cow<'l, str>>>) {
        self.0.extend(text.map(|text| (key, Value::Text(text.into()))));
    }

    fn day(&mut self, key: &'static str, day: Option<crate::model::When>) {
        self.text(key, day.map(|day| day.to_string()));
    }

    fn list(&mut self, key: &'static str, list: Vec<&'l str>) {
        if !list.is_empty() {
            self.0.push((key, Value::List(list)));
        }
    }

    fn evidence(&mut self, evidence: &[EvidenceView<'l>]) {
        let mut sources: Vec<&'l str> = Vec::new();
        for one in evidence {
            let source = one.source.id.as_str();
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        self.list("sources", sources);
        self.text("basis", evidence.iter().map(|one| one.basis).min().map(Basis::word));
        self.day("checked", evidence.iter().filter_map(|one| one.on).max());
        let described: Vec<String> = evidence.iter().map(describe).collect();
        self.text("evidence", (!described.is_empty()).then(|| described.join("; ")));
    }
}

/// Returns a piece of evidence as people read it: "guild-notes, page 3 (stated, 2025-02) “A till”".
fn describe(evidence: &EvidenceView<'_>) -> String {
    let at = evidence.at.map(|at| format!(", {at}")).unwrap_or_default();
    let url = evidence.url.map(|url| format!(", {url}")).unwrap_or_default();
    let on = evidence.on.map(|on| format!(", {on}")).unwrap_or_default();
    let quote = evidence.quote.map(|quote| format!(" “{quote}”")).unwrap_or_default();
    let note = evidence.note.map(|note| format!(": {note}")).unwrap_or_default();
    format!("{}{at}{url} ({}{on}){quote}{note}", evidence.source.id.as_str(), evidence.basis.word())
}

/// Returns the id of a node, unique in the whole graph: `company:snowflake`.
pub(super) fn node_id(landscape: &Landscape, node: NodeIx) -> String {
    format!("{}:{}", node.kind(), landscape.node(node).id())
}

/// Iterates over all nodes, by kind and then by id.
pub(super) fn nodes(landscape: &Landscape) -> impl Iterator<Item = NodeIx> + '_ {
    Kind::ALL.into_iter().flat_map(|kind| landscape.nodes(kind))
}

/// Returns what is known of a node, in the order of [`NODE_KEYS`].
pub(super) fn node_values(landscape: &Landscape, ix: NodeIx) -> Values<'_> {
    let node = landscape.node(ix);
    let mut values = Collected::default();
    values.text("name", Some(node.name()));
    values.list("aliases", node.aliases().collect());
    values.text("description", node.description());
    values.text("url", node.url());
    let (facts, claims) = (node.facts(), node.own_claims());
    for Key { name, r#type, .. } in NODE_KEYS.iter() {
        if let Some(fact) = facts.iter().find(|fact| fact.fact == *name) {
            values.0.push((name, Value::Text(fact.value.clone())));
        } else if let Some((_, claim)) = claims.iter().find(|(key, _)| key == name) {
            // Where others have a word under this name, what the claim says is the word.
            values.0.push((
                name,
                match r#type {
                    Type::Flag => Value::Flag(true),
                    _ => Value::Text(claim.details().first().map_or("yes", |(_, word)| word).into()),
                },
            ));
        }
    }
    values.text("note", node.note());
    values.evidence(&node.evidence());
    values.0
}

/// One claim that joins two nodes, or several that say the same, or what follows from the offer of
/// a part.
#[derive(Debug)]
pub(super) struct Edge<'l> {
    pub(super) from: NodeIx,
    pub(super) to: NodeIx,
    pub(super) relation: Relation,
    /// Which one of those with the same ends and relation this is, from 1.
    pub(super) number: u32,
    pub(super) claim: ClaimView<'l>,
    /// The further claims, of products for example.
    pub(super) more: Vec<ClaimView<'l>>,
    /// Whether it is concluded; none where nothing can be.
    pub(super) derived: Option<bool>,
}

impl<'l> Edge<'l> {
    fn claims(&self) -> impl Iterator<Item = &ClaimView<'l>> {
        std::iter::once(&self.claim).chain(&self.more)
    }

    /// Returns how much of what the relation says is so: 1, a half in part, 0 where it is not so,
    /// or not yet.
    pub(super) fn weight(&self) -> f64 {
        let of = |claim: &ClaimView<'_>| match (claim.support, claim.status) {
            _ if self.relation == Relation::Looked => 0.0,
            (Some(Support::No | Support::Planned), _) | (_, Some(DealStatus::Announced)) => 0.0,
            (Some(Support::Partial), _) => 0.5,
            (Some(Support::Yes) | None, _) => 1.0,
        };
        self.claims().map(of).fold(0.0, f64::max)
    }

    /// Returns what is known of the edge, in the order of [`EDGE_KEYS`]. What several claims say is
    /// joined; of their support and basis the firmest counts.
    pub(super) fn values(&self) -> Values<'l> {
        let mut values = Collected::default();
        values.0.push(("weight", Value::Number(self.weight())));
        let support = self.claims().filter_map(|claim| claim.support).min().map(Support::word);
        for Key { name, .. } in EDGE_KEYS.iter() {
            match *name {
                "support" => values.text(name, support),
                "derived" => values.0.extend(self.derived.map(|derived| (*name, Value::Flag(derived)))),
                _ => {
                    let said = |claim: &ClaimView<'l>| {
                        claim.details().into_iter().find(|(key, _)| key == name).map(|(_, said)| said)
                    };
                    values.text(name, joined(self.claims().filter_map(said).map(Cow::Borrowed)));
                }
            }
        }
        let passages = || self.claims().filter_map(|claim| claim.passage);
        values.text("passage", joined(passages().map(|of| format!("{}: {}", of.at, of.text).into())));
        values.text("reading", joined(passages().map(|of| Reading::word(of.reading).into())));
        let day = |day: crate::model::When| Cow::Owned(day.to_string());
        values.text("since", joined(self.claims().filter_map(|claim| claim.since).map(day)));
        values.text("until", joined(self.claims().filter_map(|claim| claim.until).map(day)));
        let note = |claim: &ClaimView<'l>| claim.note.or(claim.passage.and_then(|passage| passage.note));
        values.text("note", joined(self.claims().filter_map(note).map(Cow::Borrowed)));
        let evidence: Vec<EvidenceView<'l>> =
            self.claims().flat_map(|claim| claim.evidence.iter().copied()).collect();
        values.evidence(&evidence);
        values.0
    }
}

/// Returns the texts that differ, in their order, as one text, if there are any.
fn joined<'l>(texts: impl Iterator<Item = Cow<'l, str>>) -> Option<Cow<'l, str>> {
    let mut differ: Vec<Cow<'l, str>> = Vec::new();
    for text in texts {
        if !differ.contains(&text) {
            differ.push(text);
        }
    }
    match differ.len() {
        0 | 1 => differ.pop(),
        _ => Some(Cow::Owned(differ.join("; "))),
    }
}

/// Calls `visit` for every edge that leads from a node, offers last.
///
/// # Errors
///
/// The first error of `visit`.
pub(super) fn edges_from<'l>(
    landscape: &'l Landscape,
    from: NodeIx,
    visit: &mut dyn FnMut(Edge<'l>) -> io::Result<()>,
) -> io::Result<()> {
    let mut numbers: BTreeMap<(Relation, NodeIx), u32> = BTreeMap::new();
    for connection in landscape.connections_from(from) {
        let (relation, to) = (connection.relation, connection.other);
        let is_offer = relation == Relation::Offers;
        let offered = connection.support.filter(|support| is_offer && support.is_offered());
        let is_claimed = connection.claims.iter().any(|claim| claim.support.is_some_and(Support::is_offered));
        let derived = offered.filter(|_| !is_claimed);
        let claims = connection.claims.into_iter().map(|claim| (claim, is_offer.then_some(false)));
        let conclusion =
            derived.map(|support| (ClaimView { support: Some(support), ..ClaimView::default() }, Some(true)));
        for (claim, derived) in claims.chain(conclusion) {
            let number = numbers.entry((relation, to)).or_default();
            *number += 1;
            visit(Edge { from, to, relation, number: *number, claim, more: Vec::new(), derived })?;
        }
    }
    Ok(())
}

/// Calls `visit` for every edge, in the order of the nodes that they lead from.
///
/// # Errors
///
/// The first error of `visit`.
pub(super) fn edges<'l>(
    landscape: &'l Landscape,
    claims: Claims,
    visit: &mut dyn FnMut(Edge<'l>) -> io::Result<()>,
) -> io::Result<()> {
    nodes(landscape).try_for_each(|node| match claims {
        Claims::All => edges_from(landscape, node, visit),
        Claims::Holding => {
            let mut all: Vec<Edge<'l>> = Vec::new();
            let mut places: BTreeMap<(Relation, NodeIx), usize> = BTreeMap::new();
            edges_from(landscape, node, &mut |edge| {
                if edge.weight() == 0.0 {
                    return Ok(());
                }
                let key = (edge.relation, edge.to);
                if let Some(first) = places.get(&key).and_then(|at| all.get_mut(*at)) {
                    first.more.push(edge.claim);
                    first.derived = first.derived.zip(edge.derived).map(|(a, b)| a && b);
                } else {
                    places.insert(key, all.len());
                    all.push(Edge { number: 1, ..edge });
                }
                Ok(())
            })?;
            all.into_iter().try_for_each(&mut *visit)
        }
    })
}
