use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use wangge_mobile_core::QuickReport;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::input_file::read_bytes;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// 场所编号或检索文字（premises: id, or words that find one）
    premises: String,
    /// 照片文件（photo file）
    #[arg(long)]
    photo: PathBuf,
    /// 哪里不对（what is wrong）
    #[arg(long)]
    text: String,
    /// 危及生命（life is threatened）
    #[arg(long)]
    life_threat: bool,
}

impl Report {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let report = QuickReport {
            photo: read_bytes(&self.photo)?,
            premises: find::premises(&shell.core, &self.premises)?,
            description: self.text.clone(),
            life_threat: self.life_threat,
        };
        let hazard = shell.core.quick_report(&report)?;
        Ok(Answer::new(
            format!("已登记隐患：{hazard}（待上传）"),
            json!({ "hazard": hazard, "premises": report.premises }),
        ))
    }
}
