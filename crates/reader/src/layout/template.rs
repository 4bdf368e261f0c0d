//! Layouts of forms whose pages follow a list of candidates: pieces, and the order they are put down in.
//!
//! A template is data as a layout is. [`Template::layout`] makes of it the layout of one constituency's form: pure, the same
//! form and template always the same layout, and every number of the form on it once.

use std::collections::BTreeMap;

use election::{Form, OptionDef};
use serde::Deserialize;

use super::{Layout, LayoutError, Marks, Mm, Number, Page, Printed, QrPlace, Spot, TagPlace, Usual};
use crate::tags::code;

/// Most pages a form has: each has a hundred tags of its own.
pub const MOST_PAGES: u8 = 99;

/// Longest text that names in braces may make.
const MOST_TEXT: usize = 2_000;

/// A file that lays out several forms, each for any list of candidates.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The forms it lays out.
    pub forms: Vec<TemplateForm>,
    sheet: Spot,
    marks: Marks,
    tag: TagPlace,
    #[serde(default)]
    qr: Option<QrPlace>,
    #[serde(default)]
    usual: Usual,
    #[serde(default)]
    printed: Printed,
    #[serde(default)]
    parts: BTreeMap<String, Part>,
    pages: Vec<TemplatePage>,
}

/// A form of a template.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateForm {
    /// Id of the form's template in the profile.
    pub form: String,
    /// Page n has the tag of this number and n. The hundred after it are this form's.
    pub tags: u16,
    /// What names in braces become on this form.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

/// A piece of a page, measured from its own upper left corner.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    /// Width and height it takes.
    size: Spot,
    #[serde(default)]
    numbers: Vec<Number>,
    #[serde(default)]
    printed: Printed,
}

/// What a piece, or a page, is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Each {
    /// Every option on the ballot.
    Option,
    /// Every candidate of the option the page is of.
    Candidate,
}

/// One page, or one kind of pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplatePage {
    /// The forms that have it; left out: all.
    #[serde(default)]
    forms: Vec<String>,
    /// `option`: pages of its own for each.
    #[serde(default)]
    each: Option<Each>,
    #[serde(default)]
    numbers: Vec<Number>,
    #[serde(default)]
    printed: Printed,
    /// Pieces at their places, on each of its pages.
    #[serde(default)]
    put: Vec<Put>,
    /// Pieces one below the other, on as many pages as they take.
    #[serde(default)]
    flow: Option<Flow>,
}

/// A piece at its place; made for each of several, they follow from left to right, then below.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Put {
    part: String,
    at: Spot,
    #[serde(default)]
    each: Option<Each>,
    #[serde(default = "one")]
    across: u8,
    #[serde(default)]
    words: BTreeMap<String, String>,
}

fn one() -> u8 {
    1
}

/// Pieces one below the other.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flow {
    /// Upper left corner of the first.
    from: Spot,
    /// Lowest that one may reach; what doesn't fit begins a new page.
    to: Mm,
    rows: Vec<Row>,
}

/// A piece of a flow.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    part: String,
    #[serde(default)]
    each: Option<Each>,
    /// Whether it stands on top of every further page too.
    #[serde(default)]
    again: bool,
}

/// What names in braces become.
type Words = BTreeMap<String, String>;

impl Template {
    /// Reads a template's file. What it makes is checked when it is made.
    pub fn parse(text: &str) -> Result<Template, LayoutError> {
        let template: Template = toml::from_str(text)?;
        template.check()?;
        Ok(template)
    }

    fn check(&self) -> Result<(), LayoutError> {
        let wrong = |what: &str, why| Err(LayoutError::Misplaced { page: 0, what: what.to_owned(), why });
        for (at, form) in self.forms.iter().enumerate() {
            if code(form.tags.saturating_add(MOST_PAGES.into())).is_none() {
                return wrong(&form.form, "the family has no hundred tags from there on");
            }
            let before = self.forms.get(..at).unwrap_or(&[]);
            if before.iter().any(|other| other.form == form.form || other.tags.abs_diff(form.tags) < 100) {
                return wrong(&form.form, "it, or one of its hundred tags, stands twice");
            }
        }
        for page in &self.pages {
            let candidates = page.put.iter().map(|put| put.each);
            let rows = page.flow.iter().flat_map(|flow| &flow.rows).map(|row| row.each);
            let inner = candidates.chain(rows).flatten();
            match page.each {
                Some(Each::Candidate) => return wrong("each", "pages are made for options, not candidates"),
                Some(Each::Option) if inner.clone().any(|each| each == Each::Option) => {
                    return wrong("each", "a page of one option holds no others");
                }
                None if inner.clone().any(|each| each == Each::Candidate) => {
                    return wrong("each", "candidates stand on pages of their option");
                }
                Some(Each::Option) | None => {}
            }
            if page.put.iter().any(|put| put.across == 0) {
                return wrong("put", "none stand side by side");
            }
            let parts = page.put.iter().map(|put| &put.part);
            for name in parts.chain(page.flow.iter().flat_map(|flow| &flow.rows).map(|row| &row.part)) {
                match self.parts.get(name) {
                    None => return wrong(name, "there is no such part"),
                    Some(part) if part.size.x.0 < 100 || part.size.y.0 < 100 => {
                        return wrong(name, "is smaller than a millimetre");
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    /// The pages of a form without what stands on them: enough to find one, and to read whose it is.
    pub fn outline(&self, form: &TemplateForm) -> Layout {
        let page = |page: u8| Page {
            page,
            tag: form.tags.saturating_add(page.into()),
            numbers: Vec::new(),
            printed: Printed::default(),
        };
        self.around(form, (1..=MOST_PAGES).map(page).collect())
    }

    /// The layout of a form with the options and candidates it has.
    pub fn layout(&self, of: &TemplateForm, form: &Form) -> Result<Layout, LayoutError> {
        let mut made = Making { template: self, of, form, pages: Vec::new() };
        for page in self.pages.iter().filter(|page| page.forms.is_empty() || page.forms.contains(&of.form)) {
            match page.each {
                Some(Each::Option) => {
                    for option in &form.options {
                        made.page(page, Some(option))?;
                    }
                }
                Some(Each::Candidate) | None => made.page(page, None)?,
            }
        }
        let pages = made.pages;
        let mut layout = self.around(of, pages);
        let words = &of.words;
        spoken(&mut [], &mut layout.printed, &[words], &of.form)?;
        layout.check()?;
        let placed =
            |name: &str| layout.pages.iter().flat_map(|page| &page.numbers).any(|one| one.field == name);
        if let Some(field) = form.fields.iter().find(|field| !placed(&field.name)) {
            return Err(LayoutError::Unplaced { form: of.form.clone(), field: field.name.to_string() });
        }
        for page in &layout.pages {
            if let Some(number) = page.numbers.iter().find(|number| form.field(&number.field).is_none()) {
                return Err(LayoutError::Misplaced {
                    page: page.page,
                    what: number.field.clone(),
                    why: "the form has no such field",
                });
            }
        }
        Ok(layout)
    }

    fn around(&self, form: &TemplateForm, pages: Vec<Page>) -> Layout {
        Layout {
            form: form.form.clone(),
            id: None,
            sheet: self.sheet,
            marks: self.marks.clone(),
            tag: self.tag.clone(),
            qr: self.qr.clone(),
            usual: self.usual.clone(),
            printed: self.printed.clone(),
            pages,
        }
    }
}

/// A layout while it is made.
struct Making<'a> {
    template: &'a Template,
    of: &'a TemplateForm,
    form: &'a Form,
    pages: Vec<Page>,
}

impl Making<'_> {
    /// Pages of one kind: of one option, or of all.
    fn page(&mut self, page: &TemplatePage, option: Option<&OptionDef>) -> Result<(), LayoutError> {
        self.begin(page, option)?;
        let Some(flow) = &page.flow else { return Ok(()) };
        let mut y = flow.from.y.0;
        for (at, row) in flow.rows.iter().enumerate() {
            for words in self.each(row.each, option) {
                let high = self.template.parts.get(&row.part).map_or(0, |part| part.size.y.0);
                let mut fresh = false;
                if y.saturating_add(high) > flow.to.0 && y > flow.from.y.0 {
                    self.begin(page, option)?;
                    y = flow.from.y.0;
                    for head in flow.rows.iter().take(at).filter(|head| head.again) {
                        for words in self.each(head.each, option) {
                            y = self.row(flow, head, y, &words)?;
                        }
                    }
                    fresh = true;
                }
                if fresh && y.saturating_add(high) > flow.to.0 {
                    return Err(self.wrong(&row.part, "does not fit on a page of its own"));
                }
                y = self.row(flow, row, y, &words)?;
            }
        }
        Ok(())
    }

    /// A new page with what every page of its kind has.
    fn begin(&mut self, page: &TemplatePage, option: Option<&OptionDef>) -> Result<(), LayoutError> {
        let number = u8::try_from(self.pages.len() + 1).unwrap_or(u8::MAX);
        if number > MOST_PAGES {
            return Err(self.wrong("pages", "there are over 99"));
        }
        let mut new = Page {
            page: number,
            tag: self.of.tags.saturating_add(number.into()),
            numbers: page.numbers.clone(),
            printed: page.printed.clone(),
        };
        let words = of_option(option);
        spoken(&mut new.numbers, &mut new.printed, &[&words, &self.of.words], "page")?;
        self.pages.push(new);
        for put in &page.put {
            let Some(size) = self.template.parts.get(&put.part).map(|part| part.size) else { continue };
            for (count, words) in (0..).zip(self.each(put.each, option)) {
                let (column, row) = (count % i32::from(put.across), count / i32::from(put.across));
                let by = |size: i32, times: i32| size.saturating_mul(times);
                let at = put.at.moved(by(size.x.0, column), by(size.y.0, row));
                self.part(&put.part, at, &[&put.words, &words])?;
            }
        }
        Ok(())
    }

    fn row(&mut self, flow: &Flow, row: &Row, y: i32, words: &Words) -> Result<i32, LayoutError> {
        self.part(&row.part, Spot { x: flow.from.x, y: Mm(y) }, &[words])?;
        let high = self.template.parts.get(&row.part).map_or(0, |part| part.size.y.0);
        Ok(y.saturating_add(high))
    }

    /// The words of each that a piece is made for.
    fn each(&self, each: Option<Each>, option: Option<&OptionDef>) -> Vec<Words> {
        match each {
            None => vec![of_option(option)],
            Some(Each::Option) => self.form.options.iter().map(|one| of_option(Some(one))).collect(),
            Some(Each::Candidate) => option
                .iter()
                .flat_map(|option| &option.candidates)
                .map(|one| {
                    let mut words = of_option(option);
                    words.insert("candidate".to_owned(), one.key.to_string());
                    words
                })
                .collect(),
        }
    }

    /// Puts a piece on the last page.
    fn part(&mut self, name: &str, at: Spot, words: &[&Words]) -> Result<(), LayoutError> {
        let Some(part) = self.template.parts.get(name) else {
            return Err(self.wrong(name, "there is no such part"));
        };
        let mut numbers: Vec<Number> = part.numbers.iter().cloned().map(|one| one.moved(at)).collect();
        let mut printed = part.printed.clone().moved(at);
        let all: Vec<&Words> = words.iter().copied().chain([&self.of.words]).collect();
        spoken(&mut numbers, &mut printed, &all, name)?;
        if let Some(page) = self.pages.last_mut() {
            page.numbers.extend(numbers);
            page.printed.add(printed);
        }
        Ok(())
    }

    fn wrong(&self, what: &str, why: &'static str) -> LayoutError {
        let page = u8::try_from(self.pages.len()).unwrap_or(u8::MAX);
        LayoutError::Misplaced { page, what: what.to_owned(), why }
    }
}

fn of_option(option: Option<&OptionDef>) -> Words {
    option.map(|option| ("option".to_owned(), option.key.to_string())).into_iter().collect()
}

/// Puts words for the names in braces of fields and texts; names not known stay for the printer.
fn spoken(
    numbers: &mut [Number],
    printed: &mut Printed,
    words: &[&Words],
    what: &str,
) -> Result<(), LayoutError> {
    let fields = numbers.iter_mut().map(|number| &mut number.field);
    for text in fields.chain(printed.texts.iter_mut().map(|text| &mut text.text)) {
        for (name, word) in words.iter().flat_map(|words| words.iter()) {
            if text.contains('{') {
                *text = text.replace(&format!("{{{name}}}"), word);
            }
            if text.len() > MOST_TEXT {
                let what = what.to_owned();
                return Err(LayoutError::Misplaced { page: 0, what, why: "a text grows without end" });
            }
        }
    }
    Ok(())
}
