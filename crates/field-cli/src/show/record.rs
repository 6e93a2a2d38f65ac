use serde_json::{Value, json};
use wangge_domain::Timestamp;
use wangge_domain::hazard::keys;
use wangge_domain::lifecycle::{Action, RecordState, Status};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{Content, Scalar};
use wangge_domain::resources::{Language, field_words};
use wangge_mobile_core::{PhotoView, RecordView, RedactionView};

use super::lost::{lost, lost_text};
use crate::words;

/// A record as its screen shows it.
pub(crate) fn record_text(view: &RecordView, pack: Option<&PolicyPack>) -> String {
    let mut lines = vec![format!(
        "{}  {}  {}{}",
        words::word("kind", view.kind.as_str()),
        view.record,
        words::status(&view.kind, &view.state.status),
        words::pending(view.pending)
    )];
    lines.extend(state_lines(&view.state));
    if let Some(overdue) = &view.recheck_overdue {
        let since = words::moment_or_dash(Some(overdue.since));
        lines.push(format!("  复查逾期：应于 {since} 前复查"));
    }
    if let Some(owed) = &view.owed {
        let by = words::moment_or_dash(Some(owed.by));
        let what = words::word("event", &owed.action.0);
        lines.push(format!("  限时办理：应于 {by} 前{what}"));
    }
    if let Some((entry, reason)) = lost(&view.state, None) {
        lines.push(format!("  未生效：{}", lost_text(entry, reason)));
    }
    lines.extend(content_lines(&shown(&view.content, &view.state), pack));
    for signature in &view.signatures {
        let holds = match (signature.holds, signature.redacted) {
            (true, _) => "有效",
            (false, true) => "内容已涂销，所签内容不能再核对",
            (false, false) => "内容已变更，无效",
        };
        let role = words::word("signature_role", &signature.role);
        lines.push(format!("  签名 {}（{role}）{holds}", signature.signer));
    }
    lines.extend(view.photos.iter().map(photo_line));
    lines.extend(view.redaction.as_ref().map(redaction_text));
    lines.push(actions_line(&view.allowed));
    lines.join("\n")
}

/// The content without the deadline that was proposed once a notice has given one: that stands with
/// the state.
fn shown(content: &Content, state: &RecordState) -> Content {
    let mut content = content.clone();
    if state.deadline.is_some() {
        for key in [keys::DEADLINE_KIND, keys::DEADLINE_DAYS] {
            content.fields.remove(key);
        }
    }
    content
}

/// What can be done now, in one line.
pub(crate) fn actions_line(actions: &[Action]) -> String {
    if actions.is_empty() {
        return "现在可以办理：无".to_owned();
    }
    let named: Vec<String> = actions
        .iter()
        .map(|action| format!("{}（{}）", words::word("event", &action.0), action.0))
        .collect();
    format!("现在可以办理：{}", named.join("、"))
}

/// Every field that is filled in, with conflicts beside it.
pub(crate) fn content_lines(content: &Content, pack: Option<&PolicyPack>) -> Vec<String> {
    content
        .fields
        .iter()
        .filter(|(key, _)| !key.starts_with("sig/"))
        .map(|(key, value)| {
            let mut line = format!("  {}：{}", field_name(key), field_value(key, value, pack));
            if let Some(all) = content.conflicts.get(key) {
                let all: Vec<String> = all.iter().map(words::value).collect();
                line += &format!("  【冲突：{}】", all.join(" / "));
            }
            line
        })
        .collect()
}

/// What a field is called; one without words is shown as something else, not hidden.
fn field_name(key: &str) -> String {
    let words = field_words(Language::Chinese, key);
    if words == key {
        format!("其他（{key}）")
    } else {
        words
    }
}

/// A value as people read it: codes by their words, moments by the calendar.
fn field_value(key: &str, value: &Scalar, pack: Option<&PolicyPack>) -> String {
    let last = key.rsplit('/').next().unwrap_or(key);
    match value {
        Scalar::Int(ms) if last.ends_with("_ms") => words::moment(Timestamp(*ms)),
        Scalar::Text(code) => {
            let group = match last {
                "result" => "answer",
                "severity" => "severity",
                "source" => "source",
                "mode" => "mode",
                "stage" => "photo_stage",
                "structure" => "structure",
                "gas_kind" => "gas_kind",
                "deadline_kind" => "deadline_kind",
                "sub_type" => "sub_type",
                "category" => return category(pack, code),
                "department" => return department(pack, code),
                _ => return words::value(value),
            };
            words::word(group, code)
        }
        _ => words::value(value),
    }
}

/// A category of premises by its name in the pack in force; one of an item of a checklist has its
/// own words.
fn category(pack: Option<&PolicyPack>, code: &str) -> String {
    let found = pack.and_then(|pack| pack.categories.get(code));
    found.map_or_else(|| code.to_owned(), |category| category.zh.clone())
}

fn department(pack: Option<&PolicyPack>, code: &str) -> String {
    let found = pack.and_then(|pack| pack.routing.departments.get(code));
    found.map_or_else(|| code.to_owned(), |department| department.zh.clone())
}

fn state_lines(state: &RecordState) -> Vec<String> {
    let mut lines = Vec::new();
    let number = state
        .notice_number
        .as_ref()
        .or(state.provisional_number.as_ref());
    if let Some(number) = number {
        lines.push(format!("  文号：{number}"));
    }
    if let Some(due) = state.due {
        let mark = if state.overdue { "【逾期】" } else { "" };
        lines.push(format!("  期限：{}{mark}", words::moment(due)));
    }
    if let Some(notice) = state.notice_due.filter(|due| Some(*due) != state.due) {
        lines.push(format!("  整改通知书期限：{}", words::moment(notice)));
    }
    if state.suspected_major && state.status != Status::Closed {
        lines.push("  疑似重大火灾隐患".to_owned());
    }
    if state.life_threat {
        lines.push("  危及生命".to_owned());
    }
    if let Some(number) = &state.close_out_number {
        lines.push(format!("  销号：{number}"));
    }
    for reason in &state.return_reasons {
        let item = reason.item.as_deref().unwrap_or("整体");
        lines.push(format!("  退回：{item} {}", reason.text));
    }
    lines
}

/// A redaction that waits, as whoever confirms it has to read it.
pub(crate) fn redaction_text(asked: &RedactionView) -> String {
    let mut what: Vec<String> = asked.fields.iter().map(|key| field_name(key)).collect();
    if asked.photos {
        what.push("照片".to_owned());
    }
    let mut text = format!(
        "  待确认的涂销：{}，共{}件；{} {}申请，理由：{}",
        what.join("、"),
        asked.envelopes,
        asked.by_name,
        words::moment_or_dash(asked.asked_at),
        asked.reason
    );
    if asked.replaced > 0 {
        let replaced = asked.replaced;
        text += &format!("\n    取代了此前{replaced}份未确认的申请");
    }
    let request = asked.request;
    text + &format!("\n    申请编号 {request}")
}

/// The same for programs.
pub(crate) fn redaction_json(asked: &RedactionView) -> Value {
    let labels: Vec<String> = asked.fields.iter().map(|key| field_name(key)).collect();
    json!({
        "request": asked.request,
        "by": asked.by,
        "by_name": asked.by_name,
        "asked_at_ms": asked.asked_at,
        "reason": asked.reason,
        "fields": asked.fields,
        "labels": labels,
        "photos": asked.photos,
        "envelopes": asked.envelopes,
        "replaced": asked.replaced,
    })
}

fn photo_line(photo: &PhotoView) -> String {
    let state = match (photo.lost, photo.complete, photo.shown) {
        _ if photo.redacted => "已涂销",
        (true, _, _) => "已丢失",
        (_, true, _) => "原图已上传",
        (_, _, true) => "可看，原图待上传",
        _ if photo.elsewhere => "由别的设备拍摄，用 photo <编号> --fetch 取看",
        _ => "待上传",
    };
    let item = if photo.row.item.is_empty() {
        "整体"
    } else {
        &photo.row.item
    };
    format!("  照片 {}  {item}  {state}", photo.row.record)
}

/// A record for programs.
pub(crate) fn record_json(view: &RecordView) -> Value {
    let signatures: Vec<Value> = view
        .signatures
        .iter()
        .map(|it| json!({ "id": it.id.to_string(), "signer": it.signer, "role": it.role, "holds": it.holds, "redacted": it.redacted }))
        .collect();
    json!({
        "record": view.record,
        "kind": view.kind,
        "grid": view.grid,
        "pending": view.pending,
        "content": view.content,
        "state": state_json(&view.state),
        "recheck_overdue": view.recheck_overdue,
        "owed": view.owed.as_ref().map(|it| json!({ "action": it.action, "by": it.by })),
        "redaction": view.redaction.as_ref().map(redaction_json),
        "allowed_actions": view.allowed,
        "statement": view.statement,
        "signatures": signatures,
        "photos": view.photos.iter().map(photo_json).collect::<Vec<_>>(),
    })
}

fn photo_json(photo: &PhotoView) -> Value {
    json!({
        "record": photo.row.record,
        "target": photo.row.target,
        "item": photo.row.item,
        "status": photo.row.status,
        "original_sha256": photo.row.original,
        "view_sha256": photo.row.view,
        "thumbnail_sha256": photo.row.thumbnail,
        "taken_at_ms": photo.row.taken_at,
        "pending": photo.row.pending,
        "shown": photo.shown,
        "complete": photo.complete,
        "lost": photo.lost,
        "elsewhere": photo.elsewhere,
        "redacted": photo.redacted,
    })
}

/// Where a record stands, for programs; its history is told apart.
pub(crate) fn state_json(state: &RecordState) -> Value {
    json!({
        "status": state.status,
        "read_only": state.read_only,
        "submitted": state.submitted,
        "accepted": state.accepted,
        "rounds": state.rounds,
        "return_reasons": state.return_reasons,
        "due_ms": state.due,
        "original_due_ms": state.original_due,
        "served": state.served,
        "extended": state.extended,
        "extension_days": state.extension_days,
        "urged": state.urged,
        "overdue": state.overdue,
        "life_threat": state.life_threat,
        "suspected_major": state.suspected_major,
        "responsible": state.responsible,
        "provisional_number": state.provisional_number,
        "notice_number": state.notice_number,
        "close_out_number": state.close_out_number,
        "escalated_to": state.escalated_to,
        "merged_into": state.merged_into,
        "census_outcome": state.census_outcome.as_ref().map(|it| it.0.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use wangge_domain::calendar::{DayKind, DeadlineSpec};
    use wangge_domain::record::RecordKind;

    use super::*;

    #[test]
    fn the_deadline_of_the_notice_stands_for_the_one_that_was_proposed() {
        let mut content = Content::default();
        content.set(keys::DEADLINE_KIND, "immediate");
        let mut state = RecordState::new(RecordKind::Rectification);
        let said = |content: &Content, state: &RecordState| {
            content_lines(&shown(content, state), None).join("\n")
        };
        assert!(said(&content, &state).contains("立即整改"));
        state.deadline = Some(DeadlineSpec::Days {
            days: 3,
            calendar: DayKind::Natural,
        });
        assert!(!said(&content, &state).contains("立即整改"));
        // What an urge gave is told beside it.
        state.notice_due = Some(Timestamp(0));
        state.due = Some(Timestamp(86_400_000));
        let lines = state_lines(&state).join("\n");
        assert!(lines.contains("整改通知书期限：1970-01-01"), "{lines}");
    }
}
