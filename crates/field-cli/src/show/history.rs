use serde_json::{Value, json};
use wangge_domain::lifecycle::{Effect, HistoryEntry};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::Core;

use crate::{find, words};

/// A line of a history for people.
pub(crate) fn entry_line(core: &Core, kind: &RecordKind, entry: &HistoryEntry) -> String {
    let place = entry
        .seq
        .map_or_else(|| "待上传".to_owned(), |seq| format!("#{seq}"));
    let role = entry.role.map_or_else(String::new, |role| {
        format!("（{}）", words::word("role", role.as_str()))
    });
    let outcome = match &entry.effect {
        Effect::Applied => format!("→ {}", words::status(kind, &entry.status)),
        Effect::NoEffect(reason) => format!("未生效：{}（{}）", reason.text(), reason.rule_text()),
    };
    let mut line = format!(
        "{place}  {}  {}{role}  {}  {outcome}",
        words::moment(entry.time.best()),
        find::name_of(core, entry.user),
        words::word("event", &entry.event),
    );
    if let Some(timing) = entry.timing {
        line += &format!("  {}", words::word("timing", timing_code(timing)));
    }
    if let Some(number) = &entry.number {
        line += &format!("  {number}");
    }
    for word in &entry.words {
        line += &format!("  {}", word.line());
    }
    if entry.attested_by_relay {
        line += "  【服务器代签】";
    }
    if entry.time.clock_flagged {
        line += "  【手机时钟存疑】";
    }
    line
}

fn timing_code(timing: wangge_domain::lifecycle::Timing) -> &'static str {
    use wangge_domain::lifecycle::Timing;
    match timing {
        Timing::InTime => "in_time",
        Timing::Undetermined => "undetermined",
        Timing::Late => "late",
    }
}

/// A line of a history for programs.
pub(crate) fn entry_json(entry: &HistoryEntry) -> Value {
    json!({
        "seq": entry.seq,
        "envelope": entry.envelope,
        "event": entry.event,
        "user": entry.user,
        "device": entry.device,
        "role": entry.role,
        "attested_by_relay": entry.attested_by_relay,
        "time": entry.time,
        "received_at_ms": entry.received_at,
        "effect": entry.effect,
        "timing": entry.timing,
        "status": entry.status,
        "number": entry.number,
        "words": entry.words,
    })
}
