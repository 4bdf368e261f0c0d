//! Parts of a file: `Range: bytes=...` (RFC 9110, 14), one part.

/// What a request's range asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The whole file: no range, one that can't be read, or several, which a server may leave alone.
    Whole,
    /// From this byte, so many.
    Some(u64, u64),
    /// Nothing of it is there.
    Beyond,
}

/// Reads a range for a file of this length.
pub(crate) fn part(header: &[u8], length: u64) -> Part {
    asked(header, length).unwrap_or(Part::Whole)
}

fn asked(header: &[u8], length: u64) -> Option<Part> {
    let text = std::str::from_utf8(header).ok()?.trim();
    let (unit, range) = text.split_once('=')?;
    if !unit.eq_ignore_ascii_case("bytes") || range.contains(',') {
        return None;
    }
    let (from, to) = range.trim().split_once('-')?;
    if from.is_empty() {
        let last = number(to)?.min(length);
        return Some(if last == 0 { Part::Beyond } else { Part::Some(length - last, last) });
    }
    let from = number(from)?;
    let to = if to.is_empty() { u64::MAX } else { number(to)? };
    if to < from {
        return None;
    }
    if from >= length {
        return Some(Part::Beyond);
    }
    let end = to.saturating_add(1).min(length);
    Some(Part::Some(from, end - from))
}

fn number(text: &str) -> Option<u64> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        // A number beyond all files is beyond this one.
        .then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_range_is_a_part_and_everything_else_the_whole_file() {
        for (header, wanted) in [
            ("bytes=0-0", Part::Some(0, 1)),
            ("bytes=2-5", Part::Some(2, 4)),
            ("bytes=2-", Part::Some(2, 8)),
            ("bytes=-3", Part::Some(7, 3)),
            ("bytes=-99", Part::Some(0, 10)),
            ("bytes=9-99999999999999999999999", Part::Some(9, 1)),
            ("bytes=10-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=5-2", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("", Part::Whole),
        ] {
            assert_eq!(part(header.as_bytes(), 10), wanted, "{header}");
        }
        assert_eq!(part(b"bytes=0-", 0), Part::Beyond);
        assert_eq!(part(b"bytes=-5", 0), Part::Beyond);
    }

    proptest! {
        #[test]
        fn a_part_lies_within_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", length in any::<u64>()) {
            match part(header.as_bytes(), length) {
                Part::Some(from, count) => prop_assert!(count > 0 && from.checked_add(count).is_some_and(|end| end <= length)),
                Part::Whole | Part::Beyond => {}
            }
        }
    }
}
