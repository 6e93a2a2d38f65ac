use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use wangge_domain::RecordId;
use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::record::RecordKind;
use wangge_protocol::sha256;

use super::super::cases::{Place, StepBody, write_and_step_as};
use super::super::in_name_of::InNameOf;
use super::link::{SelfCheckLink, answers_to};
use super::page::{form, html};
use crate::http::{ApiError, App, PeerAddress, refuse_bad_texts};

/// Characters of a name, at most.
const LONGEST_NAME: usize = 40;
/// It is entered in the name of the officer who gave the link out.
const CHECK: InNameOf = InNameOf {
    officer_zh: "发码人员无权受理（S0-30）",
    en: "the check is refused",
};

/// Takes an owner's own check（提交自查）of S0-30: one a day for a premises, under the officer who gave the link out and
/// with the name of who checked. It is no visit, and counts for no coverage. A browser that is
/// refused gets its form back as it was filled in.
pub(crate) async fn submit(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path(secret): Path<String>,
    headers: HeaderMap,
    answers: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Result<Response, ApiError> {
    let Form(answers) = answers.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let accepted = headers.get(header::ACCEPT).map(|value| value.as_bytes());
    let by_browser = accepted.is_some_and(|it| it.windows(9).any(|part| part == b"text/html"));
    let form = app
        .blocking(move |app| {
            let from = peer.key();
            app.throttle.admit(&app.tenant, "self_check", "", &from)?;
            let link = SelfCheckLink::find(app, &secret);
            if link.is_err() {
                app.throttle.failed(&app.tenant, "self_check", "", &from)?;
            }
            let link = link?;
            match enter(app, &link, &answers) {
                Err(error) if by_browser && error.is_refusal() => {
                    Ok(Some(form(&link, &answers, &error.body().message)))
                }
                other => other.map(|()| None),
            }
        })
        .await?;
    Ok(match form {
        Some(form) => (StatusCode::UNPROCESSABLE_ENTITY, html(&form)).into_response(),
        None => html("<h1>已收到</h1><p>感谢您的自查。发现问题请立即整改。</p>"),
    })
}

fn enter(
    app: &App,
    link: &SelfCheckLink,
    answers: &BTreeMap<String, String>,
) -> Result<(), ApiError> {
    refuse_bad_texts(answers)?;
    let signer = answers.get("signer").map(|name| name.trim());
    let signer = signer.filter(|name| !name.is_empty() && name.chars().count() <= LONGEST_NAME);
    let signer = signer.ok_or_else(|| refuse("signer_missing", "请填写自查人（S0-30）"))?;
    let (mut passed, mut failed) = (Vec::new(), Vec::new());
    for (item, answer) in answers.iter().filter(|(name, _)| *name != "signer") {
        let asked = link.items().iter().find(|one| one.id == *item);
        let mut taken = asked.map_or(&[][..], answers_to).iter();
        let taken = taken.find(|(code, _)| *code == answer.as_str());
        match taken.map(|(code, _)| *code) {
            Some("pass") => passed.push(item.as_str()),
            Some("fail") => failed.push(item.as_str()),
            Some(_) => {}
            None => return Err(refuse("item_unknown", "自查表中没有这一项（S0-30）")),
        }
    }
    if passed.is_empty() && failed.is_empty() {
        return Err(refuse("nothing_answered", "没有填写任何一项（S0-30）"));
    }
    let left = link
        .items()
        .iter()
        .filter(|one| !answers.contains_key(&one.id));
    let left: Vec<&str> = left.map(|one| one.question.as_str()).collect();
    if !left.is_empty() {
        let zh = format!("还有{}项未填写（S0-30）：{}", left.len(), left.join("；"));
        return Err(refuse("incomplete", &zh));
    }
    let tenant = &app.tenant;
    let day = tenant.now().china_date();
    let premises = link.premises.record;
    let record = record_of(app, &format!("{premises}/{day}"));
    if tenant.database.listed(tenant.id(), record)?.is_some() {
        return Err(refuse("checked_today", "今日已提交自查（S0-30）"));
    }
    let title = format!("自查：{signer}");
    let content = BTreeMap::from([
        ("title".to_owned(), title.as_str().into()),
        (PREMISES.to_owned(), premises.to_string().into()),
    ]);
    let fields = [
        ("title", title),
        ("signer", signer.to_owned()),
        ("passed", passed.join(",")),
        ("failed", failed.join(",")),
    ];
    let fields = fields.into_iter().filter(|(_, text)| !text.is_empty());
    let step = StepBody {
        step: "patrol.self_check".to_owned(),
        fields: fields.map(|(name, text)| (name.to_owned(), text)).collect(),
        ..StepBody::default()
    };
    let place = Place {
        stream: link.premises.stream,
        record,
        kind: RecordKind::Patrol,
    };
    CHECK.taken(write_and_step_as(
        app,
        link.officer,
        &place,
        &content,
        &step,
    ))
}

fn refuse(code: &str, zh: &str) -> ApiError {
    CHECK.refuse(code, zh)
}

/// The record of a check follows from the premises and the day: the same form twice is entered once.
fn record_of(app: &App, name: &str) -> RecordId {
    let digest = sha256(format!("self_check/{}/{name}", app.tenant.id()).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    RecordId::from_bytes(bytes)
}
