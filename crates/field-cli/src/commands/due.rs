use clap::Args;
use serde_json::json;
use wangge_domain::schedule::DueState;

use crate::answer::{Answer, cut_off, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show, words};

#[derive(Debug, Args)]
pub(crate) struct Due {
    /// 网格编号、代码或名称（grid: id, code or name）
    #[arg(long)]
    grid: Option<String>,
    /// 最多几条（at most so many）
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

impl Due {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let grid = find::grid_if_named(&shell.core, self.grid.as_ref())?;
        let mut list = shell.core.due_list(grid, self.limit.saturating_add(1))?;
        let more = cut_off(&mut list, self.limit);
        let text = list
            .iter()
            .map(|item| {
                let state = match item.entry.state {
                    DueState::Overdue { days } => format!("超期 {days} 天"),
                    DueState::Today => "今日到期".to_owned(),
                    DueState::Later { days } => format!("还有 {days} 天"),
                };
                let peace = if item.entry.due.leave_in_peace {
                    "（无事不扰）"
                } else {
                    ""
                };
                format!(
                    "{}  {state}{peace}  {}  {}  {}",
                    item.entry.due.date,
                    words::word("grade", &item.entry.grade),
                    words::word("schedule", &item.entry.due.reason),
                    show::premises_line(&item.premises)
                )
            })
            .chain(more)
            .collect();
        let json: Vec<_> = list
            .iter()
            .map(|item| {
                let (state, days) = match item.entry.state {
                    DueState::Overdue { days } => ("overdue", -days),
                    DueState::Today => ("today", 0),
                    DueState::Later { days } => ("later", days),
                };
                json!({
                    "premises": show::premises_json(&item.premises),
                    "grade": item.entry.grade,
                    "due_on": item.entry.due.date,
                    "state": state,
                    "days_left": days,
                    "reason": item.entry.due.reason,
                    "times_a_year": item.entry.due.times_a_year,
                    "leave_in_peace": item.entry.due.leave_in_peace,
                })
            })
            .collect();
        Ok(Answer::new(lines(text, "没有待检场所"), json!(json)))
    }
}
