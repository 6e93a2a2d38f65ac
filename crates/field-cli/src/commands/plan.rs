mod assigned;

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;
use wangge_domain::schedule::CheckDayState;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, words};

#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// 网格编号、代码或名称（grid: id, code or name）
    #[arg(long)]
    grid: Option<String>,
}

impl Plan {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let grid = find::grid_if_named(&shell.core, self.grid.as_ref())?;
        let plan = shell.core.month_plan(grid)?;
        let week = shell.core.village_week(grid)?;
        let team = grid.map(|grid| shell.core.round_team(grid)).transpose()?;
        let rechecks = shell.core.recheck_list()?;
        let to_confirm = shell.core.to_confirm()?;
        let day =
            |day: Option<NaiveDate>| day.map_or_else(|| "无".to_owned(), |day| day.to_string());
        let (state, state_text) = match plan.check_day_state {
            CheckDayState::Upcoming => ("upcoming", "未到".to_owned()),
            CheckDayState::Today => ("today", "就是今天".to_owned()),
            CheckDayState::Done(on) => ("done", format!("已于 {on} 检查")),
            CheckDayState::Missed => ("missed", "漏检".to_owned()),
            CheckDayState::None => ("none", "本月上旬没有工作日".to_owned()),
        };
        let mut lines = vec![
            format!("检查日：{}（{state_text}）", day(plan.check_day)),
            format!(
                "复查：{} 至 {}",
                day(plan.recheck_day),
                day(plan.recheck_until)
            ),
            format!(
                "本周巡查（{} 至 {}）：{}",
                week.from,
                week.until,
                week.done_on
                    .map_or_else(|| "未做".to_owned(), |on| format!("已于 {on} 完成"))
            ),
        ];
        if let Some(team) = team.filter(|team| !team.members.is_empty()) {
            let members: Vec<&str> = team.members.iter().map(String::as_str).collect();
            lines.push(format!(
                "检查组：{}；本周检查两人以上签名 {} 次，未签名 {} 次",
                members.join("、"),
                team.signed.len(),
                team.unsigned.len()
            ));
        }
        if !plan.calendar_known {
            lines.push("注意：本年节假日表未知，工作日按周一至周五推算".to_owned());
        }
        lines.push(format!("待复查通知书 {} 份", rechecks.len()));
        lines.extend(rechecks.iter().map(|notice| {
            let life = if notice.life_threat {
                "【危及生命】"
            } else {
                ""
            };
            format!("  {life}期限 {}  {}", notice.due_on, notice.rectification)
        }));
        if !to_confirm.is_empty() {
            let count = to_confirm.len();
            lines.push(format!(
                "待本人确认的同行事项 {count} 件（隐患用 hazard confirm，案件用 case step）"
            ));
        }
        lines.extend(to_confirm.iter().map(|one| {
            format!(
                "  {}  {}填报  {}  {}",
                words::moment(one.at),
                find::name_of(&shell.core, one.by),
                one.record,
                one.title
            )
        }));
        let assigned = assigned::assigned(&shell.core, grid)?;
        lines.extend(assigned.lines);
        let named: Vec<_> = to_confirm
            .iter()
            .map(|one| {
                json!({
                    "record": one.record,
                    "kind": one.kind,
                    "event": one.event,
                    "by": one.by,
                    "at_ms": one.at,
                })
            })
            .collect();
        let list: Vec<_> = rechecks
            .iter()
            .map(|notice| {
                json!({
                    "hazard": notice.rectification,
                    "issued_on": notice.issued_on,
                    "due_on": notice.due_on,
                    "life_threat": notice.life_threat,
                })
            })
            .collect();
        let json = json!({
            "check_day": plan.check_day,
            "check_day_state": state,
            "recheck_day": plan.recheck_day,
            "recheck_until": plan.recheck_until,
            "calendar_known": plan.calendar_known,
            "week": {
                "from": week.from,
                "until": week.until,
                "done_on": week.done_on,
                "weeks_missed": week.weeks_missed,
            },
            "rechecks": list,
            "to_confirm": named,
            "jobs": assigned.jobs,
            "campaigns": assigned.campaigns,
        });
        Ok(Answer::new(lines.join("\n"), json))
    }
}
