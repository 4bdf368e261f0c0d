//! Text that is HTML already, and sentences with places to fill.
//!
//! Whatever comes from outside is escaped exactly once: labels when they are loaded, everything else when it is written.
//! A [`Phrase`] is split at its placeables once a language, so that filling it a hundred thousand times is copying.

use std::fmt::{self, Write};

use super::number::{Number, Share, Signed};

/// A label, escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

/// A sentence with places to fill; its literal parts are escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    parts: Vec<(Html, Option<u8>)>,
}

/// What fills a place.
#[derive(Clone, Debug)]
pub(super) enum Arg<'a> {
    Number(Number),
    Signed(Signed),
    Share(Share),
    /// Text from outside: escaped when written.
    Text(&'a str),
    /// Escaped already.
    Html(&'a Html),
    /// Escaped already, made for one page.
    Made(Html),
}

/// A phrase with what fills it.
#[derive(Clone, Debug)]
pub(super) struct Filled<'a, const N: usize> {
    phrase: &'a Phrase,
    args: [Arg<'a>; N],
}

impl Html {
    pub(super) fn escaped(text: &str) -> Html {
        let mut html = String::with_capacity(text.len());
        // Writing into a String can't fail.
        let _ = escape(text, &mut html);
        Html(html)
    }

    /// What a value writes, which escapes what it writes.
    pub(super) fn made(value: &impl askama::filters::HtmlSafe) -> Html {
        Html(value.to_string())
    }

    /// The text itself, where it is not written into HTML.
    pub(super) fn plain(&self) -> String {
        let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        marks.iter().fold(self.0.clone(), |text, (mark, sign)| text.replace(mark, sign))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Both, with a space between.
    pub(super) fn followed_by(self, next: &Html) -> Html {
        self.joined(" ", next)
    }

    /// Both, with these plain characters between.
    pub(super) fn joined(mut self, between: &'static str, next: &Html) -> Html {
        self.0.push_str(between);
        self.0.push_str(&next.0);
        self
    }
}

impl Phrase {
    /// Splits a resolved text, in which the place number *n* is written `U+0001`, the digit *n*, `U+0001`.
    pub(super) fn split(marked: &str) -> Phrase {
        let mut parts = Vec::new();
        let mut pieces = marked.split('\u{1}');
        while let Some(literal) = pieces.next() {
            let place = pieces.next().and_then(|digit| digit.parse().ok());
            parts.push((Html::escaped(literal), place));
        }
        Phrase { parts }
    }

    pub(super) fn fill<'a, const N: usize>(&'a self, args: [Arg<'a>; N]) -> Filled<'a, N> {
        Filled { phrase: self, args }
    }
}

impl<const N: usize> Filled<'_, N> {
    pub(super) fn html(&self) -> Html {
        Html(self.to_string())
    }
}

/// Writes text so that it is text in HTML, in XML 1.0 and inside double-quoted attributes. What XML can't hold is shown as lost.
#[inline(never)]
pub(super) fn escape(text: &str, out: &mut (impl Write + ?Sized)) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(is_special) {
        let (before, special) = rest.split_at(at);
        out.write_str(before)?;
        let mut chars = special.chars();
        out.write_str(match chars.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\'') => "&#39;",
            Some(_) | None => "\u{fffd}",
        })?;
        rest = chars.as_str();
    }
    out.write_str(rest)
}

fn is_special(c: char) -> bool {
    match c {
        '&' | '<' | '>' | '"' | '\'' => true,
        '\t' | '\n' | '\r' => false,
        other => other < ' ' || other == '\u{fffe}' || other == '\u{ffff}',
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Arg<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arg::Number(number) => number.fmt(f),
            Arg::Signed(number) => number.fmt(f),
            Arg::Share(share) => share.fmt(f),
            Arg::Text(text) => escape(text, f),
            Arg::Html(html) => f.write_str(&html.0),
            Arg::Made(html) => f.write_str(&html.0),
        }
    }
}

impl<const N: usize> fmt::Display for Filled<'_, N> {
    #[inline(never)]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (literal, place) in &self.phrase.parts {
            f.write_str(&literal.0)?;
            if let Some(arg) = place.and_then(|place| self.args.get(usize::from(place))) {
                arg.fmt(f)?;
            }
        }
        Ok(())
    }
}

// Safe: all of them escape what they write.
impl askama::filters::HtmlSafe for Html {}
impl<const N: usize> askama::filters::HtmlSafe for Filled<'_, N> {}

impl askama::FastWritable for Html {
    fn write_into(&self, out: &mut dyn Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_markup_is_written_as_text() {
        assert_eq!(
            Html::escaped("<b title=\"x\">A & B's</b>").as_str(),
            "&lt;b title=&quot;x&quot;&gt;A &amp; B&#39;s&lt;/b&gt;"
        );
    }

    #[test]
    fn what_no_feed_can_hold_is_shown_as_lost() {
        assert_eq!(Html::escaped("a\u{1}b\u{fffe}c\n").as_str(), "a\u{fffd}b\u{fffd}c\n");
    }

    #[test]
    fn a_phrase_is_filled_in_the_order_of_its_language() {
        let phrase = Phrase::split("of \u{1}1\u{1} & \u{1}0\u{1}, all");
        let filled = phrase.fill([Arg::Text("<a>"), Arg::Text("b")]);
        assert_eq!(filled.to_string(), "of b &amp; &lt;a&gt;, all");
    }
}
