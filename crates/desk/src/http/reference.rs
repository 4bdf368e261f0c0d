//! `docs/api.md`: what the API says of itself, as a page of the book. It is made of the same document as every desk hands out.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// What the page begins with.
const HEAD: &str = "# The desk's API\n\n\
<!-- Made by `cargo xtask docs` from the routes in crates/desk/src/http and the types they read and write. -->\n\n\
Every route of [the desk](desk.md#api), then every type. A program reads the same as OpenAPI 3.1 at `/api/openapi.json`. Under *who*\n\
stands the [act](../profiles/id-2024/desk.toml) that an account's role needs; *session*: any account; *open*: nobody has to log in.\n\
A request that changes something carries `x-saksi: 1`. Whatever is not done is answered with a [Problem](#problem)\n\
([every code](problems.md)), which is not said again of each route.\n";

/// Groups of routes: what they are about, and how their paths begin. Every route is in one of them; a test holds it.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "The desk and its words",
        &["/api/about", "/api/contests", "/api/reasons", "/api/roles", "/api/openapi.json"],
    ),
    ("Accounts and sessions", &["/api/setup", "/api/session", "/api/accounts"]),
    (
        "Keys, codes and mandates",
        &["/api/enrol", "/api/codes", "/api/keys", "/api/late-keys", "/api/mandate"],
    ),
    ("Statements, and texts to sign", &["/api/statements", "/api/compose", "/api/unsigned", "/api/standing"]),
    ("Typing sheets", &["/api/sheets", "/api/differences"]),
    ("Photos", &["/api/photos"]),
    ("Stations, progress and readiness", &["/api/station", "/api/region", "/api/progress", "/api/ready"]),
    ("Plenaries and objections", &["/api/plenary", "/api/prints", "/api/objections"]),
    ("Work from another desk", &["/api/notes", "/api/carry"]),
    ("The trail", &["/api/trail"]),
];

/// Words of a list at most that are said one by one.
const SAID: usize = 12;

/// The page.
///
/// # Errors
/// Where the document is no JSON, which a test rules out.
pub fn page() -> Result<String, serde_json::Error> {
    Ok(page_of(&serde_json::from_str(&super::openapi())?))
}

fn page_of(document: &Value) -> String {
    let mut page = HEAD.to_owned();
    let all = object(document, "/paths");
    for (title, _) in GROUPS {
        let _ = write!(page, "\n## {title}\n\n| route | who | takes | gives | |\n|---|---|---|---|---|\n");
        for (path, methods) in all.iter().filter(|(path, _)| group(path) == Some(title)) {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                page.push_str(&route(&method.to_uppercase(), path, operation));
            }
        }
    }
    page.push_str(
        "\n## Types\n\nOf what is sent, a field that may be left out says so; what an answer has it always has, if only as *none*.\n",
    );
    for (name, shape) in object(document, "/components/schemas") {
        page.push_str(&kind(&name, &shape));
    }
    page
}

/// The group of a path.
fn group(path: &str) -> Option<&'static str> {
    let begins =
        |start: &&str| path.strip_prefix(*start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    GROUPS.iter().find(|(_, starts)| starts.iter().any(begins)).map(|(title, _)| *title)
}

/// A route's row.
fn route(method: &str, path: &str, operation: &Value) -> String {
    let open = operation.pointer("/security/0").is_none();
    let who = match operation.get("x-act").and_then(Value::as_str) {
        Some(act) => format!("`{act}`"),
        None if open => "open".to_owned(),
        None => "session".to_owned(),
    };
    let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let asked = parameters.filter(|one| text(one, "in") == "query").map(|one| text(one, "name"));
    let asked: Vec<&str> = asked.collect();
    let query = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
    let takes =
        operation.pointer("/requestBody/content").map_or_else(String::new, |content| contents([content]));
    let answers = object(operation, "/responses");
    let done = answers.iter().filter(|(status, _)| status.starts_with('2'));
    let gives = contents(done.filter_map(|(_, answer)| answer.get("content")));
    format!("| `{method} {path}{query}` | {who} | {takes} | {gives} | {} |\n", text(operation, "summary"))
}

/// What bodies hold, each once.
fn contents<'a>(all: impl IntoIterator<Item = &'a Value>) -> String {
    let mut said: Vec<String> = Vec::new();
    for (media, what) in all.into_iter().filter_map(Value::as_object).flatten() {
        let one = match what.get("schema") {
            Some(schema) if media == "application/json" => shape(schema),
            Some(_) | None => format!("`{media}`"),
        };
        if !said.contains(&one) {
            said.push(one);
        }
    }
    said.join(", ")
}

/// A type with its fields.
fn kind(name: &str, schema: &Value) -> String {
    let mut page = format!("\n### {name}\n\n");
    let about = line(text(schema, "description"));
    let fields = object(schema, "/properties");
    let whole = if fields.is_empty() { shape(schema) } else { String::new() };
    let told: Vec<&str> =
        [about.as_str(), whole.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    if !told.is_empty() {
        let _ = writeln!(page, "{}", told.join(" "));
    }
    if !told.is_empty() && !fields.is_empty() {
        page.push('\n');
    }
    let needed = schema.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (field, schema) in &fields {
        let spare = if needed.iter().any(|one| one == field) { "" } else { ", may be left out" };
        let about = line(text(schema, "description"));
        let about = if about.is_empty() { about } else { format!(": {about}") };
        let _ = writeln!(page, "- `{field}` ({}{spare}){about}", shape(schema));
    }
    page
}

/// What a schema holds, in a few words.
fn shape(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(word) = schema.get("const") {
        return format!("`{}`", plain(word));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        if words.len() > SAID {
            return format!("one of {} words", words.len());
        }
        let words: Vec<String> = words.iter().map(|word| format!("`{}`", plain(word))).collect();
        return words.join(" or ");
    }
    if let Some(ways) = ["anyOf", "oneOf"].iter().find_map(|name| schema.get(name)?.as_array()) {
        let ways: Vec<String> = ways.iter().map(shape).collect();
        return ways.join(" or ");
    }
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        Some(kind) => kind.as_str().into_iter().collect(),
        None => Vec::new(),
    };
    let each = |kind: &&str| match *kind {
        "null" => "none".to_owned(),
        "integer" => "number".to_owned(),
        "string" => "text".to_owned(),
        "boolean" => "true or false".to_owned(),
        "array" => format!("list of {}", schema.get("items").map_or_else(String::new, shape)),
        "object" => schema
            .get("additionalProperties")
            .filter(|one| one.is_object())
            .map_or_else(|| "object".to_owned(), |one| format!("by name: {}", shape(one))),
        other => other.to_owned(),
    };
    let kinds: Vec<String> = kinds.iter().map(each).collect();
    if kinds.is_empty() { "anything".to_owned() } else { kinds.join(" or ") }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A description on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn object(value: &Value, pointer: &str) -> Map<String, Value> {
    value.pointer(pointer).and_then(Value::as_object).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::said;
    use super::*;

    #[test]
    fn every_route_is_in_a_group_and_on_the_page_once() {
        let page = page().unwrap();
        for ((method, path, _), _) in said() {
            assert!(group(path).is_some(), "{path} is in no group");
            let row = format!("| `{method} {path}");
            let rows = page.lines().filter(|line| {
                line.strip_prefix(row.as_str()).is_some_and(|rest| rest.starts_with(['`', '?']))
            });
            assert_eq!(rows.count(), 1, "{method} {path}");
        }
        for (title, starts) in GROUPS {
            for start in *starts {
                assert!(said().iter().any(|((_, path, _), _)| path.starts_with(start)), "{title}: {start}");
            }
        }
    }

    #[test]
    fn every_type_that_is_named_is_explained() {
        let page = page().unwrap();
        let named = page.split("](#").skip(1).filter_map(|rest| rest.split(')').next());
        let heads: Vec<String> =
            page.lines().filter_map(|line| line.strip_prefix("### ")).map(str::to_lowercase).collect();
        // A link leads to the first heading of its name.
        let others: Vec<String> =
            page.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_lowercase).collect();
        assert!(others.iter().all(|other| !heads.contains(other)), "{others:?}");
        for name in named {
            assert!(heads.iter().any(|head| head == name), "{name}");
        }
    }

    #[test]
    fn what_a_schema_holds_is_said_in_a_few_words() {
        use serde_json::json;
        for (schema, words) in [
            (json!({ "type": ["integer", "null"] }), "number or none"),
            (
                json!({ "type": "array", "items": { "$ref": "#/components/schemas/Row" } }),
                "list of [Row](#row)",
            ),
            (json!({ "type": "object", "additionalProperties": { "type": "string" } }), "by name: text"),
            (json!({ "type": "string", "enum": ["a", "b"] }), "`a` or `b`"),
            (json!({ "anyOf": [{ "const": "x" }, { "type": "null" }] }), "`x` or none"),
            (json!({}), "anything"),
        ] {
            assert_eq!(shape(&schema), words);
        }
    }
}
