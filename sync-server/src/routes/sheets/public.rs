use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::sheet::{entry_of, entry_words};

use crate::http::{ApiError, App};

/// A sheet as anybody may read it.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicSheet {
    /// Chinese name.
    zh: String,
    /// Its entries in force, in words, by the names of the fields.
    entries: Vec<BTreeMap<String, String>>,
}

/// A published sheet（公开清单）, for anybody: entries in force, names masked, private fields left out. A sheet
/// that is not published does not exist here.
#[utoipa::path(
    get, path = "/api/v1/public/sheets/{sheet}", tag = "public",
    params(("sheet" = String, Path, description = "name of the sheet")),
    responses((status = 200, body = PublicSheet), (status = 404, body = crate::http::ErrorBody))
)]
pub(crate) async fn public_sheet(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
) -> Result<Json<PublicSheet>, ApiError> {
    let page = app
        .blocking(move |app| {
            let control = app.tenant.control()?;
            let policy = app.tenant.policy(&control)?;
            let sheet = policy.sheets.get(&name).filter(|sheet| sheet.public);
            let sheet = sheet.ok_or_else(ApiError::not_found)?;
            let today = app.tenant.now().china_date();
            let lines = control.registers.lines_on(&name, today);
            let entries = lines.map(|line| {
                let entry = entry_of(&line.row);
                let words = entry_words(sheet, &entry, &control, &policy, true);
                words.into_iter().collect()
            });
            Ok(PublicSheet {
                zh: sheet.zh.clone(),
                entries: entries.collect(),
            })
        })
        .await?;
    Ok(Json(page))
}
