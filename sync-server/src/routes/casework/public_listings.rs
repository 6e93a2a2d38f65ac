use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::record::RecordKind;

use super::lines::{all_of, state_of};
use crate::http::{ApiError, App, streams_below};
use crate::store::Reach;

/// A case on the public board: what the county government has published of it, nothing else.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicListing {
    /// Number of the listing.
    number: String,
    /// The premises by name.
    premises: String,
    /// Level of supervision, in Chinese.
    level: String,
    /// Who leads.
    leader: String,
    /// Until when, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<i64>,
    /// It was not put right in time.
    overdue: bool,
    /// The text of the board.
    text: String,
}

/// The public board（挂牌督办公布）of S2-13, for anybody: major cases under listed supervision.
#[utoipa::path(
    get, path = "/api/v1/public/listings", tag = "public",
    responses((status = 200, body = Vec<PublicListing>))
)]
pub(crate) async fn public_listings(
    State(app): State<Arc<App>>,
) -> Result<Json<Vec<PublicListing>>, ApiError> {
    let board = app.blocking(board).await?;
    Ok(Json(board))
}

fn board(app: &App) -> Result<Vec<PublicListing>, ApiError> {
    let tenant = &app.tenant;
    let control = tenant.control()?;
    let policy = tenant.policy(&control)?;
    let reach = Reach {
        streams: streams_below(&control, None),
        ..Reach::default()
    };
    let store = tenant.database.turn(tenant.id())?;
    let mut board = Vec::new();
    for listed in all_of(app, &RecordKind::MajorCase, &reach)? {
        if !matches!(listed.status.as_str(), "listed" | "listed_passed") {
            continue;
        }
        let state = state_of(store.as_ref(), &control, &listed)?;
        let Some(taken) = state.case.taken("major_case.list").last() else {
            continue;
        };
        let field = |name: &str| taken.fields.get(name).cloned().unwrap_or_default();
        let level = policy.cases.entry("listing_levels", &field("level"));
        board.push(PublicListing {
            number: taken.number.clone().unwrap_or_default(),
            premises: listed.premises_name.clone(),
            level: level.map_or_else(|| field("level"), |level| level.zh.clone()),
            leader: field("leader"),
            due: listed.due.map(|due| due.0),
            overdue: listed.flags & 1 != 0,
            text: field("public_text"),
        });
    }
    Ok(board)
}
