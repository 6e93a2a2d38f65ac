use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::casework::{SelfCheckComparison, compare_self_check, owner_check};
use wangge_domain::inspection::{Inspection, InspectionMode};
use wangge_domain::record::RecordKind;

use super::casework::state_of;
use super::records::readable;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::survey::content;

/// Visits to one premises that are looked at.
const MOST: u32 = 1_000;

/// A self-check with the visit after it.
#[derive(Serialize, ToSchema)]
pub(crate) struct SelfCheckView {
    /// Id of the self-check.
    self_check: String,
    /// Id of the first official visit after it.
    visit: String,
    /// Where they disagree.
    #[schema(value_type = Object)]
    comparison: SelfCheckComparison,
}

/// Every self-check of a premises with the first official visit after it（自查与检查比对）of S0-30: what the owner had
/// called in order and the visit did not.
#[utoipa::path(
    get, path = "/api/v1/self-checks/{premises}", tag = "figures",
    params(("premises" = String, Path, description = "id of the premises")),
    responses(
        (status = 200, body = Vec<SelfCheckView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(premises): Path<String>,
) -> Result<Json<Vec<SelfCheckView>>, ApiError> {
    let premises: RecordId = premises.parse().map_err(|_| ApiError::not_found())?;
    let found = app
        .blocking(move |app| {
            readable(app, &caller, premises)?;
            compare(app, &caller, premises)
        })
        .await?;
    Ok(Json(found))
}

fn compare(
    app: &App,
    caller: &SupervisorCaller,
    premises: RecordId,
) -> Result<Vec<SelfCheckView>, ApiError> {
    let tenant = &app.tenant;
    let mut found = Vec::new();
    for kind in [RecordKind::Inspection, RecordKind::Patrol] {
        let records = tenant
            .database
            .hanging_on(tenant.id(), premises, &kind, MOST)?;
        found.extend(records);
    }
    found.sort_by_key(|it| (it.first_at, it.record));
    let store = tenant.database.turn(tenant.id())?;
    let mut views = Vec::new();
    let mut own: Option<(RecordId, Inspection)> = None;
    for listed in found {
        if listed.kind == RecordKind::Patrol {
            let state = state_of(store.as_ref(), &caller.control, &listed)?;
            let check = owner_check(&state.case).map(|check| (listed.record, check));
            own = check.or(own);
            continue;
        }
        if !["submitted", "accepted"].contains(&listed.status.as_str()) {
            continue;
        }
        let inspection = Inspection::from_content(&content(store.as_ref(), listed.record)?);
        if inspection.mode == Some(InspectionMode::SelfCheck) {
            own = Some((listed.record, inspection));
        } else if let Some((self_check, said)) = own.take() {
            views.push(SelfCheckView {
                self_check: self_check.to_string(),
                visit: listed.record.to_string(),
                comparison: compare_self_check(&said, &inspection),
            });
        }
    }
    Ok(views)
}
