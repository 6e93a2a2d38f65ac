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

/// The page that the QR of a paper opens（文书核验）: whether the paper that the QR names is what the relay
/// has, what it says in short, and under a notice the owner's way to report. It saw the QR and not
/// the paper: a copied QR under another text looks the same, so it never calls the paper genuine.
/// It needs no sign-in and tells nothing to anybody who does not hold the QR: without the hash every
/// paper looks unknown.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    Path((kind, record)): Path<(String, String)>,
    Query(params): Query<CheckParams>,
) -> Response {
    let asked = asked(&kind, &record, &params.h);
    // The form stands under every answer alike: that it is there tells nothing. Only whoever holds a
    // paper is told that there is nothing left to report.
    let form = code_form(&kind, &record);
    answer(&app, peer, asked, &Below::Code(form)).await
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
    answer(&app, peer, parsed(&params.q), &Below::Checks(form)).await
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

/// What stands below an answer.
enum Below {
    /// Where the code of the notice is typed; empty for papers that have none.
    Code(String),
    /// What else can be checked.
    Checks(String),
}

async fn answer(
    app: &Arc<App>,
    peer: PeerAddress,
    asked: Option<Asked>,
    below: &Below,
) -> Response {
    let is_dossier = asked
        .as_ref()
        .is_some_and(|asked| asked.kind.is_file_of_all());
    let found = app
        .blocking(move |app| {
            let from = peer.key();
            app.throttle.admit(&app.tenant, "paper", "", &from)?;
            let same = match asked {
                Some(asked) if !is_dossier => compare(app, &asked)?,
                _ => None,
            };
            if same.is_none() && !is_dossier {
                app.throttle.failed(&app.tenant, "paper", "", &from)?;
            }
            Ok(same)
        })
        .await;
    let is_closed = matches!(&found, Ok(Some((_, true))));
    let page = match found {
        Ok(Some((page, _))) => page,
        Ok(None) if is_dossier => HtmlPage::new("请交来文件核验")
            .text("档案、案卷记着制作的时刻，只凭二维码无法核验：请在下面交来 PDF 文件逐字节核验，或者用证据包离线核验。")
            .small("A dossier bears the time of its making: send its file below."),
        Ok(None) => HtmlPage::new("不一致")
            .text("没有这份文书，或者文书内容与系统记录不一致，或者出具后又有补充。请与出具单位核对。")
            .small("No such paper, or it says something else than what is on record.")
            .with_status(StatusCode::NOT_FOUND),
        Err(error) => HtmlPage::refusal(&error),
    };
    match below {
        Below::Code(form) if is_closed && !form.is_empty() => page
            .text("所列隐患已销号，无需再反馈。")
            .small("The hazard is closed: nothing is left to report."),
        Below::Code(form) | Below::Checks(form) => page.markup(form),
    }
    .into_response()
}

fn asked(kind: &str, record: &str, hash: &str) -> Option<Asked> {
    Some(Asked {
        kind: PaperKind::parse(kind)?,
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

/// What may be said of the paper to whoever holds it, and whether all that it is about is closed; `None`
/// if it is not this one.
fn compare(app: &App, asked: &Asked) -> Result<Option<(HtmlPage, bool)>, ApiError> {
    let control = app.tenant.control()?;
    let policy = app.tenant.policy(&control)?;
    let found = genuine(
        &app.tenant,
        &control,
        &policy,
        (asked.kind, asked.record),
        asked.hash,
    )?;
    let Some(found) = found else {
        return Ok(earlier(app, asked)?.map(|page| (page, false)));
    };
    let (paper, hazards) = (&found.paper, found.hazards);
    let hazards = hazards.map_or_else(String::new, |count| format!("{count}处"));
    let title = if found.ended.is_empty() {
        "二维码与记录一致"
    } else {
        "已撤回或作废"
    };
    let page = found
        .ended
        .iter()
        .fold(HtmlPage::new(title), |page, line| page.text(line));
    let page = page.text("二维码所指的文书与系统记录一致；这里看不到您手中的文书，是否被改动，请逐项核对下列内容，或者在下面交来文件。")
            .fact("出具单位", &paper.issuer)
            .fact("文书", &paper.title)
            .fact("文号", &paper.number)
            .fact("日期", &paper.dated.to_string())
            .fact("所列隐患", &hazards)
            .fact("整改期限", &found.deadlines.join("、"))
            .small(
                "The paper that this QR names is on record. Compare what you hold with the above, or send its file.",
            );
    Ok(Some((page, found.is_closed)))
}

/// A paper that was so once: the log still says when. One whose act took no effect never counted.
fn earlier(app: &App, asked: &Asked) -> Result<Option<HtmlPage>, ApiError> {
    let about = (asked.kind, asked.record);
    let version = earlier_version(&app.tenant, about, asked.hash, VERSIONS)?;
    Ok(version.map(|(version, without_effect, ended)| {
        let facts = |page: HtmlPage| {
            page.fact("出具单位", &version.issuer)
                .fact("文书", &version.title)
                .fact("文号", &version.number)
                .fact("日期", &version.dated.to_string())
        };
        if let Some(told) = without_effect {
            let page = told
                .lines()
                .iter()
                .fold(HtmlPage::new("未生效"), |page, line| page.text(line));
            return facts(page).small("What this paper is about is in the log and took no effect.");
        }
        let since = version.as_of.map(|place| place.zh()).unwrap_or_default();
        let title = if ended.is_empty() {
            "内容已变"
        } else {
            "已撤回或作废"
        };
        let page = ended
            .iter()
            .fold(HtmlPage::new(title), |page, line| page.text(line))
            .text("二维码所指的文书曾由本单位出具，但记录此后有变更，请以最新文书为准。");
        facts(page)
            .text(&since)
            .small("It was so once; the record says something else by now.")
    }))
}
