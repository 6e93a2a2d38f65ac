use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::evaluation::LogCut;
use wangge_domain::register::{RegisterError, StationProfile, roster_of};
use wangge_domain::staffing::{
    CensusCounts, StaffingError, StaffingInput, StaffingReport, staffing_report,
};
use wangge_domain::{GridId, StreamId};

use super::registers::refused;
use crate::at_cut::at_cut;
use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::survey::active;

/// Which township, which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffingParams {
    /// Id of the township's grid.
    township: String,
    /// The day, today if absent.
    #[param(value_type = Option<String>)]
    on: Option<NaiveDate>,
}

/// Required and actual people of a township.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffingView {
    /// One line for every rule, with its arithmetic.
    #[schema(value_type = Object)]
    report: StaffingReport,
    /// The live census it was measured by.
    #[schema(value_type = Object)]
    census: CensusCounts,
    /// People missing altogether.
    short: u64,
    /// Epoch and seq of each log at which it holds; absent if rows came in while it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    cut: Option<LogCut>,
}

/// Staffing of a township（人员配备）of S0-10, S0-11 and S2-43: what the rules ask for by station class
/// and by the census as it stands now, by class of town, by law officers and by class of the fire
/// station, and who is there by the roster.
#[utoipa::path(
    get, path = "/api/v1/staffing", tag = "plans",
    params(StaffingParams),
    responses(
        (status = 200, body = StaffingView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "no profile, with the rule"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Query(params): Query<StaffingParams>,
) -> Result<Json<StaffingView>, ApiError> {
    let township: GridId = params
        .township
        .parse()
        .map_err(|_| ApiError::bad_request("`township` is not an id"))?;
    let view = app
        .blocking(move |app| {
            let date = params.on.unwrap_or_else(|| app.tenant.now().china_date());
            let found = at_cut(app, &caller, || staffing(app, &caller, township, date))?;
            Ok(StaffingView {
                cut: found.cut,
                ..found.body
            })
        })
        .await?;
    Ok(Json(view))
}

fn staffing(
    app: &App,
    caller: &SupervisorCaller,
    township: GridId,
    date: NaiveDate,
) -> Result<StaffingView, ApiError> {
    let reach = caller.require(app, "person_manage")?;
    let control = &caller.control;
    let streams = streams_below(control, Some(township));
    if streams.is_empty() || !streams.is_subset(&reach.streams) {
        return Err(ApiError::forbidden());
    }
    let profile = control
        .registers
        .get::<StationProfile>(&township.to_string(), date)
        .ok_or_else(|| {
            ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "station_profile_missing",
                "尚未登记管理站等级（S0-10）",
                "the township has no station profile",
            )
        })?;
    let mut rules = caller.policy.accounting().staffing.clone();
    if let Some(rounding) = profile.rounding {
        rules.auxiliary.rounding = rounding;
    }
    let standing = app.tenant.standing()?;
    let premises = active(&standing.measures);
    let premises = premises.filter(|(_, it)| streams.contains(&StreamId::of_grid(it.grid)));
    let categories = premises.map(|(_, it)| it.category());
    let census = CensusCounts::of(categories, &rules.auxiliary);
    let roster = roster_of(&control.registers);
    let input = StaffingInput {
        township,
        station_class: &profile.station_class,
        town_class: profile.town_class.as_deref(),
        fire_station: profile.fire_station.as_deref(),
        census: &census,
        roster: &roster,
        credentials: &control.credentials,
        date,
    };
    let report = staffing_report(&input, &rules).map_err(|error| problem(&error))?;
    Ok(StaffingView {
        short: report.short(),
        report,
        census,
        cut: None,
    })
}

fn problem(error: &StaffingError) -> ApiError {
    refused(&RegisterError::Refused {
        rule: error.rule().into(),
        code: error.code(),
        zh: error.zh().to_owned(),
    })
}
