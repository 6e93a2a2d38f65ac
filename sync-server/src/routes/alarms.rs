use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::record::RecordKind;
use wangge_domain::sheet::entry_of;
use wangge_domain::{RecordId, UserId};
use wangge_protocol::sha256;

use super::cases::{Place, StepBody, write_and_step_as};
use super::in_name_of::InNameOf;
use crate::http::{ApiError, App, PeerAddress};

/// It is entered in the name of the officer who answers for the platform.
const ALARM: InNameOf = InNameOf {
    officer_zh: "平台责任人无权受理（S1-13）",
    en: "the alarm is refused",
};

/// An alarm as a platform of devices tells it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlarmBody {
    /// Number of the alarm on that platform: the same one counts once.
    alarm: String,
    /// Number of the device.
    device: String,
    /// What it says.
    #[serde(default)]
    text: String,
}

/// What became of an alarm.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlarmResult {
    /// Id of the candidate: a report to be triaged, not yet a hazard.
    record: String,
    /// It had come before.
    already: bool,
}

/// Takes an alarm of a device（物联网报警接入）of S1-13 and S2-35 as a candidate for a hazard: a report on the premises
/// that the device map names, for the township to triage. The platform authenticates by the secret whose
/// hash stands in the register; the officer who answers for the platform is the author.
#[utoipa::path(
    post, path = "/api/v1/alarms", tag = "cases",
    params(("Authorization" = String, Header, description = "`Bearer` and the platform's secret")),
    request_body = AlarmBody,
    responses(
        (status = 200, body = AlarmResult),
        (status = 401, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "the device is in no map, or a rule refuses the report: its code is the rule's"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    headers: HeaderMap,
    body: Result<Json<AlarmBody>, JsonRejection>,
) -> Result<Json<AlarmResult>, ApiError> {
    let Json(body) = body.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let bearer = headers.get("authorization").and_then(|it| it.to_str().ok());
    let secret = bearer.and_then(|it| it.strip_prefix("Bearer "));
    let secret = secret.unwrap_or_default().trim().to_owned();
    let result = app
        .blocking(move |app| {
            let from = peer.key();
            app.throttle.admit(&app.tenant, "alarm", "", &from)?;
            let taken = take(app, &secret, &body);
            if taken
                .as_ref()
                .is_err_and(|error| error.code() == "unauthorized")
            {
                app.throttle.failed(&app.tenant, "alarm", "", &from)?;
            }
            taken
        })
        .await?;
    Ok(Json(result))
}

fn take(app: &App, secret: &str, body: &AlarmBody) -> Result<AlarmResult, ApiError> {
    let refuse = |code: &str, zh: &str| ALARM.refuse(code, zh);
    let tenant = &app.tenant;
    let control = tenant.control()?;
    let policy = tenant.policy(&control)?;
    let today = tenant.now().china_date();
    let digest = sha256(secret.as_bytes()).to_string();
    let text = |entry: &Map<String, Value>, name: &str| {
        let said = entry.get(name).and_then(Value::as_str);
        said.unwrap_or_default().to_owned()
    };
    let gateways = control.registers.lines_on("alarm_gateway", today);
    let gateway = gateways
        .map(|line| (line.row.key.clone(), entry_of(&line.row)))
        .find(|(_, entry)| text(entry, "secret_digest").eq_ignore_ascii_case(&digest));
    let (platform, gateway) = gateway.ok_or_else(ApiError::unauthorized)?;
    let officer: UserId = text(&gateway, "officer")
        .parse()
        .map_err(|_| ApiError::unauthorized())?;
    let device = control
        .registers
        .line_on("alarm_device", &body.device, today);
    let device = device.map(|line| entry_of(&line.row));
    let device = device.ok_or_else(|| refuse("device_unknown", "设备不在对照表内（S1-13）"))?;
    let premises = text(&device, "premises").parse::<RecordId>().ok();
    let listed = match premises {
        Some(premises) => tenant.database.listed(tenant.id(), premises)?,
        None => None,
    };
    let listed = listed.filter(|listed| listed.kind == RecordKind::Premises);
    let listed =
        listed.ok_or_else(|| refuse("premises_unknown", "设备对照的场所不存在（S1-13）"))?;
    if body.alarm.trim().is_empty() {
        return Err(refuse(
            "alarm_without_number",
            "报警没有编号，无法去重（S2-35）",
        ));
    }
    let number = format!("{platform}/{}", body.alarm.trim());
    let record = record_of(app, &number);
    if tenant.database.listed(tenant.id(), record)?.is_some() {
        return Ok(AlarmResult {
            record: record.to_string(),
            already: true,
        });
    }
    let kind = policy.cases.entry("alarm_kinds", &text(&device, "kind"));
    let kind = kind.map(|kind| kind.zh.clone()).unwrap_or_default();
    let title = format!("{kind}报警：{}{}", text(&device, "place"), body.text.trim());
    let content = BTreeMap::from([
        ("title".to_owned(), title.as_str().into()),
        (PREMISES.to_owned(), listed.record.to_string().into()),
    ]);
    let fields = [
        ("source", "iot_alarm".to_owned()),
        ("text", title.clone()),
        ("external_number", number),
    ];
    let step = StepBody {
        step: "report.receive".to_owned(),
        fields: fields.map(|(name, value)| (name.to_owned(), value)).into(),
        ..StepBody::default()
    };
    let place = Place {
        stream: listed.stream,
        record,
        kind: RecordKind::Report,
    };
    ALARM.taken(write_and_step_as(app, officer, &place, &content, &step))?;
    Ok(AlarmResult {
        record: record.to_string(),
        already: false,
    })
}

/// The record of an alarm follows from its number: the same one twice is entered once.
fn record_of(app: &App, number: &str) -> RecordId {
    let digest = sha256(format!("alarm/{}/{number}", app.tenant.id()).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    RecordId::from_bytes(bytes)
}
