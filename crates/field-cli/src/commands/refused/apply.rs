use std::collections::BTreeSet;

use clap::Args;
use serde_json::json;
use wangge_domain::Digest;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// 信封编号，见 refused list（envelope, as listed）
    envelope: Digest,
    /// 只取这些字段，可多次（only these keys）
    #[arg(long = "key")]
    keys: Vec<String>,
}

impl Apply {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let keys: BTreeSet<String> = self.keys.iter().cloned().collect();
        let wanted = Some(&keys).filter(|keys| !keys.is_empty());
        let taken = shell.core.apply_again(self.envelope, wanted)?;
        Ok(Answer::new(
            format!(
                "已重新填报 {} 个字段为草稿；其中的办理动作请重新办理",
                taken.len()
            ),
            json!({ "envelope": self.envelope, "keys": taken }),
        ))
    }
}
