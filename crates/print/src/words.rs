//! Words for names in braces, and lines for words.

use crate::canvas::{Type, length};

/// Whether a text says something of its station, and so is no part of what all sheets have alike.
pub(crate) fn of_station(text: &str) -> bool {
    names(text).any(|name| name.starts_with("station") || name.starts_with("region-"))
}

/// The names in braces.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// A text with words put for its names; nothing for those not known.
pub(crate) fn filled(text: &str, words: &dyn Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) => {
                filled.push_str(&words(name).unwrap_or_default());
                filled.push_str(rest);
            }
            None => filled.extend(["{", part]),
        }
    }
    filled
}

/// Lines of at most this length, broken at spaces; a word longer than that stands alone. A line feed always breaks.
pub(crate) fn lines(text: &str, face: Type, wide: Option<i32>) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && wide.is_some_and(|wide| length(&longer, face) > wide) {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            } else {
                line = longer;
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_become_words_and_unknown_ones_nothing() {
        let words = |name: &str| (name == "page").then(|| "2".to_owned());
        assert_eq!(filled("Page {page} of {what}.", &words), "Page 2 of .");
        assert_eq!(filled("a { b", &words), "a { b");
        assert!(of_station("({region-1})") && of_station("{station}") && !of_station("{page} region-1"));
    }

    #[test]
    fn words_keep_to_their_width() {
        let face = Type::plain(1_000);
        let broken = lines("one two three\nfour", face, Some(3_600));
        assert_eq!(broken, ["one two", "three", "four"]);
        assert!(broken.iter().all(|line| length(line, face) <= 3_600));
        assert_eq!(lines("one two", face, None), ["one two"]);
    }
}
