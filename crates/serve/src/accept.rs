//! Which compressions a client takes: `Accept-Encoding` (RFC 9110, 12.5.3).

/// A compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Brotli,
    Zstd,
    Gzip,
}

impl Packing {
    /// All, the smallest result first.
    pub(crate) const ALL: [Packing; 3] = [Packing::Brotli, Packing::Zstd, Packing::Gzip];

    /// Its name in headers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Packing::Brotli => "br",
            Packing::Zstd => "zstd",
            Packing::Gzip => "gzip",
        }
    }
}

/// The compressions that are taken, the client's favourite first; among equals the smallest result first.
pub(crate) fn taken(header: &[u8]) -> impl Iterator<Item = Packing> + use<> {
    let mut weights = [0_u16; 3];
    for (weight, packing) in weights.iter_mut().zip(Packing::ALL) {
        *weight = weight_of(header, packing.name()).or_else(|| weight_of(header, "*")).unwrap_or(0);
    }
    let mut all: Vec<(u16, Packing)> =
        weights.into_iter().zip(Packing::ALL).filter(|(weight, _)| *weight > 0).collect();
    all.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    all.into_iter().map(|(_, packing)| packing)
}

/// A name's weight in thousandths.
fn weight_of(header: &[u8], name: &str) -> Option<u16> {
    let text = std::str::from_utf8(header).ok()?;
    text.split(',').find_map(|one| {
        let mut parts = one.split(';').map(str::trim);
        if !parts.next()?.eq_ignore_ascii_case(name) {
            return None;
        }
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        Some(weight.map_or(1000, thousandths))
    })
}

/// `1`, `0.8`, `0.125` in thousandths; what is no weight is none.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("1", Ok(_)) => 1000,
        ("0", Ok(part)) => part,
        (_, Ok(_) | Err(_)) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_favourite_comes_first_and_what_it_refuses_not_at_all() {
        use Packing::{Brotli, Gzip, Zstd};
        for (header, wanted) in [
            ("gzip, deflate, br, zstd", vec![Brotli, Zstd, Gzip]),
            ("gzip", vec![Gzip]),
            ("GZIP;q=0.5, br;q=0.4", vec![Gzip, Brotli]),
            ("br;q=0, *", vec![Zstd, Gzip]),
            ("*;q=0", vec![]),
            ("identity", vec![]),
            ("gzip;q=x", vec![]),
            ("brotli", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(taken(header.as_bytes()).collect::<Vec<_>>(), wanted, "{header}");
        }
    }
}
