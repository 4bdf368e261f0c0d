//! How a telephone was held, as Exif says it (CIPA DC-008, 4.6.4: tag 0x0112 of the first directory).

const EXIF: &[u8] = b"Exif\0\0";
const TAG: u16 = 0x0112;

/// The orientation that an Exif segment names, 2 to 8; none where it names none, or 1, which is how it would be shown anyway.
pub(super) fn of_exif(body: &[u8]) -> Option<u8> {
    let tiff = body.strip_prefix(EXIF)?;
    let little = match tiff.first_chunk()? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| -> Option<u16> {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let four = |at: usize| -> Option<usize> {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        let value = if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(value).ok()
    };
    let directory = four(4)?;
    let entries = usize::from(two(directory)?);
    let entry = |at: usize| directory.checked_add(2 + 12 * at);
    let found = (0..entries).filter_map(entry).find(|at| two(*at) == Some(TAG))?;
    // A short, or, as some write it, a long.
    let value = match two(found.checked_add(2)?)? {
        3 => usize::from(two(found.checked_add(8)?)?),
        4 => four(found.checked_add(8)?)?,
        _ => return None,
    };
    u8::try_from(value).ok().filter(|held| (2..=8).contains(held))
}

/// An Exif segment that names an orientation and nothing else.
pub(super) fn exif(held: u8) -> Vec<u8> {
    let directory = [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, held, 0, 0, 0, 0, 0, 0];
    [EXIF, b"MM\0*", &directory].concat()
}
