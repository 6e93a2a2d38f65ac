use wangge_domain::lifecycle::Reason;
use wangge_sync_engine::store::VoidCause;

use crate::refusal_text::refusal_text;

/// Code and words of why a number is void.
pub(super) fn why(cause: &VoidCause) -> (String, String) {
    match cause {
        VoidCause::NoEffect(code) => (code.clone(), Reason::new(code, "").text().to_owned()),
        VoidCause::SetApart(reason) => {
            let code = serde_json::to_value(reason).ok();
            let code = code.as_ref().and_then(|code| code.as_str());
            let (zh, _) = refusal_text(*reason);
            (code.unwrap_or_default().to_owned(), zh.to_owned())
        }
    }
}
