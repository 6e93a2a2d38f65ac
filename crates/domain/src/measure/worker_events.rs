use std::collections::BTreeSet;

use super::{HazardMeasure, Measures};
use crate::evaluation::WorkerEvent;
use crate::policy::PolicyPack;
use crate::{RecordId, UserId};

/// What earned or cost a worker points（积分事件）of S3-08, from what is on record. Nobody enters a
/// point by hand, so nobody can add one.
#[must_use]
pub fn worker_events(measures: &Measures, pack: &PolicyPack, worker: UserId) -> Vec<WorkerEvent> {
    let accepted: BTreeSet<RecordId> = measures
        .inspections
        .iter()
        .filter(|(_, visit)| visit.accepted)
        .map(|(record, _)| *record)
        .collect();
    let mut events = Vec::new();
    let mine = measures
        .hazards
        .iter()
        .filter(|(_, hazard)| hazard.found_by == Some(worker));
    for (record, hazard) in mine {
        let event = |code: &str, on, verified| WorkerEvent {
            worker,
            code: code.to_owned(),
            record: *record,
            premises: hazard.premises,
            on,
            verified,
            reopens_own: reopens_own(measures, *record, hazard, worker),
        };
        let confirmed =
            hazard.confirmed || hazard.inspection.is_some_and(|id| accepted.contains(&id));
        if let Some(on) = hazard.found_on.filter(|_| hazard.is_real()) {
            let code = match hazard {
                HazardMeasure {
                    major_confirmed: true,
                    ..
                } => "suspected_major",
                HazardMeasure {
                    life_threat: true, ..
                } => "life_threat",
                _ => "valid_hazard",
            };
            events.push(event(code, on, confirmed));
        }
        if let Some(closed) = hazard.closed.filter(|_| hazard.due_on.is_some()) {
            let in_time = hazard.closed_in_time(pack.rectification.benefit_of_the_doubt);
            if in_time {
                events.push(event("closed_in_time", closed.on, confirmed));
            }
        }
        if let Some(on) = hazard.voided_on {
            events.push(event("false_or_duplicate", on, true));
        }
    }
    let visited = measures.accepted_visits();
    for (record, premises) in &measures.premises {
        let (Some(on), true) = (premises.on_file_since, premises.author == Some(worker)) else {
            continue;
        };
        events.push(WorkerEvent {
            worker,
            code: "first_file".to_owned(),
            record: *record,
            premises: Some(*record),
            on,
            verified: premises.confirmed || visited.contains_key(record),
            reopens_own: false,
        });
    }
    events
}

/// True if this worker had found the same hazard at the same premises before, and it was closed:
/// to find it again is no new find.
fn reopens_own(
    measures: &Measures,
    record: RecordId,
    hazard: &HazardMeasure,
    worker: UserId,
) -> bool {
    let Some(premises) = hazard.premises.filter(|_| !hazard.common_key.is_empty()) else {
        return false;
    };
    measures
        .hazards
        .iter()
        .filter(|(other, it)| **other != record && it.premises == Some(premises))
        .any(|(_, it)| {
            it.common_key == hazard.common_key
                && it.found_by == Some(worker)
                && it
                    .closed
                    .is_some_and(|closed| Some(closed.on) <= hazard.found_on)
        })
}
