use std::sync::Arc;

use axum::extract::{Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::register::quota_progress;

use crate::at_cut::{AtCut, at_cut};
use crate::http::{ApiError, App, SupervisorCaller, streams_below};
use crate::store::Reach;

/// Up to which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuotaParams {
    /// The day; today if absent.
    #[param(value_type = Option<String>)]
    on: Option<NaiveDate>,
}

/// How a township stands with its enforcement quota.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuotaView {
    /// Id of the township's grid.
    township: String,
    /// Its name.
    name: String,
    /// Cases owed in the year.
    owed: u32,
    /// Cases owed up to and with this month.
    owed_so_far: u32,
    /// Cases by month, January first.
    done_by_month: Vec<u32>,
    /// Cases so far.
    done: u32,
    /// Cases missing so far.
    short: u32,
}

/// Enforcement quotas of the year with their progress（执法量化指标进度）of S2-06.
#[utoipa::path(
    get, path = "/api/v1/enforcement-quotas", tag = "plans",
    params(QuotaParams),
    responses(
        (status = 200, body = Vec<QuotaView>),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Query(params): Query<QuotaParams>,
) -> Result<AtCut<Vec<QuotaView>>, ApiError> {
    let reach = caller.require(&app, "record_read")?;
    app.blocking(move |app| {
        let date = params.on.unwrap_or_else(|| app.tenant.now().china_date());
        at_cut(app, &caller, || Ok(quotas(&caller, &reach, date)))
    })
    .await
}

fn quotas(caller: &SupervisorCaller, reach: &Reach, date: NaiveDate) -> Vec<QuotaView> {
    let control = &caller.control;
    quota_progress(&control.registers, date)
        .into_iter()
        .filter(|row| streams_below(control, Some(row.township)).is_subset(&reach.streams))
        .map(|row| QuotaView {
            name: control
                .grids
                .get(&row.township)
                .map(|grid| grid.name.clone())
                .unwrap_or_default(),
            township: row.township.to_string(),
            owed: row.owed,
            owed_so_far: row.owed_so_far,
            done_by_month: row.done_by_month,
            done: row.done,
            short: row.short,
        })
        .collect()
}
