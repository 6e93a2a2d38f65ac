use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::{ApiError, App, SupervisorCaller, is_countywide};

/// Which part of the log.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditParams {
    /// A month, `2026-09`.
    month: String,
}

/// The audit log of a month（审计日志导出）, a JSON object per line, as it lies on the disk: chained, to be checked
/// offline by `wangge-relay verify-audit`. Reading it is written into it. It is for who may read the
/// logs of the whole tenant.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "account", params(AuditParams),
    responses(
        (status = 200, content_type = "application/jsonl", body = String),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<AuditParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(AuditParams { month }) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "log_read")?;
    // It is one chain for the whole tenant: a part of it proves nothing and tells of everybody.
    if !is_countywide(&caller.control, &reach) {
        return Err(ApiError::forbidden());
    }
    let is_month = month.len() == 7
        && month.char_indices().all(|(at, c)| {
            if at == 4 {
                c == '-'
            } else {
                c.is_ascii_digit()
            }
        });
    if !is_month {
        return Err(ApiError::bad_request("`month` is written as 2026-09"));
    }
    let bytes = app
        .blocking(move |app| {
            let path = app.audit.folder().join(format!("{month}.jsonl"));
            match std::fs::read(path) {
                Ok(bytes) => Ok(bytes),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    Err(ApiError::not_found())
                }
                Err(error) => {
                    tracing::error!(error = %error, "the audit log cannot be read");
                    Err(ApiError::internal())
                }
            }
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"audit.jsonl\"",
        ),
    ];
    Ok((headers, bytes).into_response())
}
