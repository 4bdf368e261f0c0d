//! Why a photo is not read, and what to do about it, in the reader's language.

use reader::page::{Corner, Footing, Frame, Named, NotFound};
use reader::read::page::{NotRead, PageRead};
use reader::read::screen::Surface;

use crate::texts::{say, word};

/// The reason, in words.
pub fn words(why: &NotRead) -> String {
    match why {
        NotRead::NotFound(why) => not_found(why),
        NotRead::TooSmall => say!("not-read-too-small"),
        NotRead::Dark => say!("not-read-dark"),
        NotRead::Blurred => say!("not-read-blurred"),
        NotRead::Glare(field) => say!("not-read-glare", field = field),
        NotRead::Unclear { seen, printed } => say!("not-read-unclear", seen = *seen, printed = *printed),
        NotRead::CutOff(field) => say!("not-read-cut-off", field = field),
    }
}

fn not_found(why: &NotFound) -> String {
    match why {
        NotFound::Dark => say!("not-read-dark"),
        NotFound::Blank => say!("not-read-blank"),
        NotFound::Blurred => say!("not-read-blurred"),
        NotFound::NoFrame => say!("not-read-no-frame"),
        NotFound::NoCorner { page, corner, outside: true } => {
            say!("not-read-corner-outside", corner = corner_name(*corner), page = u32::from(*page))
        }
        NotFound::NoCorner { page, corner, outside: false } => {
            say!("not-read-corner-covered", corner = corner_name(*corner), page = u32::from(*page))
        }
        NotFound::NoTag => say!("not-read-no-tag"),
        NotFound::OtherForm(tag) => say!("not-read-other-form", tag = tag.to_string()),
        NotFound::TwoPages(one, other) => {
            say!("not-read-two-pages", one = u32::from(*one), other = u32::from(*other))
        }
    }
}

fn corner_name(corner: Corner) -> String {
    word("read-corner", reader::json::corner_name(corner))
}

/// What is to be said of a page that was found without its tag or one of its marks, or that looks like a screen.
pub fn footing(read: &PageRead) -> Vec<String> {
    match read.footing() {
        Footing::Firm => Vec::new(),
        Footing::Loose => {
            let mut said = Vec::new();
            match read.found.frame {
                Frame::Four => {}
                Frame::Three { without } => {
                    said.push(say!("read-page-three", corner = corner_name(without)));
                }
            }
            match read.found.named {
                Named::Tag(_) => {}
                Named::Lines => said.push(say!("read-page-lines")),
            }
            match read.waves.surface() {
                Surface::Paper => {}
                Surface::Screen => said.push(say!("read-page-screen")),
            }
            said
        }
    }
}
