//! How text stands in a flowchart of Mermaid: what the export and the pictures share.

/// The longest label, in characters.
const LONGEST: usize = 60;

/// Returns a text as it may stand between quotation marks, cut where it is long.
///
/// What Mermaid would read as its own (quotation marks, directives, markup, a list, an icon) is
/// written as an entity, with a number sign where HTML has an ampersand.
pub(crate) fn label(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let shown: String = spaced.filter(|c| !c.is_control() && !turns(c)).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut label = String::new();
    let mut is_number = true;
    for (at, character) in shown.chars().enumerate() {
        if at == LONGEST {
            label.push('…');
            break;
        }
        let is_plain = character.is_alphanumeric()
            || !character.is_ascii()
            || at > 0 && " -+,()'/!?=@^".contains(character)
            || character == '.' && at > 0 && !is_number;
        if is_plain {
            label.push(character);
        } else {
            label.push_str(&format!("#{};", u32::from(character)));
        }
        is_number &= character.is_ascii_digit();
    }
    if label.is_empty() { "–".to_owned() } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_leave_its_quotation_marks_nor_be_read_as_markup() {
        for (text, wanted) in [
            ("Customer.io", "Customer.io"),
            ("1. first", "1#46; first"),
            ("- item", "#45; item"),
            ("C#", "C#35;"),
            ("say \"hi\"", "say #34;hi#34;"),
            ("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"),
            ("<b>`x`</b>", "#60;b#62;#96;x#96;#60;/b#62;"),
            ("two\nlines\u{1b}[0m", "two lines#91;0m"),
            ("fa:fa-car", "fa#58;fa-car"),
            ("a\u{202e}b", "ab"),
            ("\u{7}", "–"),
        ] {
            assert_eq!(label(text), wanted);
        }
        assert_eq!(label(&"w".repeat(300)).chars().count(), LONGEST + 1);
    }
}
