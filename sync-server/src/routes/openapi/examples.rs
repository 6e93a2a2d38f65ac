use serde_json::{Map, Value, json};

/// Bodies hang together at most so deep.
const DEPTH: usize = 8;
const ID: &str = "0199a5d0-7c3e-7a51-9d0b-5e6f708192a3";
const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// Schemas by name, as the description has them.
pub(super) type Schemas = Map<String, Value>;

/// A made-up value of a form（示例）: what must be there, and of a form in which nothing must, all of it.
/// `name`: what the value is called where it stands.
pub(super) fn example(schemas: &Schemas, schema: &Value, name: &str) -> Value {
    made(schemas, schema, name, DEPTH).unwrap_or(Value::Null)
}

/// `None`: the form goes on without an end.
fn made(schemas: &Schemas, schema: &Value, name: &str, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    if let Some(given) = schema.get("example").or_else(|| schema.get("const")) {
        return Some(given.clone());
    }
    if let Some(first) = schema.get("enum").and_then(|it| it.get(0)) {
        return Some(first.clone());
    }
    if let Some(named) = schema.get("$ref").and_then(Value::as_str) {
        let named = named.rsplit('/').next()?;
        return made(schemas, schemas.get(named)?, name, depth);
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut whole = Map::new();
        for part in parts.iter().chain([&without_all_of(schema)]) {
            if let Value::Object(fields) = made(schemas, part, name, depth)? {
                whole.extend(fields);
            }
        }
        return Some(Value::Object(whole));
    }
    for either in ["oneOf", "anyOf"] {
        if let Some(forms) = schema.get(either).and_then(Value::as_array) {
            let mut forms = forms.iter().filter(|form| !is_null(form));
            return forms.find_map(|form| made(schemas, form, name, depth));
        }
    }
    Some(match kind(schema) {
        "array" => list(schemas, schema, name, depth),
        "object" => return object(schemas, schema, name, depth),
        "boolean" => json!(false),
        "integer" | "number" => number(name),
        "string" => text(name),
        _ => json!({}),
    })
}

fn without_all_of(schema: &Value) -> Value {
    let mut rest = schema.clone();
    if let Some(fields) = rest.as_object_mut() {
        fields.remove("allOf");
        fields.entry("type").or_insert_with(|| json!("object"));
    }
    rest
}

/// Kind of a form; of one that may be nothing, the other.
fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            kinds.find(|kind| *kind != "null").unwrap_or("null")
        }
        _ if schema.get("properties").is_some() => "object",
        _ if schema.get("items").is_some() => "array",
        _ => "",
    }
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

fn list(schemas: &Schemas, schema: &Value, name: &str, depth: usize) -> Value {
    let forms: Vec<&Value> = match schema.get("prefixItems").and_then(Value::as_array) {
        Some(forms) => forms.iter().collect(),
        None => schema.get("items").into_iter().collect(),
    };
    // A list of what it is itself a part of is empty.
    let items = forms
        .into_iter()
        .filter_map(|form| made(schemas, form, name, depth));
    Value::Array(items.collect())
}

fn object(schemas: &Schemas, schema: &Value, name: &str, depth: usize) -> Option<Value> {
    let mut fields = Map::new();
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        for (field, form) in properties {
            let must = required.contains(&field.as_str());
            if !must && !required.is_empty() {
                continue;
            }
            match made(schemas, form, field, depth) {
                Some(value) => {
                    fields.insert(field.clone(), value);
                }
                None if must => return None,
                None => {}
            }
        }
    } else if let Some(form) = schema.get("additionalProperties")
        && form.is_object()
        && let Some(value) = made(schemas, form, name, depth)
    {
        fields.insert("key".to_owned(), value);
    }
    Some(Value::Object(fields))
}

fn number(name: &str) -> Value {
    let is_time = name == "at"
        || name == "now"
        || ["_at", "_ms", "_since"]
            .iter()
            .any(|end| name.ends_with(end))
        || ["due", "claimed", "lower", "upper"].contains(&name);
    match name {
        _ if is_time => json!(1_788_220_800_000_i64),
        "latitude" => json!(30_650_000),
        "longitude" => json!(106_070_000),
        "retry_after_ms" => json!(1_000),
        "year" => json!(2026),
        _ => json!(1),
    }
}

fn text(name: &str) -> Value {
    let said = match name {
        "grid" | "record" | "premises" | "hazard" | "inspection" | "user" | "worker" | "device"
        | "id" | "report" | "target" | "author_id" | "draw" | "township" => ID,
        "digest" | "envelope" | "lease" | "signature" | "seed" => DIGEST,
        "first" | "last" | "on" | "from" | "until" | "valid_from" | "valid_until" | "day" => {
            "2026-09-01"
        }
        "name" | "author" | "head" | "grid_name" => "王网格员",
        "village" => "场镇社区",
        "address" => "青峰路1号",
        "status" => "submitted",
        "status_label" => "已提交",
        "kind" => "rectification",
        "severity" => "general",
        "number" => "青消改字〔2026〕第0001号",
        "period" => "2026年度",
        "phone" => "023-00000000",
        "message" | "zh" => "没有找到",
        "message_en" => "not found",
        "code" => "not_found",
        _ => "文字",
    };
    json!(said)
}
