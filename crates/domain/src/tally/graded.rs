use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{HazardMeasure, Measures, PremisesMeasure};
use crate::RecordId;
use crate::lifecycle::Status;
use crate::policy::{CreditGrade, PolicyPack};
use crate::premises::{PremisesFacts, effective_category};
use crate::risk::{GradeChange, HazardSpan, RiskRecord, RiskScore, SettledGrade, TrailInput};

/// A premises with its grade and all that led to it（定级依据）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// Grade id that holds: computed, held up, or set by hand and not below a floor.
    pub grade: String,
    /// The same with its reason, and since when it holds.
    pub settled: SettledGrade,
    /// Every change of grade, oldest first, each with its reasons.
    pub changes: Vec<GradeChange>,
    /// The computed score with its reasons.
    pub score: RiskScore,
    /// The facts it was computed from.
    pub facts: PremisesFacts,
    /// The category that counts.
    pub category: String,
    /// Open hazards there.
    pub open: u32,
}

/// Grades a premises by its file and by the days of its hazards, visits, complaints and fires
/// （风险定级）of S0-18, S0-24, S0-33: the one grade that every plan, list, map and draw goes by, on the desk
/// and on a phone. `fires` are those of [`crate::sheet::fires`], `credit` is the credit that counts.
#[must_use]
pub fn grade(
    record: RecordId,
    premises: &PremisesMeasure,
    measures: &Measures,
    fires: &BTreeMap<RecordId, Vec<NaiveDate>>,
    credit: Option<CreditGrade>,
    pack: &PolicyPack,
    today: NaiveDate,
) -> Graded {
    let hazards = measures.hazards_at(record);
    let open = hazards.iter().filter(|it| it.is_open()).count();
    let record = risk_record(record, premises, measures, fires, today);
    let file = premises.premises();
    let facts = file.facts(&pack.categories, today);
    let category = effective_category(&file, &pack.categories, &facts);
    let trail = TrailInput {
        risk: &pack.risk,
        frequency: &pack.frequency,
        category: &category,
        credit,
        file: &facts,
        record: &record,
    }
    .trail(today);
    Graded {
        grade: trail.settled.grade.clone(),
        settled: trail.settled,
        changes: trail.changes,
        score: trail.score,
        facts: trail.facts,
        category,
        open: u32::try_from(open).unwrap_or(u32::MAX),
    }
}

/// What the measures say of a premises, by days.
fn risk_record(
    record: RecordId,
    premises: &PremisesMeasure,
    measures: &Measures,
    fires: &BTreeMap<RecordId, Vec<NaiveDate>>,
    today: NaiveDate,
) -> RiskRecord {
    let hazards = measures.hazards_at(record);
    let visits: Vec<_> = measures
        .visits_at(record)
        .filter(|(_, visit)| visit.status != Status::Withdrawn)
        .filter_map(|(id, visit)| Some((visit.visited_on?.min(today), id, visit.accepted)))
        .collect();
    let found_in = |visit: RecordId| {
        let mut real = hazards.iter().filter(|it| it.is_real());
        real.any(|it| it.inspection == Some(visit))
    };
    let passed = visits
        .iter()
        .filter(|(_, id, accepted)| *accepted && !found_in(*id))
        .map(|(on, ..)| *on);
    let mut record = RiskRecord {
        since: premises.on_file_since.unwrap_or(today).min(today),
        passed: passed.collect(),
        visits: visits.iter().map(|(on, ..)| *on).collect(),
        verified_reports: measures
            .reports_at(record)
            .filter_map(|report| Some(report.verified_on?.min(today)))
            .collect(),
        fires: fires.get(&record).cloned().unwrap_or_default(),
        by_hand: premises.grade_overrides(today),
        hazards: hazards.iter().filter_map(|it| span(it, today)).collect(),
    };
    record.visits.sort_unstable();
    record.passed.sort_unstable();
    record
}

/// The days of a hazard; `None`: it was none. What a clock puts into the future counts from today: a
/// hazard that is open today is open today.
fn span(hazard: &HazardMeasure, today: NaiveDate) -> Option<HazardSpan> {
    let found_on = hazard.found_on.filter(|_| hazard.is_real())?.min(today);
    let ended_on = (!hazard.is_open()).then(|| {
        let closed = hazard.closed.map(|closed| closed.on);
        closed.unwrap_or(found_on).min(today)
    });
    let late = hazard.due_on.and_then(|due| due.succ_opt());
    Some(HazardSpan {
        found_on,
        ended_on,
        overdue_since: hazard.overdue.then(|| late.unwrap_or(found_on).min(today)),
        life_threat: hazard.life_threat,
        suspected_major: hazard.suspected_major,
        major_confirmed: hazard.major_confirmed,
        common_key: hazard.common_key.clone(),
    })
}
