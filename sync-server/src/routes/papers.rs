use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use wangge_domain::{Digest, GridId, RecordId, StreamId};
use wangge_report::PaperError;

use super::figures::snapshots::may_read as may_read_snapshot;
use super::records::readable;
use crate::http::{ApiError, App, SupervisorCaller, partly_read, streams_below};
use crate::paper::{CircularAsked, PaperKind, case_bundle, draft_for, snapshot_of};

/// The hash that the QR of the paper carries.
const CONTENT_HASH: HeaderName = HeaderName::from_static("wangge-content-hash");

/// A paper as PDF（文书）: `notice`, `major_notice`, `recheck`, `transfer` of a hazard, `notice`,
/// `inspection` of an inspection, `commitment`, `responsibility`, `promise` of a letter,
/// `supervision` of an order, `dossier` of a premises, `zone` of a grid,
/// `board` of an entry of a sheet,
/// `snapshot` of frozen figures by the first 32 digits of their hash, `circular` of a ranking by the id
/// that the ranking names, `case_bundle` of an enforcement case by the id that its row names. The same code makes it on a phone.
#[utoipa::path(
    get, path = "/api/v1/papers/{kind}/{record}", tag = "papers",
    params(
        ("kind" = String, Path, description = "which paper"),
        ("record" = String, Path, description = "id of the record, or of the grid"),
    ),
    responses(
        (status = 200, content_type = "application/pdf", body = Vec<u8>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody, description = "an element is missing"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path((kind, record)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let kind = PaperKind::parse(&kind).ok_or_else(ApiError::not_found)?;
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let draft = app
        .blocking(move |app| {
            may_read(app, &caller, kind, record)?;
            let (control, policy) = (&caller.control, &caller.policy);
            let about = (kind, record);
            let found = draft_for(caller.user, &app.tenant, (control, policy), about)?;
            found.ok_or_else(ApiError::not_found)?.map_err(refused)
        })
        .await?;
    let blobs = read_all(&app, draft.blobs.values().copied().collect()).await;
    let made = app
        .blocking(move |_| draft.make(&blobs).map_err(refused))
        .await?;
    let hash = HeaderValue::from_str(&made.content_hash.to_string());
    let mut response = (
        [
            (header::CONTENT_TYPE, "application/pdf"),
            (
                header::CONTENT_DISPOSITION,
                "inline; filename=\"paper.pdf\"",
            ),
        ],
        made.pdf,
    )
        .into_response();
    if let Ok(hash) = hash {
        response.headers_mut().insert(CONTENT_HASH, hash);
    }
    Ok(response)
}

fn may_read(
    app: &App,
    caller: &SupervisorCaller,
    kind: PaperKind,
    record: RecordId,
) -> Result<(), ApiError> {
    if kind == PaperKind::Board {
        return caller.require(app, "record_read").map(|_| ());
    }
    if kind == PaperKind::Snapshot {
        let found = snapshot_of(&app.tenant, record)?.ok_or_else(ApiError::not_found)?;
        let reach = caller.require(app, "record_read")?;
        let may = may_read_snapshot(&partly_read(&caller.control, &reach), &found);
        return if may {
            Ok(())
        } else {
            Err(ApiError::not_found())
        };
    }
    if kind == PaperKind::CaseBundle {
        let found = case_bundle(&caller.control, record).ok_or_else(ApiError::not_found)?;
        return readable(app, caller, found.case.premises).map(|_| ());
    }
    if kind == PaperKind::Circular {
        let asked = CircularAsked::of(&caller.control, record);
        let asked = asked.ok_or_else(ApiError::not_found)?;
        let reach = caller.require(app, "record_read")?;
        let about = streams_below(&caller.control, asked.top);
        return if about.is_subset(&reach.streams) {
            Ok(())
        } else {
            Err(ApiError::not_found())
        };
    }
    if kind != PaperKind::Zone {
        return readable(app, caller, record).map(|_| ());
    }
    let grid = GridId(record.0);
    let reach = caller.reach(app, "record_read");
    let below = caller
        .control
        .grids
        .keys()
        .filter(|one| caller.control.is_within(**one, grid));
    let mut streams = below.map(|one| StreamId::of_grid(*one));
    if streams.any(|stream| reach.streams.contains(&stream)) {
        Ok(())
    } else {
        Err(ApiError::not_found())
    }
}

/// The blobs that are held; one that is not yet here is left out.
pub(super) async fn read_all(app: &App, wanted: BTreeSet<Digest>) -> BTreeMap<Digest, Vec<u8>> {
    let mut found = BTreeMap::new();
    for digest in wanted {
        let Ok(mut chunks) = app.blobs.read(app.tenant.id(), digest, None).await else {
            continue;
        };
        let mut bytes = Vec::new();
        let mut is_whole = true;
        while let Some(chunk) = chunks.next().await {
            match chunk {
                Ok(chunk) => bytes.extend_from_slice(&chunk),
                Err(_) => is_whole = false,
            }
        }
        if is_whole {
            found.insert(digest, bytes);
        }
    }
    found
}

fn refused(error: PaperError) -> ApiError {
    let en = format!("the paper was not made ({})", error.rule());
    ApiError::new(StatusCode::CONFLICT, error.code(), &error.to_string(), &en)
}
