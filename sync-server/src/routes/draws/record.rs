use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use wangge_domain::RecordId;
use wangge_domain::draw::DrawRecord;

use crate::http::{ApiError, App};

/// The record of a draw as it is published（抽查记录文件）: canonical JSON, from which anybody runs the
/// draw again to the same bytes. No account is needed.
#[utoipa::path(
    get, path = "/public/draws/{draw}/record.json", tag = "public",
    params(("draw" = String, Path, description = "Id of the draw")),
    responses(
        (status = 200, content_type = "application/json", body = String),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    Path(draw): Path<String>,
) -> Result<Response, ApiError> {
    let (draw, record) = find(&app, &draw).await?;
    let headers: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"draw-{draw}.json\""),
        ),
    ];
    Ok((headers, record.to_bytes()).into_response())
}

/// The draw of this id.
pub(super) async fn find(app: &Arc<App>, draw: &str) -> Result<(RecordId, DrawRecord), ApiError> {
    let draw: RecordId = draw.parse().map_err(|_| ApiError::not_found())?;
    let found = app
        .blocking(move |app| Ok(app.tenant.database.draw(app.tenant.id(), draw)?))
        .await?;
    found
        .map(|record| (draw, record))
        .ok_or_else(ApiError::not_found)
}
