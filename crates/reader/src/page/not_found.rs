//! Why no page was found, in words a person can act on.

use super::found::Corner;

/// Why no page was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// Nothing to read by.
    #[error("the photo is too dark: more light, or the flash from the side")]
    Dark,
    /// Nothing is printed on what was photographed.
    #[error("the photo shows nothing printed: a blank page, or something held before the camera")]
    Blank,
    /// No edge in it is sharp.
    #[error("the photo is blurred: hold the telephone still and touch the form to focus on it")]
    Blurred,
    /// Fewer corner marks than a frame needs, or none that fit together.
    #[error(
        "no form was found: at least three of its four corner marks must be in the photo, uncovered and sharp"
    )]
    NoFrame,
    /// A page known by its tag, one of whose corners can't be seen, and too little of whose print says where it is.
    #[error(
        "the {corner} corner of page {page} is {}: take the photo again with all four corner marks in it",
        if *.outside { "outside the photo" } else { "covered" }
    )]
    NoCorner {
        /// Which page.
        page: u8,
        /// Which corner.
        corner: Corner,
        /// Whether it would be beyond the photo's edge.
        outside: bool,
    },
    /// There is a frame, no tag that can be read in it, and the printed lines fit no page clearly best.
    #[error(
        "a form's frame was found, but its page tag can't be read and its boxes don't say which page it is: \
         take the photo again with the tag uncovered and in focus"
    )]
    NoTag,
    /// A page tag that none of the layouts has.
    #[error("the page tag {0} belongs to another form")]
    OtherForm(u16),
    /// Two whole pages.
    #[error("pages {0} and {1} are both in the photo: photograph each by itself")]
    TwoPages(u8, u8),
}

impl NotFound {
    /// The reason in one word, by which an interface finds its own text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Blank => "blank",
            Self::Blurred => "blurred",
            Self::NoFrame => "no-frame",
            Self::NoCorner { .. } => "no-corner",
            Self::NoTag => "no-tag",
            Self::OtherForm(_) => "other-form",
            Self::TwoPages(..) => "two-pages",
        }
    }
}
