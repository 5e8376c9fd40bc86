//! From names as they are written to records.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::id::{MAX_ID_LENGTH, fold_name, nearest, slug_of};
use crate::model::{Kind, Model};

/// Returns an id for a name: the same for names that differ in case, spaces or punctuation alone,
/// and no other.
pub(super) fn id_of_name(name: &str) -> String {
    let (slug, folded) = (slug_of(name), fold_name(name));
    // The id says all that the name does, or a number is put behind it that does.
    if fold_name(&slug) == folded {
        return slug;
    }
    let room = MAX_ID_LENGTH - 17;
    let slug = slug.get(..slug.len().min(room)).unwrap_or_default().trim_end_matches('-');
    format!("{slug}-{:016x}", fingerprint(&folded)).trim_start_matches('-').to_owned()
}

/// A number that is the same for the same text on every machine (FNV-1a, 64 bits).
fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Returns the host of an address on the web, as it is compared.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.contains('.').then(|| host.to_owned())
}

/// What a written name leads to.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Match {
    /// The id of a record that has it as id, name or alias.
    Exact(String),
    /// The id of a record whose id, name or alias differs in case, spaces or punctuation alone.
    Folded(String),
    /// The ids of records that fit equally well.
    Many(Vec<String>),
    /// Nothing.
    Nothing,
}

/// The names of the records of a landscape, and of those that are added.
#[derive(Debug, Default)]
pub(super) struct Names {
    kinds: [OfKind; Kind::ALL.len()],
}

#[derive(Debug, Default)]
struct OfKind {
    ids: FxHashSet<String>,
    /// Names and aliases, as they stand.
    plain: FxHashMap<String, Vec<String>>,
    folded: FxHashMap<String, Vec<String>>,
    folded_ids: FxHashMap<String, Vec<String>>,
    hosts: FxHashMap<String, Vec<String>>,
}

impl Names {
    /// Reads the names of a model.
    pub(super) fn new(model: &Model<'_>) -> Self {
        let mut names = Self::default();
        for kind in Kind::ALL {
            for (record, _) in model.records(kind) {
                let common = record.common();
                let written = std::iter::once(common.name).chain(common.aliases.iter().map(|alias| &**alias));
                names.add(kind, record.id(), written, common.url);
            }
        }
        names
    }

    fn of(&self, kind: Kind) -> &OfKind {
        &self.kinds[kind as usize]
    }

    /// Adds a record.
    pub(super) fn add<'n>(
        &mut self,
        kind: Kind,
        id: &str,
        written: impl IntoIterator<Item = &'n str>,
        url: Option<&str>,
    ) {
        fn put(map: &mut FxHashMap<String, Vec<String>>, key: String, id: &str) {
            let ids = map.entry(key).or_default();
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        let of = &mut self.kinds[kind as usize];
        of.ids.insert(id.to_owned());
        put(&mut of.folded_ids, fold_name(id), id);
        for name in written {
            put(&mut of.plain, name.to_owned(), id);
            put(&mut of.folded, fold_name(name), id);
        }
        if let Some(host) = url.and_then(host) {
            put(&mut of.hosts, host, id);
        }
    }

    /// Returns whether there is a record with an id.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.of(kind).ids.contains(id)
    }

    /// Finds the record that a written name leads to, by the rules of the command line.
    pub(super) fn find(&self, kind: Kind, written: &str) -> Match {
        let of = self.of(kind);
        if of.ids.contains(written) {
            return Match::Exact(written.to_owned());
        }
        let folded = fold_name(written);
        let steps = [
            (&of.plain, written, true),
            (&of.folded, folded.as_str(), false),
            (&of.folded_ids, &folded, false),
        ];
        for (map, key, exact) in steps {
            match map.get(key).map(Vec::as_slice) {
                None | Some([]) => {}
                Some([id]) if exact => return Match::Exact(id.clone()),
                Some([id]) => return Match::Folded(id.clone()),
                Some(many) => return Match::Many(many.to_vec()),
            }
        }
        Match::Nothing
    }

    /// Returns the name or id nearest to a text, when one is near enough to be meant.
    pub(super) fn nearest(&self, kind: Kind, written: &str) -> Option<String> {
        let of = self.of(kind);
        // The map has no order, and the nearest one must not depend on it.
        let mut known: Vec<&str> = of.ids.iter().chain(of.plain.keys()).map(String::as_str).collect();
        known.sort_unstable();
        nearest(written, known).map(str::to_owned)
    }

    /// Returns the other records with a name, an alias or an id that folds to the same, a last `s`
    /// left out.
    pub(super) fn alike(&self, kind: Kind, id: &str, name: &str) -> Vec<String> {
        let (of, folded) = (self.of(kind), fold_name(name));
        let singular = folded.strip_suffix('s').unwrap_or(&folded);
        let spellings = [singular.to_owned(), format!("{singular}s")];
        let maps = [&of.folded, &of.folded_ids];
        let found =
            spellings.iter().flat_map(|name| maps.into_iter().filter_map(|map| map.get(name))).flatten();
        let mut found: Vec<String> = found.filter(|other| *other != id).cloned().collect();
        found.sort();
        found.dedup();
        found
    }

    /// Returns the other records whose page is on the same host; none where so many share it that
    /// it says nothing.
    pub(super) fn same_host(&self, kind: Kind, id: &str, url: &str) -> Vec<String> {
        const MOST: usize = 3;
        // On these every company has a page.
        const DIRECTORIES: [&str; 5] =
            ["crunchbase.com", "facebook.com", "github.com", "linkedin.com", "x.com"];
        let host = host(url).filter(|host| !DIRECTORIES.contains(&host.as_str()));
        let ids = host.and_then(|host| self.of(kind).hosts.get(&host));
        let ids = ids.filter(|ids| ids.len() <= MOST).map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter(|other| *other != id).cloned().collect()
    }
}
