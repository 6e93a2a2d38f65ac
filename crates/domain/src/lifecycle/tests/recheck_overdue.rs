//! A recheck that nobody does is marked when the time of the policy is over.

use super::kit::{Relay, at, feedback, grid, officer, passed, responsible, user, worker};
use crate::lifecycle::{Event, RecheckOverdue, recheck_overdue};
use crate::record::{Content, RecordKind};
use crate::tally::{Measure, Measures, RecheckRound, measure, recheck_time_duties};

#[test]
fn a_recheck_is_overdue_when_its_time_is_over_and_until_somebody_looks() {
    let mut relay = Relay::served();
    let mark = |relay: &Relay, when: &str| recheck_overdue(&relay.pack, &relay.state, at(when));
    assert_eq!(
        mark(&relay, "2026-09-20 09:00"),
        None,
        "nobody asked for it"
    );
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    assert_eq!(mark(&relay, "2026-09-18 23:59"), None, "three working days");
    let overdue = mark(&relay, "2026-09-19 00:00").unwrap();
    let expected = RecheckOverdue {
        since: at("2026-09-19 00:00").plus_ms(-1),
        body: Some("station".to_owned()),
    };
    assert_eq!(overdue, expected);
    // To name somebody else begins no new time.
    let named = Event::ResponsibilitySet(responsible());
    relay.does(named, &officer(), "2026-09-19 09:00");
    assert_eq!(mark(&relay, "2026-09-19 10:00"), Some(expected));
    relay.does(passed(&[41]), &officer(), "2026-09-20 09:00");
    assert_eq!(mark(&relay, "2026-10-20 09:00"), None);
}

/// What the figure of rechecks in time counts are the same days as those of the mark.
#[test]
fn each_round_of_rechecking_is_counted_by_its_own_days() {
    let mut relay = Relay::served();
    let measured = |relay: &Relay| {
        let (kind, content) = (RecordKind::Rectification, Content::default());
        let Some(Measure::Hazard(found)) = measure(&kind, grid(10), &content, &relay.state) else {
            panic!("a hazard has a measure");
        };
        *found
    };
    let round = |asked: &str, done: Option<&str>| RecheckRound {
        asked_on: asked.parse().unwrap(),
        done_on: done.map(|day| day.parse().unwrap()),
        life_threat: relay.state.life_threat,
    };
    let rounds = [
        round("2026-09-15", None),
        round("2026-09-15", Some("2026-09-19")),
        round("2026-09-19", Some("2026-09-21")),
    ];
    assert!(measured(&relay).rechecks.is_empty(), "nobody asked for it");
    relay.does(feedback(), &worker(), "2026-09-15 10:00");
    assert_eq!(measured(&relay).rechecks, rounds[..1]);
    // To name somebody else begins no new round.
    let named = Event::ResponsibilitySet(responsible());
    relay.does(named, &officer(), "2026-09-16 09:00");
    assert_eq!(measured(&relay).rechecks, rounds[..1]);
    let failed = Event::RecheckFailed {
        reason: "仍未清理".to_owned(),
        photos: Vec::new(),
        with: vec![user(4)],
    };
    relay.does(failed, &officer(), "2026-09-19 10:00");
    assert_eq!(measured(&relay).rechecks, rounds[1..2]);
    assert_eq!(measured(&relay).unconfirmed, [user(4)]);
    relay.does(feedback(), &worker(), "2026-09-19 12:00");
    relay.does(passed(&[4]), &officer(), "2026-09-21 09:00");
    let found = measured(&relay);
    assert_eq!(found.rechecks, rounds[1..]);

    let mut measures = Measures::default();
    measures.put(super::kit::record(1), Measure::Hazard(Box::new(found)));
    let duties = recheck_time_duties(&measures, &relay.pack);
    let in_time: Vec<bool> = duties
        .iter()
        .filter_map(|duty| duty.done.map(|done| done.in_time))
        .collect();
    assert_eq!(in_time, [false, true]);
}
