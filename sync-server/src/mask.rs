//! Telephone numbers with their middle hidden（脱敏）.

use std::collections::BTreeMap;

use serde_json::Value;

/// Keys whose value is a telephone number.
const PHONE: &str = "_phone";
/// The same in steps of cases.
const OF_STEPS: [&str; 2] = ["phone", "contact"];

/// A telephone number with its middle hidden（脱敏）: who needs all of it asks for the contacts, with a
/// reason, and that is written down.
pub(crate) fn masked(text: &str) -> String {
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
pub(crate) fn mask_phones(content: &mut Value) {
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

/// Fields of a step with their telephone numbers hidden.
pub(crate) fn masked_fields(fields: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    fields
        .iter()
        .map(|(name, text)| {
            let shown = if is_phone(name) {
                masked(text)
            } else {
                text.clone()
            };
            (name.clone(), shown)
        })
        .collect()
}

/// Whether a key holds a telephone number.
pub(crate) fn is_phone(key: &str) -> bool {
    key.ends_with(PHONE) || OF_STEPS.contains(&key)
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

    #[test]
    fn steps_of_cases_show_no_number() {
        let said = [
            ("household", "王奶奶"),
            ("phone", "13900000001"),
            ("contact", "13900000002"),
        ];
        let said = said.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let shown = masked_fields(&said.into());
        assert_eq!(shown["household"], "王奶奶");
        assert_eq!(shown["phone"], "139****0001");
        assert_eq!(shown["contact"], "139****0002");
    }
}
