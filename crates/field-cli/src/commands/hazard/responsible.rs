use clap::Args;
use serde_json::json;
use wangge_domain::lifecycle::Responsible;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

/// Who is answerable, as options of a command（整改责任）.
#[derive(Debug, Args)]
pub(super) struct ResponsibleOptions {
    /// 责任单位（unit）
    #[arg(long)]
    unit: String,
    /// 责任领导（leader）
    #[arg(long)]
    leader: String,
    /// 责任人（person）
    #[arg(long)]
    person: String,
    /// 联系电话（telephone）
    #[arg(long, default_value = "")]
    phone: String,
}

impl ResponsibleOptions {
    pub(super) fn responsible(&self) -> Responsible {
        Responsible {
            unit: self.unit.clone(),
            leader: self.leader.clone(),
            person: self.person.clone(),
            phone: self.phone.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct SetResponsible {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    #[command(flatten)]
    responsible: ResponsibleOptions,
}

impl SetResponsible {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let responsible = self.responsible.responsible();
        let envelope = shell.core.set_responsible(hazard, responsible)?;
        Ok(Answer::new(
            "已落实责任（待上传）",
            json!({ "hazard": hazard, "event": "responsibility_set", "envelope": envelope }),
        ))
    }
}
