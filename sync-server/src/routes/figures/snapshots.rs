use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::evaluation::{PeriodKind, Snapshot};
use wangge_domain::{GridId, RecordId};
use wangge_report::snapshot_xlsx;

use super::super::lists::page_limit;
use super::entry::scope_name;
use crate::http::{ApiError, App, SupervisorCaller, decode_cursor, encode_cursor, partly_read};
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
    /// `next` of the page before.
    after: Option<String>,
    /// Entries of a page, at most 200.
    limit: Option<u32>,
}

/// A page of snapshots.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotPage {
    /// Oldest period first, then by grid.
    items: Vec<SnapshotView>,
    /// Give this as `after` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A snapshot in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotView {
    /// SHA-256 of its bytes.
    digest: String,
    /// `2026年上半年`.
    period: String,
    /// Id of the grid; absent: of the whole tenant as such（全县）.
    #[serde(skip_serializing_if = "Option::is_none")]
    grid: Option<String>,
    /// Its name, or that of the tenant.
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

/// The frozen figures（考核定稿）of S1-20 and S4-19 that the caller may read, page by page, oldest period first.
#[utoipa::path(
    get, path = "/api/v1/snapshots", tag = "figures", params(SnapshotParams),
    responses(
        (status = 200, body = SnapshotPage),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    which: Result<Query<SnapshotParams>, QueryRejection>,
) -> Result<Json<SnapshotPage>, ApiError> {
    let Query(which) =
        which.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "record_read")?;
    let page = app
        .blocking(move |app| page(app, &caller, &reach, &which))
        .await?;
    Ok(Json(page))
}

/// Where a snapshot stands in the list of its kind: the first day of its period, and its grid.
type Place = (NaiveDate, Option<GridId>);

fn page(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
    which: &SnapshotParams,
) -> Result<SnapshotPage, ApiError> {
    let most = page_limit(which.limit);
    let limit = usize::try_from(most).unwrap_or(usize::MAX);
    let word = word(which.kind);
    let (database, tenant) = (&app.tenant.database, app.tenant.id());
    let mut after = which.after.as_deref().map(read_place).transpose()?;
    let mut found: Vec<(Place, SnapshotView)> = Vec::new();
    let partly = partly_read(&caller.control, reach);
    // One more than asked for tells whether there is another page; what the caller may not read leaves
    // no gap in one.
    while found.len() <= limit {
        let read = database.snapshots_after(tenant, &word, after, most + 1)?;
        let is_last = read.len() <= limit;
        after = read.last().map(place_of);
        let seen = read.iter().filter(|it| may_read(&partly, it));
        found.extend(seen.map(|it| (place_of(it), view(app, caller, it))));
        if is_last {
            break;
        }
    }
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more);
    let next = last.map(|(place, _)| write_place(*place));
    let items = found.into_iter().map(|(_, view)| view).collect();
    Ok(SnapshotPage { items, next })
}

fn place_of(snapshot: &Snapshot) -> Place {
    (snapshot.period.first, snapshot.scope)
}

/// A place as `next` names it: no grid has the id that is all zero.
fn write_place((first, scope): Place) -> String {
    let scope = scope.map_or([0; 16], |grid| *grid.as_bytes());
    encode_cursor(
        i64::from(first.num_days_from_ce()),
        RecordId::from_bytes(scope),
    )
}

fn read_place(text: &str) -> Result<Place, ApiError> {
    let (day, scope) = decode_cursor(text)?;
    let day = i32::try_from(day).ok();
    let first = day
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .ok_or_else(|| ApiError::bad_request("`after` is not a place of this list"))?;
    let scope = Some(*scope.as_bytes()).filter(|bytes| *bytes != [0; 16]);
    Ok((first, scope.map(GridId::from_bytes)))
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
            let file = snapshot_file(&app.tenant, &office, &snapshot, &late);
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
    let partly = partly_read(&caller.control, &reach);
    found
        .filter(|it| may_read(&partly, it))
        .ok_or_else(ApiError::not_found)
}

/// All snapshots of periods of this length.
pub(super) fn of_kind(app: &App, kind: PeriodKind) -> Result<Vec<Snapshot>, ApiError> {
    let word = word(kind);
    Ok(app.tenant.database.snapshots(app.tenant.id(), &word)?)
}

/// The word of a period's length, as the store has it.
fn word(kind: PeriodKind) -> String {
    let word = serde_json::to_value(kind).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

/// Whether a snapshot is for somebody to read who does not read all of these grids.
pub(crate) fn may_read(partly: &BTreeSet<GridId>, snapshot: &Snapshot) -> bool {
    match snapshot.scope {
        Some(scope) => !partly.contains(&scope),
        None => partly.is_empty(),
    }
}

fn view(app: &App, caller: &SupervisorCaller, snapshot: &Snapshot) -> SnapshotView {
    let score = snapshot.score.as_ref();
    SnapshotView {
        digest: snapshot.hash().to_string(),
        period: snapshot.period.to_string(),
        grid: snapshot.scope.map(|scope| scope.to_string()),
        grid_name: scope_name(app, caller, snapshot.scope),
        frozen_at: snapshot.frozen_at.0,
        hundredths: score.and_then(|score| score.hundredths),
        grade: score.and_then(|score| score.grade.clone()),
    }
}
