use super::RegisterError;
use crate::GridId;
use crate::control::{ControlState, GridLevel};

/// That a row about a township names one（乡镇）: a grid of the large level. Asked before a row is
/// written; what stands in the log is not judged anew.
pub(super) fn check_township(
    rule: &'static str,
    control: &ControlState,
    grid: GridId,
) -> Result<(), RegisterError> {
    let found = control.grids.get(&grid);
    if found.is_some_and(|found| found.level == GridLevel::Large) {
        return Ok(());
    }
    Err(RegisterError::refused(
        rule,
        "township_unknown",
        "没有这个乡镇（大网格）",
    ))
}
