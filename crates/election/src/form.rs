//! A form: the fields, options and checks of one contest at one kind of station (or plenary).

use std::sync::Arc;

use crate::check::Check;
use crate::constituency::ConstituencyIx;
use crate::figure::{Cell, Unread};
use crate::profile::{ColumnIx, ContestIx, PageRow};
use crate::tables::Sex;
use crate::text::Text;

/// A field's place on its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldIx(pub u16);

/// A form's place in its election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormIx(pub u32);

/// One number on a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, e.g. `voters.roll.total`.
    pub name: Text,
    /// Message key of its name; votes share `field-votes`, `field-votes-list` and `field-votes-candidate`.
    pub label_key: Text,
    /// The item's number on the form.
    pub item: Text,
    /// Boxes it is written in.
    pub digits: u8,
    /// Page, from 1.
    pub page: u8,
    /// The contest's column it adds to; `None` for lists and candidates of a constituency.
    pub column: Option<ColumnIx>,
}

/// What a vote can go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionDef {
    /// Its key in field names: the number on the ballot as text.
    pub key: Text,
    /// Its name as on the ballot; empty where a form adds up constituencies with options of their own.
    pub name: Text,
    /// Number on the ballot.
    pub number: u16,
    /// Its number in the source's own system.
    pub source_id: Option<u64>,
    /// The field with its votes (for a party: of list and candidates together).
    pub field: FieldIx,
    /// The column of that field.
    pub column: Option<ColumnIx>,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// Of a candidate who is an option: sex, as the list states it.
    pub sex: Option<Sex>,
    /// Of a candidate who is an option: home town, as the list states it; empty: it doesn't.
    pub home: Text,
    /// A party's candidates in the constituency, in list order.
    pub candidates: Vec<CandidateDef>,
    /// The field with the votes for the list alone.
    pub list_field: Option<FieldIx>,
}

/// A candidate of a party in a constituency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateDef {
    /// Key in field names: the number on the list as text.
    pub key: Text,
    /// Number on the party's list. Lists have gaps: who is struck off leaves one.
    pub number: u16,
    /// Name as on the ballot.
    pub name: Text,
    /// Number in the source's own system.
    pub source_id: Option<u64>,
    /// Sex, as the list states it.
    pub sex: Option<Sex>,
    /// Home town, as the list states it; empty: it doesn't.
    pub home: Text,
    /// The field with the candidate's votes.
    pub field: FieldIx,
}

/// A form with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its word: the template's id, and where they differ `/` with the constituency or `@` with the options.
    pub id: Text,
    /// Message key of its name.
    pub name_key: Text,
    /// The contest.
    pub contest: ContestIx,
    /// The constituency whose candidates it lists, if it lists any.
    pub constituency: Option<ConstituencyIx>,
    /// The level it is filled at.
    pub level: u8,
    /// Whether it is the variant for stations abroad.
    pub overseas: bool,
    /// Number of pages.
    pub pages: u8,
    /// Printed tags of its pages, where known.
    pub page_tags: Vec<PageRow>,
    /// Fields, in form order.
    pub fields: Vec<Field>,
    /// Options, in ballot order.
    pub options: Vec<OptionDef>,
    /// Checks, in the order of the check table; forms made one after the other share those that are equal.
    pub checks: Vec<Arc<Check>>,
    pub(crate) by_name: Box<[FieldIx]>,
}

impl Form {
    /// The place of a field by its name.
    pub fn field(&self, name: &str) -> Option<FieldIx> {
        find_field(&self.fields, &self.by_name, name)
    }

    /// The fields a name stands for: the field of that name, and every field whose name goes on after it with a
    /// dot (`voters` covers `voters.roll.total`, `votes.3` covers `votes.3` and `votes.3.list`), in form order.
    pub fn fields_under(&self, name_or_prefix: &str) -> impl Iterator<Item = FieldIx> {
        (0..).map(FieldIx).zip(&self.fields).filter_map(move |(ix, field)| {
            let rest = field.name.strip_prefix(name_or_prefix)?;
            (rest.is_empty() || rest.starts_with('.')).then_some(ix)
        })
    }

    /// A sheet on which no field is read.
    pub fn blank(&self, unread: Unread) -> Box<[Cell]> {
        vec![Cell::Unread(unread); self.fields.len()].into_boxed_slice()
    }

    /// An option by its key.
    pub fn option(&self, key: &str) -> Option<&OptionDef> {
        self.options.iter().find(|option| option.key == key)
    }

    /// A check by its id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id).map(Arc::as_ref)
    }

    /// Boxes on the whole form.
    pub fn boxes(&self) -> u32 {
        self.fields.iter().map(|field| u32::from(field.digits)).sum()
    }

    /// Whether every option is read: only then does a sheet count in a total.
    pub fn all_options_read(&self, cells: &[Cell]) -> bool {
        self.options
            .iter()
            .all(|option| matches!(cells.get(usize::from(option.field.0)), Some(Cell::Read(_))))
    }
}

/// The places of fields, ordered by the fields' names.
pub(crate) fn order_by_name(fields: &[Field]) -> Box<[FieldIx]> {
    let mut named: Vec<(&Text, FieldIx)> =
        fields.iter().zip(0..).map(|(field, ix)| (&field.name, FieldIx(ix))).collect();
    named.sort_unstable();
    named.into_iter().map(|(_, ix)| ix).collect()
}

/// Binary search by name; about as fast as a hash map for the few hundred fields of a form, and 2 bytes a field.
pub(crate) fn find_field(fields: &[Field], by_name: &[FieldIx], name: &str) -> Option<FieldIx> {
    let name_of = |ix: FieldIx| fields.get(usize::from(ix.0)).map_or("", |field| field.name.as_str());
    let at = by_name.binary_search_by(|ix| name_of(*ix).cmp(name)).ok()?;
    by_name.get(at).copied()
}
