use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use wangge_domain::record::RecordKind;
use wangge_domain::sheet::entry_of;
use wangge_report::table_csv;

use super::super::casework::{gathered, oldest_first};
use crate::http::{ApiError, App, SupervisorCaller};

/// Headings of the file, both ways.
pub(super) const HEADINGS: [&str; 3] = ["记录", "案件编号", "状态"];

/// Hazards and major cases for another platform（对外推送清单）of S0-02 as CSV, each with the number and state that
/// the platform gave it, if it did: one without a number has yet to be taken there.
#[utoipa::path(
    get, path = "/api/v1/exchange/{system}", tag = "cases",
    params(("system" = String, Path, description = "code of the platform")),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn outbox(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(system): Path<String>,
) -> Result<Response, ApiError> {
    let file = app
        .blocking(move |app| {
            known(&caller, &system)?;
            let reach = caller.require(app, "ledger_export")?;
            let today = app.tenant.now().china_date();
            let book = &caller.control.registers;
            let mut rows = Vec::new();
            for kind in [RecordKind::MajorCase, RecordKind::Rectification] {
                let query = oldest_first(&kind, &reach);
                rows.extend(gathered(app, query, |listed| {
                    if ["draft", "withdrawn", "voided"].contains(&listed.status.as_str()) {
                        return None;
                    }
                    let key = format!("{system}/{}", listed.record);
                    let entry = book.line_on("external_case", &key, today);
                    let entry = entry.map(|line| entry_of(&line.row)).unwrap_or_default();
                    let said = |name: &str| {
                        let text = entry.get(name).and_then(Value::as_str);
                        text.unwrap_or_default().to_owned()
                    };
                    Some(vec![
                        listed.record.to_string(),
                        said("number"),
                        said("state"),
                        kind.to_string(),
                        listed.status,
                        listed.title,
                        listed.premises_name,
                    ])
                })?);
            }
            let head = HEADINGS
                .into_iter()
                .chain(["类型", "办理状态", "内容", "场所"]);
            let head: Vec<String> = head.map(str::to_owned).collect();
            let mut out = Vec::new();
            // Writing to memory cannot fail.
            let _written = table_csv(&head, &rows, &mut out);
            Ok(out)
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"exchange.csv\"",
        ),
    ];
    Ok((headers, file).into_response())
}

/// The platform must be in the list of the policy pack.
pub(super) fn known(caller: &SupervisorCaller, system: &str) -> Result<(), ApiError> {
    let found = caller.policy.cases.entry("external_systems", system);
    found.map(|_| ()).ok_or_else(ApiError::not_found)
}
