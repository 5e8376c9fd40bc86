//! Ids and names of many records in one text.

/// The ids and names of records, by position.
///
/// One text for all of them takes a third of the memory of two boxes for each, and no time to free.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    text: String,
    /// Where each record begins in the text, and where the last one ends.
    starts: Vec<usize>,
    /// The length of each id; the name stands behind it.
    id_lengths: Vec<u8>,
}

// An id has one byte for its length.
const _: () = assert!(crate::id::MAX_ID_LENGTH <= u8::MAX as usize);

impl Default for Names {
    fn default() -> Self {
        Self { text: String::new(), starts: vec![0], id_lengths: Vec::new() }
    }
}

impl Names {
    pub(crate) fn push(&mut self, id: &str, name: &str) {
        self.text.push_str(id);
        self.text.push_str(name);
        self.starts.push(self.text.len());
        self.id_lengths.push(u8::try_from(id.len()).unwrap_or(u8::MAX));
    }

    /// Adds all of others behind these.
    pub(crate) fn append(&mut self, others: &Self) {
        let shift = self.text.len();
        self.text.push_str(&others.text);
        self.starts.extend(others.starts[1..].iter().map(|start| start + shift));
        self.id_lengths.extend_from_slice(&others.id_lengths);
    }

    pub(crate) fn len(&self) -> usize {
        self.id_lengths.len()
    }

    pub(crate) fn id(&self, at: usize) -> &str {
        let start = self.starts[at];
        &self.text[start..start + usize::from(self.id_lengths[at])]
    }

    pub(crate) fn name(&self, at: usize) -> &str {
        &self.text[self.starts[at] + usize::from(self.id_lengths[at])..self.starts[at + 1]]
    }

    /// Returns the positions in the order of the ids, those with the same id in their own order.
    ///
    /// What is sorted are the first bytes of the ids: there may be millions.
    pub(crate) fn order(&self) -> Vec<u32> {
        let positions = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        let id = |at: u32| self.id(at as usize);
        if positions.clone().zip(positions.clone().skip(1)).all(|(a, b)| id(a) <= id(b)) {
            return positions.collect();
        }
        let mut order: Vec<(u64, u32)> = positions.map(|at| (first_bytes(id(at)), at)).collect();
        order.sort_unstable_by(|(first_a, a), (first_b, b)| {
            first_a.cmp(first_b).then_with(|| (id(*a), a).cmp(&(id(*b), b)))
        });
        order.into_iter().map(|(_, at)| at).collect()
    }
}

/// Returns the first eight bytes of an id as a number that orders as they do.
pub(super) fn first_bytes(id: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = id.len().min(8);
    bytes[..length].copy_from_slice(&id.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}
