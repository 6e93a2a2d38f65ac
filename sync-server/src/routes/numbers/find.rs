use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::never_served;
use wangge_domain::numbering::meant_numbers;
use wangge_domain::record::RecordKind;

use super::of_act::of_act;
use super::why::why;
use super::{hazard, is_unserved, line};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{GivenNumber, Reach, StatedNumber};

/// What a number of a paper stands for.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundNumber {
    /// As the paper prints it.
    text: String,
    /// It was given offline.
    provisional: bool,
    /// 有效, or 无效 with the reason.
    standing: String,
    /// The record whose paper bears it.
    record: String,
    /// Kind of that record.
    kind: String,
    /// When the relay took it in, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<i64>,
    /// Code of why it is void; absent: it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    void: Option<String>,
    /// The number that the record bears now, if that is another one: the final one of a provisional
    /// number, or that of a notice that took the place of this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<String>,
    /// Its notice was replaced before anybody served it（从未送达）.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    never_served: bool,
}

/// Which number.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindNumberParams {
    /// As the paper prints it, whole; the brackets of a keyboard and missing noughts in front do too.
    text: String,
}

/// What a number on a paper（文号）of S4-06 stands for, final or provisional, in force or void.
#[utoipa::path(
    get, path = "/api/v1/numbers/find", tag = "registers", params(FindNumberParams),
    responses((status = 200, body = Vec<FoundNumber>))
)]
pub(crate) async fn find(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Query(params): Query<FindNumberParams>,
) -> Result<Json<Vec<FoundNumber>>, ApiError> {
    let reach = caller.require(&app, "record_read")?;
    let control = Arc::clone(&caller.control);
    let found = app
        .blocking(move |app| {
            app.tenant.fill_provisional()?;
            let policy = app.tenant.policy(&control)?;
            let mut all = Vec::new();
            for text in meant_numbers(&policy.numbering, &params.text) {
                all.extend(found(app, &control, &reach, &text)?);
            }
            Ok(all)
        })
        .await?;
    Ok(Json(found))
}

fn found(
    app: &App,
    control: &ControlState,
    reach: &Reach,
    text: &str,
) -> Result<Vec<FoundNumber>, ApiError> {
    let (database, tenant) = (&app.tenant.database, app.tenant.id());
    let mut all = Vec::new();
    for (series, given) in database.numbers_printed(tenant, text)? {
        let Some(record) = given.record else {
            continue;
        };
        let listed = database.listed(tenant, record)?;
        if listed.is_some_and(|it| reach.covers(&it)) {
            let unserved = is_unserved(app, control, &series.document, &given)?;
            let found = of_given(&series.document, record.to_string(), given);
            all.push(found.never_served(unserved));
        }
    }
    for (document, given) in of_act(&app.tenant, text)? {
        let Some(record) = given.record else {
            continue;
        };
        let listed = database.listed(tenant, record)?;
        if listed.is_some_and(|it| reach.covers(&it)) {
            let last = given.text.clone();
            let found = of_given(&document, record.to_string(), given);
            all.push(FoundNumber {
                text: text.to_owned(),
                provisional: true,
                in_force: found.in_force.or(Some(last)),
                ..found
            });
        }
    }
    if let Some(stated) = database.provisional_number(tenant, text)? {
        let listed = database.listed(tenant, stated.record)?;
        if listed.is_some_and(|it| reach.covers(&it)) {
            let record = stated.record;
            let found = of_stated(stated);
            let is_replaced = found.void.as_deref() == Some("replaced");
            let unserved = is_replaced && never_served(&hazard(app, control, record)?, text);
            all.push(found.never_served(unserved));
        }
    }
    Ok(all)
}

impl FoundNumber {
    /// The same of a notice that was replaced before anybody served it.
    fn never_served(self, holds: bool) -> Self {
        if !holds {
            return self;
        }
        Self {
            standing: "无效：从未送达，已由另一份整改通知书代替".to_owned(),
            never_served: true,
            ..self
        }
    }
}

fn of_given(document: &str, record: String, given: GivenNumber) -> FoundNumber {
    let (text, kind, at) = (given.text.clone(), given.kind.clone(), given.given_at);
    let shown = line(document, given);
    let words = match shown.void_reason.as_deref() {
        Some("replaced") => "无效：已由另一份整改通知书代替",
        Some("voided") => "无效：记录已作废",
        Some("withdrawn") => "无效：记录已撤回",
        Some(_) => "无效",
        None => "有效",
    };
    FoundNumber {
        text,
        provisional: false,
        standing: words.to_owned(),
        record,
        kind,
        at: at.map(|at| at.0),
        void: shown.void_reason,
        in_force: shown.replaced_by,
        never_served: false,
    }
}

fn of_stated(stated: StatedNumber) -> FoundNumber {
    let is_notice = stated.kind == RecordKind::Rectification.as_str();
    let is_replaced =
        is_notice && !stated.provisional.is_empty() && stated.provisional != stated.text;
    let (void, standing) = match &stated.void {
        Some(cause) => {
            let (code, words) = why(cause);
            (Some(code), format!("无效：{words}"))
        }
        None if is_replaced => {
            let words = "无效：已由另一份整改通知书代替";
            (Some("replaced".to_owned()), words.to_owned())
        }
        None if super::GONE.contains(&stated.status.as_str()) => {
            let words = if stated.status == "voided" {
                "无效：记录已作废"
            } else {
                "无效：记录已撤回"
            };
            (Some(stated.status.clone()), words.to_owned())
        }
        None => (None, "有效".to_owned()),
    };
    let other = Some(stated.in_force).filter(|it| !it.is_empty() && *it != stated.text);
    FoundNumber {
        text: stated.text,
        provisional: true,
        standing,
        record: stated.record.to_string(),
        kind: stated.kind,
        at: Some(stated.received_at.0),
        void,
        in_force: other,
        never_served: false,
    }
}
