use serde::{Deserialize, Serialize};

use super::{HazardMeasure, InspectionMeasure, PremisesMeasure};
use crate::GridId;
use crate::lifecycle::RecordState;
use crate::record::{Content, RecordKind};

/// The measure（统计要素）of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 场所.
    Premises(Box<PremisesMeasure>),
    /// 检查.
    Inspection(InspectionMeasure),
    /// 隐患.
    Hazard(Box<HazardMeasure>),
}

/// What figures take from a record of `grid`; `None` for kinds that no figure counts.
#[must_use]
pub fn measure(
    kind: &RecordKind,
    grid: GridId,
    content: &Content,
    state: &RecordState,
) -> Option<Measure> {
    match kind {
        RecordKind::Premises => {
            let found = PremisesMeasure::of(grid, content, state);
            Some(Measure::Premises(Box::new(found)))
        }
        RecordKind::Inspection => Some(Measure::Inspection(InspectionMeasure::of(
            grid, content, state,
        ))),
        RecordKind::Rectification => {
            let found = HazardMeasure::of(grid, content, state);
            Some(Measure::Hazard(Box::new(found)))
        }
        _ => None,
    }
}
