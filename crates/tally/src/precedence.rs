//! Which of several statements about one thing stands: one rule, for a sheet's versions and for a region's plenaries.
//!
//! 1. Only roles that *stand* are heard; parallel roles (party witnesses, supervisors, observers) never are.
//! 2. What somebody states of their own outweighs whatever a source is restated to say; then the later stage wins, and
//!    within it the role of the higher rank. A ruling gives the statement it names the ruling role's rank, and takes out
//!    all that came before: so nothing of an earlier stage, or at its stage of a lower rank, can come after it.
//! 3. Of several sources at the same place, the one that the profile lists first stands.
//! 4. Among equals, restatements of one source follow each other by the source's own time, so that a history restated late falls into
//!    its place. Others follow by superseding; two that don't supersede each other are rivals, and the earlier stands.
//!    Words that one of them superseded don't come back by another's saying them again.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use election::{Profile, Role};
use ledger::Hash;
use statement::Moment;

use crate::region::PlenaryVersion;
use crate::sheet::RulingNote;
use crate::version::Version;

/// What of a statement decides its place.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    pub entry: u64,
    pub id: Hash,
    pub role: u16,
    pub stage: u16,
    pub source: Option<u16>,
    pub at: Moment,
    pub supersedes: Option<Hash>,
}

/// A statement that can stand.
pub(crate) trait Stated {
    fn turn(&self) -> Turn;
}

impl Stated for Version {
    fn turn(&self) -> Turn {
        let Version { entry, id, role, stage, source, at, supersedes, .. } = self;
        Turn {
            entry: *entry,
            id: *id,
            role: *role,
            stage: *stage,
            source: *source,
            at: *at,
            supersedes: *supersedes,
        }
    }
}

impl<S: Stated> Stated for &S {
    fn turn(&self) -> Turn {
        (*self).turn()
    }
}

impl Stated for PlenaryVersion {
    fn turn(&self) -> Turn {
        let PlenaryVersion { entry, id, role, stage, source, at, supersedes, .. } = self;
        Turn {
            entry: *entry,
            id: *id,
            role: *role,
            stage: *stage,
            source: *source,
            at: *at,
            supersedes: *supersedes,
        }
    }
}

/// Compared member by member: the greatest wins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    /// Stated, not restated.
    own: bool,
    stage: u16,
    rank: u8,
    /// Of restatements: the position of the source, the first before the others.
    source: Reverse<u16>,
}

/// Who stands, by position in the history.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Precedence {
    /// Nobody whose statement can stand has stated anything.
    Nobody,
    /// The last word, in its own time, of a source.
    Restated(usize),
    /// The first stands; the others are rivals for its place.
    Stated(Vec<usize>),
}

impl Precedence {
    pub(crate) fn standing(&self) -> Option<usize> {
        match self {
            Precedence::Nobody => None,
            Precedence::Restated(position) => Some(*position),
            Precedence::Stated(heads) => heads.first().copied(),
        }
    }

    /// Whether it stands, or is a rival of what does.
    pub(crate) fn heads(&self, position: usize) -> bool {
        self.standing() == Some(position) || self.rivals().contains(&position)
    }

    pub(crate) fn rivals(&self) -> &[usize] {
        match self {
            Precedence::Nobody | Precedence::Restated(_) => &[],
            Precedence::Stated(heads) => heads.get(1..).unwrap_or_default(),
        }
    }
}

/// The role of a position in the profile.
pub(crate) fn role_at(profile: &Profile, position: u16) -> Option<&Role> {
    profile.roles.get(usize::from(position))
}

/// Whether a statement by this role is heard when it is asked which stands.
pub(crate) fn may_stand(profile: &Profile, role: u16) -> bool {
    role_at(profile, role).is_some_and(Role::may_stand)
}

/// Whether a role says what a source says, not its own word.
pub(crate) fn restates(profile: &Profile, role: u16) -> bool {
    role_at(profile, role).is_some_and(|role| role.restates)
}

/// Who stands, given everything stated in the order of the ledger and the last ruling.
pub(crate) fn precedence<S: Stated>(
    profile: &Profile,
    history: &[S],
    ruling: Option<&RulingNote>,
) -> Precedence {
    let weigh = |turn: &Turn| -> Option<Weight> {
        let role = role_at(profile, turn.role).filter(|role| role.may_stand())?;
        let source = Reverse(turn.source.unwrap_or(0));
        let own = Weight { own: !role.restates, stage: turn.stage, rank: role.rank, source };
        match ruling {
            None => Some(own),
            Some(ruling) if turn.id == ruling.stands => {
                let rank = role.rank.max(ruling.rank);
                Some(Weight { own: true, stage: turn.stage, rank, source: Reverse(0) })
            }
            Some(ruling) => (turn.entry > ruling.entry).then_some(own),
        }
    };
    let turns = || history.iter().map(Stated::turn).enumerate();
    let Some(best) = turns().filter_map(|(_, turn)| weigh(&turn)).max() else { return Precedence::Nobody };
    let equals = turns().filter(|(_, turn)| weigh(turn) == Some(best));
    if !best.own {
        let last = equals.max_by_key(|(_, turn)| (turn.at, turn.entry));
        return last.map_or(Precedence::Nobody, |(position, _)| Precedence::Restated(position));
    }
    Precedence::Stated(heads(equals))
}

/// Which of equals nobody supersedes, in order: each in the place of what it supersedes. Words that are superseded stay so,
/// whoever says them again.
fn heads(equals: impl Iterator<Item = (usize, Turn)>) -> Vec<usize> {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(1);
    // Two may have said the same, in the same words: who supersedes it supersedes both.
    let mut by_id: HashMap<Hash, Vec<usize>> = HashMap::new();
    let mut superseded: HashSet<Hash> = HashSet::new();
    for (position, turn) in equals {
        let gone = turn.supersedes.and_then(|id| by_id.remove(&id)).unwrap_or_default();
        superseded.extend(turn.supersedes);
        for place in &gone {
            if let Some(head) = places.get_mut(*place) {
                *head = None;
            }
        }
        if superseded.contains(&turn.id) {
            continue;
        }
        let place = gone.first().copied().unwrap_or(places.len());
        match places.get_mut(place) {
            Some(free) => *free = Some(position),
            None => places.push(Some(position)),
        }
        by_id.entry(turn.id).or_default().push(place);
    }
    places.into_iter().flatten().collect()
}
