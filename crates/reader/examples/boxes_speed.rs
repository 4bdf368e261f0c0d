//! Boxes a second on one core: `cargo run --release --example boxes_speed -p reader`.

mod support;

use std::hint::black_box;

use reader::boxes::{BoxReading, Net, Patch, SIDE};

fn main() {
    let patches: Vec<Patch> = (0..64_usize)
        .map(|seed| {
            Patch::new(std::array::from_fn(|at| {
                u8::try_from((at * (seed + 3) / 7 + seed * 5) % 256).unwrap_or(0)
            }))
        })
        .collect();
    let plain = rate(&patches, Net::read_plain, 4);
    let fast = rate(&patches, Net::read, 160);
    println!("{} plain, {fast} fast boxes a second: {} times", plain, fast / plain.max(1));
}

/// The best of five runs: other programs on the machine only ever slow it down.
fn rate(patches: &[Patch], read: fn(&Net, &Patch) -> BoxReading, rounds: usize) -> u64 {
    let net = Net::shipped();
    assert_eq!(patches.first().map(|patch| patch.pixels().len()), Some(SIDE * SIDE));
    (0..5)
        .map(|_| {
            let taken = support::processor_us(|| {
                for patch in (0..rounds).flat_map(|_| patches) {
                    black_box(read(net, black_box(patch)));
                }
            });
            (rounds * patches.len()) as u64 * 1_000_000 / taken.max(1)
        })
        .max()
        .unwrap_or(0)
}
