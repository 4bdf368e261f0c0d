//! The signature itself: CMS (RFC 5652) as PAdES narrows it, with the hash of the signer's certificate among what is signed (RFC
//! 5035), and without a time of its own: that is the file's to say.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Encode as _, Sequence};
use ledger::{Hash, sha256};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::spki::AlgorithmIdentifierOwned;

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const ELLIPTIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// Why a signature can't be put together.
#[derive(Debug, thiserror::Error)]
pub enum CmsError {
    /// A key of another kind.
    #[error("a key of kind {0}: RSA and elliptic curves (NIST) are known")]
    Algorithm(ObjectIdentifier),
    /// Its bytes.
    #[error("the signature can't be written: {0}")]
    Der(#[from] der::Error),
}

/// Which certificate signs, by its hash (`SigningCertificateV2`); SHA-256 is what is meant where nothing is said.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
}

#[derive(Sequence)]
struct EssCertIdV2 {
    cert_hash: OctetString,
}

/// What is signed.
pub struct Attributes(SetOfVec<Attribute>);

/// What somebody signs who signs bytes of this SHA-256.
pub fn attributes(digest: &Hash, certificate: &Certificate) -> Result<Attributes, CmsError> {
    let cert_hash = OctetString::new(sha256(&certificate.to_der()?).0)?;
    let which = SigningCertificateV2 { certs: vec![EssCertIdV2 { cert_hash }] };
    let attribute = |oid, value: Any| -> Result<Attribute, der::Error> {
        Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
    };
    let all = vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest.0)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&which)?)?,
    ];
    Ok(Attributes(SetOfVec::try_from(all)?))
}

impl Attributes {
    /// The bytes that the key signs.
    pub fn to_be_signed(&self) -> Result<Vec<u8>, CmsError> {
        Ok(self.0.to_der()?)
    }

    /// The whole, once the key has signed.
    pub fn signed(
        self,
        signature: Vec<u8>,
        certificate: &Certificate,
        chain: &[Certificate],
    ) -> Result<Vec<u8>, CmsError> {
        let digest = AlgorithmIdentifierOwned { oid: SHA256, parameters: None };
        let issued = &certificate.tbs_certificate;
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: issued.issuer.clone(),
                serial_number: issued.serial_number.clone(),
            }),
            digest_alg: digest.clone(),
            signed_attrs: Some(self.0),
            signature_algorithm: algorithm(certificate)?,
            signature: OctetString::new(signature)?,
            unsigned_attrs: None,
        };
        let certificates: Vec<CertificateChoices> =
            [certificate].into_iter().chain(chain).cloned().map(CertificateChoices::Certificate).collect();
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![digest])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
        };
        let whole = ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? };
        Ok(whole.to_der()?)
    }
}

/// How the certificate's key signs.
fn algorithm(certificate: &Certificate) -> Result<AlgorithmIdentifierOwned, CmsError> {
    let kind = certificate.tbs_certificate.subject_public_key_info.algorithm.oid;
    match kind {
        RSA => Ok(AlgorithmIdentifierOwned { oid: SHA256_WITH_RSA, parameters: Some(Any::null()) }),
        ELLIPTIC => Ok(AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA256, parameters: None }),
        other => Err(CmsError::Algorithm(other)),
    }
}
