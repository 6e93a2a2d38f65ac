use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::GridId;
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, status_label};
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
        what: "本月工作任务清单 S3-07（the tasks of this month; `kind` is `check_day`, `visit`, `recheck`, `confirm`, `campaign`, `job` or `training`; what waits to be confirmed has the reason `confirm`, `confirm_case` where the record is a case）",
        args: r#"{"grid": null}"#,
        answer: r#"[{"kind": "visit", "reason": "yearly", "reason_text": "每年至少检查一次", "text": "王家出租房", "record": "…", "due": "2026-09-30", "done": false}]"#,
        run: Run::Here(tasks),
    },
    Method {
        name: "plan.month",
        what: "检查日、复查期（check day and recheck days of the month; `check_day_state` is `upcoming`, `today`, `done`, `missed` or `none`）",
        args: r#"{"grid": null}"#,
        answer: r#"{"check_day": "2026-09-08", "check_day_state": "today", "recheck_day": "2026-09-21", "recheck_until": "2026-09-30", "calendar_known": true}"#,
        run: Run::Here(month),
    },
    Method {
        name: "plan.jobs",
        what: "派给我的事项 S0-39（jobs sent to me, with their steps）",
        args: "{}",
        answer: r#"[{"key": "…", "job": {}, "steps": ["…"], "from": "2026-09-01", "due": "2026-09-10"}]"#,
        run: Run::Here(jobs),
    },
    Method {
        name: "plan.week",
        what: "一个村的每周汇总 S4-10：发现、销号、未销号、逾期，以及是否已上报（a village's week with the hazards behind every number, and its report）",
        args: r#"{"village": "019b8bab-0680-7000-8000-000000000001", "on": "2026-09-10"}"#,
        answer: r#"{"from": "2026-09-07", "until": "2026-09-13", "found": ["…"], "fixed": ["…"], "open": ["…"], "overdue": ["…"], "report": {"case": "…", "status": "reported", "status_text": "已上报", "found": 3, "fixed": 1, "open": 2, "overdue": 1, "note": "…", "agrees": true}}"#,
        run: Run::Here(week),
    },
    Method {
        name: "plan.report_week",
        what: "确认并上报每周汇总 S4-10（confirms a village's week and reports it to the township）",
        args: r#"{"village": "019b8bab-0680-7000-8000-000000000001", "on": "2026-09-10", "note": ""}"#,
        answer: r#"{"case": "…"}"#,
        run: Run::Here(report_week),
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
        "calendar_known": plan.calendar_known,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Week {
    village: GridId,
    on: NaiveDate,
    #[serde(default)]
    note: String,
}

fn week(bridge: &Bridge, value: Value) -> Given {
    let Week { village, on, .. } = args(value)?;
    let view = bridge.core.weekly_rollup(village, on)?;
    let rollup = &view.rollup;
    let report = view.report.as_ref().map(|(case, status, said)| {
        json!({
            "case": case,
            "status": status,
            "status_text": status_label(Language::Chinese, &RecordKind::Rollup, status),
            "found": said.found,
            "fixed": said.fixed,
            "open": said.open,
            "overdue": said.overdue,
            "note": said.note,
            "agrees": rollup.agrees(said),
        })
    });
    Ok(json!({
        "from": rollup.from,
        "until": rollup.until,
        "found": rollup.found,
        "fixed": rollup.fixed,
        "open": rollup.open,
        "overdue": rollup.overdue,
        "report": report,
    }))
}

fn report_week(bridge: &Bridge, value: Value) -> Given {
    let Week { village, on, note } = args(value)?;
    let case = bridge.core.report_rollup(village, on, &note)?;
    Ok(json!({ "case": case }))
}
