//! The log decides: folds repeat, follow what was recorded, and auditors find what is wrong.

use super::kit::{
    PACK, Relay, act, at, facts, feedback, found, natural, notice, officer, passed, signature,
    system, worker,
};
use crate::lifecycle::{
    Act, Effect, Event, FOLD_REVISION, LifecycleTables, LoggedAct, RecordState, ServiceProof,
    Status, TimeBounds, UnknownAct, apply, apply_unknown, audit, fold, fold_pending,
};
use crate::record::RecordKind;

/// A log with refusals, a mark, an urge and a closing.
fn rich() -> Relay {
    let mut relay = Relay::overdue();
    relay.act(
        Event::FixVerified {
            issuer: None,
            note: String::new(),
        },
        &worker(),
        at("2026-09-23 01:00"),
    );
    relay.does(Event::Urged { days: 3 }, &officer(), "2026-09-23 09:00");
    relay.act(passed(&[]), &officer(), at("2026-09-23 10:00"));
    relay.does(feedback(), &worker(), "2026-09-24 10:00");
    relay.does(passed(&[4]), &officer(), "2026-09-24 15:00");
    relay
}

#[test]
fn a_fold_repeats_and_equals_the_incremental_state_at_every_prefix() {
    let relay = rich();
    let mut incremental = RecordState::new(RecordKind::Rectification);
    for (count, row) in relay.rows.iter().enumerate() {
        apply(
            &mut incremental,
            row.seq,
            &row.act,
            row.outcome.as_ref().unwrap(),
        );
        let once = fold(RecordKind::Rectification, &relay.rows[..=count]);
        assert_eq!(once, incremental);
        assert_eq!(once, fold(RecordKind::Rectification, &relay.rows[..=count]));
    }
    assert_eq!(incremental, relay.state);
    assert_eq!(
        relay.state.history.len(),
        relay.rows.len(),
        "refused acts stay in the history"
    );
}

#[test]
fn pending_rows_are_left_out_of_the_fold() {
    let mut relay = rich();
    let whole = fold(RecordKind::Rectification, &relay.rows);
    let last = relay.rows.last().unwrap().clone();
    relay.rows.push(LoggedAct {
        seq: None,
        outcome: None,
        ..last
    });
    assert_eq!(fold(RecordKind::Rectification, &relay.rows), whole);
}

#[test]
fn recorded_outcomes_are_followed_even_where_the_rules_say_otherwise() {
    let mut relay = rich();
    let row = relay.rows.last_mut().unwrap();
    let outcome = row.outcome.as_mut().unwrap();
    outcome.status = Status::Other("archived".to_owned());
    outcome.due = None;
    let state = fold(RecordKind::Rectification, &relay.rows);
    assert_eq!(state.status, Status::Other("archived".to_owned()));
    assert_eq!(state.due, None);
    let actions = crate::lifecycle::allowed_actions(
        &PACK,
        LifecycleTables::standard(),
        &state,
        &officer(),
        &facts(),
        at("2026-10-01 10:00"),
    );
    assert!(
        actions.is_empty(),
        "nothing can be done in a status of a later version"
    );
}

#[test]
fn an_audit_of_an_honest_log_is_clean_and_of_a_forged_one_is_not() {
    let relay = rich();
    let tables = LifecycleTables::standard();
    let pack = |_| Some(&*PACK);
    let check = |rows: &[LoggedAct]| audit(RecordKind::Rectification, rows, tables, pack).unwrap();
    assert!(check(&relay.rows).is_empty());

    let mut forged = relay.rows.clone();
    let place = forged.len() - 1;
    let outcome = forged[place].outcome.as_mut().unwrap();
    outcome.number = None;
    let found = check(&forged);
    assert_eq!(found.len(), 1, "one difference is not many");
    assert_eq!(found[0].seq, forged[place].seq);
    assert!(!found[0].other_revision);

    let mut lenient = relay.rows.clone();
    let outcome = lenient[6].outcome.as_mut().unwrap();
    assert_ne!(outcome.effect, Effect::Applied, "the recheck by one person");
    outcome.effect = Effect::Applied;
    outcome.status = Status::Closed;
    outcome.fold_revision = FOLD_REVISION + 1;
    let found = check(&lenient);
    assert_eq!(found[0].seq, Some(7));
    assert!(found[0].other_revision);

    // Facts are part of what was recorded.
    let mut other_facts = relay.rows.clone();
    other_facts[place].facts.unqualified = vec![super::kit::user(4)];
    assert_eq!(check(&other_facts).len(), 1);

    let missing = audit(RecordKind::Rectification, &relay.rows, tables, |_| None).unwrap_err();
    assert_eq!(missing.revision, 1);
}

#[test]
fn pending_acts_laid_on_top_say_what_the_relay_will_say() {
    let mut relay = Relay::new(RecordKind::Rectification);
    let time = |text| TimeBounds::exactly(at(text));
    let pending: Vec<Act> = vec![
        act(found(), &worker(), time("2026-09-07 09:00"), 0),
        act(notice(natural(15)), &worker(), time("2026-09-07 09:10"), 0),
        act(passed(&[4]), &worker(), time("2026-09-07 09:15"), 0),
        act(
            Event::Served(ServiceProof::Signed(signature("李秀英"))),
            &worker(),
            time("2026-09-07 09:20"),
            0,
        ),
    ];
    let tables = LifecycleTables::standard();
    let hopeful = fold_pending(&PACK, tables, relay.state.clone(), &pending, &facts());
    assert_eq!(hopeful.status, Status::Served);
    assert!(hopeful.history.iter().all(|entry| entry.seq.is_none()));
    assert_eq!(hopeful.notice_number, None, "only the relay gives numbers");
    for act in pending {
        relay.receive(act);
    }
    assert_eq!(relay.state.status, hopeful.status);
    assert_eq!(relay.state.due, hopeful.due);
    assert_eq!(relay.state.history.len(), hopeful.history.len());
    for (sure, hoped) in relay.state.history.iter().zip(&hopeful.history) {
        assert_eq!((&sure.effect, &sure.status), (&hoped.effect, &hoped.status));
    }
    assert!(relay.state.notice_number.is_some());
}

#[test]
fn an_event_of_a_later_version_makes_the_record_read_only_in_its_recorded_state() {
    let mut relay = Relay::served();
    let mut outcome = relay.rows.last().unwrap().outcome.clone().unwrap();
    outcome.status = Status::Other("mediation".to_owned());
    let unknown = UnknownAct {
        envelope: super::kit::digest(99),
        name: "mediation_opened".to_owned(),
        actor: officer(),
        time: TimeBounds::exactly(at("2026-09-10 10:00")),
        received_at: at("2026-09-10 10:00"),
    };
    apply_unknown(&mut relay.state, 4, &unknown, &outcome);
    assert!(relay.state.read_only);
    assert_eq!(relay.state.status.as_str(), "mediation");
    assert_eq!(
        relay.state.history.last().unwrap().event,
        "mediation_opened"
    );
    relay.refuses(feedback(), &worker(), "2026-09-11 10:00", "read_only");
    relay.refuses(
        Event::Urged { days: 1 },
        &system(),
        "2026-09-11 10:00",
        "read_only",
    );
}

#[test]
fn a_kind_of_a_later_version_takes_no_events() {
    for kind in [RecordKind::Other("drill".to_owned()), RecordKind::Control] {
        let mut relay = Relay::new(kind);
        relay.refuses(found(), &worker(), "2026-09-07 09:00", "unknown_kind");
    }
}
