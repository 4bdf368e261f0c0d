//! An election as data: the law (profile), the places (regions and stations), and from both the forms with
//! their fields and checks for every station and contest.
//!
//! Guaranteed here, and why it holds:
//! - nothing in this crate knows a country: contests, levels, roles, forms and checks are rows of a [`Profile`],
//!   which comes in as text (a test scans the sources for the terms of any one country);
//! - everything is pure: no files, clocks, network or randomness, so the same bytes make the same election on
//!   every machine and in the browser;
//! - whole numbers only: a [`Figure`] is what one form says, a [`Count`] is a total that adds with checks, and
//!   a check is evaluated in 128-bit integers that its compiler has proven wide enough;
//! - a check names its fields once, when the form is made; evaluating it can neither fail nor allocate.

pub mod check;
pub mod code;
pub mod constituency;
pub mod election;
pub mod expression;
pub mod figure;
pub mod form;
pub mod outlines;
pub mod places;
pub mod profile;
pub mod reference;
pub mod station_tables;
pub mod tables;
pub mod text;

mod assemble;
mod ballot;

pub use check::{Check, Outcome};
pub use code::{Code, CodeError};
pub use constituency::{Constituency, ConstituencyIx};
pub use election::{Election, ElectionError, Within};
pub use expression::{Expression, ExpressionError};
pub use figure::{Cell, Count, CountError, Figure, Unread};
pub use form::{CandidateDef, Field, FieldIx, Form, FormIx, OptionDef};
pub use outlines::{Outlines, Polygon, Ring, RingError};
pub use places::{
    Places, PlacesError, Region, RegionIx, RegionRow, Station, StationIx, StationKind, StationRow,
};
pub use profile::{
    CheckRule, Column, ColumnIx, ConstituencyRule, Contest, ContestIx, ContestKind, Exception, FormTemplate,
    Level, Nation, OfficialTotal, Party, PlaceRules, Profile, ProfileBundle, ProfileError, Reason, ReasonUse,
    Role, Run, Source, Stage, StageKind, StationList, Tile,
};
pub use station_tables::{StationTables, StationTablesError};
pub use tables::{CandidateRow, CandidateTable, ConstituencyRow, ConstituencyTable, Sex, TableError};
pub use text::Text;
