//! Pages into a file (PDF 1.7, ISO 32000-1).

use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref};
use reader::layout::{Layout, Page};
use reader::station::{Modules, StationCode};

use crate::canvas::{Canvas, FONTS, points};
use crate::{Forms, PrintError, Sheet, page};

/// Objects' numbers, one after the other.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Name of what all stations' sheets have alike.
const SHARED: Name<'static> = Name(b"S");

/// The file.
pub(crate) fn pdf(forms: &Forms<'_>, sheets: &[Sheet]) -> Result<Vec<u8>, PrintError> {
    let layout = forms.layout;
    let mut numbers = Numbers(0);
    let mut pdf = Pdf::new();
    let (catalog, tree) = (numbers.next(), numbers.next());
    pdf.catalog(catalog).pages(tree);
    let fonts = FONTS.map(|(name, _)| (name, numbers.next()));
    for ((_, face), (_, id)) in FONTS.iter().zip(fonts) {
        pdf.type1_font(id).base_font(Name(face)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    let (wide, high) = (layout.sheet.x.0, layout.sheet.y.0);
    let whole = Rect::new(0.0, 0.0, points(wide), points(high));
    let mut shared = Vec::new();
    for one in &layout.pages {
        let mut canvas = Canvas::new(high);
        page::shared(&mut canvas, forms, one);
        let id = numbers.next();
        let bytes = canvas.finish();
        let mut object = pdf.form_xobject(id, &bytes);
        object.bbox(whole);
        let mut resources = object.resources();
        let mut named = resources.fonts();
        for (name, font) in fonts {
            named.pair(Name(name), font);
        }
        shared.push(id);
    }
    let mut kids = Vec::new();
    for sheet in sheets {
        for (one, same) in layout.pages.iter().zip(&shared) {
            let code = code(layout, one, sheet)?;
            let mut content = Content::new();
            content.x_object(SHARED);
            let mut canvas = Canvas::new(high);
            page::own(&mut canvas, forms, one, sheet, code.as_ref());
            let mut bytes = content.finish().to_vec();
            bytes.push(b'\n');
            bytes.extend(canvas.finish());
            let (id, contents) = (numbers.next(), numbers.next());
            let mut page = pdf.page(id);
            page.parent(tree).media_box(whole).contents(contents);
            let mut resources = page.resources();
            resources.x_objects().pair(SHARED, *same);
            let mut named = resources.fonts();
            for (name, font) in fonts {
                named.pair(Name(name), font);
            }
            named.finish();
            resources.finish();
            page.finish();
            pdf.stream(contents, &bytes);
            kids.push(id);
        }
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    Ok(pdf.finish())
}

/// A page's code, if the sheet is a station's.
fn code(layout: &Layout, page: &Page, sheet: &Sheet) -> Result<Option<Modules>, PrintError> {
    let Some(station) = &sheet.station else { return Ok(None) };
    if layout.qr.is_none() {
        return Err(PrintError::NoPlace { form: layout.form.clone() });
    }
    let code = StationCode::new(layout.name(), page.page, station).and_then(|code| code.modules());
    let none = || PrintError::NoCode { form: layout.form.clone(), station: station.clone() };
    code.map(Some).ok_or_else(none)
}
