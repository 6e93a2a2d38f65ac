use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::casework::{HazardLine, long_open, monthly_batches};
use wangge_domain::evaluation::truth_sample;
use wangge_domain::lifecycle::{Status, codes};
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::sha256;

use super::super::cases::grid_stream;
use super::lines::{PAGE, all_of, open_hazard_lines};
use super::sample_seed::seed_of_today;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListOrder, ListQuery, Reach};

/// What candidates are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CandidateParams {
    /// Category of premises, for `trade`.
    category: Option<String>,
    /// Seed of an earlier sample, for `sample`, to draw it again; none: today's, which the relay gives.
    seed: Option<String>,
    /// Id of the grid that the sample is filed in, for `sample`; none: all that the caller may read.
    grid: Option<String>,
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
    /// The seed that it was drawn by, for `sample`.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
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
        // Before it is filed it is no major hazard yet.
        let filed = [
            "filed",
            "listed",
            "listed_passed",
            "passed",
            "closing_pending",
        ];
        let open = all_of(app, &RecordKind::MajorCase, &reach)?;
        let open = open
            .iter()
            .filter(|one| filed.contains(&one.status.as_str()));
        return Ok(vec![whole(open.map(|one| one.record))]);
    }
    let lines = open_hazard_lines(app, caller, &reach)?;
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
                    seed: None,
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
                seed: None,
            }]
        }
        "unmapped" => unmapped(caller, open()),
        "agenda" => {
            let old = long_open(&lines, app.tenant.now(), rules.agenda_open_days);
            vec![whole(old.into_iter().map(|line| line.hazard))]
        }
        "sample" => {
            let earlier = params.seed.as_deref().map(str::trim);
            let seed = match earlier.filter(|seed| !seed.is_empty()) {
                Some(seed) => seed.to_owned(),
                None => seed_of_today(app)?,
            };
            let grid = params.grid.as_deref().filter(|grid| !grid.is_empty());
            let closed = match grid {
                Some(grid) => {
                    let stream = grid_stream(app, caller, grid)?;
                    closed_in(app, &below(caller, stream))?
                }
                None => closed_in(app, &reach)?,
            };
            vec![CandidateGroup {
                seed: Some(seed.clone()),
                ..whole(drawn(caller, &closed, &seed))
            }]
        }
        _ => return Err(ApiError::not_found()),
    })
}

/// Everything in the log of a grid and of those below it.
fn below(caller: &SupervisorCaller, stream: StreamId) -> Reach {
    let control = &caller.control;
    let grids = control.grids.keys();
    let within = grids.filter(|grid| control.is_within(**grid, stream.grid()));
    let streams = within.map(|grid| StreamId::of_grid(*grid)).collect();
    Reach::of_grids(control, streams)
}

/// The hazards within a reach that are closed now, in the order of their ids.
fn closed_in(app: &App, reach: &Reach) -> Result<Vec<RecordId>, ApiError> {
    let order = ListOrder::Oldest { after: None };
    let query = ListQuery {
        status: Some(Status::Closed.as_str().to_owned()),
        ..ListQuery::of(RecordKind::Rectification, reach.clone(), order, PAGE)
    };
    let mut closed = Vec::new();
    app.tenant.each_listed(query, |listed| {
        closed.push(listed.record);
        ControlFlow::<()>::Continue(())
    })?;
    closed.sort_unstable();
    Ok(closed)
}

/// What a seed draws of these.
fn drawn(caller: &SupervisorCaller, closed: &[RecordId], seed: &str) -> Vec<RecordId> {
    let share = caller.policy.cases.sample_basis_points;
    truth_sample(closed, &sha256(seed.as_bytes()), 1, share)
}

/// What was drawn from（抽样底数）, so that anybody can draw again later: how many there were, and the
/// SHA-256 over the bytes of their ids in order.
fn drawn_from(closed: &[RecordId]) -> String {
    let ids: Vec<u8> = closed
        .iter()
        .flat_map(|id| id.as_bytes().iter().copied())
        .collect();
    format!("{} {}", closed.len(), sha256(&ids))
}

/// Refuses to draw a sample that is not what the seed of today gives now（抽样核对, S3-26）, of what is
/// closed in the grid that the sample is filed in and below it: nobody chooses it, and what its
/// author may read besides changes nothing. The seed and what it was drawn from are written down
/// with it; whoever says so themselves must say the same. What is not filled in is left to the rules.
///
/// # Errors
/// 409 `sample_not_drawn`.
pub(crate) fn check_draw(
    app: &App,
    caller: &SupervisorCaller,
    stream: StreamId,
    step: &str,
    fields: &mut BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let field = |name: &str| fields.get(name).map_or("", |value| value.trim());
    let (named_seed, hazards, claimed) = (field("seed"), field("hazards"), field("candidates"));
    if step != "sample.draw" || hazards.is_empty() {
        return Ok(());
    }
    caller.require(app, "record_read")?;
    let seed = seed_of_today(app)?;
    let closed = closed_in(app, &below(caller, stream))?;
    let from = drawn_from(&closed);
    let mut expected = texts(drawn(caller, &closed, &seed));
    let mut named: Vec<String> = codes(hazards).map(str::to_owned).collect();
    expected.sort_unstable();
    named.sort_unstable();
    let unsaid_or = |said: &str, known: &str| said.is_empty() || said == known;
    if named == expected && unsaid_or(claimed, &from) && unsaid_or(named_seed, &seed) {
        fields.insert("candidates".to_owned(), from);
        fields.insert("seed".to_owned(), seed);
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::CONFLICT,
        "sample_not_drawn",
        "样本不是当日随机种子（由中继给出）此刻在立案网格抽出的隐患，请重新抽取",
        "the hazards are not what the relay's seed of today draws now in the grid of the sample",
    ))
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
                seed: None,
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
        seed: None,
    }
}

fn texts(items: impl IntoIterator<Item = RecordId>) -> Vec<String> {
    items.into_iter().map(|id| id.to_string()).collect()
}
