use std::collections::BTreeSet;

use super::{HazardMeasure, Measures};
use crate::evaluation::WorkerEvent;
use crate::policy::PolicyPack;
use crate::{RecordId, UserId};

/// What earned or cost a worker points（积分事件）of S3-08, from what is on record. Nobody enters a
/// point by hand, so nobody can add one.
#[must_use]
pub fn worker_events(measures: &Measures, pack: &PolicyPack, worker: UserId) -> Vec<WorkerEvent> {
    events_of(measures, pack, |user| user == worker)
}

/// The same of everybody whom `wanted` names, in one pass.
pub(super) fn events_of(
    measures: &Measures,
    pack: &PolicyPack,
    wanted: impl Fn(UserId) -> bool,
) -> Vec<WorkerEvent> {
    let accepted: BTreeSet<RecordId> = measures
        .inspections
        .iter()
        .filter(|(_, visit)| visit.accepted)
        .map(|(record, _)| *record)
        .collect();
    let mut events = Vec::new();
    for (record, hazard) in &measures.hazards {
        if let Some(worker) = hazard.found_by.filter(|user| wanted(*user)) {
            let verified =
                hazard.confirmed || hazard.inspection.is_some_and(|id| accepted.contains(&id));
            let reopens_own = reopens_own(measures, hazard, worker);
            let event = |(code, on, verified): (&str, _, _)| WorkerEvent {
                worker,
                code: code.to_owned(),
                record: *record,
                premises: hazard.premises,
                on,
                verified,
                reopens_own,
            };
            events.extend(of_hazard(hazard, pack, verified).into_iter().map(event));
        }
    }
    let visited = measures.accepted_visits();
    for (record, premises) in &measures.premises {
        let author = premises.author.filter(|user| wanted(*user));
        let (Some(on), Some(worker)) = (premises.on_file_since, author) else {
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

/// Code, day and whether it is verified, of everything a hazard gives its finder.
fn of_hazard(
    hazard: &HazardMeasure,
    pack: &PolicyPack,
    verified: bool,
) -> Vec<(&'static str, chrono::NaiveDate, bool)> {
    let mut found = Vec::new();
    if let Some(on) = hazard.found_on.filter(|_| hazard.is_real()) {
        let code = match (hazard.major_confirmed, hazard.life_threat) {
            (true, _) => "suspected_major",
            (false, true) => "life_threat",
            (false, false) => "valid_hazard",
        };
        found.push((code, on, verified));
    }
    let in_time = hazard.closed_in_time(pack.rectification.benefit_of_the_doubt);
    if let Some(closed) = hazard.closed.filter(|_| in_time && hazard.due_on.is_some()) {
        found.push(("closed_in_time", closed.on, verified));
    }
    if let Some(on) = hazard.voided_on {
        found.push(("false_or_duplicate", on, true));
    }
    found
}

/// True if this worker had found the same hazard at the same premises before, and it was closed:
/// to find it again is no new find.
fn reopens_own(measures: &Measures, hazard: &HazardMeasure, worker: UserId) -> bool {
    let Some(premises) = hazard.premises.filter(|_| !hazard.common_key.is_empty()) else {
        return false;
    };
    let there = measures.hazards_at(premises);
    there.into_iter().any(|it| {
        !std::ptr::eq(it, hazard)
            && it.common_key == hazard.common_key
            && it.found_by == Some(worker)
            && it
                .closed
                .is_some_and(|closed| Some(closed.on) <= hazard.found_on)
    })
}
