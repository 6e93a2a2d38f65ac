use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wangge_domain::RecordId;

use super::super::records::readable;
use super::sorting::Sorting;
use crate::http::{ApiError, App, SupervisorCaller};

/// A photo of a report by the public（举报照片）, for whoever sorts them.
#[utoipa::path(
    get, path = "/api/v1/public-reports/{report}/photos/{place}", tag = "cases",
    params(
        ("report" = String, Path, description = "id of the report"),
        ("place" = u32, Path, description = "from 0"),
    ),
    responses(
        (status = 200, content_type = "image/jpeg", body = String),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn photo(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path((report, place)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let report: RecordId = report.parse().map_err(|_| ApiError::not_found())?;
    let place: u32 = place.parse().map_err(|_| ApiError::not_found())?;
    let bytes = app
        .blocking(move |app| {
            let sorting = Sorting::of(app, &caller)?;
            let tenant = &app.tenant;
            let found = tenant.database.public_report(tenant.id(), report)?;
            match found.and_then(|found| found.record) {
                Some(record) => readable(app, &caller, record).map(drop)?,
                None => sorting.find(app, report).map(drop)?,
            }
            Ok(tenant.database.public_photo(tenant.id(), report, place)?)
        })
        .await?;
    let bytes = bytes.ok_or_else(ApiError::not_found)?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}
