use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::premises::catalogue;

use crate::http::{ApiError, SupervisorCaller};

/// One entry of the data dictionary.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DictionaryEntry {
    /// Place in the catalogue, from 1.
    number: usize,
    /// Key in the records and in exports.
    key: String,
    /// Chinese name.
    name: String,
    /// `text`, `count`, `number` or `flag`.
    kind: String,
    /// A telephone or a name of a person.
    personal: bool,
}

/// The data dictionary of premises（数据字典）of S3-24, in catalogue order.
#[utoipa::path(
    get, path = "/api/v1/dictionary", tag = "figures",
    responses(
        (status = 200, body = Vec<DictionaryEntry>),
        (status = 401, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(_caller: SupervisorCaller) -> Result<Json<Vec<DictionaryEntry>>, ApiError> {
    let entries = catalogue().into_iter().map(|it| DictionaryEntry {
        number: it.number,
        key: it.key.to_owned(),
        name: it.zh,
        kind: it.kind.to_owned(),
        personal: it.personal,
    });
    std::future::ready(Ok(Json(entries.collect()))).await
}
