use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// 回信或回执文件（file of the answer or the receipt）
    file: PathBuf,
}

impl Import {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let taken = shell.core.courier_import(&self.file)?;
        let text = if let Some(at) = taken.carried_at {
            format!("第 {} 封已由其他中继代收（{at}），正在转交", taken.number)
        } else if taken.stale {
            "这份回信比本机已有的旧，未作改动".to_owned()
        } else {
            let more = if taken.more {
                "；还有更多，请再导出一封"
            } else {
                ""
            };
            format!(
                "第 {} 封的回信：已收录 {} 份，未采用 {} 份，新数据 {} 行{more}",
                taken.number,
                taken.accepted,
                taken.refused.len(),
                taken.received
            )
        };
        Ok(Answer::new(
            text,
            json!({
                "number": taken.number,
                "carried_at": taken.carried_at.map(|at| at.0),
                "stale": taken.stale,
                "accepted": taken.accepted,
                "refused": taken.refused.len(),
                "received": taken.received,
                "offline_until": taken.offline_until.map(|at| at.0),
                "more": taken.more,
                "wiped": taken.wiped,
            }),
        ))
    }
}
