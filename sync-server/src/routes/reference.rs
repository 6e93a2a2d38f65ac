use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use wangge_domain::lifecycle::LifecycleTables;
use wangge_domain::policy::PolicyPack;

use crate::http::{ApiError, App, SupervisorCaller};

/// What the policy pack in force calls things（政策包词表）: categories, departments, grades, issuers,
/// questions of the checklists, limits of deadlines, the reasons that a random draw knows, who may
/// do what, and the lifecycle tables as data that a screen can draw (S3-09). It holds nothing of
/// any premises or person.
#[utoipa::path(
    get, path = "/api/v1/reference", tag = "lists",
    responses(
        (status = 200, body = Object),
        (status = 401, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(_app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<serde_json::Value>, ApiError> {
    std::future::ready(Ok(Json(words_of(&caller.policy)))).await
}

fn words_of(policy: &PolicyPack) -> serde_json::Value {
    let categories = policy.categories.list.iter().map(|category| {
        serde_json::json!({
            "id": category.id, "zh": category.zh, "en": category.en,
            "nine_small": category.nine_small,
        })
    });
    let checklists = policy.checklists.checklists.iter().map(|list| {
        let items = list.items.iter().map(|item| {
            serde_json::json!({
                "id": item.id, "group": item.group, "question": item.question,
                "severity": item.severity_on_fail, "life_threat": item.life_threat,
                "department": item.department, "unit": item.unit,
            })
        });
        serde_json::json!({
            "code": list.code, "zh": list.name_zh, "en": list.name_en, "version": list.version,
            "items": items.collect::<Vec<_>>(),
        })
    });
    let rules = &policy.rectification;
    let draw = &policy.accounting().draw;
    let staffing = &policy.accounting().staffing;
    serde_json::json!({
        "revision": policy.revision,
        "version": policy.version,
        "name": policy.name,
        "categories": categories.collect::<Vec<_>>(),
        "departments": policy.routing.departments,
        "grades": policy.risk.grades,
        "issuers": policy.numbering.issuers,
        "documents": policy.numbering.documents,
        "checklists": checklists.collect::<Vec<_>>(),
        "deadlines": {
            "default": rules.default_deadline,
            "max_days": rules.max_deadline_days,
            "extension": rules.extension,
            "urge": rules.urge,
        },
        "draw": {
            "inspectors_per_target": draw.inspectors_per_target,
            "exclusion_reasons": draw.exclusion_reasons,
            "recusal_reasons": draw.recusal_reasons,
        },
        "staffing": {
            "station_classes": staffing.station_classes,
            "station_class_of": staffing.station_class_of,
            "town_classes": staffing.clerks.by_town_class.keys().collect::<Vec<_>>(),
            "fire_stations": staffing.fire_stations,
        },
        "permissions": policy.permissions,
        "notes": policy.notes,
        "lifecycles": LifecycleTables::standard().iter().collect::<Vec<_>>(),
    })
}
