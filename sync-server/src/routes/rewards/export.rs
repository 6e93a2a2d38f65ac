use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wangge_domain::Timestamp;
use wangge_domain::resources::{Language, label};
use wangge_domain::reward::RewardRules;

use super::list::{RewardView, views};
use crate::http::{ApiError, App, SupervisorCaller};

/// The reward ledger（奖励台账）as CSV for a spreadsheet: UTF-8 with a byte order mark.
#[utoipa::path(
    get, path = "/api/v1/rewards.csv", tag = "plans",
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn export_rewards(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Response, ApiError> {
    let policy = Arc::clone(&caller.policy);
    let rows = app.blocking(move |app| views(app, &caller)).await?;
    let rules = &policy.accounting().reward;
    let mut text =
        String::from("\u{feff}隐患编号,发现人,档次,标准（元）,奖励（元）,查实日期,状态,原因\r\n");
    for row in &rows {
        text.push_str(&line(row, rules));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"rewards.csv\"",
        ),
    ];
    Ok((headers, text).into_response())
}

fn line(row: &RewardView, rules: &RewardRules) -> String {
    let day = Timestamp(row.accepted_at).china_date().to_string();
    let fields = [
        row.hazard.clone(),
        row.finder_name.clone(),
        tariff(row, rules),
        yuan(row.full_fen),
        yuan(row.fen),
        day,
        label(Language::Chinese, &format!("reward_state.{}", row.state)).to_owned(),
        row.reason.clone(),
    ];
    let fields: Vec<String> = fields.iter().map(|field| cell(field)).collect();
    format!("{}\r\n", fields.join(","))
}

/// The tariff by its name; one that the policy no longer has by its code.
fn tariff(row: &RewardView, rules: &RewardRules) -> String {
    let named = rules.get(&row.tariff);
    named.map_or_else(|| row.tariff.clone(), |tariff| tariff.zh.clone())
}

fn yuan(fen: u64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// A quoted cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let harmless = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    format!("\"{}\"", harmless.replace('"', "\"\""))
}
