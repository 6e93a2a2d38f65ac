use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;

use crate::answer::{Answer, cut_off, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show};

#[derive(Debug, Args)]
pub(crate) struct List {
    /// 网格编号、代码或名称（grid: id, code or name）
    #[arg(long)]
    grid: Option<String>,
    /// 从此编号之后开始（after this premises）
    #[arg(long)]
    after: Option<RecordId>,
    /// 最多几条（at most so many）
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

impl List {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let grid = find::grid_if_named(&shell.core, self.grid.as_ref())?;
        let limit = self.limit.saturating_add(1);
        let mut rows = shell.core.list_premises(grid, self.after, limit)?;
        let more = cut_off(&mut rows, self.limit);
        let json = json!(rows.iter().map(show::premises_json).collect::<Vec<_>>());
        let text = rows.iter().map(show::premises_line).chain(more).collect();
        Ok(Answer::new(lines(text, "没有场所"), json))
    }
}
