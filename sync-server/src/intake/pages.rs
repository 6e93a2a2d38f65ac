use std::fmt::Write as _;

use wangge_domain::Timestamp;
use wangge_domain::public_report::{PublicReportRules, ReportDraft, ReportRefusal};

use super::ask::UNKNOWN;
use super::html::{document, escaped};
use super::submit::Codes;
use crate::store::PublicStatus;

/// The form（举报页面）, filled in with what was typed before.
pub(super) fn form(
    rules: &PublicReportRules,
    token: &str,
    draft: &ReportDraft,
    refused: Option<ReportRefusal>,
) -> String {
    let mut categories = String::from("<option value=\"\">请选择 Choose</option>");
    for category in &rules.categories {
        let chosen = if category.code == draft.category {
            " selected"
        } else {
            ""
        };
        // Writing to a string cannot fail.
        let _written = write!(
            categories,
            "<option value=\"{}\"{chosen}>{} {}</option>",
            escaped(&category.code),
            escaped(&category.zh),
            escaped(&category.en)
        );
    }
    let problem = refused.map(said).unwrap_or_default();
    let limits = &rules.limits;
    let body = format!(
        "<h1>火灾隐患随手拍</h1>\n<p>紧急情况请立即拨打119。<br>In an emergency call 119.</p>\n{problem}\
         <form method=\"post\" action=\"/report\" enctype=\"multipart/form-data\">\n\
         <input type=\"hidden\" name=\"form\" value=\"{token}\">\n\
         <label for=\"category\">类别 What</label>\n\
         <select id=\"category\" name=\"category\" required>{categories}</select>\n\
         <label for=\"place\">地点 Where</label>\n\
         <input id=\"place\" name=\"place\" maxlength=\"{place_chars}\" required value=\"{place}\">\n\
         <label for=\"text\">情况 What is wrong</label>\n\
         <textarea id=\"text\" name=\"text\" maxlength=\"{text_chars}\" required>{text}</textarea>\n\
         <label for=\"photo\">照片 Photos（最多{photos}张）</label>\n\
         <input id=\"photo\" name=\"photo\" type=\"file\" accept=\"image/jpeg,image/png\" multiple>\n\
         <label for=\"name\">姓名 Name（可不填）</label>\n\
         <input id=\"name\" name=\"name\" maxlength=\"40\" autocomplete=\"name\" value=\"{name}\">\n\
         <label for=\"phone\">电话 Telephone（可不填）</label>\n\
         <input id=\"phone\" name=\"phone\" maxlength=\"20\" inputmode=\"tel\" value=\"{phone}\">\n\
         <small>姓名和电话只用于核实和发奖，加密单独保存，不告知被举报人和网格员，每次查看都有记录。\
         照片会重新生成，去掉拍摄信息；其中的位置只用于查找地点。</small>\n\
         <p class=\"hp\" aria-hidden=\"true\"><label for=\"website\">请勿填写</label>\
         <input id=\"website\" name=\"website\" tabindex=\"-1\" autocomplete=\"off\"></p>\n\
         <button>提交 Send</button>\n</form>\n{ask}",
        place_chars = limits.place_chars,
        text_chars = limits.text_chars,
        photos = limits.photos,
        place = escaped(&draft.place),
        text = escaped(&draft.text),
        name = escaped(&draft.name),
        phone = escaped(&draft.phone),
        ask = QUESTION,
    );
    document("火灾隐患随手拍", &body)
}

const QUESTION: &str = "<h1>查询进度</h1>\n<form method=\"post\" action=\"/status\">\n\
    <label for=\"code\">查询码 Receipt code</label>\n\
    <input id=\"code\" name=\"code\" maxlength=\"64\" autocomplete=\"off\" required>\n\
    <button>查询 Ask</button>\n</form>";

/// The refusal in words, with its rule.
fn said(refused: ReportRefusal) -> String {
    format!(
        "<p class=\"no\" role=\"alert\">{}（{}）<br>{refused}</p>\n",
        escaped(&refused.zh()),
        ReportRefusal::RULE
    )
}

/// A refusal without a form.
pub(super) fn refused(refused: ReportRefusal) -> String {
    document("火灾隐患随手拍", &said(refused))
}

/// What somebody takes home（受理回执）: both codes, this one time.
pub(super) fn receipt(codes: &Codes) -> String {
    let body = format!(
        "<h1>已收到</h1>\n<p>谢谢。请抄下或截屏保存下面两个编码，本页不再显示。<br>\
         Keep both codes: they are shown this once.</p>\n\
         <p>查询码 Receipt code</p><p class=\"code\" id=\"receipt\">{}</p>\n\
         <p>领奖码 Claim code（查实后凭码领奖，请勿告诉他人）</p>\
         <p class=\"code\" id=\"claim\">{}</p>\n{QUESTION}",
        dashed(&codes.receipt),
        dashed(&codes.claim)
    );
    document("已收到", &body)
}

fn dashed(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters
        .chunks(5)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// How a report stands, or that there is none.
pub(super) fn status(found: Option<&(Timestamp, PublicStatus)>) -> String {
    let Some((received_at, status)) = found else {
        return document(
            "查询进度",
            &format!("<p class=\"no\">{UNKNOWN}</p>\n{QUESTION}"),
        );
    };
    let mut body = format!(
        "<h1>{}</h1>\n<p>收到时间：{}</p>\n",
        stage(&status.stage),
        moment(*received_at)
    );
    let mut line = |label: &str, text: &str| {
        let _written = writeln!(body, "<p>{label}：{}</p>", escaped(text));
    };
    if let Some(due) = status.due {
        line("答复期限", &moment(Timestamp(due)));
    }
    if !status.reply.is_empty() {
        line("答复", &status.reply);
    }
    let yuan = || format!("{}.{:02}元", status.fen / 100, status.fen % 100);
    match status.reward.as_str() {
        "approved" => line("奖励", &format!("{}，请凭领奖码领取", yuan())),
        "claimed" => line("奖励", &format!("{}，已领取", yuan())),
        "rejected" => line("奖励", "不予奖励"),
        _ => {}
    }
    body.push_str(QUESTION);
    document("查询进度", &body)
}

fn stage(code: &str) -> &'static str {
    match code {
        "triaged" => "已受理，等待派单",
        "dispatched" => "已派网格核查",
        "found" => "已查实，正在整改",
        "replied" => "已答复",
        "closed" => "隐患已整改销号",
        "passed_on" => "已转有关部门办理",
        "set_aside" => "已办结",
        _ => "已收到，等待受理",
    }
}

fn moment(at: Timestamp) -> String {
    at.china_datetime().format("%Y-%m-%d %H:%M").to_string()
}

/// The page of an address that leads nowhere.
pub(super) fn nothing_here() -> String {
    document(
        "没有这个页面",
        "<p>没有这个页面。<a href=\"/\">返回</a></p>",
    )
}
