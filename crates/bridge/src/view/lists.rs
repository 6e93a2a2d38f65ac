use serde_json::{Value, json};
use wangge_domain::premises::NearDuplicate;
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, status_label};
use wangge_domain::schedule::{DueState, MonthTask, NextDue, TaskKind};
use wangge_mobile_core::{
    AnnulledEscalation, Core, DueItem, HazardRow, InspectionRow, PremisesRow,
};

use super::record::name_of;
use super::words;

/// A premises in one line.
pub(crate) fn premises_row(row: &PremisesRow) -> Value {
    json!({
        "record": row.record,
        "grid": row.grid,
        "name": row.name,
        "license_number": row.license_number,
        "address": row.address,
        "category": row.category,
        "phone": row.phone,
        "status": row.status,
        "status_text": status_label(Language::Chinese, &RecordKind::Premises, &row.status),
        "position": row.position.map(|(latitude, longitude)| json!({
            "latitude_microdegrees": latitude, "longitude_microdegrees": longitude,
        })),
        "last_visit_ms": row.last_visit,
        "census": row.census.as_ref().map(|(outcome, at)| json!({
            "outcome": outcome, "text": words("outcome", outcome), "at_ms": at,
        })),
        "pending": row.pending,
    })
}

/// An inspection in one line, with the name of its premises.
pub(crate) fn inspection_row(core: &Core, row: &InspectionRow) -> Value {
    let premises = core.premises_line(row.premises).ok();
    json!({
        "record": row.record,
        "premises": row.premises,
        "premises_name": premises.as_ref().map(|it| it.name.as_str()),
        "grid": premises.as_ref().map(|it| it.grid),
        "checklist": row.checklist,
        "status": row.status,
        "status_text": status_label(Language::Chinese, &RecordKind::Inspection, &row.status),
        "inspector": row.inspector,
        "started_at_ms": row.started_at,
        "submitted_at_ms": row.submitted_at,
        "rounds": row.rounds,
        "pending": row.pending,
    })
}

/// A hazard in one line, with the name of its premises.
pub(crate) fn hazard_row(core: &Core, row: &HazardRow) -> Value {
    let premises = core.premises_line(row.premises).ok();
    // A mark that cannot be worked out is left away: the row is what was asked for.
    let recheck = core.recheck_overdue(row).ok().flatten();
    json!({
        "record": row.record,
        "premises": row.premises,
        "premises_name": premises.as_ref().map(|it| it.name.as_str()),
        "grid": premises.as_ref().map(|it| it.grid),
        "inspection": row.inspection,
        "item": row.item,
        "description": row.description,
        "status": row.status,
        "status_text": status_label(Language::Chinese, &RecordKind::Rectification, &row.status),
        "due_ms": row.due,
        "overdue": row.overdue,
        "recheck_overdue_since_ms": recheck.map(|it| it.since),
        "life_threat": row.life_threat,
        "suspected_major": row.suspected_major,
        "notice_number": row.notice_number,
        "found_at_ms": row.found_at,
        "pending": row.pending,
    })
}

/// A case that was handed on, and whose ground fell away.
pub(crate) fn annulled(core: &Core, row: &AnnulledEscalation) -> Value {
    let cause = row.cause.as_ref();
    json!({
        "hazard": hazard_row(core, &row.hazard),
        "annulled_at_ms": row.annulment.at,
        "due_ms": row.annulment.due,
        "by": cause.map(|it| name_of(core, it.by)),
        "done_at_ms": cause.map(|it| it.done_at),
        "received_at_ms": cause.map(|it| it.received_at),
        "note": cause.map(|it| it.note.as_str()),
        "on_behalf": cause.is_some_and(|it| it.on_behalf),
    })
}

/// A premises to visit.
pub(crate) fn due_item(item: &DueItem) -> Value {
    let (state, days) = match item.entry.state {
        DueState::Overdue { days } => ("overdue", days),
        DueState::Today => ("today", 0),
        DueState::Later { days } => ("later", days),
    };
    json!({
        "premises": premises_row(&item.premises),
        "grade": item.entry.grade,
        "grade_text": words("grade", &item.entry.grade),
        "state": state,
        "days": days,
        "due": next_due(&item.entry.due),
    })
}

/// When a premises is due next, and why.
pub(crate) fn next_due(due: &NextDue) -> Value {
    json!({
        "date": due.date,
        "reason": due.reason,
        "reason_text": words("schedule", &due.reason),
        "times_a_year": due.times_a_year,
        "leave_in_peace": due.leave_in_peace,
    })
}

/// A task of the month.
pub(crate) fn month_task(task: &MonthTask) -> Value {
    let kind = match task.kind {
        TaskKind::CheckDay => "check_day",
        TaskKind::Visit => "visit",
        TaskKind::Recheck => "recheck",
        TaskKind::Confirm => "confirm",
        TaskKind::Campaign => "campaign",
        TaskKind::Job => "job",
        TaskKind::Training => "training",
    };
    // The reason of these is the key of a row that somebody set: its kind says what it is.
    let code = match task.kind {
        TaskKind::Campaign | TaskKind::Job | TaskKind::Training => kind,
        _ => task.reason.as_str(),
    };
    json!({
        "kind": kind,
        "reason": task.reason,
        "reason_text": words("schedule", code),
        "text": task.text,
        "record": task.record,
        "due": task.due,
        "done": task.done,
    })
}

/// A premises that may be the same as another.
pub(crate) fn near_duplicate(core: &Core, found: &NearDuplicate) -> Value {
    let row = core.premises_line(found.premises).ok();
    let reasons: Vec<String> = found
        .reasons
        .iter()
        .map(|reason| words("duplicate", reason))
        .collect();
    json!({
        "premises": row.as_ref().map(premises_row),
        "record": found.premises,
        "score": found.score,
        "reasons": reasons,
        "distance_m": found.distance_m,
    })
}
