//! The router on one screen; one file per route.

mod account;
mod blobs;
mod check_paper;
mod enroll;
mod evidence;
mod grids;
mod hazards;
mod health;
mod inspections;
mod ledger;
mod ledger_xlsx;
mod lists;
mod openapi;
mod papers;
mod policy;
mod premises;
mod records;
mod session;
mod summary;
mod sync;
mod wake;

pub(crate) use openapi::document;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{any, get, head, options, post};

use crate::http::{ApiError, App, security_headers, trace_request};

/// JSON bodies of supervisors are small.
const JSON_LIMIT: usize = 256 * 1024;

/// Everything the relay answers. What is not in this table does not exist.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        // Machines that watch.
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        // Devices.
        .route("/api/v1/enroll", post(enroll::run))
        .route("/api/v1/session", post(session::run))
        .route("/api/v1/sync", post(sync::run))
        .route("/api/v1/policy/{digest}", get(policy::run))
        .route("/api/v1/wake", get(wake::run))
        .route(
            "/api/v1/blobs",
            options(blobs::describe).post(blobs::create),
        )
        .route(
            "/api/v1/blobs/uploads/{upload}",
            head(blobs::status)
                .patch(blobs::append)
                .delete(blobs::terminate),
        )
        .route("/api/v1/blobs/{digest}", get(blobs::read))
        // People at a browser.
        .route("/api/v1/login", post(account::login))
        .route("/api/v1/logout", post(account::logout))
        .route("/api/v1/me", get(account::me))
        .route("/api/v1/premises", get(premises::list))
        .route("/api/v1/inspections", get(inspections::list))
        .route("/api/v1/hazards", get(hazards::list))
        .route("/api/v1/records/{record}", get(records::show))
        .route("/api/v1/records/{record}/events", post(records::act))
        .route("/api/v1/grids", get(grids::run))
        .route("/api/v1/summary", get(summary::run))
        .route("/api/v1/ledger.csv", get(ledger::run))
        .route("/api/v1/ledger.xlsx", get(ledger_xlsx::run))
        .route("/api/v1/evidence/{premises}", get(evidence::run))
        .route("/api/v1/papers/{kind}/{record}", get(papers::run))
        // Whoever holds a paper.
        .route("/p/{kind}/{record}", get(check_paper::run))
        .route("/api/v1/openapi.json", get(openapi::run))
        .fallback(any(|| std::future::ready(ApiError::not_found())))
        .layer(DefaultBodyLimit::max(JSON_LIMIT))
        .layer(from_fn(security_headers))
        .layer(from_fn(trace_request))
        .with_state(app)
}
