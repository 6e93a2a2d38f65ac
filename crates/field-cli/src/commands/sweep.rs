use chrono::NaiveDate;
use clap::Args;
use serde_json::json;
use wangge_domain::census::Share;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, words};

#[derive(Debug, Args)]
pub(crate) struct Sweep {
    /// 排摸开始日期，如 2026-09-01（first day of the sweep）
    #[arg(long)]
    since: NaiveDate,
    /// 网格编号、代码或名称（grid: id, code or name）
    #[arg(long)]
    grid: Option<String>,
}

impl Sweep {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let grid = find::grid_if_named(&shell.core, self.grid.as_ref())?;
        let progress = shell.core.census_progress(grid, self.since)?;
        let percent = |share: Share| {
            let percent = share.per_mille().map_or_else(
                || "-".to_owned(),
                |tenths| format!("{}.{}%", tenths / 10, tenths % 10),
            );
            format!("{}/{}（{percent}）", share.part, share.whole)
        };
        let mut lines = vec![
            format!(
                "完成 {}，走访 {}",
                percent(progress.done),
                percent(progress.visited)
            ),
            format!("未走访 {} 家", progress.never_visited.len()),
        ];
        lines.extend(
            progress
                .by_outcome
                .iter()
                .map(|(code, count)| format!("  {}：{count}", words::word("outcome", code))),
        );
        lines.extend(
            progress
                .revisits
                .iter()
                .map(|(on, premises)| format!("  复访 {on}  {premises}")),
        );
        let share = |share: Share| json!({ "part": share.part, "whole": share.whole });
        let revisits: Vec<_> = progress
            .revisits
            .iter()
            .map(|(on, premises)| json!({ "on": on, "premises": premises }))
            .collect();
        let json = json!({
            "done": share(progress.done),
            "visited": share(progress.visited),
            "never_visited": progress.never_visited,
            "revisits": revisits,
            "by_outcome": progress.by_outcome,
            "added": progress.added,
        });
        Ok(Answer::new(lines.join("\n"), json))
    }
}
