//! Role × event: who may do what, where, and with which certificate.

use super::kit::{
    KINDS, LARGE, MEDIUM, PACK, PREMISES, ROLES, SMALL, act, at, digest, facts, grant, grid,
    natural, person, record, refusal, user, usual_scope, version, well_formed, worker,
};
use crate::lifecycle::{
    Actor, Cell, Event, Facts, HistoryEntry, LifecycleTables, NamedPerson, Reason, RecordState,
    Row, TimeBounds, judge, permission, unqualified,
};
use crate::people::{Role, Scope};
use crate::record::RecordKind;

/// A record in which a row's event is possible, with the time at which it is.
fn ready(kind: &RecordKind, row: &Row) -> (RecordState, TimeBounds) {
    let due = at("2026-09-22 23:59");
    let mut state = RecordState::new(kind.clone());
    state.status = row.from[0].clone();
    state.submitted = Some(version(1));
    state.due = Some(due);
    state.original_due = Some(due);
    state.deadline = Some(natural(15));
    state.noticed_at = Some(at("2026-09-07 10:00"));
    state.extension_days = Some(3);
    state.fix_confirmed_by = Some(user(60));
    state.responsible = super::kit::responsible();
    // What cites a deadline in force is not for one that was marked.
    state.overdue = !row.asks.due_cited;
    state.overdue_due = Some(due).filter(|_| state.overdue);
    let early = TimeBounds::exactly(due.plus_ms(-1));
    state.history.push(HistoryEntry {
        seq: Some(1),
        envelope: digest(7),
        event: "feedback".to_owned(),
        user: user(60),
        device: worker().device,
        role: None,
        attested_by_relay: false,
        time: early,
        received_at: due,
        seen: 0,
        effect: crate::lifecycle::Effect::Applied,
        timing: None,
        status: state.status.clone(),
        number: None,
        paper_number: None,
        words: Vec::new(),
    });
    if row.asks.named {
        state.named.push(NamedPerson {
            user: user(50),
            act: 0,
            step: None,
            confirmed: false,
        });
    }
    let in_time = matches!(row.in_time, Cell::To(_));
    (
        state,
        if in_time {
            early
        } else {
            TimeBounds::exactly(due.plus_ms(1))
        },
    )
}

fn verdict(
    state: &RecordState,
    name: &str,
    actor: &Actor,
    time: TimeBounds,
    facts: &Facts,
) -> String {
    let act = act(well_formed(name, state, 900), actor, time, 1);
    let ruling = judge(&PACK, LifecycleTables::standard(), state, &act, facts);
    // In whose name, and to whom it was handed on, is a matter of what the acts say: who may do it is
    // asked before.
    match refusal(&ruling.effect) {
        "issuer_not_yours" | "body_not_competent" => "applied".to_owned(),
        other => other.to_owned(),
    }
}

#[test]
fn role_by_event_is_the_permission_table_and_nothing_else() {
    let mut allowed = 0;
    for kind in KINDS {
        for row in &LifecycleTables::standard().of(&kind).unwrap().rows {
            if row.when.is_some()
                || !matches!(
                    (&row.in_time, &row.late),
                    (Cell::To(_), _) | (_, Some(Cell::To(_)))
                )
            {
                continue;
            }
            let (state, time) = ready(&kind, row);
            let about = super::steps::facts_of(&well_formed(&row.event, &state, 900), &state);
            for role in ROLES {
                let may = PACK.permits(role, &row.event).is_some()
                    && row
                        .operation
                        .as_ref()
                        .is_none_or(|one| PACK.permits(role, one).is_some());
                let got = verdict(&state, &row.event, &person(50, &[role]), time, &about);
                let expected = if may { "applied" } else { "no_permission" };
                assert_eq!(got, expected, "{kind} {} by {role}", row.event);
                allowed += usize::from(may);
            }
        }
    }
    assert!(allowed > 100, "{allowed}");
}

/// What the handbook says in words (1.3), whatever the table of the pack says elsewhere.
#[test]
fn the_limits_of_the_handbook() {
    let only = |event: &str, roles: &[Role]| {
        for role in ROLES {
            assert_eq!(
                PACK.permits(role, event).is_some(),
                roles.contains(&role),
                "{event} {role}"
            );
        }
    };
    only("not_major", &[Role::FireOfficer]);
    only("major_case.approve_filing", &[Role::FireOfficer]);
    only("major_case.close", &[Role::FireOfficer]);
    only("overdue_marked", &[Role::System]);
    only("overdue_annulled", &[Role::System]);
    only("accepted", &[Role::StationOfficer]);
    only(
        "extension_approved",
        &[Role::StationOfficer, Role::FireOfficer],
    );
    for name in Event::NAMES {
        for role in [
            Role::Auditor,
            Role::CountyAdmin,
            Role::RelayAdmin,
            Role::CountyGovernment,
        ] {
            assert!(
                PACK.permits(role, name).is_none(),
                "{role} decides no case, so not {name}"
            );
        }
    }
    assert!(PACK.permits(Role::GridWorker, "recheck_passed").is_none());
    assert!(
        PACK.permits(Role::EnterpriseSafetyOfficer, "notice_issued")
            .is_none()
    );
}

#[test]
fn a_grant_elsewhere_or_too_wide_or_over_no_premises_does_not_count() {
    let state = RecordState::new(RecordKind::Rectification);
    let time = TimeBounds::exactly(at("2026-09-07 09:00"));
    let with = |role: Role, scope: Scope, facts: &Facts| {
        let mut actor = person(50, &[]);
        actor.grants = vec![grant(actor.user, role, scope)];
        verdict(&state, "found", &actor, time, facts)
    };
    let here = facts();
    let elsewhere = Facts {
        premises: Some(record(78)),
        ..Facts::default()
    };
    let subtree = |n| Scope::Subtree(grid(n));
    assert_eq!(with(Role::GridWorker, subtree(SMALL), &here), "applied");
    assert_eq!(with(Role::GridWorker, subtree(104), &here), "out_of_scope");
    assert_eq!(
        with(Role::GridWorker, subtree(LARGE), &here),
        "out_of_scope"
    );
    assert_eq!(with(Role::VillageAdmin, subtree(MEDIUM), &here), "applied");
    assert_eq!(with(Role::VillageAdmin, subtree(SMALL), &here), "applied");
    assert_eq!(with(Role::StationOfficer, Scope::Tenant, &here), "applied");
    let mine = Scope::Premises(record(PREMISES));
    let enterprise = Role::EnterpriseSafetyOfficer;
    assert_eq!(with(enterprise, mine.clone(), &here), "applied");
    assert_eq!(with(enterprise, mine.clone(), &elsewhere), "out_of_scope");
    assert_eq!(with(enterprise, mine, &Facts::default()), "out_of_scope");
    assert_eq!(with(enterprise, subtree(SMALL), &here), "out_of_scope");
}

#[test]
fn without_a_valid_certificate_nobody_submits_an_inspection() {
    let state = RecordState::new(RecordKind::Inspection);
    let time = TimeBounds::exactly(at("2026-09-07 09:00"));
    let mut actor = worker();
    assert_eq!(
        verdict(&state, "submitted", &actor, time, &facts()),
        "applied"
    );
    actor.certified = false;
    assert_eq!(
        verdict(&state, "submitted", &actor, time, &facts()),
        "no_certificate"
    );
    // A second grant that asks for none does not stand in for it, another role's may.
    actor
        .grants
        .push(grant(actor.user, Role::Police, usual_scope(Role::Police)));
    assert_eq!(
        verdict(&state, "submitted", &actor, time, &facts()),
        "applied"
    );
    let mut police = person(5, &[Role::Police]);
    police.enforcer = false;
    let reason = permission(&PACK, &police, &facts(), "notice_issued").unwrap_err();
    assert_eq!(
        (reason.code.as_str(), reason.rule.as_str()),
        ("no_certificate", "S3-14")
    );
    // Whoever holds a certificate of training is told of the one that is missing.
    assert_eq!(reason.text(), "没有有效的执法证");
    let usual = Reason::new("no_certificate", "S3-15");
    assert_eq!(usual.text(), "没有有效的合格证");
}

#[test]
fn a_pack_may_ask_for_the_own_key() {
    let mut pack = PACK.clone();
    for row in &mut pack.permissions.rows {
        row.own_key = row.role == Role::StationOfficer;
    }
    let mut actor = person(3, &[Role::StationOfficer]);
    assert!(permission(&pack, &actor, &facts(), "accepted").is_ok());
    actor.attested_by_relay = true;
    let reason = permission(&pack, &actor, &facts(), "accepted").unwrap_err();
    assert_eq!(reason.code, "own_key_needed");
    assert!(permission(&PACK, &actor, &facts(), "accepted").is_ok());
}

#[test]
fn people_named_beside_the_author_must_hold_the_right_too() {
    let event = Event::RecheckPassed {
        with: vec![user(41), user(42)],
        photos: Vec::new(),
    };
    let rights = |one: crate::UserId, _| {
        let role = if one == user(41) {
            Role::StationOfficer
        } else {
            Role::GridWorker
        };
        Actor {
            user: one,
            ..person(one.as_bytes()[0], &[role])
        }
    };
    let state = RecordState::new(RecordKind::Rectification);
    let around = (&state, &facts());
    let bad = unqualified(&PACK, &event, around, at("2026-09-20 10:00"), rights);
    assert_eq!(bad, [user(42)]);
}

#[test]
fn who_finds_together_that_it_is_not_fixed_must_hold_the_right_too() {
    let mut relay = super::kit::Relay::served();
    relay.does(
        super::kit::feedback(),
        &super::kit::worker(),
        "2026-09-15 10:00",
    );
    relay.facts.unqualified = vec![user(42)];
    let fails = |with| Event::RecheckFailed {
        reason: "仍堆放".to_owned(),
        photos: Vec::new(),
        with: vec![user(with)],
    };
    assert_eq!(fails(42).people_named(), [user(42)]);
    let (officer, when) = (super::kit::officer(), "2026-09-16 10:00");
    relay.refuses(fails(42), &officer, when, "unqualified_checker");
    relay.does(fails(41), &officer, when);
}

#[test]
fn a_census_outcome_moves_a_premises_only_by_somebody_who_may_move_it() {
    let mut state = RecordState::new(RecordKind::Premises);
    state.status = crate::lifecycle::Status::Active;
    let outcome = |code: &str| Event::CensusVisited {
        outcome: code.to_owned(),
        note: "走访核实".to_owned(),
    };
    let after = |code: &str, role: Role| {
        let time = TimeBounds::exactly(at("2026-09-07 09:00"));
        let act = act(outcome(code), &person(50, &[role]), time, 0);
        let ruling = judge(&PACK, LifecycleTables::standard(), &state, &act, &facts());
        assert_eq!(refusal(&ruling.effect), "applied");
        ruling.status.to_string()
    };
    assert!(PACK.permits(Role::GridWorker, "premises_status").is_none());
    assert_eq!(after("demolished", Role::GridWorker), "active");
    assert_eq!(after("demolished", Role::VillageAdmin), "demolished");
    assert_eq!(after("locked", Role::VillageAdmin), "active");
    assert_eq!(
        after("duplicate", Role::VillageAdmin),
        "active",
        "a merger names its heir"
    );
}
