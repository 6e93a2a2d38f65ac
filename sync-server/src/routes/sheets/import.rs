use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::sheet::read_sheet_rows;

use super::super::registers::set_row;
use crate::http::{ApiError, App, SupervisorCaller};

/// What became of a file.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct SheetImport {
    /// Keys of the rows entered.
    entered: Vec<String>,
    /// Keys that stand so already.
    already: Vec<String>,
    /// Rows that are refused.
    bad: Vec<BadSheetRow>,
}

/// A row that was not entered.
#[derive(Serialize, ToSchema)]
pub(crate) struct BadSheetRow {
    /// Line in the file.
    line: usize,
    /// Code of the refusal.
    code: String,
}

/// Enters the rows of a CSV file on a sheet（登记表导入）of S2-35: each key once, what stands so already is left
/// alone however often the file is sent, and every bad row is named with its line.
#[utoipa::path(
    post, path = "/api/v1/sheets/{sheet}/import", tag = "registers",
    params(
        ("sheet" = String, Path, description = "name of the sheet"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = SheetImport),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn import_sheet(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(name): Path<String>,
    body: String,
) -> Result<Json<SheetImport>, ApiError> {
    let report = app
        .blocking(move |app| import(app, caller, &name, &body))
        .await?;
    Ok(Json(report))
}

fn import(
    app: &App,
    mut caller: SupervisorCaller,
    name: &str,
    body: &str,
) -> Result<SheetImport, ApiError> {
    let policy = Arc::clone(&caller.policy);
    let sheet = policy.sheets.get(name).ok_or_else(ApiError::not_found)?;
    caller.require(app, &sheet.operation)?;
    let not_csv = |error: csv::Error| ApiError::bad_request(&error.to_string());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(body.as_bytes());
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let headings: Vec<String> = texts(reader.headers().map_err(not_csv)?);
    let mut cells: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        cells.push(texts(&record.map_err(not_csv)?));
    }
    let today = app.tenant.now().china_date();
    let rows = read_sheet_rows(name, sheet, &headings, cells, today)
        .map_err(|heading| ApiError::bad_request(&format!("no field `{heading}`")))?;
    let (mut report, mut seen) = (SheetImport::default(), BTreeSet::new());
    for found in rows {
        let (line, mut row) = (found.line, found.row);
        let mut bad = |code: &str| {
            report.bad.push(BadSheetRow {
                line,
                code: code.to_owned(),
            });
        };
        if !seen.insert(row.key.clone()) {
            bad("listed_twice");
            continue;
        }
        let stands = caller.control.registers.line_on(name, &row.key, row.from);
        if stands.is_some_and(|it| it.row.entry == row.entry && it.row.until == row.until) {
            report.already.push(row.key);
            continue;
        }
        row.set_by = Some(caller.user);
        "导入".clone_into(&mut row.reason);
        let key = row.key.clone();
        match set_row(app, &caller, row) {
            Ok(_) => {
                report.entered.push(key);
                // Rows further down may name this one.
                caller.control = app.tenant.control()?;
            }
            Err(error) if error.is_refusal() => bad(error.code()),
            Err(error) => return Err(error),
        }
    }
    Ok(report)
}
