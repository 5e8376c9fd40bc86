//! Whose an item is: the companies behind the pages and names that a file gives.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::{Audit, Listed, Owner, Reason};
use crate::id::{FreeNames, fold_name};
use crate::import::Fate;

/// What the file says of an organisation with a page on Crunchbase.
#[derive(Debug)]
struct Found {
    line: u64,
    /// The one name that stands under `organization` in all of its items.
    stated: Option<String>,
    /// The name of its membership.
    member: Option<String>,
    /// The first words of the name of one of its items, where they are the words of the page's
    /// address.
    spelled: Option<(String, u64)>,
}

/// The companies of a file.
#[derive(Debug, Default)]
pub(super) struct Owners {
    pub(super) all: Vec<Owner>,
    /// By the last part of the address of the page on Crunchbase.
    by_slug: BTreeMap<String, usize>,
    /// By the name, folded, and by that part of the address, folded.
    by_folded: BTreeMap<String, usize>,
    /// How a company's name was guessed, until it is told.
    guesses: BTreeMap<usize, Reason>,
}

impl Owners {
    /// Names the organisations that have a page on Crunchbase.
    pub(super) fn of(items: &[Listed<'_>]) -> Self {
        let mut by_slug: BTreeMap<&str, Found> = BTreeMap::new();
        for listed in items {
            let Some(slug) = &listed.slug else { continue };
            let found = by_slug.entry(slug).or_insert_with(|| Found {
                line: listed.line,
                stated: organization(listed).map(str::to_owned),
                member: None,
                spelled: None,
            });
            if found.stated.as_deref() != organization(listed) {
                found.stated = None;
            }
            if found.member.is_none() && listed.is_member {
                found.member = Some(without_membership(listed.name).to_owned());
            }
            if found.spelled.is_none() {
                found.spelled = words_like(listed.name, slug).map(|words| (words, listed.line));
            }
        }
        let mut in_order: Vec<(&str, Found)> = by_slug.into_iter().collect();
        in_order.sort_by_key(|(_, found)| found.line);

        let mut owners = Self::default();
        // A name that is another company's address would be found twice.
        let mut slugs: BTreeMap<String, &str> = BTreeMap::new();
        for (slug, _) in &in_order {
            slugs.entry(fold_name(slug)).or_insert(slug);
        }
        let mut taken = FreeNames::default();
        for (slug, found) in &in_order {
            let readable = readable(slug);
            let free = |name: &String| slugs.get(&fold_name(name)).is_none_or(|other| other == slug);
            let spelled = found.spelled.as_ref().map(|(words, _)| words.clone());
            let wanted = [found.stated.clone(), found.member.clone(), spelled, Some(readable.clone())];
            let last = format!("{readable} ({slug})");
            let name =
                taken.first_free(wanted.into_iter().flatten().filter(free).chain(std::iter::once(last)));
            let at = owners.all.len();
            let is = |wanted: &Option<String>| wanted.as_ref() == Some(&name);
            if !is(&found.stated) && !is(&found.member) {
                let why = match &found.spelled {
                    Some((words, line)) if *words == name => Reason::SpelledAsItem { line: *line },
                    _ => Reason::SpelledAsAddress,
                };
                owners.guesses.insert(at, why);
            }
            let folded = fold_name(slug);
            let has_alias = folded != fold_name(&name) && slugs.get(&folded) == Some(slug);
            owners.by_slug.insert((*slug).to_owned(), at);
            if has_alias {
                owners.by_folded.insert(folded, at);
            }
            owners.by_folded.entry(fold_name(&name)).or_insert(at);
            owners.all.push(Owner {
                name,
                alias: has_alias.then(|| (*slug).to_owned()),
                url: Some(format!("https://www.crunchbase.com/organization/{}", encoded(slug))),
                line: found.line,
            });
        }
        owners
    }

    /// Returns the company that an item is of.
    pub(super) fn owner(&mut self, listed: &Listed<'_>, audit: &mut Audit<'_>) -> usize {
        let by_slug = listed.slug.as_ref().and_then(|slug| Some((slug, self.by_slug.get(slug)?)));
        if let Some((slug, at)) = by_slug {
            let company = self.all.get(*at).map_or("", |owner| &owner.name);
            if let Some(why) = self.guesses.remove(at) {
                audit.add(Some(listed.line), Fate::Guessed, format!("company `{company}` of `{slug}`"), why);
            }
            if let Some(name) = organization(listed).filter(|name| fold_name(name) != fold_name(company)) {
                let what = format!("`organization` of item `{}`", listed.name);
                let why = Reason::OtherCompany { name: name.to_owned(), company: company.to_owned() };
                audit.add(Some(listed.line), Fate::Dropped, what, why);
            }
            return *at;
        }
        let named = organization(listed);
        let name =
            named.unwrap_or(if listed.is_member { without_membership(listed.name) } else { listed.name });
        let at = *self.by_folded.entry(fold_name(name)).or_insert_with(|| {
            self.all.push(Owner { name: name.to_owned(), alias: None, url: None, line: listed.line });
            self.all.len() - 1
        });
        if named.is_none() && !listed.is_member {
            let company = self.all.get(at).map_or(name, |owner| &owner.name);
            let why = Reason::ItsOwnCompany { company: company.to_owned() };
            audit.add(Some(listed.line), Fate::Guessed, format!("item `{}`", listed.name), why);
        }
        at
    }
}

/// Returns the last part of the address of an organisation's page on Crunchbase.
pub(super) fn slug_of_page(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("crunchbase.com/organization/")?;
    let slug = rest.split(['/', '?', '#']).next().unwrap_or_default().trim();
    let slug = percent_decode_str(slug).decode_utf8().ok()?.to_lowercase();
    slug.chars().any(char::is_alphanumeric).then_some(slug)
}

fn encoded(slug: &str) -> String {
    percent_encoding::utf8_percent_encode(slug, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2D", "-")
}

fn organization<'i>(listed: &Listed<'i>) -> Option<&'i str> {
    let name = listed.item.organization.as_ref()?.value.name.as_deref()?.trim();
    (!name.is_empty()).then_some(name)
}

/// Returns the name of a member without the remark that it is one, such as `Acme (member)`.
fn without_membership(name: &str) -> &str {
    match name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        Some((organisation, remark))
            if !organisation.trim().is_empty()
                && remark
                    .split_whitespace()
                    .any(|word| matches!(&*word.to_lowercase(), "member" | "supporter")) =>
        {
            organisation.trim_end()
        }
        _ => name,
    }
}

/// Returns the first words of a name that are the words of an address: `MongoDB` of `MongoDB Atlas`
/// for `mongodb`.
fn words_like(name: &str, slug: &str) -> Option<String> {
    let wanted = fold_name(slug);
    let mut folded = String::new();
    for word in name.split_whitespace() {
        folded.push_str(&fold_name(word));
        if folded.len() >= wanted.len() {
            let end = word.as_ptr() as usize - name.as_ptr() as usize + word.len();
            let words = name
                .get(..end)?
                .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '!'));
            return (folded == wanted).then(|| words.to_owned());
        }
    }
    None
}

/// Returns an address as a person would write it: `red-hat` is `Red Hat`.
fn readable(slug: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    slug.split(['-', '_']).filter(|word| !word.is_empty()).map(capital).collect::<Vec<String>>().join(" ")
}
