use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Html;

use super::record::find;
use super::render::{document, draw_body};
use crate::http::{ApiError, App};

/// One draw（双随机抽查公示）as a page for people: what was announced, what was drawn, by whom it is
/// inspected, who was left out and why, what was replaced by what, and on whose word. No account is needed.
#[utoipa::path(
    get, path = "/public/draws/{draw}", tag = "public",
    params(("draw" = String, Path, description = "Id of the draw")),
    responses(
        (status = 200, content_type = "text/html", body = String),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    Path(draw): Path<String>,
) -> Result<Html<String>, ApiError> {
    let (draw, record) = find(&app, &draw).await?;
    let (rules, control) = app
        .blocking(|app| {
            let control = app.tenant.control()?;
            Ok((app.tenant.policy(&control)?, control))
        })
        .await?;
    let announcement = record.announcement().map_err(|_| ApiError::not_found())?;
    let title = announcement.inputs.title.clone();
    let body = draw_body(
        draw,
        &record,
        announcement,
        &rules.accounting().draw,
        &control,
    );
    Ok(Html(document(&title, &body)))
}
