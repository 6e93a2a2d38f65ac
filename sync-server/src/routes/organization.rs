use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::GridId;
use wangge_domain::control::GridLevel;
use wangge_domain::register::{
    DutyNote, PublicityGaps, Vacancy, publicity_gaps, vacancies, village_gaps,
};

use crate::http::{ApiError, App, SupervisorCaller, streams_below};

/// What is missing in the organization of the caller's area.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrganizationView {
    /// Villages whose team is not complete.
    villages: Vec<VillageGapView>,
    /// Slots that are not filled.
    #[schema(value_type = Vec<Object>)]
    vacancies: Vec<Vacancy>,
    /// Townships that have missed trainings or publicity days this year.
    publicity: Vec<PublicityGapView>,
    /// Keys of urgent notes of duty that nobody has received.
    unreceived: Vec<String>,
}

/// What a village lacks.
#[derive(Serialize, ToSchema)]
pub(crate) struct VillageGapView {
    /// Id of the village's grid.
    village: String,
    /// Its name.
    name: String,
    /// `group`, `rescue`, `manager`, `head`.
    missing: Vec<String>,
}

/// What a township has missed.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicityGapView {
    /// Id of the grid.
    grid: String,
    /// Months without a publicity day.
    months: Vec<u32>,
    /// Quarters without a training.
    quarters: Vec<u32>,
}

/// What is missing in the organization（组织体系缺项）of S0-12, S2-08, S4-24, S4-12 and S0-32.
#[utoipa::path(
    get, path = "/api/v1/organization", tag = "plans",
    responses(
        (status = 200, body = OrganizationView),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<OrganizationView>, ApiError> {
    let reach = caller.require(&app, "grid_manage")?;
    let control = &caller.control;
    let date = app.tenant.now().china_date();
    let mine = |grid: GridId| {
        let below = streams_below(control, Some(grid));
        !below.is_empty() && below.is_subset(&reach.streams)
    };
    let name = |grid: GridId| {
        control
            .grids
            .get(&grid)
            .map(|grid| grid.name.clone())
            .unwrap_or_default()
    };
    let villages = village_gaps(control, date)
        .into_iter()
        .filter(|gap| mine(gap.village))
        .map(|gap| VillageGapView {
            village: gap.village.to_string(),
            name: name(gap.village),
            missing: gap.missing.into_iter().map(str::to_owned).collect(),
        });
    let mut free = vacancies(control, date);
    free.retain(|vacancy| mine(vacancy.grid));
    let publicity = control
        .grids
        .values()
        .filter(|grid| grid.level == GridLevel::Large && mine(grid.grid))
        .map(|grid| {
            (
                grid.grid,
                publicity_gaps(&control.registers, grid.grid, date),
            )
        })
        .filter(|(_, gaps)| *gaps != PublicityGaps::default())
        .map(|(grid, gaps)| PublicityGapView {
            grid: grid.to_string(),
            months: gaps.months,
            quarters: gaps.quarters,
        });
    let notes = control.registers.latest::<DutyNote>();
    let unreceived = notes
        .into_iter()
        .filter(|(_, note)| note.urgent && note.received_by.is_none() && mine(note.area))
        .map(|(line, _)| line.row.key.clone());
    let view = OrganizationView {
        villages: villages.collect(),
        vacancies: free,
        publicity: publicity.collect(),
        unreceived: unreceived.collect(),
    };
    std::future::ready(Ok(Json(view))).await
}
