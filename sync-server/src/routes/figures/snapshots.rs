use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::evaluation::{PeriodKind, Snapshot};
use wangge_report::snapshot_xlsx;

use super::entry::name_of;
use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::paper::{office, snapshot_file};
use crate::store::Reach;

/// Which snapshots.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnapshotParams {
    /// `month`, `quarter`, `half_year` or `year`.
    #[param(value_type = String)]
    kind: PeriodKind,
}

/// A snapshot in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotView {
    /// SHA-256 of its bytes.
    digest: String,
    /// `2026年上半年`.
    period: String,
    /// Id of the grid.
    grid: String,
    /// Its name.
    grid_name: String,
    /// When it was frozen, milliseconds since 1970.
    frozen_at: i64,
    /// Score in hundredths of a point; absent if no item has a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    hundredths: Option<u32>,
    /// Grade id.
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<String>,
}

/// The frozen figures（考核定稿）of S1-20 and S4-19 that the caller may read, oldest period first.
#[utoipa::path(
    get, path = "/api/v1/snapshots", tag = "figures", params(SnapshotParams),
    responses(
        (status = 200, body = Vec<SnapshotView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    which: Result<Query<SnapshotParams>, QueryRejection>,
) -> Result<Json<Vec<SnapshotView>>, ApiError> {
    let Query(which) =
        which.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "record_read")?;
    let views = app
        .blocking(move |app| {
            let all = of_kind(app, which.kind)?;
            let seen = all.iter().filter(|it| may_read(&caller, &reach, it));
            Ok(seen.map(|it| view(&caller, it)).collect())
        })
        .await?;
    Ok(Json(views))
}

/// One snapshot（考核定稿）as a spreadsheet: the frozen figures on one sheet, what came late on another.
#[utoipa::path(
    get, path = "/api/v1/snapshots/{digest}/figures.xlsx", tag = "figures",
    params(("digest" = String, Path, description = "hash of the snapshot")),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn xlsx(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(digest): Path<String>,
) -> Result<Response, ApiError> {
    let bytes = app
        .blocking(move |app| {
            let snapshot = find(app, &caller, &digest)?;
            let late = app.tenant.late_for(&snapshot)?;
            let office = office(&app.tenant, &caller.control, &caller.policy);
            let mut out = std::io::Cursor::new(Vec::new());
            let file = snapshot_file(&office, &snapshot, &late);
            snapshot_xlsx(&file, &mut out).map_err(|error| {
                tracing::error!(error = %error, "a snapshot was not written");
                ApiError::internal()
            })?;
            Ok(out.into_inner())
        })
        .await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"snapshot.xlsx\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// One snapshot（考核定稿）as it was frozen: canonical JSON with every record behind every figure.
#[utoipa::path(
    get, path = "/api/v1/snapshots/{digest}", tag = "figures",
    params(("digest" = String, Path, description = "hash of the snapshot")),
    responses(
        (status = 200, content_type = "application/json", body = String),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(digest): Path<String>,
) -> Result<Response, ApiError> {
    let snapshot = app.blocking(move |app| find(app, &caller, &digest)).await?;
    let headers = [(header::CONTENT_TYPE, "application/json")];
    Ok((headers, snapshot.to_bytes()).into_response())
}

/// The snapshot of this hash, if the caller may read it.
pub(super) fn find(
    app: &App,
    caller: &SupervisorCaller,
    digest: &str,
) -> Result<Snapshot, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let digest = digest.parse().map_err(|_| ApiError::not_found())?;
    let found = app
        .tenant
        .database
        .snapshot_by_digest(app.tenant.id(), digest)?;
    found
        .filter(|it| may_read(caller, &reach, it))
        .ok_or_else(ApiError::not_found)
}

/// All snapshots of periods of this length.
pub(super) fn of_kind(app: &App, kind: PeriodKind) -> Result<Vec<Snapshot>, ApiError> {
    let word = serde_json::to_value(kind).unwrap_or_default();
    let word = word.as_str().unwrap_or_default();
    Ok(app.tenant.database.snapshots(app.tenant.id(), word)?)
}

pub(crate) fn may_read(caller: &SupervisorCaller, reach: &Reach, snapshot: &Snapshot) -> bool {
    let streams = streams_below(&caller.control, Some(snapshot.scope));
    streams.is_subset(&reach.streams)
}

fn view(caller: &SupervisorCaller, snapshot: &Snapshot) -> SnapshotView {
    let score = snapshot.score.as_ref();
    SnapshotView {
        digest: snapshot.hash().to_string(),
        period: snapshot.period.to_string(),
        grid: snapshot.scope.to_string(),
        grid_name: name_of(&caller.control, snapshot.scope),
        frozen_at: snapshot.frozen_at.0,
        hundredths: score.and_then(|score| score.hundredths),
        grade: score.and_then(|score| score.grade.clone()),
    }
}
