use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::StreamId;
use wangge_domain::premises::{FittingCount, fitting_counts};

use crate::http::{ApiError, App, SupervisorCaller};

/// What is fitted and insured.
#[derive(Serialize, ToSchema)]
pub(crate) struct FittingsView {
    /// Of all premises that the caller reads.
    #[schema(value_type = Vec<Object>)]
    all: Vec<FittingCount>,
    /// By small grid.
    #[schema(value_type = Object)]
    grids: BTreeMap<String, Vec<FittingCount>>,
    /// Premises insured today.
    insured: u64,
    /// Premises whose insurance has run out.
    lapsed: u64,
}

/// What is fitted at premises（加装情况）of S3-25, and how many are insured（S2-19）.
#[utoipa::path(
    get, path = "/api/v1/fittings", tag = "figures",
    responses(
        (status = 200, body = FittingsView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<FittingsView>, ApiError> {
    let reach = caller.require(&app, "record_read")?;
    let view = app
        .blocking(move |app| {
            let standing = app.tenant.standing()?;
            let mut view = FittingsView {
                all: fitting_counts([]),
                grids: BTreeMap::new(),
                insured: 0,
                lapsed: 0,
            };
            let parts = app.tenant.fittings(&standing)?;
            let grids = parts.iter().flat_map(|part| part.iter());
            for (grid, it) in grids {
                if !reach.streams.contains(&StreamId::of_grid(*grid)) {
                    continue;
                }
                for (sum, count) in view.all.iter_mut().zip(&it.counts) {
                    sum.add(count);
                }
                view.insured += it.insured;
                view.lapsed += it.lapsed;
                view.grids.insert(grid.to_string(), it.counts.clone());
            }
            Ok(view)
        })
        .await?;
    Ok(Json(view))
}
