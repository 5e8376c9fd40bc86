//! Places: where in which file something stands.

/// A range of bytes in one of the files of a landscape.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The index of the file.
    pub file: u32,
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Serialize, schemars::JsonSchema)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl LineColumn {
    /// Returns where the byte at `offset` of `text` stands.
    ///
    /// # Example
    ///
    /// ```
    /// use landscape_graph::problem::LineColumn;
    ///
    /// assert_eq!(LineColumn::of("a\nbé!", 5), LineColumn { line: 2, column: 3 });
    /// ```
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let offset = offset.min(text.len());
        let before = &text.as_bytes()[..offset];
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = before.split(|byte| *byte == b'\n').count();
        Mark { offset: start, at: Self { line, column: 1 } }.count_on(text, offset)
    }
}

/// Finds the lines and columns of many places in one text.
///
/// # Complexity
///
/// O(n) once for a text of n bytes, then O(log n) for each place, however long its line.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    marks: Vec<Mark>,
}

/// A place whose line and column are known: where a line begins, and every so often within one.
#[derive(Clone, Copy, Debug)]
struct Mark {
    offset: usize,
    at: LineColumn,
}

impl Mark {
    /// Counts on to a byte in the same line.
    fn count_on(self, text: &str, offset: usize) -> LineColumn {
        let LineColumn { line, column } = self.at;
        let bytes = &text.as_bytes()[self.offset..offset];
        // A byte order mark begins a line without a column of its own: no editor shows it.
        let shown = bytes.strip_prefix("\u{feff}".as_bytes()).filter(|_| column == 1).unwrap_or(bytes);
        // Continuation bytes of UTF-8 start no character.
        LineColumn { line, column: column + shown.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() }
    }
}

/// How many bytes there are between two marks at most.
const BETWEEN_MARKS: usize = 4096;

impl<'t> Lines<'t> {
    /// Finds where the lines of a text begin.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        let mut start = 0;
        for (line, part) in (1..).zip(text.split_inclusive('\n').chain(text.ends_with('\n').then_some(""))) {
            let end = start + part.len();
            let mut mark = Mark { offset: start, at: LineColumn { line, column: 1 } };
            marks.push(mark);
            while mark.offset + BETWEEN_MARKS < end {
                let offset = mark.offset + BETWEEN_MARKS;
                mark = Mark { offset, at: mark.count_on(text, offset) };
                marks.push(mark);
            }
            start = end;
        }
        Self { text, marks }
    }

    /// Returns where the byte at `offset` stands.
    #[must_use]
    pub fn find(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        let after = self.marks.partition_point(|mark| mark.offset <= offset);
        match after.checked_sub(1).and_then(|last| self.marks.get(last)) {
            Some(mark) => mark.count_on(self.text, offset),
            // An empty text has no lines.
            None => LineColumn { line: 1, column: 1 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_found_one_by_one_and_all_at_once_are_the_same() {
        let long = "a\u{e9}\u{1f600}\u{feff}".repeat(3_000);
        for text in
            ["", "\n", "a\nb\u{e9}!", "\u{feff}ab\n\u{feff}c\n\n", &long, &format!("x\n{long}\n{long}")]
        {
            let lines = Lines::new(text);
            for offset in (0..=text.len() + 1).filter(|at| at % 7 == 0 || *at < 20) {
                assert_eq!(lines.find(offset), LineColumn::of(text, offset), "{offset}");
            }
        }
    }
}
