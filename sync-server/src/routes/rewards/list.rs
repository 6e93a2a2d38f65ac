use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::control::ControlState;
use wangge_domain::reward::{RewardRow, RewardState};

use crate::http::{ApiError, App, SupervisorCaller};
use crate::rewards::reward_ledger;

/// A row of the reward ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct RewardView {
    /// The hazard.
    pub(super) hazard: String,
    /// The premises.
    pub(super) premises: String,
    /// Id of who found it.
    pub(super) finder: String,
    /// Name of who found it.
    pub(super) finder_name: String,
    /// Code of the tariff.
    pub(super) tariff: String,
    /// Amount by the tariff, in fen.
    pub(super) full_fen: u64,
    /// Amount under the caps, in fen.
    pub(super) fen: u64,
    /// When it was confirmed, milliseconds since 1970.
    pub(super) accepted_at: i64,
    /// `proposed`, `refused`, `rejected`, `approved` or `claimed`.
    pub(super) state: String,
    /// Why it is refused or rejected, in Chinese.
    pub(super) reason: String,
    /// A photo looks like one of this hazard: approval needs a remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) looks_like: Option<String>,
}

impl RewardView {
    pub(super) fn of(control: &ControlState, row: &RewardRow) -> Self {
        let (state, reason) = match &row.state {
            RewardState::Proposed => ("proposed", String::new()),
            RewardState::Refused(refusal) => ("refused", refusal.zh().to_owned()),
            RewardState::Rejected { reason, .. } => ("rejected", reason.clone()),
            RewardState::Approved { .. } => ("approved", String::new()),
            RewardState::Claimed { .. } => ("claimed", String::new()),
        };
        Self {
            hazard: row.of.hazard.to_string(),
            premises: row.of.premises.to_string(),
            finder: row.of.finder.to_string(),
            finder_name: control
                .people
                .get(&row.of.finder)
                .map(|person| person.name.clone())
                .unwrap_or_default(),
            tariff: row.of.code.clone(),
            full_fen: row.full_fen,
            fen: row.fen,
            accepted_at: row.of.accepted_at.0,
            state: state.to_owned(),
            reason,
            looks_like: row.looks_like.map(|hazard| hazard.to_string()),
        }
    }
}

/// The reward ledger（奖励台账）of S0-35, of the grids that the caller manages.
#[utoipa::path(
    get, path = "/api/v1/rewards", tag = "plans",
    responses(
        (status = 200, body = Vec<RewardView>),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list_rewards(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<RewardView>>, ApiError> {
    let views = app.blocking(move |app| views(app, &caller)).await?;
    Ok(Json(views))
}

pub(super) fn views(app: &App, caller: &SupervisorCaller) -> Result<Vec<RewardView>, ApiError> {
    let reach = caller.require(app, "grid_manage")?;
    let ledger = reward_ledger(&app.tenant, &caller.control, &reach.streams)?;
    let rows = ledger.rows().iter();
    Ok(rows
        .map(|row| RewardView::of(&caller.control, row))
        .collect())
}
