use serde::{Deserialize, Serialize};

use super::{HazardMeasure, InspectionMeasure, PremisesMeasure, ReportMeasure};
use crate::control::ControlState;
use crate::lifecycle::RecordState;
use crate::record::{Content, RecordKind};
use crate::{GridId, RecordId};

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
    /// 举报投诉: no figure counts it, plans and grades do.
    Report(ReportMeasure),
}

impl Measure {
    /// The same in the grid in which the record lives now（按归属统计）: what hangs on a premises that has
    /// moved counts where it lives, whoever wrote it.
    #[must_use]
    pub fn at_home(mut self, record: RecordId, control: &ControlState) -> Self {
        let (grid, premises) = match &mut self {
            Self::Premises(it) => (&mut it.grid, Some(record)),
            Self::Inspection(it) => (&mut it.grid, it.premises),
            Self::Hazard(it) => (&mut it.grid, it.premises),
            Self::Report(it) => (&mut it.grid, it.premises),
        };
        *grid = control.home_of_record(premises, *grid);
        self
    }
}

/// Whether figures, plans and grades count records of a kind at all: of others there is no measure.
#[must_use]
pub fn is_measured(kind: &RecordKind) -> bool {
    matches!(
        kind,
        RecordKind::Premises
            | RecordKind::Inspection
            | RecordKind::Rectification
            | RecordKind::Report
    )
}

/// What figures, plans and grades take from a record of `grid`; `None` for kinds that nothing counts.
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
        RecordKind::Report => Some(Measure::Report(ReportMeasure::of(grid, content, state))),
        _ => None,
    }
}
