use serde_json::Value;

/// Keys whose value is a telephone number.
const PHONE: &str = "_phone";

/// A telephone number with its middle hidden（脱敏）: who needs all of it asks for the contacts, with a
/// reason, and that is written down.
pub(super) fn masked(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    if length < 7 {
        return "*".repeat(length);
    }
    let shown = |at: usize| at < 3 || at + 4 >= length;
    characters
        .into_iter()
        .enumerate()
        .map(|(at, c)| if shown(at) { c } else { '*' })
        .collect()
}

/// Hides the telephone numbers of a record's content, or of its conflicts.
pub(super) fn mask_phones(content: &mut Value) {
    let Some(fields) = content.as_object_mut() else {
        return;
    };
    for (_, value) in fields.iter_mut().filter(|(key, _)| is_phone(key)) {
        match value {
            Value::String(text) => *text = masked(text),
            Value::Array(values) => {
                for value in values {
                    if let Value::String(text) = value {
                        *text = masked(text);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a key holds a telephone number.
pub(super) fn is_phone(key: &str) -> bool {
    key.ends_with(PHONE) || key == "phone"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_number_is_hidden() {
        assert_eq!(masked("13900000001"), "139****0001");
        assert_eq!(masked("0371-65551234"), "037******1234");
        assert_eq!(masked("12345"), "*****");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn no_number_of_a_record_is_left() {
        let mut content = serde_json::json!({
            "name": "张记", "owner_phone": "13900000001",
            "operator_phone": ["13900000002", "13900000003"],
        });
        mask_phones(&mut content);
        let text = content.to_string();
        assert!(text.contains("张记") && !text.contains("1390000"), "{text}");
    }
}
