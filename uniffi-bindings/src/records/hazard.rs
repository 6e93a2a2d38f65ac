use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::hazard::{HazardSeverity, HazardSource};
use wangge_domain::lifecycle::{self, RecheckOverdue};
use wangge_mobile_core as core;

use super::Signature;
use crate::error::FieldError;
use crate::values::{read, read_all, read_some};

/// A hazard of a list（隐患列表行）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct HazardRow {
    /// Its id.
    pub id: String,
    /// The premises.
    pub premises: String,
    /// The inspection it was found in.
    pub inspection: Option<String>,
    /// Checklist item; empty if none.
    pub item: String,
    /// What makes it a repeat; empty if unknown.
    pub common_key: String,
    /// What is wrong.
    pub description: String,
    /// Code of its status.
    pub status: String,
    /// Deadline in force.
    pub due_ms: Option<i64>,
    /// The overdue mark stands.
    pub overdue: bool,
    /// When the time of the policy for its recheck was over（复查逾期）; none if it is not.
    pub recheck_overdue_ms: Option<i64>,
    /// Code of the body whose recheck is overdue.
    pub recheck_body: Option<String>,
    /// Life is threatened.
    pub life_threat: bool,
    /// Suspected major.
    pub suspected_major: bool,
    /// Number of the notice: final if given, else provisional.
    pub notice_number: Option<String>,
    /// When it was found, by the phone's clock.
    pub found_ms: i64,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

impl HazardRow {
    /// A line with what the core works out beside it: whether its recheck is overdue.
    pub(crate) fn new(it: core::HazardRow, recheck: Option<RecheckOverdue>) -> Self {
        let core::HazardRow {
            record,
            premises,
            inspection,
            item,
            common_key,
            description,
            status,
            due,
            overdue,
            life_threat,
            suspected_major,
            notice_number,
            found_at,
            pending,
        } = it;
        let (recheck_overdue_ms, recheck_body) = match recheck {
            Some(RecheckOverdue { since, body }) => (Some(since.0), body),
            None => (None, None),
        };
        Self {
            id: record.to_string(),
            premises: premises.to_string(),
            inspection: inspection.map(|id| id.to_string()),
            item,
            common_key,
            description,
            status: status.as_str().to_owned(),
            due_ms: due.map(|at| at.0),
            overdue,
            recheck_overdue_ms,
            recheck_body,
            life_threat,
            suspected_major,
            notice_number,
            found_ms: found_at.0,
            pending,
        }
    }
}

/// A hazard that somebody saw（隐患登记）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct HazardDraft {
    /// The premises.
    pub premises: String,
    /// What is wrong.
    pub description: String,
    /// The inspection it was found in.
    #[uniffi(default = None)]
    pub inspection: Option<String>,
    /// Checklist item.
    #[uniffi(default = None)]
    pub item: Option<String>,
    /// Where exactly.
    #[uniffi(default = "")]
    pub part: String,
    /// Life is threatened; `None`: as the item says.
    #[uniffi(default = None)]
    pub life_threat: Option<bool>,
    /// `general` or `suspected_major`; `None`: that of the item, else general.
    #[uniffi(default = None)]
    pub severity: Option<String>,
    /// Word of the channel it came by; the label is `source.{word}`. `None`: a round through the
    /// grid.
    #[uniffi(default = None)]
    pub source: Option<String>,
    /// What to do about it; empty: as the item says.
    #[uniffi(default = "")]
    pub rectification: String,
    /// Measures in force meanwhile.
    #[uniffi(default = "")]
    pub interim_measures: String,
    /// Department code; `None`: as the item and the routes of the pack say.
    #[uniffi(default = None)]
    pub department: Option<String>,
    /// Proposed deadline; `None`: that of the item, else the policy's.
    #[uniffi(default = None)]
    pub deadline: Option<Deadline>,
}

impl HazardDraft {
    pub(crate) fn input(self) -> Result<core::HazardInput, FieldError> {
        let Self {
            premises,
            description,
            inspection,
            item,
            part,
            life_threat,
            severity,
            source,
            rectification,
            interim_measures,
            department,
            deadline,
        } = self;
        let severity = severity.map(|word| {
            HazardSeverity::parse(&word).ok_or_else(|| FieldError::invalid("severity"))
        });
        let source = source
            .map(|word| HazardSource::parse(&word).ok_or_else(|| FieldError::invalid("source")));
        Ok(core::HazardInput {
            premises: read("premises", &premises)?,
            inspection: read_some("inspection", inspection.as_deref())?,
            item,
            description,
            part,
            severity: severity.transpose()?,
            life_threat,
            source: source.transpose()?.unwrap_or(HazardSource::GridPatrol),
            rectification,
            interim_measures,
            department,
            deadline: deadline.map(Into::into),
        })
    }
}

/// How long somebody has（整改期限）.
#[derive(Clone, Copy, Debug, uniffi::Enum)]
pub enum Deadline {
    /// 立即.
    Immediate,
    /// So many days 自然日.
    Days {
        /// How many.
        days: u32,
    },
    /// So many working days 工作日.
    WorkingDays {
        /// How many.
        days: u32,
    },
}

impl From<Deadline> for DeadlineSpec {
    fn from(deadline: Deadline) -> Self {
        match deadline {
            Deadline::Immediate => Self::Immediate,
            Deadline::Days { days } => Self::Days {
                days,
                calendar: DayKind::Natural,
            },
            Deadline::WorkingDays { days } => Self::Days {
                days,
                calendar: DayKind::Working,
            },
        }
    }
}

impl From<DeadlineSpec> for Deadline {
    fn from(spec: DeadlineSpec) -> Self {
        match spec {
            DeadlineSpec::Immediate => Self::Immediate,
            DeadlineSpec::Days {
                days,
                calendar: DayKind::Natural,
            } => Self::Days { days },
            DeadlineSpec::Days {
                days,
                calendar: DayKind::Working,
            } => Self::WorkingDays { days },
        }
    }
}

/// Who is answerable（整改责任）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Responsible {
    /// 责任单位.
    pub unit: String,
    /// 责任领导.
    pub leader: String,
    /// 责任人.
    pub person: String,
    /// 联系电话.
    #[uniffi(default = "")]
    pub phone: String,
}

/// A notice to be issued（整改通知书）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct NewNotice {
    /// Issuing body: a code of the policy pack.
    pub issuer: String,
    /// How long the owner has.
    pub deadline: Deadline,
    /// Who is answerable.
    pub responsible: Responsible,
}

impl From<Responsible> for lifecycle::Responsible {
    fn from(it: Responsible) -> Self {
        let Responsible {
            unit,
            leader,
            person,
            phone,
        } = it;
        Self {
            unit,
            leader,
            person,
            phone,
        }
    }
}

impl From<lifecycle::Responsible> for Responsible {
    fn from(it: lifecycle::Responsible) -> Self {
        let lifecycle::Responsible {
            unit,
            leader,
            person,
            phone,
        } = it;
        Self {
            unit,
            leader,
            person,
            phone,
        }
    }
}

impl From<NewNotice> for core::NoticeInput {
    fn from(it: NewNotice) -> Self {
        let NewNotice {
            issuer,
            deadline,
            responsible,
        } = it;
        Self {
            issuer,
            deadline: deadline.into(),
            responsible: responsible.into(),
        }
    }
}

/// How a notice was served（送达方式）.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Service {
    /// 签收.
    Signed {
        /// By whom.
        signature: Signature,
    },
    /// 拒签: two witnesses sign instead.
    Refused {
        /// Who stood by.
        witnesses: Vec<Signature>,
        /// What was said.
        note: String,
    },
    /// 张贴拍照.
    Posted {
        /// A photo of the hazard.
        photo: String,
    },
    /// 邮寄.
    Mailed {
        /// Number of the consignment.
        tracking: String,
    },
}

impl Service {
    pub(crate) fn input(self) -> Result<core::ServiceInput, FieldError> {
        Ok(match self {
            Self::Signed { signature } => core::ServiceInput::Signed(signature.input()?),
            Self::Refused { witnesses, note } => core::ServiceInput::Refused {
                witnesses: witnesses
                    .into_iter()
                    .map(Signature::input)
                    .collect::<Result<_, _>>()?,
                note,
            },
            Self::Posted { photo } => core::ServiceInput::Posted {
                photo: read("photo", &photo)?,
            },
            Self::Mailed { tracking } => core::ServiceInput::Mailed { tracking },
        })
    }
}

/// What a recheck found（复查结果）.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum RecheckResult {
    /// 合格.
    Passed {
        /// Ids of the other checkers.
        with: Vec<String>,
        /// Photos after.
        photos: Vec<String>,
    },
    /// 不合格.
    Failed {
        /// What is still wrong.
        reason: String,
        /// Photos.
        photos: Vec<String>,
        /// Ids of the other checkers, if there were any.
        with: Vec<String>,
    },
}

impl RecheckResult {
    pub(crate) fn input(self) -> Result<core::RecheckInput, FieldError> {
        Ok(match self {
            Self::Passed { with, photos } => core::RecheckInput::Passed {
                with: read_all("with", &with)?,
                photos: read_all("photos", &photos)?,
            },
            Self::Failed {
                reason,
                photos,
                with,
            } => core::RecheckInput::Failed {
                reason,
                photos: read_all("photos", &photos)?,
                with: read_all("with", &with)?,
            },
        })
    }
}
