use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::link::SelfCheckLink;
use crate::http::{ApiError, App, PeerAddress};

/// The form of an owner's own check（自查表）of S0-30: the questions of the checklist of the premises, answered by
/// whoever holds the code at its door. It tells nothing that is on file.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path(secret): Path<String>,
) -> Result<Response, ApiError> {
    let form = app
        .blocking(move |app| {
            let from = peer.key();
            app.throttle.admit(&app.tenant, "self_check", "", &from)?;
            let link = SelfCheckLink::find(app, &secret);
            if link.is_err() {
                app.throttle.failed(&app.tenant, "self_check", "", &from)?;
            }
            Ok(form(&link?))
        })
        .await?;
    Ok(html(&form))
}

fn form(link: &SelfCheckLink) -> String {
    let mut body = String::from("<h1>消防安全自查</h1><form method=\"post\">");
    for item in link.items() {
        // Writing to text cannot fail.
        let _written = write!(
            body,
            "<fieldset><legend>{question}</legend>\
             <label><input type=\"radio\" name=\"{id}\" value=\"pass\">符合</label>\
             <label><input type=\"radio\" name=\"{id}\" value=\"fail\">不符合</label></fieldset>",
            question = escaped(&item.question),
            id = escaped(&item.id),
        );
    }
    body.push_str(
        "<label>自查人<input name=\"signer\" required maxlength=\"40\"></label>\
         <button>提交</button></form>",
    );
    body
}

/// A page that may send its form back to where it came from, and nothing else.
pub(super) fn html(body: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>消防安全自查</title>{body}</html>"
    );
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
            ),
        ),
    ];
    (headers, page).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
