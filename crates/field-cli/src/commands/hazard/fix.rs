use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::script::FixOnSpot;
use crate::shell::Shell;
use crate::{acts, find};

#[derive(Debug, Args)]
pub(crate) struct Fix {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 整改前照片（photo before）
    #[arg(long)]
    before: PathBuf,
    /// 整改后照片（photo after）
    #[arg(long)]
    after: PathBuf,
}

impl Fix {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let fix = FixOnSpot {
            before: self.before.clone(),
            after: self.after.clone(),
        };
        acts::fix_on_spot(&shell.core, hazard, Path::new(""), &fix)?;
        Ok(Answer::new(
            "已登记当场整改，待他人核实（待上传）",
            json!({ "hazard": hazard, "event": "fixed_on_spot" }),
        ))
    }
}
