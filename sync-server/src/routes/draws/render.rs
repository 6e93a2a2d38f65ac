use std::collections::BTreeMap;
use std::fmt::Write as _;

use wangge_domain::RecordId;
use wangge_domain::accounting::NamedCode;
use wangge_domain::control::ControlState;
use wangge_domain::draw::{Announcement, DrawRecord, DrawRules, Selected};
use wangge_domain::people::Credential;

use super::replaced::replacements;

/// A whole page. It holds no script, no style and nothing from elsewhere.
pub(super) fn document(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\">\
         <title>{title}</title></head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Text that people wrote, harmless in a page.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// What stands on the page of a draw.
pub(super) fn draw_body(
    draw: RecordId,
    record: &DrawRecord,
    announcement: &Announcement,
    rules: &DrawRules,
    control: &ControlState,
) -> String {
    let inputs = &announcement.inputs;
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("<h1>{}</h1>", escaped(&inputs.title)));
    line(format!("<p>抽查机关：{}</p>", escaped(&inputs.authority)));
    line(format!(
        "<p>公共随机值：{}（{}产生）</p>",
        escaped(&announcement.public_source),
        announcement.public_value_on
    ));
    line(format!(
        "<p>密值摘要（SHA-256）：{}</p>",
        announcement.commit
    ));
    line(format!(
        "<p>名单与参数摘要：{}</p>",
        announcement.inputs_hash
    ));
    line(format!(
        "<p>记录：{}条；末条摘要：{}</p>",
        record.entries.len(),
        record.last_hash()
    ));
    if let Some(pool) = &inputs.pool {
        line(format!(
            "<p>检查人员名录：{}人；证书：{}；规则：{}</p>",
            inputs.inspectors.len(),
            escaped(certificate(&pool.certificate)),
            escaped(&pool.rule)
        ));
    }
    line(format!(
        "<p><a href=\"/public/draws/{draw}/record.json\">下载记录文件，可自行复核</a></p>"
    ));
    match record.drawing() {
        Err(_) => line(match record.withdrawal() {
            Some(gone) => format!("<p>公告已撤回，不再抽取：{}</p>", escaped(&gone.reason)),
            None => "<p>尚未抽取。</p>".to_owned(),
        }),
        Ok(drawing) => {
            line(format!("<p>公布的密值：{}</p>", drawing.secret.0));
            line(format!(
                "<p>公共随机值：{}；种子：{}</p>",
                escaped(&drawing.public_value),
                drawing.seed
            ));
            let lines = record.selection().unwrap_or_default();
            line(selection(announcement, &lines));
        }
    }
    line(left_out(announcement, rules));
    line(replacements(record, announcement, control));
    out
}

/// What people call a kind of certificate.
fn certificate(kind: &str) -> &str {
    match kind {
        Credential::ENFORCEMENT => "执法证",
        Credential::INSPECTION => "培训合格证",
        other => other,
    }
}

fn selection(announcement: &Announcement, lines: &[Selected]) -> String {
    let inputs = &announcement.inputs;
    let labels: BTreeMap<RecordId, &str> = inputs
        .targets
        .iter()
        .map(|it| (it.id, it.label.as_str()))
        .collect();
    let inspector = |user| {
        let found = inputs.inspectors.iter().find(|it| it.id == user);
        found.map_or("", |it| it.label.as_str())
    };
    let stratum = |id: &str| {
        let found = inputs.strata.iter().find(|it| it.id == id);
        found.map_or_else(|| id.to_owned(), |it| it.zh.clone())
    };
    let mut out = "<h2>抽取结果</h2>\n<table>\n<tr><th>层</th><th>序</th><th>对象</th>\
                   <th>检查人员</th></tr>\n"
        .to_owned();
    for line in lines {
        let team: Vec<&str> = line.team.iter().map(|it| inspector(it.inspector)).collect();
        let target = labels.get(&line.target).copied().unwrap_or_default();
        // Writing to a string cannot fail.
        let _written = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&stratum(&line.stratum)),
            line.rank,
            escaped(target),
            escaped(&team.join("、"))
        );
    }
    out.push_str("</table>");
    out
}

fn left_out(announcement: &Announcement, rules: &DrawRules) -> String {
    let inputs = &announcement.inputs;
    let word = |codes: &[NamedCode], code: &str| {
        let found = codes.iter().find(|it| it.code == code);
        found.map_or_else(|| code.to_owned(), |it| it.zh.clone())
    };
    let mut out = format!(
        "<h2>未列入抽取</h2>\n<p>对象{}个，其中排除{}个；回避{}项。</p>\n<ul>\n",
        inputs.targets.len(),
        inputs.exclusions.len(),
        inputs.recusals.len()
    );
    for exclusion in &inputs.exclusions {
        let target = inputs.targets.iter().find(|it| it.id == exclusion.target);
        let label = target.map_or("", |it| it.label.as_str());
        let reason = word(&rules.exclusion_reasons, &exclusion.reason);
        let _written = writeln!(
            out,
            "<li>{}：{} {}</li>",
            escaped(label),
            escaped(&reason),
            escaped(&exclusion.note)
        );
    }
    out.push_str("</ul>");
    out
}
