use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Award, EvaluationError, Objection, ObjectionDecision, WorkerEvent, WorkerRules};
use crate::{RecordId, UserId};

/// A worker's score of one month（网格员月度积分）with everything that explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerScore {
    /// Who.
    pub worker: UserId,
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// One line for every event, also those that gave nothing.
    pub lines: Vec<ScoreLine>,
    /// Points earned after all caps.
    pub earned: i64,
    /// Points deducted, 0 or below.
    pub deducted: i64,
    /// The score: earned and deducted together, not below the floor.
    pub points: i64,
    /// True if a person is to look into the worker's records.
    pub review: bool,
}

/// What one event gave（积分明细）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreLine {
    /// The event.
    pub event: WorkerEvent,
    /// Points by the rule.
    pub asked: i64,
    /// Points given.
    pub given: i64,
    /// Why the two differ, or that they do not.
    pub note: LineNote,
    /// True if an objection is open.
    pub disputed: bool,
    /// What was decided on an objection, with its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<ObjectionDecision>,
}

/// Why a line gave what it gave（积分说明）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineNote {
    /// In full.
    Counted,
    /// Nobody has confirmed it yet.
    NotVerified,
    /// The same event for the same record stands there already.
    CountedBefore,
    /// A greater award of the same group stands for this record.
    GreaterCounted,
    /// Reopening one's own hazard earns nothing.
    OwnReopened,
    /// The cap of this award is reached.
    AwardCap,
    /// The cap of this premises is reached.
    PlaceCap,
    /// The cap of the month is reached.
    MonthCap,
    /// Taken back after an objection.
    TakenBack,
}

#[derive(Default)]
struct Tally {
    by_award: BTreeMap<String, i64>,
    by_place: BTreeMap<RecordId, i64>,
    earned: i64,
    deducted: i64,
}

/// The score of a month（S3-08）. Events of other workers and of later months are left out; those of
/// earlier months only keep a record from being counted again. The order of events and objections
/// does not matter.
///
/// # Errors
/// [`EvaluationError`]: an award the policy does not have, an objection decided by the worker
/// himself or without a reason.
pub fn worker_score(
    worker: UserId,
    month: NaiveDate,
    events: &[WorkerEvent],
    objections: &[Objection],
    rules: &WorkerRules,
) -> Result<WorkerScore, EvaluationError> {
    check_objections(worker, objections)?;
    let (year, month) = (month.year(), month.month());
    let mut mine: Vec<(&WorkerEvent, &Award)> = Vec::new();
    let mut seen = Seen::default();
    for event in events.iter().filter(|event| event.worker == worker) {
        match (event.on.year(), event.on.month()).cmp(&(year, month)) {
            Ordering::Less => {
                // An award that the policy no longer has still counted then.
                seen.earlier(event, rules.award(&event.code));
                continue;
            }
            Ordering::Equal => {}
            Ordering::Greater => continue,
        }
        let unknown = || EvaluationError::UnknownAward {
            code: event.code.clone(),
        };
        mine.push((event, rules.award(&event.code).ok_or_else(unknown)?));
    }
    // Verified before unverified on a day: an unconfirmed copy never displaces a confirmed one.
    mine.sort_by_key(|(it, _)| (it.on, !it.verified, it.record, it.code.clone()));
    let greatest = greatest_of_groups(&mine);
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    let mut review = false;
    for (event, award) in mine {
        let objection = objections
            .iter()
            .find(|it| (it.record, it.day) == (event.record, event.on) && it.code == event.code);
        let decision = objection.and_then(|it| it.decision.clone());
        let (given, note) = if !event.verified {
            (0, LineNote::NotVerified)
        } else if !seen.first_time(event, award) {
            (0, LineNote::CountedBefore)
        } else if award.points < 0 {
            if decision.as_ref().is_some_and(|it| it.upheld) {
                (0, LineNote::TakenBack)
            } else {
                (award.points, LineNote::Counted)
            }
        } else if event.reopens_own {
            (0, LineNote::OwnReopened)
        } else if greatest.get(&(event.record, award.group.as_deref())) > Some(&award.points) {
            (0, LineNote::GreaterCounted)
        } else {
            tally.give(event, award, rules)
        };
        if given < 0 {
            tally.deducted += given;
        }
        review |= award.review && given != 0;
        let disputed = objection.is_some() && decision.is_none();
        let (event, asked) = (event.clone(), award.points);
        lines.push(ScoreLine {
            event,
            asked,
            given,
            note,
            disputed,
            decision,
        });
    }
    let points = (tally.earned + tally.deducted).max(rules.month_floor);
    let Tally {
        earned, deducted, ..
    } = tally;
    Ok(WorkerScore {
        worker,
        year,
        month,
        lines,
        earned,
        deducted,
        points,
        review,
    })
}

/// What has been counted already.
#[derive(Default)]
struct Seen<'a> {
    codes: BTreeSet<(RecordId, &'a str, Option<NaiveDate>)>,
    groups_before: BTreeSet<(RecordId, &'a str)>,
}

impl<'a> Seen<'a> {
    fn earlier(&mut self, event: &'a WorkerEvent, award: Option<&'a Award>) {
        if event.verified {
            let group = award.and_then(|it| it.group.as_deref());
            self.codes.insert(counted_as(event, award));
            self.groups_before
                .extend(group.map(|group| (event.record, group)));
        }
    }

    fn first_time(&mut self, event: &'a WorkerEvent, award: &'a Award) -> bool {
        let group = award.group.as_deref();
        let before = group.is_some_and(|it| self.groups_before.contains(&(event.record, it)));
        self.codes.insert(counted_as(event, Some(award))) && !before
    }
}

/// What counts once: an award for a record, and a deduction for a record on a day, for a visit that is
/// missed month after month is missed each time.
fn counted_as<'a>(
    event: &'a WorkerEvent,
    award: Option<&Award>,
) -> (RecordId, &'a str, Option<NaiveDate>) {
    let deducts = award.is_some_and(|it| it.points < 0);
    (event.record, &event.code, deducts.then_some(event.on))
}

impl Tally {
    /// What is left under the narrowest cap.
    fn give(&mut self, event: &WorkerEvent, award: &Award, rules: &WorkerRules) -> (i64, LineNote) {
        let mut given = (award.points, LineNote::Counted);
        let mut limit = |left: i64, note| {
            if left < given.0 {
                given = (left.max(0), note);
            }
        };
        let by_award = self.by_award.entry(award.code.clone()).or_default();
        if let Some(cap) = award.month_cap {
            limit(cap - *by_award, LineNote::AwardCap);
        }
        let place = event.premises.filter(|_| !award.beyond_place_cap);
        if let Some(place) = place {
            let used = self.by_place.get(&place).copied().unwrap_or(0);
            limit(rules.place_cap - used, LineNote::PlaceCap);
        }
        limit(rules.month_cap - self.earned, LineNote::MonthCap);
        *by_award += given.0;
        if let Some(place) = place {
            *self.by_place.entry(place).or_default() += given.0;
        }
        self.earned += given.0;
        given
    }
}

/// The greatest award of each group for each record, among what could count.
fn greatest_of_groups<'a>(
    events: &[(&WorkerEvent, &'a Award)],
) -> BTreeMap<(RecordId, Option<&'a str>), i64> {
    let mut greatest = BTreeMap::new();
    for (event, award) in events {
        if award.group.is_some() && event.verified && !event.reopens_own {
            let points = greatest
                .entry((event.record, award.group.as_deref()))
                .or_insert(0);
            *points = award.points.max(*points);
        }
    }
    greatest
}

fn check_objections(worker: UserId, objections: &[Objection]) -> Result<(), EvaluationError> {
    for decision in objections.iter().filter_map(|it| it.decision.as_ref()) {
        if decision.by == worker {
            return Err(EvaluationError::OwnObjection { worker });
        }
        if decision.reason.trim().is_empty() {
            return Err(EvaluationError::ObjectionNeedsReason);
        }
    }
    Ok(())
}
