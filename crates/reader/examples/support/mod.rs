//! Measuring.

use std::fs;
use std::time::Instant;

/// Microseconds of processor time that this thread takes for something: other programs on the machine don't lengthen it
/// much. Wall time where the system doesn't say.
pub fn processor_us(work: impl FnOnce()) -> u64 {
    let nanoseconds = || -> Option<u64> {
        fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
    };
    let (begun, before) = (Instant::now(), nanoseconds());
    work();
    match (before, nanoseconds()) {
        (Some(before), Some(after)) => after.saturating_sub(before) / 1_000,
        _ => u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
    }
}
