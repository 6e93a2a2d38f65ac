use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    GradeOverride, GradeReason, RecordCounts, RiskReason, RiskRecord, RiskScore, SettledGrade,
    StandingGrade, score_risk, settle_grade,
};
use crate::policy::{CreditGrade, FrequencyRules, RiskRules};
use crate::premises::PremisesFacts;

/// A change of grade（等级变动）, the first grade among them, and every grade set by hand.
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
    /// What was set by hand, by whom and why, where that is the reason.
    pub by_hand: Option<GradeOverride>,
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

/// A grade set by hand, as a day finds it.
struct Hand<'a> {
    set: &'a GradeOverride,
    /// Place in the order of what was computed on the day it was set.
    computed: Option<usize>,
    /// More than that was computed since.
    outgrown: bool,
}

/// What a trail has come to.
#[derive(Default)]
struct Reached<'a> {
    changes: Vec<GradeChange>,
    standing: Option<StandingGrade>,
    hand: Option<Hand<'a>>,
}

impl<'a> TrailInput<'a> {
    /// The grade of a premises, folded over the days of its records（动态定级）: it rises at once and falls
    /// by the rule of the pack. Of the same records the trail is the same wherever it is made; nothing
    /// is kept.
    #[must_use]
    pub fn trail(&self, today: NaiveDate) -> GradeTrail {
        let days = self.record.turning_days().into_iter();
        let mut days: BTreeSet<NaiveDate> = days.filter(|day| *day < today).collect();
        days.insert(today);
        let mut reached = Reached::default();
        let mut counted: Option<Counted> = None;
        loop {
            let day = days.pop_first().unwrap_or(today);
            // What was found and put right on one day has lifted the grade, too.
            if let Some(within) = self.record.counts_within(day) {
                let then = self.count(day, within, None);
                self.step(&mut reached, day, &then, None);
            }
            let now = self.count(day, self.record.counts_on(day), counted.take());
            let mut set = self.record.by_hand.iter().filter(|it| it.on == day);
            let mut settled = self.step(&mut reached, day, &now, set.next());
            for again in set {
                settled = self.step(&mut reached, day, &now, Some(again));
            }
            if day >= today {
                return GradeTrail {
                    settled,
                    score: now.score,
                    facts: now.facts,
                    changes: reached.changes,
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
            counted = Some(now);
        }
    }

    /// Settles the grade of a day as it was counted, and as somebody `set` it, and keeps the change.
    fn step(
        &self,
        reached: &mut Reached<'a>,
        day: NaiveDate,
        of: &Counted,
        set: Option<&'a GradeOverride>,
    ) -> SettledGrade {
        let computed = self.risk.rank(&of.score.grade);
        match (set, &mut reached.hand) {
            (Some(set), hand) => {
                *hand = Some(Hand {
                    set,
                    computed,
                    outgrown: false,
                });
            }
            (None, Some(hand)) if !self.risk.override_outlives_rise => {
                hand.outgrown |= computed > hand.computed;
            }
            (None, _) => {}
        }
        let (standing, hand) = (reached.standing.as_ref(), reached.hand.as_ref());
        let settled = self.settle(of, standing, hand, day);
        let by_hand = match settled.reason {
            GradeReason::Overridden | GradeReason::OverrideBelowFloor => hand.map(|it| it.set),
            GradeReason::Computed | GradeReason::HeldUp => None,
        };
        let is_new = standing.map(|it| &it.grade) != Some(&settled.grade);
        if is_new || (set.is_some() && by_hand.is_some()) {
            reached.changes.push(GradeChange {
                on: day,
                grade: settled.grade.clone(),
                reason: settled.reason,
                score: of.score.score,
                because: of.score.reasons.clone(),
                lifted_by: of.score.lifted_by.clone(),
                by_hand: by_hand.cloned(),
            });
        }
        reached.standing = Some(StandingGrade {
            grade: settled.grade.clone(),
            since: settled.since,
        });
        settled
    }

    /// What was set by hand stands until more is computed than on the day it was set; from then on the
    /// higher of both holds.
    fn settle(
        &self,
        now: &Counted,
        standing: Option<&StandingGrade>,
        hand: Option<&Hand<'_>>,
        day: NaiveDate,
    ) -> SettledGrade {
        let passed = self.record.last_passed(day);
        let settle = |set: Option<&GradeOverride>| {
            let (score, facts) = (&now.score, &now.facts);
            settle_grade(self.risk, score, facts, standing, passed, set, day)
        };
        let by_hand = settle(hand.map(|it| it.set));
        if hand.is_none_or(|it| !it.outgrown) {
            return by_hand;
        }
        let by_rule = settle(None);
        match self.risk.rank(&by_hand.grade) >= self.risk.rank(&by_rule.grade) {
            true => by_hand,
            false => by_rule,
        }
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
