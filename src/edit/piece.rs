//! Pieces of a text that change on their own: a change costs the length of its piece, not that of
//! the file.

use std::borrow::Cow;
use std::ops::Range;

use super::splice::Splice;

/// A piece of a text, and what is new in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece<'t> {
    text: Cow<'t, str>,
    /// The ranges that are new, in order, none next to another; an empty one where something went.
    spans: Vec<Range<usize>>,
}

impl<'t> Piece<'t> {
    /// A piece as it was read.
    pub(super) fn read(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), spans: Vec::new() }
    }

    /// A copy of a part.
    pub(super) fn part(&self, at: &Range<usize>) -> Piece<'static> {
        let inside = self.spans.iter().filter(|span| span.end >= at.start && span.start <= at.end);
        let span = |span: &Range<usize>| span.start.max(at.start) - at.start..span.end.min(at.end) - at.start;
        Piece { text: Cow::Owned(self.text[at.clone()].to_owned()), spans: inside.map(span).collect() }
    }

    /// A piece that is new.
    pub(super) fn new(text: String) -> Self {
        Self { spans: std::iter::once(0..text.len()).collect(), text: Cow::Owned(text) }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it was never touched.
    pub(super) fn is_as_read(&self) -> bool {
        matches!(self.text, Cow::Borrowed(_))
    }

    /// Replaces bytes.
    pub(super) fn replace(&mut self, splice: &Splice) {
        let (at, length) = (&splice.at, splice.text.len());
        self.text.to_mut().replace_range(at.clone(), &splice.text);
        let mut whole = at.start..at.start + length;
        let mut spans = Vec::with_capacity(self.spans.len() + 1);
        for span in self.spans.drain(..) {
            if span.end < at.start {
                spans.push(span);
            } else if span.start > at.end {
                spans.push(span.start - at.len() + length..span.end - at.len() + length);
            } else {
                let end = if span.end > at.end { span.end - at.len() + length } else { whole.end };
                whole = whole.start.min(span.start)..whole.end.max(end);
            }
        }
        let index = spans.partition_point(|span| span.start < whole.start);
        spans.insert(index, whole);
        self.spans = spans;
    }

    /// Puts other pieces in the place of ranges, which are in order and do not overlap, all at
    /// once.
    pub(super) fn replace_all(&mut self, others: &[(Range<usize>, Piece<'_>)]) {
        let mut joined = Joined::default();
        let mut spans = self.spans.iter().peekable();
        let mut from = 0;
        // What was new before stays so between the ranges; inside them, the other pieces tell.
        let mut keep = |joined: &mut Joined, range: Range<usize>| {
            let start = joined.text.len();
            joined.text.push_str(&self.text[range.clone()]);
            while spans.next_if(|span| span.end < range.start).is_some() {}
            while let Some(span) = spans.peek().filter(|span| span.start <= range.end) {
                let [begin, end] = [span.start, span.end].map(|at| at.clamp(range.start, range.end));
                joined.mark(start + begin - range.start..start + end - range.start);
                if span.end > range.end {
                    break;
                }
                spans.next();
            }
        };
        for (at, other) in others {
            keep(&mut joined, from..at.start);
            joined.push(other);
            from = at.end;
        }
        keep(&mut joined, from..self.text.len());
        (self.text, self.spans) = (Cow::Owned(joined.text), joined.spans);
    }

    /// Puts another piece in front of this one.
    pub(super) fn prepend(&mut self, front: &Piece<'_>) {
        let mut joined = Joined::default();
        joined.push(front);
        joined.push(self);
        (self.text, self.spans) = (Cow::Owned(joined.text), joined.spans);
    }
}

/// Pieces, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) text: String,
    pub(super) spans: Vec<Range<usize>>,
}

impl Joined {
    pub(super) fn push(&mut self, piece: &Piece<'_>) {
        let start = self.text.len();
        self.text.push_str(&piece.text);
        for span in &piece.spans {
            self.mark(start + span.start..start + span.end);
        }
    }

    /// Takes a range for new; it begins no earlier than those before it.
    fn mark(&mut self, span: Range<usize>) {
        match self.spans.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => self.spans.push(span),
        }
    }
}
