use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use chrono::Datelike as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::StreamId;
use wangge_domain::casework::{LetterLine, letter_coverage};
use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;

use super::lines::{gathered, oldest_first, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListQuery, ListedRecord};

/// Which drive.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoverageParams {
    /// Name of the signing drive.
    drive: String,
    /// `village`, `grid`, `premises` or `household`.
    level: String,
    /// The year of the letters; none: this one. Those of households have none.
    year: Option<i32>,
}

/// How far a signing drive has come.
#[derive(Serialize, ToSchema)]
pub(crate) struct Coverage {
    /// How many were to sign.
    expected: usize,
    /// How many signed.
    signed: usize,
    /// Hundredths of a percent; absent if nobody was to sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis_points: Option<u32>,
    /// Who has not: ids of grids or premises, or households.
    missing: Vec<String>,
    /// Names under signed letters that are none of those: they count for nobody.
    unlisted: Vec<String>,
}

/// Coverage of a signing drive（签订覆盖率）, within what the caller may read.
#[utoipa::path(
    get, path = "/api/v1/letters/coverage", tag = "cases", params(CoverageParams),
    responses(
        (status = 200, body = Coverage),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn coverage(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<CoverageParams>, QueryRejection>,
) -> Result<Json<Coverage>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let found = app
        .blocking(move |app| cover(app, &caller, &params))
        .await?;
    Ok(Json(found))
}

fn cover(
    app: &App,
    caller: &SupervisorCaller,
    params: &CoverageParams,
) -> Result<Coverage, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let grids = |level: GridLevel| {
        let today = app.tenant.now().china_date();
        let grids = caller.control.grids.values();
        grids
            .filter(|grid| grid.level == level && grid.valid_on(today))
            .filter(|grid| reach.streams.contains(&StreamId::of_grid(grid.grid)))
            .map(|grid| grid.grid.to_string())
            .collect::<Vec<_>>()
    };
    // Nobody has a list of households: those are counted that were knocked at.
    let expected: Option<Vec<String>> = match params.level.as_str() {
        "village" => Some(grids(GridLevel::Medium)),
        "grid" => Some(grids(GridLevel::Small)),
        "premises" => {
            let active = ListQuery {
                status: Some(Status::Active.as_str().to_owned()),
                ..oldest_first(&RecordKind::Premises, &reach)
            };
            let id = |premises: ListedRecord| Some(premises.record.to_string());
            Some(gathered(app, active, id)?)
        }
        "household" => None,
        _ => return Err(ApiError::bad_request("`level` is not known")),
    };
    let this_year = app.tenant.now().china_date().year();
    let year = params.year.unwrap_or(this_year).to_string();
    let store = app.tenant.database.turn(app.tenant.id())?;
    let mut letters = Vec::new();
    let query = oldest_first(&RecordKind::Letter, &reach);
    let of_the_drive = gathered(app, query, |listed| {
        (listed.detail == params.drive).then_some(listed)
    })?;
    for listed in of_the_drive {
        let state = state_of(store.as_ref(), &caller.control, &listed)?;
        let household = params.level == "household";
        let case = &state.case;
        let is_asked = case.field("level") == params.level && case.field("year") == year;
        if !household && !is_asked {
            continue;
        }
        let unit = state
            .case
            .field(if household { "household" } else { "unit" });
        letters.push(LetterLine {
            unit: unit.to_owned(),
            status: state.status.clone(),
        });
    }
    let found = letter_coverage(expected.as_deref(), &letters);
    Ok(Coverage {
        expected: found.expected.len(),
        signed: found.signed.len(),
        basis_points: found.basis_points(),
        missing: found.missing,
        unlisted: found.unlisted,
    })
}
