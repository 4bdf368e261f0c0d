//! A profile's layout files: fixed ones, and templates that a constituency's list of candidates completes.

use std::collections::BTreeMap;

use election::Form;

use super::{Layout, LayoutError, Template};

/// One file under `layouts/`.
#[derive(Clone, Debug)]
pub enum LayoutFile {
    /// A form that is the same everywhere.
    Fixed(Layout),
    /// Forms that follow a list of candidates.
    Template(Template),
}

impl LayoutFile {
    /// Reads a file: one with `[[forms]]` is a template.
    pub fn parse(text: &str) -> Result<LayoutFile, LayoutError> {
        let table: toml::Table = toml::from_str(text)?;
        Ok(if table.contains_key("forms") {
            LayoutFile::Template(Template::parse(text)?)
        } else {
            LayoutFile::Fixed(Layout::parse(text)?)
        })
    }
}

/// All layout files of a profile.
#[derive(Clone, Debug, Default)]
pub struct LayoutFiles {
    files: Vec<LayoutFile>,
}

impl LayoutFiles {
    /// Of these files. No two layouts share a name, and no two pages a tag: that is how a photo says which it is.
    pub fn new(files: Vec<LayoutFile>) -> Result<LayoutFiles, LayoutError> {
        let all = LayoutFiles { files };
        let mut known: Vec<(String, Vec<u16>)> = Vec::new();
        for layout in all.outlines() {
            let tags: Vec<u16> = layout.pages.iter().map(|page| page.tag).collect();
            let alike = |(name, other): &&(String, Vec<u16>)| {
                name == layout.name() || other.iter().any(|tag| tags.contains(tag))
            };
            if let Some((one, _)) = known.iter().find(alike) {
                return Err(LayoutError::Alike { one: one.clone(), other: layout.name().to_owned() });
            }
            known.push((layout.name().to_owned(), tags));
        }
        Ok(all)
    }

    /// Of a profile's files: those under `layouts/`. An error says in which.
    pub fn of_profile(files: &BTreeMap<String, String>) -> Result<LayoutFiles, (String, LayoutError)> {
        let own = files.iter().filter(|(name, _)| name.starts_with("layouts/"));
        let parse =
            |(name, text): (&String, &String)| LayoutFile::parse(text).map_err(|error| (name.clone(), error));
        let parsed = own.map(parse).collect::<Result<_, _>>()?;
        LayoutFiles::new(parsed).map_err(|error| ("layouts/".to_owned(), error))
    }

    /// By what a photo's page is told without knowing whose it is: fixed layouts as they are, templates' pages without what
    /// stands on them.
    pub fn outlines(&self) -> Vec<Layout> {
        let of = |file: &LayoutFile| match file {
            LayoutFile::Fixed(layout) => vec![layout.clone()],
            LayoutFile::Template(template) => {
                template.forms.iter().map(|form| template.outline(form)).collect()
            }
        };
        self.files.iter().flat_map(of).collect()
    }

    /// Those that are the same everywhere.
    pub fn fixed(&self) -> Vec<Layout> {
        let of = |file: &LayoutFile| match file {
            LayoutFile::Fixed(layout) => Some(layout.clone()),
            LayoutFile::Template(_) => None,
        };
        self.files.iter().filter_map(of).collect()
    }

    /// Names of all of them.
    pub fn names(&self) -> Vec<String> {
        self.outlines().iter().map(|layout| layout.name().to_owned()).collect()
    }

    /// Whether a form's layout waits for a list of candidates.
    pub fn follows_a_list(&self, form: &Form) -> bool {
        self.is_template(template(form))
    }

    /// Whether forms of this id, that of their template in the profile, wait for a list of candidates.
    pub fn is_template(&self, id: &str) -> bool {
        self.files.iter().any(|file| match file {
            LayoutFile::Fixed(_) => false,
            LayoutFile::Template(all) => all.forms.iter().any(|of| of.form == id),
        })
    }

    /// The layouts of a form: a constituency's form (`c-hasil-dpr/3201`) has its template's (`c-hasil-dpr`). The first is
    /// the form's own, others are copies of other sizes.
    pub fn of(&self, form: &Form) -> Result<Vec<Layout>, LayoutError> {
        let template = template(form);
        let mut found = Vec::new();
        for file in &self.files {
            match file {
                LayoutFile::Fixed(layout) if layout.is_of(form) => {
                    found.push(layout.clone());
                }
                LayoutFile::Fixed(_) => {}
                LayoutFile::Template(all) => {
                    for of in all.forms.iter().filter(|of| of.form == template) {
                        found.push(all.layout(of, form)?);
                    }
                }
            }
        }
        found.sort_by_key(|layout| layout.id.is_some());
        Ok(found)
    }
}

/// The template a form was made of: its id up to the constituency or the number of options.
pub(super) fn template(form: &Form) -> &str {
    form.id.split(['/', '@']).next().unwrap_or_default()
}
