use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::resources::{Language, field_words};

use crate::answer::{Answer, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::words;

#[derive(Debug, Args)]
pub(crate) struct Conflicts {
    /// 记录编号（record）
    record: RecordId,
}

impl Conflicts {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let conflicts = shell.core.conflicts(self.record)?;
        let text = conflicts
            .iter()
            .map(|it| {
                let values: Vec<String> = it.values.iter().map(words::value).collect();
                let shown = it
                    .shown
                    .as_ref()
                    .map_or_else(|| "-".to_owned(), words::value);
                format!(
                    "{}（{}）：{}（现显示 {shown}）",
                    field_words(Language::Chinese, &it.key),
                    it.key,
                    values.join(" / ")
                )
            })
            .collect();
        let json: Vec<_> = conflicts
            .iter()
            .map(|it| json!({ "key": it.key, "values": it.values, "shown": it.shown }))
            .collect();
        Ok(Answer::new(lines(text, "没有冲突"), json!(json)))
    }
}
