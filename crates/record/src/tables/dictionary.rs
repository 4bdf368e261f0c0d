//! A text column of a Parquet chunk as words and, for each row, the position of its word.
//!
//! Parquet stores a column of few words just so; a reader that hands out one text a row throws that away. Re-adding
//! needs only "which region", so this decodes the positions themselves (Parquet format, "Encodings": dictionary and
//! RLE/bit-packing hybrid). Whatever is stored otherwise is read the plain way, with the same result.

use std::collections::HashMap;

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::Page;
use parquet::column::reader::ColumnReader;
use parquet::file::reader::RowGroupReader;

use super::parquet_file::read_cells;
use super::read_error::ReadError;

/// Words, and each row's position among them. A position is always that of a word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Coded {
    pub words: Vec<Bytes>,
    pub rows: Vec<u32>,
}

/// A column of texts of which none is missing.
pub(super) fn read_coded(group: &dyn RowGroupReader, at: usize, name: &str) -> Result<Coded, ReadError> {
    match read_positions(group, at)? {
        Some(coded) => Ok(coded),
        None => read_plainly(group, at, name),
    }
}

/// The fast way; `None` where the chunk is not stored as a required dictionary column throughout.
fn read_positions(group: &dyn RowGroupReader, at: usize) -> Result<Option<Coded>, ReadError> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    if group.metadata().column(at).column_descr().max_def_level() > 0 {
        return Ok(None);
    }
    let mut pages = group.get_column_page_reader(at)?;
    let mut coded = Coded { words: Vec::new(), rows: Vec::with_capacity(rows) };
    while let Some(page) = pages.get_next_page()? {
        let decoded = match page {
            Page::DictionaryPage { buf, num_values, encoding: Encoding::PLAIN, .. } => {
                plain_words(&buf, num_values).map(|words| coded.words = words)
            }
            Page::DataPage { buf, num_values, encoding: Encoding::RLE_DICTIONARY, .. } => {
                positions(&buf, num_values as usize, &mut coded.rows)
            }
            Page::DictionaryPage { .. } | Page::DataPage { .. } | Page::DataPageV2 { .. } => None,
        };
        if decoded.is_none() {
            return Ok(None);
        }
    }
    let known = u32::try_from(coded.words.len()).unwrap_or(u32::MAX);
    let sound = coded.rows.len() == rows && coded.rows.iter().all(|position| *position < known);
    Ok(sound.then_some(coded))
}

fn read_plainly(group: &dyn RowGroupReader, at: usize, name: &str) -> Result<Coded, ReadError> {
    let missing = || ReadError::Column(name.to_owned());
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let ColumnReader::ByteArrayColumnReader(mut reader) = group.get_column_reader(at)? else {
        return Err(missing());
    };
    let mut known: HashMap<Vec<u8>, u32> = HashMap::new();
    let mut coded = Coded { words: Vec::new(), rows: Vec::with_capacity(rows) };
    for cell in read_cells(&mut reader, rows)? {
        let cell = cell.ok_or_else(missing)?;
        let position = if let Some(position) = known.get(cell.data()) {
            *position
        } else {
            let position = u32::try_from(coded.words.len()).map_err(|_| missing())?;
            known.insert(cell.data().to_vec(), position);
            coded.words.push(Bytes::copy_from_slice(cell.data()));
            position
        };
        coded.rows.push(position);
    }
    Ok(coded)
}

fn plain_words(buf: &Bytes, count: u32) -> Option<Vec<Bytes>> {
    let mut words = Vec::new();
    let mut at = 0usize;
    for _ in 0..count {
        let length = buf.get(at..)?.first_chunk::<4>()?;
        let start = at.checked_add(4)?;
        at = start.checked_add(u32::from_le_bytes(*length) as usize)?;
        if at > buf.len() {
            return None;
        }
        words.push(buf.slice(start..at));
    }
    Some(words)
}

/// Appends `count` positions of an RLE/bit-packed page: one byte of width, then runs.
fn positions(page: &[u8], count: usize, out: &mut Vec<u32>) -> Option<()> {
    let (width, mut rest) = page.split_first().map(|(width, rest)| (usize::from(*width), rest))?;
    if width > 32 {
        return None;
    }
    let end = out.len().checked_add(count)?;
    while out.len() < end {
        let header = usize::try_from(varint(&mut rest)?).ok()?;
        let left = end - out.len();
        let run = header >> 1;
        if header & 1 == 0 {
            let (value, after) = rest.split_at_checked(width.div_ceil(8))?;
            rest = after;
            let value = value.iter().rev().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
            if run == 0 {
                return None;
            }
            out.resize(out.len() + run.min(left), value);
        } else {
            let (packed, after) = rest.split_at_checked(run.checked_mul(width)?)?;
            rest = after;
            if run == 0 {
                return None;
            }
            unpack(packed, width, left.min(run.checked_mul(8)?), out);
        }
    }
    Some(())
}

fn unpack(packed: &[u8], width: usize, count: usize, out: &mut Vec<u32>) {
    let mask = (1u64 << width) - 1;
    let mut bytes = packed.iter();
    let (mut held, mut bits) = (0u64, 0usize);
    for _ in 0..count {
        while bits < width {
            held |= u64::from(bytes.next().copied().unwrap_or(0)) << bits;
            bits += 8;
        }
        out.push(u32::try_from(held & mask).unwrap_or(u32::MAX));
        held >>= width;
        bits -= width;
    }
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;
    use proptest::prelude::*;

    use super::super::frame::{Column, Layout, Table, Texts, Values};
    use super::super::parquet_file::write_parquet;
    use super::*;

    fn texts(coded: &Coded) -> Vec<Bytes> {
        coded.rows.iter().map(|row| coded.words[*row as usize].clone()).collect()
    }

    proptest! {
        #[test]
        fn the_fast_way_and_the_plain_way_agree(
            words in proptest::collection::vec("[A-Z]{1,3}", 1..40),
            runs in proptest::collection::vec((0..1000usize, 1..30usize), 0..60),
        ) {
            let mut column = Texts::default();
            for (word, length) in runs {
                for _ in 0..length {
                    column.push(&words[word % words.len()]);
                }
            }
            let mut table = Table::default();
            table.add(Column::required("region", Layout::Repeated, Values::Text(column)));
            let reader = SerializedFileReader::new(Bytes::from(write_parquet(&table).unwrap())).unwrap();
            for group in 0..reader.num_row_groups() {
                let group = reader.get_row_group(group).unwrap();
                let fast = read_positions(group.as_ref(), 0).unwrap().expect("stored as a dictionary");
                let plain = read_plainly(group.as_ref(), 0, "region").unwrap();
                prop_assert_eq!(texts(&fast), texts(&plain));
            }
        }

        #[test]
        fn no_page_makes_the_decoder_panic(page in proptest::collection::vec(any::<u8>(), 0..200), count in 0..5000usize) {
            let mut out = Vec::new();
            let _ = positions(&page, count, &mut out);
            prop_assert!(out.len() <= count);
            let _ = plain_words(&Bytes::from(page), u32::try_from(count).unwrap());
        }
    }

    #[test]
    fn a_column_stored_otherwise_is_read_the_plain_way() {
        let mut column = Texts::default();
        for text in ["B", "A", "B"] {
            column.push(text);
        }
        let mut table = Table::default();
        table.add(Column::required("region", Layout::Sorted, Values::Text(column)));
        let reader = SerializedFileReader::new(Bytes::from(write_parquet(&table).unwrap())).unwrap();
        let group = reader.get_row_group(0).unwrap();
        assert_eq!(read_positions(group.as_ref(), 0).unwrap(), None);
        assert_eq!(texts(&read_coded(group.as_ref(), 0, "region").unwrap()), ["B", "A", "B"]);
    }
}
