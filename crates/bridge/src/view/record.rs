use std::collections::BTreeMap;

use serde_json::{Value, json};
use wangge_domain::inspection::{PhotoStage, photo_refs};
use wangge_domain::lifecycle::{Effect, FieldEdit, FrozenSince, HistoryEntry, Reason, RecordState};
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, field_words, status_label};
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{Core, PhotoView, RecordView, RedactionView};

use super::{premises_row, words};

/// A record as its screen shows it, with its premises.
pub(crate) fn record(core: &Core, view: &RecordView) -> Value {
    let premises = view
        .content
        .text("premises")
        .and_then(|id| id.parse().ok())
        .and_then(|id| core.premises_line(id).ok());
    let allowed: Vec<Value> = view
        .allowed
        .iter()
        .map(|action| json!({ "action": action, "text": words("event", &action.0) }))
        .collect();
    let signatures: Vec<Value> = view
        .signatures
        .iter()
        .map(|it| {
            json!({
                "id": it.id, "signer": it.signer, "role": it.role,
                "role_text": words("signature_role", &it.role), "holds": it.holds,
                "redacted": it.redacted,
            })
        })
        .collect();
    let stages: BTreeMap<RecordId, PhotoStage> = photo_refs(&view.content)
        .into_iter()
        .map(|it| (it.photo, it.stage))
        .collect();
    json!({
        "record": view.record,
        "kind": view.kind,
        "grid": view.grid,
        "premises": premises.as_ref().map(premises_row),
        "content": view.content,
        "state": state(core, &view.state),
        "recheck_overdue": view.recheck_overdue.as_ref().map(|it| json!({
            "since_ms": it.since, "body": it.body,
        })),
        "owed": view.owed.as_ref().map(|it| json!({
            "action": it.action, "text": words("event", &it.action.0), "by_ms": it.by,
        })),
        "redaction": view.redaction.as_ref().map(redaction),
        "allowed": allowed,
        "statement": view.statement,
        "signatures": signatures,
        "photos": view
            .photos
            .iter()
            .map(|it| photo(it, stages.get(&it.row.record).copied().unwrap_or_default()))
            .collect::<Value>(),
        "pending": view.pending,
    })
}

/// A redaction that waits for its second person.
fn redaction(asked: &RedactionView) -> Value {
    let labels: Vec<String> = asked
        .fields
        .iter()
        .map(|key| field_words(Language::Chinese, key))
        .collect();
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

/// A photo with where its files are.
fn photo(photo: &PhotoView, stage: PhotoStage) -> Value {
    json!({
        "record": photo.row.record,
        "target": photo.row.target,
        "item": photo.row.item,
        "stage": stage.as_str(),
        "taken_at_ms": photo.row.taken_at,
        "pending": photo.row.pending,
        "shown": photo.shown,
        "complete": photo.complete,
        "lost": photo.lost,
        "elsewhere": photo.elsewhere,
        "redacted": photo.redacted,
    })
}

/// Where a record stands.
pub(crate) fn state(core: &Core, state: &RecordState) -> Value {
    json!({
        "status": state.status,
        "status_text": status_label(Language::Chinese, &state.kind, &state.status),
        "read_only": state.read_only,
        "submitted": state.submitted.is_some(),
        "accepted": state.accepted.is_some(),
        "rounds": state.rounds,
        "return_reasons": state.return_reasons,
        "due_ms": state.due,
        "original_due_ms": state.original_due,
        "served": state.served,
        "major_notice": state.major_notice,
        "extended": state.extended,
        "extension_days": state.extension_days,
        "extension_reason": state.extension_reason(),
        "urged": state.urged,
        "overdue": state.overdue,
        "life_threat": state.life_threat,
        "suspected_major": state.suspected_major,
        "found_by": state.found_by.map(|user| name_of(core, user)),
        "fix_confirmed_by": state.fix_confirmed_by.map(|user| name_of(core, user)),
        "responsible": state.responsible,
        "provisional_number": state.provisional_number,
        "notice_number": state.notice_number,
        "close_out_number": state.close_out_number,
        "escalated_to": state.escalated_to,
    })
}

/// One line of a history.
pub(crate) fn history(core: &Core, kind: &RecordKind, entry: &HistoryEntry) -> Value {
    let (effect, reason) = match &entry.effect {
        Effect::NoEffect(reason) => ("no_effect", Some(reason.clone())),
        _ => ("effect", None),
    };
    json!({
        "seq": entry.seq,
        "envelope": entry.envelope,
        "event": entry.event,
        "text": words("event", &entry.event),
        "user": entry.user,
        "user_name": name_of(core, entry.user),
        "role_text": entry.role.map(|role| words("role", role.as_str())),
        "attested_by_relay": entry.attested_by_relay,
        "received_at_ms": entry.seq.map(|_| entry.received_at),
        "effect": effect,
        "reason": reason.as_ref().map(Reason::text),
        "timing_text": entry.timing.and_then(|timing| {
            let word = serde_json::to_value(timing).ok()?;
            Some(words("timing", word.as_str()?))
        }),
        "status_text": status_label(Language::Chinese, kind, &entry.status),
        "number": entry.number,
        "paper_number": entry.paper_number,
        "words": entry
            .words
            .iter()
            .map(|word| json!({ "field": word.field, "label": word.zh, "text": word.text }))
            .collect::<Value>(),
    })
}

/// One field that was written anew.
pub(crate) fn field_edit(core: &Core, edit: &FieldEdit) -> Value {
    let late = edit.late.map(FrozenSince::late_code);
    json!({
        "seq": edit.seq,
        "envelope": edit.envelope,
        "user": edit.user,
        "user_name": name_of(core, edit.user),
        "device": edit.device,
        "at_ms": edit.time.best(),
        "received_at_ms": edit.seq.map(|_| edit.received_at),
        "key": edit.key,
        "label": field_words(Language::Chinese, &edit.key),
        "before": edit.before,
        "after": edit.after,
        "late": late,
        "late_text": late.map(|code| words("late_edit", code)),
    })
}

/// The name of a person, or the id if nobody here knows it.
pub(crate) fn name_of(core: &Core, user: UserId) -> String {
    let control = core.control().ok();
    let person = control
        .as_ref()
        .and_then(|control| control.people.get(&user));
    person.map_or_else(|| user.to_string(), |person| person.name.clone())
}
