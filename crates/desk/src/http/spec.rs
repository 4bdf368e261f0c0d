//! What the API says of itself: an OpenAPI 3.1 document, made from the routes as they are declared and from the very types that
//! are read and written.
//!
//! Shapes of requests are those that are read (what may be left out is not required), shapes of answers those that are written
//! (what is always there is required).

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::Gate;
use super::problem_codes::CODES;

/// Makes a type's schema.
type Of = fn(&mut SchemaGenerator) -> Schema;

/// Whether bytes are a value of a type.
type Reads = fn(&[u8]) -> bool;

/// What a request brings.
#[derive(Clone, Copy)]
pub enum Takes {
    /// Nothing that is looked at.
    Nothing,
    /// JSON of a type, and what bytes are such.
    Json(
        Of,
        #[cfg_attr(
            not(any(test, feature = "fuzzing")),
            expect(dead_code, reason = "routes read bodies by their handlers")
        )]
        Reads,
    ),
    /// Text of a media type.
    Media(&'static str),
    /// Bytes of a media type.
    Bytes(&'static str),
}

impl Takes {
    /// JSON of this type.
    pub fn json<T: JsonSchema + DeserializeOwned>() -> Takes {
        Takes::Json(of::<T>, |body| serde_json::from_slice::<T>(body).is_ok())
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
    /// Bytes of one of these media types.
    OneOf(&'static [&'static str]),
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

/// A header: name, what for, whether it is always there, and what it holds.
pub type Header = (&'static str, &'static str, Always, Holds);

/// What a header holds.
#[derive(Clone, Copy)]
pub enum Holds {
    /// Text.
    Text,
    /// A whole number, from 0.
    Whole,
    /// Just this.
    This(&'static str),
}

impl Holds {
    fn schema(self) -> Value {
        match self {
            Holds::Text => json!({ "type": "string" }),
            Holds::Whole => json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }),
            Holds::This(word) => json!({ "const": word }),
        }
    }
}

/// Whether a header is always there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Always {
    /// A request without it is refused; an answer that did what was asked has it.
    Yes,
    /// It may be missing.
    No,
}

/// What a route says of itself.
#[derive(Clone)]
pub struct Says {
    summary: &'static str,
    takes: Takes,
    headers: &'static [Header],
    query: Option<Of>,
    /// Where it does what it was asked for. All else is a problem.
    gives: Vec<(StatusCode, Gives)>,
    tells: &'static [Header],
}

impl Says {
    /// A route that takes and gives this.
    pub fn new(summary: &'static str, takes: Takes, gives: &[(StatusCode, Gives)]) -> Says {
        Says { summary, takes, headers: &[], query: None, gives: gives.to_vec(), tells: &[] }
    }

    /// Whether the route would read these bytes as its body; none: it takes no JSON.
    #[cfg(any(test, feature = "fuzzing"))]
    pub fn reads(&self, body: &[u8]) -> Option<bool> {
        match self.takes {
            Takes::Json(_, reads) => Some(reads(body)),
            Takes::Nothing | Takes::Media(_) | Takes::Bytes(_) => None,
        }
    }

    /// It reads this after the question mark.
    pub fn asking<T: JsonSchema>(mut self) -> Says {
        self.query = Some(of::<T>);
        self
    }

    /// It looks at these headers, beyond those of all.
    pub fn headed(mut self, headers: &'static [Header]) -> Says {
        self.headers = headers;
        self
    }

    /// Its answers carry these headers.
    pub fn telling(mut self, headers: &'static [Header]) -> Says {
        self.tells = headers;
        self
    }
}

/// A problem document (RFC 9457): why a request was not done.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "its shape is what is told; `Problem` writes it")]
#[schemars(rename = "Problem", deny_unknown_fields)]
struct ProblemShape {
    /// `urn:saksi:problem:` and the code.
    r#type: String,
    /// What the status means.
    title: String,
    /// The HTTP status.
    status: u16,
    /// One word that stays the same; texts for people hang on it.
    #[schemars(schema_with = "codes")]
    code: String,
    /// In plain words, in English.
    detail: String,
}

fn codes(_: &mut SchemaGenerator) -> Schema {
    let all: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    schemars::json_schema!({ "type": "string", "enum": all })
}

/// Whole numbers are as large as their types hold.
fn bounded(schema: &mut Schema) {
    let bounds = match schema.get("format").and_then(Value::as_str) {
        Some("int64") => (i64::MIN, json!(i64::MAX)),
        Some("uint64") => (0, json!(u64::MAX)),
        Some("uint32") => (0, json!(u32::MAX)),
        Some(_) | None => return,
    };
    schema.insert("minimum".to_owned(), json!(bounds.0));
    schema.insert("maximum".to_owned(), bounds.1);
}

/// Shapes of what is read and of what is written.
struct Shapes {
    read: SchemaGenerator,
    written: SchemaGenerator,
}

impl Shapes {
    fn new() -> Shapes {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.transforms.push(Box::new(RecursiveTransform(bounded)));
            })
        };
        Shapes {
            read: settings().for_deserialize().into_generator(),
            written: settings().for_serialize().into_generator(),
        }
    }

    /// All of them by their names; and the names that stand for two.
    fn all(mut self) -> (Map<String, Value>, Vec<String>) {
        let (mut all, mut twice) = (self.read.take_definitions(true), Vec::new());
        for (name, shape) in self.written.take_definitions(true) {
            if all.get(&name).is_some_and(|other| *other != shape) || name.ends_with(char::is_numeric) {
                twice.push(name.clone());
            }
            all.insert(name, shape);
        }
        (all, twice)
    }
}

/// A route, as the document has it.
pub type Route<'r> = (&'r Method, &'static str, Gate, &'r Says);

/// The document.
pub fn document<'r>(routes: impl IntoIterator<Item = Route<'r>>) -> Arc<str> {
    written(routes).0.to_string().into()
}

fn written<'r>(routes: impl IntoIterator<Item = Route<'r>>) -> (Value, Vec<String>) {
    let mut shapes = Shapes::new();
    let problem = of::<ProblemShape>(&mut shapes.written);
    let mut paths: Map<String, Value> = Map::new();
    for (method, path, gate, says) in routes {
        let operation = operation(method, path, gate, says, &mut shapes);
        let entry = paths.entry((*path).to_owned()).or_insert_with(|| json!({}));
        if let Some(entry) = entry.as_object_mut() {
            entry.insert(method.as_str().to_lowercase(), operation);
        }
    }
    let (schemas, twice) = shapes.all();
    let document = json!({
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
            "responses": {
                "Problem": {
                    "description": "Not done: a problem document says why.",
                    "headers": headers(&[("Retry-After", "Seconds after which to try again.", Always::No, Holds::Whole)]),
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": super::COOKIE },
            },
        },
    });
    (document, twice)
}

fn operation(method: &Method, path: &str, gate: Gate, says: &Says, shapes: &mut Shapes) -> Value {
    let mut responses = Map::new();
    for (status, gives) in &says.gives {
        let content: Map<String, Value> = match gives {
            Gives::Nothing => Map::new(),
            Gives::Json(of) => json_content(&of(&mut shapes.written)),
            Gives::Media(media) => [((*media).to_owned(), json!({}))].into_iter().collect(),
            Gives::OneOf(medias) => medias.iter().map(|media| ((*media).to_owned(), json!({}))).collect(),
        };
        let mut response = Map::new();
        response.insert("description".to_owned(), json!(status.canonical_reason().unwrap_or("done")));
        if !content.is_empty() {
            response.insert("content".to_owned(), Value::Object(content));
        }
        if !says.tells.is_empty() {
            response.insert("headers".to_owned(), headers(says.tells));
        }
        responses.insert(status.as_str().to_owned(), Value::Object(response));
    }
    for refused in ["4XX", "5XX"] {
        responses.insert(refused.to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    let body = match says.takes {
        Takes::Nothing => None,
        Takes::Json(of, _) => Some(json_content(&of(&mut shapes.read))),
        Takes::Media(media) => Some(one(media, json!({ "schema": { "type": "string" } }))),
        Takes::Bytes(media) => {
            Some(one(media, json!({ "schema": { "type": "string", "format": "binary" } })))
        }
    };
    let mut operation = Map::new();
    operation.insert("summary".to_owned(), json!(says.summary));
    operation.insert("operationId".to_owned(), json!(name(method, path)));
    operation.insert("parameters".to_owned(), json!(parameters(method, path, says, &mut shapes.read)));
    operation.insert("responses".to_owned(), Value::Object(responses));
    match gate {
        Gate::Open => operation.insert("security".to_owned(), json!([])),
        Gate::New | Gate::Known | Gate::May(_) => {
            operation.insert("security".to_owned(), json!([{ "session": [] }]))
        }
    };
    if let Some(content) = body {
        operation.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    if let Gate::May(act) = gate {
        operation.insert("x-act".to_owned(), json!(act));
    }
    Value::Object(operation)
}

fn one(name: &str, value: Value) -> Map<String, Value> {
    [(name.to_owned(), value)].into_iter().collect()
}

fn json_content(schema: &Schema) -> Map<String, Value> {
    one("application/json", json!({ "schema": schema }))
}

fn headers(all: &[Header]) -> Value {
    let each = all.iter().map(|(name, what, always, holds)| {
        let header = json!({
            "description": what, "required": *always == Always::Yes, "schema": holds.schema(),
        });
        ((*name).to_owned(), header)
    });
    Value::Object(each.collect())
}

/// A name for programs: `post_sheets_sheet_save`.
fn name(method: &Method, path: &str) -> String {
    let words =
        path.trim_start_matches("/api").split(['/', '-', '.']).map(|part| part.trim_matches(['{', '}']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("{}_{}", method.as_str().to_lowercase(), words.join("_"))
}

fn parameters(method: &Method, path: &str, says: &Says, shapes: &mut SchemaGenerator) -> Vec<Value> {
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = in_path
        .map(|name| {
            let mut schema = match name {
                "sheet" | "person" => of::<i64>(shapes),
                _ => of::<String>(shapes),
            };
            bounded(&mut schema);
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    if !method.is_safe() {
        all.push(json!({
            "name": super::OURS.as_str(), "in": "header", "required": true, "schema": { "const": super::OURS_IS },
            "description": "What other sites' pages can't send.",
        }));
    }
    all.extend(says.headers.iter().map(|(name, what, always, holds)| {
        json!({
            "name": name, "in": "header", "description": what, "required": *always == Always::Yes,
            "schema": holds.schema(),
        })
    }));
    all.extend(says.query.into_iter().flat_map(|of| asked(of, shapes)));
    all
}

/// The parts of a type as parameters of a query.
fn asked(of: Of, shapes: &mut SchemaGenerator) -> Vec<Value> {
    // It is no shape of a body: it gets no name.
    let mut alone =
        shapes.settings().clone().with(|settings| settings.inline_subschemas = true).into_generator();
    let mut schema = of(&mut alone);
    RecursiveTransform(bounded).transform(&mut schema);
    let parts = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let parts = parts.into_iter().map(|(name, mut schema)| {
        let what = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        // An address has no null: what is not asked is not there.
        if let Some(kind) = schema.pointer_mut("/type")
            && let Some(first) = kind.pointer("/0").cloned()
        {
            *kind = first;
        }
        json!({ "name": name, "in": "query", "description": what, "schema": schema })
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn no_two_shapes_have_one_name() {
        let said = said();
        let routes = said.iter().map(|((method, path, gate), says)| (method, *path, *gate, says));
        let (document, twice) = written(routes);
        assert_eq!(twice, Vec::<String>::new());
        assert!(document.pointer("/components/schemas/Problem").is_some());
    }

    #[test]
    fn every_route_says_what_it_is_for_in_a_sentence() {
        for ((method, path, _), says) in said() {
            assert!(says.summary.ends_with('.'), "{method} {path}");
            assert!(!says.gives.is_empty(), "{method} {path}");
            assert!(says.gives.iter().all(|(status, _)| status.is_success()), "{method} {path}");
        }
    }

    #[test]
    fn a_body_with_a_part_that_no_route_knows_is_read_by_none() {
        let routes = said();
        let taking = |body: &[u8]| routes.iter().filter_map(|(_, says)| says.reads(body)).collect::<Vec<_>>();
        assert!(taking(b"{").len() > 20);
        for body in [&b"{"[..], b"[]", b"null", br#"{"nobody":1}"#] {
            assert!(taking(body).iter().all(|reads| !reads));
        }
        let log_in = br#"{"name":"siti","password":"kotak"}"#;
        assert_eq!(taking(log_in).iter().filter(|reads| **reads).count(), 1);
    }

    #[test]
    fn what_is_read_after_the_question_mark_is_told() {
        #[derive(JsonSchema)]
        #[expect(dead_code, reason = "its shape is what is told")]
        struct Asked {
            /// Where to begin.
            after: Option<i64>,
        }
        let says = Says::new("Lists.", Takes::Nothing, &[]).asking::<Asked>();
        let told = parameters(&Method::GET, "/api/x/{sheet}", &says, &mut Shapes::new().read);
        assert_eq!(told.len(), 2);
        assert_eq!(told.get(1).map(|one| &one["name"]), Some(&json!("after")));
        assert_eq!(told.get(1).map(|one| &one["schema"]["type"]), Some(&json!("integer")));
        assert_eq!(told.get(1).map(|one| &one["description"]), Some(&json!("Where to begin.")));
    }
}
