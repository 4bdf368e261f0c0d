//! What is taken out of a request: its body, what its path names, what stands after the question mark. What can't be read is a problem
//! like any other.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection, StringRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;

use super::problem::Problem;
use crate::sheets::{Refused, SheetId};

/// A body as JSON; what is none is a problem like any other.
pub(super) struct Sent<T>(pub(super) T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Sent<T>, Problem> {
        let body = Json::from_request(request, state).await;
        let refused = |why: JsonRejection| Problem::new(why.status(), "body", why.body_text());
        body.map(|Json(body)| Sent(body)).map_err(refused)
    }
}

/// What a path names, in its order; what can't be read is a problem like any other.
pub(super) struct Named<T>(pub(super) T);

impl<T: serde::de::DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named<T>, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        let refused =
            |_| Problem::new(StatusCode::NOT_FOUND, "no-such-thing", "there is nothing at this address");
        path.map(|Path(named)| Named(named)).map_err(refused)
    }
}

/// A body as text; what is none is a problem like any other.
pub(super) struct Text(pub(super) String);

impl<S: Send + Sync> FromRequest<S> for Text {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Text, Problem> {
        let refused = |why: StringRejection| Problem::new(why.status(), "body", why.body_text());
        String::from_request(request, state).await.map(Text).map_err(refused)
    }
}

/// What stands after the question mark; what does not fit is a problem like any other.
pub(super) struct Asked<T>(pub(super) T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Problem> {
        let asked = Query::<T>::from_request_parts(parts, state).await;
        let refused = |why: QueryRejection| Problem::new(why.status(), "query", why.body_text());
        asked.map(|Query(asked)| Asked(asked)).map_err(refused)
    }
}

/// The sheet that a path names.
pub(super) struct SheetPath(pub(super) SheetId);

impl<S: Send + Sync> FromRequestParts<S> for SheetPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<SheetPath, Problem> {
        let path = Path::<i64>::from_request_parts(parts, state).await;
        path.map(|Path(sheet)| SheetPath(SheetId(sheet))).map_err(|_| Refused::NoSheet.into())
    }
}
