//! Words on lines: how long they are, and where they are broken.

use crate::embedded::Face;

/// Type in which a line is no longer than it may be.
pub(crate) fn fitting(text: &str, face: Face, size: i32, room: i32) -> i32 {
    let long = face.length(text, size);
    if long > room { (size * room / long.max(1)).max(1) } else { size }
}

/// Lines no longer than this, broken at spaces.
pub(crate) fn wrapped(text: &str, face: Face, size: i32, room: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            for piece in pieces(word, face, size, room) {
                let longer = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
                if !line.is_empty() && face.length(&longer, size) > room {
                    lines.push(std::mem::replace(&mut line, piece));
                } else {
                    line = longer;
                }
            }
        }
        lines.push(line);
    }
    lines
}

/// A word in pieces that each fit: what has no spaces, a hash or somebody's joke, stays within its cell all the same.
fn pieces(word: &str, face: Face, size: i32, room: i32) -> Vec<String> {
    if face.length(word, size) <= room {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let mut longer = pieces.last().cloned().unwrap_or_default();
        longer.push(letter);
        match pieces.last_mut() {
            Some(last) if last.is_empty() || face.length(&longer, size) <= room => *last = longer,
            Some(_) | None => pieces.push(letter.to_string()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_to_their_cell_also_those_without_spaces() {
        let lines = wrapped(&format!("satu dua {}", "f".repeat(300)), Face::Plain, 265, 3_000);
        assert!(lines.len() > 3 && lines.iter().all(|line| Face::Plain.length(line, 265) <= 3_000));
    }
}
