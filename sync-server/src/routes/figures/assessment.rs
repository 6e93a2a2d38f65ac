use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wangge_domain::evaluation::{Ratio, TownshipScore};
use wangge_domain::tally::UNCOUNTED_CODES;

use super::entry::scope_name;
use super::snapshots::find;
use crate::http::{ApiError, App, SupervisorCaller};

/// One item of an assessment with what it rests on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AssessmentItem {
    /// `coverage`.
    code: String,
    /// Chinese name.
    name: String,
    /// `41/50（82.00%）`.
    figure: String,
    /// Points earned and points of 100, in Chinese words; without a figure it says so.
    points: String,
    /// Mechanism id.
    rule: String,
    /// Records that count against it, or for an inverse item, that make it up: each can be opened.
    #[schema(value_type = Vec<String>)]
    to_explain: Vec<Uuid>,
}

/// The assessment pack of a grid.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AssessmentView {
    /// Hash of the snapshot it rests on.
    digest: String,
    /// `2026年度`.
    period: String,
    /// Name of the grid.
    grid_name: String,
    /// The items.
    items: Vec<AssessmentItem>,
    /// The score with every item's numbers.
    #[schema(value_type = Object)]
    score: Option<TownshipScore>,
}

/// The assessment pack（考核材料）of S0-40: every item of a frozen score with its numbers and the
/// records to be explained.
#[utoipa::path(
    get, path = "/api/v1/snapshots/{digest}/assessment", tag = "figures",
    params(("digest" = String, Path, description = "hash of the snapshot")),
    responses(
        (status = 200, body = AssessmentView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(digest): Path<String>,
) -> Result<Json<AssessmentView>, ApiError> {
    let view = app
        .blocking(move |app| {
            let snapshot = find(app, &caller, &digest)?;
            let rules = &caller.policy.accounting().evaluation.township;
            let score = snapshot.score.as_ref();
            let items = score
                .map(|score| score.items.as_slice())
                .unwrap_or_default();
            let items = items.iter().map(|item| {
                let rule = rules.items.iter().find(|it| it.code == item.code);
                let inverse = rule.is_some_and(|it| it.inverse);
                let ratio = snapshot
                    .figures
                    .get(&item.code)
                    .cloned()
                    .unwrap_or_default();
                AssessmentItem {
                    code: item.code.clone(),
                    name: rule.map_or_else(|| item.code.clone(), |it| it.zh.clone()),
                    figure: match is_uncounted(&item.code, &ratio) {
                        true => "未统计".to_owned(),
                        false => ratio.to_string(),
                    },
                    points: match item.hundredths {
                        Some(points) => {
                            format!(
                                "{}.{:02}分（满分{}分）",
                                points / 100,
                                points % 100,
                                item.weight
                            )
                        }
                        None if is_uncounted(&item.code, &ratio) => {
                            "未统计，不计分，其余项按比例折算".to_owned()
                        }
                        None => "无应计对象，不计分，其余项按比例折算".to_owned(),
                    },
                    rule: item.rule.clone(),
                    to_explain: if inverse { ratio.met } else { ratio.unmet },
                }
            });
            Ok(AssessmentView {
                items: items.collect(),
                period: snapshot.period.to_string(),
                grid_name: scope_name(app, &caller, snapshot.scope),
                score: snapshot.score.clone(),
                digest,
            })
        })
        .await?;
    Ok(Json(view))
}

/// Nothing on file is counted for this item: it is not that nothing was owed.
fn is_uncounted(code: &str, ratio: &Ratio) -> bool {
    ratio.denominator == 0 && UNCOUNTED_CODES.contains(&code)
}
