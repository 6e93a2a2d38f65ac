use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::address::visitor;
use super::pages;
use super::site::{Site, page, refusal};
use crate::enrollment_code::code_digest;
use crate::http::{PeerAddress, read_limited};
use crate::store::VisitKind;

/// Bytes of the question.
const QUESTION_BYTES: usize = 1024;
/// Questions in all for each report that may be taken in.
const ASKS: u32 = 100;

/// Tells how a report stands（查询进度）to whoever has its code. The code travels in the body: addresses
/// are written down on the way. A code that nobody has, an old one and one that is no code get the
/// same answer, byte by byte.
pub(super) async fn run(
    State(site): State<Arc<Site>>,
    peer: PeerAddress,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let rules = site.rules().await;
    let visitor = visitor(&site.secret, peer, site.proxy, &headers);
    let limits = rules.limits;
    let most = (
        limits.asks_per_address_hour,
        limits.per_hour.saturating_mul(ASKS),
    );
    let code = read_limited(body, QUESTION_BYTES).await;
    let code = code.map_or_else(|_| String::new(), |bytes| read_code(&bytes));
    let found = site
        .blocking(move |site| {
            let now = site.clock.now();
            match site.store.visit(VisitKind::Question, &visitor, now, most)? {
                Ok(()) => site.store.status(code_digest(&code)).map(Ok),
                Err(refused) => Ok(Err(refused)),
            }
        })
        .await;
    match found.and_then(|found| found) {
        Ok(found) => page(StatusCode::OK, pages::status(found.as_ref())),
        Err(refused) => refusal(refused, pages::refused(refused)),
    }
}

/// The field `code` of a form: letters, digits and dashes need no decoding, and spaces come as `+`.
fn read_code(body: &[u8]) -> String {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let value = text.split('&').find_map(|pair| pair.strip_prefix("code="));
    value
        .unwrap_or_default()
        .replace('+', " ")
        .replace("%20", " ")
}

/// Named here so that the page says it by the same words.
pub(super) const UNKNOWN: &str = "没有查到这个查询码。请核对后重新输入。";
