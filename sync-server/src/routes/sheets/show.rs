use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::sheet::{SheetStanding, sheet_standing};
use wangge_domain::{GridId, StreamId};

use crate::http::{ApiError, App, SupervisorCaller};
use crate::paper::board_id;

/// Which part of a sheet.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SheetParams {
    /// On this day, `YYYY-MM-DD`; today if absent.
    #[param(value_type = Option<String>)]
    on: Option<NaiveDate>,
    /// Only this grid and those below it: an id.
    grid: Option<String>,
    /// Only the lines that are not met, in the file; the page tells all.
    #[serde(default)]
    pub(super) unmet: bool,
}

/// How a sheet stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct SheetView {
    /// Lines, figure and findings.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    standing: SheetStanding,
    /// Ids by which the boards of the entries are printed, in the order of the lines.
    boards: Vec<Option<String>>,
}

/// How the entries of a sheet stand（登记表达标情况）, within what the caller may read: entries, areas and codes
/// without one, and the rate.
#[utoipa::path(
    get, path = "/api/v1/sheets/{sheet}", tag = "registers",
    params(("sheet" = String, Path, description = "name of the sheet"), SheetParams),
    responses(
        (status = 200, body = SheetView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn show_sheet(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(sheet): Path<String>,
    params: Result<Query<SheetParams>, QueryRejection>,
) -> Result<Json<SheetView>, ApiError> {
    let Query(params) = params.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let standing = standing(&app, &caller, &sheet, &params, "record_read")?;
    let boards = standing.lines.iter().map(|line| {
        let key = line.key.as_ref()?;
        Some(board_id(&sheet, key).to_string())
    });
    let boards = boards.collect();
    std::future::ready(Ok(Json(SheetView { standing, boards }))).await
}

/// A sheet as far as the caller may both see it and do an operation with it.
pub(super) fn standing(
    app: &App,
    caller: &SupervisorCaller,
    name: &str,
    params: &SheetParams,
    operation: &str,
) -> Result<SheetStanding, ApiError> {
    let seen = caller.require(app, "record_read")?;
    let reach = caller.require(app, operation)?;
    let sheet = caller
        .policy
        .sheets
        .get(name)
        .ok_or_else(ApiError::not_found)?;
    let top = params.grid.as_deref().map(str::parse::<GridId>).transpose();
    let top = top.map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
    let on = params.on.unwrap_or_else(|| app.tenant.now().china_date());
    let control = &caller.control;
    let sees = |grid: GridId| {
        let stream = StreamId::of_grid(grid);
        seen.streams.contains(&stream)
            && reach.streams.contains(&stream)
            && top.is_none_or(|top| control.is_within(grid, top))
    };
    Ok(sheet_standing(
        name,
        sheet,
        control,
        &caller.policy,
        on,
        &sees,
    ))
}
