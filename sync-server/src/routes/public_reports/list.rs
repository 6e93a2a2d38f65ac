use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::public_report::group_sightings;
use wangge_domain::record::holds_phone;

use super::sorting::Sorting;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::public_reports::{rules, sighting};
use crate::store::{PublicReport, ReportState};

/// Reports shown at once, the oldest.
const SHOWN: u32 = 500;

/// A report that waits. Who sent it does not stand here.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportView {
    /// Its id.
    report: String,
    /// When it came in, milliseconds since 1970.
    received_at: i64,
    /// Code of the category.
    category: String,
    /// Category in Chinese.
    category_name: String,
    /// The severity that the category suggests.
    severity: String,
    /// Where.
    place: String,
    /// What is wrong.
    text: String,
    /// `place` and `text`, as far as a telephone number stands in them: it would go to phones.
    phone_in: Vec<String>,
    /// Latitude, microdegrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<i64>,
    /// Longitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<i64>,
    /// How many photos: `/api/v1/public-reports/{report}/photos/0` and on.
    photos: u32,
    /// The reporter gave a telephone number.
    is_named: bool,
    /// What of it could not be believed when the relay collected it, in Chinese; empty: nothing.
    note: String,
}

/// Reports that wait for triage（待分级的群众举报）of S2-34, those of the same thing together, the longest
/// waiting first: of the caller's township, and for who has charge of the whole county all.
#[utoipa::path(
    get, path = "/api/v1/public-reports", tag = "cases",
    responses(
        (status = 200, body = Vec<Vec<ReportView>>),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<Vec<ReportView>>>, ApiError> {
    let groups = app
        .blocking(move |app| groups(app, &Sorting::of(app, &caller)?))
        .await?;
    Ok(Json(groups))
}

fn groups(app: &App, sorting: &Sorting) -> Result<Vec<Vec<ReportView>>, ApiError> {
    let tenant = &app.tenant;
    let rules = rules(tenant)?;
    let database = &tenant.database;
    let mut waiting = database.public_reports(tenant.id(), ReportState::Waiting, SHOWN)?;
    waiting.retain(|report| sorting.covers(report));
    let sightings = waiting.iter().map(sighting).collect();
    let mut by_id: BTreeMap<RecordId, PublicReport> =
        waiting.into_iter().map(|one| (one.report, one)).collect();
    let groups = group_sightings(sightings, &rules.grouping);
    Ok(groups
        .into_iter()
        .map(|group| {
            let members = group.iter().filter_map(|report| by_id.remove(report));
            members
                .map(|one| {
                    let category = rules.category(&one.category);
                    ReportView {
                        report: one.report.to_string(),
                        received_at: one.received_at.0,
                        category_name: category.map(|it| it.zh.clone()).unwrap_or_default(),
                        severity: category.map(|it| it.severity.clone()).unwrap_or_default(),
                        phone_in: phone_in(&one),
                        category: one.category,
                        place: one.place,
                        text: one.text,
                        latitude: one.position.map(|(latitude, _)| latitude),
                        longitude: one.position.map(|(_, longitude)| longitude),
                        photos: one.photos,
                        is_named: one.person.is_some(),
                        note: one.note,
                    }
                })
                .collect()
        })
        .collect())
}

/// The fields of a report in which a telephone number stands（含电话的栏目）.
fn phone_in(report: &PublicReport) -> Vec<String> {
    let fields = [("place", &report.place), ("text", &report.text)];
    let numbered = fields.into_iter().filter(|(_, said)| holds_phone(said));
    numbered.map(|(name, _)| name.to_owned()).collect()
}
