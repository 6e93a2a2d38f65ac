use std::collections::BTreeSet;

use wangge_domain::Timestamp;
use wangge_domain::resources::{Language, label};

use super::asked::BY_NAME;
use super::found::HeldField;
use super::gather::Held;

/// What is held, to be read by the person and by whoever hands it over.
pub(super) fn readable(held: &Held) -> String {
    let mut lines = vec![
        format!("{} 个人信息查阅结果", held.tenant),
        format!("请求编号 {}", held.number),
        format!("姓名 {}  电话 {}", shown(&held.name), shown(&held.phone)),
        format!("制作 {}  经办 {}", minute(held.made_at), held.made_by),
        "他人的电话号码已隐去中间几位；只列出与请求人有关的内容。".to_owned(),
        "注明“仅同名”的，可能是同名的另一人，交付前须核对。".to_owned(),
    ];
    if held.cut {
        lines.push("记录过多，只列出一部分；请补充姓名或者电话后再查。".to_owned());
    }
    section(&mut lines, format!("一、人员名册（{}）", held.people.len()));
    for person in &held.people {
        lines.push(format!(
            "{}  电话 {}  单位 {}  账号 {}{}",
            person.name,
            shown(&person.phone),
            shown(&person.organization),
            person.account.as_deref().unwrap_or("无"),
            namesake(&person.by)
        ));
        for (what, list) in [
            ("角色", &person.grants),
            ("证书", &person.credentials),
            ("设备", &person.devices),
        ] {
            lines.extend(list.iter().map(|one| format!("  {what} {one}")));
        }
        let acted = person.acted_in.iter();
        lines.extend(acted.map(|(kind, count)| {
            let kind = format!("kind.{kind}");
            format!("  经办 {} {count} 件", label(Language::Chinese, &kind))
        }));
    }
    section(
        &mut lines,
        format!("二、检查、隐患、文书等记录（{}）", held.records.len()),
    );
    for record in &held.records {
        lines.push(format!(
            "{}  {}  {}  {}  {}  记录 {}{}",
            record.kind_zh,
            shown(&record.number),
            record.place,
            record.grid,
            minute(record.received_at),
            record.record,
            namesake(&record.by)
        ));
        lines.extend(record.fields.iter().map(said));
        if record.restricted {
            lines.push("  本记录的其他内容由有权查看的人员另行提供".to_owned());
        }
    }
    section(
        &mut lines,
        format!("三、登记册（{}）", held.registers.len()),
    );
    for entry in &held.registers {
        let standing = if entry.in_force {
            "现行"
        } else {
            "非现行"
        };
        lines.push(format!(
            "{}  第{}行  自 {}  {standing}{}",
            entry.register_zh,
            entry.seq,
            entry.from,
            namesake(&entry.by)
        ));
        lines.extend(entry.fields.iter().map(said));
    }
    section(
        &mut lines,
        format!("四、举报、投诉（{}）", held.reports.len()),
    );
    for report in &held.reports {
        let at = report.received_at.map(minute).unwrap_or_default();
        lines.push(format!(
            "编号 {}  {at}  姓名 {}  电话 {}{}",
            report.subject,
            shown(&report.name),
            shown(&report.phone),
            namesake(&report.by)
        ));
        let words = [("地点", &report.place), ("内容", &report.text)];
        let words = words.iter().filter(|(_, text)| !text.is_empty());
        lines.extend(words.map(|(what, text)| format!("  {what} {text}")));
    }
    section(&mut lines, "未查的地方".to_owned());
    lines.extend(held.not_searched.iter().map(|one| format!("  {one}")));
    lines.push(String::new());
    lines.join("\r\n")
}

fn section(lines: &mut Vec<String>, title: String) {
    lines.extend([String::new(), title]);
}

fn said(field: &HeldField) -> String {
    format!("  {}: {}", field.label, field.text)
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "—" } else { text }
}

/// Only the name says that it is the same person.
fn namesake(by: &BTreeSet<&'static str>) -> &'static str {
    if by.len() == 1 && by.contains(BY_NAME) {
        "  【仅同名】"
    } else {
        ""
    }
}

fn minute(at: i64) -> String {
    Timestamp(at)
        .china_datetime()
        .format("%Y-%m-%d %H:%M")
        .to_string()
}
