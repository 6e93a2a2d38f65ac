use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::input_file::{InputFileError, read_json};
use crate::script::{PremisesFile, field_value};
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// 场所编号或检索文字（premises: id, or words that find one）
    premises: String,
    /// JSON 文件：{"fields": {…}}（file with the fields to change）
    #[arg(required_unless_present = "set")]
    file: Option<PathBuf>,
    /// 字段=值，可多次；值为空则清除（field=value; an empty value clears it）
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

impl Edit {
    pub(crate) fn run(
        &self,
        open: &dyn Fn() -> Result<Shell, CommandError>,
    ) -> Result<Answer, CommandError> {
        let mut fields = match &self.file {
            Some(path) => {
                let file: PremisesFile = read_json(path)?;
                if file.grid.is_some() {
                    let message = "更新档案不能改网格，请去掉 grid";
                    return Err(InputFileError::of_file(path, message).into());
                }
                file.fields
            }
            None => BTreeMap::new(),
        };
        for set in &self.set {
            let (key, text) = set.split_once('=').ok_or_else(|| {
                CommandError::Usage(format!("--set 应写成 字段=值，写的是“{set}”"))
            })?;
            let value = field_value(key, text).map_err(CommandError::Usage)?;
            fields.insert(key.to_owned(), value);
        }
        let shell = open()?;
        let premises = find::premises(&shell.core, &self.premises)?;
        let envelope = shell.core.edit_premises(premises, &fields)?;
        Ok(Answer::new(
            format!("已更新 {} 个字段（待上传）", fields.len()),
            json!({ "premises": premises, "envelope": envelope, "fields": fields }),
        ))
    }
}
