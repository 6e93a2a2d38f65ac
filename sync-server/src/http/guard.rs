use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::caller_slot::{CallerSlot, GivenReason};
use super::{ApiError, App, PeerAddress, Rate};
use crate::access::{Door, Noted, RouteRule, knows, rule_of};
use crate::audit::AuditEntry;
use crate::read_only::refusal;

/// Stands before every route: what the table does not know is refused, what a door should have
/// guarded and did not is withheld, what is to be audited is written down before it is answered.
pub(crate) async fn guard(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let Some(route) = matched.as_ref().map(MatchedPath::as_str) else {
        // The fallback: there is no such route.
        let response = next.run(request).await;
        app.metrics
            .request("other", "none", response.status(), started.elapsed());
        return response;
    };
    let rule = rule_of(&method, route);
    if !knows(route) {
        tracing::error!(route, "a route without a rule was refused");
        return ApiError::not_found().into_response();
    }
    if rule.is_some_and(|rule| app.shows_only.refuses(rule)) {
        return refusal().into_response();
    }
    // Whoever is nobody yet is known by the address only.
    let is_open = rule.is_some_and(|rule| matches!(rule.door, Door::Anyone | Door::Proof));
    let peer = request.extensions().get::<PeerAddress>().copied();
    if let Some(peer) = peer.filter(|_| is_open) {
        let now = app.rates.now_ms();
        let admitted = app.rates.admit("address", peer.key(), Rate::ADDRESS, now);
        if let Err(refused) = admitted {
            return refused.into_response();
        }
    }
    let slot = CallerSlot::default();
    request.extensions_mut().insert(slot.clone());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let response = match rule {
        None if response.status().is_success() => {
            tracing::error!(route, %method, "an answer without a rule was withheld");
            ApiError::internal().into_response()
        }
        None => response,
        Some(rule) => {
            let response = withheld(rule, &slot, response);
            audited(&app, rule, &slot, (route, &path), response).await
        }
    };
    let name = rule.map_or("other", |rule| rule.method);
    app.metrics
        .request(name, route, response.status(), started.elapsed());
    response
}

/// A handler that answers a guarded route without having asked who it is.
fn withheld(rule: &RouteRule, slot: &CallerSlot, response: Response) -> Response {
    let is_guarded = matches!(rule.door, Door::Device | Door::Session | Door::Either);
    if is_guarded && response.status().is_success() && slot.get().is_none() {
        tracing::error!(route = rule.route, "an unguarded answer was withheld");
        return ApiError::internal().into_response();
    }
    response
}

async fn audited(
    app: &Arc<App>,
    rule: &RouteRule,
    slot: &CallerSlot,
    (route, path): (&str, &str),
    response: Response,
) -> Response {
    let status = response.status();
    // What is not there or not well-formed was neither seen nor done; what was refused was tried.
    let matters = status.is_success()
        || status == StatusCode::FORBIDDEN
        || status == StatusCode::TOO_MANY_REQUESTS
        || (status == StatusCode::UNAUTHORIZED && rule.door == Door::Proof);
    if rule.noted == Noted::No || !matters {
        return response;
    }
    let reason = response.extensions().get::<GivenReason>();
    let entry = AuditEntry {
        at: app.tenant.now().0,
        actor: slot.get().map(|user| user.to_string()).unwrap_or_default(),
        deed: format!("{} {}", rule.method, rule.route),
        subject: subject(route, path),
        outcome: status.as_u16().to_string(),
        reason: reason.map(|reason| reason.0.clone()).unwrap_or_default(),
    };
    let log = Arc::clone(&app.audit);
    let written = tokio::task::spawn_blocking(move || log.append(entry)).await;
    let failed = match written {
        Ok(Ok(_)) => return response,
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    tracing::error!(error = failed, "the audit log cannot be written");
    if rule.noted == Noted::Act {
        // It is done already; saying no now would be untrue.
        return response;
    }
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "audit_unavailable",
        "审计日志无法写入，暂不提供个人信息",
        "the audit log cannot be written: personal data are not shown",
    )
    .retry_after(60_000)
    .into_response()
}

/// The values of a path where its route has names: ids, no text of anybody.
fn subject(route: &str, path: &str) -> String {
    let named = route.split('/').zip(path.split('/'));
    let values = named.filter(|(name, _)| name.starts_with('{'));
    values.map(|(_, value)| value).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn a_subject_is_what_the_route_names() {
        assert_eq!(
            subject(
                "/api/v1/papers/{kind}/{record}",
                "/api/v1/papers/notice/0198"
            ),
            "notice 0198"
        );
        assert_eq!(subject("/api/v1/people", "/api/v1/people"), "");
    }
}
