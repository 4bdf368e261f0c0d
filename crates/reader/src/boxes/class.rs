//! What a box can show.

/// What a box shows. The first eleven have real examples; the others are known from drawn ones alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A figure, 0 to 9.
    Digit(u8),
    /// A box that counts for nothing, crossed out with an X.
    Crossed,
    /// Nothing written.
    Empty,
    /// A dash.
    Dash,
    /// A single slanted line through an unused box: in 2019 a station's "/83" was 83.
    Slash,
    /// A figure struck out.
    Struck,
    /// One figure written over another.
    Overwritten,
    /// Ink that is none of these: a letter, a scribble, a drawing, a blot.
    Illegible,
}

/// How many classes there are.
pub const CLASSES: usize = 17;

impl Class {
    /// Every class, in the order of the net's outputs.
    pub const ALL: [Class; CLASSES] = [
        Class::Digit(0),
        Class::Digit(1),
        Class::Digit(2),
        Class::Digit(3),
        Class::Digit(4),
        Class::Digit(5),
        Class::Digit(6),
        Class::Digit(7),
        Class::Digit(8),
        Class::Digit(9),
        Class::Crossed,
        Class::Empty,
        Class::Dash,
        Class::Slash,
        Class::Struck,
        Class::Overwritten,
        Class::Illegible,
    ];

    /// Its place in [`Class::ALL`]; a digit above 9 has none of its own and counts as illegible.
    pub fn index(self) -> usize {
        match self {
            Class::Digit(digit) if digit < 10 => usize::from(digit),
            Class::Crossed => 10,
            Class::Empty => 11,
            Class::Dash => 12,
            Class::Slash => 13,
            Class::Struck => 14,
            Class::Overwritten => 15,
            Class::Illegible | Class::Digit(_) => 16,
        }
    }

    /// The word that stands for it in records and tables: `0` to `9`, `X`, `empty`, `dash`, ...
    pub fn name(self) -> &'static str {
        match self {
            Class::Digit(digit) => ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
                .get(usize::from(digit))
                .copied()
                .unwrap_or("illegible"),
            Class::Crossed => "X",
            Class::Empty => "empty",
            Class::Dash => "dash",
            Class::Slash => "slash",
            Class::Struck => "struck",
            Class::Overwritten => "overwritten",
            Class::Illegible => "illegible",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_stands_at_its_index_under_a_name_of_its_own() {
        for (index, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class.index(), index);
        }
        let names: std::collections::BTreeSet<_> = Class::ALL.into_iter().map(Class::name).collect();
        assert_eq!(names.len(), CLASSES);
    }
}
