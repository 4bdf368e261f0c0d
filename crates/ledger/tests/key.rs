//! Which public keys are refused, and that no signature forged under a weak key is accepted.
#![expect(clippy::unwrap_used, reason = "a setup that fails is a failed test")]

use ed25519_dalek::{Signature as RawSignature, Verifier as _, VerifyingKey as RawKey};
use ledger::{Hash, KeyError, KeyKind, KeyName, SigningKey, VerifyingKey, verify_one};

/// The eight points of small order, canonically encoded (order 1, 2, 4, 4, 8, 8, 8, 8).
const SMALL_ORDER: [&str; 8] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];

/// Other spellings of small-order points: y above the field's prime, or a sign bit where x is 0.
const SMALL_ORDER_MISSPELT: [&str; 6] = [
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

fn bytes(hex: &str) -> [u8; 32] {
    Hash::from_hex(hex).unwrap().0
}

fn new(public: &[u8; 32]) -> Result<VerifyingKey, KeyError> {
    VerifyingKey::new(KeyName::new("a").unwrap(), KeyKind::Ed25519, public)
}

/// The text form with its right key id, so that only the point can be the reason of a refusal.
fn vkey(public: &[u8; 32]) -> String {
    let typed: Vec<u8> = [1].into_iter().chain(*public).collect();
    let id = ledger::sha256(&[b"a\n".as_slice(), &typed].concat()).to_hex();
    format!("a+{}+{}", &id[..8], base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &typed))
}

#[test]
fn a_weak_key_is_refused() {
    for hex in SMALL_ORDER {
        assert_eq!(new(&bytes(hex)), Err(KeyError::Weak), "{hex}");
        assert_eq!(VerifyingKey::parse(&vkey(&bytes(hex))), Err(KeyError::Weak), "{hex}");
    }
    for hex in SMALL_ORDER_MISSPELT {
        assert!(new(&bytes(hex)).is_err(), "{hex}");
    }
}

#[test]
fn a_forgery_under_the_identity_key_convinces_a_lenient_check_but_gets_no_key_here() {
    let identity = bytes(SMALL_ORDER[0]);
    let mut forged = [0; 64];
    forged[0] = 1; // R is the identity, S is 0
    let raw = RawKey::from_bytes(&identity).unwrap();
    assert!(raw.verify(b"any message", &RawSignature::from_bytes(&forged)).is_ok());
    assert_eq!(new(&identity), Err(KeyError::Weak));
}

#[test]
fn a_non_canonical_key_is_refused() {
    // y = p + k, for every k a 255-bit y above the prime can have; where no point has that y there is no key either.
    let mut points = 0;
    for k in 0u8..19 {
        for sign in [0x7f, 0xff] {
            let mut public = [0xff; 32];
            public[0] = 0xed + k;
            public[31] = sign;
            points += u32::from(RawKey::from_bytes(&public).is_ok());
            assert!(matches!(new(&public), Err(KeyError::NotCanonical | KeyError::Weak)), "{k} {sign}");
        }
    }
    assert!(points > 4, "dalek alone takes non-canonical keys, so the refusal is ours");
}

#[test]
fn a_key_of_mixed_order_is_refused() {
    let honest = SigningKey::from_seed(KeyName::new("a").unwrap(), KeyKind::Ed25519, [3; 32]);
    let honest = RawKey::from_bytes(&honest.verifying_key().public_bytes()).unwrap();
    for hex in &SMALL_ORDER[1..] {
        let small = RawKey::from_bytes(&bytes(hex)).unwrap();
        let mixed = (honest.to_edwards() + small.to_edwards()).compress().to_bytes();
        assert_eq!(new(&mixed), Err(KeyError::MixedOrder), "{hex}");
    }
}

#[test]
fn a_signature_with_s_not_reduced_is_refused() {
    let key = SigningKey::from_seed(KeyName::new("a").unwrap(), KeyKind::Ed25519, [3; 32]);
    let line = key.sign_text("x\n").unwrap();
    let mut signature: [u8; 64] = line.bytes.try_into().unwrap();
    assert!(verify_one(key.verifying_key(), b"x\n", &signature));
    // S + L verifies under checks that forget to bound S.
    let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut carry = 0u16;
    for (byte, add) in signature[32..].iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = u8::try_from(carry & 0xff).unwrap();
        carry >>= 8;
    }
    assert!(!verify_one(key.verifying_key(), b"x\n", &signature));
}

#[test]
fn a_changed_vkey_is_refused() {
    let good = SigningKey::from_seed(KeyName::new("a.example/x").unwrap(), KeyKind::Ed25519, [3; 32])
        .verifying_key()
        .to_string();
    assert!(VerifyingKey::parse(&good).is_ok());
    for at in 0..good.len() {
        for replacement in ["A", "b", "0", "+", " ", "\n", "é", ""] {
            let mut changed = good.clone();
            changed.replace_range(at..=at, replacement);
            assert!(changed == good || VerifyingKey::parse(&changed).is_err(), "{changed}");
        }
    }
    for bad in ["", "a", "a+b", "a+00000000+", "+00000000+AQ==", "a+0000000g+AQ=="] {
        assert!(VerifyingKey::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn an_unsupported_signature_type_is_named() {
    // Type 0x06 is ML-DSA-44.
    assert_eq!(VerifyingKey::parse("a+00000000+BgAA"), Err(KeyError::Type(6)));
}

#[test]
fn a_key_name_holds_no_space_plus_or_control_character() {
    for bad in ["", "a b", "a+b", "a\u{a0}b", "a\u{3000}b", "a\nb", "a\u{1}b"] {
        assert_eq!(KeyName::new(bad), Err(KeyError::Name(bad.to_owned())));
    }
    assert_eq!(KeyName::new("hasil.example/2029").unwrap().as_str(), "hasil.example/2029");
}

#[test]
fn the_two_kinds_of_a_key_have_different_ids() {
    let name = || KeyName::new("a").unwrap();
    let log = SigningKey::from_seed(name(), KeyKind::Ed25519, [3; 32]);
    let cosigner = SigningKey::from_seed(name(), KeyKind::Cosignature, [3; 32]);
    assert_ne!(log.verifying_key().key_id(), cosigner.verifying_key().key_id());
    let text = cosigner.verifying_key().to_string();
    assert_eq!(text.parse::<VerifyingKey>().unwrap(), *cosigner.verifying_key());
}

#[test]
fn debug_output_shows_no_secret() {
    let key = SigningKey::from_seed(KeyName::new("a").unwrap(), KeyKind::Ed25519, [0xab; 32]);
    let shown = format!("{key:?}");
    assert!(!shown.contains("171, 171") && !shown.contains("abab"), "{shown}");
    assert!(shown.contains("public"));
}

#[test]
fn a_secret_for_another_purpose_is_that_purpose_s_and_that_key_s_alone() {
    let key = |seed| SigningKey::from_seed(KeyName::new("a").unwrap(), KeyKind::Ed25519, [seed; 32]);
    let secret = key(1).secret_for("seals");
    assert_eq!(secret, key(1).secret_for("seals"));
    for other in [key(1).secret_for("seal"), key(2).secret_for("seals"), [1; 32]] {
        assert_ne!(secret, other);
    }
}
