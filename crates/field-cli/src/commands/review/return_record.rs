use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::ReturnReason;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct ReturnRecord {
    /// 检查或场所档案的编号（id of an inspection or premises file）
    record: RecordId,
    /// 退回理由，可多次，可在前面写检查项，如 RH-01：照片看不清（reason, item first if about one）
    #[arg(long = "reason", value_name = "[ITEM:]TEXT", required = true)]
    reasons: Vec<String>,
}

impl ReturnRecord {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let reasons: Vec<ReturnReason> = self.reasons.iter().map(|text| reason(text)).collect();
        let envelope = shell.core.return_record(self.record, reasons.clone())?;
        Ok(Answer::new(
            format!("已退回，{} 条理由（待上传）", reasons.len()),
            json!({
                "record": self.record,
                "event": "returned",
                "envelope": envelope,
                "reasons": reasons,
            }),
        ))
    }
}

/// `RH-01：照片看不清` is about an item; words before a colon that are no item are just words.
fn reason(text: &str) -> ReturnReason {
    let is_item = |item: &str| {
        item.split_once('-').is_some_and(|(list, number)| {
            let upper = list.chars().all(|c| c.is_ascii_uppercase());
            let digits = number.chars().all(|c| c.is_ascii_digit());
            !list.is_empty() && !number.is_empty() && upper && digits
        })
    };
    match text.split_once([':', '：']) {
        Some((item, rest)) if is_item(item.trim()) => ReturnReason {
            item: Some(item.trim().to_owned()),
            text: rest.trim().to_owned(),
        },
        _ => ReturnReason {
            item: None,
            text: text.trim().to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_may_name_an_item() {
        let parts = |text: &str| {
            let reason = reason(text);
            (reason.item, reason.text)
        };
        let item = Some("RH-01".to_owned());
        assert_eq!(parts("RH-01：看不清"), (item.clone(), "看不清".to_owned()));
        assert_eq!(parts("RH-01: 看不清"), (item, "看不清".to_owned()));
        assert_eq!(parts("照片：看不清"), (None, "照片：看不清".to_owned()));
        assert_eq!(parts("看不清"), (None, "看不清".to_owned()));
    }
}
