use std::collections::HashMap;

use wangge_domain as domain;
use wangge_domain::schedule::DueState;
use wangge_mobile_core as core;

use super::{HazardRow, InspectionRow};
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
    /// Names of those above it, from the top.
    pub above: Vec<String>,
    /// Its whole content is on this phone.
    pub synced: bool,
}

impl From<core::GridView> for Grid {
    fn from(it: core::GridView) -> Self {
        Self {
            id: it.grid.to_string(),
            name: it.name,
            code: it.code,
            above: it.above,
            synced: it.synced,
        }
    }
}

/// A premises of a list（场所列表行）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PremisesRow {
    /// Its id.
    pub id: String,
    /// 名称.
    pub name: String,
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
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl From<core::PremisesRow> for PremisesRow {
    fn from(it: core::PremisesRow) -> Self {
        Self {
            id: it.record.to_string(),
            name: it.name,
            address: it.address,
            category: it.category,
            phone: it.phone,
            status: it.status.as_str().to_owned(),
            latitude: it.position.map(|position| position.0),
            longitude: it.position.map(|position| position.1),
            last_visit_ms: it.last_visit.map(|at| at.0),
            pending: it.pending,
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
    /// Risk score.
    pub score: i64,
    /// Risk grade id.
    pub grade: String,
    /// The last day on which the next visit is in time.
    pub next_due: Option<String>,
    /// What is worth mending.
    pub advice: Vec<Problem>,
    /// Its hazards.
    pub hazards: Vec<HazardRow>,
    /// Its inspections.
    pub inspections: Vec<InspectionRow>,
}

impl From<core::PremisesView> for PremisesCard {
    fn from(it: core::PremisesView) -> Self {
        Self {
            row: it.row.into(),
            fields: values(it.content.fields),
            score: it.score,
            grade: it.grade.grade,
            next_due: it.next_due.map(|due| due.date.to_string()),
            advice: it.advice.iter().map(Problem::from).collect(),
            hazards: it.hazards.into_iter().map(Into::into).collect(),
            inspections: it.inspections.into_iter().map(Into::into).collect(),
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

impl From<domain::premises::NearDuplicate> for NearDuplicate {
    fn from(it: domain::premises::NearDuplicate) -> Self {
        Self {
            premises: it.premises.to_string(),
            score: it.score,
            reasons: it.reasons.into_iter().map(str::to_owned).collect(),
            distance_m: it.distance_m,
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
}

impl From<core::DueItem> for DueItem {
    fn from(it: core::DueItem) -> Self {
        Self {
            premises: it.premises.into(),
            grade: it.entry.grade,
            due: it.entry.due.date.to_string(),
            days_late: match it.entry.state {
                DueState::Overdue { days } => days,
                DueState::Today => 0,
                DueState::Later { days } => -days,
            },
            reason: it.entry.due.reason,
        }
    }
}
