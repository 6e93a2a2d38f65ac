use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::sheet::{entry_of, sheet_row};

use super::super::records::readable;
use super::super::registers::set_row;
use super::outbox::{HEADINGS, known};
use crate::http::{ApiError, App, SupervisorCaller};

/// What became of a file of the other platform.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct ExchangeReport {
    /// Records whose number or state is new.
    taken: Vec<String>,
    /// Records that stand so already.
    already: Vec<String>,
    /// Lines that are refused, with the code.
    bad: Vec<ExchangeFault>,
}

/// A line that was refused.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExchangeFault {
    /// Line in the file.
    line: usize,
    /// Code.
    code: String,
}

/// Takes back the numbers and states that another platform gave（对外平台回传）of S0-02: each line once, however often the
/// file comes. A record that the caller does not read, a state that is not in the list and a number that
/// belongs to another record are refused by line.
#[utoipa::path(
    post, path = "/api/v1/exchange/{system}", tag = "cases",
    params(
        ("system" = String, Path, description = "code of the platform"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = ExchangeReport),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn take_back(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(system): Path<String>,
    body: String,
) -> Result<Json<ExchangeReport>, ApiError> {
    let report = app
        .blocking(move |app| take(app, &caller, &system, &body))
        .await?;
    Ok(Json(report))
}

fn take(
    app: &App,
    caller: &SupervisorCaller,
    system: &str,
    body: &str,
) -> Result<ExchangeReport, ApiError> {
    known(caller, system)?;
    let sheet = caller.policy.sheets.get("external_case");
    let sheet = sheet.ok_or_else(ApiError::not_found)?;
    let not_csv = |error: csv::Error| ApiError::bad_request(&error.to_string());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(body.as_bytes());
    let heads: Vec<String> = {
        let heads = reader.headers().map_err(not_csv)?.iter();
        heads
            .map(|text| text.trim().trim_start_matches('\u{feff}').to_owned())
            .collect()
    };
    let place = |name: &str| heads.iter().position(|head| head == name);
    let [record_at, number_at, state_at] = HEADINGS.map(place);
    let (Some(record_at), Some(number_at), Some(state_at)) = (record_at, number_at, state_at)
    else {
        return Err(ApiError::bad_request("a column is missing"));
    };
    let today = app.tenant.now().china_date();
    let book = &caller.control.registers;
    // Whose each number is: those that stand, then those of the file.
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for line in book.lines_on("external_case", today) {
        let entry = entry_of(&line.row);
        let said = |name: &str| {
            entry
                .get(name)
                .and_then(|it| it.as_str())
                .map(str::to_owned)
        };
        if said("system").as_deref() == Some(system)
            && let Some((number, record)) = said("number").zip(said("record"))
        {
            owners.insert(number, record);
        }
    }
    let mut report = ExchangeReport::default();
    for (index, found) in reader.records().enumerate() {
        let cells = found.map_err(not_csv)?;
        let cell = |at: usize| cells.get(at).unwrap_or_default().trim().to_owned();
        let (record, number, state) = (cell(record_at), cell(number_at), cell(state_at));
        if number.is_empty() && state.is_empty() {
            continue;
        }
        let mut bad = |code: &str| {
            report.bad.push(ExchangeFault {
                line: index + 2,
                code: code.to_owned(),
            });
        };
        let id = record.parse::<RecordId>();
        if id.map_or(true, |id| readable(app, caller, id).is_err()) {
            bad("record_unknown");
            continue;
        }
        let owner = owners
            .entry(number.clone())
            .or_insert_with(|| record.clone());
        if *owner != record {
            bad("number_of_another");
            continue;
        }
        let fields = [
            ("system", system.to_owned()),
            ("record", record.clone()),
            ("number", number),
            ("state", state),
        ];
        let entry = fields.map(|(name, text)| (name.to_owned(), text.into()));
        let mut row = sheet_row("external_case", sheet, &entry.into_iter().collect(), today);
        let stands = book.line_on("external_case", &row.key, today);
        if stands.is_some_and(|line| entry_of(&line.row) == entry_of(&row)) {
            report.already.push(record);
            continue;
        }
        row.set_by = Some(caller.user);
        "平台回传".clone_into(&mut row.reason);
        match set_row(app, caller, row) {
            Ok(_) => report.taken.push(record),
            Err(error) if error.is_refusal() => bad(error.code()),
            Err(error) => return Err(error),
        }
    }
    Ok(report)
}
