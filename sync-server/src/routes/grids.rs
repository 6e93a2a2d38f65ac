use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::StreamId;
use wangge_domain::control::{Grid, GridLevel};

use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::store::Reach;

/// A grid of any level.
#[derive(Serialize, ToSchema)]
pub(crate) struct GridView {
    /// Id.
    id: String,
    /// `large`, `medium` or `small`.
    level: String,
    /// The grid above.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// Name of the person answerable for it.
    head: String,
    /// Id of that person.
    #[serde(skip_serializing_if = "Option::is_none")]
    head_id: Option<String>,
    /// Names of its members.
    members: Vec<String>,
    /// First day.
    valid_from: String,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
    /// Boundary: longitude and latitude in microdegrees, WGS-84.
    boundary: Vec<(i64, i64)>,
}

/// The grids（网格）that the caller may see, with those above them.
#[utoipa::path(
    get, path = "/api/v1/grids", tag = "grids",
    responses(
        (status = 200, body = Vec<GridView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<GridView>>, ApiError> {
    let seen = seen_streams(&app, &caller)?;
    let is_seen = |grid: &&Grid| match grid.level {
        GridLevel::Small => seen.contains(&StreamId::of_grid(grid.grid)),
        _ => !streams_below(&caller.control, Some(grid.grid)).is_disjoint(&seen),
    };
    let grids = caller.control.grids.values().filter(is_seen);
    let views = grids.map(|grid| view(&app, &caller, grid)).collect();
    std::future::ready(Ok(Json(views))).await
}

/// The grids of the records that the caller may read; who manages grids, people or devices without
/// reading records needs the names of theirs all the same.
fn seen_streams(app: &App, caller: &SupervisorCaller) -> Result<BTreeSet<StreamId>, ApiError> {
    let operations = [
        "record_read",
        "grid_manage",
        "person_manage",
        "device_manage",
    ];
    let reaches = operations.map(|operation| caller.reach(app, operation));
    if reaches.iter().all(|reach| *reach == Reach::default()) {
        return Err(ApiError::forbidden());
    }
    let streams = reaches.into_iter().flat_map(|reach| {
        let of_departments = reach.departments.into_values().flatten();
        reach.streams.into_iter().chain(of_departments)
    });
    Ok(streams.collect())
}

fn view(app: &App, caller: &SupervisorCaller, grid: &Grid) -> GridView {
    let control = &caller.control;
    let name = |user| {
        control
            .people
            .get(&user)
            .map(|person| person.name.clone())
            .unwrap_or_default()
    };
    GridView {
        id: grid.grid.to_string(),
        level: match grid.level {
            GridLevel::Large => "large",
            GridLevel::Medium => "medium",
            GridLevel::Small => "small",
        }
        .to_owned(),
        parent: grid.parent.map(|parent| parent.to_string()),
        code: grid.code.clone(),
        name: grid.name.clone(),
        head: grid.head.map(name).unwrap_or_default(),
        head_id: grid.head.map(|user| user.to_string()),
        members: control
            .members_of(grid.grid, app.tenant.now())
            .into_iter()
            .map(name)
            .collect(),
        valid_from: grid.valid_from.to_string(),
        valid_until: grid.valid_until.map(|until| until.to_string()),
        boundary: grid.boundary.clone(),
    }
}
