//! What several answers say in the same way: counts, shares, lists of names, days.

use std::borrow::Cow;

use crate::model::{Age, Basis, Kind};
use crate::query::{AnyRef, Ask, Taken};

/// Returns the command that asks a question: "landscape coverage stack:data".
pub(crate) fn command(ask: &Ask<'_>) -> String {
    let mut command = format!("landscape {}", ask.ask);
    for (argument, records) in &ask.arguments {
        for record in records {
            match *argument {
                "company" => command.push_str(&format!(" --for {}", record.id)),
                // Only one kind of record can be meant.
                "companies" | "tools" => command.push_str(&format!(" {}", record.id)),
                _ => command.push_str(&format!(" {record}")),
            }
        }
    }
    command
}

/// Returns what was taken for what was typed: "“dashboard” taken as the tool Dashboards"; none
/// where nothing was, or where the title says it already.
pub(crate) fn taken_text(taken: &[Taken<'_>], title: &str) -> Option<String> {
    let text = |taken: &Taken<'_>| {
        let AnyRef { kind, name, .. } = taken.record;
        let is_plain = name.eq_ignore_ascii_case(&taken.typed) && title.contains(&format!("{kind} {name}"));
        (!is_plain).then(|| format!("“{}” taken as the {kind} {name}", taken.typed))
    };
    let texts: Vec<String> = taken.iter().filter_map(text).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// Returns to what an answer keeps, to be put behind its title: " in the stack Data", " for the
/// role CTO"; nothing where it keeps to nothing.
pub(crate) fn within_text(within: &[AnyRef<'_>]) -> String {
    let of = |kind: Kind, before: &str| {
        let names: Vec<&str> =
            within.iter().filter(|record| record.kind == kind).map(|record| record.name).collect();
        let word = if names.len() == 1 { kind.singular() } else { kind.plural() };
        if names.is_empty() { String::new() } else { format!(" {before} the {word} {}", names.join(", ")) }
    };
    of(Kind::Stack, "in") + &of(Kind::Role, "for")
}

/// Returns a count with its word, such as "1 tool" or "3 tools".
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns names in a row, the first `most` of them, with a count of the rest.
pub(crate) fn names<'n>(
    names: impl ExactSizeIterator<Item = impl Into<Cow<'n, str>>>,
    most: usize,
) -> String {
    let total = names.len();
    more(names.take(most), total)
}

/// Returns the names that are shown of `total`, with a count of the rest: "Amplitude, Hotjar, +3
/// more".
pub(crate) fn more<'n>(shown: impl IntoIterator<Item = impl Into<Cow<'n, str>>>, total: usize) -> String {
    let mut shown: Vec<Cow<'_, str>> = shown.into_iter().map(Into::into).collect();
    if total > shown.len() {
        shown.push(format!("+{} more", total - shown.len()).into());
    }
    shown.join(", ")
}

/// Returns an age in words: "180 days", "1 year".
pub(crate) fn age(age: Age) -> String {
    let text = age.to_string();
    let (number, unit) = text.split_at(text.trim_end_matches(|c: char| c.is_alphabetic()).len());
    let unit = match unit {
        "d" => "day",
        "w" => "week",
        "m" => "month",
        "y" => "year",
        other => other,
    };
    if number == "1" { format!("1 {unit}") } else { format!("{number} {unit}s") }
}

/// Returns the beginning of a text that is longer than `most` characters, up to the end of a word:
/// "Tools for …".
pub(crate) fn short(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let words = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", text[..words].trim_end_matches([',', ';', ':', ' ']))
}

/// Returns names as a sentence has them, the first `most` of them: "Amplitude, Hotjar and 3 more".
pub(crate) fn sentence_names<'n>(
    names: impl ExactSizeIterator<Item = impl Into<Cow<'n, str>>>,
    most: usize,
) -> String {
    let total = names.len();
    let mut shown: Vec<Cow<'_, str>> = names.take(most).map(Into::into).collect();
    if total > shown.len() {
        shown.push(format!("{} more", total - shown.len()).into());
    }
    match shown.as_slice() {
        [] => String::new(),
        [one] => one.to_string(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Returns a text with its first letter as a capital.
pub(crate) fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Returns a share in hundredths, in one piece wherever the line ends: "29 %". Only none is "0 %",
/// and only all is "100 %": what lies closer to either is "< 1 %" or "> 99 %".
pub(crate) fn percent(share: f64) -> String {
    percent_with(share, 0)
}

/// Returns a share as [`percent`] does, with digits behind the point: "1.3 %".
pub(crate) fn percent_with(share: f64, digits: usize) -> String {
    let hundredths = share * 100.0;
    let step = 10_f64.powi(-i32::try_from(digits).unwrap_or(0));
    let shown = format!("{hundredths:.digits$}");
    let (none, all) = (format!("{:.digits$}", 0.0), format!("{:.digits$}", 100.0));
    if shown == none && share > 0.0 {
        format!("<\u{a0}{step:.digits$}\u{a0}%")
    } else if shown == all && share < 1.0 {
        format!(">\u{a0}{:.digits$}\u{a0}%", 100.0 - step)
    } else {
        format!("{shown}\u{a0}%")
    }
}

/// "Heatmaps (a part, inferred)": a text with what keeps it from being a plain stated claim: some
/// doubts, and what the claim rests on.
pub(crate) fn in_doubt<const N: usize>(
    text: &str,
    doubts: [Option<&'static str>; N],
    basis: Option<Basis>,
) -> String {
    let basis = basis.filter(|basis| *basis != Basis::Stated).map(Basis::word);
    let doubts: Vec<&str> = doubts.into_iter().flatten().chain(basis).collect();
    if doubts.is_empty() { text.to_owned() } else { format!("{text} ({})", doubts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_none_is_zero_and_only_all_is_a_hundred_percent() {
        let shown: Vec<String> = [0.0, 0.001, 0.005, 0.29, 0.994, 0.996, 1.0].map(percent).into();
        let plain: Vec<String> = shown.iter().map(|text| text.replace('\u{a0}', " ")).collect();
        assert_eq!(plain, ["0 %", "< 1 %", "< 1 %", "29 %", "99 %", "> 99 %", "100 %"]);
        let tenths: Vec<String> =
            [0.0, 0.0001, 0.013, 0.9999, 1.0].map(|share| percent_with(share, 1)).into();
        let plain: Vec<String> = tenths.iter().map(|text| text.replace('\u{a0}', " ")).collect();
        assert_eq!(plain, ["0.0 %", "< 0.1 %", "1.3 %", "> 99.9 %", "100.0 %"]);
    }

    #[test]
    fn long_texts_end_with_a_whole_word() {
        assert_eq!(short("Sells tools, and more", 40), "Sells tools, and more");
        assert_eq!(short("Sells tools, and more", 13), "Sells tools …");
        assert_eq!(short("Überlebensgroß", 4), "Über …");
    }

    #[test]
    fn lists_of_names_are_cut_with_a_count() {
        assert_eq!(names(["a", "b", "c"].into_iter(), 2), "a, b, +1 more");
        assert_eq!(names(["a", "b"].into_iter(), 2), "a, b");
        assert_eq!(names([""; 0].into_iter(), 2), "");
    }
}
