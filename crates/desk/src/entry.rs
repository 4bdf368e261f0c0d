//! Blind double entry of one sheet: its states, and the steps between them.
//!
//! Two people type the sheet, neither seeing the other's figures. Equal figures are the sheet's; of different ones a third
//! person decides. A state holds what is valid in it and nothing else; a step takes a state and gives the next, or says
//! why there is none.

use election::Cell;

/// Somebody with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub i64);

/// A cell for each field of a form, in the form's order.
pub type Cells = Box<[Cell]>;

/// A whole sheet as one person typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Who.
    pub by: Person,
    /// What.
    pub cells: Cells,
}

/// How far a sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Nobody's figures are there.
    Open,
    /// One person's are.
    Once {
        /// Theirs.
        first: Typed,
    },
    /// Two people's are, and they differ.
    Different {
        /// Those typed first.
        first: Typed,
        /// Those typed second.
        second: Typed,
    },
    /// Two differed; one of them stays, the other went back to its typist.
    Returned {
        /// What stays.
        kept: Typed,
        /// What its typist looks at again.
        returned: Typed,
    },
    /// Two people typed the same.
    Agreed {
        /// One of the two.
        first: Typed,
        /// The other.
        second: Typed,
    },
}

/// Which of two differing entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one typed first.
    First,
    /// The one typed second.
    Second,
}

/// Ways out of a difference. None of them takes over figures that one person alone has typed: each leads back to typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One stays, the other is discarded: somebody types the sheet anew.
    Keep(Which),
    /// One stays, the other's typist looks at theirs again.
    Correct {
        /// The one that stays.
        keep: Which,
    },
    /// Both are discarded.
    DiscardBoth,
}

/// What became of figures that no longer take part. They are kept on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Discarded by who decided the difference.
    Discarded,
    /// Replaced by its typist after a difference.
    Corrected,
}

/// Why a step can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The second person must not be the first.
    #[error("you have typed this sheet already: another person types it the second time")]
    SamePerson,
    /// It waits for who typed it to correct it.
    #[error("this sheet went back to the person who typed it")]
    OthersCorrection,
    /// It waits for a decision.
    #[error("two people's figures differ: a third person decides before it is typed again")]
    WaitsForDecision,
    /// It is done.
    #[error("two people have typed the same: the sheet is done")]
    Done,
    /// There is nothing to decide.
    #[error("there is no difference to decide")]
    NoDifference,
    /// Who typed a sheet does not decide about it.
    #[error("you have typed this sheet: somebody else decides which figures stay")]
    OwnDifference,
    /// Figures for another form.
    #[error("{given} figures were sent for a form of {asked}")]
    OtherForm {
        /// Cells sent.
        given: usize,
        /// Fields of the form.
        asked: usize,
    },
}

/// The next state, and the figures that a step took out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The next state.
    pub next: Entry,
    /// What no longer takes part, and why.
    pub out: Vec<(Typed, Fate)>,
}

impl Step {
    fn to(next: Entry) -> Step {
        Step { next, out: Vec::new() }
    }
}

impl Entry {
    /// Whether this person may type the sheet now.
    pub fn may_type(&self, person: Person) -> Result<(), EntryError> {
        match self {
            Entry::Once { first } if first.by == person => Err(EntryError::SamePerson),
            Entry::Open | Entry::Once { .. } => Ok(()),
            Entry::Different { .. } => Err(EntryError::WaitsForDecision),
            Entry::Returned { returned, .. } if returned.by == person => Ok(()),
            Entry::Returned { .. } => Err(EntryError::OthersCorrection),
            Entry::Agreed { .. } => Err(EntryError::Done),
        }
    }

    /// A person's figures are complete.
    pub fn finalised(self, typed: Typed) -> Result<Step, EntryError> {
        self.may_type(typed.by)?;
        match self {
            Entry::Open => Ok(Step::to(Entry::Once { first: typed })),
            Entry::Once { first } => same_form(&first, &typed).map(|()| Step::to(compared(first, typed))),
            Entry::Returned { kept, returned } => {
                same_form(&kept, &typed)?;
                Ok(Step { next: compared(kept, typed), out: vec![(returned, Fate::Corrected)] })
            }
            Entry::Different { .. } => Err(EntryError::WaitsForDecision),
            Entry::Agreed { .. } => Err(EntryError::Done),
        }
    }

    /// A third person decides a difference.
    pub fn resolved(self, by: Person, how: Resolution) -> Result<Step, EntryError> {
        let Entry::Different { first, second } = self else { return Err(EntryError::NoDifference) };
        if by == first.by || by == second.by {
            return Err(EntryError::OwnDifference);
        }
        let sorted = |keep: Which| match keep {
            Which::First => (first.clone(), second.clone()),
            Which::Second => (second.clone(), first.clone()),
        };
        Ok(match how {
            Resolution::Keep(keep) => {
                let (kept, other) = sorted(keep);
                Step { next: Entry::Once { first: kept }, out: vec![(other, Fate::Discarded)] }
            }
            Resolution::Correct { keep } => {
                let (kept, returned) = sorted(keep);
                Step::to(Entry::Returned { kept, returned })
            }
            Resolution::DiscardBoth => {
                Step { next: Entry::Open, out: vec![(first, Fate::Discarded), (second, Fate::Discarded)] }
            }
        })
    }

    /// The sheet's figures, once two people have typed the same.
    pub fn figures(&self) -> Option<&[Cell]> {
        match self {
            Entry::Agreed { first, .. } => Some(&first.cells),
            Entry::Open | Entry::Once { .. } | Entry::Different { .. } | Entry::Returned { .. } => None,
        }
    }

    /// Places in the form at which two entries differ.
    pub fn differences(&self) -> Vec<usize> {
        match self {
            Entry::Different { first, second } => {
                let pairs = first.cells.iter().zip(&second.cells).enumerate();
                pairs.filter(|(_, (one, other))| one != other).map(|(at, _)| at).collect()
            }
            Entry::Open | Entry::Once { .. } | Entry::Returned { .. } | Entry::Agreed { .. } => Vec::new(),
        }
    }
}

fn same_form(one: &Typed, other: &Typed) -> Result<(), EntryError> {
    let (asked, given) = (one.cells.len(), other.cells.len());
    if asked == given { Ok(()) } else { Err(EntryError::OtherForm { given, asked }) }
}

fn compared(first: Typed, second: Typed) -> Entry {
    if first.cells == second.cells {
        Entry::Agreed { first, second }
    } else {
        Entry::Different { first, second }
    }
}

#[cfg(test)]
mod tests {
    use election::{Figure, Unread};
    use proptest::prelude::*;

    use super::*;

    fn typed(by: i64, values: &[u32]) -> Typed {
        Typed { by: Person(by), cells: values.iter().map(|value| Cell::Read(Figure(*value))).collect() }
    }

    fn different() -> Entry {
        let once = Entry::Open.finalised(typed(1, &[90, 110])).unwrap().next;
        once.finalised(typed(2, &[90, 160])).unwrap().next
    }

    #[test]
    fn equal_figures_of_two_people_are_the_sheet_s() {
        let once = Entry::Open.finalised(typed(1, &[90, 110])).unwrap().next;
        assert_eq!(once.figures(), None);
        let twice = once.finalised(typed(2, &[90, 110])).unwrap().next;
        assert_eq!(twice.figures(), Some(&*typed(1, &[90, 110]).cells));
        assert_eq!(twice.finalised(typed(3, &[90, 110])), Err(EntryError::Done));
    }

    #[test]
    fn nobody_types_a_sheet_twice() {
        let once = Entry::Open.finalised(typed(1, &[90])).unwrap().next;
        assert_eq!(once.finalised(typed(1, &[90])), Err(EntryError::SamePerson));
    }

    #[test]
    fn an_unread_cell_is_no_zero() {
        let once = Entry::Open.finalised(typed(1, &[0])).unwrap().next;
        let unread = Typed { by: Person(2), cells: Box::new([Cell::Unread(Unread::Empty)]) };
        assert_eq!(once.finalised(unread).unwrap().next.differences(), [0]);
    }

    #[test]
    fn a_third_person_decides_a_difference_and_nobody_types_before() {
        assert_eq!(different().differences(), [1]);
        assert_eq!(different().finalised(typed(3, &[90, 110])), Err(EntryError::WaitsForDecision));
        for own in [1, 2] {
            let refused = different().resolved(Person(own), Resolution::DiscardBoth);
            assert_eq!(refused, Err(EntryError::OwnDifference));
        }
        assert_eq!(Entry::Open.resolved(Person(3), Resolution::DiscardBoth), Err(EntryError::NoDifference));
    }

    #[test]
    fn five_ways_lead_out_of_a_difference() {
        let (one, two) = (typed(1, &[90, 110]), typed(2, &[90, 160]));
        let resolved = |how| different().resolved(Person(3), how).unwrap();
        for (keep, kept, other) in [(Which::First, &one, &two), (Which::Second, &two, &one)] {
            let step = resolved(Resolution::Keep(keep));
            assert_eq!(step.next, Entry::Once { first: kept.clone() });
            assert_eq!(step.out, [(other.clone(), Fate::Discarded)]);
            let step = resolved(Resolution::Correct { keep });
            assert_eq!(step.next, Entry::Returned { kept: kept.clone(), returned: other.clone() });
            assert_eq!(step.out, []);
        }
        let step = resolved(Resolution::DiscardBoth);
        assert_eq!(step.next, Entry::Open);
        assert_eq!(step.out, [(one, Fate::Discarded), (two, Fate::Discarded)]);
    }

    #[test]
    fn what_went_back_is_corrected_by_its_typist_and_both_versions_are_kept() {
        let back = different().resolved(Person(3), Resolution::Correct { keep: Which::First }).unwrap().next;
        assert_eq!(back.may_type(Person(3)), Err(EntryError::OthersCorrection));
        let step = back.finalised(typed(2, &[90, 110])).unwrap();
        assert_eq!(step.out, [(typed(2, &[90, 160]), Fate::Corrected)]);
        assert_eq!(step.next.figures(), Some(&*typed(1, &[90, 110]).cells));
    }

    #[test]
    fn figures_of_another_form_are_refused() {
        let once = Entry::Open.finalised(typed(1, &[90])).unwrap().next;
        let refused = once.finalised(typed(2, &[90, 110]));
        assert_eq!(refused, Err(EntryError::OtherForm { given: 2, asked: 1 }));
    }

    #[derive(Clone, Debug)]
    enum Act {
        Type(i64, u32),
        Resolve(i64, Resolution),
    }

    fn act() -> impl Strategy<Value = Act> {
        let resolution = prop_oneof![
            Just(Resolution::Keep(Which::First)),
            Just(Resolution::Keep(Which::Second)),
            Just(Resolution::Correct { keep: Which::First }),
            Just(Resolution::Correct { keep: Which::Second }),
            Just(Resolution::DiscardBoth),
        ];
        prop_oneof![
            (1..5_i64, 0..3_u32).prop_map(|(by, value)| Act::Type(by, value)),
            (1..5_i64, resolution).prop_map(|(by, how)| Act::Resolve(by, how)),
        ]
    }

    proptest! {
        /// Whatever people do in whatever order, a sheet's figures are what two different people typed alike, and every
        /// entry is either in the state or was given out.
        #[test]
        fn figures_stand_only_where_two_people_typed_them(acts in proptest::collection::vec(act(), 1..40)) {
            let mut entry = Entry::Open;
            let mut typed_by: Vec<(i64, u32)> = Vec::new();
            let (mut taken, mut out) = (0, 0);
            for act in acts {
                let step = match act {
                    Act::Type(by, value) => {
                        let step = entry.clone().finalised(typed(by, &[value]));
                        if step.is_ok() {
                            typed_by.push((by, value));
                            taken += 1;
                        }
                        step
                    }
                    Act::Resolve(by, how) => entry.clone().resolved(Person(by), how),
                };
                if let Ok(step) = step {
                    out += step.out.len();
                    entry = step.next;
                }
                let held = match &entry {
                    Entry::Open => 0,
                    Entry::Once { .. } => 1,
                    Entry::Different { .. } | Entry::Returned { .. } | Entry::Agreed { .. } => 2,
                };
                prop_assert_eq!(held + out, taken);
                if let Entry::Agreed { first, second } = &entry {
                    prop_assert_ne!(first.by, second.by);
                    prop_assert_eq!(&first.cells, &second.cells);
                    for one in [first, second] {
                        let Some(Cell::Read(Figure(value))) = one.cells.first() else { panic!("typed") };
                        prop_assert!(typed_by.contains(&(one.by.0, *value)));
                    }
                }
            }
        }
    }
}
