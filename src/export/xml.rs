//! XML: the only way in which text becomes part of it.

/// Returns a text as it may stand in an element or an attribute.
///
/// Line ends and tabs are written as references, since a reader would normalize them. What XML 1.0
/// cannot hold even so (other control characters, U+FFFE and U+FFFF) becomes U+FFFD, the
/// replacement character (section 2.2 of its recommendation).
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            // Allowed, but an escape sequence to a terminal or a line end to a reader of XML 1.1.
            '\u{7f}'..'\u{a0}' => escaped.push_str(&format!("&#{};", u32::from(character))),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_back_all_that_xml_can_hold() {
        let name = "a \"b\" 'c' <d> ]]> &amp; \\ \t\r\n\u{85}\u{9b}\u{2028}🦔";
        let document = format!("<a b=\"{0}\">{0}</a>", text(name));
        let read = roxmltree::Document::parse(&document).expect("it is XML");
        let element = read.root_element();
        assert_eq!((element.attribute("b"), element.text()), (Some(name), Some(name)));
        assert_eq!(text("\0\u{7}\u{1b}\u{ffff}"), "\u{fffd}".repeat(4));
    }
}
