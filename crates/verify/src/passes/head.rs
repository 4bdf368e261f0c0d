//! The checkpoint, and who vouches for it.

use ledger::{CheckError, Policy, SignedCheckpoint, VerifyingKey};

use crate::observed::{QuorumSeen, SignatureSeen};

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
