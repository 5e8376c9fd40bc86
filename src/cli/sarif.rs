//! SARIF 2.1.0: problems for code forges and editors.
//!
//! Static Analysis Results Interchange Format, OASIS standard of 2020.

use serde_json::{Value, json};

use super::check::{PlaceReport, ProblemReport};
use crate::problem::{Code, Level};

/// Makes a log of one run.
pub(super) fn log(problems: &[ProblemReport]) -> Value {
    let rule = |code: &Code| {
        let explanation = code.explanation();
        json!({
            "id": code.name(),
            "shortDescription": { "text": explanation.title },
            "fullDescription": { "text": explanation.meaning },
            "defaultConfiguration": { "level": level(code.level()) },
        })
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "landscape",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": problems.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Allow => "none",
    }
}

fn result(problem: &ProblemReport) -> Value {
    let help = problem.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
    json!({
        "ruleId": problem.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == problem.code),
        "level": level(problem.level),
        "message": { "text": format!("{}{help}", problem.message) },
        "locations": problem.place.iter().map(location).collect::<Vec<_>>(),
        "relatedLocations": problem.other.iter().map(location).collect::<Vec<_>>(),
    })
}

fn location(place: &PlaceReport) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.file) },
            "region": {
                "startLine": place.start.line,
                "startColumn": place.start.column,
                "endLine": place.end.line,
                "endColumn": place.end.column,
            },
        },
    })
}

/// A path as a relative URI: what is no plain character of one is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into());
            }
            b'\\' => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
