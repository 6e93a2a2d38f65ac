use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::premises::{FittingCount, Insurance, fitting_counts};
use wangge_domain::record::Content;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;
use crate::survey::{active_premises, content};

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
            let today = app.tenant.now().china_date();
            let store = app.tenant.database.turn(app.tenant.id())?;
            let mut grids: BTreeMap<String, Vec<Content>> = BTreeMap::new();
            let (mut insured, mut lapsed) = (0, 0);
            let reach = Reach::of_grids(&caller.control, reach.streams);
            for premises in active_premises(&app.tenant, &reach)? {
                let content = content(store.as_ref(), premises.record)?;
                if let Some(insurance) = Insurance::of(&content) {
                    let runs = insurance.days_left(today) >= 0;
                    insured += u64::from(runs);
                    lapsed += u64::from(!runs);
                }
                let grid = premises.home(&caller.control).to_string();
                grids.entry(grid).or_default().push(content);
            }
            Ok(FittingsView {
                all: fitting_counts(grids.values().flatten()),
                grids: grids
                    .iter()
                    .map(|(grid, contents)| (grid.clone(), fitting_counts(contents)))
                    .collect(),
                insured,
                lapsed,
            })
        })
        .await?;
    Ok(Json(view))
}
