//! Guards of the rectification loop（整改闭环）, handbook 5.1.

use std::collections::BTreeSet;

use super::super::{Effect, Event, Reason, ServiceProof, Status};
use super::{Context, require, written};
use crate::calendar::{DayKind, DeadlineSpec};
use crate::policy::ExtensionLimit;

pub(super) fn photo_pair(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::FixedOnSpot { before, after }) = event else {
        return Ok(());
    };
    require(before != after, "photos_before_and_after", "S0-21")
}

pub(super) fn not_fixer(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let forbidden = context.policy.rectification.fix_on_spot.verified_by_another
        && context.state.fix_confirmed_by == Some(context.actor.user);
    require(!forbidden, "same_person", "handbook 5.1")
}

pub(super) fn responsible_complete(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let (Some(Event::NoticeIssued { responsible, .. })
    | Some(Event::ResponsibilitySet(responsible))) = event
    else {
        return Ok(());
    };
    let complete =
        written(&responsible.unit) && written(&responsible.leader) && written(&responsible.person);
    require(complete, "responsible_missing", "S0-25, S2-15")
}

pub(super) fn notice_complete(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::NoticeIssued {
        issuer,
        provisional_number,
        ..
    }) = event
    else {
        return Ok(());
    };
    require(written(provisional_number), "notice_incomplete", "S4-06")?;
    issuer_allowed(context, issuer)
}

fn issuer_allowed(context: Context<'_>, issuer: &str) -> Result<(), Reason> {
    let known = context.policy.numbering.issuers.contains_key(issuer);
    require(known, "unknown_issuer", "/numbering/issuers")?;
    require(context.speaks_for(issuer), "issuer_not_yours", "S4-06")
}

pub(super) fn known_issuer(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::FixVerified {
        issuer: Some(issuer),
        ..
    }) = event
    else {
        return Ok(());
    };
    issuer_allowed(context, issuer)
}

pub(super) fn deadline_allowed(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::NoticeIssued {
        deadline: DeadlineSpec::Days { days, .. },
        ..
    }) = event
    else {
        return Ok(());
    };
    let most = context.policy.rectification.max_deadline_days;
    require(
        (1..=most).contains(days),
        "deadline_out_of_limits",
        "/rectification/max_deadline_days",
    )
}

pub(super) fn service_proven(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::Served(proof)) = event else {
        return Ok(());
    };
    match proof {
        ServiceProof::Signed(signature) => require(
            written(&signature.signer),
            "signature_missing",
            "handbook 5.4",
        ),
        ServiceProof::Refused { witnesses, .. } => {
            let names: BTreeSet<&str> = witnesses
                .iter()
                .map(|witness| witness.signer.trim())
                .filter(|name| !name.is_empty())
                .collect();
            let asked = context.policy.rectification.refusal_witnesses;
            let enough = names.len() >= asked as usize;
            require(
                enough,
                "witnesses_missing",
                "/rectification/refusal_witnesses",
            )
            .map_err(|reason| reason.counted(asked, names.len()))
        }
        ServiceProof::Posted { .. } => Ok(()),
        ServiceProof::Mailed { tracking } => {
            require(written(tracking), "tracking_missing", "handbook 5.4")
        }
    }
}

pub(super) fn feedback_substance(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::Feedback { note, photos, .. }) = event else {
        return Ok(());
    };
    require(
        written(note) || !photos.is_empty(),
        "feedback_empty",
        "handbook 5.1",
    )
}

pub(super) fn extension_allowed(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let state = context.state;
    // Asked without an event, the shortest extension stands for all.
    let days = match event {
        Some(Event::ExtensionRequested { days, .. } | Event::ExtensionApproved { days }) => *days,
        _ => 1,
    };
    let original = match (state.noticed_at, state.original_due) {
        (Some(from), Some(due)) => {
            u32::try_from((due.china_date() - from.china_date()).num_days()).unwrap_or(0)
        }
        _ => 0,
    };
    let rules = &context.policy.rectification.extension;
    // An immediate deadline leaves nothing to extend; the first day given counts in natural days
    // even where the deadline was given in working days.
    let immediate = matches!(
        state.deadline,
        None | Some(DeadlineSpec::Immediate)
            | Some(DeadlineSpec::Days {
                days: 0,
                calendar: DayKind::Natural | DayKind::Working
            })
    );
    let original = if immediate { 0 } else { original };
    rules
        .check(days, original, state.extensions, state.life_threat)
        .map_err(|limit| match limit {
            ExtensionLimit::TooOften => Reason::new("second_extension", "/rectification/extension"),
            ExtensionLimit::Days => Reason::new("extension_days", "/rectification/extension"),
            ExtensionLimit::LongerThanOriginal => {
                Reason::new("extension_longer_than_original", "/rectification/extension")
            }
            ExtensionLimit::LifeThreat => {
                Reason::new("life_threat_not_extended", "/rectification/extension")
            }
        })
}

pub(super) fn within_request(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(asked) = context.state.extension_days else {
        return Err(Reason::new("nothing_requested", "handbook 5.1"));
    };
    let Some(Event::ExtensionApproved { days }) = event else {
        return Ok(());
    };
    require(
        (1..=asked).contains(days),
        "extension_days",
        "/rectification/extension",
    )
}

pub(super) fn not_fix_confirmer(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let forbidden = context.policy.rectification.recheck.not_by_fix_confirmer
        && context.state.fix_confirmed_by == Some(context.actor.user);
    require(!forbidden, "same_person", "/rectification/recheck")
}

pub(super) fn recheck_team(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::RecheckPassed { with, .. }) = event else {
        return Ok(());
    };
    let rules = &context.policy.rectification.recheck;
    let team: BTreeSet<_> = with.iter().copied().chain([context.actor.user]).collect();
    require(
        team.len() >= rules.people as usize,
        "too_few_people",
        "/rectification/recheck/people",
    )
    .map_err(|reason| reason.counted(rules.people, team.len()))?;
    let confirmer = context.state.fix_confirmed_by;
    let taints = rules.not_by_fix_confirmer && confirmer.is_some_and(|one| team.contains(&one));
    require(!taints, "same_person", "/rectification/recheck")?;
    let qualified = !with
        .iter()
        .any(|one| context.facts.unqualified.contains(one));
    require(qualified, "unqualified_checker", "/rectification/recheck")
}

pub(super) fn photo_after(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::RecheckPassed { photos, .. }) = event else {
        return Ok(());
    };
    let needed = context.policy.rectification.recheck.needs_photo;
    require(
        !needed || !photos.is_empty(),
        "photo_after_missing",
        "S0-21",
    )
}

pub(super) fn due_cited(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::OverdueMarked { due }) = event else {
        return Ok(());
    };
    require(
        context.state.due == Some(*due),
        "deadline_moved",
        "design 4",
    )
}

pub(super) fn mark_was_wrong(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let state = context.state;
    let Some(due) = state.overdue_due.filter(|_| state.overdue) else {
        return Err(Reason::new("no_mark_stands", "design 4"));
    };
    let cited = match event {
        Some(Event::OverdueAnnulled { because }) => Some(*because),
        _ => None,
    };
    let holds = state.history.iter().any(|entry| {
        entry.event == "feedback"
            && entry.effect == Effect::Applied
            && cited.is_none_or(|because| because == entry.envelope)
            && entry.time.counts_as_in_time(due, context.policy)
    });
    require(holds, "no_act_in_time", "design 4")
}

pub(super) fn urge_allowed(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let state = context.state;
    let rules = &context.policy.rectification;
    require(!state.urged, "urged_before", "handbook 5.1")?;
    let goes_up = state.life_threat && rules.escalation.life_threat_at_once;
    require(
        !goes_up,
        "life_threat_goes_up",
        "/rectification/escalation/life_threat_at_once",
    )?;
    let Some(Event::Urged { days }) = event else {
        return Ok(());
    };
    require(
        (1..=rules.urge.max_days).contains(days),
        "urge_days",
        "/rectification/urge/max_days",
    )
}

pub(super) fn escalation_allowed(
    context: Context<'_>,
    event: Option<&Event>,
) -> Result<(), Reason> {
    let state = context.state;
    let rules = &context.policy.rectification.escalation;
    let waits = state.status == Status::Overdue && state.life_threat && !rules.life_threat_at_once;
    require(
        !waits,
        "urge_first",
        "/rectification/escalation/life_threat_at_once",
    )?;
    let Some(Event::Escalated { to, .. }) = event else {
        return Ok(());
    };
    require(
        rules.targets.contains(to),
        "unknown_target",
        "/rectification/escalation/targets",
    )
}

pub(super) fn known_result(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::EnforcementResult { result, .. }) = event else {
        return Ok(());
    };
    require(
        matches!(result.as_str(), "fixed" | "penalty"),
        "unknown_result",
        "handbook 5.1",
    )
}

pub(super) fn basis_given(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::SuspectedMajor { basis }) = event else {
        return Ok(());
    };
    let given = !basis.is_empty() && basis.iter().all(|clause| written(clause));
    require(given, "basis_missing", "S0-28")
}

pub(super) fn not_guidance(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    require(!context.facts.guidance, "guidance_visit", "S2-28")
}

pub(super) fn no_compulsion(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    match &context.facts.compulsion {
        Some(word) => Err(Reason::new("word_of_compulsion", "S0-03").about(word)),
        None => Ok(()),
    }
}
