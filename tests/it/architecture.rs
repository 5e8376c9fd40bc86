//! What each part of the source may say: the rules of the design, held by reading the source.

use std::collections::BTreeSet;
use std::path::Path;

use landscape_graph::problem::Code;

use crate::support::{entries, root};

/// The modules, and those of the others that each may use.
const MAY_USE: [(&str, &[&str]); 20] = [
    ("flowchart", &[]),
    ("harmless", &[]),
    ("id", &[]),
    ("model", &["id"]),
    ("problem", &["id", "model"]),
    ("landscape", &["id", "model"]),
    ("load", &["harmless", "id", "model", "problem", "landscape"]),
    ("query", &["id", "model", "landscape"]),
    ("words", &["id", "import", "model", "landscape", "query", "sql"]),
    ("catalogue", &["draw", "id", "model", "landscape", "query", "words"]),
    ("edit", &["id", "model", "load", "landscape", "problem"]),
    ("import", &["edit", "id", "model", "load", "landscape", "problem"]),
    ("export", &["flowchart", "id", "model", "landscape", "tables"]),
    ("draw", &["flowchart", "model", "query", "words"]),
    ("render", &["catalogue", "harmless", "query", "words"]),
    ("sql", &["catalogue", "id", "model", "landscape", "query", "tables", "words"]),
    ("site", &["catalogue", "draw", "model", "landscape", "query", "words"]),
    ("serve", &["catalogue", "landscape", "load", "model", "problem", "query", "render", "site"]),
    ("tables", &["model", "landscape"]),
    (
        "cli",
        &[
            "edit",
            "harmless",
            "id",
            "export",
            "import",
            "model",
            "problem",
            "load",
            "landscape",
            "query",
            "draw",
            "render",
            "serve",
            "site",
            "sql",
            "tables",
            "words",
            "catalogue",
        ],
    ),
];

/// A file of the source, its comments left out.
struct SourceFile {
    /// The path below `src`, with `/` between its parts.
    path: String,
    text: String,
    code: String,
}

impl SourceFile {
    /// The module at the top of the crate that the file belongs to.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The modules of the crate that the file names, its own left out.
    fn uses(&self) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        for part in self.code.split("crate::").skip(1) {
            match part.strip_prefix('{') {
                Some(group) => found.extend(heads(group)),
                None => found.extend(word(part)),
            }
        }
        // From `src/x/mod.rs`, and two steps up from a file beside it, is the crate's root.
        let to_root = if self.path.ends_with("/mod.rs") { "super::" } else { "super::super::" };
        for part in self.code.split(to_root).skip(1) {
            found.extend(word(part).filter(|name| MAY_USE.iter().any(|(module, _)| module == name)));
        }
        // The root re-exports the landscape under its own name.
        if found.remove("Landscape") {
            found.insert("landscape".to_owned());
        }
        found.remove(self.module());
        found
    }
}

/// Returns the identifier that a text begins with.
fn word(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// Returns the first identifier of each path in `a::b, c::{d, e}} …`, the inside of a group of
/// imports.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut at_start) = (0, Vec::new(), true);
    for (index, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            character if at_start && !character.is_whitespace() => {
                heads.extend(word(&group[index..]));
                at_start = false;
            }
            _ => {}
        }
    }
    heads
}

fn source() -> Vec<SourceFile> {
    fn walk(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>) {
        for name in entries(folder) {
            let path = folder.join(&name);
            if path.is_dir() {
                walk(&path, &format!("{prefix}{name}/"), files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("the source can be read");
                let code: Vec<&str> = text.lines().map(without_comment).collect();
                files.push(SourceFile { path: format!("{prefix}{name}"), code: code.join("\n"), text });
            }
        }
    }
    let mut files = Vec::new();
    walk(&root("src"), "", &mut files);
    assert!(files.len() > 40, "only {} files were found", files.len());
    files
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) }
}

/// Returns whether `code` says `name` as a word or as the beginning of one.
fn says(code: &str, name: &str) -> bool {
    let before = |at: usize| code[..at].chars().next_back();
    code.match_indices(name).any(|(at, _)| before(at).is_none_or(|c| !c.is_alphanumeric() && c != '_'))
}

fn only_in(name: &str, allowed: impl Fn(&str) -> bool) {
    let files = source();
    let (inside, outside): (Vec<_>, Vec<_>) =
        files.iter().filter(|file| says(&file.code, name)).map(|file| &file.path).partition(|p| allowed(p));
    assert!(!inside.is_empty(), "nothing says `{name}` any more, so this test tests nothing");
    assert!(outside.is_empty(), "`{name}` is said in {outside:?}");
}

#[test]
fn each_module_uses_only_the_modules_that_it_may() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for file in source().iter().filter(|file| !matches!(file.path.as_str(), "lib.rs" | "main.rs")) {
        let Some((module, allowed)) = MAY_USE.iter().find(|(module, _)| *module == file.module()) else {
            wrong.push(format!("{} is in no module that the rules know", file.path));
            continue;
        };
        for used in file.uses() {
            if !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses `{used}`", file.path));
            }
            seen.insert((*module, used));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (module, used) in [("model", "id"), ("load", "problem"), ("query", "landscape"), ("cli", "render")] {
        assert!(seen.contains(&(module, used.to_owned())), "the scan does not see that {module} uses {used}");
    }
}

#[test]
fn the_scan_finds_every_way_to_write_a_path() {
    let file = |path: &str, code: &str| SourceFile {
        path: path.to_owned(),
        text: String::new(),
        code: code.to_owned(),
    };
    let uses = |path: &str, code: &str| file(path, code).uses().into_iter().collect::<Vec<_>>();
    assert_eq!(uses("query/gaps.rs", "use crate::model::{Kind, Tool};"), ["model"]);
    assert_eq!(
        uses("query/gaps.rs", "use crate::{\n    id::Id,\n    model::{Kind, load},\n};"),
        ["id", "model"]
    );
    assert_eq!(uses("query/gaps.rs", "fn f() -> crate::Landscape {}"), ["landscape"]);
    assert_eq!(uses("query/gaps.rs", "use super::super::load::Files;"), ["load"]);
    assert_eq!(uses("query/gaps.rs", "use super::scope::Scope; use crate::query::Scope;"), [""; 0]);
    assert_eq!(uses("query/mod.rs", "use super::render;"), ["render"]);
}

/// Returns the texts between quotes in a source, each with the code before it; comments are passed
/// over.
pub(crate) fn literals(text: &str) -> Vec<(&str, &str)> {
    let bytes = text.as_bytes();
    let (mut at, mut found) = (0, Vec::new());
    let end_of = |from: usize, end: &str| text[from..].find(end).map_or(text.len(), |length| from + length);
    while at < bytes.len() {
        let rest = &text[at..];
        // Of a raw text the hashes tell where it ends.
        let hashes = rest.strip_prefix('r').map(|raw| raw.len() - raw.trim_start_matches('#').len());
        let is_raw = hashes.is_some_and(|hashes| rest[1 + hashes..].starts_with('"'))
            && !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if rest.starts_with("//") {
            at = end_of(at, "\n");
        } else if let (true, Some(hashes)) = (is_raw, hashes) {
            let (begin, close) = (at + hashes + 2, format!("\"{}", "#".repeat(hashes)));
            let end = end_of(begin, &close);
            found.push((&text[..at], &text[begin..end]));
            at = end + close.len();
        } else if rest.starts_with('"') {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            found.push((&text[..at], &text[at + 1..end.min(text.len())]));
            at = end + 1;
        } else if let Some(quoted) = rest.strip_prefix('\'') {
            // A character, or the name of a lifetime.
            let mut characters = quoted.chars();
            let length = match (characters.next(), characters.next()) {
                (Some('\\'), Some(escaped)) => end_of(at + 2 + escaped.len_utf8(), "'") - at,
                (Some(character), Some('\'')) => 1 + character.len_utf8(),
                _ => 0,
            };
            at += length + 1;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// Whether a text names an option of the command line.
fn names_an_option(text: &str) -> bool {
    let before = |at: usize| text[..at].chars().next_back();
    text.match_indices("--").any(|(at, _)| {
        before(at).is_none_or(|c| !c.is_alphanumeric() && c != '-')
            && text[at + 2..].starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// Whether a text holds two words in a row, as sentences do.
fn is_like_a_sentence(text: &str) -> bool {
    let is_word = |word: &str| word.len() >= 3 && word.chars().all(|c| c.is_ascii_lowercase());
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| pair.iter().all(|word| is_word(word)))
}

#[test]
fn the_scan_finds_every_text_between_quotes() {
    let texts = |code| literals(code).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    assert_eq!(texts(r#"f("a", 'b', '"', '\'', '\u{1b}', "c\"d") // "e""#), ["a", r#"c\"d"#]);
    assert_eq!(texts("fn f<'a>(x: &'a str) { g(r#\"x \"y\" z\"#, b\"w\", \"\") }"), ["x \"y\" z", "w", ""]);
    assert_eq!(texts("for\"a\""), ["a"]);
    assert!(names_an_option("give `--for`") && names_an_option("--top all"));
    assert!(!names_an_option("a--b") && !names_an_option("---") && !names_an_option("-->"));
    assert!(is_like_a_sentence("nobody looked here") && !is_like_a_sentence("nobody"));
    assert!(!is_like_a_sentence("{id}: {name}") && !is_like_a_sentence("peer-support"));
}

#[test]
fn options_are_named_only_where_they_are_made_or_explained() {
    /// An arrow of Mermaid looks like an option and is none.
    const ALLOWED: &str = "draw/layered/mermaid.rs";
    let files = source();
    let may =
        |file: &&SourceFile| matches!(file.module(), "cli" | "words" | "catalogue") || file.path == ALLOWED;
    let (inside, outside): (Vec<&SourceFile>, Vec<&SourceFile>) = files.iter().partition(may);
    let named = |files: &[&SourceFile]| -> Vec<String> {
        let of = |file: &SourceFile| -> Vec<String> {
            let texts = literals(&file.text).into_iter().map(|(_, text)| text);
            texts.filter(|text| names_an_option(text)).map(|text| format!("{}: {text}", file.path)).collect()
        };
        files.iter().flat_map(|file| of(file)).collect()
    };
    assert!(named(&inside).len() > 10, "the scan does not see the options of the command line");
    assert_eq!(named(&outside), [""; 0]);
}

#[test]
fn queries_say_no_sentence() {
    // Why a warning of the compiler is silent, and what a broken promise of the code itself says.
    const MAY: [&str; 4] = ["reason = ", "expect(", "assert!(", "unreachable!("];
    // The name of a key among those of a landscape that `diff` compares.
    const TOKEN: &str = "build cost";
    let mut said = Vec::new();
    for file in source().iter().filter(|file| file.module() == "query") {
        // The tests in a file stand at its end.
        let text = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (before, text) in literals(text).into_iter().filter(|(_, text)| is_like_a_sentence(text)) {
            let statement = before.rsplit([';', '{', '}']).next().unwrap_or_default();
            if text != TOKEN && !MAY.iter().any(|may| statement.contains(may)) {
                said.push(format!("{}: {text}", file.path));
            }
        }
    }
    assert_eq!(said, [""; 0], "the words of an answer stand in `words`");
}

#[test]
fn petgraph_is_said_only_by_the_landscape() {
    only_in("petgraph", |path| path.starts_with("landscape/"));
}

#[test]
fn graphviz_is_said_only_in_one_file() {
    only_in("graphviz_rust", |path| path == "draw/dot.rs");
}

#[test]
fn fonts_and_pixels_are_said_in_one_file_each() {
    only_in("skrifa", |path| path == "draw/text.rs");
    only_in("resvg", |path| path == "draw/png.rs");
    only_in("pdf_writer", |path| path == "draw/pdf.rs");
    only_in("subsetter", |path| path == "draw/pdf.rs");
}

#[test]
fn clap_is_said_only_by_the_command_line() {
    only_in("clap", |path| path.starts_with("cli/"));
}

#[test]
fn sqlite_is_said_only_by_sql_and_unsafe_code_only_by_one_file_of_it() {
    only_in("rusqlite", |path| path.starts_with("sql/"));
    only_in("unsafe ", |path| path == "sql/unsafe_table.rs");
    only_in("unsafe_code", |path| path == "sql/unsafe_table.rs");
    only_in("rustyline", |path| path == "cli/sql/shell.rs");
}

#[test]
fn the_network_is_said_only_by_serve() {
    only_in("hyper", |path| path.starts_with("serve/"));
    only_in("tokio", |path| path.starts_with("serve/"));
    for file in source().iter().filter(|file| file.module() == "serve") {
        assert!(!says(&file.code, "std::fs"), "{}: no request reaches the file system", file.path);
    }
}

#[test]
fn standard_output_is_said_only_by_the_command_line() {
    only_in("stdout", |path| path.starts_with("cli/"));
    for file in source() {
        for macro_name in ["print!", "println!", "dbg!"] {
            assert!(!says(&file.code, macro_name), "{} says {macro_name}", file.path);
        }
    }
}

#[test]
fn every_source_file_begins_by_saying_what_it_is() {
    let silent = |file: &SourceFile| {
        let first = file.text.lines().next().unwrap_or_default();
        // A page of the documentation may stand in for the line.
        !first.starts_with("//! ") && !first.starts_with("#![doc = include_str!(")
    };
    let files = source();
    let silent: Vec<&str> = files.iter().filter(|file| silent(file)).map(|file| file.path.as_str()).collect();
    assert!(silent.is_empty(), "{silent:?} do not begin with `//!`");
}

#[test]
fn every_code_has_a_name_and_an_explanation_of_its_own() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let titles: BTreeSet<&str> = Code::ALL.iter().map(|code| code.explanation().title).collect();
    assert_eq!((names.len(), titles.len()), (Code::ALL.len(), Code::ALL.len()));
    for code in Code::ALL {
        assert_eq!(code.name().parse(), Ok(code));
        let explanation = code.explanation();
        assert!(explanation.meaning.ends_with('.'), "{code}: {}", explanation.meaning);
        assert_eq!(explanation.wrong.is_some(), explanation.right.is_some(), "{code}");
    }
}
