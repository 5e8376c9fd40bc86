//! How a claim reads: what it says, what it rests on, and where it stands.

use crate::landscape::{ClaimView, EvidenceView, Fact};
use crate::model::{Kind, Relation, Support};
use crate::query::AnyRef;
use crate::query::looked::Looked;

/// Returns "handbook line 88, stated, 2023-03-24, “we sell flags”", with the address of the page
/// before the basis.
pub(crate) fn evidence_text(evidence: &EvidenceView<'_>) -> String {
    let mut text = evidence.source.id.to_string();
    if let Some(at) = evidence.at {
        text.push_str(&format!(" {at}"));
    }
    if let Some(url) = evidence.url {
        text.push_str(&format!(", {url}"));
    }
    text.push_str(&format!(", {}", evidence.basis.word()));
    if let Some(on) = evidence.on {
        text.push_str(&format!(", {on}"));
    }
    if let Some(quote) = evidence.quote {
        text.push_str(&format!(", “{quote}”"));
    }
    if let Some(note) = evidence.note {
        text.push_str(&format!(" ({note})"));
    }
    text
}

/// Returns what a claim says besides who and what, its days, its note and its evidence left out.
pub(crate) fn details(claim: &ClaimView<'_>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(claim.maturity.map(|maturity| format!("maturity {}", maturity.word())));
    parts.extend(claim.product.map(|product| format!("as “{product}”")));
    parts.extend(claim.url.map(str::to_owned));
    parts.extend(claim.importance.map(|importance| importance.word().to_owned()));
    parts.extend(claim.played_by.map(|role| format!("by {}", role.name)));
    parts.extend(claim.segment.map(|segment| format!("in {}", segment.name)));
    parts.extend(claim.verdict.map(|verdict| verdict.word().to_owned()));
    parts.extend(claim.status.map(|status| status.word().to_owned()));
    parts.extend(claim.state.map(|state| state.word().to_owned()));
    if let Some(passage) = claim.passage {
        parts.push(format!("{}, {}: “{}”", passage.at, passage.reading.word(), passage.text));
        parts.extend(passage.note.map(str::to_owned));
    }
    parts
}

/// Returns what a claim says besides who and what, and its evidence.
pub(crate) fn claim_text(claim: &ClaimView<'_>) -> String {
    let mut parts = details(claim);
    parts.extend(claim.since.map(|day| format!("since {day}")));
    parts.extend(claim.until.map(|day| format!("until {day}")));
    parts.extend(claim.note.map(str::to_owned));
    if claim.evidence.is_empty() && claim.passage.is_none() {
        parts.push("no evidence".to_owned());
    }
    parts.extend(claim.evidence.iter().map(evidence_text));
    parts.join("; ")
}

/// Returns where a claim stands, as it follows the claim.
pub(crate) fn place_text(claim: &ClaimView<'_>) -> String {
    claim.place.as_ref().map_or_else(String::new, |place| format!(" <{place}>"))
}

/// Returns where claims stand, in one field.
pub(crate) fn join_places(claims: &[ClaimView<'_>]) -> String {
    claims.iter().filter_map(|claim| claim.place.as_deref()).collect::<Vec<_>>().join(" | ")
}

/// Returns a claim as a sentence without its details: "Rye offers Till", "Crumb plans Stock list".
/// Its key is that of a relation, or of a claim of the record about itself alone.
pub(crate) fn sentence(
    from: &AnyRef<'_>,
    key: &str,
    to: Option<&AnyRef<'_>>,
    support: Option<Support>,
) -> String {
    let Some(relation) = to.and_then(|_| Relation::from_key(key)) else {
        return match key {
            "in_scope" => format!("{} is in scope", from.name),
            "listing" => format!("the list of {}'s offers", from.name),
            "looked" => format!("a search for companies that offer {} found none", from.name),
            key => format!("{}: {key}", from.name),
        };
    };
    // What a tool has needs no tool before its name.
    let name = |of: &AnyRef<'_>| match relation {
        Relation::Has => of.name.to_owned(),
        _ => of.full_name().into_owned(),
    };
    let verb = match (relation, support) {
        (Relation::Offers | Relation::Provides, Some(Support::Planned)) => "plans",
        (Relation::Offers, Some(Support::No)) => "does not offer",
        (Relation::Provides, Some(Support::No)) => "does not provide",
        (Relation::Offers, Some(Support::Partial)) => "offers in part",
        (Relation::Provides, Some(Support::Partial)) => "provides in part",
        _ => relation.rule().forward,
    };
    format!("{} {verb} {}", name(from), to.map(name).unwrap_or_default())
}

/// Returns "looked, could not tell (docs, stated, 2026-03-01)"; of a tool alone, that nobody was
/// found.
pub(crate) fn looked_text(looked: &Looked<'_>) -> String {
    let found = if looked.company.is_some() { "could not tell" } else { "found nobody" };
    format!("looked, {found} ({})", claim_text(&looked.claim))
}

/// Returns the same after who and what: "Rye, Till: looked, could not tell (docs, stated)".
pub(crate) fn looked_line(looked: &Looked<'_>) -> String {
    let company = looked.company.map_or_else(String::new, |company| format!("{}, ", company.name));
    format!("{company}{}: {}", looked.tool.name, looked_text(looked))
}

/// Returns "Rye (company:rye)".
pub(crate) fn with_id(record: &AnyRef<'_>) -> String {
    format!("{} ({}:{})", record.full_name(), record.kind, record.id)
}

/// How many pieces of evidence a tooltip names.
#[cfg(feature = "draw")]
const EVIDENCE_NAMED: usize = 3;

/// Returns why claims are believed, at most three pieces of evidence: "stated, Notes of the guild
/// page 3, 2025-02-01".
#[cfg(feature = "draw")]
pub(crate) fn evidence_of(claims: &[ClaimView<'_>]) -> String {
    let mut pieces = claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| {
        let at = evidence.at.map_or_else(String::new, |at| format!(" {at}"));
        let on = evidence.on.map_or_else(String::new, |day| format!(", {day}"));
        format!("{}, {}{at}{on}", evidence.basis.word(), evidence.source.name)
    });
    let named: Vec<String> = pieces.by_ref().take(EVIDENCE_NAMED).collect();
    match (named.is_empty(), pieces.count()) {
        (true, _) => "no evidence".to_owned(),
        (false, 0) => named.join("; "),
        (false, more) => format!("{}; +{more} more", named.join("; ")),
    }
}

/// Returns how to read a relation between two records, in the direction in which it is followed.
pub(crate) fn reading(relation: Relation, outgoing: bool, from: Kind, to: Kind) -> &'static str {
    match (relation, from, to) {
        (Relation::Looked, ..) => "looked, could not tell:",
        (Relation::Plays, Kind::Segment, _) => "is where others fill",
        (Relation::Plays, _, Kind::Segment) => "has a part in roles of",
        _ if outgoing => relation.rule().forward,
        _ => relation.rule().backward,
    }
}

/// Returns how to read a relation as [`reading`] does, with what the support makes of it: "plans",
/// "is not offered by".
pub(crate) fn reading_with(
    relation: Relation,
    outgoing: bool,
    support: Option<Support>,
    from: Kind,
    to: Kind,
) -> &'static str {
    match (relation, support, outgoing) {
        (Relation::Offers | Relation::Provides, Some(Support::Planned), true) => "plans",
        (Relation::Offers | Relation::Provides, Some(Support::Planned), false) => "is planned by",
        (Relation::Offers, Some(Support::No), true) => "does not offer",
        (Relation::Offers, Some(Support::No), false) => "is not offered by",
        (Relation::Provides, Some(Support::No), true) => "does not provide",
        (Relation::Provides, Some(Support::No), false) => "is not provided by",
        (Relation::Offers, Some(Support::Partial), true) => "offers in part",
        (Relation::Offers, Some(Support::Partial), false) => "is offered in part by",
        (Relation::Provides, Some(Support::Partial), true) => "provides in part",
        (Relation::Provides, Some(Support::Partial), false) => "is provided in part by",
        _ => reading(relation, outgoing, from, to),
    }
}

/// Returns what only one kind of record says of itself: "listing: complete".
pub(crate) fn fact_text(fact: &Fact<'_>) -> String {
    let value = match (fact.fact, &*fact.value) {
        ("listing", "open") => "open: the company may offer more tools than listed",
        ("listing", "closed") => "complete",
        ("status", "icp") => "in the ideal customer profile",
        ("status", "expansion-candidate") => "candidate for expansion",
        ("type", "principle") => "principle, binding",
        ("type", "antiprinciple") => "antiprinciple, binding",
        ("type", "ideal") => "ideal, not binding",
        ("type", "policy") => "policy, not binding",
        (_, value) => value,
    };
    format!("{}: {value}", fact.fact)
}
