use serde::{Deserialize, Serialize};

use super::{Effect, Event, HistoryEntry, RecordState};

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

    /// The stage that an event belongs to, by its name. `None`: the step of a case of its own, or an event
    /// of a later version.
    #[must_use]
    pub fn of(event: &str) -> Option<Self> {
        let known = STAGES.iter().find(|(name, _)| *name == event);
        known.map(|(_, stage)| *stage).or(match event {
            "rectification.pause" | "rectification.resume" => Some(Self::Handling),
            "rectification.recall" => Some(Self::Assigning),
            // Who confirms having rechecked, and the closing with the major case.
            "rectification.countersign" | "rectification.major_closed" => Some(Self::Reporting),
            _ => None,
        })
    }
}

/// The stage of every event, in the order of their names: one that has none does not compile.
const STAGES: [(&str, Stage); Event::NAMES.len()] = [
    ("submitted", Stage::Collecting),
    ("withdrawn", Stage::Collecting),
    ("returned", Stage::Collecting),
    ("accepted", Stage::Collecting),
    ("correction_opened", Stage::Collecting),
    ("photo_lost", Stage::Collecting),
    ("census_visited", Stage::Collecting),
    ("grade_overridden", Stage::Collecting),
    ("premises_status", Stage::Collecting),
    ("found", Stage::Finding),
    ("fixed_on_spot", Stage::Handling),
    ("fix_verified", Stage::Reporting),
    ("fix_rejected", Stage::Reporting),
    ("responsibility_set", Stage::Assigning),
    ("notice_issued", Stage::Assigning),
    ("served", Stage::Assigning),
    ("feedback", Stage::Handling),
    ("extension_requested", Stage::Handling),
    ("extension_approved", Stage::Handling),
    ("extension_refused", Stage::Handling),
    ("recheck_passed", Stage::Reporting),
    ("recheck_failed", Stage::Reporting),
    ("overdue_marked", Stage::Handling),
    ("overdue_annulled", Stage::Handling),
    ("urged", Stage::Handling),
    ("escalated", Stage::Assigning),
    ("escalation_accepted", Stage::Assigning),
    ("escalation_returned", Stage::Assigning),
    ("enforcement_result", Stage::Handling),
    ("suspected_major", Stage::Finding),
    ("not_major", Stage::Finding),
    ("voided", Stage::Reporting),
];

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
