use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::evaluation::{Adjustment, LogCut};

use super::snapshots::find;
use crate::http::{ApiError, App, SupervisorCaller};

/// What late data changed since a snapshot was frozen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AdjustmentsView {
    /// Hash of the snapshot, which stays as it is.
    digest: String,
    /// Epoch and seq of each log, up to which it was read now.
    #[schema(value_type = Object)]
    cut: LogCut,
    /// Figures that would differ now, with the records that came in or dropped out.
    #[schema(value_type = Vec<Object>)]
    adjustments: Vec<Adjustment>,
}

/// What late data changed（事后调整）of S1-20: shown beside the frozen figures, never in their place.
#[utoipa::path(
    get, path = "/api/v1/snapshots/{digest}/adjustments", tag = "figures",
    params(("digest" = String, Path, description = "hash of the snapshot")),
    responses(
        (status = 200, body = AdjustmentsView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(digest): Path<String>,
) -> Result<Json<AdjustmentsView>, ApiError> {
    let view = app
        .blocking(move |app| {
            let snapshot = find(app, &caller, &digest)?;
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            Ok(AdjustmentsView {
                adjustments: standing.adjustments(&snapshot, now)?,
                cut: standing.cut,
                digest,
            })
        })
        .await?;
    Ok(Json(view))
}
