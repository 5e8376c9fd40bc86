//! The HTML of the page: the only place where text becomes HTML.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::assets::{SCRIPT, STYLE};
use super::pack::Pack;
use crate::words::{Block, Table, View};

/// Where the page has its numbers from.
#[derive(Clone, Copy, Debug)]
pub enum Provider<'a> {
    /// The pack is in the page: it opens from disk.
    Embedded(&'a Pack<'a>),
    /// The program that serves the page is asked.
    Served,
}

/// How to make a page.
#[derive(Clone, Copy, Debug)]
pub struct PageOptions<'a> {
    /// Where the page has its numbers from.
    pub provider: Provider<'a>,
    /// Where the landscape's files can be seen: an address with `{file}` and `{line}`.
    pub repository: Option<&'a str>,
    /// Answers that the page has as plain HTML, for readers without scripts, and until the
    /// script has run.
    pub answers: &'a [View],
}

/// Makes the page of a landscape that is called `name`: one HTML file that needs no other.
///
/// # Errors
///
/// If the pack cannot be written as JSON, which only a bug could cause.
///
/// # Example
///
/// ```
/// use landscape_graph::{landscape::NoPlaces, load, site};
///
/// let market = load::landscape("tests/data/named/bakery.json")?;
/// let pack = site::pack::pack(&market, &NoPlaces, &Default::default());
/// let provider = site::Provider::Embedded(&pack);
/// let options = site::PageOptions { provider, repository: None, answers: &[] };
/// assert!(site::page(market.name(), &options)?.starts_with("<!doctype html>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn page(name: &str, options: &PageOptions<'_>) -> std::io::Result<String> {
    let is_served = matches!(options.provider, Provider::Served);
    let connect = if is_served { "connect-src 'self'; " } else { "" };
    let mut html = String::with_capacity(256 * 1024);
    let served = if is_served { " data-served" } else { "" };
    let repository = options
        .repository
        .map_or_else(String::new, |template| format!(" data-repository=\"{}\"", escaped(template)));
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"en\"{served}{repository}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {connect}script-src 'sha256-{}'; style-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>{}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the content</a>\n<div id=\"frame\"></div>\n<div id=\"banner\"></div>\n<main id=\"main\">\n",
        hash(&SCRIPT),
        hash(&STYLE),
        escaped(name),
        *STYLE,
    );
    html.push_str("<div class=\"static\">\n");
    for answer in options.answers {
        write_view(&mut html, answer);
    }
    html.push_str(
        "</div>\n</main>\n<div id=\"aside\"></div>\n<footer id=\"foot\"></footer>\n<div id=\"live\" class=\"heard\" aria-live=\"polite\"></div>\n\
         <dialog id=\"search\" aria-label=\"Search\"></dialog>\n<dialog id=\"keys\" aria-label=\"Keys\"></dialog>\n",
    );
    if let Provider::Embedded(pack) = options.provider {
        // A block of data, which no browser runs: nothing in it can end it, since it is base64.
        let _ = writeln!(
            html,
            "<script type=\"application/octet-stream\" id=\"pack\">{}</script>",
            packed(pack)?
        );
    }
    let _ = write!(html, "<script>{}</script>\n</body>\n</html>\n", *SCRIPT);
    Ok(html)
}

/// The pack as JSON, compressed, as base64.
fn packed(pack: &Pack<'_>) -> std::io::Result<String> {
    // The compressed bytes are the same whatever the day: no time is in the header.
    let mut encoder = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    encoder.write_all(&serde_json::to_vec(pack)?)?;
    Ok(STANDARD.encode(encoder.finish()?))
}

/// What a policy says of a script or a style sheet that may run.
fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// Text as HTML has it, in an element or an attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Writes an answer as plain HTML.
fn write_view(html: &mut String, view: &View) {
    let _ = writeln!(html, "<section>\n<h2>{}</h2>", escaped(&view.title));
    for paragraph in &view.lead {
        let _ = writeln!(html, "<p>{}</p>", escaped(paragraph));
    }
    for block in &view.blocks {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(html, "<h3>{}</h3>", escaped(text));
            }
            Block::Text(text) => {
                let _ = writeln!(html, "<p>{}</p>", escaped(text));
            }
            Block::List(items) => {
                html.push_str("<ul>\n");
                for item in items {
                    let _ = writeln!(html, "<li>{}</li>", escaped(item));
                }
                html.push_str("</ul>\n");
            }
            Block::Table(table) => write_table(html, table),
        }
    }
    for note in &view.notes {
        let _ = writeln!(html, "<p class=\"faint\">{}</p>", escaped(note));
    }
    html.push_str("</section>\n");
}

fn write_table(html: &mut String, table: &Table) {
    html.push_str("<table>\n<thead><tr>");
    for column in &table.columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(&column.name));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for cell in row {
            let _ = write!(html, "<td>{}</td>", escaped(&cell.whole()));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}
