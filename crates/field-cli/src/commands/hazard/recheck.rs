use std::path::PathBuf;

use clap::{ArgGroup, Args};
use serde_json::json;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{CoreError, RecheckInput};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{acts, find};

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("result").required(true).args(["pass", "fail"])))]
pub(crate) struct Recheck {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 合格（passed）
    #[arg(long)]
    pass: bool,
    /// 不合格，写明还有什么问题（failed: what is still wrong）
    #[arg(long, value_name = "REASON")]
    fail: Option<String>,
    /// 同行复查人，姓名或编号，可多次（the other checkers: name or id）
    #[arg(long, value_name = "USER")]
    with: Vec<String>,
    /// 复查照片文件，可多次；已附的写编号（photos: files, or ids）
    #[arg(long = "photo", value_name = "FILE")]
    photos: Vec<PathBuf>,
}

/// A recheck by too few says how the others are named.
fn with_others(error: CommandError) -> CommandError {
    match &error {
        CommandError::Core(CoreError::NotAllowed(reason)) if reason.code == "too_few_people" => {
            CommandError::Hinted {
                source: Box::new(error),
                hint: "复查须多人同行：用 --with <姓名> 写上同行的复查人，可多次".to_owned(),
            }
        }
        _ => error,
    }
}

impl Recheck {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let hazard = find::hazard(core, &self.hazard)?;
        let with: Vec<UserId> = self
            .with
            .iter()
            .map(|text| find::user(core, text))
            .collect::<Result<_, _>>()?;
        let input = |photos: Vec<RecordId>| match &self.fail {
            Some(reason) => RecheckInput::Failed {
                reason: reason.clone(),
                photos,
                with: with.clone(),
            },
            None => RecheckInput::Passed {
                with: with.clone(),
                photos,
            },
        };
        let (photos, envelope) = acts::with_photos(
            core,
            hazard,
            &self.photos,
            PhotoStage::Recheck,
            |photos| Some(input(photos).into()),
            |photos| core.recheck(hazard, input(photos.to_vec())),
        )
        .map_err(with_others)?;
        let (event, text) = match self.fail {
            Some(_) => ("recheck_failed", "已登记复查不合格"),
            None => ("recheck_passed", "已登记复查合格"),
        };
        Ok(Answer::new(
            format!("{text}（待上传）"),
            json!({ "hazard": hazard, "event": event, "envelope": envelope, "photos": photos }),
        ))
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::Reason;

    use super::*;

    #[test]
    fn a_recheck_by_too_few_names_the_argument_for_the_others() {
        let refused = |code: &str| {
            let reason = Reason::new(code, "handbook 5.1");
            with_others(CoreError::NotAllowed(reason).into()).text()
        };
        assert!(refused("too_few_people").contains("--with"));
        assert!(!refused("photo_missing").contains("--with"));
    }
}
