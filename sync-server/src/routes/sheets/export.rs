use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wangge_domain::sheet::{LineState, entry_words};
use wangge_report::table_csv;

use super::show::{SheetParams, standing};
use crate::http::{ApiError, App, SupervisorCaller};

/// A sheet as CSV（登记表导出）in words, with how each line stands.
#[utoipa::path(
    get, path = "/api/v1/sheets/{sheet}/export", tag = "registers",
    params(("sheet" = String, Path, description = "name of the sheet"), SheetParams),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn export_sheet(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(name): Path<String>,
    params: Result<Query<SheetParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(params) = params.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let standing = standing(&app, &caller, &name, &params, "ledger_export")?;
    let (control, policy) = (&caller.control, &caller.policy);
    let sheet = policy.sheets.get(&name).ok_or_else(ApiError::not_found)?;
    let mut head: Vec<String> = sheet.fields.iter().map(|field| field.zh.clone()).collect();
    head.extend(["达标情况".to_owned(), "事项".to_owned()]);
    let rows: Vec<Vec<String>> = standing
        .lines
        .iter()
        .filter(|line| !params.unmet || line.state != LineState::Met)
        .map(|line| {
            let words = entry_words(sheet, &line.entry, control, policy, false);
            let mut cells: Vec<String> = words.into_iter().map(|(_, words)| words).collect();
            let findings = line.findings.iter();
            let said: Vec<String> = findings
                .map(|it| format!("{} {}", it.zh, it.what))
                .collect();
            cells.push(state_words(line.state).to_owned());
            cells.push(
                format!("{} {}", line.area_name, said.join("；"))
                    .trim()
                    .to_owned(),
            );
            cells
        })
        .collect();
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _written = table_csv(&head, &rows, &mut out);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"sheet.csv\"",
        ),
    ];
    std::future::ready(Ok((headers, out).into_response())).await
}

fn state_words(state: LineState) -> &'static str {
    match state {
        LineState::Met => "达标",
        LineState::Soon => "即将到期",
        LineState::Short => "不达标",
        LineState::Overdue => "逾期",
        LineState::Missing => "缺失",
    }
}
