use clap::Args;
use serde_json::{Value, json};
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{HazardFilter, HazardRow, PremisesView};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show, words};

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// 场所编号或检索文字（premises: id, or words that find one）
    premises: String,
}

impl Show {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let premises = find::premises(&shell.core, &self.premises)?;
        let view = shell.core.get_premises(premises)?;
        let open = shell.core.list_hazards(
            &HazardFilter {
                premises: Some(premises),
                open_only: true,
                ..HazardFilter::default()
            },
            usize::MAX,
        )?;
        // A draft was not found yet.
        let open: Vec<HazardRow> = open
            .into_iter()
            .filter(|row| row.status != Status::Draft)
            .collect();
        Ok(Answer::new(text(shell, &view, &open), json(&view, &open)))
    }
}

fn text(shell: &Shell, view: &PremisesView, open: &[HazardRow]) -> String {
    let mut lines = vec![show::premises_line(&view.row)];
    let is_over = !matches!(view.state.status, Status::Active | Status::Draft);
    if is_over && !open.is_empty() {
        let status = words::status(&RecordKind::Premises, &view.state.status);
        lines.push(format!("{status}，仍有 {} 处隐患未销号：", open.len()));
        lines.extend(
            open.iter()
                .map(|row| format!("  {}", show::hazard_line(row))),
        );
    }
    let orders = view.stop_uses.iter();
    lines.extend(orders.map(|row| format!("停用在期：{}", show::case_line(row))));
    lines.push(format!(
        "风险：{}，{} 分（{}）",
        words::word("grade", &view.grade.grade),
        view.score,
        words::word("grade_reason", view.grade.reason.as_str())
    ));
    lines.extend(view.reasons.iter().map(|reason| {
        let count = reason
            .count
            .map_or_else(String::new, |count| format!(" ×{count}"));
        format!(
            "  {:+} {}{count}",
            reason.points,
            words::word("risk", &reason.code)
        )
    }));
    lines.extend(view.grade_changes.iter().map(|change| {
        let by_hand = change.by_hand.as_ref().map_or_else(String::new, |set| {
            let by = set.by.map(|user| find::name_of(&shell.core, user));
            format!("，{}：{}", by.unwrap_or_default(), set.reason)
        });
        format!(
            "  {} 起{}，{} 分（{}{by_hand}）",
            change.on,
            words::word("grade", &change.grade),
            change.score,
            words::word("grade_reason", change.reason.as_str())
        )
    }));
    lines.extend(view.key_controls.iter().map(|control| {
        let tasks: Vec<String> = control
            .tasks
            .iter()
            .map(|task| words::word("task", task))
            .collect();
        let code = words::word("key_control", &control.code);
        format!("重点管控：{code}，{}（{}）", tasks.join("、"), control.rule)
    }));
    if let Some(due) = &view.next_due {
        lines.push(format!(
            "下次检查：{} 前（{}）",
            due.date,
            words::word("schedule", &due.reason)
        ));
    }
    lines.extend(
        view.advice
            .iter()
            .map(|finding| format!("注意：{}", show::finding_text(finding))),
    );
    lines.push("档案：".to_owned());
    lines.extend(show::content_lines(
        &view.content,
        shell.core.policy().ok().as_deref(),
    ));
    lines.push(if view.more_hazards {
        format!(
            "隐患超过 {0} 条，列出 {0} 条；全部用 hazard list --premises {1} --limit <条数> 查看",
            view.hazards.len(),
            view.row.record
        )
    } else {
        format!("隐患 {} 条", view.hazards.len())
    });
    lines.extend(
        view.hazards
            .iter()
            .map(|row| format!("  {}", show::hazard_line(row))),
    );
    lines.push(if view.more_inspections {
        format!("检查超过 {0} 次，列出最近 {0} 次", view.inspections.len())
    } else {
        format!("检查 {} 次", view.inspections.len())
    });
    lines.extend(
        view.inspections
            .iter()
            .map(|row| format!("  {}", show::inspection_line(&shell.core, row))),
    );
    lines.join("\n")
}

fn json(view: &PremisesView, open: &[HazardRow]) -> Value {
    let reasons: Vec<Value> = view
        .reasons
        .iter()
        .map(|it| json!({ "code": it.code, "points": it.points, "count": it.count }))
        .collect();
    let changes: Vec<Value> = view
        .grade_changes
        .iter()
        .map(|it| {
            json!({
                "on": it.on, "grade": it.grade, "reason": it.reason.as_str(), "score": it.score,
                "by_hand": it.by_hand,
            })
        })
        .collect();
    let controls: Vec<Value> = view
        .key_controls
        .iter()
        .map(|it| json!({ "code": it.code, "tasks": it.tasks, "rule": it.rule }))
        .collect();
    json!({
        "premises": show::premises_json(&view.row),
        "content": view.content,
        "state": show::state_json(&view.state),
        "open_hazards": open.iter().map(|row| row.record).collect::<Vec<_>>(),
        "risk": {
            "score": view.score,
            "grade": view.grade.grade,
            "grade_reason": view.grade.reason.as_str(),
            "grade_since": view.grade.since,
            "reasons": reasons,
            "changes": changes,
        },
        "key_controls": controls,
        "next_due_on": view.next_due.as_ref().map(|due| due.date),
        "next_due_reason": view.next_due.as_ref().map(|due| due.reason.as_str()),
        "stop_uses": view.stop_uses.iter().map(show::case_row_json).collect::<Vec<_>>(),
        "hazards": view.hazards.iter().map(show::hazard_json).collect::<Vec<_>>(),
        "more_hazards": view.more_hazards,
        "inspections": view.inspections.iter().map(show::inspection_json).collect::<Vec<_>>(),
        "more_inspections": view.more_inspections,
    })
}
