//! Tables to test with.

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
