use clap::{ArgGroup, Args, ValueEnum};
use serde_json::json;
use wangge_mobile_core::StepInput;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

/// The step that takes a case back before it is received.
const RECALL: &str = "rectification.recall";

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["receive", "returned", "result", "recall"])))]
pub(crate) struct Escalation {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 接收（take it）
    #[arg(long)]
    receive: bool,
    /// 接收单位的案件编号（its number with the body that takes it）
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "",
        conflicts_with_all = ["returned", "result", "recall"]
    )]
    case_number: String,
    /// 退回补材料，写明理由（send it back: why）
    #[arg(long = "return", value_name = "REASON")]
    returned: Option<String>,
    /// 上报移交的本人在对方接收前撤回，写明理由（take it back before it is received: why）
    #[arg(long, value_name = "REASON")]
    recall: Option<String>,
    /// 执法结果（what came of it）
    #[arg(long, value_enum)]
    result: Option<Outcome>,
    /// 执法结果的说明、文书编号（remark on the result, numbers of documents）
    #[arg(
        long,
        default_value = "",
        conflicts_with_all = ["receive", "returned", "recall"]
    )]
    note: String,
}

/// What came of a case that was handed on（执法结果）.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Outcome {
    /// 已整改（put right）
    Fixed,
    /// 已处罚（a penalty was recorded）
    Penalty,
}

impl Outcome {
    fn code(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Penalty => "penalty",
        }
    }
}

impl Escalation {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let hazard = find::hazard(core, &self.hazard)?;
        if let Some(reason) = &self.recall {
            let input = StepInput::saying(&[("reason", reason.as_str())]);
            let envelope = core.step(hazard, RECALL, &input)?;
            return Ok(Answer::new(
                "已撤回上报移交（待上传）",
                json!({ "hazard": hazard, "event": RECALL, "envelope": envelope }),
            ));
        }
        let (envelope, event, text) = match (&self.returned, self.result) {
            (Some(reason), _) => (
                core.return_escalation(hazard, reason)?,
                "escalation_returned",
                "已退回补材料",
            ),
            (None, Some(result)) => (
                core.enforcement_result(hazard, result.code(), &self.note)?,
                "enforcement_result",
                "已登记执法结果，待复查",
            ),
            (None, None) => (
                core.accept_escalation(hazard, &self.case_number)?,
                "escalation_accepted",
                "已接收",
            ),
        };
        Ok(Answer::new(
            format!("{text}（待上传）"),
            json!({ "hazard": hazard, "event": event, "envelope": envelope }),
        ))
    }
}
