//! From what people type to the records that they mean: the generous reading, for questions alone.
//!
//! A name is tried as it is (id, name, alias), in the kinds of the argument in their order; then
//! without words for kinds ("data stack"); then as a singular or plural; then as the beginning of
//! one name. Whatever is taken otherwise than as it is typed is told. What writes takes an exact
//! name or none: [`Landscape::resolve`].

use crate::id::{fold_name, nearest};
use crate::landscape::{Landscape, NameError, NodeIx};
use crate::model::Kind;
use crate::query::TakenBy;

/// How many characters the beginning of a name has at least.
const LEAST_PREFIX: usize = 3;

/// How many names are suggested at most.
const SUGGESTED: usize = 3;

/// Words between names that are no names.
const BETWEEN: [&str; 5] = ["vs", "vs.", "versus", "and", "&"];

/// A record, and why it was taken where the name is not simply its own.
pub(super) type Read = (NodeIx, Option<TakenBy>);

/// Returns the kind that a word names, in the singular or plural, or as people call it.
pub(super) fn kind_of_word(word: &str) -> Option<Kind> {
    let word = word.to_lowercase();
    Kind::from_word(&word).or(match word.as_str() {
        "team" | "teams" => Some(Kind::Role),
        "vendor" | "vendors" => Some(Kind::Company),
        "category" | "categories" => Some(Kind::Tool),
        _ => None,
    })
}

/// Reads the names of an argument, each with what was typed for it: names of several words that
/// came word by word are put together, and words between names are passed over.
///
/// # Errors
///
/// As [`read`].
pub(super) fn read_all(
    landscape: &Landscape,
    names: &[&str],
    kinds: &[Kind],
) -> Result<Vec<(String, Read)>, NameError> {
    let is_exact = |name: &str| exact(landscape, name, kinds).is_ok_and(|found| found.is_some());
    let is_between = |name: &str| BETWEEN.contains(&name.to_lowercase().as_str()) && !is_exact(name);
    let words: Vec<&str> = match names {
        [one] => vec![*one],
        names => names.iter().copied().filter(|name| !is_between(name)).collect(),
    };
    let all_exact = words.len() < 2 || words.iter().all(|word| is_exact(word));
    let mut read_so_far = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let joined = (at + 2..=words.len()).rev().filter(|_| !all_exact).find_map(|end| {
            let name = words[at..end].join(" ");
            let (node, by) = read(landscape, &name, kinds).ok()?;
            // A beginning is no whole name.
            (by != Some(TakenBy::Prefix)).then_some((end, name, (node, by)))
        });
        let (end, name, read) = match joined {
            Some(joined) => joined,
            None => (at + 1, words[at].to_owned(), read(landscape, words[at], kinds)?),
        };
        read_so_far.push((name, read));
        at = end;
    }
    Ok(read_so_far)
}

/// Reads one name. The kinds are those that will do, the one that is meant first of all first;
/// where every kind will do, none is meant first.
///
/// # Errors
///
/// [`NameError`], with up to three names that may have been meant, of any kind.
pub(super) fn read(landscape: &Landscape, text: &str, kinds: &[Kind]) -> Result<Read, NameError> {
    let of_kind = text.split_once(':').and_then(|(word, rest)| Some((Kind::from_word(word)?, rest)));
    match of_kind {
        Some((kind, rest)) if kinds.contains(&kind) => generous(landscape, text, rest, &[kind]),
        // A kind that will not do is said on purpose.
        Some(_) => landscape.resolve(text, kinds).map(|node| (node, None)),
        None => generous(landscape, text, text, kinds),
    }
}

/// Groups kinds by rank: one after the other, or all alike where every kind will do.
fn ranks(kinds: &[Kind]) -> Vec<&[Kind]> {
    if kinds.len() == Kind::ALL.len() { vec![kinds] } else { kinds.chunks(1).collect() }
}

/// Finds the record that has exactly this name.
fn exact(landscape: &Landscape, text: &str, kinds: &[Kind]) -> Result<Option<Read>, NameError> {
    let mut ranks = ranks(kinds).into_iter();
    let named =
        ranks.by_ref().map(|rank| landscape.named_exactly(text, rank)).find(|found| !found.is_empty());
    match named.unwrap_or_default().as_slice() {
        [] => Ok(None),
        [one] => {
            let by = ranks.flatten().any(|kind| shares(landscape, text, *kind)).then_some(TakenBy::Kind);
            Ok(Some((*one, by)))
        }
        many => Err(landscape.ambiguous(text, many)),
    }
}

/// Whether a record of a kind has a name too. Only case is ignored, since this goes through every
/// name of a kind for no more than a note.
fn shares(landscape: &Landscape, text: &str, kind: Kind) -> bool {
    let is_it = |name: &str| name.eq_ignore_ascii_case(text);
    let has_it = |node: NodeIx| {
        let node = landscape.node(node);
        is_it(node.name()) || node.aliases().any(is_it)
    };
    landscape.find(kind, text).is_some() || landscape.nodes(kind).any(has_it)
}

fn generous(landscape: &Landscape, typed: &str, text: &str, kinds: &[Kind]) -> Result<Read, NameError> {
    if let Some(read) = exact(landscape, text, kinds)? {
        return Ok(read);
    }
    let mut ways = vec![(text.to_owned(), kinds.to_vec())];
    if let Some((stripped, named)) = without_kind_words(text) {
        // The kind that is named is meant first.
        let mut kinds: Vec<Kind> = kinds.to_vec();
        let is_meant = kinds.contains(&named) && kinds.len() < Kind::ALL.len();
        kinds.sort_by_key(|kind| is_meant && *kind != named);
        if let Some((node, _)) = exact(landscape, &stripped, &kinds)? {
            return Ok((node, Some(TakenBy::KindWord)));
        }
        ways.push((stripped, kinds));
    }
    for (text, kinds) in &ways {
        let folded = singular(&fold_name(text));
        let fits = |name: &str| singular(&fold_name(name)) == folded;
        match first_rank(landscape, kinds, &fits).as_slice() {
            [] => {}
            [one] => return Ok((*one, Some(TakenBy::Number))),
            many => return Err(landscape.ambiguous(typed, many)),
        }
    }
    let mut begun = Vec::new();
    for (text, kinds) in &ways {
        let folded = fold_name(text);
        if folded.chars().count() < LEAST_PREFIX {
            continue;
        }
        begun = first_rank(landscape, kinds, &|name| fold_name(name).starts_with(&folded));
        match begun.as_slice() {
            [] => {}
            [one] => return Ok((*one, Some(TakenBy::Prefix))),
            _ => break,
        }
    }
    Err(unknown(landscape, typed, text, kinds, &begun))
}

/// Returns the records that have a fitting name: those of the first rank that has any.
fn first_rank(landscape: &Landscape, kinds: &[Kind], fits: &dyn Fn(&str) -> bool) -> Vec<NodeIx> {
    let has_it = |node: &NodeIx| {
        let node = landscape.node(*node);
        fits(node.id()) || fits(node.name()) || node.aliases().any(fits)
    };
    let of_rank = |rank: &[Kind]| -> Vec<NodeIx> {
        rank.iter().flat_map(|kind| landscape.nodes(*kind)).filter(has_it).collect()
    };
    ranks(kinds).into_iter().map(of_rank).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Returns a text without its words for kinds, and the last of these kinds; nothing if it has no
/// such word, or no other.
fn without_kind_words(text: &str) -> Option<(String, Kind)> {
    let (mut rest, mut named) = (Vec::new(), None);
    for word in text.split([' ', '-', '_', '\t']).filter(|word| !word.is_empty()) {
        match kind_of_word(word) {
            Some(kind) => named = Some(kind),
            None => rest.push(word),
        }
    }
    (!rest.is_empty()).then_some(()).and(named).map(|kind| (rest.join(" "), kind))
}

/// Returns a folded name without the end that tells one from many, as far as its spelling tells:
/// the same of both.
fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let stem = match name.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.len() > 1 => stem,
        _ => name,
    };
    // "boxes" and "box", "warehouses" and "warehouse": without the `e` they are alike.
    let hisses = ["se", "xe", "ze", "che", "she"].iter().any(|end| stem.ends_with(end));
    if hisses { stem[..stem.len() - 1].to_owned() } else { stem.to_owned() }
}

/// Says that nothing has a name, with what may have been meant: what begins so and what is nearest,
/// of the kinds that will do, or else of the others.
fn unknown(landscape: &Landscape, typed: &str, text: &str, kinds: &[Kind], begun: &[NodeIx]) -> NameError {
    let error = match landscape.resolve(typed, kinds) {
        Err(error) => error,
        Ok(node) => landscape.ambiguous(typed, &[node]),
    };
    let NameError::Unknown { text: typed, kinds, nearest: likely } = error else { return error };
    let mut suggested: Vec<String> = Vec::new();
    let mut suggest = |name: String| {
        if suggested.len() < SUGGESTED && !suggested.contains(&name) {
            suggested.push(name);
        }
    };
    begun.iter().for_each(|node| suggest(landscape.node(*node).id().to_owned()));
    likely.into_iter().for_each(&mut suggest);
    if !suggested.is_empty() {
        return NameError::Unknown { text: typed, kinds, nearest: suggested };
    }
    let others: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| !kinds.contains(kind)).collect();
    let names: Vec<(NodeIx, &str)> = (others.iter().flat_map(|kind| landscape.nodes(*kind)))
        .flat_map(|ix| {
            let node = landscape.node(ix);
            [node.id(), node.name()].into_iter().chain(node.aliases()).map(move |name| (ix, name))
        })
        .collect();
    let near = nearest(text, names.iter().map(|(_, name)| *name));
    let near = near.and_then(|near| names.iter().find(|(_, name)| *name == near));
    suggested.extend(near.map(|(node, _)| landscape.any_id(*node)));
    NameError::Unknown { text: typed, kinds, nearest: suggested }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_singular_is_that_of_its_plural() {
        for (one, many) in [
            ("dashboard", "dashboards"),
            ("featureflag", "featureflags"),
            ("warehouse", "warehouses"),
            ("box", "boxes"),
            ("survey", "surveys"),
            ("category", "categories"),
            ("database", "databases"),
            ("branch", "branches"),
            ("api", "apis"),
        ] {
            assert_eq!(singular(one), singular(many), "{one}, {many}");
        }
        assert_eq!(singular("access"), "access");
        assert_ne!(singular("crm"), singular("cr"));
    }

    #[test]
    fn words_for_kinds_are_dropped_unless_nothing_else_is_there() {
        let without = |text: &str| without_kind_words(text);
        assert_eq!(without("data stack"), Some(("data".to_owned(), Kind::Stack)));
        assert_eq!(without("BI Tools"), Some(("BI".to_owned(), Kind::Tool)));
        assert_eq!(without("marketing team"), Some(("marketing".to_owned(), Kind::Role)));
        assert_eq!(without("tools"), None);
        assert_eq!(without("data"), None);
    }
}
