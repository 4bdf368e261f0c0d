//! Signed statements in, receipts out. The key that signed says who may state what; no account is asked for.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use ledger::Hash;
use schemars::JsonSchema;
use serde::Serialize;
use statement::KeyringError;
use tally::{FoldError, RefusalReason};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, From, Gate, Named, Routes, Text, lock, now_ms};
use crate::follow;
use crate::intake::{Intake, IntakeError, Taken, Way};

pub(super) fn routes(routes: Routes) -> Routes {
    let receipts =
        [(StatusCode::CREATED, Gives::json::<Receipt>()), (StatusCode::OK, Gives::json::<Receipt>())];
    routes
        .add(Method::POST, "/api/statements", Gate::Open, state)
        .says(Says::new("Takes a signed statement into the ledger.", Takes::Media("text/plain"), &receipts))
        .add(Method::GET, "/api/statements/{id}", Gate::Open, receipt)
        .says(Says::new(
            "Where a statement is in the ledger, by its id.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Receipt>())],
        ))
}

/// Where a statement is, and the proof of it.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Receipt {
    /// SHA-256 of the statement's text, in hexadecimal.
    pub id: String,
    /// Its entry in the ledger.
    pub entry: u64,
    /// The inclusion proof (C2SP tlog-proof), with the entry; none where the ledger's files can't be read just now.
    pub proof: Option<String>,
}

impl Desk {
    /// The ledger's intake.
    pub(super) fn intake(&self) -> Result<&Arc<Intake>, Problem> {
        self.intake.get().ok_or_else(|| {
            let detail = "this desk was opened without its ledger: nothing can be stated here";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "no-ledger", detail)
        })
    }

    /// Lets an address come in again, or tells it when.
    pub(super) fn turn(&self, address: From) -> Result<(), Problem> {
        lock(&self.turns).ask(address.0.ip(), now_ms()).map_err(|seconds| Problem {
            retry_after: Some(seconds),
            ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many", "too much at once from this address")
        })
    }

    /// Hands a note to the ledger, and waits until it is in.
    pub(super) async fn take_in(&self, note: Vec<u8>) -> Result<Taken, Problem> {
        self.handed_in(note, Way::Stated).await
    }

    /// The same, of what comes from another desk's ledger.
    pub(super) async fn carry_in(&self, note: Vec<u8>) -> Result<Taken, Problem> {
        self.handed_in(note, Way::Carried).await
    }

    async fn handed_in(&self, note: Vec<u8>, way: Way) -> Result<Taken, Problem> {
        let (told, wait) = tokio::sync::oneshot::channel();
        self.intake()?.submit(note, way, move |result| {
            let _ = told.send(result);
        });
        Ok(wait.await.unwrap_or(Err(IntakeError::Stopped))?)
    }

    /// What whoever stated something keeps: where it is, and the proof.
    pub(super) async fn proven(&self, taken: Taken) -> Result<Receipt, Problem> {
        let intake = Arc::clone(self.intake()?);
        let proof = tokio::task::spawn_blocking(move || intake.proof(taken.entry)).await;
        let proof = proof.ok().and_then(Result::ok).flatten();
        let proof = proof.and_then(|proof| String::from_utf8(proof).ok());
        Ok(Receipt { id: taken.id.to_hex(), entry: taken.entry, proof })
    }
}

async fn state(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<From>,
    Text(note): Text,
) -> Result<Response, Problem> {
    desk.turn(address)?;
    let taken = desk.take_in(note.into_bytes()).await?;
    let status = if taken.new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(desk.proven(taken).await?)).into_response())
}

/// Where a statement is, by its id.
async fn receipt(State(desk): State<Arc<Desk>>, Named(id): Named<String>) -> Result<Json<Receipt>, Problem> {
    let nothing = || Problem::new(StatusCode::NOT_FOUND, "no-statement", "no statement has this id");
    let id = Hash::from_hex(&id).map_err(|_| nothing())?;
    let entry = desk.read(move |sql| follow::entry_of(sql, &id)).await?.ok_or_else(nothing)?;
    Ok(Json(desk.proven(Taken { id, entry, new: false }).await?))
}

impl std::convert::From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Problem {
        let detail = error.to_string();
        let again = |status, code, detail, seconds| Problem {
            retry_after: Some(seconds),
            ..Problem::new(status, code, detail)
        };
        match error {
            IntakeError::Busy | IntakeError::Store => {
                again(StatusCode::SERVICE_UNAVAILABLE, "busy", detail, 5)
            }
            IntakeError::Stopped => again(StatusCode::SERVICE_UNAVAILABLE, "ledger-stopped", detail, 60),
            IntakeError::Clock => again(StatusCode::SERVICE_UNAVAILABLE, "clock", detail, 60),
            IntakeError::NeedsSecond => Problem::new(StatusCode::FORBIDDEN, "needs-second", detail),
            IntakeError::Unexplained(_) => Problem::new(StatusCode::CONFLICT, "unexplained", detail),
            IntakeError::NoPhoto => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-photo", detail),
            IntakeError::NotHeld(_) => Problem::new(StatusCode::CONFLICT, "blob-not-held", detail),
            IntakeError::Length(0) => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "statement-length", detail)
            }
            IntakeError::Length(_) => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "statement-length", detail),
            IntakeError::Refused(reason) => {
                let (status, code) = refused(&reason);
                Problem::new(status, code, detail)
            }
        }
    }
}

/// What a refusal is, in one word.
fn refused(reason: &RefusalReason) -> (StatusCode, &'static str) {
    match reason {
        RefusalReason::Entry(_) | RefusalReason::Order { .. } | RefusalReason::Statement(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "no-statement-text")
        }
        RefusalReason::Keyring(error) => match error {
            KeyringError::NobodyKnown(_) => (StatusCode::FORBIDDEN, "unknown-key"),
            KeyringError::Revoked { .. } => (StatusCode::FORBIDDEN, "revoked-key"),
            KeyringError::BadSignature(_) => (StatusCode::FORBIDDEN, "bad-signature"),
            KeyringError::Authorise(_) => (StatusCode::FORBIDDEN, "not-this-key"),
            KeyringError::Twice(_) => (StatusCode::CONFLICT, "key-twice"),
            KeyringError::NotTheDefinition
            | KeyringError::BadKey { .. }
            | KeyringError::BadScope(_)
            | KeyringError::NoPossession(_)
            | KeyringError::NotRegistered(_)
            | KeyringError::Misfit { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "bad-key"),
        },
        RefusalReason::Fold(FoldError::Closed) => (StatusCode::CONFLICT, "closed"),
        RefusalReason::Fold(FoldError::Twice) => (StatusCode::CONFLICT, "twice"),
        RefusalReason::Fold(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no-sense"),
    }
}
