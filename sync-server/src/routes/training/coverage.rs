use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::evaluation::LogCut;
use wangge_domain::people::{Role, Scope};
use wangge_domain::register::trained_between;
use wangge_domain::{Timestamp, UserId};

use crate::at_cut::at_cut;
use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::store::Reach;

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
    /// Grid workers of the caller's area on the last day, or today if that is to come.
    workers: usize,
    /// Those of them who took part in a training between the two days.
    trained: usize,
    /// Per ten thousand; absent where there are no workers.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<u64>,
    /// Those of them with a certificate valid on that day.
    certified: usize,
    /// Who is not trained: 待训名单.
    due: Vec<PersonView>,
    /// Epoch and seq of each log at which it holds; absent if rows came in while it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    cut: Option<LogCut>,
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
    let view = app
        .blocking(move |app| {
            let now = app.tenant.now();
            let found = at_cut(app, &caller, || Ok(covered(&caller, &reach, &params, now)))?;
            Ok(TrainingCoverage {
                cut: found.cut,
                ..found.body
            })
        })
        .await?;
    Ok(Json(view))
}

fn covered(
    caller: &SupervisorCaller,
    reach: &Reach,
    params: &CoverageParams,
    now: Timestamp,
) -> TrainingCoverage {
    let control = &caller.control;
    let today = now.china_date();
    // A question about a time that is over is answered as of then, whenever it is asked.
    let (at, on) = match params.until < today {
        true => (Timestamp::end_of_china_day(params.until), params.until),
        false => (now, today),
    };
    let workers: BTreeSet<UserId> = control
        .grants
        .iter()
        .filter(|grant| grant.role == Role::GridWorker && grant.holds_at(at))
        .filter(|grant| match grant.scope {
            Scope::Subtree(grid) => streams_below(control, Some(grid)).is_subset(&reach.streams),
            _ => false,
        })
        .map(|grant| grant.user)
        .collect();
    let between = (params.from, params.until);
    let trained = trained_between(&control.registers, &workers, between, today);
    let certified = workers
        .iter()
        .filter(|user| control.is_certified(**user, on));
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let due = workers.difference(&trained).map(|user| PersonView {
        user: user.to_string(),
        name: control
            .people
            .get(user)
            .map(|person| person.name.clone())
            .unwrap_or_default(),
    });
    TrainingCoverage {
        cut: None,
        workers: workers.len(),
        trained: trained.len(),
        rate: count(trained.len())
            .saturating_mul(10_000)
            .checked_div(count(workers.len())),
        certified: certified.count(),
        due: due.collect(),
    }
}
