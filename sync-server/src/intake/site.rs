use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::Semaphore;
use wangge_domain::public_report::{PublicReportRules, ReportDraft, ReportRefusal};
use wangge_sync_engine::store::StoreError;

use super::form_token::FormToken;
use super::html::STYLE;
use super::limits::{DECODERS, FORMS_KIB};
use super::{IntakeSecret, ask, pages, submit};
use crate::clock::Clock;
use crate::http::{security_headers, trace_request};
use crate::store::IntakeStore;

/// Nothing from elsewhere, no script at all, forms to here only.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

/// Everything the process for the public works with; there is nothing else in it.
pub(super) struct Site {
    pub(super) store: IntakeStore,
    pub(super) secret: IntakeSecret,
    pub(super) clock: Arc<dyn Clock>,
    /// The proxy in front of it, whose word for the visitor's address counts.
    pub(super) proxy: Option<IpAddr>,
    /// KiB of forms in memory.
    pub(super) forms: Semaphore,
    pub(super) decoders: Semaphore,
}

impl Site {
    pub(super) fn new(
        store: IntakeStore,
        secret: IntakeSecret,
        clock: Arc<dyn Clock>,
        proxy: Option<IpAddr>,
    ) -> Self {
        Self {
            store,
            secret,
            clock,
            proxy,
            forms: Semaphore::new(FORMS_KIB),
            decoders: Semaphore::new(DECODERS),
        }
    }

    /// Work on the database, on a thread that may block.
    pub(super) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, ReportRefusal> {
        let site = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&site)).await;
        done.unwrap_or(Err(StoreError::Closed)).map_err(|error| {
            tracing::error!(error = %error, "the intake store failed");
            ReportRefusal::Busy
        })
    }

    /// The rules in force, or those that ship with the program until the relay has put its own.
    pub(super) async fn rules(self: &Arc<Self>) -> PublicReportRules {
        let text = self.blocking(|site| site.store.rules()).await;
        let given = text.ok().flatten();
        given
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_else(PublicReportRules::standard)
    }
}

/// Everything the public is answered.
pub(super) fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(form))
        .route("/style.css", get(style))
        .route("/report", post(submit::run))
        .route("/status", post(ask::run))
        .fallback(|| std::future::ready(page(StatusCode::NOT_FOUND, pages::nothing_here())))
        .layer(from_fn(security_headers))
        .layer(from_fn(trace_request))
        .with_state(site)
}

async fn form(State(site): State<Arc<Site>>) -> Response {
    let rules = site.rules().await;
    let token = FormToken::issue(&site.secret, site.clock.now());
    page(
        StatusCode::OK,
        pages::form(&rules, &token, &ReportDraft::default(), None),
    )
}

async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
    ];
    std::future::ready((headers, STYLE).into_response()).await
}

/// A page with its policy.
pub(super) fn page(status: StatusCode, html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (status, headers, html).into_response()
}

/// A refusal: the page, its code in a header for programs, and when to try again.
pub(super) fn refusal(refused: ReportRefusal, html: String) -> Response {
    let status = match refused {
        ReportRefusal::TooLarge { .. } | ReportRefusal::TooManyPixels => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        ReportRefusal::TooManyFromHere => StatusCode::TOO_MANY_REQUESTS,
        ReportRefusal::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ReportRefusal::Malformed => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut response = page(status, html);
    let headers = response.headers_mut();
    headers.insert("wangge-code", HeaderValue::from_static(refused.code()));
    if matches!(
        refused,
        ReportRefusal::TooManyFromHere | ReportRefusal::Busy
    ) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("600"));
    }
    response
}
