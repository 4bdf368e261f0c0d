//! 5.xx

use crate::good;
use crate::world::{
    PHOTO, REDACTED, STATIONS, Story, UNSEEN, assert_found, assert_only, committee, hex, note, of,
};

#[test]
fn c5_01_a_photo_that_a_capture_brought_and_that_is_gone_is_found() {
    let mut files = good();
    files.remove(&format!("blob/{}", hex(PHOTO)));
    let report = files.verify();
    assert_found(&report, "5.01", &format!("photo/{}", hex(PHOTO)));
    assert_only(&report, &["5.01"]);
}

#[test]
fn c5_01_a_photo_with_other_bytes_is_found() {
    let mut files = good();
    let path = format!("blob/{}", hex(PHOTO));
    files.flip(&path, 2);
    let report = files.verify();
    assert_found(&report, "5.01", &path);
    assert_only(&report, &["4.07", "5.01"]);
}

#[test]
fn c5_01_a_photo_may_lie_among_the_photos() {
    let mut files = good();
    let bytes = files.0.remove(&format!("blob/{}", hex(PHOTO))).unwrap();
    files.0.insert(format!("photo/{}", hex(PHOTO)), bytes);
    assert_only(&files.verify(), &[]);
}

#[test]
fn c5_01_a_doctored_photo_beside_the_true_one_is_found() {
    let mut files = good();
    let path = format!("photo/{}", hex(PHOTO));
    files.0.insert(path.clone(), b"a photo of something else".to_vec());
    let report = files.verify();
    assert_found(&report, "5.01", &path);
    assert_found(&report, "4.07", &path);
    assert_only(&report, &["4.07", "5.01"]);
}

#[test]
fn c5_01_pending_evidence_that_is_there_after_all_must_be_whole() {
    let mut files = good();
    let path = format!("photo/{}", hex(UNSEEN));
    files.0.insert(path.clone(), UNSEEN.to_vec());
    assert_only(&files.verify(), &[]);
    files.flip(&path, 0);
    assert_found(&files.verify(), "5.01", &path);
}

#[test]
fn c5_01_a_false_length_stated_by_a_witness_does_not_make_a_true_photo_look_wrong() {
    for bytes in [1, PHOTO.len() + 1, usize::MAX >> 11] {
        let mut story = Story::begin();
        let body = format!(
            r#"{{"contest":"ppwp","station":"{}","page":1,"photo":{{"sha256":"{}","bytes":{bytes},"media":"image/jpeg"}},"at":"2024-02-14T14:00:00+07:00"}}"#,
            STATIONS[0],
            hex(PHOTO)
        );
        story.log(note("capture", &body, &[&committee()]));
        story.blobs.push(PHOTO.to_vec());
        story.cut(true);
        let mut files = story.publish();
        let path = format!("blob/{}", hex(PHOTO));
        files.0.insert(path.clone(), PHOTO.to_vec());
        assert_only(&files.verify(), &[]);
        files.flip(&path, 3);
        let report = files.verify();
        assert_found(&report, "4.07", &path);
        assert!(of(&report, "4.07")[0].found.starts_with(&format!("{} bytes, ", PHOTO.len())));
    }
}

#[test]
fn c5_02_redacted_bytes_that_are_still_served_are_found() {
    let mut files = good();
    let path = format!("blob/{}", hex(REDACTED));
    files.0.insert(path.clone(), REDACTED.to_vec());
    let report = files.verify();
    assert_found(&report, "5.02", &path);
    assert_only(&report, &["5.02"]);
}
