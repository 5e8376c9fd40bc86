//! What was made last, to be given again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// The things that were made or asked for last, by name, as many as fit.
pub(super) struct Recent<T> {
    most: usize,
    most_bytes: usize,
    kept: Mutex<VecDeque<(String, usize, Arc<T>)>>,
}

impl<T> Recent<T> {
    /// Keeps at most so many things, and no more than one where they have more bytes together.
    pub(super) fn new(most: usize, most_bytes: usize) -> Self {
        Self { most, most_bytes, kept: Mutex::default() }
    }

    /// Returns the thing of a name, or makes it.
    ///
    /// Nobody waits while it is made: two who ask at the same time may both make it, and it is the
    /// same.
    pub(super) fn get<E>(
        &self,
        name: &str,
        bytes: impl FnOnce(&T) -> usize,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(found) = self.find(name) {
            return Ok(found);
        }
        let fresh = Arc::new(make()?);
        let bytes = bytes(&fresh);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((name.to_owned(), bytes, Arc::clone(&fresh)));
        let all =
            |kept: &VecDeque<(String, usize, Arc<T>)>| kept.iter().map(|(_, bytes, _)| bytes).sum::<usize>();
        while kept.len() > self.most || kept.len() > 1 && all(&kept) > self.most_bytes {
            kept.pop_back();
        }
        Ok(fresh)
    }

    fn find(&self, name: &str) -> Option<Arc<T>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(of, ..)| of == name)?;
        let found = kept.remove(at)?;
        let thing = Arc::clone(&found.2);
        kept.push_front(found);
        Some(thing)
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_kept_and_no_more_than_fit() {
        let recent = Recent::new(2, 10);
        let get = |name: &str, bytes: usize| {
            let mut is_new = false;
            let made = recent.get(
                name,
                |_: &usize| bytes,
                || {
                    is_new = true;
                    Ok::<_, ()>(bytes)
                },
            );
            made.map(|made| assert_eq!(*made, bytes)).expect("making it does not fail");
            is_new
        };
        assert!(get("a", 1) && get("b", 2));
        assert!(!get("a", 1));
        // `b` was asked for longest ago.
        assert!(get("c", 3) && !get("a", 1) && get("b", 2));
        // The largest is kept alone.
        assert!(get("d", 11) && !get("d", 11) && get("a", 1));
        recent.clear();
        assert!(get("a", 1));
    }
}
