//! How a region's sheets came in over time: a drawing, and the same in numbers by day.

use std::fmt::Write as _;

use askama::Template;
use election::RegionIx;
use tally::ContestTally;

use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::moment::{date, day, legal_moment};
use super::number::{Number, Share};

/// The drawing's own units.
const WIDE: u64 = 600;
const HIGH: u64 = 140;
const MS_IN_AN_HOUR: u64 = 3_600_000;

/// The course of a count.
#[derive(Template)]
#[template(path = "timeline.html", whitespace = "minimize")]
pub(super) struct Timeline<'a> {
    t: &'a Texts,
    /// A line of points `x,y`, from the first arrival to the last.
    pub(super) line: String,
    pub(super) first: Html,
    pub(super) last: Html,
    /// What it shows, for who can't see it.
    pub(super) said: Filled<'a, 3>,
    /// The last of each day: the day, how many were in, their share of what is expected.
    pub(super) days: Vec<(String, Number, Share)>,
}

/// The course of a region's count; none before anything came in, and where there was but one hour.
pub(super) fn timeline<'a>(
    labels: &'a Labels,
    counted: &ContestTally,
    region: RegionIx,
    expected: u64,
) -> Option<Timeline<'a>> {
    let mut sum = 0_i64;
    let course: Vec<(u64, u64)> = counted
        .arrivals(region)
        .map(|(hour, came)| {
            sum += came;
            // Nothing is taken back that was not in.
            (hour, u64::try_from(sum).unwrap_or(0))
        })
        .collect();
    let (first, _) = *course.first()?;
    let (last, in_all) = *course.last()?;
    let span = last.checked_sub(first).filter(|span| *span > 0)?;
    let x = |hour: u64| (hour - first) * WIDE / span;
    let y = |count: u64| HIGH - (count.min(expected) * HIGH).checked_div(expected).unwrap_or(0);
    let mut line = String::new();
    let mut before = HIGH;
    for (hour, count) in &course {
        // Steps: between two arrivals nothing came.
        // Writing into a string can't fail.
        let _ = write!(line, "{x},{before} {x},{y} ", x = x(*hour), y = y(*count));
        before = y(*count);
    }
    let moment = |hour: u64| legal_moment(hour * MS_IN_AN_HOUR, labels.offset_minutes);
    let mut days: Vec<(String, Number, Share)> = Vec::new();
    for (hour, count) in &course {
        let day = day(&moment(*hour)?);
        let line = (day, labels.number(*count), labels.progress(*count, expected));
        match days.last_mut().filter(|(known, ..)| *known == line.0) {
            Some(known) => *known = line,
            None => days.push(line),
        }
    }
    Some(Timeline {
        t: &labels.texts,
        line: line.trim_end().to_owned(),
        first: date(labels, moment(first)?),
        last: date(labels, moment(last)?),
        said: labels.texts.timeline_said.fill([
            Arg::Number(labels.number(in_all)),
            Arg::Number(labels.number(expected)),
            Arg::Made(date(labels, moment(last)?)),
        ]),
        days,
    })
}
