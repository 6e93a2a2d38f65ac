use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::resources::{Language, label};
use wangge_domain::tally::NextVisit;

use super::params::scope;
use crate::at_cut::AtCut;
use crate::http::{ApiError, App, SupervisorCaller};

const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 500;

/// For whom and how many.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct NextParams {
    /// Only this grid and those below it: id; without it as far as the caller sees.
    grid: Option<String>,
    /// Entries at most.
    limit: Option<usize>,
}

/// A premises to visit next, with the reasons.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextView {
    /// Id of the premises.
    id: String,
    /// Its name.
    name: String,
    /// Id of its grid.
    grid: String,
    /// Risk grade id.
    grade: String,
    /// Risk score.
    score: i64,
    /// Due day; absent if the plan asks for no visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// Days past it; absent likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    days_over: Option<i64>,
    /// Open hazards.
    open_hazards: u32,
    /// The last visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_visit: Option<String>,
    /// Nobody is to come before the due day（无事不扰）: low risk, good credit, no complaint.
    left_in_peace: bool,
    /// Why it stands here, in Chinese words, with the points of each reason.
    reasons: Vec<String>,
}

/// Premises to visit next（建议走访）of S2-36, with every reason. A proposal for a person: it orders no
/// visit and changes no plan.
#[utoipa::path(
    get, path = "/api/v1/next-visits", tag = "figures", params(NextParams),
    responses(
        (status = 200, body = Vec<NextView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<NextParams>, QueryRejection>,
) -> Result<AtCut<Vec<NextView>>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "record_read")?;
    let top = scope(&caller, &reach, params.grid.as_deref())?;
    let limit = params.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    app.blocking(move |app| {
        let (standing, now) = (app.tenant.standing()?, app.tenant.now());
        let counted = &app.tenant.figures.counted;
        let list = standing.counted_visits(counted, top, MAX_LIMIT, now);
        let list = list.iter().take(limit);
        Ok(AtCut {
            body: list.map(|it| view(it, now.china_date())).collect(),
            cut: Some(standing.cut.clone()),
        })
    })
    .await
}

fn view(visit: &NextVisit, today: NaiveDate) -> NextView {
    let mut reasons: Vec<String> = Vec::new();
    if let Some(due) = &visit.due {
        let words = label(Language::Chinese, &format!("schedule.{}", due.reason)).to_owned();
        reasons.push(match visit.days_over {
            days @ 1.. => format!("{words}，已超期{days}天"),
            0 => format!("{words}，今日到期"),
            days => format!("{words}，还有{}天到期", days.saturating_neg()),
        });
    }
    if visit.open > 0 {
        reasons.push(format!("未销号隐患{}处", visit.open));
    }
    let scored = visit.reasons.iter().filter(|reason| reason.points != 0);
    reasons.extend(scored.map(|reason| {
        let words = label(Language::Chinese, &format!("risk.{}", reason.code)).to_owned();
        format!("{words} {:+}分", reason.points)
    }));
    NextView {
        id: visit.premises.to_string(),
        name: visit.name.clone(),
        grid: visit.grid.to_string(),
        grade: visit.grade.clone(),
        score: visit.score,
        due: visit.due.as_ref().map(|due| due.date.to_string()),
        days_over: visit.due.as_ref().map(|_| visit.days_over),
        open_hazards: visit.open,
        last_visit: visit.last_visit.map(|day| day.to_string()),
        left_in_peace: visit
            .due
            .as_ref()
            .is_some_and(|due| due.is_left_in_peace_on(today)),
        reasons,
    }
}
