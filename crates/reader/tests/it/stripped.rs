//! What is taken from a photo's file before it is sent, and which files are one picture and nothing else.

use std::fs;

use jpeg_encoder::{ColorType, Encoder};
use proptest::prelude::*;
use reader::decode::{DecodeError, MOST_PIXELS, decode};
use reader::file::{FileError, Kind, strip, whole};

use super::real_photos::photos;

fn jpeg(progressive: bool) -> Vec<u8> {
    let pixels: Vec<u8> = (0..64 * 48 * 3).map(|at| u8::try_from(at * at % 251).unwrap()).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 80);
    encoder.set_progressive(progressive);
    encoder.encode(&pixels, 64, 48, ColorType::Rgb).unwrap();
    bytes
}

fn png() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 8, 4);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.add_text_chunk("Author".to_owned(), "Siti".to_owned()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[9; 32]).unwrap();
    writer.finish().unwrap();
    file
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// Exif as cameras write it: the orientation between other tags, and a place behind them.
fn exif(little: bool, kind: u16, held: u16) -> Vec<u8> {
    let two = |value: u16| if little { value.to_le_bytes() } else { value.to_be_bytes() };
    let four = |value: u32| if little { value.to_le_bytes() } else { value.to_be_bytes() };
    let mut body = b"Exif\0\0".to_vec();
    body.extend(if little { b"II*\0" } else { b"MM\0*" });
    body.extend(four(8));
    body.extend(two(2));
    for (tag, kind, value) in [(0x010f, 2, 0), (0x0112, kind, held)] {
        body.extend([two(tag), two(kind)].concat());
        body.extend(four(1));
        body.extend(if kind == 4 { four(u32::from(value)).to_vec() } else { [two(value), [0, 0]].concat() });
    }
    body.extend(b"6 06'41.2\" S 106 49'02.1\" E");
    segment(0xe1, &body)
}

/// Put in behind the first bytes of a JPEG.
fn with(bytes: &[u8], segments: &[u8]) -> Vec<u8> {
    [&bytes[..2], segments, &bytes[2..]].concat()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

#[test]
fn real_photos_keep_their_pixels_and_lose_where_they_were_taken() {
    let Some(folder) = photos() else { return };
    let mut seen = 0;
    for photo in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(photo.unwrap().path()).unwrap();
        let taken = with(&bytes, &[exif(true, 3, 6), segment(0xfe, b"a comment")].concat());
        let stripped = strip(&taken).unwrap();
        assert_eq!(whole(&stripped), Ok(Kind::Jpeg));
        assert_eq!(strip(&stripped).as_deref(), Ok(&stripped[..]));
        assert!(!holds(&stripped, b"106 49") && !holds(&stripped, b"a comment"));
        assert!(decode(&stripped).unwrap() == decode(&taken).unwrap());
        assert!(decode(&stripped).unwrap() == decode(&bytes).unwrap());
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn how_the_telephone_was_held_is_kept_and_nothing_else_of_it() {
    for (little, kind) in [(true, 3), (false, 3), (true, 4), (false, 4)] {
        for held in 0..=9 {
            let stripped = strip(&with(&jpeg(false), &exif(little, kind, held))).unwrap();
            let minimal = format!(
                "Exif\0\0MM\0*\0\0\0\u{8}\0\u{1}\u{1}\u{12}\0\u{3}\0\0\0\u{1}\0{}\0\0\0\0\0\0",
                char::from(u8::try_from(held).unwrap())
            );
            assert_eq!(holds(&stripped, minimal.as_bytes()), (2..=8).contains(&held), "{held}");
            assert_eq!(holds(&stripped, b"Exif"), (2..=8).contains(&held), "{held}");
            assert!(!holds(&stripped, b"106 49"));
        }
    }
}

#[test]
fn how_colours_were_coded_is_kept() {
    // Red, green and blue as they are, which nothing but Adobe's segment says.
    let adobe = segment(0xee, b"Adobe\0\x64\0\0\0\0\0and a letter to nobody");
    let file = with(&jpeg(false), &adobe);
    let stripped = strip(&file).unwrap();
    assert!(decode(&stripped).unwrap() == decode(&file).unwrap());
    assert!(decode(&stripped).unwrap() != decode(&jpeg(false)).unwrap());
    assert!(!holds(&stripped, b"letter"));
    let preview = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abc");
    let stripped = strip(&with(&jpeg(false), &preview)).unwrap();
    assert!(holds(&stripped, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0") && !holds(&stripped, b"abc"));
}

#[test]
fn a_png_loses_its_words_and_keeps_its_pixels() {
    let stripped = strip(&png()).unwrap();
    assert!(holds(&png(), b"Siti") && !holds(&stripped, b"Siti"));
    assert!(decode(&stripped).unwrap() == decode(&png()).unwrap());
    assert_eq!((whole(&stripped), strip(&stripped).as_deref()), (Ok(Kind::Png), Ok(&stripped[..])));
}

#[test]
fn nothing_may_stand_before_or_behind_a_picture() {
    for file in [jpeg(false), jpeg(true), png()] {
        assert!(whole(&file).is_ok());
        let behind = [&file[..], b"PK\x03\x04 another file"].concat();
        assert_eq!(whole(&behind), Err(FileError::Behind(17)));
        assert_eq!(whole(&[&file[..], &file[..]].concat()), Err(FileError::Behind(file.len())));
        assert_eq!(strip(&behind), strip(&file));
        let before = [b"%PDF-1.7\n", &file[..]].concat();
        assert_eq!(whole(&before), Err(DecodeError::Unknown(", but a PDF").into()));
        for end in [file.len() - 1, file.len() / 2, 20, 9] {
            let short = whole(&file[..end]);
            assert!(matches!(short, Err(FileError::Picture(DecodeError::Damaged(_)))), "{end} {short:?}");
        }
    }
}

#[test]
fn a_hundred_million_pixels_are_refused_by_the_head() {
    let side = 10_000_u16.to_be_bytes();
    let mut file = jpeg(false);
    let at = file.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    file[at + 5..at + 7].copy_from_slice(&side);
    file[at + 7..at + 9].copy_from_slice(&side);
    let refused = FileError::from(DecodeError::TooLarge { width: 10_000, height: 10_000 });
    const { assert!(10_000 * 10_000 > MOST_PIXELS) };
    assert_eq!(whole(&file), Err(refused.clone()));
    let mut file = png();
    file[18..20].copy_from_slice(&side);
    file[22..24].copy_from_slice(&side);
    assert_eq!(whole(&file), Err(refused));
    let mut none = jpeg(false);
    none[at + 5..at + 7].copy_from_slice(&[0, 0]);
    assert!(matches!(whole(&none), Err(FileError::Picture(DecodeError::Damaged(_)))));
}

#[test]
fn a_second_picture_inside_is_refused() {
    let file = jpeg(false);
    let head = file.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    let frame = &file[head..head + 2 + usize::from(u16::from_be_bytes([file[head + 2], file[head + 3]]))];
    assert!(whole(&with(&file, frame)).is_err());
    assert!(whole(&with(&file, &[0xff, 0xd8])).is_err());
    assert!(whole(&with(&file, b"between")).is_err());
}

proptest! {
    #[test]
    fn whatever_a_camera_adds_the_same_picture_is_left(
        progressive: bool,
        added in prop::collection::vec((0xe1_u8..=0xed, prop::collection::vec(any::<u8>(), 0..40)), 0..5),
        fill in 0_usize..3,
        behind in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let bare = jpeg(progressive);
        let segments: Vec<u8> = added.iter().flat_map(|(marker, body)| segment(*marker, body)).collect();
        let file = [with(&bare, &[vec![0xff; fill], segments].concat()), behind].concat();
        let stripped = strip(&file).unwrap();
        prop_assert_eq!(&stripped, &strip(&bare).unwrap());
        prop_assert_eq!(whole(&stripped), Ok(Kind::Jpeg));
        prop_assert!(decode(&stripped).unwrap() == decode(&bare).unwrap());
    }

    #[test]
    fn what_was_stripped_is_whole_whatever_was_changed(
        progressive: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        for mut file in [jpeg(progressive), png()] {
            for (at, byte) in &changes {
                *at.get_mut(&mut file) = *byte;
            }
            if let Ok(stripped) = strip(&file) {
                prop_assert!(whole(&stripped).is_ok());
                prop_assert_eq!(strip(&stripped).unwrap(), &stripped[..]);
                if let Ok(pixels) = decode(&file) {
                    prop_assert!(decode(&stripped).unwrap() == pixels);
                }
            }
        }
    }
}
