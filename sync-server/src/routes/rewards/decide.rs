use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::control::ControlEvent;
use wangge_domain::register::{RegisterError, RegisterRow, RewardAct, RewardDecision};
use wangge_domain::reward::RewardError;

use super::super::registers::{SetResult, append, refused};
use super::list::lapsed;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::rewards::reward_ledger;

/// What to do about a reward.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RewardActBody {
    /// `approve`, `reject`, or `claim` when it is paid out.
    #[schema(value_type = String)]
    act: RewardAct,
    /// Remark; needed for a rejection.
    #[serde(default)]
    note: String,
}

/// Approves, rejects or pays out a reward（奖励审批与兑现）of S0-35. What was claimed is not claimed twice,
/// nobody approves a reward of his own, what was approved is what is paid, and nothing is paid for a
/// hazard that is void by then.
#[utoipa::path(
    post, path = "/api/v1/rewards/{hazard}", tag = "plans",
    params(
        ("hazard" = String, Path, description = "id of the hazard"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = RewardActBody,
    responses(
        (status = 200, body = SetResult),
        (status = 403, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn decide_reward(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(hazard): Path<String>,
    body: Result<Json<RewardActBody>, JsonRejection>,
) -> Result<Json<SetResult>, ApiError> {
    let Json(body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let hazard: RecordId = hazard.parse().map_err(|_| ApiError::not_found())?;
    let set = app
        .blocking(move |app| decide(app, &caller, hazard, &body))
        .await?;
    Ok(Json(set))
}

fn decide(
    app: &App,
    caller: &SupervisorCaller,
    hazard: RecordId,
    body: &RewardActBody,
) -> Result<SetResult, ApiError> {
    let reach = caller.require_both(app, "grid_manage", "record_read")?;
    let rules = &caller.policy.accounting().reward;
    let mut rewards = reward_ledger(&app.tenant, &caller.control, rules)?;
    let now = app.tenant.now();
    let problem = |error: &RewardError| {
        refused(&RegisterError::Refused {
            rule: RewardError::RULE.into(),
            code: error.code(),
            zh: error.zh().to_owned(),
        })
    };
    let (finder, fen) = match rewards.row(hazard, &reach.streams) {
        Some(row) => (row.of.finder, row.fen),
        None if lapsed(app, caller, &reach, hazard)?.is_some() => {
            return Err(problem(&RewardError::Lapsed));
        }
        None => return Err(problem(&RewardError::NotInLedger { hazard })),
    };
    let ledger = &mut rewards.ledger;
    let judged = match body.act {
        RewardAct::Approve => ledger.approve(hazard, caller.user, now, &body.note),
        RewardAct::Reject => ledger.reject(hazard, caller.user, now, &body.note),
        RewardAct::Claim => ledger.claim(hazard, finder, now, rules).map(drop),
    };
    judged.map_err(|error| problem(&error))?;
    let decision = RewardDecision {
        hazard,
        finder,
        act: body.act,
        by: caller.user,
        fen,
        note: body.note.clone(),
    };
    let mut row = RegisterRow::of(&decision.key(), now.china_date(), &decision)
        .map_err(|error| refused(&error))?;
    row.set_by = Some(caller.user);
    append(app, &ControlEvent::RegisterSet(row))
}
