use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::tally::{MapFilter, MapPoint, RiskMap, geojson_of};

use super::params::scope;
use crate::http::{ApiError, App, SupervisorCaller};

/// Which premises the map shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct MapParams {
    /// Only this grid and those below it: id; without it as far as the caller sees.
    grid: Option<String>,
    /// Only these grades, separated by commas, e.g. `elevated,major`.
    grade: Option<String>,
    /// Only these categories, separated by commas.
    category: Option<String>,
    /// Only premises with open hazards.
    open: Option<bool>,
    /// Only premises that nobody has inspected yet.
    unvisited: Option<bool>,
}

/// A premises without a position.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Unmapped {
    /// Id of the premises.
    id: String,
    /// Its name.
    name: String,
    /// Category id.
    category: String,
    /// Risk grade id.
    grade: String,
    /// Id of its grid.
    grid: String,
}

/// All premises in use by grade（风险点一张图）of S1-12 as GeoJSON. Those without a position are
/// features without a geometry, so that nobody takes the map for complete.
#[utoipa::path(
    get, path = "/api/v1/map.geojson", tag = "figures", params(MapParams),
    responses(
        (status = 200, content_type = "application/geo+json", body = Object),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn geojson(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<MapParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let geojson = map(app, caller, params, |parts| {
        geojson_of(parts.iter().map(AsRef::as_ref))
    });
    let headers = [(header::CONTENT_TYPE, "application/geo+json")];
    Ok((headers, geojson.await?).into_response())
}

/// Premises in use that are not on the map（未定位清单）of S1-12: what is still to be located.
#[utoipa::path(
    get, path = "/api/v1/map/unmapped", tag = "figures", params(MapParams),
    responses(
        (status = 200, body = Vec<Unmapped>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn unmapped(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<MapParams>, QueryRejection>,
) -> Result<Json<Vec<Unmapped>>, ApiError> {
    let listed = map(app, caller, params, |parts| {
        let unmapped = parts.iter().flat_map(|part| &part.unmapped);
        unmapped.map(entry).collect()
    });
    Ok(Json(listed.await?))
}

/// What is shown of the map, made where waiting holds up nobody.
async fn map<T: Send + 'static>(
    app: Arc<App>,
    caller: SupervisorCaller,
    params: Result<Query<MapParams>, QueryRejection>,
    show: impl FnOnce(&[Arc<RiskMap>]) -> T + Send + 'static,
) -> Result<T, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "record_read")?;
    let top = scope(&caller, &reach, params.grid.as_deref())?;
    let list = |text: &Option<String>| {
        let words = text.iter().flat_map(|text| text.split(','));
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let filter = MapFilter {
        grades: list(&params.grade),
        categories: list(&params.category),
        open_only: params.open.unwrap_or(false),
        unvisited_only: params.unvisited.unwrap_or(false),
    };
    app.blocking(move |app| {
        let (standing, now) = (app.tenant.standing()?, app.tenant.now());
        let counted = &app.tenant.figures.counted;
        Ok(show(&standing.counted_map(counted, top, &filter, now)))
    })
    .await
}

fn entry(point: &MapPoint) -> Unmapped {
    Unmapped {
        id: point.premises.to_string(),
        name: point.name.clone(),
        category: point.category.clone(),
        grade: point.grade.clone(),
        grid: point.grid.to_string(),
    }
}
