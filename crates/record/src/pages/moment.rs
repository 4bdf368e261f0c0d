//! Dates in words, in the legal time of the election.

use statement::Moment;

use super::labels::Labels;
use super::markup::{Arg, Html};

/// A moment as a person reads it, with the offset it is written in.
pub(super) fn date(labels: &Labels, moment: Moment) -> Html {
    let local = moment.local_text();
    let part = |from: usize, to: usize| local.get(from..to).unwrap_or_default();
    let day = part(8, 10).trim_start_matches('0');
    let month = part(5, 7).parse::<usize>().ok().and_then(|month| labels.months.get(month.checked_sub(1)?));
    let written = moment.to_string();
    let offset = if written.ends_with('Z') {
        "+00:00"
    } else {
        written.get(written.len().saturating_sub(6)..).unwrap_or_default()
    };
    let nothing = Html::default();
    labels
        .texts
        .date
        .fill([
            Arg::Text(day),
            Arg::Html(month.unwrap_or(&nothing)),
            Arg::Text(part(0, 4)),
            Arg::Text(part(11, 19)),
            Arg::Text(offset),
        ])
        .html()
}

/// A moment's day, `2024-02-14`.
pub(super) fn day(moment: &Moment) -> String {
    moment.local_text().get(0..10).unwrap_or_default().to_owned()
}

/// A time in unix milliseconds as a moment of the election's legal time.
pub(super) fn legal_moment(unix_ms: u64, offset_minutes: i32) -> Option<Moment> {
    let seconds = i64::try_from(unix_ms / 1000).ok()?;
    Moment::new(seconds, i16::try_from(offset_minutes).ok()?).ok()
}

/// A moment in a column of many: `2024-02-14 20:03`, without its offset, which stands over the column.
pub(super) fn short(moment: &Moment) -> String {
    let local = moment.local_text();
    let part = |from: usize, to: usize| local.get(from..to).unwrap_or_default();
    format!("{} {}", part(0, 10), part(11, 16))
}
