//! Guards of review, of any kind of record.

use super::super::{Event, Reason, Status, permission};
use super::{Context, require, written};

pub(super) fn reason_given(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(event) = event else { return Ok(()) };
    let reason = match event {
        Event::Withdrawn { reason }
        | Event::CorrectionOpened { reason }
        | Event::PhotoLost { reason, .. }
        | Event::GradeOverridden { reason, .. }
        | Event::PremisesStatus { reason, .. }
        | Event::FixRejected { reason }
        | Event::ExtensionRequested { reason, .. }
        | Event::ExtensionRefused { reason }
        | Event::RecheckFailed { reason, .. }
        | Event::Escalated { reason, .. }
        | Event::EscalationReturned { reason }
        | Event::NotMajor { reason }
        | Event::Voided { reason } => reason,
        _ => return Ok(()),
    };
    require(written(reason), "reason_missing", "handbook 5.1")
}

pub(super) fn author_or_supervisor(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let author = context.state.author.or(context.facts.author);
    let own = author.is_none_or(|author| author == context.actor.user);
    let supervises = || {
        let action = &context.table.supervising_action;
        permission(context.policy, context.actor, context.facts, action).is_ok()
    };
    require(own || supervises(), "not_the_author", "reliability 7.2")
}

pub(super) fn correction_reason(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::Submitted { correction, .. }) = event else {
        return Ok(());
    };
    let needed = context.state.status == Status::Returned;
    let given = correction.as_deref().is_some_and(written);
    require(!needed || given, "correction_reason_missing", "design 4")
}

pub(super) fn new_version(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::Submitted { version, .. }) = event else {
        return Ok(());
    };
    // On a returned record an unchanged version may be defended with a reason.
    let fresh = context.state.status == Status::Returned
        || context.state.submitted.as_ref() != Some(version);
    require(fresh, "same_version", "design 4")
}

pub(super) fn signatures_differ(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    require(!context.facts.signed_alike, "signed_alike", "S4-06")
}

pub(super) fn team_signed(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let unsigned = context.facts.team_unsigned.as_ref();
    unsigned.map_or(Ok(()), |reason| Err(reason.clone()))
}

pub(super) fn cites_newest(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let newest = context.state.submitted.as_ref();
    require(newest.is_some(), "nothing_submitted", "design 4")?;
    let (Some(Event::Accepted { version }) | Some(Event::Returned { version, .. })) = event else {
        return Ok(());
    };
    require(
        newest == Some(version),
        "newer_version_submitted",
        "design 4",
    )
}

pub(super) fn return_reasons(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::Returned { reasons, .. }) = event else {
        return Ok(());
    };
    let all = !reasons.is_empty() && reasons.iter().all(|reason| written(&reason.text));
    require(all, "reason_missing", "handbook 5.1")
}

pub(super) fn photos_shown(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    require(
        context.facts.photos_missing == 0,
        "photos_missing",
        "design 5",
    )
}

pub(super) fn conflicts_resolved(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    require(
        context.facts.conflicts_open == 0,
        "conflicts_open",
        "design 4",
    )
}

pub(super) fn nothing_blocking(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    context
        .facts
        .blocking
        .first()
        .map_or(Ok(()), |reason| Err(reason.clone()))
}
