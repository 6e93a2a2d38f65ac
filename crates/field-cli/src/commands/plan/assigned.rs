use serde_json::{Value, json};
use wangge_domain::GridId;
use wangge_mobile_core::Core;

use crate::command_error::CommandError;

/// What was given to this person besides what is due by itself（派发事项、专项行动）, in words and as JSON.
pub(super) struct Assigned {
    pub(super) lines: Vec<String>,
    pub(super) jobs: Vec<Value>,
    pub(super) campaigns: Vec<Value>,
}

/// The jobs that were sent and are not done, and the campaigns in force with how they stand; of one
/// grid, if one is named.
pub(super) fn assigned(core: &Core, grid: Option<GridId>) -> Result<Assigned, CommandError> {
    let mut lines = Vec::new();
    let mut jobs = core.my_jobs()?;
    jobs.retain(|one| grid.is_none_or(|grid| grid == one.job.grid));
    if !jobs.is_empty() {
        lines.push(format!("派发事项 {} 件", jobs.len()));
    }
    lines.extend(jobs.iter().map(|one| {
        let text = match one.job.text.trim() {
            "" => one.job.job.as_str(),
            text => text,
        };
        format!("  截止 {}  {text}", one.due)
    }));
    let jobs = jobs.iter().map(|one| {
        json!({
            "key": one.key,
            "job": one.job.job,
            "text": one.job.text,
            "grid": one.job.grid,
            "premises": one.job.premises,
            "steps": one.steps,
            "from": one.from,
            "due": one.due,
        })
    });
    let jobs = jobs.collect();
    let mut campaigns = Vec::new();
    for view in core.campaigns()? {
        let mut parts = core.campaign_progress(&view.key)?.grids;
        parts.retain(|part| grid.is_none_or(|grid| grid == part.grid));
        if grid.is_some() && parts.is_empty() {
            continue;
        }
        let target: u64 = parts.iter().map(|part| part.target).sum();
        let done: u64 = parts.iter().map(|part| part.done).sum();
        let waiting: u64 = parts.iter().map(|part| part.waiting).sum();
        let until = view
            .until
            .map_or_else(|| "无".to_owned(), |day| day.to_string());
        lines.push(format!(
            "专项行动 {}（截止 {until}）：应查 {target}，已查 {done}，待审核 {waiting}",
            view.campaign.name
        ));
        campaigns.push(json!({
            "key": view.key,
            "name": view.campaign.name,
            "from": view.from,
            "until": view.until,
            "target": target,
            "done": done,
            "waiting": waiting,
        }));
    }
    Ok(Assigned {
        lines,
        jobs,
        campaigns,
    })
}
