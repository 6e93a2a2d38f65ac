use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use wangge_domain::lifecycle::LifecycleTables;
use wangge_domain::policy::{PolicyList, PolicyPack};
use wangge_domain::record::RecordKind;

use crate::http::{ApiError, App, SupervisorCaller};

/// Lists that a field may name and that stand elsewhere in the pack.
const ELSEWHERE: [&str; 3] = ["departments", "issuers", "categories"];

/// The registers and their tables（登记册与流转表）, as data a screen can draw: states, steps, what each
/// step asks, and the lists of the policy pack.
#[utoipa::path(
    get, path = "/api/v1/cases", tag = "cases",
    responses(
        (status = 200, body = Object),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn registers(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<serde_json::Value>, ApiError> {
    caller.require(&app, "record_read")?;
    let tables: Vec<_> = RecordKind::CASES
        .iter()
        .filter_map(|kind| LifecycleTables::standard().of(kind))
        .collect();
    let rules = &caller.policy.cases;
    let body = serde_json::json!({
        "tables": tables,
        "lists": lists_of(&caller.policy),
        "deadlines": rules.deadlines,
        "chains": rules.chains,
    });
    std::future::ready(Ok(Json(body))).await
}

/// Every list that a field of a step may name: a form needs nothing else to offer its codes.
fn lists_of(policy: &PolicyPack) -> BTreeMap<String, PolicyList> {
    let mut lists = policy.cases.lists.clone();
    for name in ELSEWHERE {
        let list = PolicyList {
            version: policy.version.clone(),
            items: policy.list_entries(name),
        };
        lists.insert(name.to_owned(), list);
    }
    lists
}
