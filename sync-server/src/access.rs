//! Who may come in where: one table of all routes, denied by default, and what of it is audited.

mod rule;
mod table;

pub(crate) use rule::{Door, Noted, RouteRule};
pub(crate) use table::TABLE;

use axum::extract::MatchedPath;
use axum::http::Method;
use axum::http::request::Parts;

/// The rule for a route as the router names it. `HEAD` is answered where `GET` is.
pub(crate) fn rule_of(method: &Method, route: &str) -> Option<&'static RouteRule> {
    let find = |method: &str| {
        TABLE
            .iter()
            .find(|rule| rule.route == route && rule.method == method)
    };
    let found = find(method.as_str());
    if found.is_none() && method == Method::HEAD {
        return find("GET");
    }
    found
}

/// The rule for a request on its way to a handler.
pub(crate) fn rule_for(parts: &Parts) -> Option<&'static RouteRule> {
    let route = parts.extensions.get::<MatchedPath>()?;
    rule_of(&parts.method, route.as_str())
}

/// Whether the table knows the route at all, under whatever method.
pub(crate) fn knows(route: &str) -> bool {
    TABLE.iter().any(|rule| rule.route == route)
}
