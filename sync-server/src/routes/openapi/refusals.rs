use serde_json::{Map, Value, json};

use crate::access::{Door, RouteRule, TABLE};

/// What a refusal of a status looks like, by the status; codes and texts are those of the relay.
const REFUSALS: [(&str, &str, &str, &str); 9] = [
    (
        "400",
        "bad_request",
        "请求有误",
        "the request makes no sense",
    ),
    ("401", "unauthorized", "请先登录", "sign in first"),
    ("403", "forbidden", "无此权限", "not permitted"),
    ("404", "not_found", "没有找到", "not found"),
    (
        "409",
        "account_taken",
        "账号已被他人使用",
        "the account is taken",
    ),
    ("413", "too_large", "内容过大", "too large"),
    ("422", "text_refused", "文字不可用", "the text is not taken"),
    ("429", "too_many_attempts", "尝试过多", "too many attempts"),
    ("503", "busy", "系统繁忙", "busy"),
];

/// Name of the example of a status among the parts of the description.
pub(super) fn example_name(status: &str) -> Option<String> {
    let known = REFUSALS.iter().any(|(of, ..)| *of == status);
    known.then(|| format!("refused_{status}"))
}

/// The examples that refusals point to.
pub(super) fn examples() -> Map<String, Value> {
    let named = REFUSALS.iter().map(|(status, code, zh, en)| {
        let mut value = json!({"code": code, "message": zh, "message_en": en});
        if let ("429" | "503", Some(fields)) = (*status, value.as_object_mut()) {
            fields.insert("retry_after_ms".to_owned(), json!(1_000));
        }
        let name = format!("refused_{status}");
        (name, json!({"summary": code, "value": value}))
    });
    named.collect()
}

/// Refusals of an operation that names none of its own: those of its door, and of everybody who
/// comes too often.
pub(super) fn of_the_door(method: &str, path: &str) -> Vec<&'static str> {
    let row = TABLE
        .iter()
        .find(|rule: &&RouteRule| rule.method.eq_ignore_ascii_case(method) && rule.route == path);
    let mut statuses = match row.map(|rule| rule.door) {
        Some(Door::Device | Door::Session | Door::Either) => vec!["401"],
        Some(Door::Proof) => vec!["400"],
        Some(Door::Anyone) | None => Vec::new(),
    };
    if row.is_some_and(|rule| !rule.operations.is_empty()) {
        statuses.push("403");
    }
    statuses.push("429");
    statuses
}

/// A refusal as responses have it.
pub(super) fn response() -> Value {
    json!({
        "description": "Refused.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}},
    })
}
