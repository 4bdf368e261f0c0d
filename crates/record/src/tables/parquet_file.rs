//! A table as Parquet, and back: the same values as the CSV, a third of the size, read by any engine.
//!
//! Deterministic: the encodings follow from each column's [`Layout`] alone, the writer's name is fixed, and nothing of
//! the moment or machine is written. A missing cell is a null. Figures are unsigned 32-bit integers, totals 64-bit.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};

use super::frame::{Column, Kind, Layout, Table, Texts, Values};
use super::read_error::ReadError;

/// Rows of a row group.
pub const ROW_GROUP: usize = 100_000;

/// The bytes of a table.
pub fn write_parquet(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let words: Vec<Vec<ByteArray>> = table.columns.iter().map(words_of).collect();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema_of(table)?, Arc::new(properties_of(table)))?;
    let rows = table.rows();
    let mut start = 0;
    while start < rows {
        let end = rows.min(start + ROW_GROUP);
        let mut group = writer.next_row_group()?;
        for (column, words) in table.columns.iter().zip(&words) {
            let Some(mut out) = group.next_column()? else {
                return Err(ParquetError::General(format!("no place for column `{}`", column.name)));
            };
            write_column(&mut out, column, words, start, end)?;
            out.close()?;
        }
        group.close()?;
        start = end;
    }
    writer.into_inner()
}

/// Reads a table written by [`write_parquet`], or any flat one of texts, flags, figures and integers.
pub fn read_parquet(bytes: Bytes) -> Result<Table, ReadError> {
    let reader = SerializedFileReader::new(bytes)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let mut table = Table::default();
    for at in 0..schema.num_columns() {
        let described = schema.column(at);
        let name = described.name().to_owned();
        let signed = described.logical_type_ref().is_none_or(|logical| *logical != unsigned());
        let kind = match described.physical_type() {
            Physical::BYTE_ARRAY => Kind::Text,
            Physical::BOOLEAN => Kind::Flag,
            Physical::INT32 if !signed => Kind::Figure,
            Physical::INT64 => Kind::Integer,
            Physical::INT32
            | Physical::INT96
            | Physical::FLOAT
            | Physical::DOUBLE
            | Physical::FIXED_LEN_BYTE_ARRAY => return Err(ReadError::Column(name)),
        };
        if described.max_rep_level() > 0 || described.max_def_level() > 1 {
            return Err(ReadError::Column(name));
        }
        let required = described.max_def_level() == 0;
        let mut values = Values::empty(kind);
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group)?;
            read_chunk(group.as_ref(), at, &name, &mut values)?;
        }
        table.columns.push(Column {
            name,
            field: None,
            required,
            layout: Layout::Scattered,
            words: &[],
            values,
        });
    }
    Ok(table)
}

fn unsigned() -> LogicalType {
    LogicalType::integer(32, false)
}

fn schema_of(table: &Table) -> Result<TypePtr, ParquetError> {
    let fields = table.columns.iter().map(|column| {
        let (physical, logical) = match column.values.kind() {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Flag => (Physical::BOOLEAN, None),
            Kind::Figure => (Physical::INT32, Some(unsigned())),
            Kind::Integer => (Physical::INT64, None),
        };
        let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        Type::primitive_type_builder(&column.name, physical)
            .with_logical_type(logical)
            .with_repetition(repetition)
            .build()
            .map(Arc::new)
    });
    let fields = fields.collect::<Result<Vec<TypePtr>, ParquetError>>()?;
    Type::group_type_builder("table").with_fields(fields).build().map(Arc::new)
}

fn properties_of(table: &Table) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_created_by("saksi".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_data_page_row_count_limit(ROW_GROUP);
    for column in &table.columns {
        let path = ColumnPath::from(column.name.as_str());
        let plain = match (column.layout, column.values.kind()) {
            (Layout::Repeated, _) | (Layout::Scattered | Layout::Sorted, Kind::Flag) => continue,
            (Layout::Sorted, Kind::Text) => Encoding::DELTA_BYTE_ARRAY,
            (Layout::Sorted, Kind::Figure | Kind::Integer) => Encoding::DELTA_BINARY_PACKED,
            (Layout::Scattered, Kind::Text | Kind::Figure | Kind::Integer) => Encoding::PLAIN,
        };
        builder = builder.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path, plain);
    }
    builder.build()
}

fn words_of(column: &Column) -> Vec<ByteArray> {
    match &column.values {
        Values::Text(texts) => {
            // One buffer for all words: a word is a slice of it, not an allocation.
            let bytes = Bytes::from(texts.words().collect::<String>());
            let mut start = 0;
            let slices = texts.words().map(|word| {
                let end = start + word.len();
                let slice = ByteArray::from(bytes.slice(start..end));
                start = end;
                slice
            });
            slices.collect()
        }
        Values::Flag(_) | Values::Figure(_) | Values::Integer(_) => Vec::new(),
    }
}

fn write_column(
    out: &mut SerializedColumnWriter<'_>,
    column: &Column,
    words: &[ByteArray],
    start: usize,
    end: usize,
) -> Result<(), ParquetError> {
    match &column.values {
        Values::Text(texts) => {
            let rows = texts.rows().get(start..end).unwrap_or_default();
            let word = |row: &u32| words.get(*row as usize);
            if column.required {
                let values: Vec<ByteArray> = rows.iter().filter_map(word).cloned().collect();
                out.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            } else {
                let cells = rows.iter().map(|row| word(row).filter(|text| !text.is_empty()).cloned());
                write_cells::<ByteArrayType>(out, cells)?;
            }
        }
        Values::Flag(flags) => {
            let flags = flags.get(start..end).unwrap_or_default();
            out.typed::<BoolType>().write_batch(flags, None, None)?;
        }
        Values::Figure(figures) => {
            let figures = figures.get(start..end).unwrap_or_default();
            let cells = figures.iter().map(|cell| cell.map(u32::cast_signed));
            write_maybe_required::<Int32Type>(out, column.required, cells)?;
        }
        Values::Integer(numbers) => {
            let numbers = numbers.get(start..end).unwrap_or_default();
            write_maybe_required::<Int64Type>(out, column.required, numbers.iter().copied())?;
        }
    }
    Ok(())
}

fn write_maybe_required<T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    required: bool,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    if !required {
        return write_cells::<T>(out, cells);
    }
    let values: Vec<T::T> = cells.flatten().collect();
    out.typed::<T>().write_batch(&values, None, None)?;
    Ok(())
}

fn write_cells<T: DataType>(
    out: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let mut levels: Vec<i16> = Vec::with_capacity(cells.size_hint().0);
    let mut values: Vec<T::T> = Vec::with_capacity(cells.size_hint().0);
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    out.typed::<T>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

fn read_chunk(
    group: &dyn RowGroupReader,
    at: usize,
    name: &str,
    values: &mut Values,
) -> Result<(), ReadError> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let wrong = || ReadError::Column(name.to_owned());
    match (group.get_column_reader(at)?, values) {
        (ColumnReader::ByteArrayColumnReader(mut reader), Values::Text(texts)) => {
            for (row, cell) in read_cells(&mut reader, rows)?.into_iter().enumerate() {
                push_text(texts, cell.as_ref().map_or(&[], ByteArray::data), name, row)?;
            }
        }
        (ColumnReader::BoolColumnReader(mut reader), Values::Flag(flags)) => {
            let cells: Option<Vec<bool>> = read_cells(&mut reader, rows)?.into_iter().collect();
            flags.extend(cells.ok_or_else(wrong)?);
        }
        (ColumnReader::Int32ColumnReader(mut reader), Values::Figure(figures)) => {
            figures
                .extend(read_cells(&mut reader, rows)?.into_iter().map(|cell| cell.map(i32::cast_unsigned)));
        }
        (ColumnReader::Int64ColumnReader(mut reader), Values::Integer(numbers)) => {
            numbers.extend(read_cells(&mut reader, rows)?);
        }
        (
            ColumnReader::BoolColumnReader(_)
            | ColumnReader::Int32ColumnReader(_)
            | ColumnReader::Int64ColumnReader(_)
            | ColumnReader::Int96ColumnReader(_)
            | ColumnReader::FloatColumnReader(_)
            | ColumnReader::DoubleColumnReader(_)
            | ColumnReader::ByteArrayColumnReader(_)
            | ColumnReader::FixedLenByteArrayColumnReader(_),
            Values::Text(_) | Values::Flag(_) | Values::Figure(_) | Values::Integer(_),
        ) => return Err(wrong()),
    }
    Ok(())
}

fn push_text(texts: &mut Texts, bytes: &[u8], column: &str, row: usize) -> Result<(), ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::Cell {
        column: column.to_owned(),
        row,
        text: String::from_utf8_lossy(bytes).into_owned(),
    })?;
    texts.push(text);
    Ok(())
}

/// Every cell of a chunk, a null being `None`.
pub(super) fn read_cells<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
) -> Result<Vec<Option<T::T>>, ReadError> {
    let mut levels = Vec::new();
    let mut values = Vec::new();
    let (read, _, _) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    if read != rows {
        return Err(ReadError::Parquet(ParquetError::EOF(format!("{read} rows of {rows}"))));
    }
    if levels.is_empty() {
        return Ok(values.into_iter().map(Some).collect());
    }
    let mut values = values.into_iter();
    Ok(levels.iter().map(|level| if *level > 0 { values.next() } else { None }).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sample::any_table;
    use super::*;

    fn plain(table: &Table) -> Table {
        let columns = table.columns.iter().cloned().map(|column| Column {
            field: None,
            layout: Layout::Scattered,
            words: &[],
            ..column
        });
        Table { columns: columns.collect() }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(table in any_table()) {
            let bytes = write_parquet(&table).unwrap();
            prop_assert_eq!(read_parquet(Bytes::from(bytes)).unwrap(), plain(&table));
        }

        #[test]
        fn the_same_table_makes_the_same_bytes(table in any_table()) {
            prop_assert_eq!(write_parquet(&table).unwrap(), write_parquet(&table.clone()).unwrap());
        }
    }

    #[test]
    fn rows_beyond_one_group_are_read_again() {
        let rows = ROW_GROUP + 3;
        let figures = (0..rows).map(|row| u32::try_from(row).ok().filter(|row| row % 7 > 0)).collect();
        let mut table = Table::default();
        table.add(Column::optional("a", Layout::Repeated, Values::Figure(figures)));
        let bytes = write_parquet(&table).unwrap();
        assert_eq!(read_parquet(Bytes::from(bytes)).unwrap(), plain(&table));
    }

    #[test]
    fn bytes_that_are_no_parquet_are_refused() {
        for bytes in [&b""[..], b"PAR1", b"PAR1 and no more PAR1"] {
            assert!(matches!(read_parquet(Bytes::copy_from_slice(bytes)), Err(ReadError::Parquet(_))));
        }
    }
}
