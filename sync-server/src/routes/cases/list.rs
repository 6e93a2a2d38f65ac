use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use wangge_domain::record::RecordKind;

use super::super::lists::{self, ListItem, ListParams};
use crate::http::{ApiError, App, Page, SupervisorCaller};

/// A page of a register（登记册列表）, within what the caller may read, those due first.
#[utoipa::path(
    get, path = "/api/v1/cases/{kind}", tag = "cases",
    params(("kind" = String, Path, description = "register, e.g. `major_case`"), ListParams),
    responses(
        (status = 200, body = Page<ListItem>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(kind): Path<String>,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Json<Page<ListItem>>, ApiError> {
    let kind = register(kind)?;
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    lists::list(app, caller, kind, params).await.map(Json)
}

/// A register by its name.
pub(super) fn register(name: String) -> Result<RecordKind, ApiError> {
    let kind = RecordKind::from(name);
    if kind.is_case() {
        Ok(kind)
    } else {
        Err(ApiError::not_found())
    }
}
