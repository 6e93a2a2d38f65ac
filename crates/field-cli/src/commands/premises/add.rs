use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::duplicates::{duplicates_json, duplicates_text};
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::input_file::read_json;
use crate::script::PremisesFile;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// JSON 文件：{"grid": "…", "fields": {…}}（file with the fields）
    file: PathBuf,
    /// 网格编号、代码或名称，代替文件所写（grid, instead of that in the file）
    #[arg(long)]
    grid: Option<String>,
    /// 有疑似重复也建档（put it on file although it may be a duplicate）
    #[arg(long)]
    anyway: bool,
}

impl Add {
    pub(crate) fn run(
        &self,
        open: &dyn Fn() -> Result<Shell, CommandError>,
    ) -> Result<Answer, CommandError> {
        let file: PremisesFile = read_json(&self.file)?;
        let shell = open()?;
        let core = &shell.core;
        let grid = find::grid_or_only(core, self.grid.as_ref().or(file.grid.as_ref()))?;
        if !self.anyway {
            let found = core.near_duplicates(grid, &file.fields, None)?;
            if !found.is_empty() {
                return Err(CommandError::Confirm {
                    message: format!("可能已经建档：\n{}", duplicates_text(core, &found)),
                    next: "确认不是同一家后加 --anyway".to_owned(),
                    details: duplicates_json(&found),
                });
            }
        }
        let record = core.create_premises(grid, &file.fields)?;
        Ok(Answer::new(
            format!("已建档：{record}（待上传）"),
            json!({ "premises": record, "grid": grid }),
        ))
    }
}
