//! Minutes that people sign by certificates.

use std::fs;
use std::path::Path;
use std::process::Command;

use print::minutes::{Column, Item, Minutes, Table};
use tempfile::TempDir;

use crate::common::{command, text};

/// A program that must succeed, with what it printed; none where the machine hasn't got it.
fn run(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let done = Command::new(program).args(arguments).output().ok()?;
    let said = [done.stdout, done.stderr].concat();
    Some((done.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

fn openssl(arguments: &[&str]) -> bool {
    let Some((done, said)) = run("openssl", arguments) else { return false };
    assert!(done, "openssl {arguments:?}: {said}");
    true
}

fn minutes(path: &Path) -> Vec<u8> {
    let figures = vec![Some(110), None];
    let column = Column { name: "Mawar".to_owned(), note: String::new(), figures };
    let items = ["Pemilih", "Suara"].map(|label| Item { number: "1".to_owned(), label: label.to_owned() });
    let table = Table { title: "D.Hasil".to_owned(), columns: vec![column.clone()], total: column };
    let minutes = Minutes {
        title: "D.HASIL KECAMATAN".to_owned(),
        items: items.to_vec(),
        tables: vec![table],
        language: "id".to_owned(),
        ..Minutes::default()
    };
    let bytes = minutes.pdf();
    fs::write(path, &bytes).unwrap();
    bytes
}

/// A key of somebody and its certificate, as PEM and as a PKCS#12 file locked by `rahasia`; false: no OpenSSL here.
fn somebody(folder: &Path, name: &str, kind: &[&str]) -> bool {
    let at = |end: &str| text(&folder.join(format!("{name}.{end}")));
    let (key, certificate) = (at("key"), at("pem"));
    let subject = format!("/CN={name}/O=PPK Mawar");
    let mut make = vec!["req", "-x509", "-nodes", "-days", "30", "-subj", &subject, "-keyout", &key, "-out"];
    make.push(&certificate);
    make.extend(kind);
    let pfx = at("p12");
    let pack =
        ["pkcs12", "-export", "-inkey", &key, "-in", &certificate, "-out", &pfx, "-passout", "pass:rahasia"];
    openssl(&make) && openssl(&pack)
}

fn sign(arguments: &[&str], password: &str) -> Result<String, String> {
    let all: Vec<&str> = ["minutes", "sign"].into_iter().chain(arguments.iter().copied()).collect();
    let done = command(&all).env("SAKSI_SIGNING_PASSWORD", password).output().unwrap();
    let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    if done.status.success() { Ok(said(done.stdout)) } else { Err(said(done.stderr)) }
}

/// The signature in a file, and what it covers: the last one that was appended.
fn last_signature(pdf: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mark = b"/ByteRange";
    let at = pdf.windows(mark.len()).rposition(|window| window == mark).unwrap();
    let text = String::from_utf8_lossy(&pdf[at..at + 100]).into_owned();
    let inside = text.split_once('[').unwrap().1.split_once(']').unwrap().0;
    let numbers: Vec<usize> = inside.split_whitespace().map(|one| one.parse().unwrap()).collect();
    let [start, before, after, length] = numbers[..] else { panic!("{inside}") };
    assert_eq!((start, after + length), (0, pdf.len()), "everything is covered but the signature");
    assert_eq!((pdf[before], pdf[after - 1]), (b'<', b'>'));
    let digits = std::str::from_utf8(&pdf[before + 1..after - 1]).unwrap();
    let bytes: Vec<u8> =
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect();
    // A DER sequence says how long it is; what is left of the hole is zeros.
    let long = 4 + usize::from(bytes[2]) * 256 + usize::from(bytes[3]);
    assert!(bytes[0] == 0x30 && bytes[1] == 0x82 && bytes[long..].iter().all(|byte| *byte == 0));
    (bytes[..long].to_vec(), [&pdf[..before], &pdf[after..]].concat())
}

/// OpenSSL's word on it: who signed is who is trusted here.
fn holds(folder: &Path, pdf: &[u8], certificate: &str) -> bool {
    let (signature, covered) = last_signature(pdf);
    let at = |name: &str| text(&folder.join(name));
    fs::write(at("signature"), signature).unwrap();
    fs::write(at("covered"), covered).unwrap();
    let (signature, covered, trusted) = (at("signature"), at("covered"), at(certificate));
    let arguments = [
        "cms",
        "-verify",
        "-cades",
        "-binary",
        "-inform",
        "DER",
        "-in",
        &signature,
        "-content",
        &covered,
        "-CAfile",
        &trusted,
        "-purpose",
        "any",
        "-out",
        "/dev/null",
    ];
    run("openssl", &arguments).unwrap().0
}

#[test]
fn two_people_sign_minutes_one_after_the_other_and_both_signatures_hold() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| text(&folder.path().join(name));
    let before = minutes(&folder.path().join("minutes.pdf"));
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    if !somebody(folder.path(), "ketua", &["-newkey", "rsa:2048"])
        || !somebody(folder.path(), "saksi", &curve)
    {
        println!("skipped: no openssl here");
        return;
    }
    let reason = ["--reason", "Ketua PPK Mawar \u{2013} \"sah\"", "--location", "Mawar"];
    let mut first =
        vec![at("minutes.pdf"), "--key".to_owned(), at("ketua.p12"), "--out".to_owned(), at("one.pdf")];
    first.extend(reason.map(str::to_owned));
    let first: Vec<&str> = first.iter().map(String::as_str).collect();
    assert!(sign(&first, "rahasia").unwrap().contains("CN=ketua"));
    let one = fs::read(at("one.pdf")).unwrap();
    assert!(one.starts_with(&before), "the file stays as it was");
    assert!(holds(folder.path(), &one, "ketua.pem") && !holds(folder.path(), &one, "saksi.pem"));
    sign(&[&at("one.pdf"), "--key", &at("saksi.p12"), "--out", &at("two.pdf")], "rahasia").unwrap();
    let two = fs::read(at("two.pdf")).unwrap();
    assert!(two.starts_with(&one) && holds(folder.path(), &two, "saksi.pem"));
    // Anything else in the file and it holds no more.
    let mut changed = two.clone();
    changed[200] ^= 1;
    assert!(!holds(folder.path(), &changed, "saksi.pem"));
    if let Some((_, said)) = run("pdfsig", &["-nocert", &at("two.pdf")]) {
        assert_eq!(said.matches("Signature is Valid").count(), 2, "{said}");
        assert_eq!(said.matches("ETSI.CAdES.detached").count(), 2, "{said}");
    }
}

#[test]
fn a_key_that_can_t_sign_signs_nothing_and_says_why() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| text(&folder.path().join(name));
    minutes(&folder.path().join("minutes.pdf"));
    if !somebody(folder.path(), "ketua", &["-newkey", "rsa:2048"])
        || !somebody(folder.path(), "lain", &["-newkey", "rsa:2048"])
    {
        println!("skipped: no openssl here");
        return;
    }
    let (file, key, out) = (at("minutes.pdf"), at("ketua.p12"), at("signed.pdf"));
    let asked = ["--key", &key, "--out", &out];
    let with = |file: &str, more: &[&str], password: &str| {
        let all: Vec<&str> = [file].into_iter().chain(asked).chain(more.iter().copied()).collect();
        sign(&all, password).unwrap_err()
    };
    assert!(with(&file, &[], "salah").contains("password"));
    assert!(
        with(&file, &["--certificate", &at("lain.pem")], "rahasia").contains("not of the key that signed")
    );
    assert!(with(&at("ketua.pem"), &[], "rahasia").contains("no PDF"));
    assert!(with(&at("nothing.pdf"), &[], "rahasia").contains("nothing.pdf"));
    assert!(!Path::new(&out).exists());
    let device = ["--key", "pkcs11:object=ketua", "--out", &out];
    let all: Vec<&str> = [file.as_str()].into_iter().chain(device).collect();
    assert!(sign(&all, "1234").unwrap_err().contains("certificate beside it"));
    // What is there already stays.
    fs::write(&out, "others'").unwrap();
    with(&file, &[], "rahasia");
    assert_eq!(fs::read_to_string(&out).unwrap(), "others'");
}

/// A device as OpenSC's tools see it: SoftHSM, which is one of software.
#[test]
fn a_device_signs_whose_key_nobody_can_take_out() {
    let module = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];
    let module = module.into_iter().find(|path| Path::new(path).exists());
    let engine = run("openssl", &["engine", "pkcs11"]).is_some_and(|(there, _)| there);
    let (Some(module), true) = (module, engine) else {
        println!("skipped: no SoftHSM and no PKCS#11 engine here");
        return;
    };
    let folder = TempDir::new().unwrap();
    let at = |name: &str| text(&folder.path().join(name));
    minutes(&folder.path().join("minutes.pdf"));
    somebody(folder.path(), "ketua", &["-newkey", "rsa:2048"]);
    fs::create_dir(at("tokens")).unwrap();
    fs::write(at("softhsm2.conf"), format!("directories.tokendir = {}\n", at("tokens"))).unwrap();
    let softhsm = |arguments: &[&str]| {
        let mut tool = Command::new("softhsm2-util");
        let done = tool.args(arguments).env("SOFTHSM2_CONF", at("softhsm2.conf")).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    softhsm(&["--init-token", "--free", "--label", "ppk", "--so-pin", "5678", "--pin", "1234"]);
    openssl(&["pkcs8", "-topk8", "-nocrypt", "-in", &at("ketua.key"), "-out", &at("ketua.pk8")]);
    let key = at("ketua.pk8");
    softhsm(&["--import", &key, "--token", "ppk", "--label", "ketua", "--id", "01", "--pin", "1234"]);
    let signed = |pin: &str, out: &str| {
        let (file, certificate) = (at("minutes.pdf"), at("ketua.pem"));
        let mut arguments = vec!["minutes", "sign", &file, "--key", "pkcs11:token=ppk;object=ketua"];
        arguments.extend(["--certificate", &certificate, "--out", out]);
        let mut command = command(&arguments);
        command.env("SOFTHSM2_CONF", at("softhsm2.conf")).env("PKCS11_MODULE_PATH", module);
        command.env("SAKSI_SIGNING_PASSWORD", pin).output().unwrap()
    };
    let done = signed("1234", &at("signed.pdf"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(holds(folder.path(), &fs::read(at("signed.pdf")).unwrap(), "ketua.pem"));
    assert!(!signed("4321", &at("wrong.pdf")).status.success());
    assert!(!Path::new(&at("wrong.pdf")).exists());
}
