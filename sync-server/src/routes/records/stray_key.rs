use serde_json::Value;

/// The first key of a body that says something and that what was read of it does not have
/// （多余的内容）: its author meant something by it that would be lost without a word.
pub(super) fn stray_key(body: &Value, read: &Value) -> Option<String> {
    match (body, read) {
        (Value::Object(body), Value::Object(read)) => {
            body.iter().find_map(|(key, value)| match read.get(key) {
                Some(read) => stray_key(value, read),
                None if says_nothing(value) => None,
                None => Some(key.clone()),
            })
        }
        (Value::Array(body), Value::Array(read)) => body
            .iter()
            .zip(read)
            .find_map(|(value, read)| stray_key(value, read)),
        _ => None,
    }
}

/// What is left out when it is written again.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(said) => !said,
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.is_empty(),
        Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_that_was_not_read_is_named() {
        let read = json!({"voided": {"reason": "x"}});
        for (body, stray) in [
            (json!({"voided": {"reason": "x"}}), None),
            (json!({"voided": {"reason": "x", "note": ""}}), None),
            (json!({"voided": {"reason": "x", "zz": 1}}), Some("zz")),
            (json!({"voided": {"reason": "x"}, "and": true}), Some("and")),
        ] {
            assert_eq!(stray_key(&body, &read).as_deref(), stray, "{body}");
        }
        let read = json!([{"a": 1}]);
        assert_eq!(
            stray_key(&json!([{"a": 1, "b": 2}]), &read).as_deref(),
            Some("b")
        );
    }
}
