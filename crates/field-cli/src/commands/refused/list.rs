use serde_json::json;
use wangge_domain::resources::{Language, field_words};
use wangge_mobile_core::RefusedWork;

use crate::answer::{Answer, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::words;

/// Why, in words: what rests on a word that was blanked since was not refused for what it says.
fn reason(work: &RefusedWork) -> String {
    if work.redacted {
        return words::word("refusal", "redacted");
    }
    let code = json!(work.reason);
    words::word("refusal", code.as_str().unwrap_or_default())
}

pub(crate) fn run(shell: &Shell) -> Result<Answer, CommandError> {
    let work = shell.core.refused_work()?;
    let mut text = Vec::new();
    for it in &work {
        let state = match (it.quarantined, it.applied_again) {
            (_, true) => "已重新填报",
            (true, false) => "待管理员核准",
            (false, false) => "被拒",
        };
        let events: Vec<String> = it
            .events
            .iter()
            .map(|event| words::word("event", event))
            .collect();
        text.push(format!(
            "{}  {state}  {}  {}  {} {}  {}",
            it.envelope,
            reason(it),
            words::moment(it.at),
            words::word("kind", it.kind.as_str()),
            it.record,
            events.join("、")
        ));
        text.extend(it.edits.iter().map(|(key, value)| {
            let field = field_words(Language::Chinese, key);
            format!("  {field}：{}", words::value(value))
        }));
    }
    let json: Vec<_> = work
        .iter()
        .map(|it| {
            json!({
                "envelope": it.envelope,
                "record": it.record,
                "kind": it.kind,
                "reason": it.reason,
                "redacted": it.redacted,
                "quarantined": it.quarantined,
                "at_ms": it.at,
                "edits": it.edits,
                "events": it.events,
                "applied_again": it.applied_again,
            })
        })
        .collect();
    Ok(Answer::new(lines(text, "没有被拒的内容"), json!(json)))
}
