use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::RecordId;
use wangge_domain::casework::{HazardLine, long_open, monthly_batches};
use wangge_domain::evaluation::truth_sample;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_protocol::sha256;

use super::lines::{all_of, hazard_lines};
use crate::http::{ApiError, App, SupervisorCaller};

/// What candidates are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CandidateParams {
    /// Category of premises, for `trade`.
    category: Option<String>,
    /// Seed that nobody chose, for `sample`: the same seed gives the same sample.
    seed: Option<String>,
}

/// Records that belong together on one paper.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateGroup {
    /// Id of the village, or the category of premises; empty: the whole reach.
    group: String,
    /// Its name, if it is a grid.
    name: String,
    /// Ids of the records.
    items: Vec<String>,
}

/// Candidates（候选清单）for an order, an agenda or a sample, within what the caller may read:
/// `monthly` (open general hazards by village), `yearly` (open major cases), `trade` (open hazards
/// of a category of premises), `unmapped` (open hazards of premises whose category no department
/// answers for), `agenda` (open for long), `sample` (of what was closed).
#[utoipa::path(
    get, path = "/api/v1/candidates/{purpose}", tag = "cases",
    params(("purpose" = String, Path, description = "what they are for"), CandidateParams),
    responses(
        (status = 200, body = Vec<CandidateGroup>),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn candidates(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(purpose): Path<String>,
    params: Result<Query<CandidateParams>, QueryRejection>,
) -> Result<Json<Vec<CandidateGroup>>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let groups = app
        .blocking(move |app| groups(app, &caller, &purpose, &params))
        .await?;
    Ok(Json(groups))
}

fn groups(
    app: &App,
    caller: &SupervisorCaller,
    purpose: &str,
    params: &CandidateParams,
) -> Result<Vec<CandidateGroup>, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let rules = &caller.policy.cases;
    if purpose == "yearly" {
        let ended = ["draft", "closed", "refused", "withdrawn"];
        let open = all_of(app, &RecordKind::MajorCase, &reach)?;
        let open = open
            .iter()
            .filter(|one| !ended.contains(&one.status.as_str()));
        return Ok(vec![whole(open.map(|one| one.record))]);
    }
    let lines = hazard_lines(app, caller, &reach)?;
    let open = || lines.iter().filter(|line| line.is_open());
    Ok(match purpose {
        "monthly" => monthly_batches(&lines)
            .into_iter()
            .map(|batch| {
                let grid = batch.village.and_then(|id| caller.control.grids.get(&id));
                CandidateGroup {
                    group: batch.village.map(|id| id.to_string()).unwrap_or_default(),
                    name: grid.map(|grid| grid.name.clone()).unwrap_or_default(),
                    items: texts(batch.hazards),
                }
            })
            .collect(),
        "trade" => {
            let category = params.category.clone();
            let category =
                category.ok_or_else(|| ApiError::bad_request("`category` is missing"))?;
            let items = open().filter(|line| line.category == category);
            vec![CandidateGroup {
                items: texts(items.map(|line| line.hazard)),
                group: category,
                name: String::new(),
            }]
        }
        "unmapped" => unmapped(caller, open()),
        "agenda" => {
            let old = long_open(&lines, app.tenant.now(), rules.agenda_open_days);
            vec![whole(old.into_iter().map(|line| line.hazard))]
        }
        "sample" => {
            let seed = params.seed.as_deref().unwrap_or_default();
            if seed.is_empty() {
                return Err(ApiError::bad_request("`seed` is missing"));
            }
            let closed: Vec<RecordId> = lines
                .iter()
                .filter(|line| line.status == Status::Closed)
                .map(|line| line.hazard)
                .collect();
            let seed = sha256(seed.as_bytes());
            vec![whole(truth_sample(
                &closed,
                &seed,
                1,
                rules.sample_basis_points,
            ))]
        }
        _ => return Err(ApiError::not_found()),
    })
}

/// What no department answers for, by category: for the county to say whose it is (S3-17).
fn unmapped<'a>(
    caller: &SupervisorCaller,
    open: impl Iterator<Item = &'a HazardLine>,
) -> Vec<CandidateGroup> {
    let routes = &caller.policy.routing.categories;
    let mut groups: Vec<CandidateGroup> = Vec::new();
    for line in open.filter(|line| !routes.contains_key(&line.category)) {
        let known = groups.iter().position(|group| group.group == line.category);
        let place = known.unwrap_or_else(|| {
            groups.push(CandidateGroup {
                group: line.category.clone(),
                name: String::new(),
                items: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.items.push(line.hazard.to_string());
        }
    }
    groups
}

fn whole(items: impl IntoIterator<Item = RecordId>) -> CandidateGroup {
    CandidateGroup {
        group: String::new(),
        name: String::new(),
        items: texts(items),
    }
}

fn texts(items: impl IntoIterator<Item = RecordId>) -> Vec<String> {
    items.into_iter().map(|id| id.to_string()).collect()
}
