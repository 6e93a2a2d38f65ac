use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::PAGE;
use super::why::why;
use crate::http::{ApiError, App, SupervisorCaller};

/// A provisional number whose act had no effect.
#[derive(Serialize, ToSchema)]
pub(crate) struct VoidNumberView {
    /// As the paper prints it.
    text: String,
    /// The record whose paper bears it, if the caller may read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// Kind of that record.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// When the relay took the act in, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<i64>,
    /// Code of the reason.
    void: String,
    /// The reason in words.
    why: String,
}

/// A page of void provisional numbers.
#[derive(Serialize, ToSchema)]
pub(crate) struct VoidNumberPage {
    /// In order.
    items: Vec<VoidNumberView>,
    /// Give it back as `after` for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// From where on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoidNumberParams {
    /// Numbers after this one; from the first if absent.
    #[serde(default)]
    after: String,
}

/// Provisional numbers（临时编号）of S4-06 that are void: the rules refused the act, or its envelope is in
/// no log. They are not given again.
#[utoipa::path(
    get, path = "/api/v1/numbers/void", tag = "registers", params(VoidNumberParams),
    responses((status = 200, body = VoidNumberPage))
)]
pub(crate) async fn void(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Query(params): Query<VoidNumberParams>,
) -> Result<Json<VoidNumberPage>, ApiError> {
    let reach = caller.require(&app, "record_read")?;
    let page = app
        .blocking(move |app| {
            app.tenant.fill_provisional()?;
            let (database, tenant) = (&app.tenant.database, app.tenant.id());
            let found = database.void_numbers(tenant, &params.after, PAGE)?;
            let mut seen = BTreeSet::new();
            for one in &found {
                let listed = database.listed(tenant, one.record)?;
                if listed.is_some_and(|it| reach.covers(&it)) {
                    seen.insert(one.record);
                }
            }
            let is_whole = found.len() < PAGE as usize;
            let next = found.last().filter(|_| !is_whole);
            let next = next.map(|last| last.text.clone());
            // Every number is told to everybody; whose it is to those alone who may read it.
            let view = |one: crate::store::StatedNumber| {
                let (void, words) = one.void.as_ref().map(why).unwrap_or_default();
                let is_seen = seen.contains(&one.record);
                VoidNumberView {
                    text: one.text,
                    record: is_seen.then(|| one.record.to_string()),
                    kind: is_seen.then_some(one.kind),
                    received_at: is_seen.then_some(one.received_at.0),
                    void,
                    why: words,
                }
            };
            let items = found.into_iter().map(view).collect();
            Ok(VoidNumberPage { items, next })
        })
        .await?;
    Ok(Json(page))
}
