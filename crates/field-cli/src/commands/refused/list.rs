use serde_json::json;
use wangge_domain::resources::{Language, field_words};

use crate::answer::{Answer, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::words;

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
            words::word("refusal", json!(it.reason).as_str().unwrap_or_default()),
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
