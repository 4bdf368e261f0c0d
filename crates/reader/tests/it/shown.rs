//! What a person is shown of a photo while they type.

use std::fs;

use reader::Gray;
use reader::decode::decode;
use reader::layout::Layout;
use reader::page::NotFound;
use reader::read::shown::Laid;

use super::bundle::bundle;
use super::real_photos::photos;

fn layout() -> Layout {
    Layout::parse(&bundle("profiles/id-2024").files["layouts/c-hasil-ppwp.toml"]).unwrap()
}

/// A photo taken upside down.
fn turned(picture: &Gray) -> Gray {
    let pixels = picture.pixels().iter().rev().copied().collect();
    Gray::new(picture.width(), picture.height(), pixels).unwrap()
}

#[test]
fn every_number_of_real_photos_is_shown_upright_however_they_were_taken() {
    let Some(folder) = photos() else { return };
    let layouts = [layout()];
    let mut shown = 0;
    for page in 1..=3 {
        let bytes = fs::read(folder.join(format!("real_8271021022008_p{page}.jpg"))).unwrap();
        let picture = decode(&bytes).unwrap();
        let laid = Laid::find(picture.clone(), &layouts).unwrap();
        let over = Laid::find(turned(&picture), &layouts).unwrap();
        assert_eq!((laid.page(), over.page()), (page, page));
        for number in &layouts[0].page(page).unwrap().numbers {
            let one = laid.number(&number.field).unwrap();
            let other = over.number(&number.field).unwrap();
            assert_eq!((one.width(), one.height()), (other.width(), other.height()));
            let away = |(one, other): (&u8, &u8)| u64::from(one.abs_diff(*other));
            let apart: u64 = one.pixels().iter().zip(other.pixels()).map(away).sum();
            let most = u64::try_from(one.pixels().len()).unwrap();
            assert!(apart < 6 * most, "{} {}", number.field, apart / most);
            // Something is printed there.
            let (least, most) = (one.pixels().iter().min().unwrap(), one.pixels().iter().max().unwrap());
            assert!(most - least > 60, "{}", number.field);
            shown += 1;
        }
        assert_eq!(laid.number("votes.99"), None);
    }
    assert_eq!(shown, layouts[0].pages.iter().map(|page| page.numbers.len()).sum::<usize>());
}

#[test]
fn a_photo_without_a_form_shows_no_number() {
    let wall = Gray::new(900, 1_200, vec![180; 900 * 1_200]).unwrap();
    assert!(matches!(Laid::find(wall, &[layout()]), Err(NotFound::Blank)));
}
