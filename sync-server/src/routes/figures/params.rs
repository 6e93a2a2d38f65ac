use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;
use wangge_domain::control::GridLevel;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_domain::{GridId, Timestamp};

use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::store::Reach;

/// Which period of which grid, or of all townships together.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeriodParams {
    /// `month`, `quarter`, `half_year` or `year`; without it the year.
    #[param(value_type = Option<String>)]
    pub(super) kind: Option<PeriodKind>,
    /// A day of the period; without it today.
    #[param(value_type = Option<String>)]
    pub(super) on: Option<NaiveDate>,
    /// Only this grid and those below it: id; without it all townships of the tenant, for whoever
    /// sees them all, else the widest grid that the caller sees whole.
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

    /// Refuses an `open` that names no figure of this page: it would show nothing, as if there were
    /// no records behind the figure.
    pub(super) fn check_open(&self, codes: &[&str]) -> Result<(), ApiError> {
        match self.open.as_deref() {
            Some(asked) if asked != "all" && !codes.contains(&asked) => {
                let problem = format!("`open` is all or one of {}", codes.join(", "));
                Err(ApiError::bad_request(&problem))
            }
            _ => Ok(()),
        }
    }

    /// The grid asked for, if the caller may read all of it; `None` for the whole tenant.
    pub(super) fn scope(
        &self,
        app: &App,
        caller: &SupervisorCaller,
        operation: &str,
    ) -> Result<Option<GridId>, ApiError> {
        let reach = caller.require(app, operation)?;
        scope(caller, &reach, self.grid.as_deref())
    }
}

/// The grid to which a list over all that the caller sees is narrowed; without one it is not. Refused
/// if a part of it lies beyond what the caller may read.
pub(super) fn narrowed(
    caller: &SupervisorCaller,
    reach: &Reach,
    asked: Option<&str>,
) -> Result<Option<GridId>, ApiError> {
    match asked {
        Some(asked) => scope(caller, reach, Some(asked)),
        None => Ok(None),
    }
}

/// The grid of this id. Without one, all townships together（全县）for whoever sees each of them
/// whole, as `None`, else the widest grid that the caller sees whole. Refused if a part of it lies
/// beyond what the caller may read: a figure over a part would pass for the whole.
pub(super) fn scope(
    caller: &SupervisorCaller,
    reach: &Reach,
    asked: Option<&str>,
) -> Result<Option<GridId>, ApiError> {
    let control = &caller.control;
    let covers = |top: Option<GridId>| streams_below(control, top).is_subset(&reach.streams);
    let covered = |grid: GridId| covers(Some(grid));
    if let Some(asked) = asked {
        let grid: GridId = asked
            .parse()
            .map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
        if !control.grids.contains_key(&grid) {
            return Err(ApiError::not_found());
        }
        return match covered(grid) {
            true => Ok(Some(grid)),
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
            (Some(_), true) if level == GridLevel::Large && covers(None) => return Ok(None),
            (Some(_), true) => {
                return Err(ApiError::bad_request(
                    "there are several: name one as `grid`",
                ));
            }
            (Some(grid), false) => return Ok(Some(grid)),
            (None, _) => {}
        }
    }
    Err(ApiError::forbidden())
}
