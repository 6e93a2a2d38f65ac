use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wangge_domain::RecordId;

use super::papers::read_all;
use super::records::readable;
use crate::evidence::gather;
use crate::http::{ApiError, App, SupervisorCaller};

/// The evidence file of a premises（证据包, S0-41）: its rows out of the logs with the chains, the photos
/// and the dossier, signed by the relay. `wangge-relay verify` checks it without network.
#[utoipa::path(
    get, path = "/api/v1/evidence/{premises}", tag = "papers",
    params(("premises" = String, Path, description = "id of the premises")),
    responses(
        (status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(premises): Path<String>,
) -> Result<Response, ApiError> {
    let premises: RecordId = premises.parse().map_err(|_| ApiError::not_found())?;
    // Whoever may take the ledger away may take the proof away.
    let reach = caller.require(&app, "ledger_export")?;
    let draft = app
        .blocking(move |app| {
            // Whoever reads one area and exports another does not export the first.
            if !reach.covers(&readable(app, &caller, premises)?) {
                return Err(ApiError::not_found());
            }
            let (control, policy) = (&caller.control, &caller.policy);
            let by = Some(caller.user);
            let found = gather(&app.tenant, control, policy, premises, by)?;
            found.ok_or_else(ApiError::not_found)
        })
        .await?;
    let found = read_all(&app, draft.wanted()).await;
    let file = app
        .blocking(move |app| Ok(draft.finish(&app.tenant, &found)))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"evidence.wge\"",
        ),
    ];
    Ok((headers, file).into_response())
}
