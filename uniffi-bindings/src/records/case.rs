use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_mobile_core as core;

use super::{CaseLine, CaseLogLine, CodeWord, RecordCard, StepForm};
use crate::error::FieldError;
use crate::values::{limit, read, read_some};

/// A register of cases（登记册）, with what this person may begin in it.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CaseRegister {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub zh: String,
    /// Its statuses, in the order of the table.
    pub statuses: Vec<CodeWord>,
    /// The grids in which this person may open a case; none: nowhere.
    pub grids: Vec<String>,
    /// The first steps that this person may take.
    pub first: Vec<StepForm>,
}

impl From<core::CaseRegister> for CaseRegister {
    fn from(it: core::CaseRegister) -> Self {
        let core::CaseRegister {
            kind,
            zh,
            states,
            grids,
            first,
        } = it;
        let state = |(status, zh): (Status, String)| CodeWord {
            code: status.as_str().to_owned(),
            zh,
        };
        Self {
            kind: kind.to_string(),
            zh,
            statuses: states.into_iter().map(state).collect(),
            grids: grids.into_iter().map(|grid| grid.to_string()).collect(),
            first: first.into_iter().map(Into::into).collect(),
        }
    }
}

/// A case of a list（案件列表行）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CaseRow {
    /// Its id.
    pub id: String,
    /// Which register.
    pub kind: String,
    /// The grid in which it lives.
    pub grid: String,
    /// The premises it is about; `None`: a matter of a grid as a whole.
    pub premises: Option<String>,
    /// What it is about.
    pub title: String,
    /// Type, level or severity; empty if none.
    pub category: String,
    /// Code of the department it lies with; empty if none.
    pub department: String,
    /// Code of its status.
    pub status: String,
    /// Deadline in force.
    pub due_ms: Option<i64>,
    /// The overdue mark stands.
    pub overdue: bool,
    /// Its number: final if given, else provisional.
    pub number: Option<String>,
    /// When its first step was taken; `None`: it is a draft.
    pub began_ms: Option<i64>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl From<core::CaseRow> for CaseRow {
    fn from(it: core::CaseRow) -> Self {
        let core::CaseRow {
            record,
            kind,
            // Where it lives now is its grid.
            stream: _,
            grid,
            premises,
            title,
            category,
            department,
            status,
            due,
            overdue,
            number,
            began_at,
            pending,
        } = it;
        Self {
            id: record.to_string(),
            kind: kind.to_string(),
            grid: grid.to_string(),
            premises: premises.map(|id| id.to_string()),
            title,
            category,
            department,
            status: status.as_str().to_owned(),
            due_ms: due.map(|at| at.0),
            overdue,
            number,
            began_ms: (began_at.0 != 0).then_some(began_at.0),
            pending,
        }
    }
}

/// Which cases are asked for（案件分页）: those due first, then drafts, then the rest, newest first.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CasePage {
    /// So many at most.
    pub most: u32,
    /// So many were shown before.
    pub skip: u32,
    /// Of this register only.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// About this premises only.
    #[uniffi(default = None)]
    pub premises: Option<String>,
    /// In this grid only.
    #[uniffi(default = None)]
    pub grid: Option<String>,
    /// At this status only.
    #[uniffi(default = None)]
    pub status: Option<String>,
    /// Only those with a deadline in force.
    #[uniffi(default = false)]
    pub open_only: bool,
}

impl CasePage {
    pub(crate) fn input(self) -> Result<core::CasePage, FieldError> {
        let Self {
            most,
            skip,
            kind,
            premises,
            grid,
            status,
            open_only,
        } = self;
        Ok(core::CasePage {
            kind: kind.map(RecordKind::from),
            grid: read_some("grid", grid.as_deref())?,
            filter: core::CaseFilter {
                premises: read_some("premises", premises.as_deref())?,
                // Of drives and of what falls due, the desk asks.
                drive: None,
                status: status.map(Status::from),
                open_only,
                due_before: None,
            },
            skip: limit(skip),
            limit: limit(most),
        })
    }
}

/// What a case is opened about（案件对象）.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum CaseSubject {
    /// A premises.
    Premises {
        /// Its id.
        id: String,
    },
    /// Another record: a hazard.
    Record {
        /// Its id.
        id: String,
    },
    /// A grid as a whole.
    Grid {
        /// Its id.
        id: String,
    },
}

impl CaseSubject {
    pub(crate) fn input(self) -> Result<core::CaseSubject, FieldError> {
        Ok(match self {
            Self::Premises { id } => core::CaseSubject::Premises(read("premises", &id)?),
            Self::Record { id } => core::CaseSubject::Record(read("record", &id)?),
            Self::Grid { id } => core::CaseSubject::Grid(read("grid", &id)?),
        })
    }
}

/// A case with what its screen shows（案件详情）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CaseCard {
    /// The record behind it.
    pub record: RecordCard,
    /// What its register is called.
    pub zh: String,
    /// What it is about, in a line; empty: nobody has said yet.
    pub title: String,
    /// The record it was opened for.
    pub parent: Option<CaseParent>,
    /// What is written in it.
    pub written: Vec<CaseLine>,
    /// What its steps have set, each field as it was set last.
    pub settled: Vec<CaseLine>,
    /// The steps that took effect, pending ones last.
    pub log: Vec<CaseLogLine>,
    /// The steps that this person may take now.
    pub steps: Vec<StepForm>,
}

impl From<core::CaseView> for CaseCard {
    fn from(it: core::CaseView) -> Self {
        let core::CaseView {
            record,
            zh,
            title,
            parent,
            written,
            set,
            log,
            steps,
        } = it;
        Self {
            record: record.into(),
            zh,
            title,
            parent: parent.map(Into::into),
            written: written.into_iter().map(Into::into).collect(),
            settled: set.into_iter().map(Into::into).collect(),
            log: log.into_iter().map(Into::into).collect(),
            steps: steps.into_iter().map(Into::into).collect(),
        }
    }
}

/// The record that a case was opened for（关联记录）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CaseParent {
    /// Its id.
    pub id: String,
    /// Its kind; `None`: it is not on this phone.
    pub kind: Option<String>,
    /// What people call it.
    pub name: String,
}

impl From<core::NamedRecord> for CaseParent {
    fn from(it: core::NamedRecord) -> Self {
        let core::NamedRecord { record, kind, name } = it;
        Self {
            id: record.to_string(),
            kind: kind.map(|kind| kind.to_string()),
            name,
        }
    }
}
