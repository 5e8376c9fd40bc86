//! How the project is written: the width of lines, words to avoid, and pages whose commands run.

use std::collections::BTreeSet;
use std::path::Path;

use crate::architecture::literals;
use crate::support::{entries, root};

/// Where prose and comments wrap.
const WIDTH: usize = 100;

/// What makes a reader stop, each as words in a row; CONTRIBUTING.md and the glossary say why.
const AVOIDED: [&str; 8] = [
    "stands",
    "of which",
    "whose view is taken",
    "none where",
    "put right",
    "said to be",
    "told apart",
    "the heads of the columns",
];

/// A file of the project.
struct Text {
    /// The path below the project's root, with `/` between its parts.
    path: String,
    text: String,
}

/// Reads the files below a folder whose names end in `ending`, or one file.
fn read(path: &str, ending: &str) -> Vec<Text> {
    let full = root(path);
    if full.is_dir() {
        let below = entries(&full);
        return below.iter().flat_map(|name| read(&format!("{path}/{name}"), ending)).collect();
    }
    let is_wanted = Path::new(path).extension().is_some_and(|extension| extension == ending);
    let text = is_wanted.then(|| std::fs::read_to_string(&full).expect("the file can be read"));
    text.map(|text| Text { path: path.to_owned(), text }).into_iter().collect()
}

/// Every page that a person wrote or the program prints.
fn pages() -> Vec<Text> {
    let mut pages: Vec<Text> = entries(&root(".")).iter().filter_map(|name| read_page(name)).collect();
    for folder in ["docs", "tests/data", ".github"] {
        pages.extend(read(folder, "md"));
    }
    for page in ["README.md", "CONTRIBUTING.md", "docs/glossary.md", "docs/decisions/0013-one-catalogue.md"] {
        assert!(pages.iter().any(|found| found.path == page), "{page} is not found");
    }
    pages
}

/// Reads a page at the top of the project.
fn read_page(name: &str) -> Option<Text> {
    if root(name).is_dir() { None } else { read(name, "md").pop() }
}

/// All Rust of the project.
fn sources() -> Vec<Text> {
    let files: Vec<Text> = ["src", "tests", "docs"].iter().flat_map(|folder| read(folder, "rs")).collect();
    assert!(files.len() > 100, "only {} files were found", files.len());
    files
}

/// The lines of a page outside its blocks of code, each with its number.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut is_code = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// Where a line could be broken: at blanks outside links and code, counted in characters.
fn breaks(line: &str) -> Vec<usize> {
    let characters: Vec<char> = line.chars().collect();
    let find = |from: usize, wanted: char| {
        characters[from..].iter().position(|character| *character == wanted).map(|index| from + index)
    };
    let (mut at, mut found) = (0, Vec::new());
    while let Some(character) = characters.get(at) {
        let end = match character {
            '`' => find(at + 1, '`'),
            '[' => find(at + 1, ']').filter(|end| characters.get(end + 1) == Some(&'(')),
            '(' if at > 0 && characters[at - 1] == ']' => find(at + 1, ')'),
            _ => None,
        };
        if *character == ' ' {
            found.push(at);
        }
        at = end.unwrap_or(at) + 1;
    }
    found
}

/// Whether a line of prose is too wide and could be broken after `begin` characters.
fn is_too_wide(line: &str, begin: usize) -> bool {
    let is_table = line.chars().skip(begin).find(|c| *c != ' ') == Some('|');
    let in_reach = |at: &usize| *at > begin && *at <= WIDTH;
    line.chars().count() > WIDTH && !is_table && breaks(line).iter().any(in_reach)
}

/// How many characters of a line of Markdown go before its words: indent, and the mark of a list.
fn indent(line: &str) -> usize {
    let blanks = line.len() - line.trim_start().len();
    let rest = &line[blanks..];
    let mark = rest.split(' ').next().unwrap_or_default();
    let number =
        mark.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if number || ["-", "*", "+", ">"].contains(&mark) { blanks + mark.len() + 1 } else { blanks }
}

#[test]
fn a_line_is_broken_at_blanks_alone() {
    let long = "word ".repeat(25);
    assert!(is_too_wide(&long, 0) && is_too_wide(&format!("- {long}"), 2));
    assert!(!is_too_wide(&format!("| {long} |"), 0), "a table");
    assert!(!is_too_wide(&format!("![{long}](map.png)"), 0), "a link");
    assert!(!is_too_wide(&format!("`{long}`"), 0), "code");
    assert!(!is_too_wide(&format!("- {}", "x".repeat(120)), 2), "one word");
    assert!(is_too_wide(&format!("see [this](that.md) {long}"), 0), "words behind a link");
    assert_eq!([indent("- a"), indent("  12. a"), indent("a"), indent("  a")], [2, 6, 0, 2]);
}

#[test]
fn pages_wrap_at_100_columns() {
    let mut wide = Vec::new();
    // The program lays out the page of commands.
    for page in pages().iter().filter(|page| page.path != "docs/cli.md") {
        for (number, line) in prose(&page.text).filter(|(_, line)| is_too_wide(line, indent(line))) {
            wide.push(format!("{}:{number}: {line}", page.path));
        }
    }
    assert!(wide.is_empty(), "wider than {WIDTH} columns:\n{}", wide.join("\n"));
}

/// The numbers of the lines that begin inside a text between quotes.
fn quoted_lines(code: &str) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    let (mut at, mut number) = (0, 1);
    for (before, text) in literals(code) {
        number += code[at..before.len()].matches('\n').count();
        at = before.len();
        // The mark before the text, a quote or `r#"`, has no line end in it.
        lines.extend(number + 1..=number + text.matches('\n').count());
    }
    lines
}

/// The lines of comments that are too wide, each with its number.
fn wide_comments(code: &str) -> Vec<(usize, &str)> {
    let quoted = quoted_lines(code);
    let (mut is_code, mut wide) = (false, Vec::new());
    for (number, line) in (1..).zip(code.lines()) {
        let blanks = line.len() - line.trim_start().len();
        let rest = &line[blanks..];
        let Some(mark) = ["//!", "///", "//"].iter().find(|mark| rest.starts_with(**mark)) else {
            is_code = false;
            continue;
        };
        let words = &rest[mark.len()..];
        let is_fence = words.trim_start().starts_with("```");
        is_code ^= is_fence;
        let begin = blanks + mark.len();
        if !is_code && !is_fence && !quoted.contains(&number) && is_too_wide(line, begin + indent(words)) {
            wide.push((number, line));
        }
    }
    wide
}

#[test]
fn the_scan_knows_a_comment_from_a_text() {
    let long = "word ".repeat(25);
    let numbers = |code: &str| wide_comments(code).into_iter().map(|(number, _)| number).collect::<Vec<_>>();
    assert_eq!(numbers(&format!("fn f() {{\n    // {long}\n}}\n/// {long}\n//! {long}")), [2, 4, 5]);
    assert_eq!(numbers(&format!("let a = \"x\n// {long}\n\";\n// {long}")), [4]);
    assert_eq!(numbers(&format!("/// ```\n/// {long}\n/// ```\n/// | {long} |")), [0; 0]);
    assert_eq!(numbers(&format!("let a = 1; // {long}")), [0; 0], "the width of code is for rustfmt");
}

#[test]
fn comments_wrap_at_100_columns() {
    let mut wide = Vec::new();
    for file in sources() {
        let found = wide_comments(&file.text).into_iter();
        wide.extend(found.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim_start())));
    }
    let count = wide.len();
    wide.truncate(20);
    assert!(wide.is_empty(), "{count} comments are wider than {WIDTH} columns:\n{}", wide.join("\n"));
}

/// The words of a text, each with the place where it begins.
fn words(text: &str) -> Vec<(usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(|word| (word.as_ptr() as usize - start, word)).collect()
}

/// What a text says of the phrases that we avoid, each with the place where it begins.
fn avoided(text: &str) -> Vec<(usize, &'static str)> {
    let words = words(text);
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // A phrase goes on over blanks and line ends, and not over the end of a sentence.
    let goes_on = |word: &str| word.ends_with(|c: char| c.is_alphanumeric());
    let mut found = Vec::new();
    for phrase in AVOIDED {
        let phrase_words: Vec<&str> = phrase.split(' ').collect();
        for window in words.windows(phrase_words.len()) {
            let (_, before_last) = window.split_last().expect("a phrase has a word");
            let is_same = window.iter().zip(&phrase_words).all(|((_, word), wanted)| bare(word) == *wanted);
            if is_same && before_last.iter().all(|(_, word)| goes_on(word)) {
                found.push((window[0].0, phrase));
            }
        }
    }
    found.sort_unstable();
    found
}

/// The number of the line at a place in a text.
fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// A text as it is read: with blanks for the signs that a string writes for its line ends.
fn as_read(literal: &str) -> String {
    literal.replace("\\n", "  ").replace("\\\n", " \n")
}

#[test]
fn a_phrase_is_found_over_line_ends_and_not_inside_words() {
    let found = |text: &str| avoided(text).into_iter().map(|(_, phrase)| phrase).collect::<Vec<_>>();
    assert_eq!(found("It stands."), ["stands"]);
    assert_eq!(found("two, of\n  which one"), ["of which"]);
    assert_eq!(found("She understands what she is fond of. Which is good."), [""; 0]);
    assert_eq!(found("(Of which)"), ["of which"]);
    assert_eq!(found(&as_read("the one told \\\n    apart\\nstands")), ["told apart", "stands"]);
}

/// The page without its blocks of code, whose words the program has; each line keeps its number.
fn without_code(page: &Text) -> String {
    let kept: BTreeSet<usize> = prose(&page.text).map(|(number, _)| number).collect();
    let lines =
        (1..).zip(page.text.lines()).map(|(number, line)| if kept.contains(&number) { line } else { "" });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn pages_avoid_what_makes_a_reader_stop() {
    let mut said = Vec::new();
    for page in pages() {
        // The blocks of the page of commands are what the program says: see below.
        let text = without_code(&page);
        let places = avoided(&text).into_iter();
        said.extend(places.map(|(at, phrase)| format!("{}:{}: {phrase}", page.path, line_of(&text, at))));
    }
    assert!(said.is_empty(), "say it in plain words, with those of docs/glossary.md\n{}", said.join("\n"));
}

#[test]
fn the_program_avoids_what_makes_a_reader_stop() {
    let mut said = Vec::new();
    let files = read("src", "rs");
    for module in ["words", "cli", "problem", "draw", "load", "import", "edit", "export", "sql", "catalogue"]
    {
        let is_of = |file: &Text| file.path.starts_with(&format!("src/{module}/"));
        assert!(files.iter().any(is_of), "nothing is found in src/{module}");
    }
    for file in &files {
        // The tests in a file are at its end.
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (before, literal) in literals(code) {
            let text = as_read(literal);
            for (at, phrase) in avoided(&text) {
                let line = line_of(code, before.len()) + text[..at].matches('\n').count();
                said.push(format!("{}:{line}: {phrase}", file.path));
            }
        }
    }
    // The help of the commands and the schema of the data come from comments.
    for made in [read("docs/cli.md", "md"), read("docs/schema", "json")] {
        let [made] = &made[..] else { panic!("the page is not there") };
        let places = avoided(&made.text).into_iter();
        said.extend(
            places.map(|(at, phrase)| format!("{}:{}: {phrase}", made.path, line_of(&made.text, at))),
        );
    }
    assert!(said.is_empty(), "say it in plain words, with those of docs/glossary.md\n{}", said.join("\n"));
}

#[test]
fn the_glossary_is_in_the_order_of_the_alphabet_and_has_each_term_once() {
    let page = read("docs/glossary.md", "md").pop().expect("the page is there").text;
    let rows = page.lines().filter_map(|line| line.strip_prefix("| **"));
    let terms: Vec<String> = rows.filter_map(|row| row.split("**").next()).map(str::to_lowercase).collect();
    assert!(terms.len() > 30, "only {} terms were found", terms.len());
    let mut sorted = terms.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(terms, sorted);
}

#[test]
fn every_page_is_in_the_index() {
    let index = read("docs/README.md", "md").pop().expect("the index is there").text;
    let is_named = |page: &Text| {
        let below = page.path.strip_prefix("docs/").unwrap_or(&page.path);
        // The decisions are named as a folder.
        index.contains(&format!("({below})")) || below.starts_with("decisions/") || below == "README.md"
    };
    let missing: Vec<String> =
        read("docs", "md").into_iter().filter(|page| !is_named(page)).map(|page| page.path).collect();
    assert_eq!(missing, [""; 0], "docs/README.md does not lead there");
    assert!(index.contains("(decisions)"), "docs/README.md does not lead to the decisions");
}

/// Where the links of a page lead, outside its blocks of code.
fn links(text: &str) -> Vec<String> {
    let prose: Vec<&str> = prose(text).map(|(_, line)| line).collect();
    let prose = prose.join("\n");
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.map(str::to_owned).collect()
}

/// What a forge makes of a heading, to link to it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let (mut seen, mut broken) = (0, Vec::new());
    for page in pages() {
        let folder = root(&page.path).parent().expect("a page is in a folder").to_path_buf();
        for link in links(&page.text).iter().filter(|link| !link.contains("://")) {
            seen += 1;
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { root(&page.path) } else { folder.join(path) };
            let text = std::fs::read_to_string(&target).unwrap_or_default();
            let mut headings = prose(&text).filter_map(|(_, line)| line.strip_prefix('#'));
            let is_there = target.exists()
                && (heading.is_empty()
                    || headings.any(|line| anchor(line.trim_start_matches('#').trim()) == heading));
            if !is_there {
                broken.push(format!("{}: {link}", page.path));
            }
        }
    }
    assert!(seen > 50, "only {seen} links were found");
    assert_eq!(broken, [""; 0]);
}

#[test]
fn the_readme_and_the_checks_name_the_rust_that_the_package_needs() {
    let version = env!("CARGO_PKG_RUST_VERSION");
    let readme = std::fs::read_to_string(root("README.md")).expect("the page can be read");
    assert!(readme.contains(&format!("{version} or newer")), "the README does not say {version}");
    // The line that the public checks read the version from.
    let manifest = std::fs::read_to_string(root("Cargo.toml")).expect("the manifest can be read");
    let checks = std::fs::read_to_string(root(".github/workflows/ci.yml")).expect("the checks can be read");
    assert!(manifest.lines().any(|line| line == format!("rust-version = \"{version}\"")));
    assert!(checks.contains("s/^rust-version = "), "the public checks do not read it from there");
}

/// Pages whose commands a reader types one after the other, and what they print.
#[cfg(all(unix, feature = "cli", feature = "png", feature = "sql"))]
mod followed {
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::{Text, read};
    use crate::support::{Outcome, Sandbox, root};

    /// What the shell prints behind the output of a block.
    const MARK: char = '\u{1e}';

    /// A block of code of a page: the lines between its fences, counted from 0.
    struct Block<'p> {
        language: &'p str,
        lines: std::ops::Range<usize>,
    }

    fn blocks(page: &str) -> Vec<Block<'_>> {
        let mut found = Vec::new();
        let mut open = None;
        for (number, line) in page.lines().enumerate() {
            match (line.strip_prefix("```"), open) {
                (Some(language), None) => open = Some((language, number + 1)),
                (Some(_), Some((language, begin))) => {
                    found.push(Block { language, lines: begin..number });
                    open = None;
                }
                (None, _) => {}
            }
        }
        assert!(open.is_none(), "a block of code is not closed");
        found
    }

    /// Runs the commands of a page in an empty folder; returns what those of each block print, and
    /// the folder.
    fn follow(page: &Text) -> (Vec<String>, Sandbox) {
        let lines: Vec<&str> = page.text.lines().collect();
        let scripts = blocks(&page.text).into_iter().filter(|block| block.language == "sh");
        let scripts: Vec<String> = scripts.map(|block| lines[block.lines].join("\n")).collect();
        let whole = scripts.join("\nprintf '\\036'\n") + "\nprintf '\\036'\n";
        let sandbox = Sandbox::new();
        let program = Path::new(env!("CARGO_BIN_EXE_landscape")).parent().expect("it is in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        // What git needs, and a time that makes the ids of commits the same everywhere.
        let day = "2026-06-01T12:00:00+00:00";
        let output = Command::new("sh")
            .args(["-euc", &format!("exec 2>&1\n{whole}")])
            .current_dir(sandbox.path("."))
            .env_clear()
            .env("PATH", format!("{}:{path}", program.display()))
            .env("HOME", sandbox.path("."))
            .env("XDG_STATE_HOME", sandbox.path(".state"))
            .env("NO_COLOR", "1")
            .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Robin")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "robin@acme.example")))
            .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, day)))
            .stdin(Stdio::null())
            .output()
            .expect("a shell starts");
        let outcome = Outcome::of(&output);
        let outputs: Vec<String> = outcome.stdout.split(MARK).map(str::to_owned).collect();
        let failed = scripts.get(outputs.len() - 1);
        assert_eq!(
            (outcome.code, failed),
            (Some(0), None),
            "{}: these commands fail:\n{}\nand print:\n{}",
            page.path,
            failed.map_or("", String::as_str),
            outputs.last().map_or("", String::as_str)
        );
        (outputs.into_iter().take(scripts.len()).collect(), sandbox)
    }

    /// The page with what its commands print now, in the block of text behind each block of
    /// commands.
    fn written_anew(page: &Text, outputs: &[String]) -> String {
        let lines: Vec<&str> = page.text.lines().collect();
        let blocks = blocks(&page.text);
        let (mut written, mut from, mut outputs) = (String::new(), 0, outputs.iter());
        for pair in blocks.windows(2).chain([&blocks[blocks.len() - 1..]]) {
            if pair[0].language != "sh" {
                continue;
            }
            let output = outputs.next().expect("each block has an output");
            let Some(next) = pair.get(1).filter(|next| {
                next.language == "text"
                    && lines[pair[0].lines.end + 1..next.lines.start - 1].iter().all(|line| line.is_empty())
            }) else {
                continue;
            };
            lines[from..next.lines.start].iter().for_each(|line| written.extend([line, "\n"]));
            written.extend([output.trim_end(), "\n"]);
            from = next.lines.end;
        }
        lines[from..].iter().for_each(|line| written.extend([line, "\n"]));
        written
    }

    fn pages() -> Vec<Text> {
        let mut pages = read("docs/tutorial.md", "md");
        pages.extend(read("docs/how-to", "md"));
        assert!(pages.len() > 4, "only {} pages were found", pages.len());
        pages
    }

    #[test]
    fn the_commands_of_the_tutorial_and_the_how_tos_run() {
        for page in pages() {
            let (outputs, _) = follow(&page);
            assert!(outputs.len() > 2, "{} has only {} blocks of commands", page.path, outputs.len());
        }
    }

    /// The picture that the tutorial draws and shows.
    const SLIDE: (&str, &str) = ("slide.png", "docs/first-slide.png");

    #[test]
    fn the_tutorial_and_the_how_tos_show_what_their_commands_print() {
        let is_update = std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1");
        let mut stale = Vec::new();
        for page in pages() {
            let (outputs, sandbox) = follow(&page);
            let wanted = written_anew(&page, &outputs);
            if is_update {
                std::fs::write(root(&page.path), &wanted).expect("the page can be written");
            } else if wanted != page.text {
                let same = page.text.lines().zip(wanted.lines()).take_while(|(page, wanted)| page == wanted);
                stale.push(format!("{} from line {} on", page.path, same.count() + 1));
            }
            if page.path == "docs/tutorial.md" {
                let drawn = std::fs::read(sandbox.path(SLIDE.0)).expect("the tutorial draws it");
                if is_update {
                    std::fs::write(root(SLIDE.1), &drawn).expect("the picture can be written");
                } else if std::fs::read(root(SLIDE.1)).ok() != Some(drawn) {
                    stale.push(SLIDE.1.to_owned());
                }
            }
        }
        assert!(
            stale.is_empty(),
            "not what the commands print: {}; run `UPDATE_DOCS=1 cargo test --test it writing --` \
             and read the difference",
            stale.join(", ")
        );
    }

    #[test]
    fn the_first_landscape_of_the_readme_runs() {
        let readme = read("README.md", "md").pop().expect("the page is there");
        let (_, own) = readme.text.split_once("\n## Start your own\n").expect("the README has this part");
        let own = own.split("\n## ").next().unwrap_or_default();
        let (outputs, _) = follow(&Text { path: readme.path, text: own.to_owned() });
        assert_eq!(outputs.len(), 1, "it is one block of commands");
        assert!(outputs[0].contains("Quill"), "{}", outputs[0]);
    }
}
