//! `inspect SCRIPT.json`.

mod hazards;
mod progress;
mod visit;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use self::visit::Visit;
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::script::{InspectScript, folder_of};
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// 脚本文件，例子见 fixtures/scripts/inspect-example.json（script of the visit）
    script: PathBuf,
    /// 只检查脚本，不做任何改动（look at the script only）
    #[arg(long)]
    check: bool,
}

impl Inspect {
    pub(crate) fn run(
        &self,
        open: &dyn Fn() -> Result<Shell, CommandError>,
    ) -> Result<Answer, CommandError> {
        let script = InspectScript::read(&self.script)?;
        if self.check {
            return Ok(Answer::new("脚本没有问题", json!({ "ok": true })));
        }
        Visit::new(&open()?, &script, folder_of(&self.script)).run()
    }
}
