use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use wangge_domain::StreamId;
use wangge_domain::premises::catalogue;
use wangge_domain::record::{Content, Scalar};
use wangge_report::table_csv;
use wangge_sync_engine::Document;
use wangge_sync_engine::store::StoreError;

use super::entry::name_of;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;

/// What is exported.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportParams {
    /// Names and telephones of people too.
    personal: Option<bool>,
}

/// All premises in catalogue order（采集目录导出）of S3-24 as CSV: one line per premises, one column per
/// entry of the dictionary, with names and telephones only when asked for.
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
    let sheet = app
        .blocking(move |app| Ok(sheet(app, &caller, &reach, personal)?))
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
    reach: &Reach,
    personal: bool,
) -> Result<Vec<u8>, StoreError> {
    let entries = catalogue();
    let columns: Vec<_> = entries
        .iter()
        .filter(|entry| personal || !entry.personal)
        .collect();
    let mut head = vec!["编号".to_owned(), "网格".to_owned(), "状态".to_owned()];
    head.extend(columns.iter().map(|entry| entry.zh.clone()));
    let (tenant, database) = (&app.tenant, &app.tenant.database);
    let standing = tenant.standing()?;
    let store = database.turn(tenant.id())?;
    let mut rows = Vec::new();
    for (record, it) in &standing.measures.premises {
        let stream = StreamId::of_grid(it.grid);
        if !reach.streams.contains(&stream) {
            continue;
        }
        let content = match store.record(*record)? {
            Some(stored) => Document::load(&stored.document)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?
                .content(),
            None => Content::default(),
        };
        let mut row = vec![
            record.to_string(),
            name_of(&caller.control, it.grid),
            it.status.to_string(),
        ];
        row.extend(columns.iter().map(|entry| cell(&content, entry.key)));
        rows.push(row);
    }
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _written = table_csv(&head, &rows, &mut out);
    Ok(out)
}

fn cell(content: &Content, key: &str) -> String {
    match content.fields.get(key) {
        None | Some(Scalar::Null) => String::new(),
        Some(Scalar::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        Some(Scalar::Int(number)) => number.to_string(),
        Some(Scalar::Text(text)) => text.clone(),
    }
}
