use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::casework::{TransferLine, TransferState};

use super::gather::gather;
use crate::http::{ApiError, App, SupervisorCaller};

/// How a transfer stands.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct TransferView {
    /// Households.
    households: usize,
    /// Told, or a relative was.
    called: usize,
    /// Moved, or back already.
    moved: usize,
    /// By small grid.
    grids: Vec<TransferGrid>,
}

/// A small grid of a transfer.
#[derive(Serialize, ToSchema)]
pub(crate) struct TransferGrid {
    /// Id.
    grid: String,
    /// Households that are not yet moved.
    left: usize,
    /// The list; empty for a caller who does not look after them.
    #[schema(value_type = Vec<Object>)]
    lines: Vec<TransferLine>,
}

/// How the transfer of households stands（避险转移进度）of S1-05: numbers for whoever reads records of the area,
/// the list by name only for those who look after the households.
#[utoipa::path(
    get, path = "/api/v1/transfers/{operation}", tag = "cases",
    params(("operation" = String, Path, description = "name of the transfer")),
    responses(
        (status = 200, body = TransferView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn show_transfer(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(operation): Path<String>,
) -> Result<Json<TransferView>, ApiError> {
    let view = app
        .blocking(move |app| show(app, &caller, &operation))
        .await?;
    Ok(Json(view))
}

fn show(app: &App, caller: &SupervisorCaller, operation: &str) -> Result<TransferView, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let named = caller.reach(app, "household.read");
    let mut view = TransferView::default();
    for (grid, lines) in gather(app, caller, &reach, operation)? {
        let moved = lines
            .iter()
            .filter(|line| line.state >= TransferState::Moved)
            .count();
        view.households += lines.len();
        view.moved += moved;
        view.called += lines
            .iter()
            .filter(|line| line.state >= TransferState::Called)
            .count();
        let may_name = named
            .streams
            .contains(&wangge_domain::StreamId::of_grid(grid));
        view.grids.push(TransferGrid {
            grid: grid.to_string(),
            left: lines.len() - moved,
            lines: if may_name { lines } else { Vec::new() },
        });
    }
    Ok(view)
}
