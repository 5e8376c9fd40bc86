//! Work that is shared among threads.

use std::thread;

/// The most threads that work at once.
const MOST_THREADS: usize = 8;
/// How many items make a thread worth its while.
const WORTH_A_THREAD: usize = 512;

/// Returns how many threads may work at once.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS)
}

/// Makes something of every item, on several threads where there are many; the order stays.
pub(crate) fn map_all<T: Sync, R: Send>(items: &[T], map: &(dyn Fn(&T) -> R + Sync)) -> Vec<R> {
    let threads = threads().min(items.len() / WORTH_A_THREAD);
    if threads < 2 {
        return items.iter().map(map).collect();
    }
    let of_part = |part: &[T]| part.iter().map(map).collect::<Vec<R>>();
    let mut parts = items.chunks(items.len().div_ceil(threads));
    thread::scope(|scope| {
        let first = parts.next().unwrap_or_default();
        let others: Vec<_> = parts.map(|part| scope.spawn(move || of_part(part))).collect();
        let mut all = of_part(first);
        all.reserve_exact(items.len() - all.len());
        for other in others {
            all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays_however_many_there_are() {
        for length in [0, 1, WORTH_A_THREAD, 2 * WORTH_A_THREAD, 9 * WORTH_A_THREAD + 7] {
            let items: Vec<usize> = (0..length).collect();
            assert_eq!(
                map_all(&items, &|item| item * 2),
                (0..length).map(|item| item * 2).collect::<Vec<_>>()
            );
        }
    }
}
