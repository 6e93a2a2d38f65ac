use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::view::RegisterLineView;
use crate::http::{ApiError, App, SupervisorCaller};

/// Which rows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterParams {
    /// In force on this day, `YYYY-MM-DD`; today if absent.
    #[param(value_type = Option<String>)]
    on: Option<NaiveDate>,
    /// Every row there ever was instead.
    #[serde(default)]
    history: bool,
}

/// The rows of a register（登记册条目）.
#[utoipa::path(
    get, path = "/api/v1/registers/{register}", tag = "registers",
    params(("register" = String, Path, description = "name of the register"), RegisterParams),
    responses(
        (status = 200, body = Vec<RegisterLineView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn show_register(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(register): Path<String>,
    Query(params): Query<RegisterParams>,
) -> Result<Json<Vec<RegisterLineView>>, ApiError> {
    caller.require(&app, "record_read")?;
    let book = &caller.control.registers;
    let on = params.on.unwrap_or_else(|| app.tenant.now().china_date());
    let views = if params.history {
        book.history(&register).map(RegisterLineView::of).collect()
    } else {
        book.lines_on(&register, on)
            .map(RegisterLineView::of)
            .collect()
    };
    std::future::ready(Ok(Json(views))).await
}
