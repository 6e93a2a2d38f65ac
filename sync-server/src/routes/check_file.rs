use std::sync::Arc;

use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::check_paper::{VERSIONS, forms};
use super::papers::read_all;
use crate::http::{ApiError, App, HtmlPage, PeerAddress};
use crate::paper::{PaperCheck, PaperVerdict, prepare};

/// Photos that are held in memory for one comparison, at most: thumbnails of a dossier.
const MOST_PHOTOS: usize = 1_500;

/// The page that takes the file of a paper（文书文件核验）: whether it is, byte for byte, what the relay
/// makes. It needs no sign-in and tells nothing to anybody who does not hold a paper: a file whose
/// content hash is that of no version looks like a file about a record that does not exist.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let page = match checked(&app, peer, form).await {
        Ok(check) => page(&check),
        Err(error) => HtmlPage::refusal(&error),
    };
    page.markup(&forms()).into_response()
}

async fn checked(
    app: &Arc<App>,
    peer: PeerAddress,
    form: Result<Multipart, MultipartRejection>,
) -> Result<PaperCheck, ApiError> {
    let from = peer.key();
    app.blocking({
        let from = from.clone();
        move |app| app.throttle.admit(&app.tenant, "paper", "", &from)
    })
    .await?;
    let pdf = file(form).await?;
    // To lay out a paper takes memory like a photo: so many at once and no more.
    let _permit = app
        .photo_permits
        .acquire()
        .await
        .map_err(|_| ApiError::busy(1_000))?;
    let (pdf, prepared) = app
        .blocking(move |app| {
            let control = app.tenant.control()?;
            let policy = app.tenant.policy(&control)?;
            let prepared = prepare(&app.tenant, &control, &policy, &pdf, VERSIONS)?;
            Ok((pdf, prepared))
        })
        .await?;
    if prepared.wanted().len() > MOST_PHOTOS {
        return Err(too_many_photos());
    }
    let blobs = read_all(app, prepared.wanted()).await;
    app.blocking(move |app| {
        let check = prepared.judge(&pdf, &blobs);
        if check.verdict == PaperVerdict::Unknown {
            app.throttle.failed(&app.tenant, "paper", "", &from)?;
        }
        Ok(check)
    })
    .await
}

fn too_many_photos() -> ApiError {
    ApiError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        "这份档案照片太多，网页上无法逐字节核验：请向出具单位索取证据包，用 wangge-relay verify 离线核验",
        "too many photos to compare here: verify it with its evidence file",
    )
}

/// The first part of the form.
async fn file(form: Result<Multipart, MultipartRejection>) -> Result<Vec<u8>, ApiError> {
    let mut form = form.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let field = form.next_field().await.map_err(malformed)?;
    let field = field.filter(|field| field.name() == Some("file"));
    let field = field.ok_or_else(|| ApiError::bad_request("the file is missing"))?;
    Ok(field.bytes().await.map_err(malformed)?.to_vec())
}

fn malformed(error: MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::too_large();
    }
    ApiError::bad_request(&error.body_text())
}

fn page(check: &PaperCheck) -> HtmlPage {
    let word = check.verdict.zh();
    let title = if check.ended.is_empty() {
        word.to_owned()
    } else {
        format!("{word}，但记录已撤回或作废")
    };
    let mut page = HtmlPage::new(&title);
    if let Some(version) = check.verdict.version() {
        page = page
            .fact("出具单位", &version.issuer)
            .fact("文书", &version.title)
            .fact("文号", &version.number)
            .fact("日期", &version.dated.to_string());
    }
    for line in check.lines() {
        page = page.text(&line);
    }
    let (status, en) = match check.verdict {
        PaperVerdict::Same(_) => (StatusCode::OK, "Byte for byte the paper on record."),
        PaperVerdict::Superseded(_) => (
            StatusCode::OK,
            "A genuine paper; the record says something else by now.",
        ),
        PaperVerdict::MarkedSince(_) => (
            StatusCode::OK,
            "A genuine paper; later prints say that the time of its act is not proven.",
        ),
        PaperVerdict::Misdated(_) => (
            StatusCode::CONFLICT,
            "It says what is on record, but bears a time at which nobody can have made it.",
        ),
        PaperVerdict::WithoutEffect { .. } => (
            StatusCode::CONFLICT,
            "A genuine file, but what it is about took no effect.",
        ),
        PaperVerdict::Altered { .. } => (
            StatusCode::CONFLICT,
            "It says that it is a paper on record, but the file was changed.",
        ),
        PaperVerdict::Incomparable { .. } => (
            StatusCode::CONFLICT,
            "It names a paper on record; photos are missing to compare the file.",
        ),
        PaperVerdict::RowBroken { .. } => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "The record itself does not hold.",
        ),
        PaperVerdict::Unknown => (
            StatusCode::NOT_FOUND,
            "No such paper, or it says something else than was ever on record.",
        ),
    };
    page.small(en).with_status(status)
}
