use std::io::{BufWriter, Write as _};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::mpsc;
use wangge_report::{LedgerSheet, ledger_xlsx};

use super::ledger::{CHUNK, ChannelWriter, WAITING};
use super::lists::{ListParams, hazard_query};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::ledger::LedgerRows;

/// The hazard ledger（隐患排查整改台账）as a spreadsheet in its printed layout, streamed. Takes the filters of
/// the hazard list.
#[utoipa::path(
    get, path = "/api/v1/ledger.xlsx", tag = "ledger", params(ListParams),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<ListParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "ledger_export")?;
    let (query, only_overdue) = hazard_query(&caller, reach, params)?;
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let failed = sender.clone();
        let mut out = BufWriter::with_capacity(CHUNK, ChannelWriter(sender));
        let tenant = &app.tenant;
        let sheet = LedgerSheet {
            keeper: tenant.row.name.clone(),
            made_at: tenant.now(),
            demo: tenant.row.demo,
        };
        let rows = LedgerRows::new(Arc::clone(tenant), caller, query);
        let rows = rows.of_overdue_rechecks(only_overdue);
        let error = rows.error();
        let mut told = |count: u64| tracing::debug!(count, "rows of a ledger");
        let written = ledger_xlsx(rows, &sheet, &mut told, &mut out);
        let problem = match (error.take(), written) {
            (Some(problem), _) => Some(problem.to_string()),
            (None, Err(problem)) => Some(problem.to_string()),
            (None, Ok(_)) => out.flush().err().map(|problem| problem.to_string()),
        };
        if let Some(problem) = problem {
            tracing::error!(error = %problem, "a ledger was cut short");
            let cut = std::io::Error::other("the ledger was cut short");
            // The reader must notice: a file that simply ends would pass for whole.
            let _gone = failed.blocking_send(Err(cut));
        }
    });
    let chunks = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    });
    let headers: [(HeaderName, &str); 2] = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"ledger.xlsx\"",
        ),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}
