use clap::{ArgGroup, Args};
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::Reason;
use wangge_mobile_core::{CaseSubject, CoreError};

use super::fields;
use super::kinds::cannot_open;
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("about").required(true).args(["premises", "record", "grid"])))]
pub(crate) struct Open {
    /// 登记册，中文名或代码，见 case kinds（register: its name or code）
    kind: String,
    /// 关于这个场所（about this premises: id, or words that find one）
    #[arg(long)]
    premises: Option<String>,
    /// 关于这条记录，如隐患（about this record, e.g. a hazard）
    #[arg(long)]
    record: Option<RecordId>,
    /// 关于整个网格（about a grid as a whole: id, code or name）
    #[arg(long)]
    grid: Option<String>,
    /// 写入的内容，字段=值（what is written in it: field=value）
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

impl Open {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let register = find::register(core, &self.kind)?;
        // A draft of which nobody here takes the first step leads nowhere.
        if register.grids.is_empty() {
            let reason = Reason::new("no_permission", "S3-09").about(&cannot_open(&register));
            return Err(CoreError::NotAllowed(reason).into());
        }
        let written = fields::to_write(&register.first, &self.fields)?;
        let about = match (&self.premises, self.record, &self.grid) {
            (Some(premises), _, _) => CaseSubject::Premises(find::premises(core, premises)?),
            (None, Some(record), _) => CaseSubject::Record(record),
            (None, None, Some(grid)) => CaseSubject::Grid(find::grid_held(core, grid)?),
            (None, None, None) => {
                let what = "缺少 --premises、--record 或 --grid";
                return Err(CommandError::Usage(what.to_owned()));
            }
        };
        let case = core.open_case(&register.kind, about, &written)?;
        let first: Vec<&str> = register.first.iter().map(|form| form.zh.as_str()).collect();
        let steps = first.join("、");
        let next = format!("case step {case} <步骤> 字段=值，可办：{steps}");
        Ok(Answer::new(
            format!("已登记{}草稿 {case}\n下一步：{next}", register.zh),
            json!({ "case": case, "kind": register.kind, "fields": written }),
        ))
    }
}
