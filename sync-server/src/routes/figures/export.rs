use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use wangge_domain::lifecycle::Status;
use wangge_domain::premises::catalogue;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::resources::{Language, status_label};
use wangge_report::table_csv;
use wangge_sync_engine::Document;
use wangge_sync_engine::store::StoreError;

use super::super::lists::{ListParams, premises_query};
use super::entry::name_of;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::premises_table::{heading, written};
use crate::store::{ListQuery, ListedRecord, Reach};
use crate::tenant::Tenant;

/// Premises read at once.
const PAGE: u32 = 1_000;

/// What is exported.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportParams {
    /// Names and telephones of people too.
    personal: Option<bool>,
    /// Only this status, e.g. `active`.
    status: Option<String>,
    /// Only this grid and those below it: an id.
    grid: Option<String>,
    /// Only this village: id or name of a medium grid.
    village: Option<String>,
    /// Only this category.
    category: Option<String>,
    /// Only what this person acted on first: an id.
    worker: Option<String>,
    /// Only what contains this text.
    q: Option<String>,
}

/// Premises in catalogue order（采集目录导出）of S3-24 as CSV: one line per premises, one column per entry
/// of the dictionary, with names and telephones only when asked for. Areas stand in square meters, positions
/// in degrees, codes as words: the import of premises reads these columns again. Takes the filters of the
/// list of premises.
#[utoipa::path(
    get, path = "/api/v1/premises.csv", tag = "figures", params(ExportParams),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<ExportParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "ledger_export")?;
    let personal = params.personal.unwrap_or(false);
    // Whole grids alone: no single premises, nothing that was only sent to a department.
    let reach = Reach {
        streams: reach.streams,
        ..Reach::default()
    };
    let filters = ListParams {
        status: params.status,
        grid: params.grid,
        village: params.village,
        category: params.category,
        worker: params.worker,
        q: params.q,
        ..ListParams::default()
    };
    let query = premises_query(&caller, reach, filters)?;
    let sheet = app
        .blocking(move |app| Ok(sheet(app, &caller, query, personal)?))
        .await?;
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"premises.csv\"",
        ),
    ];
    Ok((headers, sheet).into_response())
}

fn sheet(
    app: &App,
    caller: &SupervisorCaller,
    query: ListQuery,
    personal: bool,
) -> Result<Vec<u8>, StoreError> {
    let entries = catalogue();
    let columns: Vec<_> = entries
        .iter()
        .filter(|entry| personal || !entry.personal)
        .collect();
    let mut head = vec!["编号".to_owned(), "网格".to_owned(), "状态".to_owned()];
    head.extend(columns.iter().map(|entry| heading(entry)));
    let (tenant, database) = (&app.tenant, &app.tenant.database);
    let found = all(tenant, query)?;
    let store = database.turn(tenant.id())?;
    let mut rows = Vec::new();
    for listed in found {
        let content = match store.record(listed.record)? {
            Some(stored) => Document::load(&stored.document)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?
                .content(),
            None => Content::default(),
        };
        let status = Status::from(listed.status);
        let mut row = vec![
            listed.record.to_string(),
            name_of(&caller.control, listed.stream.grid()),
            status_label(Language::Chinese, &RecordKind::Premises, &status).to_owned(),
        ];
        row.extend(columns.iter().map(|entry| {
            let value = content.fields.get(entry.key);
            value.map_or_else(String::new, |it| written(&caller.policy, entry.key, it))
        }));
        rows.push(row);
    }
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _written = table_csv(&head, &rows, &mut out);
    Ok(out)
}

/// Everything that a query finds, in the order of the records.
fn all(tenant: &Tenant, mut query: ListQuery) -> Result<Vec<ListedRecord>, StoreError> {
    query.limit = PAGE;
    let mut found = Vec::new();
    loop {
        let page = tenant.list(&query)?;
        let Some(last) = page.last() else { break };
        query.order = query.order.behind(last);
        found.extend(page);
    }
    found.sort_by_key(|listed| listed.record);
    Ok(found)
}
