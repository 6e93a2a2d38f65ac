use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::GridId;
use wangge_domain::schedule::CheckDayState;

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};
use crate::view;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "plan.due",
        what: "待检清单，先到期的在前（premises to visit, earliest due first; `state` is `overdue`, `today` or `later`, with `days`）",
        args: r#"{"grid": null, "limit": 50}"#,
        answer: r#"[{"premises": {}, "grade": "general", "grade_text": "一般风险", "state": "overdue", "days": 3, "due": {"date": "2026-09-10", "reason": "grade_credit", "reason_text": "按风险等级和信用等级", "times_a_year": 4, "leave_in_peace": false}}]"#,
        run: Run::Here(due),
    },
    Method {
        name: "plan.tasks",
        what: "本月工作任务清单 S3-07（the tasks of this month; `kind` is `check_day`, `visit`, `recheck`, `campaign`, `job` or `training`）",
        args: r#"{"grid": null}"#,
        answer: r#"[{"kind": "visit", "reason": "yearly", "reason_text": "每年至少检查一次", "text": "王家出租房", "record": "…", "due": "2026-09-30", "done": false}]"#,
        run: Run::Here(tasks),
    },
    Method {
        name: "plan.month",
        what: "检查日、复查期（check day and recheck days of the month; `check_day_state` is `upcoming`, `today`, `done`, `missed` or `none`）",
        args: r#"{"grid": null}"#,
        answer: r#"{"check_day": "2026-09-08", "check_day_state": "today", "recheck_day": "2026-09-21", "recheck_until": "2026-09-30"}"#,
        run: Run::Here(month),
    },
    Method {
        name: "plan.jobs",
        what: "派给我的事项 S0-39（jobs sent to me, with their steps）",
        args: "{}",
        answer: r#"[{"key": "…", "job": {}, "steps": ["…"], "from": "2026-09-01", "due": "2026-09-10"}]"#,
        run: Run::Here(jobs),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Due {
    #[serde(default)]
    grid: Option<GridId>,
    limit: usize,
}

fn due(bridge: &Bridge, value: Value) -> Given {
    let Due { grid, limit } = args(value)?;
    let items = bridge.core.due_list(grid, limit)?;
    Ok(items.iter().map(view::due_item).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfGrid {
    #[serde(default)]
    grid: Option<GridId>,
}

fn tasks(bridge: &Bridge, value: Value) -> Given {
    let OfGrid { grid } = args(value)?;
    let tasks = bridge.core.month_tasks(grid)?;
    Ok(tasks.iter().map(view::month_task).collect())
}

fn month(bridge: &Bridge, value: Value) -> Given {
    let OfGrid { grid } = args(value)?;
    let plan = bridge.core.month_plan(grid)?;
    let state = match plan.check_day_state {
        CheckDayState::Upcoming => "upcoming",
        CheckDayState::Today => "today",
        CheckDayState::Done(_) => "done",
        CheckDayState::Missed => "missed",
        CheckDayState::None => "none",
    };
    Ok(json!({
        "check_day": plan.check_day,
        "check_day_state": state,
        "recheck_day": plan.recheck_day,
        "recheck_until": plan.recheck_until,
    }))
}

fn jobs(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let jobs = bridge.core.my_jobs()?;
    Ok(jobs
        .iter()
        .map(|job| {
            json!({
                "key": job.key, "job": job.job, "steps": job.steps,
                "from": job.from, "due": job.due,
            })
        })
        .collect())
}
