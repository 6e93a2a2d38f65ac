use super::{PolicyError, PolicyPack, demand, department};
use crate::calendar::{DeadlineSpec, MAX_DEADLINE_DAYS};
use crate::hazard::HazardSource;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let rules = &pack.rectification;
    let longest = rules.max_deadline_days;
    let in_range = (1..=MAX_DEADLINE_DAYS).contains(&longest);
    demand(
        in_range,
        "rectification.max_deadline_days",
        "must be 1-3660",
    )?;
    deadline(rules.serve_within, longest, "rectification.serve_within")?;
    deadline(
        rules.default_deadline,
        longest,
        "rectification.default_deadline",
    )?;
    deadline(
        rules.supervision_deadline,
        longest,
        "rectification.supervision_deadline",
    )?;
    deadline(
        rules.recheck.within,
        longest,
        "rectification.recheck.within",
    )?;
    let alerts = &rules.supervision_alert_days;
    let rising = alerts
        .iter()
        .zip(alerts.iter().skip(1))
        .all(|(early, late)| early < late);
    demand(rising, "rectification.supervision_alert_days", "must rise")?;
    demand(
        rules.recheck.people >= 1,
        "rectification.recheck.people",
        "must be 1 at least",
    )?;
    demand(
        rules.urge.max_days >= 1,
        "rectification.urge.max_days",
        "must be 1 at least",
    )?;
    let auto = (1..=rules.urge.max_days).contains(&rules.urge.auto_urge_days);
    demand(
        auto,
        "rectification.urge.auto_urge_days",
        "must be 1 to max_days",
    )?;
    let mut sources = rules.source_roles.keys();
    demand(
        sources.all(|word| HazardSource::parse(word).is_some()),
        "rectification.source_roles",
        "names an unknown source",
    )?;
    let extension = rules.extension.max_days <= longest;
    demand(
        extension,
        "rectification.extension.max_days",
        "is above max_deadline_days",
    )?;
    if let Some(page) = &rules.owner_page {
        let bounded = (1..=20).contains(&page.max_photos)
            && (1..=32).contains(&page.max_photo_mib)
            && (1..=5_000).contains(&page.max_note_chars)
            && page.code_days_after_due <= MAX_DEADLINE_DAYS;
        demand(
            bounded,
            "rectification.owner_page",
            "takes 1-20 photos of 1-32 MiB, 1-5000 characters, 3660 days at most",
        )?;
    }
    let escalation = &rules.escalation;
    demand(
        (1..=MAX_DEADLINE_DAYS).contains(&escalation.annulment_told_days),
        "rectification.escalation.annulment_told_days",
        "must be 1-3660",
    )?;
    for (index, code) in escalation.targets.iter().enumerate() {
        department(
            pack,
            code,
            &format!("rectification.escalation.targets[{index}]"),
        )?;
    }
    let listed = escalation.targets.contains(&escalation.default_target);
    demand(
        listed,
        "rectification.escalation.default_target",
        "is not one of the targets",
    )
}

/// Refuses a deadline of no days, or of more than the longest.
pub(super) fn deadline(spec: DeadlineSpec, longest: u32, path: &str) -> Result<(), PolicyError> {
    match spec {
        DeadlineSpec::Immediate => Ok(()),
        DeadlineSpec::Days { days, .. } => demand(
            (1..=longest).contains(&days),
            path,
            "must be 1 to max_deadline_days days",
        ),
    }
}
