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
        let before = &text.as_bytes()[..offset.min(text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = before.split(|byte| *byte == b'\n').count();
        // Continuation bytes of UTF-8 start no character.
        // Nor does a byte order mark, which no editor shows.
        let line_start =
            if before[line_start..].starts_with("\u{feff}".as_bytes()) { line_start + 3 } else { line_start };
        let column = before[line_start..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count() + 1;
        Self { line, column }
    }
}

/// Finds the lines and columns of many places in one text.
///
/// # Complexity
///
/// O(n) once for a text of n bytes, then O(log l) and the length of the line for each place.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds where the lines of a text begin.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Returns where the byte at `offset` stands.
    #[must_use]
    pub fn find(&self, offset: usize) -> LineColumn {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let LineColumn { column, .. } = LineColumn::of(&self.text[start..], offset - start);
        LineColumn { line, column }
    }
}
