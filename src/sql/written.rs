//! What a query compares columns with, as it is written.
//!
//! The engine hands a comparison to a table only where it searches with it. What stands under a
//! `NOT`, in an aggregate or beside a function's column is found here: a column's name, an
//! operator, and a text.

/// A comparison of a column with a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Comparison {
    /// The name of the column, in lower case, without that of its table.
    pub(super) column: String,
    /// What it is compared with.
    pub(super) text: String,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(String),
}

/// Returns what columns are compared with, in the order of the query. Names that the query itself
/// gives are left out.
///
/// # Complexity
///
/// O(n) time for n characters, and for the names that the query gives.
pub(super) fn comparisons(sql: &str) -> Vec<Comparison> {
    let tokens = tokens(sql);
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word(word)) => Some(word.as_str()),
        _ => None,
    };
    let sign = |at: usize| match tokens.get(at) {
        Some(Token::Sign(sign)) => Some(sign.as_str()),
        _ => None,
    };
    let text = |at: usize| match tokens.get(at) {
        Some(Token::Text(text)) => Some(text),
        _ => None,
    };
    let given: Vec<&str> =
        (1..tokens.len()).filter(|at| word(at - 1) == Some("as")).filter_map(word).collect();
    let mut found = Vec::new();
    let mut note = |column: &str, text: &String| {
        if !given.contains(&column) {
            found.push(Comparison { column: column.to_owned(), text: text.clone() });
        }
    };
    for at in 0..tokens.len() {
        if let (Some(text), Some("=" | "==" | "<>" | "!="), Some(mut column)) =
            (text(at), sign(at + 1), word(at + 2))
        {
            // Of `o.tool` the last part.
            if let (Some("."), Some(last)) = (sign(at + 3), word(at + 4)) {
                column = last;
            }
            note(column, text);
        }
        // Neither `NOT` nor what stands behind `COLLATE` is a column.
        let is_collation = at > 0 && word(at - 1) == Some("collate");
        let Some(column) = word(at).filter(|word| *word != "not" && !is_collation) else { continue };
        // `lower(tool) = …` compares the column all the same.
        let is_wrapped = at >= 2
            && sign(at - 1) == Some("(")
            && matches!(word(at - 2), Some("lower" | "trim"))
            && sign(at + 1) == Some(")");
        let mut next = at + 1 + usize::from(is_wrapped);
        next += 2 * usize::from(word(next) == Some("collate"));
        next += usize::from(word(next) == Some("not"));
        match (sign(next), word(next)) {
            (Some("=" | "==" | "<>" | "!=" | "<" | ">" | "<=" | ">="), _) => {
                text(next + 1).into_iter().for_each(|text| note(column, text));
            }
            (_, Some("is")) => {
                let value = next + 1 + usize::from(word(next + 1) == Some("not"));
                text(value).into_iter().for_each(|text| note(column, text));
            }
            (_, Some("like" | "glob")) => {
                let plain = text(next + 1).filter(|text| !text.contains(['%', '_', '*', '?', '[']));
                plain.into_iter().for_each(|text| note(column, text));
            }
            (_, Some("in")) if sign(next + 1) == Some("(") => {
                let mut value = next + 2;
                while let Some(text) = text(value) {
                    note(column, text);
                    value += 1 + usize::from(sign(value + 1) == Some(","));
                }
            }
            _ => {}
        }
    }
    found
}

/// Takes a query apart. What is no token of SQL is passed over: the engine has refused it already.
fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("--") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let '\'' | '"' | '`' | '[' = first {
            let (inside, length) = quoted(rest, if first == '[' { ']' } else { first });
            tokens.push(if first == '\'' { Token::Text(inside) } else { Token::Word(inside.to_lowercase()) });
            length
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..end].to_lowercase()));
            end
        } else if let Some(sign) = ["==", "<>", "!=", "<=", ">="].iter().find(|sign| rest.starts_with(**sign))
        {
            tokens.push(Token::Sign((*sign).to_owned()));
            sign.len()
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first.to_string()));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// Returns what stands between quotes, two of which are one of their own, and how many bytes it
/// takes with them.
fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut inside = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character != quote {
            inside.push(character);
        } else if characters.next_if(|(_, next)| *next == quote).is_some() {
            inside.push(quote);
        } else {
            return (inside, at + quote.len_utf8());
        }
    }
    (inside, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sql: &str) -> Vec<(String, String)> {
        comparisons(sql).into_iter().map(|found| (found.column, found.text)).collect()
    }

    #[test]
    fn comparisons_are_found_in_every_form() {
        for sql in [
            "SELECT 1 FROM offers WHERE tool = 'x'",
            "SELECT 1 FROM offers o WHERE NOT o.tool='x'",
            "SELECT sum(\"Tool\" <> 'x') FROM offers",
            "SELECT count(*) FILTER (WHERE 'x' == o.tool) FROM offers o",
            "SELECT 1 FROM offers WHERE lower(tool) = 'x' -- tool = 'y'",
            "SELECT 1 FROM offers WHERE tool COLLATE NOCASE = 'x' /* tool = 'y' */",
            "SELECT 1 FROM offers WHERE tool IS NOT 'x'",
            "SELECT 1 FROM offers WHERE tool LIKE 'x' AND tool LIKE 'y%'",
        ] {
            assert_eq!(found(sql), [("tool".to_owned(), "x".to_owned())], "{sql}");
        }
        let several = found(
            "SELECT name AS tool FROM tools WHERE tool = 'z' AND id NOT IN ('a', 'it''s') OR id IN (SELECT 'q')",
        );
        assert_eq!(several, [("id".to_owned(), "a".to_owned()), ("id".to_owned(), "it's".to_owned())]);
    }

    #[test]
    fn no_text_is_too_odd_to_take_apart() {
        for sql in ["'", "\"é", "[", "a = '", "--", "/*", "''''", "= = 'x' =", "ü = 'ß'"] {
            comparisons(sql);
        }
    }
}
