//! Letters with codes: one a page, upright A4, and what is scanned is what was given. Other programs draw the pages and read the
//! codes.

use std::fs;
use std::process::Command;
use std::time::Instant;

use print::letters::{Letter, LetterError, Letters};

fn letters(practice: bool) -> Letters {
    Letters {
        title: "Surat kode".to_owned(),
        language: "id".to_owned(),
        election: "Pemilihan Umum 2024".to_owned(),
        practice: practice.then(|| "SIMULASI: ini latihan, bukan pemilu sungguhan".to_owned()),
        code: "Kode Anda".to_owned(),
        address: "Alamat".to_owned(),
    }
}

fn letter(number: u32) -> Letter {
    let station = format!("8271021022{number:03}");
    let code = format!("8QX4-M2F7-0KTR-{number:04}");
    let page = "https://meja.kpu.example/capture/";
    Letter {
        place: format!("TPS {number:03}"),
        around: "GAMALAMA, TERNATE TENGAH, KOTA TERNATE, MALUKU UTARA, INDONESIA".to_owned(),
        about: vec![
            ("Kode tempat".to_owned(), station),
            ("Untuk".to_owned(), "KPPS, kelompok penyelenggara pemungutan suara".to_owned()),
        ],
        scan: format!("{page}#{code}"),
        code,
        page: page.to_owned(),
        steps: [
            "Amplop ini dibuka hanya oleh petugas tempat yang tertulis di atas, di hadapan petugas lain.",
            "Arahkan kamera telepon ke gambar kotak-kotak di atas, dan buka alamat yang muncul.",
            "Periksa nama tempat di layar. Bila sama dengan surat ini, tekan \"Ya, daftarkan\".",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}

#[test]
fn five_hundred_letters_take_a_moment_and_each_has_a_page_of_its_own() {
    let all: Vec<Letter> = (1..=500).map(letter).collect();
    let began = Instant::now();
    let file = letters(true).pdf(&all).unwrap();
    let took = began.elapsed();
    let a_minute = 500 * 60_000 / took.as_millis().max(1);
    println!("500 letters in {} ms: {a_minute} a minute, {} bytes", took.as_millis(), file.len());
    assert!(a_minute > 5_000, "an office that sends tens of thousands waits for its printer, not for this");
    assert!(String::from_utf8_lossy(&file).contains("/Count 500"));
    assert_eq!(file, letters(true).pdf(&all).unwrap(), "the same letters make the same bytes");
    assert_ne!(file, letters(false).pdf(&all).unwrap());
}

#[test]
fn the_code_on_a_printed_letter_is_scanned_as_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let all = [letter(8), letter(17)];
    fs::write(folder.path().join("letters.pdf"), letters(true).pdf(&all).unwrap()).unwrap();
    if let Ok(screens) = std::env::var("SAKSI_SCREENS") {
        fs::create_dir_all(&screens).unwrap();
        fs::copy(folder.path().join("letters.pdf"), format!("{screens}/letters.pdf")).unwrap();
    }
    let run = |program: &str, arguments: &[&str]| {
        Command::new(program).args(arguments).current_dir(folder.path()).output().ok()
    };
    // 100 dots an inch: a bad printer, held at arm's length.
    let Some(drawn) = run("pdftoppm", &["-r", "100", "-gray", "letters.pdf", "page"]) else {
        println!("skipped: there is no pdftoppm (package poppler-utils)");
        return;
    };
    assert!(drawn.status.success());
    for (page, letter) in ["page-1.pgm", "page-2.pgm"].iter().zip(&all) {
        let drawn = fs::read(folder.path().join(page)).unwrap();
        assert!(drawn.starts_with(b"P5\n827 1170\n") || drawn.starts_with(b"P5\n827 1169\n"), "A4, upright");
        let Some(read) = run("zbarimg", &["--quiet", "--raw", page]) else {
            println!("skipped: there is no zbarimg (package zbar-tools)");
            return;
        };
        assert_eq!(String::from_utf8_lossy(&read.stdout).trim(), letter.scan);
    }
    let text = run("pdftotext", &["letters.pdf", "-"]).unwrap();
    let text = String::from_utf8_lossy(&text.stdout);
    for letter in &all {
        assert!(text.contains(&letter.code) && text.contains(&letter.place), "{text}");
    }
    assert!(!text.contains('?'), "every letter is in the font: {text}");
    assert!(text.contains("SIMULASI") && text.contains("Untuk: KPPS"), "{text}");
}

#[test]
fn what_no_code_holds_is_refused() {
    let scan = "x".repeat(5_000);
    let refused = letters(false).pdf(&[Letter { scan: scan.clone(), ..letter(1) }]);
    assert_eq!(refused, Err(LetterError::TooLong(scan)));
}
