//! Text from the data, without what could disturb a terminal.

/// Returns a text from the data without what could disturb a line: control characters become
/// spaces.
///
/// Names come from files that anybody may have written; an escape sequence in one must not reach a
/// terminal.
pub(crate) fn clean(text: &str) -> String {
    let is_format =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !is_format(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
