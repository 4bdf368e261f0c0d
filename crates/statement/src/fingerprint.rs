//! Keys and codes as people read, compare and type them.

use ledger::{Hash, sha256};

/// Letters and digits that aren't taken for each other when they are read aloud or typed (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a fingerprint: 80 bits.
const LENGTH: usize = 16;

/// A key (vkey text) as people compare it: 80 bits of its SHA-256, `8QX4-M2F7-0KTR-9WZ1`.
pub fn fingerprint(vkey: &str) -> String {
    let Hash(hash) = sha256(vkey.as_bytes());
    grouped(hash.iter().take(LENGTH))
}

/// The lower five bits of each byte as a letter or digit, in groups of four.
pub fn grouped<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    let letters: Vec<u8> =
        bytes.map(|byte| ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0')).collect();
    let groups: Vec<String> =
        letters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_four_groups_of_four_letters_and_digits_and_another_key_has_another() {
        let print = fingerprint("kpps/3275011001001/hp1+0dfa07e3+AQ");
        assert_eq!(print.len(), LENGTH + 3);
        assert!(
            print
                .split('-')
                .all(|group| group.len() == 4 && group.bytes().all(|byte| ALPHABET.contains(&byte)))
        );
        assert_ne!(print, fingerprint("kpps/3275011001001/hp2+0dfa07e3+AQ"));
    }
}
