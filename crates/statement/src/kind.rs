//! What a statement can be.

use std::fmt;

macro_rules! kinds {
    ($($variant:ident $text:literal $doc:literal;)*) => {
        /// The type of a statement, the second word of its first line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $(#[doc = $doc] $variant,)* }

        impl Kind {
            /// Every kind, in the order of the reference documentation.
            pub const ALL: &[Kind] = &[$(Kind::$variant,)*];

            /// The word in the statement's first line.
            pub fn text(self) -> &'static str {
                match self { $(Kind::$variant => $text,)* }
            }

            /// The kind a first line names, if it is one of ours.
            pub fn parse(text: &str) -> Option<Kind> {
                match text { $($text => Some(Kind::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    Definition "definition" "Election, law and places: always the first entry.";
    Roster "roster" "Which sheets are expected; made before polling day.";
    Key "key" "Registers a key with a role and a scope.";
    Revoke "revoke" "Ends a key's validity from here on; what it signed stays.";
    Capture "capture" "A photo of a page; never stands by itself.";
    Reading "reading" "Figures taken from captures; never stands by itself.";
    Sheet "sheet" "The figures of one station's form for one contest.";
    Withdrawal "withdrawal" "Takes back fields, or a whole sheet, for a reason.";
    Objection "objection" "Keberatan: somebody disputes a sheet or a plenary.";
    Answer "answer" "What came of an objection, as somebody who decides says.";
    Plenary "plenary" "D.Hasil: a region's figures as a plenary stated them.";
    Ruling "ruling" "Putusan: a deciding body says which statement stands.";
    Determination "determination" "Penetapan: a decree fixes the result of a region.";
    Redaction "redaction" "Removes bytes of a blob, never its hash.";
    Notice "notice" "For example: publication paused, with reason and expected end.";
    Disclosure "disclosure" "A register made public.";
    Roll "roll" "Counts of the voter list.";
    Audit "audit" "An audit's draw, sample or result.";
    Close "close" "The ledger takes no further statement.";
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
