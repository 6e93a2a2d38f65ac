use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::basemap::Coordinates;
use crate::blob::ByteRange;
use crate::http::{ApiError, App, SupervisorCaller};

/// The base map of this relay.
#[derive(Serialize, ToSchema)]
pub(crate) struct BaseMapView {
    /// There is one.
    available: bool,
    /// `wgs84`, `cgcs2000`, `gcj02` or `bd09`.
    #[schema(value_type = String)]
    coordinates: Coordinates,
    /// Whose map it is.
    attribution: String,
}

/// Whether there is a base map（底图）, and in which coordinates it is drawn.
#[utoipa::path(
    get, path = "/api/v1/basemap", tag = "figures",
    responses(
        (status = 200, body = BaseMapView),
        (status = 401, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn describe(
    State(app): State<Arc<App>>,
    _caller: SupervisorCaller,
) -> Result<Json<BaseMapView>, ApiError> {
    let view = app
        .blocking(|app| {
            let note = app.basemap.note();
            Ok(BaseMapView {
                available: app.basemap.size().is_some(),
                coordinates: note.coordinates,
                attribution: note.attribution,
            })
        })
        .await?;
    Ok(Json(view))
}

/// Bytes of the base map's PMTiles file（底图数据）, by range.
#[utoipa::path(
    get, path = "/api/v1/basemap.pmtiles", tag = "figures",
    responses(
        (status = 206, content_type = "application/vnd.pmtiles", body = Vec<u8>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 416, description = "no such bytes, or no range was named"),
    )
)]
pub(crate) async fn tiles(
    State(app): State<Arc<App>>,
    _caller: SupervisorCaller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = headers.get(header::RANGE);
    let asked = asked
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    app.blocking(move |app| {
        let size = app.basemap.size().ok_or_else(ApiError::not_found)?;
        // The whole file may be gigabytes: nobody needs it at once.
        let ByteRange::Part(range) = ByteRange::parse(asked.as_deref(), size) else {
            let unsatisfied = format!("bytes */{size}");
            let headers = [(header::CONTENT_RANGE, unsatisfied)];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
        };
        let bytes = app.basemap.read(&range).map_err(|error| {
            tracing::error!(error = %error, "the base map cannot be read");
            ApiError::internal()
        })?;
        let last = range.start + u64::try_from(bytes.len()).unwrap_or(0);
        let headers = [
            (header::CONTENT_TYPE, "application/vnd.pmtiles".to_owned()),
            (header::ACCEPT_RANGES, "bytes".to_owned()),
            (
                header::CONTENT_RANGE,
                format!("bytes {}-{}/{size}", range.start, last.saturating_sub(1)),
            ),
        ];
        Ok((StatusCode::PARTIAL_CONTENT, headers, bytes).into_response())
    })
    .await
}
