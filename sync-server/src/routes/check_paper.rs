use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use wangge_domain::{Digest, RecordId};
use wangge_report::content_hash;

use crate::http::{ApiError, App, PeerAddress};
use crate::paper::{PaperKind, draft};

/// What the QR of a paper asks.
#[derive(Deserialize)]
pub(crate) struct CheckParams {
    /// Content hash.
    h: String,
}

/// The page that the QR of a paper opens（文书核验）: whether what the paper says is what the relay has.
/// It needs no sign-in and tells nothing to anybody who does not hold the paper: without the hash
/// every paper looks unknown.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path((kind, record)): Path<(String, String)>,
    Query(params): Query<CheckParams>,
) -> Result<Response, ApiError> {
    // A dossier is large and for the file: it is verified with its evidence file.
    let kind = PaperKind::parse(&kind).filter(|kind| *kind != PaperKind::Dossier);
    let asked = kind.zip(record.parse::<RecordId>().ok());
    let asked = asked.zip(params.h.parse::<Digest>().ok());
    let found = app
        .blocking(move |app| {
            let from = peer.key();
            app.throttle.admit(&app.tenant, "paper", "", &from)?;
            let same = match asked {
                Some(((kind, record), hash)) => compare(app, kind, record, hash)?,
                None => None,
            };
            if same.is_none() {
                app.throttle.failed(&app.tenant, "paper", "", &from)?;
            }
            Ok(same)
        })
        .await?;
    let (status, text) = match found {
        Some(said) => (StatusCode::OK, said),
        None => (
            StatusCode::NOT_FOUND,
            "<h1>不一致</h1><p>没有这份文书，或者文书内容与系统记录不一致，或者出具后又有补充。\
             请与出具单位核对。</p><p>No such paper, or it says something else.</p>"
                .to_owned(),
        ),
    };
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>文书核验</title>{text}</html>"
    );
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    Ok((status, headers, page).into_response())
}

/// What may be said of the paper to whoever holds it; `None` if it is not this one.
fn compare(
    app: &App,
    kind: PaperKind,
    record: RecordId,
    hash: Digest,
) -> Result<Option<String>, ApiError> {
    let control = app.tenant.control()?;
    let policy = app.tenant.policy(&control)?;
    let Some(Ok(draft)) = draft(&app.tenant, &control, &policy, kind, record)? else {
        return Ok(None);
    };
    if content_hash(&draft.paper) != hash {
        return Ok(None);
    }
    let paper = &draft.paper;
    Ok(Some(format!(
        "<h1>一致</h1><p>{}</p><p>{}</p><p>{}</p><p>{}</p><p>The paper says what is on record.</p>",
        escaped(&paper.issuer),
        escaped(&paper.title),
        escaped(&paper.number),
        paper.dated
    )))
}

/// Text of people in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
