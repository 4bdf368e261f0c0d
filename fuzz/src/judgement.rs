//! A profile's `reader.toml`: refused, or every number in it can be decoded by.

use reader::joint::{Evidence, Identity, decode};
use reader::read::Judgement;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(Judgement { slips, priors, policy }) = Judgement::parse(text) else { return };
    assert!(policy.ask_one <= policy.accept);
    let seen =
        |figure: u16| Evidence::of((0..1_000).map(|at| if at == figure { 0 } else { slips.box_floor }));
    let sum = Identity { terms: vec![(1, 0), (1, 1), (-1, 2)], constant: 0 };
    let decoded = decode(&[seen(90), seen(110).with_slips(slips.rows), seen(201)], &[sum], &priors, &|_| 0);
    assert!(decoded.numbers.iter().all(|(_, share)| *share < 1_000_000) && decoded.wrong <= 1_000_000);
}
