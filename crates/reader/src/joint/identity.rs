//! What a form's numbers must add up to.

/// `constant` and multiples of numbers that together are 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// How often each number counts; numbers by their position. Never 0, no number twice.
    pub terms: Vec<(i64, usize)>,
    /// What is added.
    pub constant: i64,
}

impl Identity {
    /// What the one missing value must be: `Missing::None` or `Missing::Several` where none or more than one is
    /// missing, `Missing::Impossible` where no whole number from 0 will do.
    pub fn missing(&self, values: &[Option<u16>]) -> Missing {
        let mut missing = None;
        let mut sum = self.constant;
        for (times, at) in &self.terms {
            match values.get(*at).copied().flatten() {
                Some(value) => sum += times * i64::from(value),
                None if missing.is_some() => return Missing::Several,
                None => missing = Some((*times, *at)),
            }
        }
        let Some((times, at)) = missing else {
            return if sum == 0 { Missing::None } else { Missing::Impossible };
        };
        match (sum % times == 0).then(|| u16::try_from(-sum / times)) {
            Some(Ok(value)) => Missing::One(at, value),
            Some(Err(_)) | None => Missing::Impossible,
        }
    }
}

/// See [`Identity::missing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// All are there, and it holds.
    None,
    /// One is, and this is what it must be.
    One(usize, u16),
    /// Two or more are.
    Several,
    /// It can't hold.
    Impossible,
}
