use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use wangge_domain::{Digest, RecordId};

use super::owner::code_form;
use crate::http::{ApiError, App, HtmlPage, PeerAddress};
use crate::paper::{PaperKind, earlier_version, genuine};

/// How far back a stranger's question is answered: a paper of a record has a few dozen versions.
pub(super) const VERSIONS: usize = 300;

/// What the QR of a paper asks.
#[derive(Deserialize)]
pub(crate) struct CheckParams {
    /// Content hash.
    #[serde(default)]
    h: String,
}

/// What somebody pasted or scanned.
#[derive(Deserialize)]
pub(crate) struct PastedParams {
    /// What the QR says, or kind, record and hash out of it.
    #[serde(default)]
    q: String,
}

/// A paper as its QR names it.
struct Asked {
    kind: PaperKind,
    record: RecordId,
    hash: Digest,
}

/// The page that the QR of a paper opens（文书核验）: whether what the paper says is what the relay
/// has, and under a notice the owner's way to report. It needs no sign-in and tells nothing to
/// anybody who does not hold the paper: without the hash every paper looks unknown.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path((kind, record)): Path<(String, String)>,
    Query(params): Query<CheckParams>,
) -> Response {
    let asked = asked(&kind, &record, &params.h);
    // The form stands under every answer alike: that it is there tells nothing.
    let form = code_form(&kind, &record);
    answer(&app, peer, asked, &form).await
}

/// The page where anybody may paste what a QR says（文书核验页）: genuine or not, and nothing else.
pub(crate) async fn paste(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Query(params): Query<PastedParams>,
) -> Response {
    let form = forms();
    if params.q.trim().is_empty() {
        return HtmlPage::new("文书核验")
            .text("用手机扫描文书上的二维码即可核验；也可以把二维码的内容粘贴到这里，或者交来文书的 PDF 文件逐字节核验。")
            .small("Scan the QR of a paper, paste what it says, or send its file.")
            .markup(&form)
            .into_response();
    }
    answer(&app, peer, parsed(&params.q), &form).await
}

/// What can be checked: what a QR says, or the file of a paper.
pub(super) fn forms() -> String {
    "<form method=\"get\" action=\"/v\">\
     <label for=\"q\">粘贴文书二维码的内容 / What the QR says</label>\
     <input id=\"q\" name=\"q\" required maxlength=\"600\" autocomplete=\"off\">\
     <button type=\"submit\">核验 / Check</button></form>\
     <form method=\"post\" action=\"/v\" enctype=\"multipart/form-data\">\
     <label for=\"file\">文书的 PDF 文件 / The file of a paper</label>\
     <input id=\"file\" name=\"file\" type=\"file\" accept=\"application/pdf\" required>\
     <button type=\"submit\">逐字节核验 / Compare byte by byte</button></form>"
        .to_owned()
}

async fn answer(app: &Arc<App>, peer: PeerAddress, asked: Option<Asked>, form: &str) -> Response {
    let found = app
        .blocking(move |app| {
            let from = peer.key();
            app.throttle.admit(&app.tenant, "paper", "", &from)?;
            let same = match asked {
                Some(asked) => compare(app, &asked)?,
                None => None,
            };
            if same.is_none() {
                app.throttle.failed(&app.tenant, "paper", "", &from)?;
            }
            Ok(same)
        })
        .await;
    let page = match found {
        Ok(Some(page)) => page,
        Ok(None) => HtmlPage::new("不一致")
            .text("没有这份文书，或者文书内容与系统记录不一致，或者出具后又有补充。请与出具单位核对。")
            .small("No such paper, or it says something else than what is on record.")
            .with_status(StatusCode::NOT_FOUND),
        Err(error) => HtmlPage::refusal(&error),
    };
    page.markup(form).into_response()
}

fn asked(kind: &str, record: &str, hash: &str) -> Option<Asked> {
    // A dossier is large and for the file: it is verified with its evidence file.
    let kind = PaperKind::parse(kind).filter(|kind| *kind != PaperKind::Dossier)?;
    Some(Asked {
        kind,
        record: record.parse().ok()?,
        hash: hash.parse().ok()?,
    })
}

/// Reads what a QR says: an address of a relay, or `wangge:kind/record?h=hash`.
fn parsed(text: &str) -> Option<Asked> {
    let (before, hash) = text.trim().rsplit_once("?h=")?;
    let (before, record) = before.rsplit_once('/')?;
    let kind = before.rsplit(['/', ':']).next()?;
    asked(kind, record, hash)
}

/// What may be said of the paper to whoever holds it; `None` if it is not this one.
fn compare(app: &App, asked: &Asked) -> Result<Option<HtmlPage>, ApiError> {
    let control = app.tenant.control()?;
    let policy = app.tenant.policy(&control)?;
    let found = genuine(
        &app.tenant,
        &control,
        &policy,
        (asked.kind, asked.record),
        asked.hash,
    )?;
    let Some(paper) = found else {
        return earlier(app, asked);
    };
    Ok(Some(
        HtmlPage::new("一致")
            .fact("出具单位", &paper.issuer)
            .fact("文书", &paper.title)
            .fact("文号", &paper.number)
            .fact("日期", &paper.dated.to_string())
            .small("The paper says what is on record."),
    ))
}

/// A paper that was so once: the log still says when.
fn earlier(app: &App, asked: &Asked) -> Result<Option<HtmlPage>, ApiError> {
    let about = (asked.kind, asked.record);
    let version = earlier_version(&app.tenant, about, asked.hash, VERSIONS)?;
    Ok(version.map(|version| {
        let since = version.as_of.map(|place| place.zh()).unwrap_or_default();
        HtmlPage::new("内容已变")
            .text("这份文书曾由本单位出具，但记录此后有变更，请以最新文书为准。")
            .fact("出具单位", &version.issuer)
            .fact("文书", &version.title)
            .fact("文号", &version.number)
            .fact("日期", &version.dated.to_string())
            .text(&since)
            .small("It was so once; the record says something else by now.")
    }))
}
