use serde_json::json;

use crate::answer::{Answer, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::words;

pub(crate) fn run(shell: &Shell) -> Result<Answer, CommandError> {
    let grids = shell.core.my_grids()?;
    let text = grids
        .iter()
        .map(|grid| {
            let roles: Vec<String> = grid
                .roles
                .iter()
                .map(|role| words::word("role", role.as_str()))
                .collect();
            format!(
                "{}  {}  {}  {}  {}{}",
                grid.code,
                grid.name,
                grid.above.join(" < "),
                roles.join("、"),
                grid.grid,
                if grid.synced {
                    ""
                } else {
                    "（尚未同步）"
                }
            )
        })
        .collect();
    let json: Vec<_> = grids
        .iter()
        .map(|grid| {
            json!({
                "grid": grid.grid,
                "code": grid.code,
                "name": grid.name,
                "above": grid.above,
                "roles": grid.roles,
                "synced": grid.synced,
            })
        })
        .collect();
    Ok(Answer::new(
        lines(text, "没有网格，请先运行 sync"),
        json!(json),
    ))
}
