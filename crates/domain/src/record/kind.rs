use std::fmt;

use serde::{Deserialize, Serialize};

/// What a record is. Kinds are extensible: one that this build does not know is kept by name,
/// passed on, and read-only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum RecordKind {
    /// A premises（场所）with its file 一户一档.
    Premises,
    /// One visit（检查）to a premises, whatever its outcome.
    Inspection,
    /// One photo（照片）with its three blobs.
    Photo,
    /// A hazard（隐患）and the task of putting it right（整改）.
    Rectification,
    /// A major hazard case（重大火灾隐患案件）from report to closing (S2-12, S2-13).
    MajorCase,
    /// A supervision measure（督导措施）chained to a case or a unit (S1-02, S2-04).
    Measure,
    /// A stop-use（停用）and its lifting (S3-21).
    StopUse,
    /// A minor breach not punished（轻微违法不予处罚）(S2-29).
    Leniency,
    /// A letter somebody signs（告诫承诺书、责任书、入户承诺）(S2-30, S4-18, S2-32).
    Letter,
    /// A call to departments（吹哨报到）(S3-16).
    Call,
    /// A complaint（举报投诉件）(S2-18, S3-18).
    Report,
    /// A joint meeting（联席会议）(S4-13).
    Meeting,
    /// A sample of closed hazards（回头看抽查）(S3-26).
    Sample,
    /// An order or task（督办单、交办单）(S2-14, S3-17).
    Order,
    /// A household that needs help（重点帮扶户）: restricted to its own grid (S2-23, S1-05).
    Household,
    /// A fire-fighting facility（消防设施）with its owner and its checks (S2-42, S3-05, S1-18).
    Asset,
    /// A patrol or periodic check（巡防、定期排查）(S0-13, S1-11, S4-15).
    Patrol,
    /// A disaster report（灾情报送）(S1-11).
    Disaster,
    /// That a warning has arrived（预警签收）(S1-04).
    Receipt,
    /// A village's week, reported to the township（每周汇总上报）(S4-10).
    Rollup,
    /// Rows of the control stream: people, grids, grants, keys, policy.
    Control,
    /// A kind of a later version.
    Other(String),
}

impl RecordKind {
    /// The kinds that are registers of cases（案件与登记册）: all they do is steps.
    pub const CASES: [Self; 16] = [
        Self::MajorCase,
        Self::Measure,
        Self::StopUse,
        Self::Leniency,
        Self::Letter,
        Self::Call,
        Self::Report,
        Self::Meeting,
        Self::Sample,
        Self::Order,
        Self::Household,
        Self::Asset,
        Self::Patrol,
        Self::Disaster,
        Self::Receipt,
        Self::Rollup,
    ];

    /// Whether it is a register of cases.
    #[must_use]
    pub fn is_case(&self) -> bool {
        Self::CASES.contains(self)
    }

    /// The operation without which nobody reads records of the kind, beside `record_read`:
    /// households that need help are for those who look after them only (S2-23).
    #[must_use]
    pub fn restricted_read(&self) -> Option<&'static str> {
        (*self == Self::Household).then_some("household.read")
    }

    /// The operation that writing its content is, for registers of cases.
    #[must_use]
    pub fn case_edit(&self) -> Option<&'static str> {
        Some(match self {
            Self::MajorCase => "major_case.edit",
            Self::Measure => "measure.edit",
            Self::StopUse => "stop_use.edit",
            Self::Leniency => "leniency.edit",
            Self::Letter => "letter.edit",
            Self::Call => "call.edit",
            Self::Report => "report.edit",
            Self::Meeting => "meeting.edit",
            Self::Sample => "sample.edit",
            Self::Order => "order.edit",
            Self::Household => "household.edit",
            Self::Asset => "asset.edit",
            Self::Patrol => "patrol.edit",
            Self::Disaster => "disaster.edit",
            Self::Receipt => "receipt.edit",
            Self::Rollup => "rollup.edit",
            _ => return None,
        })
    }

    /// The name used on the wire, in SQL and in JSON.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Premises => "premises",
            Self::Inspection => "inspection",
            Self::Photo => "photo",
            Self::Rectification => "rectification",
            Self::MajorCase => "major_case",
            Self::Measure => "measure",
            Self::StopUse => "stop_use",
            Self::Leniency => "leniency",
            Self::Letter => "letter",
            Self::Call => "call",
            Self::Report => "report",
            Self::Meeting => "meeting",
            Self::Sample => "sample",
            Self::Order => "order",
            Self::Household => "household",
            Self::Asset => "asset",
            Self::Patrol => "patrol",
            Self::Disaster => "disaster",
            Self::Receipt => "receipt",
            Self::Rollup => "rollup",
            Self::Control => "control",
            Self::Other(name) => name,
        }
    }
}

impl From<String> for RecordKind {
    fn from(name: String) -> Self {
        match name.as_str() {
            "premises" => Self::Premises,
            "inspection" => Self::Inspection,
            "photo" => Self::Photo,
            "rectification" => Self::Rectification,
            "major_case" => Self::MajorCase,
            "measure" => Self::Measure,
            "stop_use" => Self::StopUse,
            "leniency" => Self::Leniency,
            "letter" => Self::Letter,
            "call" => Self::Call,
            "report" => Self::Report,
            "meeting" => Self::Meeting,
            "sample" => Self::Sample,
            "order" => Self::Order,
            "household" => Self::Household,
            "asset" => Self::Asset,
            "patrol" => Self::Patrol,
            "disaster" => Self::Disaster,
            "receipt" => Self::Receipt,
            "rollup" => Self::Rollup,
            "control" => Self::Control,
            _ => Self::Other(name),
        }
    }
}

impl From<RecordKind> for String {
    fn from(kind: RecordKind) -> Self {
        kind.as_str().to_owned()
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
