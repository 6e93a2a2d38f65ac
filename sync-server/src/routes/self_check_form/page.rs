use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::link::{SelfCheckLink, answers_to};
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
            Ok(form(&link?, &BTreeMap::new(), ""))
        })
        .await?;
    Ok(html(&form))
}

/// The form with what was entered before, and what was said of it.
pub(super) fn form(link: &SelfCheckLink, entered: &BTreeMap<String, String>, said: &str) -> String {
    let mut body = String::from("<h1>消防安全自查</h1>");
    // Writing to text cannot fail.
    if !said.is_empty() {
        let _written = write!(
            body,
            "<p role=\"alert\"><strong>{}</strong></p>",
            escaped(said)
        );
    }
    body.push_str("<form method=\"post\">");
    for item in link.items() {
        let question = escaped(&item.question);
        let _written = write!(body, "<fieldset><legend>{question}</legend>");
        for (answer, zh) in answers_to(item) {
            let chosen = entered.get(&item.id).is_some_and(|it| it == answer);
            let _written = write!(
                body,
                "<label><input type=\"radio\" name=\"{id}\" value=\"{answer}\" required{checked}>\
                 {zh}</label>",
                id = escaped(&item.id),
                checked = if chosen { " checked" } else { "" },
            );
        }
        body.push_str("</fieldset>");
    }
    let signer = entered.get("signer").map_or("", String::as_str);
    let _written = write!(
        body,
        "<label>自查人<input name=\"signer\" required maxlength=\"40\" value=\"{}\"></label>\
         <button>提交</button></form>",
        escaped(signer)
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
