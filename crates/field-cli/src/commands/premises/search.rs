use clap::Args;
use serde_json::json;

use crate::answer::{Answer, cut_off, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::show;

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// 检索文字，每个词都要符合（words, all of which must be met）
    #[arg(required = true)]
    words: Vec<String>,
    /// 最多几条（at most so many）
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

impl Search {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let mut rows = shell
            .core
            .search_premises(&self.words.join(" "), self.limit.saturating_add(1))?;
        let more = cut_off(&mut rows, self.limit);
        let json = json!(rows.iter().map(show::premises_json).collect::<Vec<_>>());
        let text = rows.iter().map(show::premises_line).chain(more).collect();
        Ok(Answer::new(lines(text, "没有找到"), json))
    }
}
