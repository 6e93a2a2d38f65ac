//! The description of the API（接口说明）: what it leaves out is left out by name, and every operation says
//! how stable it is, what it refuses with, and what its bodies look like.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::access::TABLE;
use crate::routes::{STABILITY, stability};

/// Routes that the description of the API of supervisors does not have, and why.
#[rustfmt::skip]
const EXCUSED: &[(&str, &str, &str)] = &[
    ("GET", "/healthz", "for a supervisor of processes"),
    ("GET", "/readyz", "for a supervisor of processes"),
    ("GET", "/metrics", "docs/OPERATIONS.md lists what it says"),
    ("POST", "/api/v1/enroll", "CBOR of phones"),
    ("POST", "/api/v1/session", "CBOR of phones"),
    ("POST", "/api/v1/heal", "CBOR of phones"),
    ("POST", "/api/v1/sync", "CBOR of phones"),
    ("GET", "/api/v1/policy/{digest}", "of phones"),
    ("POST", "/api/v1/training", "of phones"),
    ("GET", "/api/v1/wake", "of phones"),
    ("OPTIONS", "/api/v1/blobs", "tus, of phones"),
    ("POST", "/api/v1/blobs", "tus, of phones"),
    ("HEAD", "/api/v1/blobs/uploads/{upload}", "tus, of phones"),
    ("PATCH", "/api/v1/blobs/uploads/{upload}", "tus, of phones"),
    ("DELETE", "/api/v1/blobs/uploads/{upload}", "tus, of phones"),
    ("GET", "/api/v1/blobs/{digest}", "bytes of a photo"),
    ("GET", "/p/{kind}/{record}", "a page behind a QR"),
    ("POST", "/p/{kind}/{record}", "a page behind a QR"),
    ("POST", "/p/{kind}/{record}/feedback", "a page behind a QR"),
    ("GET", "/v", "a page for whoever holds a paper"),
    ("POST", "/v", "a page for whoever holds a paper"),
    ("GET", "/s/{secret}", "a page behind a QR"),
    ("POST", "/s/{secret}", "a page behind a QR"),
    ("GET", "/embed/{secret}", "a page inside another one"),
    ("GET", "/api/v1/openapi.json", "the description itself"),
    ("GET", "/", "a page of the console"),
    ("GET", "/console", "a page of the console"),
    ("GET", "/console/", "a page of the console"),
    ("GET", "/console/{*path}", "a page of the console"),
    ("GET", "/public/page.css", "looks of public pages"),
];

fn document() -> Value {
    serde_json::from_str(&crate::openapi_document()).unwrap()
}

/// Method, path and operation, each.
fn operations(document: &Value) -> Vec<(String, String, &Map<String, Value>)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, operation)| {
                let operation = operation.as_object().unwrap();
                (method.to_uppercase(), path.clone(), operation)
            })
        })
        .collect()
}

#[test]
fn every_row_of_the_table_is_described_or_excused() {
    let document = document();
    let described: BTreeSet<(String, String)> = operations(&document)
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .collect();
    let excused: BTreeSet<(String, String)> = EXCUSED
        .iter()
        .map(|(method, route, _)| ((*method).to_owned(), (*route).to_owned()))
        .collect();
    assert_eq!(excused.len(), EXCUSED.len(), "a row stands twice");
    let both: Vec<_> = described.intersection(&excused).collect();
    assert!(both.is_empty(), "described all the same: {both:?}");
    let table: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|rule| (rule.method.to_owned(), rule.route.to_owned()))
        .collect();
    let known: BTreeSet<_> = described.union(&excused).cloned().collect();
    let missing: Vec<_> = table.difference(&known).collect();
    let surplus: Vec<_> = known.difference(&table).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing {missing:?}, surplus {surplus:?}"
    );
}

#[test]
fn every_operation_says_how_stable_it_is() {
    let document = document();
    let mut used = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let Some((begin, how)) = stability(&path) else {
            panic!("{method} {path}: no row says how stable it is");
        };
        assert_eq!(operation["x-stability"], how.name(), "{method} {path}");
        used.insert(begin);
    }
    let rows: BTreeSet<&str> = STABILITY.iter().map(|(begin, _)| *begin).collect();
    assert_eq!(rows.len(), STABILITY.len(), "a row stands twice");
    let idle: Vec<_> = rows.difference(&used).collect();
    assert!(idle.is_empty(), "rows of nothing: {idle:?}");
}

/// Whether a value is of a form.
fn fits(schemas: &Value, schema: &Value, value: &Value) -> bool {
    if let Some(named) = schema["$ref"].as_str() {
        let named = named.rsplit('/').next().unwrap();
        return fits(schemas, &schemas[named], value);
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.contains(value);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return parts.iter().all(|part| fits(schemas, part, value));
    }
    for either in ["oneOf", "anyOf"] {
        if let Some(forms) = schema[either].as_array() {
            return forms.iter().any(|form| fits(schemas, form, value));
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return true,
    };
    kinds.into_iter().any(|kind| match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.as_array().is_some_and(|items| {
            let form = &schema["items"];
            !form.is_object() || items.iter().all(|item| fits(schemas, form, item))
        }),
        "object" => value.as_object().is_some_and(|fields| {
            let required = schema["required"].as_array().into_iter().flatten();
            let mut required = required.filter_map(Value::as_str);
            let form = |name: &str| &schema["properties"][name];
            required.all(|name| fields.contains_key(name))
                && fields.iter().all(|(name, value)| {
                    !form(name).is_object() || fits(schemas, form(name), value)
                })
        }),
        _ => false,
    })
}

#[test]
fn every_body_has_an_example_of_its_form_and_every_operation_a_refusal() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let mut examples = 0;
    for (method, path, operation) in operations(&document) {
        let responses = operation["responses"].as_object().unwrap();
        let refuses = responses.keys().any(|status| status.starts_with('4'));
        assert!(refuses, "{method} {path} refuses nothing");
        let bodies = operation.get("requestBody").into_iter();
        for holder in bodies.chain(responses.values()) {
            let content = &holder["content"]["application/json"];
            if !content["schema"].is_object() {
                continue;
            }
            examples += 1;
            let example = match content["examples"].as_object() {
                Some(named) => {
                    let place = named.values().next().unwrap()["$ref"].as_str().unwrap();
                    let place = place.trim_start_matches('#');
                    &document.pointer(place).unwrap()["value"]
                }
                None => &content["example"],
            };
            assert!(
                fits(schemas, &content["schema"], example),
                "{method} {path}: {example}"
            );
        }
    }
    assert!(examples > 300, "{examples}");
}
