use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use wangge_domain::inspection::PhotoStage;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{acts, find};

#[derive(Debug, Args)]
pub(crate) struct Census {
    /// 场所编号或检索文字（premises: id, or words that find one）
    premises: String,
    /// 走访结果，如 locked 或 锁门（outcome）
    outcome: String,
    /// 说明（remark）
    #[arg(long, default_value = "")]
    note: String,
    /// 照片文件，可多次；已附的写编号（photo files, or ids of photos attached before）
    #[arg(long = "photo", value_name = "FILE")]
    photos: Vec<PathBuf>,
}

impl Census {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let premises = find::premises(core, &self.premises)?;
        let policy = core.policy()?;
        let outcome = policy.census.meant(&self.outcome).ok_or_else(|| {
            let known: Vec<String> = policy
                .census
                .outcomes
                .iter()
                .map(|it| format!("{}（{}）", it.zh, it.code))
                .collect();
            CommandError::Usage(format!(
                "没有走访结果“{}”，可选：{}",
                self.outcome,
                known.join("、")
            ))
        })?;
        let (photos, envelope) = acts::with_photos(
            core,
            premises,
            &self.photos,
            PhotoStage::Found,
            |_| None,
            |_| core.census_visit(premises, &outcome.code, &self.note),
        )?;
        Ok(Answer::new(
            format!("已登记走访结果：{}（待上传）", outcome.zh),
            json!({
                "premises": premises,
                "outcome": outcome.code,
                "photos": photos,
                "envelope": envelope,
            }),
        ))
    }
}
