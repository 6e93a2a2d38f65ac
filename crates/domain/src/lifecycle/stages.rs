use serde::{Deserialize, Serialize};

use super::{Effect, HistoryEntry, RecordState};

/// The five stages（五个环节）of S0-22.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 信息收集.
    Collecting,
    /// 问题发现.
    Finding,
    /// 任务分办.
    Assigning,
    /// 协同处置.
    Handling,
    /// 结果反馈.
    Reporting,
}

impl Stage {
    /// All five, in order.
    pub const ALL: [Self; 5] = [
        Self::Collecting,
        Self::Finding,
        Self::Assigning,
        Self::Handling,
        Self::Reporting,
    ];

    /// As the source document says it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Collecting => "信息收集",
            Self::Finding => "问题发现",
            Self::Assigning => "任务分办",
            Self::Handling => "协同处置",
            Self::Reporting => "结果反馈",
        }
    }

    /// The stage that an event belongs to, or `None` if it belongs to none.
    #[must_use]
    pub fn of(event: &str) -> Option<Self> {
        Some(match event {
            "submitted" | "census_visited" => Self::Collecting,
            "found" | "suspected_major" | "not_major" => Self::Finding,
            "responsibility_set"
            | "notice_issued"
            | "served"
            | "escalated"
            | "escalation_accepted"
            | "escalation_returned" => Self::Assigning,
            "fixed_on_spot"
            | "feedback"
            | "extension_requested"
            | "extension_approved"
            | "extension_refused"
            | "overdue_marked"
            | "overdue_annulled"
            | "urged"
            | "enforcement_result" => Self::Handling,
            "fix_verified" | "fix_rejected" | "recheck_passed" | "recheck_failed" | "voided" => {
                Self::Reporting
            }
            _ => return None,
        })
    }
}

/// One stage with what happened in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageLog<'a> {
    /// Which.
    pub stage: Stage,
    /// What took effect in it, in log order; empty if it was not reached. The first entry tells
    /// when the stage began, and every entry its time as proven and as claimed.
    pub entries: Vec<&'a HistoryEntry>,
}

/// The five-stage log（五环节留痕）of a hazard, derived from its history and that of the
/// inspection in which it was found, if that is at hand.
#[must_use]
pub fn stage_log<'a>(
    inspection: Option<&'a RecordState>,
    hazard: &'a RecordState,
) -> [StageLog<'a>; 5] {
    let entries = inspection
        .into_iter()
        .chain([hazard])
        .flat_map(|state| &state.history);
    let applied: Vec<&HistoryEntry> = entries
        .filter(|entry| entry.effect == Effect::Applied)
        .collect();
    Stage::ALL.map(|stage| StageLog {
        stage,
        entries: applied
            .iter()
            .copied()
            .filter(|entry| Stage::of(&entry.event) == Some(stage))
            .collect(),
    })
}
