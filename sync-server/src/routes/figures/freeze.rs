use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::GridId;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};

use super::params::scope;
use crate::figures::FreezeOrder;
use crate::http::{ApiError, App, SupervisorCaller, streams_below};

/// What is to be frozen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Freeze {
    /// `month`, `quarter`, `half_year` or `year`.
    #[schema(value_type = String)]
    kind: PeriodKind,
    /// A day of the period.
    #[schema(value_type = String)]
    on: NaiveDate,
    /// The grid, and with it those below; without it every township, for whoever sees them all.
    #[serde(default)]
    grid: Option<String>,
    /// Why a grid failed whatever its score（一票否决）, by id of the grid.
    #[serde(default)]
    #[schema(value_type = Object)]
    vetoes: BTreeMap<GridId, Vec<String>>,
}

/// What was frozen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Frozen {
    /// Hashes of the new snapshots, by grid.
    snapshots: BTreeMap<String, String>,
    /// Hash of the new snapshot of the county as such（全县）, if one was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    county: Option<String>,
}

/// Freezes the figures of a period that is over（考核定稿）of S1-20 and S4-19, for a grid and all below
/// it, or for every township; each grid has a snapshot of its own, and of several townships frozen
/// together the county as such has one, without a score. A
/// village or small grid is frozen by whoever is in charge of the grid above it, a township by whoever
/// has charge of the whole county. What was frozen
/// before stays as it is, and a veto that it lacks is refused; what arrives later is shown as
/// adjustments. It answers when
/// all is done, and `GET /api/v1/snapshots/freezing` says how far it is; one at a time, another one
/// is told to wait.
#[utoipa::path(
    post, path = "/api/v1/snapshots", tag = "figures",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = Freeze,
    responses(
        (status = 200, body = Frozen),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "refused, with the rule"),
        (status = 503, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<Freeze>, JsonRejection>,
) -> Result<Json<Frozen>, ApiError> {
    let Json(freeze) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "ledger_export")?;
    let top = scope(&caller, &reach, freeze.grid.as_deref())?;
    // Nobody freezes what he is judged by: whoever judges is in charge of the grid above, too. Above a
    // township is the county, whose veto would come too late for what the township had frozen.
    let above = top.and_then(|top| caller.control.grids.get(&top)?.parent);
    if top.is_some() && !streams_below(&caller.control, above).is_subset(&reach.streams) {
        return Err(ApiError::forbidden());
    }
    let order = FreezeOrder {
        period: EvaluationPeriod::of(freeze.kind, freeze.on),
        top,
        vetoes: freeze.vetoes,
    };
    let made = app
        .blocking(move |app| {
            let (watch, now) = (&app.tenant.figures.freezing, app.tenant.now());
            let turn = watch.begin(order.period, now);
            let turn = turn.ok_or_else(|| ApiError::busy(2_000))?;
            let tell = |_: &str, done, of| turn.tell(done, of);
            Ok(app.tenant.freeze(&order, &tell)?)
        })
        .await?;
    let (mut snapshots, mut county) = (BTreeMap::new(), None);
    for it in &made {
        let hash = it.hash().to_string();
        match it.scope {
            Some(grid) => {
                snapshots.insert(grid.to_string(), hash);
            }
            None => county = Some(hash),
        }
    }
    Ok(Json(Frozen { snapshots, county }))
}
