//! Large files of lines, read in blocks: what can be packed is packed, and its text is not kept.

use std::collections::BTreeMap;
use std::io::{self, Read};
#[cfg(feature = "edit")]
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::json;
#[cfg(feature = "edit")]
use super::same::{same_at_end, same_at_start};
use super::threads::threads;
use crate::model::{Document, DocumentPlace, Packed, Packer};

/// What is kept of a file of lines.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The companies that could be packed; the file is the one with index 0.
    pub(super) packed: Packed,
    /// All other lines.
    pub(super) lines: Lines,
}

/// Lines of a file, without those between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    text: String,
    /// For each line, where it begins in the file, and where it ends in `text`.
    ends: Vec<(usize, usize)>,
}

impl Lines {
    fn push(&mut self, start: usize, line: &str) {
        self.text.push_str(line);
        self.ends.push((start, self.text.len()));
    }

    fn append(&mut self, others: &Self) {
        let shift = self.text.len();
        self.text.push_str(&others.text);
        self.ends.extend(others.ends.iter().map(|(start, end)| (*start, end + shift)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the lines around those of a stretch of the file, which others take the place of;
    /// those behind move with the end of the stretch.
    #[cfg(feature = "edit")]
    pub(super) fn with_changed(&self, changed: &Changed, others: &Self) -> Self {
        let mut lines = Self::default();
        for (start, line) in self.iter().take_while(|(start, _)| *start < changed.before.start) {
            lines.push(start, line);
        }
        lines.append(others);
        for (start, line) in self.iter().skip_while(|(start, _)| *start < changed.before.end) {
            lines.push(changed.moved(start), line);
        }
        lines
    }

    /// Iterates over the lines, each with where it begins in the file.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        self.ends
            .iter()
            .map(move |(begins, end)| (*begins, &self.text[std::mem::replace(&mut start, *end)..*end]))
    }
}

/// A stretch of whole lines that differ between two texts, which are the same around it.
#[cfg(feature = "edit")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Changed {
    /// Where it is in the text before.
    pub(super) before: Range<usize>,
    /// Where it is in the text after.
    pub(super) after: Range<usize>,
}

#[cfg(feature = "edit")]
impl Changed {
    /// Compares two texts.
    pub(super) fn between(before: &str, after: &str) -> Self {
        let start = same_at_start(before.as_bytes(), after.as_bytes());
        let same = same_at_end(&before.as_bytes()[start..], &after.as_bytes()[start..]);
        let start = before.as_bytes()[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        // The line in which the texts are the same again differs at its beginning, or may do so.
        let rest = &before.as_bytes()[before.len() - same..];
        let tail = rest.iter().position(|byte| *byte == b'\n').map_or(0, |at| rest.len() - at - 1);
        Self { before: start..before.len() - tail, after: start..after.len() - tail }
    }

    /// Returns where something is after the change that was behind the stretch.
    pub(super) fn moved(&self, at: usize) -> usize {
        at - self.before.end + self.after.end
    }
}

/// Reads a file of lines in blocks of about so many bytes; `told` is told how many bytes have been
/// read of it.
///
/// Returns none where it is no UTF-8.
///
/// # Errors
///
/// Only what `input` itself returns.
pub(super) fn read(
    input: impl Read + Send,
    block: usize,
    told: &(dyn Fn(usize) + Sync),
) -> io::Result<Option<Kept>> {
    let source = Source { input, block: block.max(1), carried: Vec::new(), offset: 0, next: 0 };
    let parse_bytes = |block: &Block<Vec<u8>>| {
        let kept = parse(std::str::from_utf8(&block.lines).ok()?, block.offset);
        told(block.offset + block.lines.len());
        Some(kept)
    };
    gather(source, &parse_bytes)
}

/// Reads lines that are at hand as [`read`] does; they begin at an offset of their file.
#[cfg(feature = "edit")]
pub(super) fn read_text(text: &str, offset: usize, block: usize) -> Kept {
    let source = Slices { rest: text, block: block.max(1), offset, next: 0 };
    let kept = gather(source, &|block: &Block<&str>| Some(parse(block.lines, block.offset)));
    // Nothing is read that could fail, and all of it is text.
    kept.ok().flatten().unwrap_or_default()
}

/// Has all threads parse what a source is cut into, and puts it together; none where a block is no
/// text.
fn gather<T>(
    source: impl Cut<T> + Send,
    parse: &(dyn Fn(&Block<T>) -> Option<Kept> + Sync),
) -> io::Result<Option<Kept>> {
    let source = Mutex::new(source);
    let gathered = Mutex::new(Gathered::default());
    let work = || {
        loop {
            // The lock must not outlast the cut.
            let cut = locked(&source).next()?;
            let Some(block) = cut else { return Ok(true) };
            let Some(kept) = parse(&block) else { return Ok(false) };
            locked(&gathered).push(block.number, kept);
        }
    };
    let threads = threads();
    let ends: Vec<io::Result<bool>> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(own).chain(others).collect()
    });
    let mut is_text = true;
    for end in ends {
        is_text &= end?;
    }
    let gathered = gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(is_text.then_some(gathered.kept))
}

/// Locks; a thread that panicked while it held the lock ends the program anyway.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is cut into blocks of whole lines.
trait Cut<T> {
    /// Returns the next block; none at the end.
    fn next(&mut self) -> io::Result<Option<Block<T>>>;
}

/// A file that is cut into blocks of whole lines.
struct Source<R> {
    input: R,
    block: usize,
    /// The beginning of a line whose end has not been read.
    carried: Vec<u8>,
    offset: usize,
    next: usize,
}

/// Some whole lines.
struct Block<T> {
    number: usize,
    /// Where they begin in the file.
    offset: usize,
    lines: T,
}

impl<R: Read> Cut<Vec<u8>> for Source<R> {
    fn next(&mut self) -> io::Result<Option<Block<Vec<u8>>>> {
        let mut bytes = std::mem::take(&mut self.carried);
        bytes.reserve(self.block);
        loop {
            let searched = bytes.len();
            let limit = u64::try_from(self.block).unwrap_or(u64::MAX);
            let is_end = self.input.by_ref().take(limit).read_to_end(&mut bytes)? == 0;
            let line_end = bytes[searched..].iter().rposition(|byte| *byte == b'\n');
            if let Some(line_end) = line_end {
                self.carried = bytes.split_off(searched + line_end + 1);
            } else if !is_end {
                continue;
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            let block = Block { number: self.next, offset: self.offset, lines: bytes };
            self.offset += block.lines.len();
            self.next += 1;
            return Ok(Some(block));
        }
    }
}

/// A text that is cut into blocks of whole lines.
#[cfg(feature = "edit")]
struct Slices<'t> {
    rest: &'t str,
    block: usize,
    offset: usize,
    next: usize,
}

#[cfg(feature = "edit")]
impl<'t> Cut<&'t str> for Slices<'t> {
    fn next(&mut self) -> io::Result<Option<Block<&'t str>>> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let from = self.block.min(self.rest.len());
        let line_end = self.rest.as_bytes()[from..].iter().position(|byte| *byte == b'\n');
        let (lines, rest) = self.rest.split_at(line_end.map_or(self.rest.len(), |at| from + at + 1));
        let block = Block { number: self.next, offset: self.offset, lines };
        self.rest = rest;
        self.offset += lines.len();
        self.next += 1;
        Ok(Some(block))
    }
}

/// What is kept of the blocks so far, put together in their order.
#[derive(Default)]
struct Gathered {
    kept: Kept,
    next: usize,
    /// Blocks that were done before one that stands before them.
    waiting: BTreeMap<usize, Kept>,
}

impl Gathered {
    fn push(&mut self, number: usize, kept: Kept) {
        self.waiting.insert(number, kept);
        while let Some(kept) = self.waiting.remove(&self.next) {
            self.kept.packed.append(&kept.packed, 0);
            self.kept.lines.append(&kept.lines);
            self.next += 1;
        }
    }
}

/// Packs what can be packed of a block, and keeps the other lines.
fn parse(block: &str, offset: usize) -> Kept {
    let mut packer = Packer::default();
    let mut lines = Lines::default();
    let mark = if offset == 0 { byte_order_mark(block) } else { 0 };
    for (start, line) in documents(&block[mark..], offset + mark) {
        let place = DocumentPlace { file: 0, start, end: start + line.len() };
        let is_packed = line.trim_start().starts_with('{')
            && serde_json::from_str(line).is_ok_and(|document: Document<'_>| packer.push(&document, place));
        if !is_packed {
            lines.push(start, line);
        }
    }
    Kept { packed: packer.finish(), lines }
}

/// Returns the length of the byte order mark that a file may begin with.
pub(super) fn byte_order_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Iterates over the documents of a text that has one a line, each with where it begins; the text
/// begins at an offset.
pub(super) fn documents(text: &str, offset: usize) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(move |line| (offset + json::range(text, line).start, line))
}
