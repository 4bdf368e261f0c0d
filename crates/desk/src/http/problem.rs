//! Errors as answers: problem documents (RFC 9457) with codes that stay, which the interface translates.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::entry::EntryError;
use crate::people::PersonError;
use crate::sheets::Refused;
use crate::writer::WriteError;

/// Why a request was not done, and what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// One word that stays the same.
    pub code: &'static str,
    /// In plain words, in English; the interface has its own by the code.
    pub detail: String,
    /// Seconds after which to try again.
    pub retry_after: Option<i64>,
}

impl Problem {
    /// A problem.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
        Problem { status, code, detail: detail.into(), retry_after: None }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": format!("urn:saksi:problem:{}", self.code),
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
        });
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        let detail = refused.to_string();
        let (status, code) = match refused {
            Refused::NoSheet => (StatusCode::NOT_FOUND, "no-sheet"),
            Refused::HasSeen => (StatusCode::FORBIDDEN, "has-seen"),
            Refused::Changed => (StatusCode::CONFLICT, "changed"),
            Refused::NothingSaved => (StatusCode::CONFLICT, "nothing-saved"),
            Refused::Unfinished => (StatusCode::CONFLICT, "unfinished"),
            Refused::Entry(EntryError::SamePerson) => (StatusCode::CONFLICT, "same-person"),
            Refused::Entry(EntryError::OthersCorrection) => (StatusCode::CONFLICT, "others-correction"),
            Refused::Entry(EntryError::WaitsForDecision) => (StatusCode::CONFLICT, "waits-for-decision"),
            Refused::Entry(EntryError::Done) => (StatusCode::CONFLICT, "done"),
            Refused::Entry(EntryError::NoDifference) => (StatusCode::CONFLICT, "no-difference"),
            Refused::Entry(EntryError::OwnDifference) => (StatusCode::FORBIDDEN, "own-difference"),
            Refused::Entry(EntryError::OtherForm { .. }) => (StatusCode::UNPROCESSABLE_ENTITY, "other-form"),
        };
        Problem::new(status, code, detail)
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Problem {
        let detail = error.to_string();
        match error {
            WriteError::Busy => Problem {
                retry_after: Some(1),
                ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail)
            },
            WriteError::Ended => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "ended", detail),
            // What the engine says is for who runs it, not for who types.
            WriteError::Sql(_) => Problem::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "not-kept",
                "this could not be kept; nothing of it was. Tell whoever runs the desk",
            ),
            WriteError::Unknown(_) => Problem::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "may-be-kept",
                "whether this was kept is not known: look before you do it again. Tell whoever runs the desk",
            ),
        }
    }
}

impl From<crate::store::SqlError> for Problem {
    fn from(error: crate::store::SqlError) -> Problem {
        WriteError::Sql(error).into()
    }
}

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Problem {
        let detail = error.to_string();
        let (status, code) = match error {
            PersonError::Length => (StatusCode::UNPROCESSABLE_ENTITY, "password-length"),
            PersonError::Same => (StatusCode::UNPROCESSABLE_ENTITY, "password-same"),
            PersonError::HoldsName => (StatusCode::UNPROCESSABLE_ENTITY, "password-holds-name"),
            PersonError::Name => (StatusCode::UNPROCESSABLE_ENTITY, "name"),
            PersonError::Taken(_) => (StatusCode::CONFLICT, "name-taken"),
            PersonError::NoAccount => (StatusCode::NOT_FOUND, "no-account"),
            PersonError::Own => (StatusCode::CONFLICT, "own-account"),
            PersonError::OwnFactor => (StatusCode::CONFLICT, "own-second-factor"),
            PersonError::NoFactor => (StatusCode::NOT_FOUND, "no-second-factor"),
            PersonError::NeedsCode => (StatusCode::UNAUTHORIZED, "second-factor"),
            PersonError::WrongCode => (StatusCode::UNAUTHORIZED, "wrong-second-factor"),
            PersonError::Unknown => (StatusCode::UNAUTHORIZED, "wrong-password"),
            PersonError::NotYet(seconds) => {
                let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "not-yet", detail);
                return Problem { retry_after: Some(seconds), ..problem };
            }
            PersonError::Hash(_) => (StatusCode::INTERNAL_SERVER_ERROR, "not-kept"),
        };
        Problem::new(status, code, detail)
    }
}
