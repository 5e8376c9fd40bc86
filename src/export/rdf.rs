//! The landscape as RDF: which resources there are and what is said of each, before it is written.
//!
//! A relation is said twice. As one triple, company `offers` tool, where it holds: no such triple
//! where support is planned or no, nor where a role is played in one kind of company alone. And as
//! a resource of its own, a reified `rdf:Statement`, which asserts nothing by itself and carries
//! the support and what else the claim says, with its evidence in the terms of PROV.

use std::collections::BTreeSet;
use std::io;

use super::graph::{Edge, edges_from, nodes};
use crate::Landscape;
use crate::landscape::{CompanyIx, EvidenceView, NodeIx, ToolIx};
use crate::model::{DealStatus, Detail, Holds, Kind, Precision, Relation, Support, When};

/// The namespace of the landscape's own terms: the same for everybody, so that one query fits all
/// landscapes.
///
/// Nobody can own `example.org` (RFC 2606, section 3), so that it says of no one that they stand
/// behind the terms.
pub const VOCABULARY: &str = "https://example.org/landscape/vocabulary#";

/// What the names of records begin with unless another base is given.
pub const DEFAULT_BASE: &str = "https://example.org/landscape/";

/// What the names of the landscape's records begin with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Base(Box<str>);

/// The text is no base for names.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a base is an absolute IRI that ends in `/`, `#` or `:`, such as `https://example.com/market/`")]
pub struct InvalidBase;

impl Base {
    /// Reads a base.
    ///
    /// # Errors
    ///
    /// [`InvalidBase`] for what has no scheme, does not end in `/`, `#` or `:`, or has a character
    /// that an IRI cannot have.
    pub fn parse(text: &str) -> Result<Self, InvalidBase> {
        let (scheme, rest) = text.split_once(':').ok_or(InvalidBase)?;
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
        // What a reference in Turtle cannot hold (its grammar, IRIREF), nor JSON-LD take as it is.
        let is_outside = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|^`\\%".contains(c);
        let ends = text.ends_with(['/', '#', ':']) && !rest.is_empty();
        let fragments = text.matches('#').count();
        let one_fragment = fragments == 0 || fragments == 1 && text.ends_with('#');
        if is_scheme && ends && one_fragment && !text.contains(is_outside) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidBase)
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(DEFAULT_BASE.into())
    }
}

impl std::str::FromStr for Base {
    type Err = InvalidBase;

    fn from_str(text: &str) -> Result<Self, InvalidBase> {
        Self::parse(text)
    }
}

/// The prefixes of other people's terms, each with what it stands for.
const NAMESPACES: [(&str, &str); 6] = [
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("ls", VOCABULARY),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Returns every prefix with what it stands for.
pub(super) fn prefixes(base: &Base) -> Vec<(&'static str, String)> {
    let base = base.as_str();
    let own = Kind::ALL.map(Kind::singular).into_iter().chain(["claim", "evidence"]);
    let others = NAMESPACES.into_iter().map(|(prefix, iri)| (prefix, iri.to_owned()));
    others
        .chain(own.map(|prefix| (prefix, format!("{base}{prefix}/"))))
        .chain([("this", base.to_owned())])
        .collect()
}

/// A name: a prefix and what follows it, which is made of letters, digits, hyphens and dots alone.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Name {
    prefix: &'static str,
    local: String,
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.prefix, self.local)
    }
}

/// What is said of a resource by one property.
#[derive(Clone, Debug)]
pub(super) enum Object {
    /// Another resource.
    Name(Name),
    /// A text.
    Text(String),
    /// A day, a month or a year.
    When(When),
    /// True or false.
    Flag(bool),
}

/// Returns the type of a day, a month or a year, by its prefix.
pub(super) const fn type_of(when: When) -> &'static str {
    match when.precision() {
        Precision::Day => "xsd:date",
        Precision::Month => "xsd:gYearMonth",
        Precision::Year => "xsd:gYear",
    }
}

/// A resource: its name, its classes, and what is said of it, in order.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) name: Name,
    pub(super) classes: Vec<String>,
    pub(super) properties: Vec<(String, Object)>,
}

impl Resource {
    fn new<C: Into<String>>(name: Name, classes: impl IntoIterator<Item = C>) -> Self {
        Self { name, classes: classes.into_iter().map(Into::into).collect(), properties: Vec::new() }
    }

    fn say(&mut self, property: &str, object: Object) {
        self.properties.push((property.to_owned(), object));
    }

    fn text(&mut self, property: &str, text: Option<&str>) {
        self.properties.extend(text.map(|text| (property.to_owned(), Object::Text(text.to_owned()))));
    }

    fn when(&mut self, property: &str, when: Option<When>) {
        self.properties.extend(when.map(|when| (property.to_owned(), Object::When(when))));
    }
}

/// Returns the property that a relation is: `ls:inStack`.
fn property(relation: Relation) -> String {
    format!("ls:{}", property_name(relation.rule().key))
}

/// Returns a key as a property is named: `inStack`.
fn property_name(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1);
        name + &head.to_uppercase() + tail
    })
}

fn classes(kind: Kind) -> Vec<String> {
    let others: &[&str] = match kind {
        Kind::Company => &["schema:Organization"],
        Kind::Question => &["schema:Question"],
        Kind::Source => &["prov:Entity", "schema:CreativeWork"],
        _ => &[],
    };
    [format!("ls:{}", kind.type_name())]
        .into_iter()
        .chain(others.iter().map(|class| (*class).into()))
        .collect()
}

/// Calls `visit` for every resource: the landscape itself, then each record with its claims and
/// evidence behind it.
///
/// # Errors
///
/// The first error of `visit`.
pub(super) fn resources(
    landscape: &Landscape,
    visit: &mut dyn FnMut(&Resource) -> io::Result<()>,
) -> io::Result<()> {
    let mut whole = Resource::new(Name { prefix: "this", local: "landscape".to_owned() }, ["ls:Landscape"]);
    whole.text("schema:name", Some(landscape.name()));
    whole.text("schema:description", landscape.description());
    if let Some(company) = landscape.perspective() {
        whole.say("ls:perspective", Object::Name(name_of(landscape, company.into())));
    }
    whole.when("ls:asOf", landscape.as_of().map(When::from));
    visit(&whole)?;
    for node in nodes(landscape) {
        let mut behind = Vec::new();
        let mut record = record(landscape, node, &mut behind);
        let mut said: BTreeSet<(Relation, NodeIx)> = BTreeSet::new();
        edges_from(landscape, node, &mut |edge| {
            if is_asserted(&edge) && said.insert((edge.relation, edge.to)) {
                record.say(&property(edge.relation), Object::Name(name_of(landscape, edge.to)));
            }
            claim(landscape, &edge, &mut behind);
            Ok(())
        })?;
        visit(&record)?;
        behind.iter().try_for_each(&mut *visit)?;
    }
    Ok(())
}

fn name_of(landscape: &Landscape, node: NodeIx) -> Name {
    Name { prefix: node.kind().singular(), local: landscape.node(node).id().to_owned() }
}

/// Whether the relation itself holds, and not only that somebody claims something of it.
fn is_asserted(edge: &Edge<'_>) -> bool {
    edge.claim.support.is_none_or(Support::is_offered)
        && edge.claim.segment.is_none()
        && edge.claim.status != Some(DealStatus::Announced)
}

/// Returns the property for something that a record or a claim says under a key: others' term where
/// there is one.
fn own_property(key: &str) -> String {
    match key {
        "url" => "schema:url".to_owned(),
        "published" => "schema:datePublished".to_owned(),
        key => format!("ls:{}", property_name(key)),
    }
}

/// What is said of a record itself; its evidence goes to `behind`.
fn record(landscape: &Landscape, ix: NodeIx, behind: &mut Vec<Resource>) -> Resource {
    let node = landscape.node(ix);
    let mut record = Resource::new(name_of(landscape, ix), classes(ix.kind()));
    record.text("schema:name", Some(node.name()));
    node.aliases().for_each(|alias| record.text("schema:alternateName", Some(alias)));
    record.text("schema:description", node.description());
    record.text("schema:url", node.url());
    for fact in node.facts() {
        let attribute = ix.kind().attributes().iter().find(|attribute| attribute.key == fact.fact);
        let when = When::parse(&fact.value).ok();
        let when = when.filter(|_| attribute.is_some_and(|attribute| attribute.holds == Holds::When));
        let object = when.map_or_else(|| Object::Text(fact.value.into()), Object::When);
        record.say(&own_property(fact.fact), object);
    }
    record.text("rdfs:comment", node.note());
    for (key, own) in node.own_claims() {
        let property = property_name(key);
        record.say(&format!("ls:{property}"), Object::Flag(true));
        let local = format!("{}.{}.{}", ix.kind(), node.id(), key.replace('_', "-"));
        let mut claim =
            Resource::new(Name { prefix: "claim", local }, ["ls:Claim", "rdf:Statement", "prov:Entity"]);
        claim.say("rdf:subject", Object::Name(record.name.clone()));
        claim.say("rdf:predicate", Object::Name(Name { prefix: "ls", local: property }));
        claim.say("rdf:object", Object::Flag(true));
        for (key, said) in own.details() {
            claim.text(&own_property(key), Some(said));
        }
        claim.when("ls:since", own.since);
        claim.when("ls:until", own.until);
        claim.text("rdfs:comment", own.note);
        let evidence = evidence(&mut claim, Of::Claim, &own.evidence);
        behind.push(claim);
        behind.extend(evidence);
    }
    behind.splice(0..0, evidence(&mut record, Of::Record, &node.evidence()));
    record
}

fn claim_name(landscape: &Landscape, (from, relation, to): (NodeIx, Relation, NodeIx), number: u32) -> Name {
    let id = |node: NodeIx| format!("{}.{}", node.kind(), landscape.node(node).id());
    let relation = relation.rule().key.replace('_', "-");
    Name { prefix: "claim", local: format!("{}.{relation}.{}.{number}", id(from), id(to)) }
}

/// Adds the resource that stands for an edge, and its evidence.
fn claim(landscape: &Landscape, edge: &Edge<'_>, behind: &mut Vec<Resource>) {
    let name = claim_name(landscape, (edge.from, edge.relation, edge.to), edge.number);
    let mut claim = Resource::new(name, ["ls:Claim", "rdf:Statement", "prov:Entity"]);
    claim.say("rdf:subject", Object::Name(name_of(landscape, edge.from)));
    claim.say(
        "rdf:predicate",
        Object::Name(Name { prefix: "ls", local: property_name(edge.relation.rule().key) }),
    );
    claim.say("rdf:object", Object::Name(name_of(landscape, edge.to)));
    let says = &edge.claim;
    for (key, said) in says.details() {
        match Detail::ALL.iter().find(|detail| detail.key == key).map(|detail| detail.holds) {
            Some(Holds::Record(kind)) => {
                let name = Name { prefix: kind.singular(), local: said.to_owned() };
                claim.say(&own_property(key), Object::Name(name));
            }
            _ => claim.text(&own_property(key), Some(said)),
        }
    }
    if let Some(derived) = edge.derived {
        claim.say("ls:derived", Object::Flag(derived));
    }
    if let Some(passage) = says.passage {
        claim.text("ls:at", Some(passage.at));
        claim.text("ls:passage", Some(passage.text));
        claim.text("ls:reading", Some(passage.reading.word()));
        claim.text("rdfs:comment", passage.note);
    }
    claim.when("ls:since", says.since);
    claim.when("ls:until", says.until);
    claim.text("rdfs:comment", says.note);
    if let (Some(company), Some(tool), Some(true)) = (edge.from.of_kind(), edge.to.of_kind(), edge.derived) {
        for part in parts_behind(landscape, company, tool) {
            claim.say("prov:wasDerivedFrom", Object::Name(part));
        }
    }
    let evidence = evidence(&mut claim, Of::Claim, &says.evidence);
    behind.push(claim);
    behind.extend(evidence);
}

/// The claims that parts of a tool are offered, from which the offer of the tool is concluded.
fn parts_behind(landscape: &Landscape, company: CompanyIx, whole: ToolIx) -> Vec<Name> {
    let mut names = Vec::new();
    for part in landscape.offered_parts(company, whole) {
        for (number, claim) in (1_u32..).zip(landscape.offer_claims(company, part)) {
            if claim.support.is_some_and(Support::is_offered) {
                names.push(claim_name(landscape, (company.into(), Relation::Offers, part.into()), number));
            }
        }
    }
    names
}

/// What evidence is for.
#[derive(Clone, Copy)]
enum Of {
    /// A record, which its sources name.
    Record,
    /// A claim, which is derived from its sources.
    Claim,
}

/// Says of a resource what its evidence is, and returns the pieces.
fn evidence(resource: &mut Resource, of: Of, evidence: &[EvidenceView<'_>]) -> Vec<Resource> {
    let (to_source, to_piece) = match of {
        Of::Record => ("schema:subjectOf", "ls:evidence"),
        Of::Claim => ("prov:wasDerivedFrom", "prov:qualifiedDerivation"),
    };
    let source = |one: &EvidenceView<'_>| {
        let local = one.source.id.as_str().to_owned();
        Object::Name(Name { prefix: Kind::Source.singular(), local })
    };
    let mut pieces = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for (number, one) in (1_u32..).zip(evidence) {
        if !named.contains(&one.source.id.as_str()) {
            named.push(one.source.id.as_str());
            resource.say(to_source, source(one));
        }
        let local = match of {
            Of::Record => format!("{}.{}.{number}", resource.name.prefix, resource.name.local),
            Of::Claim => format!("{}.{number}", resource.name.local),
        };
        let name = Name { prefix: "evidence", local };
        resource.say(to_piece, Object::Name(name.clone()));
        let mut piece = match of {
            Of::Record => Resource::new(name, ["ls:Evidence"]),
            Of::Claim => Resource::new(name, ["ls:Evidence", "prov:Derivation"]),
        };
        piece.say("ls:source", source(one));
        if matches!(of, Of::Claim) {
            piece.say("prov:entity", source(one));
        }
        piece.text("ls:at", one.at);
        piece.text("schema:url", one.url);
        piece.text("ls:quote", one.quote);
        piece.text("ls:basis", Some(one.basis.word()));
        // A day or a month is no moment, which the time of PROV would have to be.
        piece.when("ls:on", one.on);
        piece.text("rdfs:comment", one.note);
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_an_absolute_iri_to_which_names_can_be_added() {
        for good in [
            "https://example.com/market/",
            "https://example.com/m#",
            "urn:example:market:",
            "https://exämple.org/",
        ] {
            assert!(Base::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/",
            "market/",
            "https://example.com",
            "a b:/",
            "1:/",
            "https://x/<>/",
            "https://x/\u{7}/",
            "https://x/#a/",
            "x:/a\"/",
            ":",
        ] {
            assert_eq!(Base::parse(bad), Err(InvalidBase), "{bad}");
        }
    }

    #[test]
    fn a_relation_is_a_property_in_camel_case() {
        assert_eq!(property(Relation::InStack), "ls:inStack");
        assert_eq!(property(Relation::Offers), "ls:offers");
    }
}
