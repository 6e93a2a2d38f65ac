//! Guards of the rectification loop（整改闭环）, handbook 5.1.

use std::collections::BTreeSet;

use super::super::due::PAUSE;
use super::super::{
    Effect, Event, PhotoFault, Reason, ServiceProof, Status, Timing, natural_limit,
};
use super::{Context, is_own_number, require, written};
use crate::UserId;
use crate::calendar::{DayKind, DeadlineSpec};
use crate::people::Role;
use crate::policy::{ExtensionLimit, PauseLimit};
use crate::record::{is_mail_number, letters, says_nothing};

/// What names a clause or says a ground has so many letters at least, e.g. `D6.2`.
const CLAUSE_LETTERS: usize = 4;

const DAY_MS: i64 = 86_400_000;

pub(super) fn photo_pair(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::FixedOnSpot { before, after }) = event else {
        return Ok(());
    };
    require(before != after, "photos_before_and_after", "S0-21")?;
    photos_fit(context)
}

/// The photos that the act cites are of this hazard, and show it at the time they are cited for.
fn photos_fit(context: Context<'_>) -> Result<(), Reason> {
    let reason = match context.facts.photo_fault {
        None => return Ok(()),
        Some(PhotoFault::OfAnother) => Reason::new("photo_of_another", "S0-21"),
        Some(PhotoFault::BeforeFound) => Reason::new("photo_before_found", "S0-21"),
        Some(PhotoFault::Alike) => Reason::new("photos_alike", "S0-21"),
        Some(PhotoFault::SameFile(same)) => {
            Reason::new("photo_same_file", "S0-21").about(&same.text())
        }
    };
    Err(reason)
}

pub(super) fn not_fixer(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let forbidden = context.policy.rectification.fix_on_spot.verified_by_another
        && context.state.fix_confirmed_by == Some(context.actor.user);
    require(!forbidden, "same_person", "handbook 5.1")
}

pub(super) fn responsible_complete(
    context: Context<'_>,
    event: Option<&Event>,
) -> Result<(), Reason> {
    let (Some(Event::NoticeIssued { responsible, .. })
    | Some(Event::ResponsibilitySet(responsible))) = event
    else {
        return Ok(());
    };
    require(
        responsible.is_complete(),
        "responsible_missing",
        "S0-25, S2-15",
    )?;
    let three = [
        ("责任单位", &responsible.unit),
        ("责任领导", &responsible.leader),
        ("责任人", &responsible.person),
    ];
    let cases = &context.policy.cases;
    let mut three = three.into_iter();
    match three.find(|(_, name)| !cases.names_somebody(name)) {
        Some((field, _)) => Err(Reason::new("name_is_placeholder", "S0-25, S2-15").about(field)),
        None => Ok(()),
    }
}

/// Phone and desk name who is answerable in the same breath: it is offered before anybody is named.
pub(super) fn responsible_named(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let named = event.is_none() || context.state.responsible.is_complete();
    require(named, "responsible_missing", "S0-25, S2-15")
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
    let own = is_own_number(context, provisional_number);
    require(own, "number_not_own", "S4-06")?;
    require(!context.facts.number_used, "number_used", "S4-06")?;
    issuer_allowed(context, issuer)
}

fn issuer_allowed(context: Context<'_>, issuer: &str) -> Result<(), Reason> {
    let known = context.policy.numbering.issuers.contains_key(issuer);
    require(known, "unknown_issuer", "S4-06")?;
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
        deadline: spec @ DeadlineSpec::Days { days, .. },
        ..
    }) = event
    else {
        return Ok(());
    };
    let most = context.policy.rectification.max_deadline_days;
    require((1..=most).contains(days), "deadline_out_of_limits", "S4-05")?;
    // Working days are more days of the calendar: the limit is for the day on which they end.
    let limit = DeadlineSpec::Days {
        days: most,
        calendar: DayKind::Natural,
    };
    match natural_limit::beyond(context.policy, context.time, *spec, limit) {
        Some(beyond) => Err(Reason::new("deadline_out_of_limits", "S4-05").about(&beyond)),
        None => Ok(()),
    }
}

pub(super) fn service_proven(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::Served(proof)) = event else {
        return Ok(());
    };
    // What proves it stands on the notice.
    no_compulsion(context, event)?;
    // Who signs for it and who stands by are other people than those who serve and issued it.
    require(!context.facts.own_signer, "signer_serves", "S4-06")?;
    require(!context.facts.signed_alike, "signed_alike", "S4-06")?;
    match proof {
        ServiceProof::Signed(signature) => require(
            written(&signature.signer),
            "signature_missing",
            "handbook 5.4",
        ),
        ServiceProof::Refused { witnesses, .. } => {
            let names: BTreeSet<String> = witnesses
                .iter()
                .map(|witness| letters(&witness.signer))
                .filter(|name| !name.is_empty())
                .collect();
            let asked = context.policy.rectification.refusal_witnesses;
            let enough = names.len() >= asked as usize;
            require(enough, "witnesses_missing", "S4-06")
                .map_err(|reason| reason.counted(asked, names.len()))?;
            let parties = &context.state.responsible;
            let parties = [letters(&parties.person), letters(&parties.leader)];
            match names.iter().find(|name| parties.contains(*name)) {
                Some(name) => Err(Reason::new("witness_is_party", "S4-06").about(name)),
                None => Ok(()),
            }
        }
        ServiceProof::Posted { .. } => photos_fit(context),
        ServiceProof::Mailed { tracking } => {
            require(is_mail_number(tracking), "tracking_missing", "handbook 5.4")
        }
    }
}

pub(super) fn feedback_substance(
    context: Context<'_>,
    event: Option<&Event>,
) -> Result<(), Reason> {
    let Some(Event::Feedback {
        note,
        photos,
        on_behalf,
    }) = event
    else {
        return Ok(());
    };
    require(
        written(note) || !photos.is_empty(),
        "feedback_empty",
        "handbook 5.1",
    )?;
    // The page of the notice is the relay's own, which signs as the system: whoever else enters a
    // feedback does so for the owner.
    let grants = &context.actor.grants;
    let is_owner = grants.iter().any(|grant| grant.role == Role::System);
    require(*on_behalf || is_owner, "not_on_behalf", "S4-06")?;
    photos_fit(context)
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
            ExtensionLimit::TooOften => Reason::new("second_extension", "S4-05"),
            ExtensionLimit::Days => Reason::new("extension_days", "S4-05"),
            ExtensionLimit::LongerThanOriginal => {
                Reason::new("extension_longer_than_original", "S4-05")
            }
            ExtensionLimit::LifeThreat => Reason::new("life_threat_not_extended", "S4-05"),
        })
}

pub(super) fn pause_allowed(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let state = context.state;
    let Some(rules) = &context.policy.rectification.pause else {
        return Ok(());
    };
    let before = state.case.taken(PAUSE).count();
    rules
        .check(before, state.life_threat)
        .map_err(|limit| match limit {
            PauseLimit::TooOften => Reason::new("paused_before", "S0-20"),
            PauseLimit::LifeThreat => Reason::new("life_threat_not_paused", "S0-20"),
        })
}

pub(super) fn not_asker(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let own = context.state.extension_asker() == Some(context.actor.user);
    require(!own, "same_person", "S4-05")
}

/// Who decides late grants nothing: the deadline has passed meanwhile.
pub(super) fn decided_in_time(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let days = i64::from(context.policy.rectification.extension.decide_days_after_due);
    let last = context
        .state
        .due
        .map(|due| due.plus_ms(days.saturating_mul(DAY_MS)));
    let late = last.is_some_and(|last| context.time.against(last) == Timing::Late);
    require(!late, "deadline_passed", "S4-05")
}

pub(super) fn within_request(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(asked) = context.state.extension_days else {
        return Err(Reason::new("nothing_requested", "handbook 5.1"));
    };
    let Some(Event::ExtensionApproved { days }) = event else {
        return Ok(());
    };
    require((1..=asked).contains(days), "extension_days", "S4-05")
}

pub(super) fn not_fix_confirmer(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let forbidden = context.policy.rectification.recheck.not_by_fix_confirmer
        && context.state.confirmed_fix(context.actor.user);
    require(!forbidden, "same_person", "S4-07")
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
        "S4-07",
    )
    .map_err(|reason| reason.counted(rules.people, team.len()))?;
    may_check(context, with)
}

pub(super) fn checkers_qualified(
    context: Context<'_>,
    event: Option<&Event>,
) -> Result<(), Reason> {
    match event {
        Some(Event::RecheckFailed { with, .. }) => may_check(context, with),
        _ => Ok(()),
    }
}

/// Whether these may recheck: they have the right to, and none of them confirmed the fix, if policy
/// says so.
fn may_check(context: Context<'_>, with: &[UserId]) -> Result<(), Reason> {
    let rules = &context.policy.rectification.recheck;
    let mut team = with.iter().copied().chain([context.actor.user]);
    let taints = rules.not_by_fix_confirmer && team.any(|one| context.state.confirmed_fix(one));
    require(!taints, "same_person", "S4-07")?;
    let qualified = !with
        .iter()
        .any(|one| context.facts.unqualified.contains(one));
    require(qualified, "unqualified_checker", "S3-15")
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
    )?;
    photos_fit(context)
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
    require(!goes_up, "life_threat_goes_up", "S4-08")?;
    let Some(Event::Urged { days }) = event else {
        return Ok(());
    };
    require(
        (1..=rules.urge.max_days).contains(days),
        "urge_days",
        "S4-08",
    )
}

pub(super) fn escalation_allowed(
    context: Context<'_>,
    event: Option<&Event>,
) -> Result<(), Reason> {
    let state = context.state;
    let rules = &context.policy.rectification.escalation;
    let waits = state.status == Status::Overdue && state.life_threat && !rules.life_threat_at_once;
    require(!waits, "urge_first", "S4-08")?;
    let Some(Event::Escalated { to, .. }) = event else {
        return Ok(());
    };
    require(rules.targets.contains(to), "unknown_target", "S4-08")?;
    match &context.facts.unstaffed {
        Some(body) => Err(Reason::new("nobody_there", "S4-08").about(body)),
        None => Ok(()),
    }
}

/// What was handed on and not received yet is taken back by whoever handed it on; what the relay handed
/// on by itself by whoever may. In logs of before a failed recheck handed on, too.
pub(super) fn own_escalation(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let mut history = context.state.history.iter().rev();
    let last = history.find(|entry| {
        let hands_on = match entry.event.as_str() {
            "escalated" => true,
            "recheck_failed" => entry.status == Status::Escalated,
            _ => false,
        };
        hands_on && entry.effect == Effect::Applied
    });
    let theirs = last
        .is_none_or(|entry| entry.user == context.actor.user || entry.role == Some(Role::System));
    require(theirs, "not_who_escalated", "S4-08")
}

/// What was handed on is taken, sent back and answered by the body it was handed to. What a failed recheck
/// handed on in logs of before names nobody: it is for the body that policy names.
pub(super) fn addressee(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    let named = context.state.escalated_to.as_deref();
    let to = named.unwrap_or(&context.policy.rectification.escalation.default_target);
    require(context.is_of(to), "body_not_competent", "S4-08")
}

/// A penalty is told by the number of its case, given when the case was taken, or by a remark.
pub(super) fn known_result(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::EnforcementResult { result, note }) = event else {
        return Ok(());
    };
    require(
        matches!(result.as_str(), "fixed" | "penalty"),
        "unknown_result",
        "handbook 5.1",
    )?;
    let mut taken = context.state.history.iter().rev();
    let taken =
        taken.find(|entry| entry.event == "escalation_accepted" && entry.effect == Effect::Applied);
    let number = taken.and_then(|entry| entry.said("case_number"));
    let numbered = number.is_some_and(|number| !letters(number).is_empty());
    let told = result != "penalty" || !says_nothing(note) || numbered;
    require(told, "penalty_without_number", "handbook 5.1")
}

pub(super) fn basis_given(_: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::SuspectedMajor { basis }) = event else {
        return Ok(());
    };
    let says = |clause: &String| {
        let seen = clause.chars().filter(|letter| written(&letter.to_string()));
        seen.count() >= CLAUSE_LETTERS && !says_nothing(clause)
    };
    let given = !basis.is_empty() && basis.iter().all(says);
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

pub(super) fn power_held(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    match &context.facts.power {
        Some(reason) => Err(reason.clone()),
        None => Ok(()),
    }
}

pub(super) fn major_filed(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    require(context.facts.major_filed, "under_review", "S0-27")?;
    let state = context.state;
    // One that nobody served in time is not served any more: another takes its place.
    let lapsed = state
        .due
        .is_some_and(|due| context.time.against(due) == Timing::Late);
    let open = !state.major_notice || (!state.served && lapsed);
    require(open, "notice_already_issued", "S4-06")
}

/// What a case is about is judged in the case: first its filing is refused.
pub(super) fn no_open_case(context: Context<'_>, _: Option<&Event>) -> Result<(), Reason> {
    require(!context.facts.major_open, "case_open_already", "S0-27")
}

/// Two bodies do not notice the same judged hazard: who has filed it does.
pub(super) fn named_issuer(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let state = context.state;
    let row = context
        .table
        .row(state, &state.status, "notice_issued", event);
    let Some(body) = row.and_then(|row| row.issuer.as_deref()) else {
        return Ok(());
    };
    let theirs = match event {
        Some(Event::NoticeIssued { issuer, .. }) => issuer == body,
        _ => context.speaks_for(body),
    };
    require(theirs, "issuer_not_yours", "S0-27")
}
