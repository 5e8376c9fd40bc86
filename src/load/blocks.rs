//! Large files of lines, read in blocks: what can be packed is packed, and its text is not kept.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::json;
use crate::model::{Document, DocumentPlace, Packed, Packer};

/// The most threads that parse blocks.
const MOST_THREADS: usize = 8;

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

    /// Iterates over the lines, each with where it begins in the file.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        self.ends
            .iter()
            .map(move |(begins, end)| (*begins, &self.text[std::mem::replace(&mut start, *end)..*end]))
    }
}

/// Reads a file of lines in blocks of about so many bytes; `told` is told how many bytes have been read of it.
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
    let source = Mutex::new(Source { input, block: block.max(1), carried: Vec::new(), offset: 0, next: 0 });
    let gathered = Mutex::new(Gathered::default());
    let work = || {
        while let Some(block) = locked(&source).next()? {
            let Block { number, offset, bytes } = block;
            let Ok(text) = std::str::from_utf8(&bytes) else { return Ok(false) };
            let kept = parse(text, offset);
            locked(&gathered).push(number, kept);
            told(offset + bytes.len());
        }
        Ok(true)
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
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
struct Block {
    number: usize,
    /// Where they begin in the file.
    offset: usize,
    bytes: Vec<u8>,
}

impl<R: Read> Source<R> {
    /// Returns the next block; none at the end of the file.
    fn next(&mut self) -> io::Result<Option<Block>> {
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
            let block = Block { number: self.next, offset: self.offset, bytes };
            self.offset += block.bytes.len();
            self.next += 1;
            return Ok(Some(block));
        }
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

/// Iterates over the documents of a text that has one a line, each with where it begins; the text begins at an offset.
pub(super) fn documents(text: &str, offset: usize) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(move |line| (offset + json::range(text, line).start, line))
}
