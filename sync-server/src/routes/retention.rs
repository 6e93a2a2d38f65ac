use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_sync_engine::store::StoreError;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::retention::RetentionRule;
use crate::store::{ListOrder, ListQuery, Reach};

/// Records named per rule.
const NAMED: u32 = 100;

/// A rule of the schedule, and what would be due by it（保存期限与到期清单）.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RetentionDue {
    /// Which kind of record.
    kind: String,
    /// Months after the relay first received one.
    months: u32,
    /// `review` or `anonymise`: what a person is to do. The relay does nothing by itself.
    then: String,
    /// What was first received up to then is due, milliseconds since 1970.
    until: i64,
    /// How many the caller may see are due.
    due: usize,
    /// More are due than are named.
    more: bool,
    /// The first of them, oldest first: ids.
    records: Vec<String>,
}

/// How long what is kept, and what would be due（保存期限）, within what the caller may read. Nothing is
/// deleted; kinds without a rule are kept for ever.
#[utoipa::path(
    get, path = "/api/v1/retention", tag = "ledger",
    responses(
        (status = 200, body = Vec<RetentionDue>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<RetentionDue>>, ApiError> {
    app.blocking(move |app| {
        let rules = app.retention.iter();
        let due = rules.map(|rule| {
            let operation = rule.kind.restricted_read().unwrap_or("record_read");
            due_by(app, rule, &caller.reach(app, operation))
        });
        Ok(Json(due.collect::<Result<Vec<_>, StoreError>>()?))
    })
    .await
}

fn due_by(app: &App, rule: &RetentionRule, reach: &Reach) -> Result<RetentionDue, StoreError> {
    let (tenant, until) = (&app.tenant, rule.until(app.tenant.now()));
    let (mut due, mut first) = (0_u64, Vec::new());
    for status in rule.over_at() {
        let query = ListQuery {
            status,
            first_until: Some(until),
            ..ListQuery::of(
                rule.kind.clone(),
                reach.clone(),
                ListOrder::Oldest { after: None },
                NAMED,
            )
        };
        due += tenant.database.count_listed(tenant.id(), &query)?;
        first.extend(tenant.list(&query)?);
    }
    first.sort_by_key(|listed| (listed.first_at, listed.record));
    let named = first.iter().take(NAMED as usize);
    let due = usize::try_from(due).unwrap_or(usize::MAX);
    let records: Vec<String> = named.map(|listed| listed.record.to_string()).collect();
    Ok(RetentionDue {
        kind: rule.kind.to_string(),
        months: rule.months,
        then: rule.then.word().to_owned(),
        until: until.0,
        due,
        more: due > records.len(),
        records,
    })
}
