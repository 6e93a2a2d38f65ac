use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::campaign::campaign_progress;
use wangge_domain::control::GridLevel;
use wangge_domain::evaluation::LogCut;
use wangge_domain::register::{Campaign, RegisterLine};
use wangge_domain::{GridId, StreamId};

use crate::at_cut::at_cut;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::survey::active;

/// How a campaign stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct CampaignProgressView {
    /// Its key.
    key: String,
    /// Its name.
    name: String,
    /// First day.
    from: String,
    /// Last day.
    until: Option<String>,
    /// Premises owed.
    target: u64,
    /// Premises inspected and accepted, of those owed.
    done: u64,
    /// Premises inspected, acceptance outstanding.
    waiting: u64,
    /// By small grid, and by the grids above that owe a number of their own.
    grids: Vec<CampaignGridView>,
    /// Epoch and seq of each log at which it holds; absent if rows came in while it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    cut: Option<LogCut>,
}

/// How one grid stands: a small one, or one that owes a number with all below it.
#[derive(Serialize, ToSchema)]
pub(crate) struct CampaignGridView {
    /// Id.
    grid: String,
    /// Name.
    name: String,
    /// Premises in scope.
    in_scope: u64,
    /// Premises owed.
    target: u64,
    /// Premises inspected and accepted.
    done: u64,
    /// Premises inspected, acceptance outstanding.
    waiting: u64,
    /// Premises in scope without an accepted inspection.
    left: Vec<String>,
}

/// How a campaign stands（专项行动进度）of S2-16 and S4-26, of the grids that the caller may read.
#[utoipa::path(
    get, path = "/api/v1/campaigns/{key}/progress", tag = "plans",
    params(("key" = String, Path, description = "key of the campaign")),
    responses(
        (status = 200, body = CampaignProgressView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(key): Path<String>,
) -> Result<Json<CampaignProgressView>, ApiError> {
    let view = app
        .blocking(move |app| {
            let found = at_cut(app, &caller, || progress(app, &caller, &key))?;
            Ok(CampaignProgressView {
                cut: found.cut,
                ..found.body
            })
        })
        .await?;
    Ok(Json(view))
}

fn progress(
    app: &App,
    caller: &SupervisorCaller,
    key: &str,
) -> Result<CampaignProgressView, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let control = &caller.control;
    let latest = control.registers.latest::<Campaign>();
    let (line, mut campaign): (&RegisterLine, Campaign) = latest
        .into_iter()
        .find(|(line, _)| line.row.key == key)
        .ok_or_else(ApiError::not_found)?;
    let streams: BTreeSet<StreamId> = control
        .grids
        .values()
        .filter(|grid| grid.level == GridLevel::Small)
        .filter(|grid| campaign.covers_grid(control, grid.grid))
        .map(|grid| StreamId::of_grid(grid.grid))
        .filter(|stream| reach.streams.contains(stream))
        .collect();
    campaign
        .targets
        .retain(|target| reach.streams.contains(&StreamId::of_grid(target.grid)));
    let tenant = &app.tenant;
    let standing = tenant.standing()?;
    let is_own = |grid: GridId| streams.contains(&StreamId::of_grid(grid));
    let listed: Vec<_> = active(&standing.measures)
        .filter(|(_, it)| is_own(it.grid) && campaign.covers_category(it.category()))
        .map(|(record, it)| (it.grid, record))
        .collect();
    let parts = tenant.campaign_visits(&standing, key, line.row.from)?;
    let visits = parts.iter().flat_map(|part| part.iter());
    let visits: Vec<_> = visits.filter(|it| is_own(it.grid)).cloned().collect();
    let progress = campaign_progress(&campaign, control, &listed, &visits);
    Ok(CampaignProgressView {
        cut: None,
        key: key.to_owned(),
        name: campaign.name,
        from: line.row.from.to_string(),
        until: line.row.until.map(|day| day.to_string()),
        target: progress.target,
        done: progress.done,
        waiting: progress.waiting,
        grids: progress
            .grids
            .into_iter()
            .map(|part| CampaignGridView {
                name: control
                    .grids
                    .get(&part.grid)
                    .map(|grid| grid.name.clone())
                    .unwrap_or_default(),
                grid: part.grid.to_string(),
                in_scope: part.in_scope,
                target: part.target,
                done: part.done,
                waiting: part.waiting,
                left: part.left.iter().map(ToString::to_string).collect(),
            })
            .collect(),
    })
}
