//! One file of all stations of a contest, `data/<contest>/stations.parquet` and `stations.csv.gz`: the provinces' tables, one after the
//! other, in the order of their codes.
//!
//! Nothing is made twice. The CSV files are deflated as they come; the Parquet file is made of the provinces' own chunks,
//! copied as they are with a new index. So it costs what the files weigh, and a nation's table is never in memory.

use std::sync::Arc;

use bytes::Bytes;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::SerializedFileWriter;

use super::deflate::Gzip;
use crate::view::{File, RenderError};

/// The stations' file of a nation, being made.
pub struct NationalStations {
    csv: Gzip,
    header: Vec<u8>,
    parquet: Option<SerializedFileWriter<Vec<u8>>>,
}

impl NationalStations {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "an empty file is no default of anything")]
    pub fn new() -> NationalStations {
        NationalStations { csv: Gzip::new(), header: Vec::new(), parquet: None }
    }

    /// Takes in the stations of a province's package; a package without any adds nothing.
    ///
    /// # Errors
    /// When the provinces' tables have different columns, which those of one contest never have.
    pub fn add(&mut self, package: &[File]) -> Result<(), RenderError> {
        let file = |name: &str| package.iter().find(|file| file.path.ends_with(name));
        let (Some(csv), Some(parquet)) = (file("/stations.csv"), file("/stations.parquet")) else {
            return Ok(());
        };
        let end = csv.bytes.iter().position(|byte| *byte == b'\n').map_or(csv.bytes.len(), |at| at + 1);
        let (header, rows) = csv.bytes.split_at(end);
        if self.header.is_empty() {
            self.header = header.to_vec();
            self.csv.write(header);
        } else if self.header != header {
            return Err(RenderError::Missing(format!("the columns of the contest in {}", csv.path)));
        }
        self.csv.write(rows);
        self.add_parquet(&parquet.bytes)?;
        Ok(())
    }

    fn add_parquet(&mut self, bytes: &[u8]) -> Result<(), ParquetError> {
        let bytes = Bytes::copy_from_slice(bytes);
        let reader = SerializedFileReader::new(bytes.clone())?;
        let metadata = reader.metadata();
        let out = match &mut self.parquet {
            Some(out) => out,
            none => {
                let schema = metadata.file_metadata().schema_descr().root_schema_ptr();
                let properties = WriterProperties::builder().set_created_by("saksi".to_owned()).build();
                none.insert(SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?)
            }
        };
        for group in metadata.row_groups() {
            let mut copy = out.next_row_group()?;
            for column in group.columns() {
                let close = ColumnCloseResult {
                    bytes_written: u64::try_from(column.compressed_size()).unwrap_or(0),
                    rows_written: u64::try_from(group.num_rows()).unwrap_or(0),
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                copy.append_column(&bytes, close)?;
            }
            copy.close()?;
        }
        Ok(())
    }

    /// The files of a contest's folder; none where nobody votes.
    ///
    /// # Errors
    /// When the Parquet file can't be ended.
    pub fn finish(self, folder: &str) -> Result<Vec<File>, RenderError> {
        let Some(parquet) = self.parquet else { return Ok(Vec::new()) };
        let parquet = parquet.into_inner()?;
        Ok(vec![
            File { path: format!("{folder}/stations.csv.gz"), bytes: self.csv.finish() },
            File { path: format!("{folder}/stations.parquet"), bytes: parquet },
        ])
    }
}
