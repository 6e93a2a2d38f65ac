use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Opened, open};
use crate::http::{ApiError, App, HtmlPage, PeerAddress, escaped};

/// The code of a notice.
#[derive(Deserialize)]
pub(crate) struct CodeForm {
    /// As it was typed.
    code: String,
}

/// What is to be put right（整改要求）, for whoever has the code of the notice, and where to send what
/// was done. Nothing stands here that does not stand on the notice.
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path((kind, record)): Path<(String, String)>,
    form: Result<Form<CodeForm>, FormRejection>,
) -> Response {
    let Ok(Form(CodeForm { code })) = form else {
        return HtmlPage::refusal(&ApiError::bad_request("no code")).into_response();
    };
    let (asked, typed) = (record.clone(), code.clone());
    let opened = app
        .blocking(move |app| open(app, peer, &asked, &typed))
        .await;
    match opened {
        Ok(opened) => page(&opened, (&kind, &record), &code).into_response(),
        Err(error) => HtmlPage::refusal(&error).into_response(),
    }
}

fn page(opened: &Opened, (kind, record): (&str, &str), code: &str) -> HtmlPage {
    let (state, hazard) = (&opened.state, &opened.content);
    let number = state.notice_number.as_ref();
    let number = number.or(state.provisional_number.as_ref());
    let due = state.due.or(state.original_due);
    let due = due.map_or_else(String::new, |due| due.china_date().to_string());
    let rules = opened.policy.rectification.owner_page.as_ref();
    let (photos, characters) = rules.map_or((0, 0), |it| (it.max_photos, it.max_note_chars));
    let form = format!(
        "<form method=\"post\" action=\"/p/{}/{}/feedback\" enctype=\"multipart/form-data\">\
         <input type=\"hidden\" name=\"code\" value=\"{}\">\
         <label for=\"photos\">整改后照片（最多{photos}张）/ Photos</label>\
         <input id=\"photos\" name=\"photo\" type=\"file\" accept=\"image/jpeg,image/png\" multiple \
         required>\
         <label for=\"note\">整改情况（{characters}字以内）/ What was done</label>\
         <textarea id=\"note\" name=\"note\" rows=\"3\" maxlength=\"{characters}\"></textarea>\
         <button type=\"submit\">提交 / Send</button></form>",
        escaped(kind),
        escaped(record),
        escaped(code),
    );
    HtmlPage::new("整改要求")
        .fact("出具单位", &opened.issuer)
        .fact("文号", number.map_or("", String::as_str))
        .fact("部位", &hazard.part)
        .fact("隐患情况", &hazard.description)
        .fact("整改要求", &hazard.rectification)
        .fact("整改期限", &due)
        .small("照片会重新压缩保存，位置信息不保留。反馈码只能使用一次，提交后由检查人员复查。")
        .markup(&form)
}
