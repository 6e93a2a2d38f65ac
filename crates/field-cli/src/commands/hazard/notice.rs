use clap::Args;
use serde_json::json;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_mobile_core::NoticeInput;

use super::responsible::ResponsibleOptions;
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct IssueNotice {
    /// 隐患编号（hazard）
    hazard: String,
    /// 发文单位代码，如 station、village、police（issuing body）
    #[arg(long)]
    issuer: String,
    /// 整改天数（days）
    #[arg(
        long,
        required_unless_present = "immediate",
        conflicts_with = "immediate"
    )]
    days: Option<u32>,
    /// 按工作日计，不写则按自然日（count working days）
    #[arg(long, requires = "days")]
    working: bool,
    /// 立即整改（at once）
    #[arg(long)]
    immediate: bool,
    #[command(flatten)]
    responsible: ResponsibleOptions,
}

impl IssueNotice {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let calendar = if self.working {
            DayKind::Working
        } else {
            DayKind::Natural
        };
        let deadline = self
            .days
            .map_or(DeadlineSpec::Immediate, |days| DeadlineSpec::Days {
                days,
                calendar,
            });
        let input = NoticeInput {
            issuer: self.issuer.clone(),
            deadline,
            responsible: self.responsible.responsible(),
        };
        let number = shell.core.issue_notice(hazard, &input)?;
        Ok(Answer::new(
            format!("已下发整改通知书，临时文号 {number}（待上传）"),
            json!({ "hazard": hazard, "event": "notice_issued", "provisional_number": number }),
        ))
    }
}
