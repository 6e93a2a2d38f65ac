use serde_json::{Map, Value, json};

use super::examples::{Schemas, example};
use super::refusals;
use super::stability::stability;

const JSON: &str = "application/json";
/// The extension that says how far an operation can be relied on.
const STABILITY_KEY: &str = "x-stability";

/// Adds to every operation what is set in one place for all（接口说明补全）: how stable it is, examples of
/// its bodies, and refusals where it names none.
pub(super) fn complete(document: &mut Value) {
    let schemas: Schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                if let Some(operation) = operation.as_object_mut() {
                    complete_operation(&schemas, (method.as_str(), path.as_str()), operation);
                }
            }
        }
    }
    if let Some(parts) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    {
        parts.insert("examples".to_owned(), Value::Object(refusals::examples()));
    }
}

fn complete_operation(
    schemas: &Schemas,
    (method, path): (&str, &str),
    operation: &mut Map<String, Value>,
) {
    if let Some((_, how)) = stability(path) {
        operation.insert(STABILITY_KEY.to_owned(), json!(how.name()));
    }
    if let Some(body) = operation.get_mut("requestBody") {
        give_example(schemas, body);
    }
    let Some(responses) = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    if !responses.keys().any(|status| status.starts_with('4')) {
        for status in refusals::of_the_door(method, path) {
            responses.insert(status.to_owned(), refusals::response());
        }
    }
    for (status, response) in responses {
        let Some(name) = refusals::example_name(status) else {
            give_example(schemas, response);
            continue;
        };
        if let Some(content) = response.pointer_mut("/content/application~1json") {
            let to = json!({"$ref": format!("#/components/examples/{name}")});
            let named = Map::from_iter([(name, to)]);
            set(content, "examples", Value::Object(named));
        }
    }
}

/// A made-up body where there is none.
fn give_example(schemas: &Schemas, holder: &mut Value) {
    let Some(content) = holder
        .get_mut("content")
        .and_then(|content| content.get_mut(JSON))
    else {
        return;
    };
    let given = content.get("example").is_some() || content.get("examples").is_some();
    if let (false, Some(schema)) = (given, content.get("schema")) {
        let made = example(schemas, schema, "");
        set(content, "example", made);
    }
}

fn set(holder: &mut Value, key: &str, value: Value) {
    if let Some(fields) = holder.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}
