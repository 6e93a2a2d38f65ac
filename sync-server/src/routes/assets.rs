use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::casework::{AssetLine, AssetRate, asset_rates};
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;

use super::casework::{all_of, state_of};
use crate::http::{ApiError, App, SupervisorCaller};

/// How the facilities stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssetsView {
    /// By class.
    #[schema(value_type = Vec<Object>)]
    rates: Vec<AssetRate>,
    /// Those that are not in order, or that nobody has looked at in time.
    faults: Vec<AssetFault>,
}

/// A facility that is not in order.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssetFault {
    /// Id of the record.
    record: String,
    /// Name.
    title: String,
    /// Code of its class.
    class: String,
    /// Who must keep it up（产权管护单位）.
    owner: String,
    /// Id of its grid.
    grid: String,
    /// `found`, `rechecking`; `active` if only its check is overdue.
    status: String,
    /// What is wrong.
    fault: String,
}

/// Facilities in order by class（设施完好率）of S2-42, S3-05 and S1-18, and those that are not, each with who must
/// keep it up.
#[utoipa::path(
    get, path = "/api/v1/assets", tag = "cases",
    responses(
        (status = 200, body = AssetsView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<AssetsView>, ApiError> {
    let view = app.blocking(move |app| view(app, &caller)).await?;
    Ok(Json(view))
}

fn view(app: &App, caller: &SupervisorCaller) -> Result<AssetsView, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let store = app.tenant.database.turn(app.tenant.id())?;
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for listed in all_of(app, &RecordKind::Asset, &reach)? {
        let mut line = AssetLine {
            asset: listed.record,
            title: listed.title.clone(),
            class: listed.category.clone(),
            owner: String::new(),
            grid: listed.home(&caller.control),
            status: Status::from(listed.status.clone()),
            overdue: listed.flags & 1 != 0,
        };
        if line.counts() && !line.is_good() {
            let state = state_of(store.as_ref(), &caller.control, &listed)?;
            state.case.field("owner").clone_into(&mut line.owner);
            let missing = state.case.field("missing");
            let fault = match line.status {
                Status::Active => String::new(),
                _ if missing.is_empty() => state.case.field("fault").to_owned(),
                _ => missing.to_owned(),
            };
            faults.push(AssetFault {
                record: line.asset.to_string(),
                title: line.title.clone(),
                class: line.class.clone(),
                owner: line.owner.clone(),
                grid: line.grid.to_string(),
                status: line.status.to_string(),
                fault,
            });
        }
        lines.push(line);
    }
    Ok(AssetsView {
        rates: asset_rates(&lines),
        faults,
    })
}
