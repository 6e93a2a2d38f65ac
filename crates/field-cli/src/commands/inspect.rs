//! `inspect SCRIPT.json`.

mod hazard_rehearsal;
mod hazards;
mod progress;
mod rehearsal;
mod visit;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use self::visit::Visit;
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::script::InspectScript;
use crate::shell::Shell;

#[derive(Debug, Args)]
#[command(
    after_help = "脚本的每个键、类型、取值和例子见 docs/SCRIPTS.md（every key of a script: docs/SCRIPTS.md）"
)]
pub(crate) struct Inspect {
    /// 脚本文件，例子见 fixtures/scripts/inspect-example.json（script of the visit）
    script: PathBuf,
    /// 只检查脚本，不做任何改动；加 --data 按运行时的规则整体预检（look at the script only; with --data by all rules of the run）
    #[arg(long)]
    check: bool,
}

impl Inspect {
    pub(crate) fn run(
        &self,
        open: &dyn Fn() -> Result<Shell, CommandError>,
        has_data: bool,
    ) -> Result<Answer, CommandError> {
        let script = InspectScript::read(&self.script)?;
        if self.check && !has_data {
            let text = "脚本格式没有问题；给出 --data <目录> 可再核对场所、检查项、照片和规则";
            return Ok(Answer::new(
                text,
                json!({ "ok": true, "rules_checked": false }),
            ));
        }
        let shell = open()?;
        let visit = Visit::new(&shell, &script, &self.script);
        if self.check {
            visit.check()?;
            let text = "脚本没有问题：场所、检查项、照片、签名和规则均已核对";
            return Ok(Answer::new(
                text,
                json!({ "ok": true, "rules_checked": true }),
            ));
        }
        visit.run()
    }
}
