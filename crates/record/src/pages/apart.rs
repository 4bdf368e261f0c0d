//! Parts of pages that are templates of their own. A template is one function, and the compiler's time grows faster than the function: with
//! everything of a region's page in one it took many minutes.

use std::fmt;

use askama::Template;

/// A part that is written where the page's own template names it.
#[derive(Clone, Debug)]
pub(super) struct Apart<T>(pub(super) T);

impl<T: Template> fmt::Display for Apart<T> {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.render_into(f).map_err(|_| fmt::Error)
    }
}

// Safe: its own template escapes what it writes.
impl<T: Template> askama::filters::HtmlSafe for Apart<T> {}
