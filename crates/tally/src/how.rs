//! How figures came about, as their statements say: by which way of writing or typing, and how sure whoever read them is. Kept to be
//! shown beside the figures; it counts nowhere.

use std::collections::HashMap;
use std::sync::Arc;

use election::Form;
use statement::Pairs;

use crate::error::FoldError;

/// How one field's figure came about. Its words are the tally's: [`Tally::way`](crate::Tally::way).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct How {
    // Eight bytes a field, since a council's form has hundreds and a country most of a million sheets.
    way: u32,
    confidence: u32,
}

const UNSAID: u32 = u32::MAX;

impl How {
    const NOTHING: How = How { way: UNSAID, confidence: UNSAID };

    /// How sure it is, in parts per million; none: nobody said.
    pub fn confidence(self) -> Option<u32> {
        (self.confidence != UNSAID).then_some(self.confidence)
    }
}

/// The words for ways, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways {
    words: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u32>,
}

impl Ways {
    /// The word of a way; none: nobody said.
    pub(crate) fn word(&self, how: How) -> Option<&str> {
        self.words.get(usize::try_from(how.way).ok()?).map(|word| &**word)
    }

    /// A word kept once, however many name it.
    pub(crate) fn keep(&mut self, word: &str) -> Result<Arc<str>, FoldError> {
        check(word)?;
        let at = self.place(word);
        let kept = usize::try_from(at).ok().and_then(|at| self.words.get(at));
        Ok(kept.map_or_else(|| word.into(), Arc::clone))
    }

    fn place(&mut self, word: &str) -> u32 {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let at = u32::try_from(self.words.len()).unwrap_or(UNSAID);
        let word: Arc<str> = word.into();
        self.words.push(Arc::clone(&word));
        self.known.insert(word, at);
        at
    }

    /// One for each field of the form; none where a statement says nothing of it. In `method` a name may be a group; the
    /// longest that covers a field wins. Names of other forms say nothing here.
    pub(crate) fn of(
        &mut self,
        form: &Form,
        method: &Pairs<'_, &str>,
        confidence: &Pairs<'_, u32>,
    ) -> Result<Option<Arc<[How]>>, FoldError> {
        if method.is_empty() && confidence.is_empty() {
            return Ok(None);
        }
        let mut how = vec![How::NOTHING; form.fields.len()];
        let mut groups: Vec<(&str, &str)> = method.iter().map(|(name, word)| (name, *word)).collect();
        groups.sort_by_key(|(name, _)| name.len());
        for (name, word) in groups {
            check(word)?;
            let mut way = None;
            for field in form.fields_under(name) {
                let way = *way.get_or_insert_with(|| self.place(word));
                if let Some(one) = how.get_mut(usize::from(field.0)) {
                    one.way = way;
                }
            }
        }
        for (name, share) in confidence.iter() {
            let place = form.field(name).and_then(|field| how.get_mut(usize::from(field.0)));
            if let Some(one) = place {
                one.confidence = *share;
            }
        }
        Ok(Some(how.into()))
    }
}

// They are shown to the public beside the figures: no place for a text.
fn check(word: &str) -> Result<(), FoldError> {
    let allowed = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"/.+-".contains(&c);
    if (1..=64).contains(&word.len()) && word.bytes().all(allowed) {
        return Ok(());
    }
    Err(FoldError::NoWord(word.chars().take(64).collect()))
}
