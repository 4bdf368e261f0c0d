//! From a form template and the options of a place to a form with its fields and checks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::{Check, CheckTexts};
use crate::code::Code;
use crate::constituency::ConstituencyIx;
use crate::expression::Expression;
use crate::form::{CandidateDef, Field, FieldIx, Form, OptionDef, find_field, order_by_name};
use crate::profile::{
    CheckRule, Contest, ContestIx, ContestKind, Each, FormRow, FormTemplate, Profile, ProfileError,
    field_names, label_key,
};
use crate::tables::CandidateRow;
use crate::text::{Interner, Text};

/// An option before its form is made.
pub(crate) struct OptionInput<'a> {
    pub(crate) number: u16,
    pub(crate) name: &'a str,
    pub(crate) source_id: Option<u64>,
    pub(crate) colour: Option<&'a str>,
    /// What the list says of a candidate who is an option.
    pub(crate) row: Option<&'a CandidateRow>,
    /// A party's candidates in list order; `None`: the form has no lists.
    pub(crate) candidates: Option<Vec<&'a CandidateRow>>,
}

/// The profile's check rows, read once.
pub(crate) struct Checks<'a> {
    rows: Vec<(&'a CheckRule, Result<Expression, crate::expression::ExpressionError>)>,
}

impl<'a> Checks<'a> {
    pub(crate) fn new(profile: &'a Profile) -> Self {
        // `{option}` is replaced before reading, so those rows are read once an option.
        Self { rows: profile.checks.iter().map(|row| (row, Expression::parse(&row.expression))).collect() }
    }
}

/// Makes forms; equal texts of all its forms are shared.
pub(crate) struct Assembler<'a> {
    profile: &'a Profile,
    checks: Checks<'a>,
    texts: Interner,
    /// The checks of the form made last.
    last: Vec<Arc<Check>>,
}

/// What form to make.
pub(crate) struct Wanted<'a> {
    pub(crate) id: String,
    pub(crate) contest: ContestIx,
    pub(crate) constituency: Option<ConstituencyIx>,
    pub(crate) level: u8,
    pub(crate) template: &'a FormTemplate,
    pub(crate) options: Vec<OptionInput<'a>>,
}

impl<'a> Assembler<'a> {
    pub(crate) fn new(profile: &'a Profile) -> Self {
        Self { profile, checks: Checks::new(profile), texts: Interner::default(), last: Vec::new() }
    }

    pub(crate) fn form(&mut self, wanted: Wanted<'a>) -> Result<Form, ProfileError> {
        let Wanted { id, contest, constituency, level, template, options } = wanted;
        let mut draft =
            Draft { contest: self.profile.contest_at(contest), texts: &mut self.texts, fields: Vec::new() };
        let (options, pages) = if template.columns {
            (draft.columns(&options, template), 1)
        } else {
            draft.station(&options, template)
        };
        let fields = draft.fields;
        if fields.len() > usize::from(u16::MAX) {
            return Err(ProfileError::Value {
                place: format!("form {id}"),
                reason: format!("{} fields; a form has at most 65,535", fields.len()),
            });
        }
        let by_name = order_by_name(&fields);
        let mut form = Form {
            id: Text::from(id),
            name_key: self.texts.text(&template.name_key),
            contest,
            constituency,
            level,
            overseas: template.overseas,
            pages,
            page_tags: template.pages.clone(),
            fields,
            options,
            checks: Vec::new(),
            by_name,
        };
        for check in self.checks(&form, template)? {
            // The forms of one constituency at several levels differ in nothing but their levels.
            let same = self.last.get(form.checks.len()).filter(|last| ***last == check).cloned();
            form.checks.push(same.unwrap_or_else(|| Arc::new(check)));
        }
        self.last.clone_from(&form.checks);
        Ok(form)
    }

    fn checks(&mut self, form: &Form, template: &FormTemplate) -> Result<Vec<Check>, ProfileError> {
        let mut checks = Vec::new();
        for (row, parsed) in &self.checks.rows {
            if !template.groups.contains(&row.group) {
                continue;
            }
            let wrong = |source| ProfileError::Check {
                check: row.id.clone(),
                form: form.id.as_str().to_owned(),
                source,
            };
            let find = |name: &str| find_field(&form.fields, &form.by_name, name);
            let texts = &mut self.texts;
            let mut make = |id: &str, expression: &Expression| {
                let what = CheckTexts {
                    id: texts.text(id),
                    rule: texts.text(&row.id),
                    hard: row.hard,
                    legal: texts.text(&row.legal),
                    message_key: texts.text(&row.message_key),
                };
                Check::compile(expression, what, &form.fields, &find, &mut |text| texts.text(text))
                    .map_err(wrong)
            };
            if row.each == Each::Form {
                checks.push(make(&row.id, parsed.as_ref().map_err(|error| wrong(error.clone()))?)?);
                continue;
            }
            for option in &form.options {
                if row.each == Each::Option || option.list_field.is_some() {
                    let expression = Expression::parse(&row.expression.replace("{option}", &option.key));
                    checks.push(make(&format!("{}.{}", row.id, option.key), &expression.map_err(wrong)?)?);
                }
            }
        }
        Ok(checks)
    }
}

/// A form's fields while they are being written down.
struct Draft<'a> {
    contest: &'a Contest,
    texts: &'a mut Interner,
    fields: Vec<Field>,
}

impl Draft<'_> {
    /// The fields of a station's form: lines, votes, lines after the votes.
    fn station(&mut self, options: &[OptionInput<'_>], template: &FormTemplate) -> (Vec<OptionDef>, u8) {
        for row in template.rows.iter().filter(|row| !row.after_options) {
            self.line(row, row.page);
        }
        let mut defs = Vec::with_capacity(options.len());
        let mut last_page = template.options.as_ref().map_or(0, |rows| rows.page);
        if let Some(rows) = &template.options {
            for (at, option) in options.iter().enumerate() {
                let turned = if rows.per_page == 0 { 0 } else { at / usize::from(rows.per_page) };
                last_page = rows.page.saturating_add(u8::try_from(turned).unwrap_or(u8::MAX));
                defs.push(self.option(option, &rows.item, last_page, rows.digits));
            }
        }
        let mut pages = last_page;
        for row in template.rows.iter().filter(|row| row.after_options) {
            let page = last_page.saturating_add(row.page);
            pages = pages.max(page);
            self.line(row, page);
        }
        (defs, pages)
    }

    /// The fields of a form that adds up others: the contest's columns.
    fn columns(&mut self, options: &[OptionInput<'_>], template: &FormTemplate) -> Vec<OptionDef> {
        let digits = template.digits.unwrap_or(10);
        let mut defs = Vec::new();
        for column in &self.contest.columns {
            let Some(key) = &column.option else {
                let (label, item) = (column.label_key.clone(), String::new());
                self.push(&column.name, &label, &item, digits, 1);
                continue;
            };
            if let Some(option) = options.iter().find(|option| option.number.to_string() == *key) {
                defs.push(self.option(option, "", 1, digits));
            }
        }
        defs
    }

    fn line(&mut self, row: &FormRow, page: u8) {
        for name in field_names(row) {
            self.push(&name, &label_key(&name), &row.item, row.digits, page);
        }
    }

    fn option(&mut self, option: &OptionInput<'_>, item: &str, page: u8, digits: u8) -> OptionDef {
        let key = self.texts.text(&option.number.to_string());
        let name = format!("votes.{key}");
        let (field, column) = self.push(&name, "field-votes", item, digits, page);
        let mut list_field = None;
        let mut candidates = Vec::new();
        if let Some(rows) = &option.candidates {
            list_field = Some(self.push(&format!("{name}.list"), "field-votes-list", item, digits, page).0);
            for row in rows {
                let key = self.texts.text(&row.number.to_string());
                let (field, _) =
                    self.push(&format!("{name}.{key}"), "field-votes-candidate", item, digits, page);
                candidates.push(CandidateDef {
                    key,
                    number: row.number,
                    name: self.texts.text(&row.name),
                    source_id: row.source_id,
                    sex: row.sex,
                    home: self.texts.text(&row.home),
                    field,
                });
            }
        }
        OptionDef {
            key,
            name: self.texts.text(option.name),
            number: option.number,
            source_id: option.source_id,
            field,
            column,
            colour: option.colour.map(str::to_owned),
            sex: option.row.and_then(|row| row.sex),
            home: self.texts.text(option.row.map_or("", |row| &row.home)),
            candidates,
            list_field,
        }
    }

    fn push(
        &mut self,
        name: &str,
        label: &str,
        item: &str,
        digits: u8,
        page: u8,
    ) -> (FieldIx, Option<crate::profile::ColumnIx>) {
        let ix = FieldIx(u16::try_from(self.fields.len()).unwrap_or(u16::MAX));
        let column = self.contest.column(name);
        self.fields.push(Field {
            name: self.texts.text(name),
            label_key: self.texts.text(label),
            item: self.texts.text(item),
            digits,
            page,
            column,
        });
        (ix, column)
    }
}

/// The options of a contest whose options the profile itself states, at a place with this code.
pub(crate) fn profile_options<'a>(
    profile: &'a Profile,
    contest: &'a Contest,
    on_ballot: impl Fn(&crate::profile::Party) -> bool,
) -> Vec<OptionInput<'a>> {
    match contest.kind {
        ContestKind::Candidates => contest
            .options
            .iter()
            .map(|row| OptionInput {
                number: row.number,
                name: &row.name,
                source_id: row.source_id,
                colour: row.colour.as_deref(),
                row: None,
                candidates: None,
            })
            .collect(),
        ContestKind::Parties => profile
            .parties
            .iter()
            .filter(|party| on_ballot(party))
            .map(|party| OptionInput {
                number: party.number,
                name: &party.name,
                source_id: party.source_id,
                colour: party.colour.as_deref(),
                row: None,
                candidates: None,
            })
            .collect(),
        ContestKind::PerConstituency => Vec::new(),
    }
}

impl Profile {
    /// The form of a contest's station as far as the profile itself knows it: with the options it states, without lists
    /// and candidates. `None` where the contest has no such form.
    pub fn station_form(&self, contest: ContestIx, overseas: bool) -> Result<Option<Form>, ProfileError> {
        let row = self.contest_at(contest);
        let level = self.station_level();
        let Some(template) = self.template(&row.id, level, overseas) else { return Ok(None) };
        let options = profile_options(self, row, |party| row.local_parties || party.only_in.is_empty());
        let id = template.id.clone();
        Assembler::new(self)
            .form(Wanted { id, contest, constituency: None, level, template, options })
            .map(Some)
    }
}

/// Makes every form of the profile once, with two made-up candidates where a table would give them: a profile
/// that passes cannot fail later over a check or a field.
pub(crate) fn validate_forms(profile: &Profile) -> Result<(), ProfileError> {
    let per_constituency = |contest: &&Contest| contest.kind == ContestKind::PerConstituency;
    let numbers: BTreeMap<String, BTreeSet<u16>> = profile
        .contests
        .iter()
        .filter(per_constituency)
        .map(|contest| (contest.id.clone(), BTreeSet::from([1, 2])))
        .collect();
    let mut filled = profile.clone();
    filled.fill_columns(&numbers);
    let made_up: Vec<CandidateRow> = (1..=2)
        .map(|number| CandidateRow {
            contest: String::new(),
            constituency: Code::new("1").unwrap_or(profile.nation.code),
            party: None,
            number,
            name: "-".to_owned(),
            source_id: None,
            sex: None,
            home: String::new(),
        })
        .collect();
    let mut assembler = Assembler::new(&filled);
    for (ix, contest) in filled.contests() {
        for level in 0..=filled.station_level() {
            for overseas in [false, true] {
                let Some(template) = filled.template(&contest.id, level, overseas) else { continue };
                for with_lists in [false, true] {
                    let mut options = if contest.kind == ContestKind::PerConstituency {
                        made_up
                            .iter()
                            .map(|row| OptionInput {
                                number: row.number,
                                name: &row.name,
                                source_id: None,
                                colour: None,
                                row: None,
                                candidates: None,
                            })
                            .collect()
                    } else {
                        profile_options(&filled, contest, |party| {
                            contest.local_parties || party.only_in.is_empty()
                        })
                    };
                    if with_lists && contest.kind == ContestKind::Parties {
                        for option in &mut options {
                            option.candidates = Some(made_up.iter().collect());
                        }
                    }
                    assembler.form(Wanted {
                        id: template.id.clone(),
                        contest: ix,
                        constituency: None,
                        level,
                        template,
                        options,
                    })?;
                }
            }
        }
    }
    Ok(())
}
