use clap::Args;
use serde_json::json;
use wangge_domain::policy::ListEntry;
use wangge_mobile_core::{CoreError, StepInput};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

/// The step that stops the clock.
const PAUSE: &str = "rectification.pause";
/// The list of what may stop it.
const REASONS: &str = "pause_reasons";

#[derive(Debug, Args)]
pub(crate) struct Pause {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 暂停事由，政策包清单中的名称或代码（why: a word or code of the list in the policy pack）
    #[arg(long)]
    reason: String,
    /// 说明（remark）
    #[arg(long)]
    text: String,
}

impl Pause {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let hazard = find::hazard(core, &self.hazard)?;
        let reasons = core.policy()?.list_entries(REASONS);
        let reason = code_of(&reasons, &self.reason);
        let mut input = StepInput::saying(&[("reason", reason), ("text", &self.text)]);
        // It cites the deadline that it stops.
        if let Some(due) = core.get_record(hazard)?.state.due {
            input.fields.insert("due".to_owned(), due.0.to_string());
        }
        let envelope = core
            .step(hazard, PAUSE, &input)
            .map_err(|error| with_reasons(&reasons, error.into()))?;
        Ok(Answer::new(
            "已暂停计时（待上传）",
            json!({ "hazard": hazard, "event": PAUSE, "reason": reason, "envelope": envelope }),
        ))
    }
}

/// The code of a word of the list; what is none stays as it was typed: the rules refuse it.
fn code_of<'a>(reasons: &'a [ListEntry], typed: &'a str) -> &'a str {
    let typed = typed.trim();
    let found = reasons.iter().find(|it| it.code == typed || it.zh == typed);
    found.map_or(typed, |it| it.code.as_str())
}

/// A reason that stands in no list is refused with those that do.
fn with_reasons(reasons: &[ListEntry], error: CommandError) -> CommandError {
    match &error {
        CommandError::Core(CoreError::NotAllowed(reason)) if reason.code == "not_in_list" => {
            let words: Vec<&str> = reasons.iter().map(|it| it.zh.as_str()).collect();
            CommandError::Hinted {
                hint: format!("暂停事由可填：{}", words.join("、")),
                source: Box::new(error),
            }
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::Reason;
    use wangge_domain::policy::default_pack;

    use super::*;

    #[test]
    fn a_reason_is_named_by_its_word_or_its_code_and_a_strange_one_is_told_the_list() {
        let reasons = default_pack().list_entries(REASONS);
        assert_eq!(code_of(&reasons, "等待检测、鉴定结论"), "appraisal");
        assert_eq!(code_of(&reasons, " supplies "), "supplies");
        assert_eq!(code_of(&reasons, "没空"), "没空");
        let told = |code: &str| {
            let refused = CoreError::NotAllowed(Reason::new(code, "S0-20"));
            with_reasons(&reasons, refused.into()).text()
        };
        assert!(told("not_in_list").contains("等待检测、鉴定结论"));
        assert!(!told("paused_before").contains("等待检测、鉴定结论"));
    }
}
