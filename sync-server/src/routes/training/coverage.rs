use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::UserId;
use wangge_domain::people::{Role, Scope};
use wangge_domain::register::trained_between;

use crate::http::{ApiError, App, SupervisorCaller, streams_below};

/// Between which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CoverageParams {
    /// First day.
    #[param(value_type = String)]
    from: NaiveDate,
    /// Last day.
    #[param(value_type = String)]
    until: NaiveDate,
}

/// How many grid workers are trained.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrainingCoverage {
    /// Grid workers of the caller's area today.
    workers: usize,
    /// Those of them who took part in a training between the two days.
    trained: usize,
    /// Per ten thousand; absent where there are no workers.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<u64>,
    /// Those of them with a certificate valid today.
    certified: usize,
    /// Who is not trained: 待训名单.
    due: Vec<PersonView>,
}

/// A person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonView {
    /// Id.
    user: String,
    /// Name.
    name: String,
}

/// Training coverage of grid workers（培训覆盖率）of S0-38, with the list of those who are due.
#[utoipa::path(
    get, path = "/api/v1/training/coverage", tag = "plans",
    params(CoverageParams),
    responses(
        (status = 200, body = TrainingCoverage),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn coverage(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Query(params): Query<CoverageParams>,
) -> Result<Json<TrainingCoverage>, ApiError> {
    let reach = caller.require(&app, "person_manage")?;
    if params.until < params.from {
        return Err(ApiError::bad_request("`until` is before `from`"));
    }
    let control = &caller.control;
    let now = app.tenant.now();
    let workers: BTreeSet<UserId> = control
        .grants
        .iter()
        .filter(|grant| grant.role == Role::GridWorker && grant.holds_at(now))
        .filter(|grant| match grant.scope {
            Scope::Subtree(grid) => streams_below(control, Some(grid)).is_subset(&reach.streams),
            _ => false,
        })
        .map(|grant| grant.user)
        .collect();
    let today = now.china_date();
    let between = (params.from, params.until);
    let trained = trained_between(&control.registers, &workers, between, today);
    let certified = workers
        .iter()
        .filter(|user| control.is_certified(**user, today));
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let due = workers.difference(&trained).map(|user| PersonView {
        user: user.to_string(),
        name: control
            .people
            .get(user)
            .map(|person| person.name.clone())
            .unwrap_or_default(),
    });
    let view = TrainingCoverage {
        workers: workers.len(),
        trained: trained.len(),
        rate: count(trained.len())
            .saturating_mul(10_000)
            .checked_div(count(workers.len())),
        certified: certified.count(),
        due: due.collect(),
    };
    std::future::ready(Ok(Json(view))).await
}
