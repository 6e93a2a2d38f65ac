use std::sync::Arc;

use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use wangge_domain::lifecycle::{Effect, Reason};
use wangge_domain::owner_page::{OwnerPageRefusal, check_owner_code};
use wangge_domain::policy::OwnerPageRules;
use wangge_domain::record::{BadText, RecordKind, holds_control_letters};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::relay::{owner_feedback, owner_sent};
use wangge_sync_engine::store::RelayCommit;

use super::photos::{Remade, remake};
use super::{Opened, open, refused};
use crate::http::{ApiError, App, HtmlPage, PeerAddress, Throttle};

const MIB: usize = 1024 * 1024;
/// Bytes of a code as it is typed, at most.
const CODE_BYTES: usize = 64;

/// Takes what an owner did（业主反馈）: the code first, then photos and a line of text. The code is
/// looked at before a single byte of a photo is read.
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path((_, record)): Path<(String, String)>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    match take(&app, peer, &record, form).await {
        Ok(()) => HtmlPage::new("已收到")
            .text("整改反馈已经提交，检查人员将按规定复查。反馈码已经使用，不能再次提交。")
            .small("Received. A recheck follows.")
            .into_response(),
        Err(error) => HtmlPage::refusal(&error).into_response(),
    }
}

async fn take(
    app: &Arc<App>,
    peer: PeerAddress,
    record: &str,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(), ApiError> {
    let mut form = form.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let first = form.next_field().await.map_err(malformed)?;
    let first = first.filter(|field| field.name() == Some("code"));
    let first = first.ok_or_else(|| ApiError::bad_request("the code comes first"))?;
    let code = read(first, CODE_BYTES).await?;
    let code = String::from_utf8(code).map_err(|_| ApiError::bad_request("the code is no text"))?;
    let (asked, typed) = (record.to_owned(), code.clone());
    let opened = app
        .blocking(move |app| open(app, peer, &asked, &typed))
        .await?;
    let done = report(app, opened, &code, &mut form).await;
    if done.is_err() {
        // Whoever holds a code may still not keep the relay busy with what is no photo.
        let from = peer.key();
        app.blocking(move |app| {
            let what = Throttle::OWNER_ADDRESS;
            Ok(app.throttle.failed(&app.tenant, what, "", &from)?)
        })
        .await?;
    }
    done
}

/// Reads, makes anew, keeps and enters what the holder of a code sends.
async fn report(
    app: &Arc<App>,
    opened: Opened,
    code: &str,
    form: &mut Multipart,
) -> Result<(), ApiError> {
    let rules = opened.policy.rectification.owner_page.clone();
    let rules = rules.ok_or_else(|| refused(OwnerPageRefusal::Unknown))?;
    let (note, photos) = parts(form, &rules).await?;
    let _permit = app
        .photo_permits
        .acquire()
        .await
        .map_err(|_| ApiError::busy(1_000))?;
    let (opened, remade) = app
        .blocking(move |app| {
            let about = (opened.hazard, opened.content.premises);
            let now = app.tenant.now().0;
            let remade = photos
                .iter()
                .map(|sent| remake(sent, about, &opened.policy, &rules, now))
                .collect::<Result<Vec<Remade>, ApiError>>()?;
            Ok((opened, remade))
        })
        .await?;
    for one in &remade {
        let blobs = &one.photo.blobs;
        let named = [blobs.original, blobs.view, blobs.thumbnail];
        for (digest, bytes) in named.into_iter().zip(&one.bytes) {
            if app.blobs.keep(&app.tenant, bytes).await? != digest {
                return Err(ApiError::internal());
            }
        }
    }
    let code = code.to_owned();
    app.blocking(move |app| enter(app, &opened, &code, &note, remade))
        .await
}

/// The line of text and the photos, within their limits.
async fn parts(
    form: &mut Multipart,
    rules: &OwnerPageRules,
) -> Result<(String, Vec<Vec<u8>>), ApiError> {
    let most = usize::try_from(rules.max_photo_mib).unwrap_or(usize::MAX);
    let characters = usize::try_from(rules.max_note_chars).unwrap_or(usize::MAX);
    let (mut note, mut photos) = (String::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        match field.name() {
            Some("note") => {
                let bytes = read(field, characters.saturating_mul(4)).await;
                let bytes = bytes.map_err(|error| long_note(error, rules.max_note_chars))?;
                note = String::from_utf8(bytes)
                    .map_err(|_| ApiError::bad_request("the note is no text"))?;
            }
            Some("photo") => {
                let bytes = read(field, most.saturating_mul(MIB)).await;
                let bytes = bytes.map_err(|error| large_photo(error, rules.max_photo_mib))?;
                // A browser sends an empty part where no file was chosen.
                if bytes.is_empty() {
                    continue;
                }
                photos.push(bytes);
                if photos.len() > rules.max_photos as usize {
                    return Err(too_many(rules.max_photos));
                }
            }
            _ => return Err(ApiError::bad_request("an unknown part")),
        }
    }
    if note.chars().count() > characters {
        return Err(long_note(ApiError::too_large(), rules.max_note_chars));
    }
    if holds_control_letters(&note) {
        return Err(ApiError::bad_text(&BadText::Hidden("说明".to_owned())));
    }
    if photos.is_empty() {
        return Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "photo_after_missing",
            "请至少上传一张整改后照片",
            "a photo after the work is needed (S0-21)",
        ));
    }
    for (second, photo) in photos.iter().enumerate() {
        if let Some(first) = photos.iter().take(second).position(|it| it == photo) {
            return Err(sent_twice(first + 1, second + 1));
        }
    }
    Ok((note.trim().to_owned(), photos))
}

/// One part, as far as it may be long.
async fn read(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(malformed)? {
        if bytes.len() + chunk.len() > most {
            return Err(ApiError::too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn malformed(error: MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::too_large();
    }
    ApiError::bad_request(&error.body_text())
}

/// A photo that is too large, with what it may be.
fn large_photo(error: ApiError, most: u32) -> ApiError {
    if error.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return error;
    }
    let zh = format!("照片太大，每张最多{most}兆字节，请压缩后再上传");
    let en = format!("a photo is too large: at most {most} MiB each");
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &zh, &en)
}

/// A text that is too long, with how long it may be.
fn long_note(error: ApiError, most: u32) -> ApiError {
    if error.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return error;
    }
    let zh = format!("文字说明最多{most}字，请删减后再提交");
    let en = format!("the text is too long: at most {most} characters");
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &zh, &en)
}

fn too_many(most: u32) -> ApiError {
    let zh = format!("照片最多{most}张");
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "too_many_photos",
        &zh,
        "too many photos",
    )
}

/// One picture sent twice shows no more than once; the code stays good.
fn sent_twice(first: usize, second: usize) -> ApiError {
    let zh = format!("第{second}张照片与第{first}张是同一个文件，请去掉重复的一张后再提交");
    let en = format!("photo {second} is the same file as photo {first}: send it once");
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "photo_sent_twice",
        &zh,
        &en,
    )
}

/// Enters the feedback. The code is looked at again in the turn itself: of two who send at once
/// one comes first.
fn enter(
    app: &App,
    opened: &Opened,
    code: &str,
    note: &str,
    remade: Vec<Remade>,
) -> Result<(), ApiError> {
    let tenant = &app.tenant;
    let photos: Vec<_> = remade.into_iter().map(|one| one.photo).collect();
    let hazard = opened.hazard;
    let (mut refusal, mut sent_before) = (None, None);
    let acted = tenant.turn(|context| {
        let state = fold_rows(
            &RecordKind::Rectification,
            &context.store.event_rows_of(hazard)?,
            context.control,
        );
        let checked = check_owner_code(context.policy, hazard, &state, context.now, code);
        refusal = checked.err();
        if refusal.is_some() {
            return Ok((None, RelayCommit::default()));
        }
        // Of a file that was here before nothing is entered, and the code stays good.
        sent_before = owner_sent(context, hazard, &photos)?;
        if sent_before.is_some() {
            return Ok((None, RelayCommit::default()));
        }
        let (acted, commit) = owner_feedback(context, hazard, note, &photos)?;
        Ok((Some(acted), commit))
    })?;
    if let Some(refusal) = refusal {
        return Err(refused(refusal));
    }
    if let Some(reason) = sent_before {
        return Err(without_effect(&reason));
    }
    match acted.map(|acted| acted.outcome.effect) {
        Some(Effect::NoEffect(reason)) => Err(without_effect(&reason)),
        _ => Ok(()),
    }
}

/// The answer to a feedback that changes nothing.
fn without_effect(reason: &Reason) -> ApiError {
    let en = format!(
        "the feedback changes nothing: {} ({})",
        reason.code, reason.rule
    );
    // Another photo or other words help; against any other reason the owner can do nothing here.
    let zh = match reason.code.as_str() {
        "photo_same_file" | "says_nothing" => reason.text(),
        _ => OwnerPageRefusal::Over.zh().to_owned(),
    };
    ApiError::conflict(&reason.code, &zh, &en)
}
