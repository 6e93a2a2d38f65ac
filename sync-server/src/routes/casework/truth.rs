use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::evaluation::{SampleRow, truth_rate};
use wangge_domain::lifecycle::codes;
use wangge_domain::record::RecordKind;

use super::super::records::readable;
use super::lines::state_of;
use crate::http::{ApiError, App, SupervisorCaller};

/// What a sample has shown.
#[derive(Serialize, ToSchema)]
pub(crate) struct Truth {
    /// How many were drawn.
    drawn: usize,
    /// How many were looked at.
    looked_at: u64,
    /// How many were truly put right.
    true_closings: u64,
    /// Hundredths of a percent of those looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis_points: Option<u32>,
    /// Ids of those that were not.
    untrue: Vec<String>,
    /// Ids of those that nobody has looked at yet.
    waiting: Vec<String>,
}

/// The truth rate of a sample（真实销号率）of S3-26.
#[utoipa::path(
    get, path = "/api/v1/records/{record}/truth", tag = "cases",
    params(("record" = String, Path, description = "id of the sample")),
    responses(
        (status = 200, body = Truth),
        (status = 401, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn truth(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
) -> Result<Json<Truth>, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let found = app
        .blocking(move |app| truth_of(app, &caller, record))
        .await?;
    Ok(Json(found))
}

fn truth_of(app: &App, caller: &SupervisorCaller, record: RecordId) -> Result<Truth, ApiError> {
    let listed = readable(app, caller, record)?;
    if listed.kind != RecordKind::Sample {
        return Err(ApiError::not_found());
    }
    let store = app.tenant.database.turn(app.tenant.id())?;
    let state = state_of(store.as_ref(), &caller.control, &listed)?;
    let verdict = |hazard: RecordId| {
        let id = hazard.to_string();
        let mut taken = state.case.taken("sample.verdict");
        taken
            .find(|taken| taken.fields.get("hazard") == Some(&id))
            .and_then(|taken| taken.fields.get("truth"))
            .map(|truth| truth == "true")
    };
    let rows: Vec<SampleRow> = codes(state.case.field("hazards"))
        .filter_map(|id| id.parse().ok())
        .map(|hazard| SampleRow {
            hazard,
            truly_closed: verdict(hazard),
        })
        .collect();
    let rate = truth_rate(&rows);
    let of = |wanted: Option<bool>| {
        let fits = rows.iter().filter(|row| row.truly_closed == wanted);
        fits.map(|row| row.hazard.to_string()).collect()
    };
    Ok(Truth {
        drawn: rows.len(),
        looked_at: rate.denominator,
        true_closings: rate.numerator,
        basis_points: rate.basis_points(),
        untrue: of(Some(false)),
        waiting: of(None),
    })
}
