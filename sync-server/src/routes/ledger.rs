use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::mpsc;

use super::lists::{ListParams, hazard_query};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::ledger::LedgerRows;

/// Bytes gathered before they go out.
pub(super) const CHUNK: usize = 32 * 1024;
/// Chunks that wait for a slow reader.
pub(super) const WAITING: usize = 4;

/// The hazard ledger（隐患排查整改台账）as CSV for a spreadsheet: UTF-8 with a byte order mark,
/// formulas made harmless, streamed row by row. Takes the filters of the hazard list.
#[utoipa::path(
    get, path = "/api/v1/ledger.csv", tag = "ledger", params(ListParams),
    responses(
        (status = 200, content_type = "text/csv", body = String),
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
        let rows = LedgerRows::new(Arc::clone(&app.tenant), caller, query);
        let rows = rows.of_overdue_rechecks(only_overdue);
        let error = rows.error();
        let written = if app.tenant.row.demo {
            wangge_report::demo_ledger_csv(rows, &mut out)
        } else {
            wangge_report::ledger_csv(rows, &mut out)
        };
        let finished = written.and_then(|_| out.flush());
        if let Some(problem) = error.take() {
            tracing::error!(error = %problem, "a ledger was cut short");
            // The reader must notice: a file that simply ends would pass for whole.
            let _gone = failed.blocking_send(Err(io::Error::other("the ledger was cut short")));
        } else if let Err(error) = finished {
            tracing::debug!(error = %error, "a ledger was not read to its end");
        }
    });
    let chunks = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    });
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"ledger.csv\"",
        ),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// Sends what is written to the answer's body; waits when the reader is slow.
pub(super) struct ChannelWriter(pub(super) mpsc::Sender<Result<Bytes, io::Error>>);

impl Write for ChannelWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let chunk = Bytes::copy_from_slice(bytes);
        self.0
            .blocking_send(Ok(chunk))
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
