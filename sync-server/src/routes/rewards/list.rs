use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::register::{RegisterEntry as _, RewardAct, RewardDecision};
use wangge_domain::reward::{RewardError, RewardRow, RewardState};

use crate::at_cut::{AtCut, at_cut};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::rewards::reward_ledger;
use crate::store::Reach;

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
    /// `proposed`, `refused`, `rejected`, `approved`, `lapsed` (the hazard is void) or `claimed`.
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

/// The reward ledger（奖励台账）of S0-35, of the grids that the caller both manages and reads. Caps and photos
/// are judged over all townships.
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
) -> Result<AtCut<Vec<RewardView>>, ApiError> {
    app.blocking(move |app| at_cut(app, &caller, || views(app, &caller)))
        .await
}

pub(super) fn views(app: &App, caller: &SupervisorCaller) -> Result<Vec<RewardView>, ApiError> {
    let reach = caller.require_both(app, "grid_manage", "record_read")?;
    let rules = &caller.policy.accounting().reward;
    let rewards = reward_ledger(&app.tenant, &caller.control, rules)?;
    let rows = rewards.ledger.rows().iter();
    let mut views: Vec<RewardView> = rows
        .filter(|row| rewards.is_within(row.of.hazard, &reach.streams))
        .map(|row| RewardView::of(&caller.control, row))
        .collect();
    let decided = caller.control.registers.latest::<RewardDecision>();
    let hazards: BTreeSet<RecordId> = decided.iter().map(|(_, it)| it.hazard).collect();
    for hazard in hazards {
        if rewards.ledger.get(hazard).is_none() {
            views.extend(lapsed(app, caller, &reach, hazard)?);
        }
    }
    Ok(views)
}

/// The row of a reward that was approved for a hazard that is void by now（奖励失效）, if it is one that the
/// caller manages: it is in no ledger any more, and is not forgotten either.
pub(super) fn lapsed(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
    hazard: RecordId,
) -> Result<Option<RewardView>, ApiError> {
    let (tenant, control) = (&app.tenant, &caller.control);
    let of = |act: &str| {
        let key = format!("{hazard}/{act}");
        let lines = control.registers.history_of(RewardDecision::REGISTER, &key);
        let line = lines.last()?;
        Some((line.received_at, line.row.read::<RewardDecision>().ok()?))
    };
    let approved = of("decision").filter(|(_, it)| it.act == RewardAct::Approve);
    let (Some((at, decision)), Some(listed)) =
        (approved, tenant.database.listed(tenant.id(), hazard)?)
    else {
        return Ok(None);
    };
    let is_void = matches!(listed.status.as_str(), "voided" | "withdrawn");
    if !is_void || !reach.is_home_of(&listed, control) {
        return Ok(None);
    }
    let state = if of("claim").is_some() {
        "claimed"
    } else {
        "lapsed"
    };
    let finder = control.people.get(&decision.finder);
    Ok(Some(RewardView {
        hazard: hazard.to_string(),
        premises: listed.premises.map(|it| it.to_string()).unwrap_or_default(),
        finder: decision.finder.to_string(),
        finder_name: finder.map(|person| person.name.clone()).unwrap_or_default(),
        tariff: String::new(),
        full_fen: decision.fen,
        fen: decision.fen,
        accepted_at: at.0,
        state: state.to_owned(),
        reason: RewardError::Lapsed.zh().to_owned(),
        looks_like: None,
    }))
}
