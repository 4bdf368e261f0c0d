//! Minutes that were signed in ink, photographed back: which page of which print each photo shows, and which pages are missing.
//!
//! What is known here is what the page's code says ([`reader::minutes`]): that it was set from this statement, is this page, and
//! had these words and figures on it when it was set. Whether its figures are still those that were set is held against the print
//! by itself ([`reader::minutes::compared`]); signatures and words a person compares.

use ledger::Hash;
use reader::minutes::{MinutesCode, NotRead};

/// A page as it was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedPage {
    /// The print: SHA-256 of its file.
    pub print: Hash,
    /// Id of the statement that it was set from.
    pub statement: Hash,
    /// Page, from 1.
    pub page: u16,
    /// What its code says of everything set on it.
    pub says: [u8; 8],
}

/// What a photo shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// A page of the print that the photos are of, set from what stands.
    Page,
    /// A page of what stands, of another print than the other photos.
    OtherPrint,
    /// A page of what stands that was not set here, or not with these figures.
    Unknown,
    /// A page of another statement: an earlier one, or another place's.
    OtherStatement,
    /// No page of minutes.
    NoPage,
    /// A page whose code can't be read.
    NoCode,
    /// No picture that can be read.
    NoPicture,
}

impl Shows {
    /// Every one.
    pub const ALL: [Shows; 7] = [
        Shows::Page,
        Shows::OtherPrint,
        Shows::Unknown,
        Shows::OtherStatement,
        Shows::NoPage,
        Shows::NoCode,
        Shows::NoPicture,
    ];

    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            Shows::Page => "page",
            Shows::OtherPrint => "other-print",
            Shows::Unknown => "unknown",
            Shows::OtherStatement => "other-statement",
            Shows::NoPage => "no-page",
            Shows::NoCode => "no-code",
            Shows::NoPicture => "no-picture",
        }
    }
}

/// What photos show together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// What each shows, in their order.
    pub each: Vec<Shows>,
    /// The print that they are of.
    pub print: Option<Hash>,
    /// Its pages that none of them shows.
    pub missing: Vec<u16>,
}

/// Looks at photos together. `same` are the statements that say what stands; `pages` those of every print, the newest first.
/// The photos are of the print that most of them show, and of those of the newest; where none shows any, all pages of the
/// newest print of what stands are missing.
pub fn together(read: &[Result<MinutesCode, NotRead>], same: &[Hash], pages: &[PrintedPage]) -> Together {
    let standing = || pages.iter().filter(|page| same.contains(&page.statement));
    let print_of = |code: &MinutesCode| {
        let is = |page: &&PrintedPage| {
            (page.statement.0, page.page, page.says) == (code.statement, code.page, code.says)
        };
        standing().filter(is).map(|page| page.print).collect::<Vec<Hash>>()
    };
    let mut prints: Vec<(usize, Hash)> = Vec::new();
    for page in standing() {
        if prints.iter().all(|(_, print)| *print != page.print) {
            let shown = read.iter().flatten().filter(|code| print_of(code).contains(&page.print));
            prints.push((shown.count(), page.print));
        }
    }
    // Of equal ones the first, which is the newest.
    let most = prints.iter().map(|(shown, _)| *shown).max();
    let print = prints.iter().find(|(shown, _)| Some(*shown) == most).map(|(_, print)| *print);
    let each: Vec<Shows> = read
        .iter()
        .map(|read| match read {
            Ok(code) if !same.contains(&Hash(code.statement)) => Shows::OtherStatement,
            Ok(code) => {
                let of = print_of(code);
                match print {
                    Some(print) if of.contains(&print) => Shows::Page,
                    Some(_) | None if of.is_empty() => Shows::Unknown,
                    Some(_) | None => Shows::OtherPrint,
                }
            }
            Err(NotRead::NoPage(_)) => Shows::NoPage,
            Err(NotRead::NoCode) => Shows::NoCode,
            Err(NotRead::Picture(_)) => Shows::NoPicture,
        })
        .collect();
    let shown: Vec<u16> = read
        .iter()
        .flatten()
        .zip(read.iter().zip(&each).filter(|(read, _)| read.is_ok()).map(|(_, shows)| *shows))
        .filter(|(_, shows)| *shows == Shows::Page)
        .map(|(code, _)| code.page)
        .collect();
    let missing = pages.iter().filter(|page| Some(page.print) == print && !shown.contains(&page.page));
    Together { each, print, missing: missing.map(|page| page.page).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reader::page::NotFound;

    const STANDS: Hash = Hash([1; 32]);
    const EARLIER: Hash = Hash([2; 32]);
    const NEW: Hash = Hash([11; 32]);
    const OLD: Hash = Hash([12; 32]);

    fn set(print: Hash, statement: Hash, pages: u16, says: u8) -> Vec<PrintedPage> {
        (1..=pages).map(|page| PrintedPage { print, statement, page, says: [says; 8] }).collect()
    }

    fn photo(statement: Hash, page: u16, says: u8) -> MinutesCode {
        MinutesCode { statement: statement.0, page, pages: 3, says: [says; 8] }
    }

    fn prints() -> Vec<PrintedPage> {
        [set(NEW, STANDS, 3, 7), set(OLD, STANDS, 3, 8)].concat()
    }

    #[test]
    fn all_pages_of_one_print_miss_nothing_in_whatever_order() {
        let photos = [3, 1, 2].map(|page| Ok(photo(STANDS, page, 7)));
        let found = together(&photos, &[STANDS], &prints());
        let whole = Together { each: vec![Shows::Page; 3], print: Some(NEW), missing: Vec::new() };
        assert_eq!(found, whole);
    }

    #[test]
    fn photos_are_of_the_print_that_most_of_them_show_and_its_missing_pages_are_named() {
        let photos = [Ok(photo(STANDS, 1, 8)), Ok(photo(STANDS, 3, 8)), Ok(photo(STANDS, 2, 7))];
        let found = together(&photos, &[STANDS], &prints());
        assert_eq!(found.each, [Shows::Page, Shows::Page, Shows::OtherPrint]);
        assert_eq!((found.print, found.missing), (Some(OLD), vec![2]));
    }

    #[test]
    fn what_is_no_page_of_what_stands_is_told_by_what_it_is() {
        let photos = [
            Ok(photo(EARLIER, 1, 7)),
            Ok(photo(STANDS, 1, 9)),
            Err(NotRead::NoPage(NotFound::Blank)),
            Err(NotRead::NoCode),
            Ok(photo(STANDS, 2, 7)),
        ];
        let found = together(&photos, &[STANDS], &prints());
        let told = [Shows::OtherStatement, Shows::Unknown, Shows::NoPage, Shows::NoCode, Shows::Page];
        assert_eq!((found.each.as_slice(), found.missing), (told.as_slice(), vec![1, 3]));
    }

    #[test]
    fn a_statement_before_that_says_the_same_figures_is_what_stands() {
        let pages = set(OLD, EARLIER, 1, 7);
        let photos = [Ok(photo(EARLIER, 1, 7))];
        assert_eq!(together(&photos, &[STANDS, EARLIER], &pages).each, [Shows::Page]);
        assert_eq!(together(&photos, &[STANDS], &pages).each, [Shows::OtherStatement]);
        assert_eq!(together(&[], &[], &[]).print, None);
    }
}
