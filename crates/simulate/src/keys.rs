//! The demo's keys. **They follow from the seed: they protect nothing and must never sign a real election.**

use std::fmt;

use election::Election;
use ledger::{KeyError, KeyKind, KeyName, SigningKey};

use crate::cast;
use crate::error::SimulateError;
use crate::scene::Scene;

/// Who signs: a role, the place it acts for, and which of its keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignerId {
    /// Role id in the profile.
    pub role: &'static str,
    /// Code of the region or station.
    pub scope: String,
    /// 1 for the first key of this role and place, 2 for the next one.
    pub number: u8,
}

/// A key of the demo, with the seed that is its whole secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoKey {
    /// Whose it is.
    pub signer: SignerId,
    /// Ed25519 seed (RFC 8032): the hash of the demo's seed and the key's name, so known to everybody.
    pub seed: [u8; 32],
}

/// Every key the night uses, the first one (which signs the definition) first.
///
/// # Errors
/// When the election is not one that [`crate::night`] can use.
pub fn keys(election: &Election, seed: u64) -> Result<Vec<DemoKey>, SimulateError> {
    let scene = Scene::of_places(election)?;
    Ok(signers(&scene).into_iter().map(|signer| DemoKey::new(seed, signer)).collect())
}

/// The same as names, in order of registration; those that come only after a revocation stand last.
pub(crate) fn signers(scene: &Scene<'_>) -> Vec<SignerId> {
    let nation = scene.nation();
    let regency = scene.code(scene.regency);
    let province = scene.code(scene.province);
    let mut signers = vec![
        SignerId::new(cast::NATION, nation),
        SignerId::new(cast::ADMINISTRATOR, nation),
        SignerId::new(cast::AUDITOR, nation),
        SignerId::new(cast::PROVINCE, province),
        SignerId::new(cast::IMPORTER, province),
        SignerId::new(cast::REGENCY, regency),
        SignerId::new(cast::SUPERVISOR, regency),
        SignerId::new(cast::OBSERVER, regency),
    ];
    for district in &scene.districts {
        let code = scene.code(*district);
        signers.push(SignerId::new(cast::DISTRICT, code));
        signers.extend([1, 2].map(|number| SignerId::numbered(cast::PARTY_WITNESS, code, number)));
    }
    let stations = scene.election.places.stations_in(scene.regency);
    signers.extend(stations.map(|station| SignerId::new(cast::STATION, scene.station_code(station))));
    signers.extend(
        scene
            .changed_keys
            .iter()
            .map(|change| SignerId::numbered(cast::STATION, scene.station_code(change.station), 2)),
    );
    signers
}

impl SignerId {
    pub(crate) fn new(role: &'static str, scope: &str) -> SignerId {
        SignerId::numbered(role, scope, 1)
    }

    pub(crate) fn numbered(role: &'static str, scope: &str, number: u8) -> SignerId {
        SignerId { role, scope: scope.to_owned(), number }
    }

    /// The key's name: `<role>/<scope>`, with `/2` and so on for later keys.
    pub fn name(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for SignerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SignerId { role, scope, number } = self;
        if *number == 1 { write!(f, "{role}/{scope}") } else { write!(f, "{role}/{scope}/{number}") }
    }
}

impl DemoKey {
    pub(crate) fn new(seed: u64, signer: SignerId) -> DemoKey {
        let text = format!("demo key from a public seed, never for a real election\n{seed}\n{signer}\n");
        DemoKey { signer, seed: ledger::sha256(text.as_bytes()).0 }
    }

    /// The key itself.
    ///
    /// # Errors
    /// When the role's id can't be part of a key's name.
    pub fn signing_key(&self) -> Result<SigningKey, KeyError> {
        Ok(SigningKey::from_seed(KeyName::new(self.signer.name())?, KeyKind::Ed25519, self.seed))
    }
}
