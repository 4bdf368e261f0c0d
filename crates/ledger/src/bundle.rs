//! Entry bundles: up to 256 entries, each behind its length (C2SP tlog-tiles, "Log Entries").
//!
//! An entry's length is a big-endian u16, so an entry holds at most 65,535 bytes. The encoding is exact: one
//! list of entries has one byte string, and a byte more or less is refused.

/// The longest entry a bundle can hold, in bytes.
pub const MAX_ENTRY: usize = 65_535;
const MAX_ENTRIES: usize = 256;

/// Why entries and bytes do not make a bundle.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BundleError {
    /// An entry is longer than [`MAX_ENTRY`].
    #[error("entry {position} of the bundle is {length} bytes long, at most 65,535 are possible")]
    EntryTooLong {
        /// Which entry of the bundle, from 0.
        position: usize,
        /// Its length in bytes.
        length: usize,
    },
    /// More than 256 entries.
    #[error("a bundle holds at most 256 entries")]
    TooManyEntries,
    /// The bytes end in the middle of an entry.
    #[error("the bundle ends inside entry {position}")]
    Truncated {
        /// Which entry of the bundle, from 0.
        position: usize,
    },
}

/// Joins entries into a bundle.
pub fn encode_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    for (position, entry) in entries.into_iter().enumerate() {
        if position == MAX_ENTRIES {
            return Err(BundleError::TooManyEntries);
        }
        let length = u16::try_from(entry.len())
            .map_err(|_| BundleError::EntryTooLong { position, length: entry.len() })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// Splits a bundle into its entries. The caller knows how many there must be (the width in the path).
pub fn decode_bundle(bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let position = entries.len();
        if position == MAX_ENTRIES {
            return Err(BundleError::TooManyEntries);
        }
        let (length, after) = rest.split_first_chunk::<2>().ok_or(BundleError::Truncated { position })?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or(BundleError::Truncated { position })?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_bundle_reads_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..=256)) {
            let bytes = encode_bundle(entries.iter().map(Vec::as_slice)).unwrap();
            prop_assert_eq!(decode_bundle(&bytes).unwrap(), entries);
        }

        #[test]
        fn what_decodes_encodes_to_the_same_bytes(bytes in prop::collection::vec(0u8..4, 0..60)) {
            if let Ok(entries) = decode_bundle(&bytes) {
                prop_assert_eq!(encode_bundle(entries).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn an_entry_of_65_535_bytes_fits_and_one_more_does_not() {
        let longest = vec![7; MAX_ENTRY];
        let bytes = encode_bundle([longest.as_slice()]).unwrap();
        assert_eq!(decode_bundle(&bytes).unwrap(), [longest.as_slice()]);
        let longer = vec![7; MAX_ENTRY + 1];
        let refused = encode_bundle([b"ok".as_slice(), &longer]);
        assert_eq!(refused, Err(BundleError::EntryTooLong { position: 1, length: MAX_ENTRY + 1 }));
    }

    #[test]
    fn the_257th_entry_is_refused() {
        assert_eq!(encode_bundle(vec![b"".as_slice(); 257]), Err(BundleError::TooManyEntries));
        assert_eq!(decode_bundle(&[0; 514]), Err(BundleError::TooManyEntries));
        assert_eq!(decode_bundle(&[0; 512]).unwrap().len(), 256);
    }

    #[test]
    fn a_cut_bundle_is_refused_and_says_where() {
        let bytes = encode_bundle([b"one".as_slice(), b"two"]).unwrap();
        for cut in 1..bytes.len() {
            let result = decode_bundle(&bytes[..cut]);
            match cut {
                5 => assert_eq!(result.unwrap().len(), 1),
                1..5 => assert_eq!(result, Err(BundleError::Truncated { position: 0 })),
                _ => assert_eq!(result, Err(BundleError::Truncated { position: 1 })),
            }
        }
    }
}
