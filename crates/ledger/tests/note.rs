//! Notes and keys, held against the worked examples of C2SP and Go and against Cloudflare's `signed_note`.
#![expect(clippy::unwrap_used, reason = "a setup that fails is a failed test")]

use ledger::note::MAX_SIGNATURES;
use ledger::{KeyError, KeyKind, KeyName, Note, NoteError, Signature, SigningKey, VerifyingKey, encode_note};
use proptest::prelude::*;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};

/// The example of c2sp.org/signed-note.
const C2SP_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const C2SP_NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
/// The example of golang.org/x/mod/sumdb/note.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).unwrap(), KeyKind::Ed25519, [seed; 32])
}

fn line(name: &str, bytes: usize) -> Signature {
    Signature { name: name.to_owned(), key_id: [1, 2, 3, 4], bytes: vec![5; bytes] }
}

#[test]
fn the_examples_of_c2sp_and_go_verify() {
    for (vkey, note) in [(C2SP_KEY, C2SP_NOTE), (GO_KEY, GO_NOTE)] {
        let key = VerifyingKey::parse(vkey).unwrap();
        assert_eq!(key.to_string(), vkey);
        let parsed = Note::parse(note.as_bytes()).unwrap();
        assert_eq!(parsed.verify(&[&key]), Ok(vec![0]));
        assert_eq!(parsed.encode().unwrap(), note.as_bytes());
    }
}

#[test]
fn a_seed_of_32_ones_has_the_known_log_key() {
    let key = key("hasil.example/pemilu2029", 1);
    let expected = "hasil.example/pemilu2029+8198155c+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    assert_eq!(key.verifying_key().to_string(), expected);
}

#[test]
fn signed_note_accepts_what_we_sign() {
    let key = key("ledger.example/one", 7);
    let text = "first\n\nthird\n";
    let note = encode_note(text, &[key.sign_text(text).unwrap()]).unwrap();
    let theirs = signed_note::Note::from_bytes(&note).unwrap();
    let known = StandardVerifier::new(&key.verifying_key().to_string()).unwrap();
    let (signed, unknown) = theirs.verify(&VerifierList::new(vec![Box::new(known)])).unwrap();
    assert_eq!((signed.len(), unknown.len()), (1, 0));
    assert_eq!(theirs.to_bytes(), note);
    assert_eq!(theirs.text(), text.as_bytes());
}

#[test]
fn we_accept_what_signed_note_signs() {
    let signer =
        StandardSigner::new("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    let mut theirs = signed_note::Note::new("a\n\n\nb — c\n".as_bytes(), &[]).unwrap();
    theirs.add_sigs(&[&signer.unwrap()]).unwrap();
    let bytes = theirs.to_bytes();
    let note = Note::parse(&bytes).unwrap();
    assert_eq!(note.text, "a\n\n\nb — c\n");
    assert_eq!(note.verify(&[&VerifyingKey::parse(GO_KEY).unwrap()]), Ok(vec![0]));
}

#[test]
fn a_line_by_an_unknown_key_is_ignored_and_none_known_is_an_error() {
    let (a, b) = (key("a", 1), key("b", 2));
    let text = "x\n";
    let note =
        encode_note(text, &[line("a", 64), b.sign_text(text).unwrap(), a.sign_text(text).unwrap()]).unwrap();
    let note = Note::parse(&note).unwrap();
    // The first line has a's name but another id: unknown.
    assert_eq!(note.verify(&[a.verifying_key()]), Ok(vec![2]));
    assert_eq!(note.verify(&[a.verifying_key(), b.verifying_key()]), Ok(vec![1, 2]));
    assert_eq!(note.verify(&[key("c", 3).verifying_key()]), Err(NoteError::NoKnownKey));
    assert_eq!(note.verify(&[key("b", 1).verifying_key()]), Err(NoteError::NoKnownKey));
    assert_eq!(note.verify(&[]), Err(NoteError::NoKnownKey));
}

#[test]
fn one_bad_line_of_a_known_key_voids_the_note() {
    let (a, b) = (key("a", 1), key("b", 2));
    let text = "x\n";
    let good = b.sign_text(text).unwrap();
    let mut bad = a.sign_text(text).unwrap();
    bad.bytes[10] ^= 1;
    let mut short = a.sign_text(text).unwrap();
    short.bytes.pop();
    for bad in [bad, short, a.sign_text("y\n").unwrap()] {
        let again = [good.clone(), a.sign_text(text).unwrap(), bad];
        let note = encode_note(text, &again).unwrap();
        let verified = Note::parse(&note).unwrap().verify(&[a.verifying_key(), b.verifying_key()]);
        assert_eq!(verified, Err(NoteError::BadSignature("a".to_owned())));
    }
}

#[test]
fn a_key_that_signs_twice_counts_once() {
    let a = key("a", 1);
    let twice = [a.sign_text("x\n").unwrap(), a.sign_text("x\n").unwrap()];
    let note = encode_note("x\n", &twice).unwrap();
    assert_eq!(Note::parse(&note).unwrap().verify(&[a.verifying_key(), a.verifying_key()]), Ok(vec![0]));
}

#[test]
fn two_keys_of_one_name_and_id_are_ambiguous() {
    // Seeds found by search: 69,101 and 114,672 give two keys whose 32-bit ids collide under the name "a".
    let numbered = |number: u32| {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&number.to_be_bytes());
        SigningKey::from_seed(KeyName::new("a").unwrap(), KeyKind::Ed25519, seed)
    };
    let (one, two) = (numbered(69_101), numbered(114_672));
    assert_eq!(one.verifying_key().key_id(), two.verifying_key().key_id());
    assert_ne!(one.verifying_key(), two.verifying_key());
    let note = encode_note("x\n", &[one.sign_text("x\n").unwrap()]).unwrap();
    let note = Note::parse(&note).unwrap();
    assert_eq!(note.verify(&[one.verifying_key()]), Ok(vec![0]));
    let both = note.verify(&[one.verifying_key(), two.verifying_key()]);
    assert_eq!(both, Err(NoteError::AmbiguousKey("a".to_owned())));
}

#[test]
fn a_malformed_note_is_refused() {
    let sig = line("a", 64).to_string();
    let cases: Vec<(Vec<u8>, NoteError)> = vec![
        (vec![0xff], NoteError::NotUtf8),
        (format!("x\r\n\n{sig}").into_bytes(), NoteError::Control),
        (format!("x\t\n\n{sig}").into_bytes(), NoteError::Control),
        (b"".to_vec(), NoteError::NoSeparator),
        (format!("x\n{sig}").into_bytes(), NoteError::NoSeparator),
        (format!("\n{sig}").into_bytes(), NoteError::NoSeparator),
        (b"x\n\n".to_vec(), NoteError::SignatureCount),
        (format!("x\n\n{}", sig.trim_end()).into_bytes(), NoteError::SignatureCount),
        (format!("x\n\n{sig}{}", "- a AAAA\n").into_bytes(), NoteError::SignatureLine(2)),
        (format!("x\n\n{sig}\n").into_bytes(), NoteError::SignatureCount),
        ("x\n\n— a  AAAAAAA=\n".into(), NoteError::SignatureLine(1)),
        ("x\n\n— a AAAAAAA= \n".into(), NoteError::SignatureLine(1)),
        ("x\n\n—  AAAAAAA=\n".into(), NoteError::SignatureLine(1)),
        ("x\n\n— a+b AAAAAAA=\n".into(), NoteError::SignatureLine(1)),
        ("x\n\n— a\u{a0}b AAAAAAA=\n".into(), NoteError::SignatureLine(1)),
        ("x\n\n— a AAAAAA==\n".into(), NoteError::SignatureLine(1)),
        ("x\n\n— a AAAAAAA\n".into(), NoteError::SignatureLine(1)),
        ("x\n\n— a AAAAAAB=\n".into(), NoteError::SignatureLine(1)),
    ];
    for (bytes, error) in cases {
        assert_eq!(Note::parse(&bytes), Err(error), "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn sixty_four_signature_lines_are_read_and_one_more_is_refused() {
    let most = vec![line("a", 64); MAX_SIGNATURES];
    let note = encode_note("x\n", &most).unwrap();
    assert_eq!(Note::parse(&note).unwrap().signatures.len(), MAX_SIGNATURES);
    let more = [note, line("a", 64).to_string().into_bytes()].concat();
    assert_eq!(Note::parse(&more), Err(NoteError::SignatureCount));
    assert_eq!(encode_note("x\n", &vec![line("a", 64); 65]), Err(NoteError::SignatureCount));
}

#[test]
fn a_note_that_would_not_read_back_is_not_written() {
    assert_eq!(encode_note("x", &[line("a", 64)]), Err(NoteError::TextEnd));
    assert_eq!(encode_note("", &[line("a", 64)]), Err(NoteError::TextEnd));
    assert_eq!(encode_note("x\u{1}\n", &[line("a", 64)]), Err(NoteError::Control));
    assert_eq!(encode_note("x\n", &[]), Err(NoteError::SignatureCount));
    assert_eq!(encode_note("x\n", &[line("a", 0)]), Err(NoteError::SignatureLine(1)));
    let bad_name = NoteError::Name(KeyError::Name("a b".to_owned()));
    assert_eq!(encode_note("x\n", &[line("a b", 64)]), Err(bad_name));
}

#[test]
fn a_text_that_reads_as_a_cosignature_is_not_signed() {
    assert_eq!(key("a", 1).sign_text("cosignature/v1\ntime 1\nx\n"), Err(NoteError::Reserved));
    let cosigner = SigningKey::from_seed(KeyName::new("w").unwrap(), KeyKind::Cosignature, [1; 32]);
    assert_eq!(cosigner.sign_text("x\n"), Err(NoteError::WrongKind("w".to_owned())));
}

proptest! {
    #[test]
    fn a_note_reads_back(
        text in "([^\u{0}-\u{1f}]{0,12}\n){1,5}",
        signers in prop::collection::vec(("[^\u{0}-\u{20}+\\s]{1,12}", any::<[u8; 4]>(), 1usize..80), 1..6),
    ) {
        let signatures: Vec<Signature> = signers
            .into_iter()
            .map(|(name, key_id, length)| Signature { name, key_id, bytes: vec![9; length] })
            .collect();
        let bytes = encode_note(&text, &signatures).unwrap();
        let note = Note::parse(&bytes).unwrap();
        prop_assert_eq!(note.text, &text);
        prop_assert_eq!(&note.signatures, &signatures);
        prop_assert_eq!(note.encode().unwrap(), bytes);
    }

    #[test]
    fn what_parses_encodes_to_the_same_bytes(bytes in "[ax\n]{0,4}\n\n(— [ab] A{4,7}[AQgw=]{0,2}\n){0,3}") {
        if let Ok(note) = Note::parse(bytes.as_bytes()) {
            prop_assert_eq!(note.encode().unwrap(), bytes.into_bytes());
        }
    }

    #[test]
    fn what_we_sign_verifies_and_a_changed_byte_does_not(seed: u8, text in "[a-z\n]{0,20}\n", at: prop::sample::Index) {
        let key = key("a", seed);
        let mut bytes = encode_note(&text, &[key.sign_text(&text).unwrap()]).unwrap();
        prop_assert_eq!(Note::parse(&bytes).unwrap().verify(&[key.verifying_key()]), Ok(vec![0]));
        let at = at.index(bytes.len());
        bytes[at] ^= 1;
        let verified = Note::parse(&bytes).and_then(|note| note.verify(&[key.verifying_key()]));
        prop_assert!(verified.is_err());
    }
}
