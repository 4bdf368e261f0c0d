//! A baseline JPEG writer (ITU-T T.81), with the tables of its annex K and half as fine colours.
//!
//! Here and not from a registry: the encoders there carry licences this project doesn't take, and what is needed is
//! small: three colours, no restarts, no thumbnails.

/// A picture's JPEG: red, green and blue of each pixel, row by row; quality from 1 to 100 as usual (IJG's scale).
///
/// `None` where the pixels are not `width` × `height`, or there are none, or a side is beyond 65,535.
pub fn jpeg(width: usize, height: usize, rgb: &[u8], quality: f32) -> Option<Vec<u8>> {
    let (wide, high) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
    if width == 0 || height == 0 || rgb.len() != width * height * 3 {
        return None;
    }
    let quality = quality.clamp(1.0, 100.0);
    let scale = if quality < 50.0 { 5_000.0 / quality } else { 200.0 - 2.0 * quality };
    let table = |base: &[u8; 64]| {
        base.map(|step| ((f32::from(step) * scale + 50.0) / 100.0).floor().clamp(1.0, 255.0))
    };
    let (luma, chroma) = (table(&LUMA), table(&CHROMA));
    let mut out = head(wide, high, &luma, &chroma);
    let planes = planes(width, height, rgb);
    let mut bits = Bits { out: &mut out, held: 0, count: 0 };
    let (luma_codes, chroma_codes) =
        ([codes(&LUMA_DC), codes(&LUMA_AC)], [codes(&CHROMA_DC), codes(&CHROMA_AC)]);
    let mut before = [0_i32; 3];
    let [y_before, blue_before, red_before] = &mut before;
    let [y, blue, red] = &planes;
    for block_row in 0..height.div_ceil(16) {
        for block in 0..width.div_ceil(16) {
            for (right, down) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let block = y.block(block * 2 + right, block_row * 2 + down);
                bits.block(&quantized(&block, &luma), y_before, &luma_codes);
            }
            bits.block(&quantized(&blue.block(block, block_row), &chroma), blue_before, &chroma_codes);
            bits.block(&quantized(&red.block(block, block_row), &chroma), red_before, &chroma_codes);
        }
    }
    // Filled up with ones.
    bits.put(0x7f, 7);
    out.extend_from_slice(&[0xff, 0xd9]);
    Some(out)
}

/// Steps of the quantization, row by row.
const LUMA: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMA: [u8; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/// Where the coefficients stand, from coarse to fine.
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// A Huffman table: how many codes of each length from 1 to 16, and their values.
struct Table {
    lengths: [u8; 16],
    values: &'static [u8],
}

const LUMA_DC: Table = Table {
    lengths: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    values: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};
const CHROMA_DC: Table = Table {
    lengths: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
    values: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};
const LUMA_AC: Table = Table {
    lengths: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
    values: &[
        0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22,
        0x71, 0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33,
        0x62, 0x72, 0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34,
        0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55,
        0x56, 0x57, 0x58, 0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76,
        0x77, 0x78, 0x79, 0x7a, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96,
        0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5,
        0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4,
        0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1,
        0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
    ],
};
const CHROMA_AC: Table = Table {
    lengths: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
    values: &[
        0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13,
        0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xa1, 0xb1, 0xc1, 0x09, 0x23, 0x33, 0x52, 0xf0, 0x15, 0x62,
        0x72, 0xd1, 0x0a, 0x16, 0x24, 0x34, 0xe1, 0x25, 0xf1, 0x17, 0x18, 0x19, 0x1a, 0x26, 0x27, 0x28, 0x29,
        0x2a, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54,
        0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75,
        0x76, 0x77, 0x78, 0x79, 0x7a, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94,
        0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3,
        0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2,
        0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea,
        0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa,
    ],
};

/// Everything before the picture's own data.
fn head(wide: u16, high: u16, luma: &[f32; 64], chroma: &[f32; 64]) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    segment(&mut out, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    for (name, table) in [(0, luma), (1, chroma)] {
        let steps = ZIGZAG.iter().filter_map(|at| table.get(*at)).map(|step| *step as u8);
        let content: Vec<u8> = std::iter::once(name).chain(steps).collect();
        segment(&mut out, 0xdb, &content);
    }
    let ([h1, h0], [w1, w0]) = (high.to_be_bytes(), wide.to_be_bytes());
    // Eight bits; luma twice as fine both ways as the two colours.
    segment(&mut out, 0xc0, &[8, h1, h0, w1, w0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    for (name, table) in [(0x00, &LUMA_DC), (0x10, &LUMA_AC), (0x01, &CHROMA_DC), (0x11, &CHROMA_AC)] {
        let content: Vec<u8> =
            std::iter::once(name).chain(table.lengths).chain(table.values.iter().copied()).collect();
        segment(&mut out, 0xc4, &content);
    }
    segment(&mut out, 0xda, &[3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    out
}

fn segment(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    out.extend_from_slice(&[0xff, marker]);
    out.extend_from_slice(&u16::try_from(content.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(content);
}

/// One component, its sides whole blocks.
struct Plane {
    width: usize,
    levels: Vec<f32>,
}

impl Plane {
    /// Eight by eight levels.
    fn block(&self, across: usize, down: usize) -> [f32; 64] {
        let mut block = [0.0; 64];
        for (row, into) in block.chunks_exact_mut(8).enumerate() {
            let start = (down * 8 + row) * self.width + across * 8;
            if let Some(levels) = self.levels.get(start..start + 8) {
                into.copy_from_slice(levels);
            }
        }
        block
    }
}

/// Luma and the two colours around 0, colours at half the size; the last row and column go on.
fn planes(width: usize, height: usize, rgb: &[u8]) -> [Plane; 3] {
    let (wide, high) = (width.div_ceil(16) * 16, height.div_ceil(16) * 16);
    let mut luma = Plane { width: wide, levels: Vec::with_capacity(wide * high) };
    let half = || Plane { width: wide / 2, levels: vec![0.0; wide * high / 4] };
    let (mut blue_plane, mut red_plane) = (half(), half());
    for y in 0..high {
        let start = y.min(height - 1) * width * 3;
        let row = rgb.get(start..start + width * 3).unwrap_or(&[]);
        let last = row.get((width - 1) * 3..).unwrap_or(&[]);
        let pixels = row.chunks_exact(3).chain(std::iter::repeat_n(last, wide - width));
        let at = y / 2 * (wide / 2);
        let halves = blue_plane.levels.iter_mut().zip(&mut red_plane.levels).skip(at).take(wide / 2);
        let mut pixels = pixels.filter_map(|pixel| match pixel {
            [red, green, blue] => Some([*red, *green, *blue].map(f32::from)),
            _ => None,
        });
        for (blue_half, red_half) in halves {
            for _ in 0..2 {
                let Some([red, green, blue]) = pixels.next() else { continue };
                let level = 0.299 * red + 0.587 * green + 0.114 * blue;
                luma.levels.push(level - 128.0);
                *blue_half += (blue - level) * (0.564 / 4.0);
                *red_half += (red - level) * (0.713 / 4.0);
            }
        }
    }
    [luma, blue_plane, red_plane]
}

/// Cosines of the transform, rows by frequency: `c(u) / 2 * cos((2 x + 1) u pi / 16)`.
const COSINES: [[f32; 8]; 8] = [
    [0.353_553_4; 8],
    [
        0.490_392_6,
        0.415_734_8,
        0.277_785_1,
        0.097_545_2,
        -0.097_545_2,
        -0.277_785_1,
        -0.415_734_8,
        -0.490_392_6,
    ],
    [
        0.461_939_8,
        0.191_341_7,
        -0.191_341_7,
        -0.461_939_8,
        -0.461_939_8,
        -0.191_341_7,
        0.191_341_7,
        0.461_939_8,
    ],
    [
        0.415_734_8,
        -0.097_545_2,
        -0.490_392_6,
        -0.277_785_1,
        0.277_785_1,
        0.490_392_6,
        0.097_545_2,
        -0.415_734_8,
    ],
    [
        0.353_553_4,
        -0.353_553_4,
        -0.353_553_4,
        0.353_553_4,
        0.353_553_4,
        -0.353_553_4,
        -0.353_553_4,
        0.353_553_4,
    ],
    [
        0.277_785_1,
        -0.490_392_6,
        0.097_545_2,
        0.415_734_8,
        -0.415_734_8,
        -0.097_545_2,
        0.490_392_6,
        -0.277_785_1,
    ],
    [
        0.191_341_7,
        -0.461_939_8,
        0.461_939_8,
        -0.191_341_7,
        -0.191_341_7,
        0.461_939_8,
        -0.461_939_8,
        0.191_341_7,
    ],
    [
        0.097_545_2,
        -0.277_785_1,
        0.415_734_8,
        -0.490_392_6,
        0.490_392_6,
        -0.415_734_8,
        0.277_785_1,
        -0.097_545_2,
    ],
];

/// A block's coefficients in whole steps, from coarse to fine.
fn quantized(block: &[f32; 64], steps: &[f32; 64]) -> [i32; 64] {
    // Rows first, then columns: both times the result comes out turned, so that twice is upright.
    let once = |block: &[f32; 64]| {
        let mut out = [0.0; 64];
        for (into, cosines) in out.chunks_exact_mut(8).zip(&COSINES) {
            for (into, row) in into.iter_mut().zip(block.chunks_exact(8)) {
                *into = row.iter().zip(cosines).map(|(level, cosine)| level * cosine).sum();
            }
        }
        out
    };
    let coefficients = once(&once(block));
    let mut whole = [0; 64];
    for (into, at) in whole.iter_mut().zip(ZIGZAG) {
        if let (Some(coefficient), Some(step)) = (coefficients.get(at), steps.get(at)) {
            *into = (coefficient / step).round() as i32;
        }
    }
    whole
}

/// Code and length of each value.
fn codes(table: &Table) -> [(u16, u8); 256] {
    let mut codes = [(0, 0); 256];
    let mut values = table.values.iter();
    let mut code = 0_u16;
    for (length, count) in (1_u8..).zip(table.lengths) {
        for value in values.by_ref().take(usize::from(count)) {
            if let Some(slot) = codes.get_mut(usize::from(*value)) {
                *slot = (code, length);
            }
            code = code.wrapping_add(1);
        }
        code = code.wrapping_shl(1);
    }
    codes
}

/// Bits into bytes.
struct Bits<'o> {
    out: &'o mut Vec<u8>,
    held: u32,
    count: u8,
}

impl Bits<'_> {
    fn put(&mut self, bits: u16, count: u8) {
        self.held = self.held << count | u32::from(bits);
        self.count += count;
        while self.count >= 8 {
            let byte = (self.held >> (self.count - 8)) as u8;
            self.out.push(byte);
            if byte == 0xff {
                // So that it is no marker.
                self.out.push(0);
            }
            self.count -= 8;
        }
        self.held &= (1 << self.count) - 1;
    }

    fn block(&mut self, block: &[i32; 64], before: &mut i32, [dc, ac]: &[[(u16, u8); 256]; 2]) {
        let [first, rest @ ..] = block;
        let step = first - *before;
        *before = *first;
        self.value(step, 0, dc);
        let mut zeros = 0_u8;
        let last = rest.iter().rposition(|value| *value != 0).map_or(0, |at| at + 1);
        for value in rest.iter().take(last) {
            if *value == 0 {
                zeros += 1;
                continue;
            }
            while zeros > 15 {
                self.code(0xf0, ac);
                zeros -= 16;
            }
            self.value(*value, zeros, ac);
            zeros = 0;
        }
        if last < 63 {
            self.code(0, ac);
        }
    }

    /// A value behind so many zeros: the code of both lengths, then its bits, negative ones less one.
    fn value(&mut self, value: i32, zeros: u8, codes: &[(u16, u8); 256]) {
        let size = (32 - value.unsigned_abs().leading_zeros()) as u8;
        self.code(zeros << 4 | size, codes);
        let bits = if value < 0 { value - 1 } else { value } as u32 & ((1 << size) - 1);
        self.put(bits as u16, size);
    }

    fn code(&mut self, value: u8, codes: &[(u16, u8); 256]) {
        let (code, length) = codes.get(usize::from(value)).copied().unwrap_or((0, 0));
        self.put(code, length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_nearly_the_same() {
        let (width, height) = (53, 37);
        let rgb: Vec<u8> = (0..width * height)
            .flat_map(|at| {
                let (x, y) = (at % width, at / width);
                let level = if (x / 9 + y / 9) % 2 == 0 { 40 + x * 2 } else { 200 - y };
                [level as u8, level as u8, level as u8]
            })
            .collect();
        let bytes = jpeg(width, height, &rgb, 95.0).unwrap();
        let back = reader::decode::decode(&bytes).unwrap();
        assert_eq!((back.width(), back.height()), (width, height));
        let off: i64 = back
            .pixels()
            .iter()
            .zip(rgb.chunks(3))
            .map(|(a, b)| (i64::from(*a) - i64::from(b[0])).abs())
            .sum();
        assert!(off < 3 * 53 * 37, "{off}");
        assert!(jpeg(width, height, &rgb, 60.0).unwrap().len() < bytes.len());
        assert_eq!(jpeg(3, 3, &rgb, 60.0), None);
    }
}
