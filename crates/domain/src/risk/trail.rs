use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    GradeReason, RecordCounts, RiskReason, RiskRecord, RiskScore, SettledGrade, StandingGrade,
    score_risk, settle_grade,
};
use crate::policy::{CreditGrade, FrequencyRules, RiskRules};
use crate::premises::PremisesFacts;

/// A change of grade（等级变动）, the first grade among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeChange {
    /// From this day on.
    pub on: NaiveDate,
    /// The grade.
    pub grade: String,
    /// Why it holds.
    pub reason: GradeReason,
    /// The score of that day.
    pub score: i64,
    /// What made the score.
    pub because: Vec<RiskReason>,
    /// The floors that lifted the grade.
    pub lifted_by: Vec<String>,
}

/// The grade of a premises with its history（等级沿革）of S0-18.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeTrail {
    /// The grade that holds, and since when.
    pub settled: SettledGrade,
    /// The score of today.
    pub score: RiskScore,
    /// The facts it was computed from.
    pub facts: PremisesFacts,
    /// The changes, oldest first.
    pub changes: Vec<GradeChange>,
}

/// What a trail is made of（等级沿革依据）.
#[derive(Clone, Copy, Debug)]
pub struct TrailInput<'a> {
    /// Rules of risk.
    pub risk: &'a RiskRules,
    /// How often a visit is due, which says what a cycle is.
    pub frequency: &'a FrequencyRules,
    /// The category that counts.
    pub category: &'a str,
    /// Credit grade; who has none yet counts as B.
    pub credit: Option<CreditGrade>,
    /// What the file says. It is taken as it stands today for every day.
    pub file: &'a PremisesFacts,
    /// What the records say.
    pub record: &'a RiskRecord,
}

/// A day as it was counted.
struct Counted {
    base: RecordCounts,
    burned: bool,
    cycle: Option<u64>,
    full: RecordCounts,
    score: RiskScore,
    facts: PremisesFacts,
}

impl TrailInput<'_> {
    /// The grade of a premises, folded over the days of its records（动态定级）: it rises at once and falls
    /// by the rule of the pack. Of the same records the trail is the same wherever it is made; nothing
    /// is kept.
    #[must_use]
    pub fn trail(&self, today: NaiveDate) -> GradeTrail {
        let days = self.record.turning_days().into_iter();
        let mut days: BTreeSet<NaiveDate> = days.filter(|day| *day < today).collect();
        days.insert(today);
        let mut changes: Vec<GradeChange> = Vec::new();
        let mut standing: Option<StandingGrade> = None;
        let mut counted: Option<Counted> = None;
        loop {
            let day = days.pop_first().unwrap_or(today);
            // What was found and put right on one day has lifted the grade, too.
            if let Some(within) = self.record.counts_within(day) {
                let then = self.count(day, within, None);
                let settled = self.settle(&then, standing.as_ref(), day, today);
                changes.extend(change(day, &settled, &then, standing.as_ref()));
                standing = Some(StandingGrade {
                    grade: settled.grade,
                    since: settled.since,
                });
            }
            let now = self.count(day, self.record.counts_on(day), counted.take());
            let settled = self.settle(&now, standing.as_ref(), day, today);
            changes.extend(change(day, &settled, &now, standing.as_ref()));
            if day >= today {
                return GradeTrail {
                    settled,
                    score: now.score,
                    facts: now.facts,
                    changes,
                };
            }
            let held = (settled.reason == GradeReason::HeldUp)
                .then_some(settled.since)
                .and_then(|since| {
                    let after = u64::try_from(self.risk.downgrade.after_days).ok()?;
                    since.checked_add_days(Days::new(after))
                });
            let cycles = now.cycle.into_iter();
            let cycles = cycles.flat_map(|cycle| self.record.cycle_days_after(day, cycle));
            days.extend(
                cycles
                    .chain(held)
                    .filter(|later| *later > day && *later < today),
            );
            standing = Some(StandingGrade {
                grade: settled.grade,
                since: settled.since,
            });
            counted = Some(now);
        }
    }

    fn settle(
        &self,
        now: &Counted,
        standing: Option<&StandingGrade>,
        day: NaiveDate,
        today: NaiveDate,
    ) -> SettledGrade {
        let record = self.record;
        let set = record.by_hand_since.unwrap_or(today) <= day;
        settle_grade(
            self.risk,
            &now.score,
            &now.facts,
            standing,
            record.last_passed(day),
            record.by_hand.as_ref().filter(|_| set),
            day,
        )
    }

    /// Counts and scores a day; `before` spares it where nothing that counts has changed.
    fn count(&self, day: NaiveDate, base: RecordCounts, before: Option<Counted>) -> Counted {
        let burned = self.record.burned(day);
        let same = before.filter(|it| it.base == base && it.burned == burned);
        let cycle = match &same {
            Some(same) => same.cycle,
            None => self.cycle_of(&self.score(base, burned).0.grade),
        };
        let mut full = base;
        if let Some(cycle) = cycle {
            self.record.count_cycles(&mut full, day, cycle);
        }
        if let Some(same) = same.filter(|it| it.full == full) {
            return same;
        }
        let (score, facts) = self.score(full, burned);
        Counted {
            base,
            burned,
            cycle,
            full,
            score,
            facts,
        }
    }

    fn score(&self, counts: RecordCounts, burned: bool) -> (RiskScore, PremisesFacts) {
        let mut facts = self.file.clone();
        counts.add_to(&mut facts);
        if burned {
            facts.set_flag("fire_in_24m", true);
        }
        (score_risk(self.risk, self.category, &facts), facts)
    }

    /// How many days lie between two visits of the grid at this grade; `None`: it owes none.
    fn cycle_of(&self, grade: &str) -> Option<u64> {
        let credit = self.credit.unwrap_or(CreditGrade::B);
        let row = self.frequency.visits.get(grade)?;
        let times = u64::from(row.get(&credit)?.grid);
        365_u64.checked_div(times).map(|days| days.max(1))
    }
}

/// The change that a grade is, if it is one.
fn change(
    on: NaiveDate,
    settled: &SettledGrade,
    of: &Counted,
    standing: Option<&StandingGrade>,
) -> Option<GradeChange> {
    let is_new = standing.map(|it| &it.grade) != Some(&settled.grade);
    is_new.then(|| GradeChange {
        on,
        grade: settled.grade.clone(),
        reason: settled.reason,
        score: of.score.score,
        because: of.score.reasons.clone(),
        lifted_by: of.score.lifted_by.clone(),
    })
}
