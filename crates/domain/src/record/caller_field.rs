use serde::Serialize;
use serde_json::Value;

use super::holds_caller;

/// The field of an act, or of content, in which the name or the number of whoever complained stands
/// （含举报人信息的栏目）: the first of them; empty for a text without a field. `None`: it stands nowhere.
#[must_use]
pub fn field_with_caller(said: &impl Serialize, name: &str, phone: &str) -> Option<String> {
    // What has no form as JSON says nothing that a person wrote.
    let value = serde_json::to_value(said).unwrap_or_default();
    found_in("", &value, &|text| holds_caller(text, name, phone))
}

fn found_in(field: &str, value: &Value, holds: &dyn Fn(&str) -> bool) -> Option<String> {
    match value {
        Value::String(text) => holds(text).then(|| field.to_owned()),
        Value::Number(number) => holds(&number.to_string()).then(|| field.to_owned()),
        Value::Array(all) => all.iter().find_map(|one| found_in(field, one, holds)),
        Value::Object(all) => all.iter().find_map(|(key, one)| {
            if holds(key) {
                // The key itself is not told: it is what must not be.
                return Some(field.to_owned());
            }
            found_in(key, one, holds)
        }),
        Value::Bool(_) | Value::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lifecycle::{Event, Step};

    fn found(said: &impl Serialize) -> Option<String> {
        field_with_caller(said, "钱小鱼", "13911112222")
    }

    #[test]
    fn every_text_of_an_act_is_looked_at() {
        let step = |name: &str, text: &str| {
            Event::Step(Step {
                step: "report.reply_verified".to_owned(),
                fields: [
                    ("channel".to_owned(), "platform".to_owned()),
                    (name.to_owned(), text.to_owned()),
                ]
                .into(),
                ..Step::default()
            })
        };
        let reply = |text: &str| found(&step("reply", text));
        assert_eq!(reply("感谢钱小鱼的举报"), Some("reply".to_owned()));
        assert_eq!(reply("已电话139 1111 2222告知"), Some("reply".to_owned()));
        assert_eq!(reply("已电话13911112223告知"), None);
        assert_eq!(found(&step("place", "钱小鱼家")), Some("place".to_owned()));
        let feedback = Event::Feedback {
            note: "钱小鱼带路".to_owned(),
            photos: Vec::new(),
            on_behalf: true,
        };
        assert_eq!(found(&feedback), Some("note".to_owned()));
    }

    #[test]
    fn numbers_lists_and_keys_are_looked_at_and_a_key_is_not_told() {
        assert_eq!(
            found(&json!({"phone": 13_911_112_222_u64})),
            Some("phone".to_owned())
        );
        assert_eq!(
            found(&json!({"list": ["甲", {"who": "钱小鱼"}]})),
            Some("who".to_owned())
        );
        assert_eq!(found(&json!({"a": {"钱小鱼": 1}})), Some("a".to_owned()));
        assert_eq!(found(&json!("钱小鱼")), Some(String::new()));
        assert_eq!(found(&json!({"a": [true, null, 7, "小鱼"]})), None);
        assert_eq!(field_with_caller(&json!({"a": "任何文字"}), "", ""), None);
    }
}
