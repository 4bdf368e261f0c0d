//! The checkpoint, and who vouches for it.

use ledger::{CheckError, Policy, SignedCheckpoint, VerifyingKey};

use crate::observed::{QuorumSeen, SignatureSeen};
use crate::reader::{Reader, limit};

/// Where a publication may serve a policy. Nobody need trust it; a reader who does must not be misled.
pub(crate) const SERVED_POLICY: &str = "policy";

/// Whether the log of this origin signed: by a key of the policy, or without one by the definition's.
pub(crate) fn signature(
    signed: &SignedCheckpoint,
    policy: Option<&Policy>,
    definition: &VerifyingKey,
) -> SignatureSeen {
    let origin = signed.checkpoint.origin.as_str();
    let Some(policy) = policy else {
        let wrong = signed.verify(definition).err().map(|error| error.to_string());
        return SignatureSeen { key: definition.to_string(), wrong };
    };
    let named: Vec<&VerifyingKey> =
        policy.logs().iter().map(|log| &log.key).filter(|key| key.name().as_str() == origin).collect();
    let Some(first) = named.first() else {
        let wrong = CheckError::UnknownLog(origin.to_owned()).to_string();
        return SignatureSeen { key: "a ledger of the policy".to_owned(), wrong: Some(wrong) };
    };
    let mut wrong = None;
    for key in &named {
        match signed.verify(key) {
            Ok(()) => return SignatureSeen { key: key.to_string(), wrong: None },
            Err(error) => wrong = wrong.or(Some(error.to_string())),
        }
    }
    SignatureSeen { key: first.to_string(), wrong }
}

/// What the policy's witnesses say of a checkpoint. A ledger the policy doesn't know is for [`signature`] to tell.
pub(crate) fn quorum(signed: &SignedCheckpoint, policy: &Policy) -> QuorumSeen {
    match policy.check(signed) {
        Ok(verdict) => QuorumSeen { cosigned: verdict.cosigned, met: verdict.quorum_met, wrong: None },
        Err(error) => QuorumSeen { cosigned: Vec::new(), met: false, wrong: Some(error.to_string()) },
    }
}

/// The policy that the publication serves, if it does: it must name the definition's log key.
pub(crate) fn served_policy(reader: &Reader<'_>, definition: &VerifyingKey) -> Option<Result<(), String>> {
    let bytes = reader.get(SERVED_POLICY, limit::HEAD)?;
    let names_it = |policy: Policy| {
        let named = policy.logs().iter().any(|log| log.key == *definition);
        if named { Ok(()) } else { Err(format!("no log {definition}")) }
    };
    let read = Policy::parse(&String::from_utf8_lossy(&bytes)).map_err(|error| error.to_string());
    Some(read.and_then(names_it))
}
