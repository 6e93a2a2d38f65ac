//! One case that nobody puts right: overdue, urged, and to the police station. The relay's jobs do
//! what falls to the clock; people do the rest.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use wangge_domain::Timestamp;
use wangge_domain::people::Person;

use super::case::Case;
use super::desk::Desk;
use super::stage::Stage;

/// Days that the urge gives.
const URGE_DAYS: u32 = 3;
/// From the last millisecond of a deadline to nine in the morning of the next day.
const NEXT_MORNING_MS: i64 = 9 * 3_600_000 + 1;
/// Days of the notice that suit the month best: over on a working day after check day.
const DAYS_THAT_SUIT: u32 = 7;
/// The relay looks at its clock every second.
const LOOKS: u32 = 60;
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// The notice whose owner does nothing: no danger to life, which would go up at once.
pub(crate) fn choose(cases: &[Case]) -> Result<Case> {
    let fit = cases.iter().filter(|case| !case.life_threat);
    let fit = fit.filter_map(|case| Some((case.days?.abs_diff(DAYS_THAT_SUIT), case)));
    let best = fit.min_by_key(|(off, case)| (*off, case.hazard));
    best.map(|(_, case)| case.clone())
        .context("没有可以逾期的隐患")
}

/// The deadline passes: the relay marks the case overdue, and an officer urges the owner.
pub(crate) async fn fall_due(stage: &Stage, case: &Case, officer: &Person) -> Result<Timestamp> {
    let desk = Desk::sign_in(stage, officer).await?;
    let due = due_of(&desk, case).await?;
    stage.clock.leap_to(due.plus_ms(NEXT_MORNING_MS))?;
    stage.begin("期限已过：中继自动标记逾期，工作站催办");
    let desk = Desk::sign_in(stage, officer).await?;
    wait_for(&desk, case, "overdue").await?;
    let urged = desk
        .act(
            &case.hazard.to_string(),
            json!({"urged": {"days": URGE_DAYS}}),
        )
        .await?;
    let due = urged["due"].as_i64().context("催办没有新的期限")?;
    Ok(Timestamp(due))
}

/// The urge has run out: the relay escalates, and the police station takes the case.
pub(crate) async fn go_up(
    stage: &Stage,
    case: &Case,
    urged_until: Timestamp,
    police: &Person,
) -> Result<()> {
    stage.clock.leap_to(urged_until.plus_ms(NEXT_MORNING_MS))?;
    stage.begin("催办期满：中继自动上报派出所，派出所接收");
    let desk = Desk::sign_in(stage, police).await?;
    wait_for(&desk, case, "escalated").await?;
    let event = json!({"escalation_accepted": {"case_number": "青公消演示〔2026〕1号"}});
    desk.act(&case.hazard.to_string(), event).await?;
    Ok(())
}

async fn card(desk: &Desk, case: &Case) -> Result<Value> {
    desk.read(&format!("/api/v1/records/{}", case.hazard)).await
}

async fn due_of(desk: &Desk, case: &Case) -> Result<Timestamp> {
    let due = card(desk, case).await?["due"].as_i64();
    due.map(Timestamp).context("隐患没有整改期限")
}

async fn wait_for(desk: &Desk, case: &Case, status: &str) -> Result<()> {
    let mut seen = String::new();
    for _ in 0..LOOKS {
        let card = card(desk, case).await?;
        seen = card["status"].as_str().unwrap_or_default().to_owned();
        if seen == status {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    bail!("中继的到期作业没有把隐患变为 {status}，现为 {seen}")
}
