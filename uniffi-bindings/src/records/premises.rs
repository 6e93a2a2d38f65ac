use std::collections::HashMap;

use wangge_domain::premises;
use wangge_domain::record::Content;
use wangge_domain::risk::{self, SettledGrade};
use wangge_domain::schedule::{self, DueEntry, DueState};
use wangge_mobile_core as core;

use super::{HazardRow, InspectionRow, Standing};
use crate::error::Problem;
use crate::values::{FieldValue, values};

/// A grid of this person（我的网格）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Grid {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Names of those above it, nearest first: village, township.
    pub above: Vec<String>,
    /// Words of the roles this person holds in it now; the label is `role.{word}`.
    pub roles: Vec<String>,
    /// Its whole content is on this phone.
    pub synced: bool,
}

impl From<core::GridView> for Grid {
    fn from(it: core::GridView) -> Self {
        let core::GridView {
            grid,
            name,
            code,
            above,
            roles,
            synced,
        } = it;
        Self {
            id: grid.to_string(),
            name,
            code,
            above,
            roles: roles.iter().map(|it| it.as_str().to_owned()).collect(),
            synced,
        }
    }
}

/// A premises of a list（场所列表行）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PremisesRow {
    /// Its id.
    pub id: String,
    /// Its grid.
    pub grid: String,
    /// 名称.
    pub name: String,
    /// 统一社会信用代码; empty if none.
    pub license_number: String,
    /// Whole address in one line.
    pub address: String,
    /// Category id.
    pub category: String,
    /// A telephone to call; empty if none.
    pub phone: String,
    /// Code of its status.
    pub status: String,
    /// Latitude, microdegrees.
    pub latitude: Option<i64>,
    /// Longitude, microdegrees.
    pub longitude: Option<i64>,
    /// When an inspection was last submitted from here.
    pub last_visit_ms: Option<i64>,
    /// Latest outcome of a census visit; the label is `outcome.{code}`.
    pub census_outcome: Option<String>,
    /// When that was.
    pub census_ms: Option<i64>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl From<core::PremisesRow> for PremisesRow {
    fn from(it: core::PremisesRow) -> Self {
        let core::PremisesRow {
            record,
            stream: _,
            grid,
            name,
            license_number,
            address,
            category,
            phone,
            status,
            position,
            last_visit,
            census,
            pending,
        } = it;
        let (census_outcome, census_ms) = match census {
            Some((outcome, at)) => (Some(outcome), Some(at.0)),
            None => (None, None),
        };
        Self {
            id: record.to_string(),
            grid: grid.to_string(),
            name,
            license_number,
            address,
            category,
            phone,
            status: status.as_str().to_owned(),
            latitude: position.map(|position| position.0),
            longitude: position.map(|position| position.1),
            last_visit_ms: last_visit.map(|at| at.0),
            census_outcome,
            census_ms,
            pending,
        }
    }
}

/// A premises with what its screen shows（场所档案）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PremisesCard {
    /// Its line.
    pub row: PremisesRow,
    /// Its fields.
    pub fields: HashMap<String, FieldValue>,
    /// Fields that two people wrote at once: see its conflicts.
    pub conflicts: Vec<String>,
    /// Where it stands.
    pub standing: Standing,
    /// Risk score.
    pub score: i64,
    /// Risk grade id.
    pub grade: String,
    /// Since when this grade holds, `YYYY-MM-DD`.
    pub grade_since: String,
    /// Why it holds; the label is `grade_reason.{code}`.
    pub grade_reason: String,
    /// What added to the score or took off it.
    pub reasons: Vec<RiskReason>,
    /// Every change of its grade, oldest first.
    pub grade_changes: Vec<GradeChange>,
    /// Key controls that hold, with their tasks.
    pub key_controls: Vec<KeyControl>,
    /// When it is due next for this person.
    pub next_due: Option<NextDue>,
    /// What is worth mending.
    pub advice: Vec<Problem>,
    /// Orders to stop use that hold.
    pub stop_uses: Vec<StopUse>,
    /// Its hazards, those due first: at most 50.
    pub hazards: Vec<HazardRow>,
    /// It has more of them.
    pub more_hazards: bool,
    /// Its inspections, newest first: at most 50.
    pub inspections: Vec<InspectionRow>,
    /// It has more of them.
    pub more_inspections: bool,
}

impl PremisesCard {
    /// `hazards`: its hazards with their marks.
    pub(crate) fn new(it: core::PremisesView, hazards: Vec<HazardRow>) -> Self {
        let core::PremisesView {
            row,
            content,
            state,
            score,
            grade,
            reasons,
            grade_changes,
            key_controls,
            next_due,
            advice,
            stop_uses,
            // They come with their marks.
            hazards: _,
            more_hazards,
            inspections,
            more_inspections,
        } = it;
        let Content { fields, conflicts } = content;
        let SettledGrade {
            grade,
            reason,
            since,
        } = grade;
        Self {
            row: row.into(),
            fields: values(fields),
            conflicts: conflicts.into_keys().collect(),
            standing: state.into(),
            score,
            grade,
            grade_since: since.to_string(),
            grade_reason: reason.as_str().to_owned(),
            reasons: reasons.into_iter().map(Into::into).collect(),
            grade_changes: grade_changes.into_iter().map(Into::into).collect(),
            key_controls: key_controls.into_iter().map(Into::into).collect(),
            next_due: next_due.map(Into::into),
            advice: advice.iter().map(Problem::from).collect(),
            stop_uses: stop_uses.into_iter().map(Into::into).collect(),
            hazards,
            more_hazards,
            inspections: inspections.into_iter().map(Into::into).collect(),
            more_inspections,
        }
    }
}

/// A change of grade（等级变动）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct GradeChange {
    /// From this day on, `YYYY-MM-DD`.
    pub on: String,
    /// Risk grade id.
    pub grade: String,
    /// Why it holds; the label is `grade_reason.{code}`.
    pub reason: String,
    /// The score of that day.
    pub score: i64,
    /// What added to the score or took off it.
    pub because: Vec<RiskReason>,
    /// Codes of the floors that lifted it.
    pub lifted_by: Vec<String>,
    /// What was set by hand, where that is the reason.
    pub by_hand: Option<GradeByHand>,
}

/// A grade set by hand（人工定级）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct GradeByHand {
    /// From this day on, `YYYY-MM-DD`.
    pub on: String,
    /// Risk grade id.
    pub grade: String,
    /// Why.
    pub reason: String,
    /// Id of who set it, if that is known.
    pub by: Option<String>,
}

impl From<risk::GradeOverride> for GradeByHand {
    fn from(it: risk::GradeOverride) -> Self {
        let risk::GradeOverride {
            on,
            grade,
            reason,
            by,
        } = it;
        Self {
            on: on.to_string(),
            grade,
            reason,
            by: by.map(|user| user.to_string()),
        }
    }
}

impl From<risk::GradeChange> for GradeChange {
    fn from(it: risk::GradeChange) -> Self {
        let risk::GradeChange {
            on,
            grade,
            reason,
            score,
            because,
            lifted_by,
            by_hand,
        } = it;
        Self {
            on: on.to_string(),
            grade,
            reason: reason.as_str().to_owned(),
            score,
            because: because.into_iter().map(Into::into).collect(),
            lifted_by,
            by_hand: by_hand.map(Into::into),
        }
    }
}

/// An order to stop use that holds（停用在期）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct StopUse {
    /// The case.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Code of its status.
    pub status: String,
    /// Its number: final if given, else provisional.
    pub number: Option<String>,
    /// When the check of what was put right is due.
    pub due_ms: Option<i64>,
    /// The overdue mark stands.
    pub overdue: bool,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl From<core::CaseRow> for StopUse {
    fn from(it: core::CaseRow) -> Self {
        let core::CaseRow {
            record,
            // It is on the card of its premises.
            kind: _,
            stream: _,
            grid: _,
            premises: _,
            title,
            // An order to stop use has neither.
            category: _,
            department: _,
            status,
            due,
            overdue,
            number,
            began_at: _,
            pending,
        } = it;
        Self {
            id: record.to_string(),
            title,
            status: status.as_str().to_owned(),
            number,
            due_ms: due.map(|at| at.0),
            overdue,
            pending,
        }
    }
}

/// What added to a risk score or took off it（风险因素）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RiskReason {
    /// Code of the rule; the label is `risk.{code}`.
    pub code: String,
    /// Points, negative for what takes off.
    pub points: i64,
    /// How many were counted, for what is counted.
    pub count: Option<i64>,
}

impl From<risk::RiskReason> for RiskReason {
    fn from(it: risk::RiskReason) -> Self {
        let risk::RiskReason {
            code,
            points,
            count,
        } = it;
        Self {
            code,
            points,
            count,
        }
    }
}

/// A key control that holds（重点管控）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct KeyControl {
    /// Code; the label is `key_control.{code}`.
    pub code: String,
    /// Tasks; the labels are `task.{code}`.
    pub tasks: Vec<String>,
    /// The rule it comes from.
    pub rule: String,
}

impl From<premises::KeyControl> for KeyControl {
    fn from(it: premises::KeyControl) -> Self {
        let premises::KeyControl { code, tasks, rule } = it;
        Self { code, tasks, rule }
    }
}

/// When a premises is due next, and why（到期）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct NextDue {
    /// The last day on which it is in time.
    pub date: String,
    /// Why this day; the label is `schedule.{code}`.
    pub reason: String,
    /// Visits a year that grade and credit ask for, if that is the reason.
    pub times_a_year: Option<u32>,
    /// 无事不扰: beyond this plan nobody is to come.
    pub leave_in_peace: bool,
}

impl From<schedule::NextDue> for NextDue {
    fn from(it: schedule::NextDue) -> Self {
        let schedule::NextDue {
            date,
            reason,
            times_a_year,
            leave_in_peace,
        } = it;
        Self {
            date: date.to_string(),
            reason,
            times_a_year,
            leave_in_peace,
        }
    }
}

/// A premises that may be the same（疑似重复）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct NearDuplicate {
    /// The one it resembles.
    pub premises: String,
    /// 0-100.
    pub score: u32,
    /// What speaks for it: `phone`, `name`, `address`, `position`.
    pub reasons: Vec<String>,
    /// Meters between them.
    pub distance_m: Option<u64>,
}

impl From<premises::NearDuplicate> for NearDuplicate {
    fn from(it: premises::NearDuplicate) -> Self {
        let premises::NearDuplicate {
            premises,
            score,
            reasons,
            distance_m,
        } = it;
        Self {
            premises: premises.to_string(),
            score,
            reasons: reasons.into_iter().map(str::to_owned).collect(),
            distance_m,
        }
    }
}

/// A premises to visit（待检）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DueItem {
    /// The premises.
    pub premises: PremisesRow,
    /// Its risk grade id.
    pub grade: String,
    /// The last day on which it is in time.
    pub due: String,
    /// Days past it, negative: days left.
    pub days_late: i64,
    /// Why this day; words are the label `schedule.{code}`.
    pub reason: String,
    /// Visits a year that grade and credit ask for, if that is the reason.
    pub times_a_year: Option<u32>,
    /// 无事不扰: beyond this plan nobody is to come.
    pub leave_in_peace: bool,
}

impl From<core::DueItem> for DueItem {
    fn from(it: core::DueItem) -> Self {
        let core::DueItem { entry, premises } = it;
        let DueEntry {
            // The row says which.
            premises: _,
            grade,
            due,
            state,
        } = entry;
        let schedule::NextDue {
            date,
            reason,
            times_a_year,
            leave_in_peace,
        } = due;
        Self {
            premises: premises.into(),
            grade,
            due: date.to_string(),
            days_late: match state {
                DueState::Overdue { days } => days,
                DueState::Today => 0,
                DueState::Later { days } => -days,
            },
            reason,
            times_a_year,
            leave_in_peace,
        }
    }
}

/// A visit not long ago（近期检查）: two bodies at one door within days is to be avoided.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RecentVisit {
    /// Which inspection.
    pub inspection: String,
    /// By which agencies; empty if that is not known.
    pub agencies: Vec<String>,
    /// When.
    pub on: String,
}

impl From<schedule::RecentVisit> for RecentVisit {
    fn from(it: schedule::RecentVisit) -> Self {
        let schedule::RecentVisit {
            inspection,
            agencies,
            on,
        } = it;
        Self {
            inspection: inspection.to_string(),
            agencies: agencies.into_iter().collect(),
            on: on.to_string(),
        }
    }
}
