use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, status_label};
use wangge_domain::schedule::week_starting;
use wangge_domain::tally::{ReportedRollup, weekly_rollups};
use wangge_domain::{GridId, RecordId, StreamId, Timestamp};

use super::lines::{PAGE, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListOrder, ListQuery, Reach};

/// A phone whose clock is ahead by less than this may report a week before the relay has begun it.
const CLOCK_MS: i64 = 86_400_000;

/// Which week.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeekParams {
    /// A day of the week; without it today.
    #[param(value_type = Option<String>)]
    on: Option<NaiveDate>,
}

/// A week, village by village.
#[derive(Serialize, ToSchema)]
pub(crate) struct WeekView {
    /// First day.
    from: String,
    /// Last day.
    until: String,
    /// The villages that the caller may read, by name.
    villages: Vec<VillageWeekView>,
}

/// The week of one village.
#[derive(Serialize, ToSchema)]
pub(crate) struct VillageWeekView {
    /// Id of the village.
    village: String,
    /// Its name.
    name: String,
    /// Ids of the hazards found in the week.
    found: Vec<String>,
    /// Ids of those closed in it.
    fixed: Vec<String>,
    /// Ids of those open at its end.
    open: Vec<String>,
    /// Ids of those that are past their deadline.
    overdue: Vec<String>,
    /// What the village reported; absent: nothing yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<RollupReportView>,
}

/// What a village reported.
#[derive(Serialize, ToSchema)]
pub(crate) struct RollupReportView {
    /// Id of the case.
    case: String,
    /// `reported`, `returned` or `received`.
    status: String,
    /// The same in Chinese.
    status_label: String,
    /// Who confirmed it.
    by: String,
    /// When, milliseconds since 1970.
    at: i64,
    /// The township has not received it in time.
    overdue: bool,
    /// Hazards found, as reported.
    found: u64,
    /// Closed, as reported.
    fixed: u64,
    /// Open, as reported.
    open: u64,
    /// Past their deadline, as reported.
    past_due: u64,
    /// What it says besides.
    note: String,
    /// The numbers are those of the log as it stands now: what came later changes them.
    agrees: bool,
}

/// The week of every village（每周汇总上报）of S4-10: what was found, put right, open and past its deadline,
/// and what the village confirmed of it; a village that has not reported stands there without.
#[utoipa::path(
    get, path = "/api/v1/weekly-rollups", tag = "cases", params(WeekParams),
    responses(
        (status = 200, body = WeekView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn weekly(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<WeekParams>, QueryRejection>,
) -> Result<Json<WeekView>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let view = app
        .blocking(move |app| view(app, &caller, params.on))
        .await?;
    Ok(Json(view))
}

fn view(app: &App, caller: &SupervisorCaller, on: Option<NaiveDate>) -> Result<WeekView, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let today = app.tenant.now().china_date();
    let starts_on = caller.policy.cases.week_starts_on;
    let week = week_starting(on.unwrap_or(today), starts_on);
    let reports = reports(app, caller, &reach, week.0)?;
    let readable = |grid: GridId| reach.streams.contains(&StreamId::of_grid(grid));
    let standing = app.tenant.standing()?;
    let grids = caller.control.grids.keys();
    let village_of = |grid: GridId| {
        let path = caller.control.path(grid).into_iter();
        path.filter(|it| readable(*it))
            .find(|it| is_village(caller, *it))
    };
    let of_village = grids.filter_map(|grid| Some((*grid, village_of(*grid)?)));
    let rollups = weekly_rollups(&standing.measures, &of_village.collect(), week, today);
    let mut villages: Vec<VillageWeekView> = rollups
        .into_iter()
        .map(|(village, rollup)| {
            let report = reports.get(&village).map(|(case, state, said)| {
                report_view(caller, *case, state, said, rollup.agrees(said))
            });
            let grid = caller.control.grids.get(&village);
            VillageWeekView {
                village: village.to_string(),
                name: grid.map(|grid| grid.name.clone()).unwrap_or_default(),
                found: texts(&rollup.found),
                fixed: texts(&rollup.fixed),
                open: texts(&rollup.open),
                overdue: texts(&rollup.overdue),
                report,
            }
        })
        .collect();
    villages.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(WeekView {
        from: week.0.to_string(),
        until: week.1.to_string(),
        villages,
    })
}

fn is_village(caller: &SupervisorCaller, grid: GridId) -> bool {
    let grid = caller.control.grids.get(&grid);
    grid.is_some_and(|grid| grid.level == GridLevel::Medium)
}

type Report = (RecordId, RecordState, ReportedRollup);

/// The reports of a week by village: of two the one that was first. None begins before its week does, and
/// what came in earlier, of which there is more every week, is not read.
fn reports(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
    week: NaiveDate,
) -> Result<BTreeMap<GridId, Report>, ApiError> {
    let store = app.tenant.database.turn(app.tenant.id())?;
    let begins = Timestamp::start_of_china_day(week).plus_ms(-CLOCK_MS);
    let order = ListOrder::Newest { after: None };
    let newest_first = ListQuery::of(RecordKind::Rollup, reach.clone(), order, PAGE);
    let mut listed = Vec::new();
    app.tenant.each_listed(newest_first, |one| {
        if one.first_at < begins {
            return ControlFlow::Break(());
        }
        listed.push(one);
        ControlFlow::Continue(())
    })?;
    listed.sort_by_key(|one| (one.first_at, one.record));
    let mut found = BTreeMap::new();
    for one in listed {
        let state = state_of(store.as_ref(), &caller.control, &one)?;
        if let Some(said) = ReportedRollup::of(&state.case, week) {
            let village = one.stream.grid();
            found.entry(village).or_insert((one.record, state, said));
        }
    }
    Ok(found)
}

fn report_view(
    caller: &SupervisorCaller,
    case: RecordId,
    state: &RecordState,
    said: &ReportedRollup,
    agrees: bool,
) -> RollupReportView {
    let taken = state.case.taken("rollup.report").last();
    let person = taken.and_then(|taken| caller.control.people.get(&taken.user));
    RollupReportView {
        case: case.to_string(),
        status: state.status.to_string(),
        status_label: status_label(Language::Chinese, &state.kind, &state.status).to_owned(),
        by: person.map(|person| person.name.clone()).unwrap_or_default(),
        at: taken.map_or(0, |taken| taken.time.best().0),
        overdue: state.overdue,
        found: said.found,
        fixed: said.fixed,
        open: said.open,
        past_due: said.overdue,
        note: said.note.clone(),
        agrees,
    }
}

fn texts(records: &[RecordId]) -> Vec<String> {
    records.iter().map(ToString::to_string).collect()
}
