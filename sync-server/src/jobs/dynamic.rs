use chrono::NaiveDate;
use wangge_domain::control::{ControlEvent, ControlState};
use wangge_domain::register::{ControlMeasure, DynamicRule, RegisterRow, evaluate_dynamic};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::control_many;

use crate::survey::{Plans, active};
use crate::tenant::Tenant;

/// The dynamic evaluation（动态评估）of S1-16: every rule asked of every active premises, and what
/// changes written as rows of the control stream. Gives the number of rows.
pub(crate) fn run_dynamic(tenant: &Tenant) -> Result<u64, RelayError> {
    let control = tenant.control()?;
    let today = tenant.now().china_date();
    let rules = control.registers.all::<DynamicRule>(today);
    if rules.is_empty() {
        return Ok(0);
    }
    let policy = tenant.policy(&control)?;
    let plans = Plans::of(&control, &policy, today);
    let measures = tenant.standing()?.measures;
    let mut rows = Vec::new();
    for (record, premises) in active(&measures) {
        let planned = plans.planned(record, premises, &measures);
        for (line, rule) in &rules {
            let key = &line.row.key;
            let standing = standing(&control, &format!("{record}/{key}"));
            let place = (planned.record, planned.grid);
            let next = evaluate_dynamic(key, rule, place, &planned.facts, standing.as_ref(), today);
            rows.extend(next.map(|next| row(&next, rule, today)).transpose()?);
        }
    }
    let events: Vec<ControlEvent> = rows.into_iter().map(ControlEvent::RegisterSet).collect();
    let mut written = 0;
    // One turn each hundred: a long turn would hold up the phones.
    for part in events.chunks(100) {
        written += tenant.turn(|context| {
            let commit = control_many(context, part)?;
            Ok((commit.rows.len() as u64, commit))
        })?;
    }
    Ok(written)
}

/// The measure as its last row has it.
fn standing(control: &ControlState, key: &str) -> Option<ControlMeasure> {
    let lines = control.registers.history_of("control_measure", key);
    lines.last()?.row.read().ok()
}

fn row(
    measure: &ControlMeasure,
    rule: &DynamicRule,
    today: NaiveDate,
) -> Result<RegisterRow, RelayError> {
    let mut row = RegisterRow::of(&measure.key(), today, measure)
        .map_err(wangge_domain::control::ControlError::from)?;
    row.reason = match (measure.lifted, measure.calm_since) {
        (true, _) => format!("{}：连续{}天未达到阈值，解除", rule.zh, rule.calm_days),
        (false, Some(since)) => format!("{}：自{since}起未达到阈值，观察期", rule.zh),
        (false, None) => format!("{}：达到阈值，提级管控", rule.zh),
    };
    Ok(row)
}
