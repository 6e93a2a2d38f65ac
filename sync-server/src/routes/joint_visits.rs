use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::policy::PolicyPack;
use wangge_domain::register::{VisitRule, agencies_of};
use wangge_domain::schedule::{AgencyDue, JointVisit, joint_visits};
use wangge_domain::{GridId, RecordId, StreamId};

use crate::at_cut::{AtCut, at_cut};
use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::store::Reach;
use crate::survey::OwedJointly;

/// Where.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct JointVisitParams {
    /// Only this grid and those below it: id; without it as far as the caller sees.
    grid: Option<String>,
}

/// An agency that owes a visit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JointAgencyView {
    /// Code of the agency.
    code: String,
    /// Its name.
    name: String,
    /// The last day on which its own visit is in time.
    due: String,
}

/// A visit made so lately that another one would be a burden.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecentVisitView {
    /// Id of the inspection.
    inspection: String,
    /// Codes of the agencies that were there; empty if that is not known.
    agencies: Vec<String>,
    /// When.
    on: String,
}

/// Visits of several agencies to one premises, to be made as one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JointVisitView {
    /// Id of the premises.
    premises: String,
    /// Its name.
    name: String,
    /// Its address.
    address: String,
    /// Id of its grid.
    grid: String,
    /// Risk grade.
    grade: String,
    /// The earliest of the due dates: on this day all of them are in time.
    by: String,
    /// Who comes; each of them signs.
    agencies: Vec<JointAgencyView>,
    /// The last visit, if it was within the days in which another one is worth a warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    recent: Option<RecentVisitView>,
}

/// Visits that several agencies owe to one premises, merged（综合查一次）of S2-26, the earliest first:
/// what a phone computes offline. Supervisors of the area read all of them, officers of a
/// department those that it takes part in.
#[utoipa::path(
    get, path = "/api/v1/joint-visits", tag = "plans", params(JointVisitParams),
    responses(
        (status = 200, body = Vec<JointVisitView>),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<JointVisitParams>, QueryRejection>,
) -> Result<AtCut<Vec<JointVisitView>>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "record_read")?;
    let reach = own_part(&app, &caller, reach, params.grid.as_deref())?;
    app.blocking(move |app| at_cut(app, &caller, || merged(app, &caller, &reach)))
        .await
}

/// What the caller reads of the grid asked for: all of some logs, and of others what concerns a
/// department that the caller works for.
fn own_part(
    app: &App,
    caller: &SupervisorCaller,
    reach: Reach,
    grid: Option<&str>,
) -> Result<Reach, ApiError> {
    let control = &caller.control;
    let grid = grid
        .map(str::parse::<GridId>)
        .transpose()
        .map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
    if grid.is_some_and(|grid| !control.grids.contains_key(&grid)) {
        return Err(ApiError::not_found());
    }
    let asked = streams_below(control, grid);
    let own = agencies_of(control, caller.user, app.tenant.now());
    let within = |streams: BTreeSet<StreamId>| -> BTreeSet<StreamId> {
        streams.intersection(&asked).copied().collect()
    };
    let departments: BTreeMap<String, BTreeSet<StreamId>> = reach
        .departments
        .into_iter()
        .filter(|(department, _)| own.contains(department))
        .map(|(department, streams)| (department, within(streams)))
        .collect();
    let part = Reach {
        streams: within(reach.streams),
        departments,
        ..Reach::default()
    };
    if part.streams.is_empty() && part.departments.values().all(BTreeSet::is_empty) {
        return Err(ApiError::forbidden());
    }
    Ok(part)
}

fn merged(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
) -> Result<Vec<JointVisitView>, ApiError> {
    let tenant = &app.tenant;
    let standing = tenant.standing()?;
    let rule = VisitRule::on(&standing.control.registers, tenant.now().china_date());
    let mut streams = reach.streams.clone();
    streams.extend(reach.departments.values().flatten().copied());
    let owed = tenant.owed_jointly(&standing)?;
    let own: BTreeMap<RecordId, &OwedJointly> = owed
        .iter()
        .flat_map(|part| part.iter())
        .filter(|it| streams.contains(&StreamId::of_grid(it.grid)))
        .map(|it| (it.premises, it))
        .collect();
    let due: Vec<AgencyDue> = own.values().flat_map(|it| it.due.clone()).collect();
    let visits = joint_visits(&due, &rule).into_iter();
    Ok(visits
        .filter_map(|visit| {
            let of = own.get(&visit.premises)?;
            let concerns = concerns(reach, &visit, StreamId::of_grid(of.grid));
            concerns.then(|| view(&visit, of, &caller.policy))
        })
        .collect())
}

/// Whether a joint visit is for the caller to read.
fn concerns(reach: &Reach, visit: &JointVisit, stream: StreamId) -> bool {
    let mut own = reach.departments.iter();
    reach.streams.contains(&stream)
        || own.any(|(department, streams)| {
            visit.agencies.contains(department) && streams.contains(&stream)
        })
}

fn view(visit: &JointVisit, of: &OwedJointly, policy: &PolicyPack) -> JointVisitView {
    let agency = |code: &String| {
        let named = policy.routing.departments.get(code);
        let due = of.due.iter().find(|it| it.agency == *code);
        JointAgencyView {
            code: code.clone(),
            name: named.map_or_else(|| code.clone(), |it| it.zh.clone()),
            due: due.map(|it| it.date.to_string()).unwrap_or_default(),
        }
    };
    JointVisitView {
        premises: visit.premises.to_string(),
        name: of.name.clone(),
        address: of.address.clone(),
        grid: of.grid.to_string(),
        grade: of.grade.clone(),
        by: visit.by.to_string(),
        agencies: visit.agencies.iter().map(agency).collect(),
        recent: of.recent.as_ref().map(|recent| RecentVisitView {
            inspection: recent.inspection.to_string(),
            agencies: recent.agencies.iter().cloned().collect(),
            on: recent.on.to_string(),
        }),
    }
}
