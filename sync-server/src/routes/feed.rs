//! The feed for the county's own statistics: lists as CSV, oldest first, to be taken up where the last
//! one ended.

mod columns;
mod write;

use std::io::{self, BufWriter, Write as _};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::mpsc;
use utoipa::IntoParams;
use wangge_domain::record::RecordKind;

use self::write::{FeedRequest, write_feed};
use super::ledger::{CHUNK, ChannelWriter, WAITING};
use crate::http::{ApiError, App, SupervisorCaller, decode_cursor};

/// What of a feed is wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedParams {
    /// Which register, with `cases.csv`: e.g. `major_case`.
    kind: Option<String>,
    /// The last `cursor` that was read: the feed goes on behind it.
    after: Option<String>,
    /// Lines at most.
    limit: Option<u64>,
    /// `zh`: the first line names the columns in Chinese, as if nothing is said. `code`: by their codes.
    head: Option<String>,
}

/// A list for the county's own statistics（统计数据订阅）as CSV: UTF-8 with a byte order mark, formulas
/// made harmless, streamed; oldest first by when the relay first received a record, up to a minute ago.
/// `cursor` of the last line, given as `after`, goes on behind it. Codes and names of columns stand in
/// docs/API.md. No names of people, no free text but the name of the premises.
#[utoipa::path(
    get, path = "/api/v1/feed/{table}", tag = "ledger",
    params(("table" = String, Path, description = "`hazards.csv`, `inspections.csv`, `premises.csv` or `cases.csv`"), FeedParams),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(table): Path<String>,
    params: Result<Query<FeedParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let kind = kind_of(&table, params.kind)?;
    let reach = caller.require(&app, kind.restricted_read().unwrap_or("record_read"))?;
    let by_codes = match params.head.as_deref() {
        None | Some("zh") => false,
        Some("code") => true,
        Some(_) => return Err(ApiError::bad_request("`head` is neither zh nor code")),
    };
    let request = FeedRequest {
        kind,
        reach,
        after: params.after.as_deref().map(decode_cursor).transpose()?,
        limit: params.limit.unwrap_or(u64::MAX),
        by_codes,
    };
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let failed = sender.clone();
        let mut out = BufWriter::with_capacity(CHUNK, ChannelWriter(sender));
        let written =
            write_feed(&app.tenant, &caller, request, &mut out).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                tracing::debug!(error = %error, "a feed was not read to its end");
            }
            Err(error) => {
                tracing::error!(error = %error, "a feed was cut short");
                // The reader must notice: a file that simply ends would pass for whole.
                let _gone = failed.blocking_send(Err(io::Error::other("the feed was cut short")));
            }
            Ok(()) => {}
        }
    });
    let chunks = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|chunk| (chunk, receiver))
    });
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"feed.csv\"",
        ),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// The kind of record that a table holds.
fn kind_of(table: &str, register: Option<String>) -> Result<RecordKind, ApiError> {
    let kind = match table {
        "hazards.csv" => RecordKind::Rectification,
        "inspections.csv" => RecordKind::Inspection,
        "premises.csv" => RecordKind::Premises,
        "cases.csv" => {
            return register
                .map(RecordKind::from)
                .filter(RecordKind::is_case)
                .ok_or_else(|| {
                    ApiError::bad_request("`kind` has to name a register, e.g. major_case")
                });
        }
        _ => return Err(ApiError::not_found()),
    };
    match register {
        None => Ok(kind),
        Some(_) => Err(ApiError::bad_request("`kind` goes with cases.csv alone")),
    }
}
