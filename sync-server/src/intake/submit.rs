use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use wangge_domain::public_report::{PublicReportRules, ReportDraft, ReportRefusal};

use super::address::{Visitor, visitor};
use super::form_token::FormToken;
use super::limits::{FIELD_BYTES, TRIES};
use super::multipart::{Part, read_parts};
use super::pages;
use super::photos::redraw;
use super::site::{Site, page, refusal};
use crate::enrollment_code::{code_digest, new_code};
use crate::http::{PeerAddress, read_limited};
use crate::reporter::Reporter;
use crate::store::{Submission, VisitKind};

/// The two codes of a report: by one its status is asked, by the other its reward is claimed.
pub(super) struct Codes {
    pub(super) receipt: String,
    pub(super) claim: String,
}

/// What was typed, and the photos beside it.
#[derive(Default)]
struct Form {
    draft: ReportDraft,
    token: String,
    trap: String,
    photos: Vec<Bytes>,
}

/// Takes a report in（提交举报）, whole or not at all. What is refused comes back with what was typed.
pub(super) async fn run(
    State(site): State<Arc<Site>>,
    peer: PeerAddress,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let rules = site.rules().await;
    let visitor = visitor(&site.secret, peer, site.proxy, &headers);
    let mut form = Form::default();
    match take(&site, &rules, visitor, &headers, body, &mut form).await {
        Ok(codes) => page(StatusCode::OK, pages::receipt(&codes)),
        Err(refused) => {
            let token = FormToken::issue(&site.secret, site.clock.now());
            let html = pages::form(&rules, &token, &form.draft, Some(refused));
            refusal(refused, html)
        }
    }
}

async fn take(
    site: &Arc<Site>,
    rules: &PublicReportRules,
    visitor: Visitor,
    headers: &HeaderMap,
    body: Body,
    form: &mut Form,
) -> Result<Codes, ReportRefusal> {
    let limits = rules.limits;
    let most = |times: u32| limits.per_hour.saturating_mul(times);
    let tries = (limits.per_address_hour.saturating_mul(TRIES), most(TRIES));
    site.blocking(move |site| {
        let now = site.clock.now();
        site.store.visit(VisitKind::Try, &visitor, now, tries)
    })
    .await??;
    // The length is known before anything is read: what is too long costs nothing.
    let length = text(headers, header::CONTENT_LENGTH)
        .and_then(|text| text.parse::<u64>().ok())
        .ok_or(ReportRefusal::Malformed)?;
    if length > limits.report_bytes.saturating_add(FIELD_BYTES) {
        let most = limits.report_bytes;
        return Err(ReportRefusal::TooLarge { most });
    }
    let kind = text(headers, header::CONTENT_TYPE).ok_or(ReportRefusal::Malformed)?;
    let room = u32::try_from(length.div_ceil(1024)).unwrap_or(u32::MAX);
    let _room = site
        .forms
        .try_acquire_many(room)
        .map_err(|_| ReportRefusal::Busy)?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let whole = read_limited(body, length).await;
    let whole = whole.map_err(|_| ReportRefusal::Malformed)?;
    read_form(form, read_parts(kind, &whole)?)?;
    let now = site.clock.now();
    if !form.trap.is_empty() {
        return Err(ReportRefusal::NotAPerson);
    }
    let token = FormToken::check(&site.secret, &form.token, now, &limits)?;
    form.draft.check(rules)?;
    let redrawn = redraw(std::mem::take(&mut form.photos), limits, &site.decoders).await?;
    let codes = Codes {
        receipt: new_code(),
        claim: new_code(),
    };
    let receipt = code_digest(&codes.receipt);
    let draft = &form.draft;
    let reporter = Reporter {
        name: draft.name.trim().to_owned(),
        phone: draft.phone.trim().to_owned(),
    };
    let sealed =
        (!reporter.is_anonymous()).then(|| site.secret.reporter_key().seal(&receipt.0, &reporter));
    let submission = Submission {
        // Now, not when the form came: photos take their time, and the relay believes no time from
        // before it last looked.
        received_at: site.clock.now(),
        receipt,
        claim: code_digest(&codes.claim),
        category: draft.category.clone(),
        place: draft.place.trim().to_owned(),
        text: draft.text.trim().to_owned(),
        position: redrawn.position,
        sealed,
        photos: redrawn.photos,
    };
    site.blocking(move |site| {
        let form = (&token.nonce, token.expires_at);
        site.store.take(&submission, &visitor, form, &limits)
    })
    .await??;
    Ok(codes)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn read_form(form: &mut Form, parts: Vec<Part>) -> Result<(), ReportRefusal> {
    for part in parts {
        if part.is_file {
            // A file field that was left alone comes with no bytes.
            if part.name == "photo" && !part.bytes.is_empty() {
                form.photos.push(part.bytes);
            }
            continue;
        }
        let field = match part.name.as_str() {
            "form" => &mut form.token,
            "website" => &mut form.trap,
            "category" => &mut form.draft.category,
            "place" => &mut form.draft.place,
            "text" => &mut form.draft.text,
            "name" => &mut form.draft.name,
            "phone" => &mut form.draft.phone,
            _ => continue,
        };
        if !field.is_empty() {
            return Err(ReportRefusal::Malformed);
        }
        // Browsers send line ends as two characters.
        *field = part.text()?.replace("\r\n", "\n");
    }
    Ok(())
}
