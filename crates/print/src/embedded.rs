//! The fonts that archived files bring with them: DejaVu Sans Condensed, cut down to the letters of Latin-1
//! (`fonts/LICENSE`). A file that is to be read in fifty years can't count on its reader's own.

use pdf_writer::types::FontFlags;
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref};

use crate::archive::packed;
use crate::type_widths::latin;

/// Weight of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Plain,
    Bold,
}

/// Files, names within the PDF, and what a reader asks of a font: its box, and the weight of its stems.
struct Font {
    name: &'static [u8],
    base: &'static [u8],
    file: &'static [u8],
    bbox: [f32; 4],
    stem: f32,
    widths: &'static [u16; 224],
}

const FONTS: [Font; 2] = [
    Font {
        name: b"P",
        base: b"DejaVuSansCondensed",
        file: include_bytes!("../fonts/dejavu-sans-condensed.ttf"),
        bbox: [-918.0, -463.0, 1614.0, 1232.0],
        stem: 80.0,
        widths: &PLAIN,
    },
    Font {
        name: b"Q",
        base: b"DejaVuSansCondensed-Bold",
        file: include_bytes!("../fonts/dejavu-sans-condensed-bold.ttf"),
        bbox: [-962.0, -415.0, 1778.0, 1175.0],
        stem: 140.0,
        widths: &BOLD,
    },
];

/// Height above the line, below it, and of a capital, in thousandths of the type's height; alike in both.
const ASCENT: f32 = 928.0;
const DESCENT: f32 = -236.0;
const CAPITAL: f32 = 729.0;

impl Face {
    fn font(self) -> &'static Font {
        let [plain, bold] = &FONTS;
        match self {
            Face::Plain => plain,
            Face::Bold => bold,
        }
    }

    /// Its name on a page.
    pub fn name(self) -> Name<'static> {
        Name(self.font().name)
    }

    /// Its file.
    pub fn file(self) -> &'static [u8] {
        self.font().file
    }

    /// Length of a line of words in type of this height.
    pub fn length(self, text: &str, size: i32) -> i32 {
        let widths = self.font().widths;
        let width = |byte: u8| {
            let at = usize::from(byte).checked_sub(32);
            at.and_then(|at| widths.get(at)).map_or(0, |width| i32::from(*width))
        };
        let thousandths = latin(text).into_iter().map(width).fold(0, i32::saturating_add);
        thousandths.saturating_mul(size).saturating_add(500) / 1_000
    }
}

/// Puts the fonts into a file; their names on a page, and their objects.
pub(crate) fn write(pdf: &mut Pdf, mut next: impl FnMut() -> Ref) -> Vec<(Name<'static>, Ref)> {
    let each = FONTS.iter().map(|font| {
        let (id, descriptor, file) = (next(), next(), next());
        let mut own = pdf.indirect(id).dict();
        own.pair(Name(b"Type"), Name(b"Font"))
            .pair(Name(b"Subtype"), Name(b"TrueType"))
            .pair(Name(b"BaseFont"), Name(font.base))
            .pair(Name(b"FirstChar"), 32)
            .pair(Name(b"LastChar"), 255)
            .pair(Name(b"FontDescriptor"), descriptor)
            .pair(Name(b"Encoding"), Name(b"WinAnsiEncoding"));
        own.insert(Name(b"Widths")).array().items(font.widths.iter().map(|width| i32::from(*width)));
        own.finish();
        let [left, bottom, right, top] = font.bbox;
        pdf.font_descriptor(descriptor)
            .name(Name(font.base))
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(left, bottom, right, top))
            .italic_angle(0.0)
            .ascent(ASCENT)
            .descent(DESCENT)
            .cap_height(CAPITAL)
            .stem_v(font.stem)
            .font_file2(file);
        let packed = packed(font.file);
        let mut stream = pdf.stream(file, &packed);
        stream.filter(Filter::FlateDecode);
        stream.pair(Name(b"Length1"), i32::try_from(font.file.len()).unwrap_or(i32::MAX));
        stream.finish();
        (Name(font.name), id)
    });
    each.collect()
}

/// Advances in thousandths of the type's height, from the space on, by the place in WinAnsi; where there is no letter that of
/// the sign for none.
#[rustfmt::skip]
const PLAIN: [u16; 224] = [
    286, 360, 414, 754, 572, 855, 702, 247, 351, 351, 450, 754, 286, 325, 286, 303, 572, 572, 572, 572, 572, 572,
    572, 572, 572, 572, 303, 303, 754, 754, 754, 478, 900, 615, 617, 628, 693, 568, 518, 697, 677, 265, 265, 590,
    501, 776, 673, 708, 542, 708, 625, 571, 549, 659, 615, 890, 616, 549, 616, 351, 303, 351, 754, 450, 450, 551,
    571, 495, 571, 554, 316, 571, 570, 250, 250, 521, 250, 876, 570, 550, 571, 571, 370, 469, 353, 570, 532, 736,
    532, 532, 472, 572, 303, 572, 754, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600,
    600, 600, 600, 600, 286, 600, 600, 600, 450, 600, 600, 600, 600, 600, 600, 600, 600, 600, 286, 360, 572, 572,
    572, 572, 303, 450, 450, 900, 424, 550, 754, 325, 900, 450, 450, 754, 360, 360, 450, 572, 572, 286, 450, 360,
    424, 550, 872, 872, 872, 478, 615, 615, 615, 615, 615, 615, 876, 628, 568, 568, 568, 568, 265, 265, 265, 265,
    697, 673, 708, 708, 708, 708, 708, 754, 708, 659, 659, 659, 659, 549, 544, 567, 551, 551, 551, 551, 551, 551,
    883, 495, 554, 554, 554, 554, 250, 250, 250, 250, 550, 570, 550, 550, 550, 550, 550, 754, 550, 570, 570, 570,
    570, 532, 571, 532,
];

#[rustfmt::skip]
const BOLD: [u16; 224] = [
    313, 410, 469, 754, 626, 901, 785, 275, 411, 411, 470, 754, 342, 374, 342, 329, 626, 626, 626, 626, 626, 626,
    626, 626, 626, 626, 360, 360, 754, 754, 754, 522, 900, 696, 686, 660, 747, 615, 615, 738, 753, 334, 334, 697,
    573, 896, 753, 765, 659, 765, 693, 648, 614, 730, 696, 993, 694, 651, 652, 411, 329, 411, 754, 450, 450, 607,
    644, 533, 644, 610, 391, 644, 641, 308, 308, 598, 308, 938, 641, 618, 644, 644, 444, 536, 430, 641, 586, 831,
    580, 586, 523, 641, 329, 641, 754, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600,
    600, 600, 600, 600, 342, 600, 600, 600, 450, 600, 600, 600, 600, 600, 600, 600, 600, 600, 313, 410, 626, 626,
    572, 626, 329, 450, 450, 900, 507, 581, 754, 374, 900, 450, 450, 754, 394, 394, 450, 662, 572, 342, 450, 394,
    507, 581, 932, 932, 932, 522, 696, 696, 696, 696, 696, 696, 976, 660, 615, 615, 615, 615, 334, 334, 334, 334,
    754, 753, 765, 765, 765, 765, 765, 754, 765, 730, 730, 730, 730, 651, 664, 647, 607, 607, 607, 607, 607, 607,
    943, 533, 610, 610, 610, 610, 308, 308, 308, 308, 618, 641, 618, 618, 618, 618, 618, 754, 618, 641, 641, 641,
    641, 586, 644, 586,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn number(file: &[u8], at: usize) -> usize {
        usize::from(u16::from_be_bytes([file[at], file[at + 1]]))
    }

    /// Where a table of a font begins.
    fn table(file: &[u8], tag: [u8; 4]) -> usize {
        let rows = (0..number(file, 4)).map(|row| 12 + 16 * row);
        let row = rows.into_iter().find(|row| file[*row..*row + 4] == tag).unwrap();
        number(file, row + 8) << 16 | number(file, row + 10)
    }

    /// The glyph of a letter, by the font's own table (format 4).
    fn glyph(file: &[u8], letter: usize) -> usize {
        let cmap = table(file, *b"cmap");
        let at = cmap + number(file, cmap + 10);
        let segments = number(file, at + 6) / 2;
        let segment = (0..segments).find(|one| number(file, at + 14 + 2 * one) >= letter).unwrap();
        let start = at + 16 + 2 * segments + 2 * segment;
        let (delta, offset) = (number(file, start + 2 * segments), start + 4 * segments);
        match number(file, offset) {
            0 => (letter + delta) % 65_536,
            far => number(file, offset + far + 2 * (letter - number(file, start))),
        }
    }

    #[test]
    fn the_widths_that_lines_are_measured_by_are_those_of_the_fonts_in_the_file() {
        for font in &FONTS {
            let hmtx = table(font.file, *b"hmtx");
            for letter in (32..127).chain(160..256) {
                let advance = number(font.file, hmtx + 4 * glyph(font.file, letter)) * 1_000;
                let width = usize::from(font.widths[letter - 32]) * 2_048;
                assert!(advance.abs_diff(width) <= 1_024, "{letter}");
            }
        }
    }
}
