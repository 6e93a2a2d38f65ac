use std::path::Path;

use clap::Args;
use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::premises::NearDuplicate;
use wangge_mobile_core::Core;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::input_file::read_json;
use crate::script::PremisesFile;
use crate::shell::Shell;
use crate::{find, show, words};

#[derive(Debug, Args)]
pub(crate) struct Duplicates {
    /// 场所编号，或建档用的 JSON 文件（id of a premises, or a file as for add）
    what: String,
    /// 网格编号、代码或名称（grid: id, code or name）
    #[arg(long)]
    grid: Option<String>,
}

impl Duplicates {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let found = if let Ok(record) = self.what.parse::<RecordId>() {
            let view = core.get_premises(record)?;
            let grid = view.row.grid;
            core.near_duplicates(grid, &view.content.fields, Some(record))?
        } else {
            let file: PremisesFile = read_json(Path::new(&self.what))?;
            let grid = find::grid_or_only(core, self.grid.as_ref().or(file.grid.as_ref()))?;
            core.near_duplicates(grid, &file.fields, None)?
        };
        let text = if found.is_empty() {
            "没有疑似重复".to_owned()
        } else {
            duplicates_text(core, &found)
        };
        Ok(Answer::new(text, duplicates_json(&found)))
    }
}

/// Near duplicates for people, the likeliest first.
pub(super) fn duplicates_text(core: &Core, found: &[NearDuplicate]) -> String {
    let lines: Vec<String> = found
        .iter()
        .map(|it| {
            let reasons: Vec<String> = it
                .reasons
                .iter()
                .map(|code| words::word("duplicate", code))
                .collect();
            let distance = it
                .distance_m
                .map_or_else(String::new, |meters| format!("，相距 {meters} 米"));
            let name = core.get_premises(it.premises).map_or_else(
                |_| it.premises.to_string(),
                |view| show::premises_line(&view.row),
            );
            format!(
                "  {} 分（{}{distance}）  {name}",
                it.score,
                reasons.join("、")
            )
        })
        .collect();
    lines.join("\n")
}

/// Near duplicates for programs.
pub(super) fn duplicates_json(found: &[NearDuplicate]) -> Value {
    let list: Vec<Value> = found
        .iter()
        .map(|it| {
            json!({
                "premises": it.premises,
                "score": it.score,
                "reasons": it.reasons,
                "distance_m": it.distance_m,
            })
        })
        .collect();
    json!(list)
}
