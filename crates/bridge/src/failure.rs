use serde_json::{Map, Value, json};
use wangge_mobile_core::{CoreError, Kept, Retry};

use crate::view;

/// Why a call gave no answer（调用失败）.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request makes no sense: a mistake of the web page, not of its user.
    BadRequest(String),
    /// The core said no.
    Core(CoreError),
    /// The code behind the method panicked, or there is no runtime.
    Broken(String),
}

impl From<CoreError> for Failure {
    fn from(error: CoreError) -> Self {
        Self::Core(error)
    }
}

impl Failure {
    /// The error of an answer: what happened, what was kept, whether to try again.
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::BadRequest(what) => plain(
                "bad_request",
                &format!("请求无效：{what}"),
                &format!("Bad request: {what}."),
                json!({ "when": "no" }),
            ),
            Self::Broken(what) => plain(
                "internal",
                &format!("内部错误：{what}"),
                &format!("Internal error: {what}."),
                json!({ "when": "after", "after_ms": 60_000 }),
            ),
            Self::Core(error) => core_json(error),
        }
    }
}

fn plain(code: &str, zh: &str, en: &str, retry: Value) -> Value {
    json!({ "code": code, "message": zh, "message_en": en, "kept": "everything", "retry": retry })
}

fn core_json(error: &CoreError) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("code", json!(error.code()));
    put("message", json!(error.zh()));
    put("message_en", json!(error.en()));
    put("kept", json!(kept_word(error.kept())));
    put("retry", retry_json(error.retry()));
    match error {
        CoreError::NotAllowed(reason) | CoreError::ClockDoubted { reason, .. } => put(
            "reason",
            json!({
                "code": reason.code, "rule": reason.rule, "detail": reason.detail,
                "text": reason.text(),
            }),
        ),
        CoreError::Incomplete(findings) => put(
            "findings",
            findings.iter().map(view::finding).collect::<Value>(),
        ),
        CoreError::PhotoRefused { code, .. }
        | CoreError::CourierRefused { code }
        | CoreError::CodeRejected { code }
        | CoreError::RelayRefused { code, .. }
        | CoreError::PaperRefused { code, .. } => put("detail", json!(code)),
        _ => {}
    }
    Value::Object(fields)
}

fn kept_word(kept: Kept) -> &'static str {
    match kept {
        Kept::Everything => "everything",
        Kept::SavedHere => "saved_here",
        Kept::SetAside => "set_aside",
    }
}

fn retry_json(retry: Retry) -> Value {
    match retry {
        Retry::No => json!({ "when": "no" }),
        Retry::Now => json!({ "when": "now" }),
        Retry::After { ms } => json!({ "when": "after", "after_ms": ms }),
        Retry::WhenOnline => json!({ "when": "online" }),
        Retry::WhenUnlocked => json!({ "when": "unlocked" }),
    }
}
