use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use wangge_domain::GridId;
use wangge_domain::sheet::entry_of;
use wangge_protocol::sha256;

use crate::http::{ApiError, App, PeerAddress, streams_below};
use crate::store::Reach;

/// The numbers of an area as a page that one other site may show within its own（嵌入页面）of S2-05. The link holds a
/// secret whose hash stands in the register, with the site, the area and a last day; it shows numbers only,
/// and nobody's name.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path(secret): Path<String>,
) -> Result<Response, ApiError> {
    let (origin, page) = app
        .blocking(move |app| {
            let from = peer.key();
            app.throttle.admit(&app.tenant, "embed", "", &from)?;
            let page = page(app, &secret);
            if page.is_err() {
                app.throttle.failed(&app.tenant, "embed", "", &from)?;
            }
            page
        })
        .await?;
    let policy = format!(
        "default-src 'none'; frame-ancestors {origin}; base-uri 'none'; form-action 'none'"
    );
    let policy = HeaderValue::from_str(&policy).map_err(|_| ApiError::not_found())?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, policy),
        (
            // A browser that knows `frame-ancestors` goes by that alone.
            HeaderName::from_static("x-frame-options"),
            HeaderValue::from_static("SAMEORIGIN"),
        ),
    ];
    Ok((headers, page).into_response())
}

fn page(app: &App, secret: &str) -> Result<(String, String), ApiError> {
    let tenant = &app.tenant;
    let control = tenant.control()?;
    let today = tenant.now().china_date();
    let digest = sha256(secret.as_bytes()).to_string();
    let mut lines = control.registers.lines_on("embed_link", today);
    let entry = lines.find_map(|line| {
        let entry = entry_of(&line.row);
        let held = entry.get("secret_digest").and_then(Value::as_str);
        held.is_some_and(|held| held.eq_ignore_ascii_case(&digest))
            .then_some(entry)
    });
    let entry = entry.ok_or_else(ApiError::not_found)?;
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let origin = text("origin").to_owned();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:/".contains(letter);
    if !origin.starts_with("https://") || !origin.chars().all(plain) {
        return Err(ApiError::not_found());
    }
    let grid: GridId = text("area").parse().map_err(|_| ApiError::not_found())?;
    let streams = streams_below(&control, Some(grid));
    let name = control.grids.get(&grid).map(|grid| grid.name.clone());
    let reach = Reach::of_grids(&control, streams);
    let (mut premises, mut open, mut overdue, mut closed) = (0, 0, 0, 0);
    for one in tenant.database.count(tenant.id(), &reach)? {
        match (one.kind.as_str(), one.status.as_str()) {
            ("premises", "active") => premises += one.count,
            ("rectification", "closed") => closed += one.count,
            ("rectification", "draft" | "voided" | "withdrawn") => {}
            ("rectification", _) => {
                open += one.count;
                overdue += one.overdue;
            }
            _ => {}
        }
    }
    let title = name.unwrap_or_default();
    let mut body = String::from("<dl>");
    for (label, number) in [
        ("在册场所", premises),
        ("未销号隐患", open),
        ("逾期隐患", overdue),
        ("已销号隐患", closed),
    ] {
        // Writing to text cannot fail.
        let _written = write!(body, "<dt>{label}</dt><dd>{number}</dd>");
    }
    body.push_str("</dl>");
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>{title}</title>\
         <h1>{title}</h1>{body}<p>{today}</p></html>"
    );
    Ok((origin, page))
}
