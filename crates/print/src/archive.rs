//! Pages into a file that is kept for good: PDF/A-2b (ISO 19005-2). Its fonts are in it, what its greys mean is in it, and it says
//! of itself what it is; nothing in it is encrypted, transparent, or anybody else's.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use ledger::sha256;
use pdf_writer::types::OutputIntentSubtype;
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, TextStr};

use crate::canvas::{Canvas, picture_name, points};
use crate::embedded;
use crate::picture::{Inks, Picture};

/// A file of these pages, all of one size in hundredths of a millimetre.
pub(crate) fn pdf(title: &str, language: &str, [wide, high]: [i32; 2], pages: Vec<Canvas>) -> Vec<u8> {
    let mut last = 0;
    let mut next = move || {
        last += 1;
        Ref::new(last)
    };
    let mut pdf = Pdf::new();
    let (catalog, tree, metadata, profile) = (next(), next(), next(), next());
    let mut own = pdf.catalog(catalog);
    own.pages(tree).metadata(metadata).lang(TextStr(language));
    own.output_intents()
        .push()
        .subtype(OutputIntentSubtype::PDFA)
        .output_condition_identifier(TextStr("Grey, gamma 2.2"))
        .info(TextStr("Grey, gamma 2.2"))
        .dest_output_profile(profile);
    own.finish();
    let told = xmp(title, language);
    pdf.metadata(metadata, told.as_bytes()).finish();
    let grey = packed(&grey_profile());
    pdf.icc_profile(profile, &grey).n(1).filter(Filter::FlateDecode);
    // What the colours of photos mean: only where there are any.
    let coloured = pages.iter().any(Canvas::is_coloured).then(&mut next);
    if let Some(id) = coloured {
        pdf.icc_profile(id, &packed(&colour_profile())).n(3).filter(Filter::FlateDecode);
    }
    let fonts = embedded::write(&mut pdf, &mut next);
    let whole = Rect::new(0.0, 0.0, points(wide), points(high));
    let mut hashes = sha256(told.as_bytes()).0.to_vec();
    let mut kids = Vec::new();
    for mut canvas in pages {
        let (id, contents) = (next(), next());
        let mut page = pdf.page(id);
        page.parent(tree).media_box(whole).contents(contents);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (name, font) in &fonts {
            named.pair(*name, *font);
        }
        named.finish();
        let placed: Vec<(Ref, Picture)> =
            canvas.take_pictures().into_iter().map(|one| (next(), one)).collect();
        if !placed.is_empty() {
            let mut named = resources.x_objects();
            for (place, (id, _)) in placed.iter().enumerate() {
                named.pair(Name(picture_name(place).as_bytes()), *id);
            }
            named.finish();
        }
        resources.finish();
        page.finish();
        let bytes = canvas.finish();
        hashes.extend(sha256(&bytes).0);
        pdf.stream(contents, &packed(&bytes)).filter(Filter::FlateDecode);
        for (id, one) in placed {
            hashes.extend(sha256(&one.bytes).0);
            picture(&mut pdf, id, &one, coloured);
        }
        kids.push(id);
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    // A file's name for itself: what is in it, so that the same pages make the same file.
    let id = sha256(&hashes).0.get(..16).map(<[u8]>::to_vec).unwrap_or_default();
    pdf.set_file_id((id.clone(), id));
    pdf.finish()
}

/// A picture's bytes; in colours these are what [`colour_profile`] says.
fn picture(pdf: &mut Pdf, id: Ref, picture: &Picture, coloured: Option<Ref>) {
    let [wide, high] = picture.size.map(|length| i32::try_from(length).unwrap_or(i32::MAX));
    let filter = if picture.packed { Filter::FlateDecode } else { Filter::DctDecode };
    let mut object = pdf.image_xobject(id, &picture.bytes);
    object.filter(filter);
    object.width(wide).height(high).bits_per_component(8);
    match (picture.inks, coloured) {
        (Inks::Colours, Some(profile)) => object.color_space().icc_based(profile),
        (Inks::Grey, _) | (Inks::Colours, None) => object.color_space().device_gray(),
    }
}

/// Bytes as `FlateDecode` has them.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail; were it to, an empty stream would be seen at once.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// What the file says of itself (XMP).
fn xmp(title: &str, language: &str) -> String {
    let escaped = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{escaped}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

/// What the greys mean: a display's grey of gamma 2.2, white at D50.
fn grey_profile() -> Vec<u8> {
    icc(*b"GRAY", "Grey, gamma 2.2", &[(*b"kTRC", gamma())])
}

/// What the colours of photos mean where they say nothing else: the primaries of sRGB (IEC 61966-2-1) at D50, gamma 2.2.
fn colour_profile() -> Vec<u8> {
    let colours = [
        (*b"rXYZ", [0x6fa2, 0x38f5, 0x0390]),
        (*b"gXYZ", [0x6299, 0xb785, 0x18da]),
        (*b"bXYZ", [0x24a0, 0x0f84, 0xb6cf]),
    ];
    let mut tags: Vec<([u8; 4], Vec<u8>)> =
        colours.into_iter().map(|(name, place)| (name, xyz(place))).collect();
    tags.extend([*b"rTRC", *b"gTRC", *b"bTRC"].map(|name| (name, gamma())));
    icc(*b"RGB ", "sRGB primaries, gamma 2.2", &tags)
}

/// X, Y, Z in 16.16.
fn xyz(place: [u32; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(place.into_iter().flat_map(u32::to_be_bytes));
    tag
}

/// One entry: an exponent in 8.8.
fn gamma() -> Vec<u8> {
    [b"curv\0\0\0\0".as_slice(), &[0, 0, 0, 1, 2, 0x33]].concat()
}

/// A display's profile (ICC.1:2001-04, version 2.4.0), white at D50.
fn icc(space: [u8; 4], name: &str, more: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let described = {
        let name = [name.as_bytes(), b"\0"].concat();
        let mut tag = b"desc\0\0\0\0".to_vec();
        tag.extend(u32::try_from(name.len()).unwrap_or(0).to_be_bytes());
        tag.extend(name);
        // No name in Unicode, none in Macintosh script.
        tag.resize(tag.len() + 8 + 3 + 67, 0);
        tag
    };
    let owned = b"text\0\0\0\0No rights reserved\0".to_vec();
    let white = xyz([0xf6d6, 0x1_0000, 0xd32d]);
    let mut tags = vec![(*b"desc", described), (*b"cprt", owned), (*b"wtpt", white.clone())];
    tags.extend(more.iter().cloned());
    let mut table = u32::try_from(tags.len()).unwrap_or(0).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    for (name, content) in &tags {
        let start = 128 + 4 + 12 * tags.len() + data.len();
        table.extend(*name);
        table.extend(u32::try_from(start).unwrap_or(0).to_be_bytes());
        table.extend(u32::try_from(content.len()).unwrap_or(0).to_be_bytes());
        data.extend(content);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let size = u32::try_from(128 + table.len() + data.len()).unwrap_or(0);
    let mut header = size.to_be_bytes().to_vec();
    header.extend(b"\0\0\0\0\x02\x40\0\0mntr");
    header.extend(space);
    header.extend(b"XYZ ");
    // 1 January 2024, the file's mark, and nothing said of platform, maker, device and intent.
    header.extend([7, 232, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(white.get(8..).unwrap_or_default());
    header.resize(128, 0);
    [header, table, data].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_as_long_as_it_says_and_each_tag_lies_in_it() {
        for profile in [grey_profile(), colour_profile()] {
            let number = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
            assert_eq!((number(0), &profile[36..40]), (profile.len(), b"acsp".as_slice()));
            for tag in 0..number(128) {
                let (start, long) = (number(132 + 12 * tag + 4), number(132 + 12 * tag + 8));
                assert!(start % 4 == 0 && start + long <= profile.len());
            }
        }
    }
}
