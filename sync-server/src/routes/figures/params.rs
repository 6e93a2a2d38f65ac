use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;
use wangge_domain::control::GridLevel;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_domain::{GridId, Timestamp};

use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::store::Reach;

/// Which period of which grid.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeriodParams {
    /// `month`, `quarter`, `half_year` or `year`; without it the year.
    #[param(value_type = Option<String>)]
    pub(super) kind: Option<PeriodKind>,
    /// A day of the period; without it today.
    #[param(value_type = Option<String>)]
    pub(super) on: Option<NaiveDate>,
    /// Only this grid and those below it: id; without it the one township of the tenant.
    pub(super) grid: Option<String>,
    /// Show the records behind the figures of this code; `all` for every figure.
    pub(super) open: Option<String>,
}

impl PeriodParams {
    /// The period asked for.
    pub(super) fn period(&self, now: Timestamp) -> EvaluationPeriod {
        let kind = self.kind.unwrap_or(PeriodKind::Year);
        EvaluationPeriod::of(kind, self.on.unwrap_or_else(|| now.china_date()))
    }

    /// True if the records behind a figure are asked for.
    pub(super) fn opens(&self, code: &str) -> bool {
        let asked = self.open.as_deref();
        asked.is_some_and(|asked| asked == code || asked == "all")
    }

    /// The grid asked for, if the caller may read all of it.
    pub(super) fn scope(
        &self,
        app: &App,
        caller: &SupervisorCaller,
        operation: &str,
    ) -> Result<GridId, ApiError> {
        let reach = caller.require(app, operation)?;
        scope(caller, &reach, self.grid.as_deref())
    }
}

/// The grid of this id, or the only one of the tenant that has none above it; refused if a part
/// of it lies beyond what the caller may read: a figure over a part would pass for the whole.
pub(super) fn scope(
    caller: &SupervisorCaller,
    reach: &Reach,
    asked: Option<&str>,
) -> Result<GridId, ApiError> {
    let control = &caller.control;
    let covered = |grid: GridId| streams_below(control, Some(grid)).is_subset(&reach.streams);
    if let Some(asked) = asked {
        let grid: GridId = asked
            .parse()
            .map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
        if !control.grids.contains_key(&grid) {
            return Err(ApiError::not_found());
        }
        return match covered(grid) {
            true => Ok(grid),
            false => Err(ApiError::forbidden()),
        };
    }
    // The widest grid that the caller sees whole.
    let seen = |level: GridLevel| {
        let grids = control.grids.values();
        let mut seen = grids
            .filter(|grid| grid.level == level && covered(grid.grid))
            .filter(|grid| !streams_below(control, Some(grid.grid)).is_empty());
        (seen.next().map(|grid| grid.grid), seen.next().is_some())
    };
    for level in [GridLevel::Large, GridLevel::Medium, GridLevel::Small] {
        match seen(level) {
            (Some(_), true) => {
                return Err(ApiError::bad_request(
                    "there are several: name one as `grid`",
                ));
            }
            (Some(grid), false) => return Ok(grid),
            (None, _) => {}
        }
    }
    Err(ApiError::forbidden())
}
