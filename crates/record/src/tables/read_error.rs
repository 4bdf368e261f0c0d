//! Why a published table can't be read.

/// What is wrong with a table's bytes. Rows count from 0, without the header.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The CSV is malformed.
    #[error("reading CSV: {0}")]
    Csv(#[source] csv::Error),
    /// The Parquet is malformed.
    #[error("reading Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The columns are not those expected.
    #[error("the columns should be {expected}, they are {found}")]
    Columns {
        /// Names, comma-separated.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A column is missing or of another type.
    #[error("there is no column `{0}` of the expected type")]
    Column(String),
    /// A cell doesn't have its column's type, or is missing where none may be.
    #[error("column `{column}`, row {row}: `{text}` can't stand there")]
    Cell {
        /// The column.
        column: String,
        /// The row.
        row: usize,
        /// What stands there.
        text: String,
    },
    /// A text that should be a region's code is none.
    #[error(transparent)]
    Code(#[from] election::CodeError),
    /// One region is said to lie in two.
    #[error("region {region} is said to lie in more than one region of the level above")]
    TwoParents {
        /// The region's code.
        region: String,
    },
    /// A total leaves the range of whole numbers.
    #[error(transparent)]
    Count(#[from] election::CountError),
}
