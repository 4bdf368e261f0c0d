//! Who and what the night is about: the ids of the profile that it uses, in one place.

/// The contests held.
pub(crate) const CONTESTS: [&str; 2] = [PRESIDENT, PARLIAMENT];
/// President and vice-president (pasangan calon presiden dan wakil presiden).
pub(crate) const PRESIDENT: &str = "ppwp";
/// House of representatives (DPR).
pub(crate) const PARLIAMENT: &str = "pdpr";

/// Name of the practice in its definition.
pub(crate) const ELECTION: &str = "simulasi";

/// The national commission, whose key is the first.
pub(crate) const NATION: &str = "kpu";
pub(crate) const PROVINCE: &str = "kpu-province";
pub(crate) const REGENCY: &str = "kpu-regency";
/// District committee (PPK).
pub(crate) const DISTRICT: &str = "ppk";
/// Station committee (KPPS).
pub(crate) const STATION: &str = "kpps";
/// Supervisors (Bawaslu).
pub(crate) const SUPERVISOR: &str = "bawaslu";
/// Party witnesses (saksi).
pub(crate) const PARTY_WITNESS: &str = "saksi";
pub(crate) const OBSERVER: &str = "observer";
pub(crate) const AUDITOR: &str = "auditor";
pub(crate) const ADMINISTRATOR: &str = "administrator";
pub(crate) const IMPORTER: &str = "importer";

/// The source the importer restates.
pub(crate) const SOURCE: &str = "kpu-sirekap";

/// Stages.
pub(crate) const COUNT: &str = "count";
pub(crate) const RERUN: &str = "rerun";
pub(crate) const DISTRICT_PLENARY: &str = "plenary-district";
pub(crate) const REGENCY_PLENARY: &str = "plenary-regency";
pub(crate) const PROVINCE_PLENARY: &str = "plenary-province";
