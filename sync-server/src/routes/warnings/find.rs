use serde_json::{Map, Value};
use wangge_domain::register::RegisterLine;
use wangge_domain::sheet::entry_of;
use wangge_domain::{GridId, StreamId};

use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;

/// The sheet of warnings.
const SHEET: &str = "early_warning";

/// A warning that was given out.
pub(super) struct Warning<'a> {
    /// Its row, the first of its number: when it was given out.
    pub(super) first: &'a RegisterLine,
    /// The row that decides now.
    pub(super) line: &'a RegisterLine,
    pub(super) entry: Map<String, Value>,
    pub(super) area: GridId,
}

impl Warning<'_> {
    pub(super) fn text(&self, name: &str) -> &str {
        self.entry
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(super) fn minutes(&self) -> u64 {
        let minutes = self.entry.get("within_minutes");
        minutes.and_then(Value::as_u64).unwrap_or_default()
    }
}

/// The warning of a number, if it is for a part of what the caller reads.
pub(super) fn find<'a>(
    app: &App,
    caller: &'a SupervisorCaller,
    number: &str,
) -> Result<(Warning<'a>, Reach), ApiError> {
    let reach = caller.require(app, "record_read")?;
    let history = caller.control.registers.history_of(SHEET, number);
    let (first, line) = history
        .first()
        .zip(history.last())
        .ok_or_else(ApiError::not_found)?;
    let entry = entry_of(&line.row);
    let area = entry.get("area").and_then(Value::as_str);
    let area: GridId = area
        .and_then(|area| area.parse().ok())
        .ok_or_else(ApiError::not_found)?;
    let control = &caller.control;
    let mut seen = control.grids.keys().filter(|grid| {
        control.is_within(**grid, area) && reach.streams.contains(&StreamId::of_grid(**grid))
    });
    if seen.next().is_none() {
        return Err(ApiError::not_found());
    }
    let warning = Warning {
        first,
        line,
        entry,
        area,
    };
    Ok((warning, reach))
}
