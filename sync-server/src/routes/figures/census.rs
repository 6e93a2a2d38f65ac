use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::RecordId;
use wangge_domain::census::{CensusProgress, Share};
use wangge_domain::evaluation::LogCut;
use wangge_domain::policy::CensusRules;
use wangge_domain::tally::sweep;

use super::entry::{name_of, scope_name};
use super::params::scope;
use crate::figures::Standing;
use crate::http::{ApiError, App, SupervisorCaller};

/// Premises of one list, at most; its count is told whole.
const LISTED: usize = 200;

/// Which sweep of which grid.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CensusParams {
    /// The day it began.
    #[param(value_type = String)]
    since: NaiveDate,
    /// Only this grid and those below it.
    grid: Option<String>,
}

/// A part of a whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShareView {
    /// How many.
    part: u64,
    /// Of how many.
    whole: u64,
    /// In tenths of a per cent, rounded down; absent of nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    per_mille: Option<u32>,
}

/// How many premises ended with an outcome.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutcomeView {
    /// Code of the policy pack.
    code: String,
    /// In Chinese.
    zh: String,
    /// Premises whose latest visit of the sweep ended so, of all on the list.
    share: ShareView,
}

/// A premises in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CensusPremises {
    /// Id.
    id: String,
    /// Its name.
    name: String,
    /// Its address.
    address: String,
    /// Id of its grid.
    grid: String,
    /// Name of its grid.
    grid_name: String,
}

/// How the sweep stands in one small grid.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CensusGrid {
    /// Id.
    grid: String,
    /// Its name.
    name: String,
    /// Settled, of all that count.
    done: ShareView,
    /// Visited, of all that count.
    visited: ShareView,
    /// By outcome.
    outcomes: Vec<OutcomeView>,
}

/// A list that may be longer than what is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CensusList {
    /// How many there are.
    count: u64,
    /// The first of them.
    premises: Vec<CensusPremises>,
}

/// How a census sweep stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CensusView {
    /// The day it began.
    since: String,
    /// Id of the grid; absent: of all townships.
    #[serde(skip_serializing_if = "Option::is_none")]
    grid: Option<String>,
    /// Its name, or that of the tenant.
    grid_name: String,
    /// Epoch and seq of each log, up to which it was read.
    #[schema(value_type = Object)]
    cut: LogCut,
    /// Settled, of all that count.
    done: ShareView,
    /// Visited, of all that count.
    visited: ShareView,
    /// By outcome.
    outcomes: Vec<OutcomeView>,
    /// By small grid.
    grids: Vec<CensusGrid>,
    /// Not visited in this sweep.
    never_visited: CensusList,
    /// To be visited again, earliest first.
    revisits: CensusList,
    /// Put on file since it began（新增）.
    added: CensusList,
    /// Files in use of one grid with the same name and address（疑似重复）.
    #[schema(value_type = Vec<Object>)]
    alike: Vec<Vec<CensusPremises>>,
}

/// How a census sweep stands（全量排摸）of S0-23: outcomes with their percentages, by grid; who was not
/// visited, who is to be visited again, who was added, and files that may be the same.
#[utoipa::path(
    get, path = "/api/v1/census", tag = "figures", params(CensusParams),
    responses(
        (status = 200, body = CensusView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<CensusParams>, QueryRejection>,
) -> Result<Json<CensusView>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "record_read")?;
    let top = scope(&caller, &reach, params.grid.as_deref())?;
    let view = app
        .blocking(move |app| {
            let standing = app.tenant.standing()?;
            let rules = &standing.pack.census;
            let found = sweep(&standing.of(top), rules, params.since);
            let listed = |ids: &mut dyn Iterator<Item = RecordId>| list(&standing, ids);
            let whole = &found.whole;
            let mut again = whole.revisits.iter().map(|(_, id)| *id);
            let alike = found.alike.iter().take(LISTED);
            Ok(CensusView {
                since: params.since.to_string(),
                grid: top.map(|top| top.to_string()),
                grid_name: scope_name(app, &caller, top),
                cut: standing.cut.clone(),
                done: share(whole.done),
                visited: share(whole.visited),
                outcomes: outcomes(whole, rules),
                grids: found
                    .grids
                    .iter()
                    .map(|(grid, part)| CensusGrid {
                        grid: grid.to_string(),
                        name: name_of(&standing.control, *grid),
                        done: share(part.done),
                        visited: share(part.visited),
                        outcomes: outcomes(part, rules),
                    })
                    .collect(),
                never_visited: listed(&mut whole.never_visited.iter().copied()),
                revisits: listed(&mut again),
                added: listed(&mut found.added.iter().copied()),
                alike: alike
                    .map(|ids| ids.iter().filter_map(|id| entry(&standing, *id)).collect())
                    .collect(),
            })
        })
        .await?;
    Ok(Json(view))
}

fn share(share: Share) -> ShareView {
    ShareView {
        part: share.part,
        whole: share.whole,
        per_mille: share.per_mille(),
    }
}

/// In the order of the pack; one that it does not know any more stands last, under its code.
fn outcomes(progress: &CensusProgress, rules: &CensusRules) -> Vec<OutcomeView> {
    let whole = progress.entries.len() as u64;
    let mut left: BTreeMap<&String, u64> = progress
        .by_outcome
        .iter()
        .map(|(code, count)| (code, *count))
        .collect();
    let view = |code: &String, zh: &String, part: u64| OutcomeView {
        code: code.clone(),
        zh: zh.clone(),
        share: share(Share { part, whole }),
    };
    let mut views = Vec::new();
    for outcome in &rules.outcomes {
        if let Some(count) = left.remove(&outcome.code) {
            views.push(view(&outcome.code, &outcome.zh, count));
        }
    }
    views.extend(
        left.into_iter()
            .map(|(code, count)| view(code, code, count)),
    );
    views
}

fn list(standing: &Standing, ids: &mut dyn Iterator<Item = RecordId>) -> CensusList {
    let (mut count, mut premises) = (0, Vec::new());
    for id in ids {
        count += 1;
        if premises.len() < LISTED {
            premises.extend(entry(standing, id));
        }
    }
    CensusList { count, premises }
}

/// A premises as lists show it.
pub(super) fn entry(standing: &Standing, id: RecordId) -> Option<CensusPremises> {
    let it = standing.measures.premises.get(&id)?;
    Some(CensusPremises {
        id: id.to_string(),
        name: it.name.clone(),
        address: it.address.clone(),
        grid: it.grid.to_string(),
        grid_name: name_of(&standing.control, it.grid),
    })
}
