//! What the API says of itself: an OpenAPI 3.1 document, made from the routes as they are declared and from the very types that
//! are read and written.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::Gate;

/// Makes a type's schema.
type Of = fn(&mut SchemaGenerator) -> Schema;

/// What a request brings.
#[derive(Clone, Copy)]
pub enum Takes {
    /// Nothing that is looked at.
    Nothing,
    /// JSON of a type.
    Json(Of),
    /// Text or bytes of a media type.
    Media(&'static str),
}

impl Takes {
    /// JSON of this type.
    pub fn json<T: JsonSchema>() -> Takes {
        Takes::Json(of::<T>)
    }
}

/// What an answer holds.
#[derive(Clone, Copy)]
pub enum Gives {
    /// Nothing.
    Nothing,
    /// JSON of a type.
    Json(Of),
    /// Text or bytes of a media type.
    Media(&'static str),
}

impl Gives {
    /// JSON of this type.
    pub fn json<T: JsonSchema>() -> Gives {
        Gives::Json(of::<T>)
    }
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// What a route says of itself.
#[derive(Clone)]
pub struct Says {
    /// One sentence.
    pub summary: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Headers that it looks at, beyond those of all: name and what for.
    pub headers: &'static [(&'static str, &'static str)],
    /// Questions of its address: name, what for, and whether it is a number.
    pub query: &'static [(&'static str, &'static str, bool)],
    /// What it gives where it does what it was asked for. All else is a problem.
    pub gives: Vec<(StatusCode, Gives)>,
}

impl Says {
    /// A route that takes and gives this.
    pub fn new(summary: &'static str, takes: Takes, gives: &[(StatusCode, Gives)]) -> Says {
        Says { summary, takes, headers: &[], query: &[], gives: gives.to_vec() }
    }
}

/// A problem document (RFC 9457): why a request was not done.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its shape is what is told; `Problem` writes it")]
#[schemars(rename = "Problem")]
struct ProblemShape {
    /// `urn:saksi:problem:` and the code.
    r#type: String,
    /// What the status means.
    title: String,
    /// The HTTP status.
    status: u16,
    /// One word that stays the same; texts for people hang on it.
    code: String,
    /// In plain words, in English.
    detail: String,
}

/// The document.
pub fn document(routes: &[(Method, &'static str, Gate, Says)]) -> Arc<str> {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    let problem = of::<ProblemShape>(&mut generator);
    let mut paths: Map<String, Value> = Map::new();
    for (method, path, gate, says) in routes {
        let mut responses = Map::new();
        for (status, gives) in &says.gives {
            let content = match gives {
                Gives::Nothing => None,
                Gives::Json(of) => Some(("application/json", json!(of(&mut generator)))),
                Gives::Media(media) => Some((*media, json!({}))),
            };
            let mut response = json!({ "description": status.canonical_reason().unwrap_or("done") });
            if let (Some((media, schema)), Some(response)) = (content, response.as_object_mut()) {
                response.insert("content".to_owned(), json!({ media: { "schema": schema } }));
            }
            responses.insert(status.as_str().to_owned(), response);
        }
        responses.insert(
            "default".to_owned(),
            json!({
                "description": "Not done: a problem document says why.",
                "content": { "application/problem+json": { "schema": problem } },
            }),
        );
        let mut operation = json!({
            "summary": says.summary,
            "operationId": name(method, path),
            "parameters": parameters(method, path, says),
            "responses": responses,
            "security": security(*gate),
        });
        let body = match says.takes {
            Takes::Nothing => None,
            Takes::Json(of) => Some(("application/json", json!(of(&mut generator)))),
            Takes::Media(media) => Some((media, json!({ "type": "string" }))),
        };
        if let (Some((media, schema)), Some(operation)) = (body, operation.as_object_mut()) {
            let body = json!({ "required": true, "content": { media: { "schema": schema } } });
            operation.insert("requestBody".to_owned(), body);
        }
        if let (Gate::May(act), Some(operation)) = (gate, operation.as_object_mut()) {
            operation.insert("x-act".to_owned(), json!(format!("{act:?}").to_lowercase()));
        }
        let entry = paths.entry((*path).to_owned()).or_insert_with(|| json!({}));
        if let Some(entry) = entry.as_object_mut() {
            entry.insert(method.as_str().to_lowercase(), operation);
        }
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Saksi: the officers' desk",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What the officers' pages and the phones use. Everything that changes a figure is a signed \
                            statement; everything that is not done is a problem document with a code that stays the same.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": super::COOKIE },
            },
        },
    })
    .to_string()
    .into()
}

/// A name for programs: `post_sheets_sheet_save`.
fn name(method: &Method, path: &str) -> String {
    let words =
        path.trim_start_matches("/api").split(['/', '-', '.']).map(|part| part.trim_matches(['{', '}']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("{}_{}", method.as_str().to_lowercase(), words.join("_"))
}

fn parameters(method: &Method, path: &str, says: &Says) -> Vec<Value> {
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = in_path
        .map(|name| {
            let number = matches!(name, "sheet" | "person");
            let schema = if number {
                json!({ "type": "integer", "format": "int64" })
            } else {
                json!({ "type": "string" })
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    if *method != Method::GET && *method != Method::HEAD && *method != Method::OPTIONS {
        all.push(json!({
            "name": "x-saksi", "in": "header", "required": true, "schema": { "const": "1" },
            "description": "What other sites' pages can't send.",
        }));
    }
    for (name, what) in says.headers {
        all.push(
            json!({ "name": name, "in": "header", "description": what, "schema": { "type": "string" } }),
        );
    }
    for (name, what, number) in says.query {
        let schema = if *number {
            json!({ "type": "integer", "format": "int64" })
        } else {
            json!({ "type": "string" })
        };
        all.push(json!({ "name": name, "in": "query", "description": what, "schema": schema }));
    }
    all
}

fn security(gate: Gate) -> Value {
    match gate {
        Gate::Open => json!([]),
        Gate::New | Gate::Known | Gate::May(_) => json!([{ "session": [] }]),
    }
}
