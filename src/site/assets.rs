//! What the page is made of besides its data: our own scripts and style sheet, in this folder.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::draw::css_variables;

/// The scripts, in the order in which they run: what is used is before what uses it.
const SCRIPTS: [&str; 15] = [
    include_str!("assets/dom.js"),
    include_str!("assets/model.js"),
    include_str!("assets/route.js"),
    include_str!("assets/parts.js"),
    include_str!("assets/provider.js"),
    include_str!("assets/evidence.js"),
    include_str!("assets/views/home.js"),
    include_str!("assets/views/matrix.js"),
    include_str!("assets/views/gaps.js"),
    include_str!("assets/views/compare.js"),
    include_str!("assets/views/overlap.js"),
    include_str!("assets/views/records.js"),
    include_str!("assets/views/whatif.js"),
    include_str!("assets/views/next.js"),
    include_str!("assets/views/search.js"),
];

/// The scripts, as one.
pub(super) static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let parts = SCRIPTS.into_iter().chain([include_str!("assets/app.js")]);
    let body: Vec<Cow<'_, str>> = parts.map(without_comments).collect();
    format!("\"use strict\";(()=>{{\n{}}})();", body.concat())
});

/// The style sheet, with the colours of the pictures.
pub(super) static STYLE: LazyLock<String> = LazyLock::new(|| {
    let [light, dark] = css_variables();
    format!(
        ":root{{{light}}}\n:root[data-theme=\"dark\"]{{{dark}}}\n@media (prefers-color-scheme: dark){{:root:not([data-theme=\"light\"]){{{dark}}}}}\n{}",
        without_comments(include_str!("assets/page.css"))
    )
});

/// Leaves out comments, empty lines and the space at the beginning of lines, which readers of the
/// page need not download. Comments are `/** … */`, and lines that begin with `//`.
fn without_comments(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(start) = rest.find("/**") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    Cow::Owned(lines.fold(String::new(), |text, line| text + line + "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out_and_code_is_not() {
        let text = "// What\n/** a\n * b */\nlet x = /** @type {y} */ (1); // not at the beginning\n";
        assert_eq!(without_comments(text), "let x =  (1); // not at the beginning\n");
    }
}
