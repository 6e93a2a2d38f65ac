use clap::Args;
use serde_json::json;

use super::fields;
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// 案件编号或文号（case: id or number）
    case: String,
    /// 改写的内容，字段=值（what is written in it: field=value）
    #[arg(value_name = "FIELD=VALUE", required = true)]
    fields: Vec<String>,
}

impl Edit {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let case = find::case(core, &self.case)?;
        let forms = core.get_case(case)?.steps;
        let written = fields::to_write(&forms, &self.fields)?;
        core.edit_case(case, &written)?;
        Ok(Answer::new(
            format!("已修改 {} 处内容（草稿）", written.len()),
            json!({ "case": case, "fields": written }),
        ))
    }
}
