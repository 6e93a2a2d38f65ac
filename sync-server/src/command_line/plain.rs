use serde_json::Value;
use wangge_domain::Timestamp;
use wangge_domain::record::show_hidden_letters;

use super::plain_words::word;

/// Keys that hold a moment, in milliseconds since 1970.
const MOMENTS: &[&str] = &[
    "at",
    "begun",
    "expires_at",
    "first_at",
    "last_at",
    "last_backup_at",
    "made_at",
    "now",
    "received_at",
    "since",
];

/// A report as a person reads it: one line for each thing, Chinese words for its keys. What has no
/// word is shown as it is, so that nothing is left out.
pub(super) fn plain(report: &Value) -> String {
    let text = match report {
        Value::Array(rows) if rows.is_empty() => "无".to_owned(),
        Value::Array(rows) => {
            let rows = rows.iter().map(|row| format!("- {}", in_one_line("", row)));
            rows.collect::<Vec<_>>().join("\n")
        }
        Value::Object(fields) => {
            let lines = fields.iter().map(|(key, value)| line(key, value));
            lines.collect::<Vec<_>>().join("\n")
        }
        other => in_one_line("", other),
    };
    show_hidden_letters(&text)
}

fn line(key: &str, value: &Value) -> String {
    let rows = match value {
        Value::Array(rows) if rows.iter().any(Value::is_object) => rows,
        _ => return format!("{}：{}", word(key), in_one_line(key, value)),
    };
    let mut text = format!("{}：{} 条", word(key), rows.len());
    for row in rows {
        text += &format!("\n  - {}", in_one_line(key, row));
    }
    text
}

fn in_one_line(key: &str, value: &Value) -> String {
    match value {
        Value::Null => "无".to_owned(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Number(number) => match number.as_i64().filter(|_| MOMENTS.contains(&key)) {
            Some(0) => "无".to_owned(),
            Some(at) => {
                let at = Timestamp(at).china_datetime();
                at.format("%Y-%m-%d %H:%M:%S").to_string()
            }
            None => number.to_string(),
        },
        Value::String(text) if text.is_empty() => "无".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(all) if all.is_empty() => "无".to_owned(),
        Value::Array(all) => {
            let all = all.iter().map(|one| in_one_line(key, one));
            all.collect::<Vec<_>>().join("、")
        }
        Value::Object(all) if all.is_empty() => "无".to_owned(),
        Value::Object(all) => {
            let all = all
                .iter()
                .map(|(key, one)| format!("{} {}", word(key), in_one_line(key, one)));
            all.collect::<Vec<_>>().join("，")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_report_is_read_in_chinese() {
        let report = json!({
            "folder": "/backup", "made_at": 1_788_220_800_000_i64, "rows": 12, "demo": true,
            "lacking": [], "covered_heads": {"s1": {"epoch": 1, "seq": 9}},
            "findings": [{"line": 3, "name": "王家"}], "set_aside": null,
        });
        let text = plain(&report);
        for said in [
            "目录：/backup",
            "制作时间：2026-09-01 08:00:00",
            "行数：12",
            "演示：是",
            "缺失：无",
            "s1 ",
            "问题：1 条\n  - 行号 3，名称 王家",
            "另存：无",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert_eq!(plain(&json!([])), "无");
        assert!(plain(&json!([{"device": "d"}])).starts_with("- 设备 d"));
        assert!(!plain(&json!({"name": "甲\u{202e}乙"})).contains('\u{202e}'));
        assert!(plain(&json!({"later": 1})).contains("later：1"));
    }
}
