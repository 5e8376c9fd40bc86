//! Hashes of texts: by them it is seen whether a file is what it was.

/// Returns a number that is the same for the same bytes on every machine (FNV-1a, 64 bits), in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    format!("{:016x}", fold(0xcbf2_9ce4_8422_2325, bytes))
}

fn fold(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Returns the hash of files, whose names and hashes are given; their order does not matter.
pub(super) fn hash_of_all<'n>(files: impl IntoIterator<Item = (&'n str, &'n str)>) -> String {
    let mut all: Vec<(&str, &str)> = files.into_iter().collect();
    all.sort_unstable();
    let lines: Vec<String> = all.into_iter().map(|(name, hash)| format!("{name}\0{hash}\n")).collect();
    hash(lines.concat().as_bytes())
}
