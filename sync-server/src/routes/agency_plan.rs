use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::register::{GRID_AGENCY, agencies_of};
use wangge_domain::schedule::{DueState, due_list};
use wangge_domain::{RecordId, StreamId};

use crate::at_cut::{AtCut, at_cut};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::survey::OwedVisit;

/// One premises on the plan of an agency.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanLine {
    /// Id of the premises.
    premises: String,
    /// Its name.
    name: String,
    /// Its address.
    address: String,
    /// Category.
    category: String,
    /// Risk grade.
    grade: String,
    /// The last day on which the visit is in time.
    due: String,
    /// Why: `agency_frequency`, `department_plan` or `supervising_body`.
    reason: String,
    /// Days late; 0 if it is not.
    days_late: i64,
}

/// The plan of an agency（部门检查计划）of S3-10, S4-11 and S1-17: what was set for it, counted from its
/// own last visit. Officers of the agency and supervisors of the area may read it. It holds what registers
/// and the pack set for an agency: what grids owe by grade and credit stands in `/api/v1/next-visits`, and
/// the plan of `GRID` is empty where nothing was set for it besides.
#[utoipa::path(
    get, path = "/api/v1/plans/{agency}", tag = "plans",
    params(("agency" = String, Path, description = "`GRID` or a department code")),
    responses(
        (status = 200, body = Vec<PlanLine>),
        (status = 403, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(agency): Path<String>,
) -> Result<AtCut<Vec<PlanLine>>, ApiError> {
    app.blocking(move |app| at_cut(app, &caller, || plan(app, &caller, &agency)))
        .await
}

fn plan(app: &App, caller: &SupervisorCaller, agency: &str) -> Result<Vec<PlanLine>, ApiError> {
    let known = agency == GRID_AGENCY || caller.policy.routing.departments.contains_key(agency);
    if !known {
        return Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "agency_unknown",
            "政策包中没有这个检查单位（S4-11）",
            "there is no such agency",
        ));
    }
    let tenant = &app.tenant;
    let control = &caller.control;
    let reach = caller.require(app, "record_read")?;
    let mut streams = reach.streams;
    let now = tenant.now();
    if agencies_of(control, caller.user, now).contains(agency)
        && let Some(own) = reach.departments.get(agency)
    {
        streams.extend(own.iter().copied());
    }
    if streams.is_empty() {
        return Err(ApiError::forbidden());
    }
    let standing = tenant.standing()?;
    let owed = tenant.owed_visits(&standing, agency)?;
    let own: BTreeMap<RecordId, &OwedVisit> = owed
        .iter()
        .flat_map(|part| part.iter())
        .filter(|visit| streams.contains(&StreamId::of_grid(visit.grid)))
        .map(|visit| (visit.premises, visit))
        .collect();
    let entries = own
        .values()
        .map(|it| (it.premises, it.grade.clone(), it.due.clone()));
    let lines = due_list(entries, &standing.pack.risk, now.china_date());
    Ok(lines
        .into_iter()
        .filter_map(|entry| {
            let visit = own.get(&entry.premises)?;
            Some(PlanLine {
                premises: entry.premises.to_string(),
                name: visit.name.clone(),
                address: visit.address.clone(),
                category: visit.category.clone(),
                grade: entry.grade,
                due: entry.due.date.to_string(),
                reason: entry.due.reason,
                days_late: match entry.state {
                    DueState::Overdue { days } => days,
                    _ => 0,
                },
            })
        })
        .collect())
}
