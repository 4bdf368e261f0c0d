//! Invented photos: small black-and-white PNG pictures of a page with its figures and the word SIMULASI.
//!
//! They are evidence to click on, not material for a reader. The picture data are stored, not compressed (RFC 1951,
//! section 3.2.4), so that the bytes depend on nothing but the figures.

/// Media type of the pictures.
pub(crate) const MEDIA: &str = "image/png";

const WIDTH: usize = 112;
const ROW: usize = 8;
const PER_COLUMN: usize = 12;
const STRIDE: usize = WIDTH / 8;

/// A picture of a page: a heading, lines of small text, then numbers in boxes (`None`: an empty or unreadable box).
pub(crate) fn page(heading: &[&str], numbers: &[Option<u32>]) -> Vec<u8> {
    let rows = numbers.len().min(PER_COLUMN);
    let height = ROW * (heading.len() + rows + 1);
    let mut sheet = Sheet { bits: vec![0; STRIDE * height] };
    for (line, text) in heading.iter().enumerate() {
        sheet.text(2, 2 + line * ROW, text);
    }
    for (at, number) in numbers.iter().enumerate() {
        let (column, row) = (at / PER_COLUMN, at % PER_COLUMN);
        let text = number.map_or("XXX".to_owned(), |number| format!("{number:03}"));
        sheet.text(4 + column * 26, 4 + (heading.len() + row) * ROW, &text);
    }
    png(&sheet.bits, height)
}

struct Sheet {
    bits: Vec<u8>,
}

impl Sheet {
    fn text(&mut self, x: usize, y: usize, text: &str) {
        for (at, glyph) in text.bytes().map(glyph).enumerate() {
            for bit in 0..15 {
                if glyph >> (14 - bit) & 1 == 1 {
                    self.dot(x + at * 4 + bit % 3, y + bit / 3);
                }
            }
        }
    }

    fn dot(&mut self, x: usize, y: usize) {
        if x >= WIDTH {
            return;
        }
        if let Some(byte) = self.bits.get_mut(y * STRIDE + x / 8) {
            *byte |= 0x80 >> (x % 8);
        }
    }
}

/// Five rows of three dots, top left first.
fn glyph(byte: u8) -> u16 {
    match byte {
        b'0' | b'O' => 0b111_101_101_101_111,
        b'1' => 0b010_110_010_010_111,
        b'2' => 0b111_001_111_100_111,
        b'3' => 0b111_001_111_001_111,
        b'4' => 0b101_101_111_001_001,
        b'5' | b'S' => 0b111_100_111_001_111,
        b'6' => 0b111_100_111_101_111,
        b'7' => 0b111_001_001_010_010,
        b'8' => 0b111_101_111_101_111,
        b'9' => 0b111_101_111_001_111,
        b'A' => 0b111_101_111_101_101,
        b'D' => 0b110_101_101_101_110,
        b'H' => 0b101_101_111_101_101,
        b'I' => 0b111_010_010_010_111,
        b'L' => 0b100_100_100_100_111,
        b'M' => 0b101_111_111_101_101,
        b'P' => 0b111_101_111_100_100,
        b'R' => 0b110_101_110_101_101,
        b'U' => 0b101_101_101_101_111,
        b'W' => 0b101_101_111_111_101,
        b'X' => 0b101_101_010_101_101,
        _ => 0,
    }
}

/// PNG (ISO/IEC 15948): one bit a dot, grey, dark dots on white.
fn png(bits: &[u8], height: usize) -> Vec<u8> {
    // Each line begins with its filter type, 0.
    let lines: Vec<u8> = bits
        .chunks(STRIDE)
        .flat_map(|line| std::iter::once(0).chain(line.iter().map(|byte| !byte)))
        .collect();
    let size = |value: usize| u32::try_from(value).unwrap_or_default().to_be_bytes();
    let mut header = [size(WIDTH), size(height)].concat();
    header.extend_from_slice(&[1, 0, 0, 0, 0]);
    // One stored block holds 65,535 bytes; the highest page here has below 2,500.
    let length = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let mut data = vec![0x78, 0x01, 0x01];
    data.extend_from_slice(&length.to_le_bytes());
    data.extend_from_slice(&(!length).to_le_bytes());
    data.extend_from_slice(&lines);
    data.extend_from_slice(&adler32(&lines).to_be_bytes());
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", header), (b"IDAT", data), (b"IEND", Vec::new())] {
        out.extend_from_slice(&size(content.len()));
        let begin = out.len();
        out.extend_from_slice(kind);
        out.extend_from_slice(&content);
        let sum = crc32(out.get(begin..).unwrap_or_default());
        out.extend_from_slice(&sum.to_be_bytes());
    }
    out
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

const CRC: [u32; 256] = crc_table();

const fn crc_table() -> [u32; 256] {
    let mut table = [0u32; 256];
    let mut at = 0;
    while at < 256 {
        let mut value = at;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        #[expect(clippy::indexing_slicing, reason = "the table has 256 rows, evaluated when compiled")]
        {
            table[at as usize] = value;
        }
        at += 1;
    }
    table
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        let row = ((sum ^ u32::from(*byte)) & 255) as usize;
        (sum >> 8) ^ CRC.get(row).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn other_figures_make_another_picture() {
        let a = page(&["SIMULASI"], &[Some(123), None]);
        assert_eq!(a, page(&["SIMULASI"], &[Some(123), None]));
        assert_ne!(a, page(&["SIMULASI"], &[Some(124), None]));
        assert!(a.starts_with(b"\x89PNG"));
    }
}
