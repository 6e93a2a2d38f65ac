use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use wangge_domain::record::RecordKind;

use super::lists::{self, ListItem, ListParams};
use crate::http::{ApiError, App, Page, SupervisorCaller};

/// A page of inspections（检查列表）, within what the caller may read.
#[utoipa::path(
    get, path = "/api/v1/inspections", tag = "lists", params(ListParams),
    responses(
        (status = 200, body = Page<ListItem>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Json<Page<ListItem>>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    lists::list(app, caller, RecordKind::Inspection, params)
        .await
        .map(Json)
}
