use serde_json::Value;

/// The path of the first key of `given` that `read` has lost: a mistyped setting must never be
/// silently without effect.
pub(super) fn stray_key(given: &Value, read: &Value) -> Option<String> {
    match (given, read) {
        (Value::Object(given), Value::Object(read)) => given.iter().find_map(|(key, value)| {
            match read.get(key) {
                Some(known) => stray_key(value, known).map(|below| format!("{key}.{below}")),
                // An absent optional value may be written as null.
                None if value.is_null() => None,
                None => Some(key.clone()),
            }
        }),
        (Value::Array(given), Value::Array(read)) => {
            given
                .iter()
                .zip(read)
                .enumerate()
                .find_map(|(index, (one, other))| {
                    stray_key(one, other).map(|below| format!("{index}.{below}"))
                })
        }
        _ => None,
    }
}
