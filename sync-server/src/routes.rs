//! The router on one screen; one file per route.

mod account;
mod administration;
mod agency_plan;
mod alarms;
mod assets;
mod audit;
mod basemap;
mod blobs;
mod campaign_progress;
mod cases;
mod casework;
mod check_file;
mod check_paper;
mod console;
mod cut;
mod draws;
mod embed;
mod enforcement_quotas;
mod enroll;
mod enrollment_codes;
mod evidence;
mod exchange;
mod feed;
mod figures;
mod fittings;
mod grids;
mod hazards;
mod heal;
mod health;
mod in_name_of;
mod inspections;
mod joint_visits;
mod ledger;
mod ledger_xlsx;
mod lists;
mod may_issue;
mod metrics;
mod news;
mod numbers;
mod openapi;
mod organization;
mod overdue_rechecks;
mod own_key;
mod owner;
mod page_style;
mod papers;
mod people;
mod people_page;
mod personal_requests;
mod policy;
mod policy_packs;
mod premises;
mod premises_imports;
mod public_reports;
mod quarantine;
mod records;
mod reference;
mod registers;
mod retention;
mod rewards;
mod self_check_form;
mod self_checks;
mod session;
mod sheets;
mod staffing;
mod summary;
mod sync;
mod training;
mod transfers;
mod wake;
mod warnings;

pub(crate) use openapi::document;
#[cfg(test)]
pub(crate) use openapi::{STABILITY, stability};

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, delete, get, head, options, post};

use crate::http::{
    ApiError, App, STYLE_PATH, drain_body, guard, json_refusals, security_headers, trace_request,
};

/// JSON bodies of supervisors are small.
const JSON_LIMIT: usize = 256 * 1024;

/// Tables of grids, policy packs, and lists of what a draw leaves out.
const IMPORT_LIMIT: usize = 4 * 1024 * 1024;

/// Photos and text of an owner, all together; the policy says how large each may be.
const OWNER_LIMIT: usize = 96 * 1024 * 1024;

/// The file of a paper: a notice with many photos takes a few MiB.
const PAPER_LIMIT: usize = 24 * 1024 * 1024;

/// A workbook with a list of premises.
const WORKBOOK_LIMIT: usize = 8 * 1024 * 1024;

/// Everything the relay answers. What is not in this table does not exist.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        // Machines that watch.
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::run))
        // Devices.
        .route("/api/v1/enroll", post(enroll::run))
        .route("/api/v1/session", post(session::run))
        .route("/api/v1/heal", post(heal::run))
        .route("/api/v1/sync", post(sync::run))
        .route("/api/v1/policy/{digest}", get(policy::run))
        .route("/api/v1/training", post(training::take))
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
        .route("/api/v1/sign-on", get(account::sign_on_offer))
        .route("/api/v1/sign-on/begin", get(account::sign_on_begin))
        .route("/api/v1/sign-on/callback", get(account::sign_on_callback))
        .route("/api/v1/numbers", get(numbers::series))
        .route("/api/v1/numbers/find", get(numbers::find))
        .route("/api/v1/numbers/void", get(numbers::void))
        .route(
            "/api/v1/numbers/{issuer}/{document}/{year}",
            get(numbers::register),
        )
        .route("/api/v1/logout", post(account::logout))
        .route("/api/v1/me", get(account::me))
        .route("/api/v1/sessions/{user}", delete(account::revoke::revoke))
        .route("/api/v1/audit", get(audit::run))
        .route(
            "/api/v1/me/password",
            post(administration::set_own_password),
        )
        .route("/api/v1/me/totp", post(account::begin_totp))
        .route("/api/v1/me/totp/confirm", post(account::confirm_totp))
        .route("/api/v1/me/totp/remove", post(account::remove_totp))
        .route("/api/v1/own-keys", post(own_key::enroll_key))
        .route("/api/v1/accounts", post(administration::set_account))
        .route(
            "/api/v1/organization/changes",
            post(administration::apply_changes).layer(DefaultBodyLimit::max(IMPORT_LIMIT)),
        )
        .route(
            "/api/v1/grids/import",
            post(administration::import_grids).layer(DefaultBodyLimit::max(IMPORT_LIMIT)),
        )
        .route(
            "/api/v1/policy-packs",
            get(policy_packs::list_packs)
                .post(policy_packs::upload_pack)
                .layer(DefaultBodyLimit::max(IMPORT_LIMIT)),
        )
        .route(
            "/api/v1/policy-packs/{revision}",
            get(policy_packs::show_pack),
        )
        .route("/api/v1/news", get(news::run))
        .route("/api/v1/reference", get(reference::run))
        .route("/api/v1/people", get(people::run))
        .route("/api/v1/enrollment-codes", post(enrollment_codes::run))
        .route("/api/v1/premises", get(premises::list))
        .route(
            "/api/v1/premises-imports",
            post(premises_imports::check).layer(DefaultBodyLimit::max(WORKBOOK_LIMIT)),
        )
        .route(
            "/api/v1/premises-imports/{import}/confirm",
            post(premises_imports::confirm).layer(DefaultBodyLimit::max(WORKBOOK_LIMIT)),
        )
        .route("/api/v1/inspections", get(inspections::list))
        .route("/api/v1/hazards", get(hazards::list))
        .route("/api/v1/records/{record}", get(records::show))
        .route("/api/v1/records/{record}/related", get(records::related))
        .route(
            "/api/v1/records/{record}/companions/{act}",
            get(records::companions),
        )
        .route("/api/v1/records/{record}/events", post(records::act))
        .route(
            "/api/v1/records/{record}/contacts",
            post(records::contacts::contacts),
        )
        .route(
            "/api/v1/records/{record}/signing",
            post(own_key::prepare_act),
        )
        .route(
            "/api/v1/records/{record}/envelopes",
            post(own_key::take_sealed),
        )
        .route("/api/v1/records/{record}/steps", post(cases::step))
        .route("/api/v1/records/{record}/truth", get(casework::truth))
        .route("/api/v1/candidates/{purpose}", get(casework::candidates))
        .route("/api/v1/deadline-alerts", get(casework::alerts))
        .route("/api/v1/annulled-escalations", get(casework::annulled))
        .route("/api/v1/to-confirm", get(casework::to_confirm))
        .route("/api/v1/weekly-rollups", get(casework::weekly))
        .route("/api/v1/letters/coverage", get(casework::coverage))
        .route(
            "/api/v1/complaints/import",
            post(casework::import_complaints),
        )
        .route("/api/v1/public/listings", get(casework::public_listings))
        .route("/api/v1/cases", get(cases::registers))
        .route("/api/v1/cases/{kind}", get(cases::list).post(cases::open))
        .route("/api/v1/quarantine", get(quarantine::list))
        .route("/api/v1/quarantine/admit", post(quarantine::admit_many))
        .route(
            "/api/v1/quarantine/{envelope}/admit",
            post(quarantine::admit),
        )
        .route("/api/v1/grids", get(grids::run))
        .route("/api/v1/registers", get(registers::list_registers))
        .route(
            "/api/v1/registers/{register}",
            get(registers::show_register).post(registers::set_register),
        )
        .route(
            "/api/v1/personal-requests",
            get(personal_requests::list_requests),
        )
        .route(
            "/api/v1/personal-requests/access",
            post(personal_requests::look_up),
        )
        .route(
            "/api/v1/campaigns/{key}/progress",
            get(campaign_progress::run),
        )
        .route("/api/v1/plans/{agency}", get(agency_plan::run))
        .route("/api/v1/joint-visits", get(joint_visits::run))
        .route("/api/v1/draws", get(draws::overview::list))
        .route(
            "/api/v1/draws/announce",
            post(draws::announce::run).layer(DefaultBodyLimit::max(IMPORT_LIMIT)),
        )
        .route("/api/v1/draws/{draw}", get(draws::overview::show))
        .route("/api/v1/draws/{draw}/reveal", post(draws::reveal::run))
        .route("/api/v1/draws/{draw}/replace", post(draws::replace::run))
        .route("/api/v1/draws/{draw}/approve", post(draws::approve::run))
        .route("/api/v1/draws/{draw}/withdraw", post(draws::withdraw::run))
        .route("/api/v1/staffing", get(staffing::run))
        .route("/api/v1/training/coverage", get(training::coverage))
        .route("/api/v1/enforcement-quotas", get(enforcement_quotas::run))
        .route("/api/v1/organization", get(organization::run))
        .route("/api/v1/public-reports", get(public_reports::list))
        .route(
            "/api/v1/public-reports/{report}/photos/{place}",
            get(public_reports::photo),
        )
        .route(
            "/api/v1/public-reports/{report}/settle",
            post(public_reports::settle),
        )
        .route(
            "/api/v1/reporter-identities/{subject}",
            get(public_reports::looks).post(public_reports::look),
        )
        .route("/api/v1/public-rewards", get(public_reports::rewards))
        .route(
            "/api/v1/public-rewards/claim",
            post(public_reports::claim_reward),
        )
        .route(
            "/api/v1/public-rewards/{report}",
            post(public_reports::decide_reward),
        )
        .route("/api/v1/rewards", get(rewards::list_rewards))
        .route("/api/v1/rewards.csv", get(rewards::export_rewards))
        .route("/api/v1/rewards/{hazard}", post(rewards::decide_reward))
        .route("/api/v1/sheets", get(sheets::list_sheets))
        .route("/api/v1/sheets/{sheet}", get(sheets::show_sheet))
        .route("/api/v1/sheets/{sheet}/export", get(sheets::export_sheet))
        .route("/api/v1/sheets/{sheet}/import", post(sheets::import_sheet))
        .route("/api/v1/public/sheets/{sheet}", get(sheets::public_sheet))
        .route("/api/v1/assets", get(assets::run))
        .route(
            "/api/v1/transfers/{operation}",
            get(transfers::show_transfer),
        )
        .route(
            "/api/v1/transfers/{operation}/export",
            get(transfers::export_transfer),
        )
        .route(
            "/api/v1/warnings/{number}/receipts",
            get(warnings::receipts),
        )
        .route(
            "/api/v1/warnings/{number}/broadcast",
            get(warnings::broadcast),
        )
        .route(
            "/api/v1/exchange/{system}",
            get(exchange::outbox).post(exchange::take_back),
        )
        .route("/api/v1/fittings", get(fittings::run))
        .route("/api/v1/self-checks/{premises}", get(self_checks::run))
        .route("/api/v1/scores.csv", get(figures::scores_export::run))
        .route("/api/v1/may-issue", get(may_issue::run))
        .route("/api/v1/summary", get(summary::run))
        .route("/api/v1/ledger.csv", get(ledger::run))
        .route("/api/v1/feed/{table}", get(feed::run))
        .route("/api/v1/retention", get(retention::run))
        .route("/api/v1/coverage", get(figures::coverage::run))
        .route("/api/v1/figures", get(figures::report::run))
        .route("/api/v1/figures/breakdown", get(figures::breakdown::run))
        .route("/api/v1/figures/workers", get(figures::by_worker::run))
        .route("/api/v1/on-time", get(figures::on_time::run))
        .route("/api/v1/scores/{worker}", get(figures::score::run))
        .route(
            "/api/v1/scores/{worker}/objections",
            post(figures::decide::run),
        )
        .route(
            "/api/v1/snapshots",
            get(figures::snapshots::list).post(figures::freeze::run),
        )
        .route("/api/v1/snapshots/freezing", get(figures::freezing::run))
        .route("/api/v1/snapshots/{digest}", get(figures::snapshots::show))
        .route(
            "/api/v1/snapshots/{digest}/figures.xlsx",
            get(figures::snapshots::xlsx),
        )
        .route(
            "/api/v1/snapshots/{digest}/adjustments",
            get(figures::adjustments::run),
        )
        .route(
            "/api/v1/snapshots/{digest}/assessment",
            get(figures::assessment::run),
        )
        .route("/api/v1/ranking", get(figures::ranking::run))
        .route("/api/v1/map.geojson", get(figures::map::geojson))
        .route("/api/v1/map/unmapped", get(figures::map::unmapped))
        .route("/api/v1/basemap", get(basemap::describe))
        .route("/api/v1/basemap.pmtiles", get(basemap::tiles))
        .route("/api/v1/next-visits", get(figures::next_visits::run))
        .route("/api/v1/cut", get(cut::run))
        .route("/api/v1/census", get(figures::census::run))
        .route("/api/v1/gaps", get(figures::gaps::run))
        .route("/api/v1/analysis", get(figures::analysis::run))
        .route("/api/v1/honors", get(figures::honors::run))
        .route("/api/v1/dictionary", get(figures::dictionary::run))
        .route("/api/v1/premises.csv", get(figures::export::run))
        .route("/api/v1/ledger.xlsx", get(ledger_xlsx::run))
        .route("/api/v1/evidence/{premises}", get(evidence::run))
        .route("/api/v1/papers/{kind}/{record}", get(papers::run))
        // Platforms of devices.
        .route("/api/v1/alarms", post(alarms::run))
        // Whoever holds a paper.
        .route(
            "/p/{kind}/{record}",
            get(check_paper::run).post(owner::look),
        )
        .route(
            "/p/{kind}/{record}/feedback",
            post(owner::send).layer(DefaultBodyLimit::max(OWNER_LIMIT)),
        )
        .route(
            "/v",
            get(check_paper::paste)
                .post(check_file::run)
                .layer(DefaultBodyLimit::max(PAPER_LIMIT)),
        )
        .route("/api/v1/openapi.json", get(openapi::run))
        // An owner with the code at the door.
        .route(
            "/s/{secret}",
            get(self_check_form::page).post(self_check_form::submit),
        )
        // Another site that shows our numbers within its own.
        .route("/embed/{secret}", get(embed::run))
        // Anybody.
        .route("/", get(console::home))
        .route("/console", get(console::home))
        .route("/console/", get(console::index))
        .route("/console/{*path}", get(console::file))
        .route(STYLE_PATH, get(page_style::run))
        .route("/public/draws", get(draws::list::run))
        .route("/public/draws/{draw}", get(draws::page::run))
        .route("/public/draws/{draw}/record.json", get(draws::record::run))
        .fallback(any(|| std::future::ready(ApiError::not_found())))
        .layer(DefaultBodyLimit::max(JSON_LIMIT))
        .method_not_allowed_fallback(|| {
            std::future::ready(ApiError::of_status(StatusCode::METHOD_NOT_ALLOWED, ""))
        })
        .layer(from_fn_with_state(Arc::clone(&app), guard))
        .layer(from_fn(json_refusals))
        .layer(from_fn(drain_body))
        .layer(from_fn(security_headers))
        .layer(from_fn(trace_request))
        .with_state(app)
}
