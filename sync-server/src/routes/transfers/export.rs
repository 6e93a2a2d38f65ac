use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wangge_domain::StreamId;
use wangge_report::table_csv;

use super::gather::gather;
use crate::http::{ApiError, App, SupervisorCaller};

/// A transfer as CSV（避险转移导出）: masked for everybody, since the file leaves the office: no whole name, no
/// house, no telephone.
#[utoipa::path(
    get, path = "/api/v1/transfers/{operation}/export", tag = "cases",
    params(("operation" = String, Path, description = "name of the transfer")),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn export_transfer(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(operation): Path<String>,
) -> Result<Response, ApiError> {
    let file = app
        .blocking(move |app| {
            let exported = caller.require(app, "ledger_export")?;
            let reach = caller.require(app, "household.read")?;
            let mut rows = Vec::new();
            for (grid, lines) in gather(app, &caller, &reach, &operation)? {
                // Whoever reads one grid and exports another does not export the first.
                if !exported.streams.contains(&StreamId::of_grid(grid)) {
                    continue;
                }
                let name = caller.control.grids.get(&grid);
                let name = name.map(|grid| grid.name.clone()).unwrap_or_default();
                for line in lines {
                    let line = line.masked();
                    let state = serde_json::to_value(line.state).unwrap_or_default();
                    let state = state.as_str().unwrap_or_default().to_owned();
                    rows.push(vec![
                        name.clone(),
                        line.name,
                        line.mobility,
                        state,
                        line.shelter,
                    ]);
                }
            }
            let head = ["网格", "户主", "行动能力", "进度", "安置点"].map(str::to_owned);
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
            "attachment; filename=\"transfer.csv\"",
        ),
    ];
    Ok((headers, file).into_response())
}
