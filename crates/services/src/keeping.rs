//! What is done beside requests: the public files follow the reports, and what need not be kept is forgotten.

use crate::http::Services;
use crate::reports::{self, public};
use crate::{receivers, tables};

const DAY_MS: i64 = 86_400_000;

/// Does it once. What fails is told, and done the next time.
pub fn turn(services: &Services) {
    let keep_ms = i64::from(services.config.limits.keep_days).saturating_mul(DAY_MS);
    let now = services.around.now_ms();
    let before = now.saturating_sub(keep_ms);
    let told = |error: crate::ServicesError| (services.tell)(&error.to_string());
    public::write(&services.store, &services.out).map_or_else(told, |_| ());
    reports::forget(&services.store, &services.photos, before).map_or_else(told, |_| ());
    receivers::forget(&services.store, now, before).map_or_else(told, |_| ());
    tables::forget(&services.store, &services.out, before).map_or_else(told, |_| ());
}
