use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use wangge_domain::UserId;
use wangge_domain::casework::{Delivery, Receipt, delivery};
use wangge_domain::people::{Role, Scope};
use wangge_domain::record::RecordKind;

use super::super::casework::{all_of, state_of};
use super::find::find;
use crate::http::{ApiError, App, SupervisorCaller};

/// Who has a warning（预警送达）of S1-04: in time, late, not at all, and how many households were told.
#[utoipa::path(
    get, path = "/api/v1/warnings/{number}/receipts", tag = "cases",
    params(("number" = String, Path, description = "number of the warning")),
    responses(
        (status = 200, body = Object),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn receipts(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(number): Path<String>,
) -> Result<Json<Delivery>, ApiError> {
    let found = app
        .blocking(move |app| {
            let (warning, reach) = find(app, &caller, &number)?;
            let control = &caller.control;
            let now = app.tenant.now();
            let grants = control.grants.iter().filter(|grant| grant.holds_at(now));
            let workers: BTreeSet<UserId> = grants
                .filter(|grant| grant.role == Role::GridWorker)
                .filter(|grant| match grant.scope {
                    Scope::Subtree(grid) => control.is_within(grid, warning.area),
                    Scope::Tenant | Scope::Premises(_) => false,
                })
                .map(|grant| grant.user)
                .collect();
            let store = app.tenant.database.turn(app.tenant.id())?;
            let mut receipts = Vec::new();
            for listed in all_of(app, &RecordKind::Receipt, &reach)? {
                let state = state_of(store.as_ref(), control, &listed)?;
                receipts.extend(Receipt::of(&state.case, &number));
            }
            let sent = warning.first.received_at;
            Ok(delivery(&workers, &receipts, sent, warning.minutes()))
        })
        .await?;
    Ok(Json(found))
}
