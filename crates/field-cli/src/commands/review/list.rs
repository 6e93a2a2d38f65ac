use clap::Args;
use serde_json::json;
use wangge_domain::lifecycle::Status;

use crate::answer::{Answer, cut_off, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::show;

/// Inspections looked at for those to review.
const LOOKED_AT: usize = 20_000;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// 不限待审，全部列出（all inspections, not only those to review）
    #[arg(long)]
    all: bool,
    /// 最多几条（at most so many）
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

impl List {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let mut rows: Vec<_> = shell
            .core
            .list_inspections(None, LOOKED_AT)?
            .into_iter()
            .filter(|row| self.all || row.status == Status::Submitted)
            .take(self.limit.saturating_add(1))
            .collect();
        let more = cut_off(&mut rows, self.limit);
        let json = json!(rows.iter().map(show::inspection_json).collect::<Vec<_>>());
        let text = rows
            .iter()
            .map(|row| show::inspection_line(&shell.core, row))
            .chain(more)
            .collect();
        Ok(Answer::new(lines(text, "没有待审检查"), json))
    }
}
