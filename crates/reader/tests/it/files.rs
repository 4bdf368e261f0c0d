//! Files that are photos, and files that are not.

use jpeg_encoder::{ColorType, Encoder};
use reader::decode::{DecodeError, decode, pixels};

fn jpeg(colour: ColorType, channels: usize, progressive: bool) -> Vec<u8> {
    let pixels: Vec<u8> =
        (0..64 * 48 * channels).map(|at| u8::try_from(at / channels % 64 * 4).unwrap()).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_progressive(progressive);
    encoder.encode(&pixels, 64, 48, colour).unwrap();
    bytes
}

fn png(colour: png::ColorType, depth: png::BitDepth, bytes: &[u8], animated: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 8, 4);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(vec![0, 0, 0, 255, 255, 255, 0, 255, 0]);
    }
    if animated {
        encoder.set_animated(2, 0).unwrap();
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(bytes).unwrap();
    if animated {
        writer.write_image_data(&vec![0; bytes.len()]).unwrap();
    }
    writer.finish().unwrap();
    file
}

#[test]
fn how_large_a_photo_is_can_be_asked_before_it_is_decoded() {
    assert_eq!(pixels(&jpeg(ColorType::Rgb, 3, false)), Some(64 * 48));
    let file = png(png::ColorType::Grayscale, png::BitDepth::Eight, &[7; 32], false);
    assert_eq!(pixels(&file), Some(32));
    assert_eq!(pixels(&file[..20]), None);
    assert_eq!(pixels(b"no photo"), None);
}

#[test]
fn every_kind_of_jpeg_gives_luma() {
    for (colour, channels) in [(ColorType::Luma, 1), (ColorType::Rgb, 3), (ColorType::Cmyk, 4)] {
        for progressive in [false, true] {
            let picture = decode(&jpeg(colour, channels, progressive)).unwrap();
            assert_eq!((picture.width(), picture.height()), (64, 48));
        }
    }
    let grey = decode(&jpeg(ColorType::Luma, 1, false)).unwrap();
    assert!(grey.at(60, 20) > grey.at(10, 20) + 150);
}

#[test]
fn every_kind_of_png_gives_luma() {
    use png::{BitDepth, ColorType};
    let all = [
        (ColorType::Grayscale, BitDepth::Eight, vec![200; 32]),
        (ColorType::Grayscale, BitDepth::Sixteen, vec![200; 64]),
        (ColorType::Grayscale, BitDepth::One, vec![255; 4]),
        (ColorType::GrayscaleAlpha, BitDepth::Eight, vec![200; 64]),
        (ColorType::Rgb, BitDepth::Eight, vec![200; 96]),
        (ColorType::Rgba, BitDepth::Sixteen, vec![200; 256]),
        (ColorType::Indexed, BitDepth::Eight, vec![1; 32]),
    ];
    for (colour, depth, bytes) in all {
        for animated in [false, true] {
            let picture = decode(&png(colour, depth, &bytes, animated)).unwrap();
            assert_eq!((picture.width(), picture.height()), (8, 4));
            assert!(picture.pixels().iter().all(|pixel| *pixel >= 199), "{colour:?} {depth:?}");
        }
    }
}

#[test]
fn a_file_cut_short_is_refused_wherever_it_is_cut() {
    let whole = jpeg(ColorType::Rgb, 3, false);
    for length in (2..whole.len() - 2).step_by(7) {
        assert!(matches!(decode(&whole[..length]), Err(DecodeError::Damaged(_))), "{length}");
    }
    let whole = png(png::ColorType::Grayscale, png::BitDepth::Eight, &[7; 32], false);
    for length in 8..whole.len() - 12 {
        assert!(matches!(decode(&whole[..length]), Err(DecodeError::Damaged(_))), "{length}");
    }
}

#[test]
fn more_pixels_than_a_form_needs_are_refused_before_they_are_unpacked() {
    // A JPEG whose header speaks of 20,000 × 10,000 pixels.
    let mut large = jpeg(ColorType::Luma, 1, false);
    let frame = large.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x4e, 0x20]);
    assert_eq!(decode(&large), Err(DecodeError::TooLarge { width: 20_000, height: 10_000 }));
    // A PNG bomb: 20,000 × 20,000 in few bytes.
    let mut bomb = Vec::new();
    let mut encoder = png::Encoder::new(&mut bomb, 20_000, 20_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![0; 2_500 * 20_000]).unwrap();
    drop(writer);
    assert_eq!(decode(&bomb), Err(DecodeError::TooLarge { width: 20_000, height: 20_000 }));
}

#[test]
fn what_is_no_photo_is_named() {
    for (bytes, word) in [
        (b"GIF89a....".as_slice(), "GIF"),
        (b"RIFF....WEBPVP8 ", "WebP"),
        (b"\0\0\0\x18ftypheic", "HEIF"),
        (b"%PDF-1.7", "PDF"),
        (b"", "no JPEG or PNG"),
        (b"hello", "no JPEG or PNG"),
    ] {
        let error = decode(bytes).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}
