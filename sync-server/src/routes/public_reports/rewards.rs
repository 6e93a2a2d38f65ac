use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::public_report::PublicRewardError;
use wangge_sync_engine::store::StoreError;

use crate::enrollment_code::code_digest;
use crate::http::{ApiError, App, PeerAddress, SupervisorCaller};
use crate::public_reports::{RewardLine, reward_lines, rules};
use crate::store::{RewardAct, RewardDeed};

const DAY_MS: i64 = 86_400_000;
/// What guessing at claim codes is counted as.
const CLAIM: &str = "claim";

/// A row of the reward ledger of the public.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicRewardView {
    /// Id of the report.
    report: String,
    /// Id of the hazard.
    hazard: String,
    /// When the report came in, milliseconds since 1970.
    received_at: i64,
    /// Amount in fen: granted, or by the rules.
    fen: u64,
    /// `proposed`, `refused`, `rejected`, `approved`, `lapsed` (the hazard is void) or `claimed`.
    state: &'static str,
    /// Why it is refused or rejected.
    reason: String,
}

impl PublicRewardView {
    fn of(line: &RewardLine) -> Self {
        let (state, fen, reason) = match (&line.decision, &line.claim) {
            (Some(decision), Some(_)) => ("claimed", decision.fen, String::new()),
            (Some(decision), None) if decision.fen == 0 => ("rejected", 0, decision.note.clone()),
            (Some(decision), None) if line.lapsed => {
                ("lapsed", decision.fen, PublicRewardError::Lapsed.zh())
            }
            (Some(decision), None) => ("approved", decision.fen, String::new()),
            (None, _) => match line.judged {
                Ok(fen) => ("proposed", fen, String::new()),
                Err(refusal) => ("refused", 0, refusal.zh().to_owned()),
            },
        };
        Self {
            report: line.report.report.to_string(),
            hazard: line.hazard.to_string(),
            received_at: line.report.received_at.0,
            fen,
            state,
            reason,
        }
    }
}

/// What to do about a reward.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideBody {
    /// Grant it, or not.
    approve: bool,
    /// Remark; needed for a rejection.
    #[serde(default)]
    note: String,
}

/// A code that somebody shows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimBody {
    /// The claim code.
    code: String,
}

/// The reward ledger of the public（举报奖励台账）of S2-34, within the grids that the caller manages. It
/// tells nobody's name.
#[utoipa::path(
    get, path = "/api/v1/public-rewards", tag = "plans",
    responses(
        (status = 200, body = Vec<PublicRewardView>),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn rewards(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<PublicRewardView>>, ApiError> {
    let views = app
        .blocking(move |app| {
            Ok(lines(app, &caller)?
                .iter()
                .map(PublicRewardView::of)
                .collect())
        })
        .await?;
    Ok(Json(views))
}

fn lines(app: &App, caller: &SupervisorCaller) -> Result<Vec<RewardLine>, ApiError> {
    let reach = caller.require(app, "grid_manage")?;
    let rules = rules(&app.tenant)?;
    let mut lines = reward_lines(&app.reports, &app.tenant, &caller.control, &rules)?;
    lines.retain(|line| reach.streams.contains(&line.stream));
    Ok(lines)
}

/// Grants or refuses the reward of a report（举报奖励审批）, once. Whoever found the report to be about the
/// hazard does not grant it.
#[utoipa::path(
    post, path = "/api/v1/public-rewards/{report}", tag = "plans",
    params(
        ("report" = String, Path, description = "id of the report"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = DecideBody,
    responses(
        (status = 200, body = PublicRewardView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
    )
)]
pub(crate) async fn decide_reward(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(report): Path<String>,
    body: Result<Json<DecideBody>, JsonRejection>,
) -> Result<Json<PublicRewardView>, ApiError> {
    let Json(body) = body.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let report: RecordId = report.parse().map_err(|_| ApiError::not_found())?;
    let view = app
        .blocking(move |app| decide(app, &caller, report, body))
        .await?;
    Ok(Json(view))
}

fn decide(
    app: &App,
    caller: &SupervisorCaller,
    report: RecordId,
    body: DecideBody,
) -> Result<PublicRewardView, ApiError> {
    let mut lines = lines(app, caller)?;
    let place = lines.iter().position(|line| line.report.report == report);
    let mut line = lines.swap_remove(place.ok_or_else(ApiError::not_found)?);
    if line.decision.is_some() {
        return Err(refused(PublicRewardError::Decided));
    }
    // Who says that it is true and who grants the money are two people.
    if body.approve && line.matched_by == Some(caller.user) {
        return Err(refused(PublicRewardError::OwnMatch));
    }
    let fen = match (body.approve, line.judged) {
        (true, Ok(fen)) => fen,
        (true, Err(refusal)) => return Err(refused(PublicRewardError::Refused(refusal))),
        (false, _) if body.note.trim().is_empty() => {
            return Err(refused(PublicRewardError::NeedsReason));
        }
        (false, _) => 0,
    };
    let act = RewardAct {
        report,
        hazard: line.hazard,
        deed: RewardDeed::Decision,
        fen,
        user: caller.user,
        at: app.tenant.now(),
        note: body.note,
    };
    enter(app, &act, PublicRewardError::Decided)?;
    line.decision = Some(act);
    Ok(PublicRewardView::of(&line))
}

/// Pays a reward out to whoever shows its code（凭码领奖）, once. Nobody is asked for a name; guessing is
/// slowed down. Nothing is paid for a hazard that is void by then.
#[utoipa::path(
    post, path = "/api/v1/public-rewards/claim", tag = "plans",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = ClaimBody,
    responses(
        (status = 200, body = PublicRewardView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
        (status = 429, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn claim_reward(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    peer: PeerAddress,
    body: Result<Json<ClaimBody>, JsonRejection>,
) -> Result<Json<PublicRewardView>, ApiError> {
    let Json(body) = body.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let view = app
        .blocking(move |app| {
            let (from, account) = (peer.key(), caller.user.to_string());
            app.throttle.admit(&app.tenant, CLAIM, &account, &from)?;
            let code = code_digest(&body.code);
            let database = &app.tenant.database;
            let report = database.public_report_of_claim(app.tenant.id(), code)?;
            let found = match report {
                Some(report) => lines(app, &caller)?
                    .into_iter()
                    .find(|line| line.report.report == report.report),
                None => None,
            };
            let granted = found.filter(|line| line.decision.as_ref().is_some_and(|it| it.fen > 0));
            match granted {
                Some(line) => claim(app, &caller, line),
                None => {
                    app.throttle.failed(&app.tenant, CLAIM, &account, &from)?;
                    caller.require(app, "grid_manage")?;
                    Err(refused(PublicRewardError::UnknownCode))
                }
            }
        })
        .await?;
    Ok(Json(view))
}

fn claim(
    app: &App,
    caller: &SupervisorCaller,
    mut line: RewardLine,
) -> Result<PublicRewardView, ApiError> {
    let now = app.tenant.now();
    let days = rules(&app.tenant)?.reward.claim_within_days;
    if line.claim.is_some() {
        return Err(refused(PublicRewardError::AlreadyClaimed));
    }
    if line.lapsed {
        return Err(refused(PublicRewardError::Lapsed));
    }
    let decided = line.decision.as_ref();
    let granted_at = decided.map_or(now, |decision| decision.at);
    if now > granted_at.plus_ms(i64::from(days).saturating_mul(DAY_MS)) {
        return Err(refused(PublicRewardError::ClaimTooLate { days }));
    }
    let act = RewardAct {
        report: line.report.report,
        hazard: line.hazard,
        deed: RewardDeed::Claim,
        fen: decided.map_or(0, |decision| decision.fen),
        user: caller.user,
        at: now,
        note: String::new(),
    };
    enter(app, &act, PublicRewardError::AlreadyClaimed)?;
    line.claim = Some(act);
    Ok(PublicRewardView::of(&line))
}

/// Enters a deed; another one may have been quicker.
fn enter(app: &App, act: &RewardAct, taken: PublicRewardError) -> Result<(), ApiError> {
    match app.tenant.database.add_reward_act(app.tenant.id(), act) {
        Err(StoreError::HeadMoved) => Err(refused(taken)),
        done => Ok(done?),
    }
}

fn refused(error: PublicRewardError) -> ApiError {
    let zh = format!("{}（{}）", error.zh(), PublicRewardError::RULE);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ApiError::new(status, error.code(), &zh, &error.to_string())
}
