use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::evaluation::LogCut;
use wangge_domain::gaps::{GapKind, GapSubject};
use wangge_domain::tally::gap_report;

use super::census::{CensusPremises, entry};
use super::entry::{name_of, scope_name};
use super::params::scope;
use crate::http::{ApiError, App, SupervisorCaller};

/// Of one kind, at most; the count is told whole.
const LISTED: usize = 200;

/// Of which grid.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct GapParams {
    /// Only this grid and those below it.
    grid: Option<String>,
}

/// A grid that lacks something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GapGrid {
    /// Id.
    id: String,
    /// Its name.
    name: String,
}

/// The gaps of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GapView {
    /// `grid_without_worker`, `premises_without_grid`, `premises_in_former_grid`,
    /// `premises_without_worker`, `premises_without_position`, `premises_without_responsible`,
    /// `never_visited`.
    #[schema(value_type = String)]
    kind: GapKind,
    /// How many.
    count: u64,
    /// Of these, at key types of premises.
    key_types: u64,
    /// Of how many, grids or premises.
    of: u64,
    /// The first grids.
    grids: Vec<GapGrid>,
    /// The first premises, key types in front.
    premises: Vec<CensusPremises>,
}

/// All gaps.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GapsView {
    /// Id of the grid; absent: of all townships.
    #[serde(skip_serializing_if = "Option::is_none")]
    grid: Option<String>,
    /// Its name, or that of the tenant.
    grid_name: String,
    /// Epoch and seq of each log, up to which it was read.
    #[schema(value_type = Object)]
    cut: LogCut,
    /// By kind; a kind without a gap stands with 0.
    gaps: Vec<GapView>,
}

const KINDS: [GapKind; 7] = [
    GapKind::GridWithoutWorker,
    GapKind::PremisesWithoutGrid,
    GapKind::PremisesInFormerGrid,
    GapKind::PremisesWithoutWorker,
    GapKind::PremisesWithoutPosition,
    GapKind::PremisesWithoutResponsible,
    GapKind::NeverVisited,
];

/// The gaps in the net（管理空白）of S4-23 and S0-23: premises in no grid, in a former one, in one without
/// a worker, without a position, a responsible person or a visit; grids without a worker.
#[utoipa::path(
    get, path = "/api/v1/gaps", tag = "figures", params(GapParams),
    responses(
        (status = 200, body = GapsView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<GapParams>, QueryRejection>,
) -> Result<Json<GapsView>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "record_read")?;
    let top = scope(&caller, &reach, params.grid.as_deref())?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let rules = &standing.pack.accounting().gaps;
            let report = gap_report(&standing.of(top), &standing.control, rules, top, now);
            let counts = report.counts();
            let view = |kind: GapKind| {
                let (count, key_types) = counts.get(&kind).copied().unwrap_or_default();
                let is_of_grids = kind == GapKind::GridWithoutWorker;
                let mut view = GapView {
                    kind,
                    count,
                    key_types,
                    of: if is_of_grids {
                        report.grids
                    } else {
                        report.premises
                    },
                    grids: Vec::new(),
                    premises: Vec::new(),
                };
                let found = report.gaps.iter().filter(|gap| gap.kind == kind);
                for gap in found.take(LISTED) {
                    match gap.subject {
                        GapSubject::Grid(grid) => view.grids.push(GapGrid {
                            id: grid.to_string(),
                            name: name_of(&standing.control, grid),
                        }),
                        GapSubject::Premises(id) => view.premises.extend(entry(&standing, id)),
                    }
                }
                view
            };
            Ok(GapsView {
                grid: top.map(|top| top.to_string()),
                grid_name: scope_name(app, &caller, top),
                cut: standing.cut.clone(),
                gaps: KINDS.into_iter().map(view).collect(),
            })
        })
        .await?;
    Ok(Json(view))
}
