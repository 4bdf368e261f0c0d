//! Tables to test with.

use std::io::Read;

use proptest::prelude::*;

use super::frame::{Column, Layout, Table, Texts, Values};

/// A table of every kind of column, with missing cells, in every layout.
pub(super) fn any_table() -> impl Strategy<Value = Table> {
    let row = (
        "[A-Z0-9]{1,6}",
        prop_oneof![Just(String::new()), "[a-c,\"\n ]{1,4}", "\\PC{1,5}"],
        any::<bool>(),
        any::<Option<u32>>(),
        any::<Option<i64>>(),
        any::<i64>(),
        0..3u32,
    );
    let layout = prop_oneof![Just(Layout::Repeated), Just(Layout::Sorted), Just(Layout::Scattered)];
    (proptest::collection::vec(row, 0..40), layout).prop_map(|(rows, layout)| {
        let (mut keys, mut notes) = (Texts::default(), Texts::default());
        for (key, note, ..) in &rows {
            keys.push_new(key);
            notes.push(note);
        }
        let flags = rows.iter().map(|row| row.2).collect();
        let figures = rows.iter().map(|row| row.3).collect();
        let numbers = rows.iter().map(|row| row.4).collect();
        let totals = rows.iter().map(|row| Some(row.5)).collect();
        let few = rows.iter().map(|row| Some(row.6)).collect();
        let mut table = Table::default();
        table.add(Column::required("key", layout, Values::Text(keys)));
        table.add(Column::optional("note", layout, Values::Text(notes)));
        table.add(Column::required("flag", layout, Values::Flag(flags)));
        table.add(Column::optional("figure", layout, Values::Figure(figures)));
        table.add(Column::optional("number", layout, Values::Integer(numbers)));
        table.add(Column::required("total", layout, Values::Integer(totals)));
        table.add(Column::required("few", layout, Values::Figure(few)));
        table
    })
}

/// The members of an archive with their texts, read by the `zip` format's own description and another's inflate.
pub(super) fn unzip(bytes: &[u8]) -> Vec<(String, String)> {
    let short = |at: usize| usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let long = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let end = bytes.len() - 22;
    let mut at = long(end + 16);
    let mut members = Vec::new();
    for _ in 0..short(end + 10) {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let name = String::from_utf8(bytes[at + 46..at + 46 + short(at + 28)].to_vec()).unwrap();
        let head = long(at + 42);
        let start = head + 30 + short(head + 26) + short(head + 28);
        let mut text = String::new();
        let deflated = &bytes[start..start + long(at + 20)];
        flate2::read::DeflateDecoder::new(deflated).read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), long(at + 24));
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(text.as_bytes());
        assert_eq!(hasher.finalize() as usize, long(at + 16));
        members.push((name, text));
        at += 46 + short(at + 28) + short(at + 30) + short(at + 32);
    }
    members
}
