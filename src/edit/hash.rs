//! Hashes of texts: by them it is seen whether a file is what it was.

/// Returns a number that is the same for the same bytes on every machine, in hexadecimal: FNV-1a
/// with 64 bits, which takes eight bytes at a time, since there may be many millions.
pub(super) fn hash(bytes: &[u8]) -> String {
    const PRIME: u64 = 0x0100_0000_01b3;
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(PRIME).rotate_left(23);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| step(hash, u64::from_le_bytes(*word)));
    let hash = rest.iter().fold(hash, |hash, byte| step(hash, u64::from(*byte)));
    format!("{:016x}", step(hash, bytes.len() as u64))
}

/// Returns the hash of files, whose names and hashes are given; their order does not matter.
pub(super) fn hash_of_all<'n>(files: impl IntoIterator<Item = (&'n str, &'n str)>) -> String {
    let mut all: Vec<(&str, &str)> = files.into_iter().collect();
    all.sort_unstable();
    let lines: Vec<String> = all.into_iter().map(|(name, hash)| format!("{name}\0{hash}\n")).collect();
    hash(lines.concat().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_a_byte_or_in_their_length_have_other_hashes() {
        let text = "0123456789abcdefg";
        let mut hashes = std::collections::BTreeSet::from([hash(text.as_bytes())]);
        for at in 0..text.len() {
            hashes.insert(hash(&text.as_bytes()[..at]));
            let mut other = text.as_bytes().to_vec();
            other[at] ^= 1;
            hashes.insert(hash(&other));
        }
        assert_eq!(hashes.len(), 2 * text.len() + 1);
        assert_ne!(hash(b"\0"), hash(b"\0\0"));
    }
}
