//! Where premises live after a move, and whose they are.

use std::collections::BTreeSet;

use super::kit::{Stream, grant, grid_id, noon, premises, user};
use crate::control::ControlEvent;
use crate::lifecycle::TimeBounds;
use crate::people::{Role, Scope};
use crate::policy::default_pack;
use crate::{StreamId, Timestamp};

/// The premises goes from one small grid to another.
fn moved(from: u8, to: u8, since: Option<&str>) -> ControlEvent {
    ControlEvent::PremisesMoved {
        premises: premises(9),
        from: grid_id(from),
        to: grid_id(to),
        reason: "网格调整".to_owned(),
        since: since.map(noon),
        by: Some(user(3)),
    }
}

fn bounds(lower: &str, claimed: &str, upper: &str) -> TimeBounds {
    TimeBounds {
        lower: noon(lower),
        upper: noon(upper),
        claimed: noon(claimed),
        clock_flagged: false,
    }
}

#[test]
fn an_act_is_judged_by_the_home_of_its_time() {
    let mut stream = Stream::township();
    stream.does("2026-03-01", moved(4, 6, None));
    stream.does("2026-05-01", moved(6, 5, None));
    let state = &stream.state;
    let at = |date: &str| state.home_at(Some(premises(9)), grid_id(4), noon(date));
    assert_eq!(at("2026-02-28"), grid_id(4));
    assert_eq!(at("2026-03-01"), grid_id(4), "in the very moment");
    assert_eq!(at("2026-03-02"), grid_id(6));
    assert_eq!(at("2026-05-02"), grid_id(5));
    let other = state.home_at(Some(premises(8)), grid_id(4), noon("2026-06-01"));
    assert_eq!(other, grid_id(4), "another one has not moved");
    let of_village = state.home_at(Some(premises(9)), grid_id(2), noon("2026-06-01"));
    assert_eq!(
        of_village,
        grid_id(2),
        "a matter of the village stays its own"
    );
    assert_eq!(
        state.home_of_record(Some(premises(9)), grid_id(4)),
        grid_id(5)
    );
    assert_eq!(state.home_of_record(None, grid_id(4)), grid_id(4));
}

#[test]
fn between_its_bounds_every_home_may_have_been_that_of_an_act() {
    let mut stream = Stream::township();
    stream.does("2026-03-01", moved(4, 6, None));
    let during = |lower, claimed, upper| {
        let time = bounds(lower, claimed, upper);
        let of = Some(premises(9));
        stream.state.homes_during(of, grid_id(4), &time)
    };
    assert_eq!(
        during("2026-02-01", "2026-02-02", "2026-02-28"),
        [grid_id(4)]
    );
    assert_eq!(
        during("2026-03-02", "2026-03-03", "2026-03-04"),
        [grid_id(6)]
    );
    assert_eq!(
        during("2026-02-01", "2026-03-03", "2026-03-04"),
        [grid_id(6), grid_id(4)],
        "the likeliest first"
    );
    assert_eq!(
        during("2026-02-01", "2026-02-02", "2026-03-04"),
        [grid_id(4), grid_id(6)]
    );
}

#[test]
fn a_move_that_comes_back_keeps_its_time() {
    let mut stream = Stream::township();
    stream.does("2026-04-01", moved(4, 6, Some("2026-03-01")));
    let at = |date| {
        let home = stream
            .state
            .home_at(Some(premises(9)), grid_id(4), noon(date));
        home == grid_id(6)
    };
    assert!(!at("2026-02-28"));
    assert!(at("2026-03-15"));
    // No move lies in the future of its row.
    let mut stream = Stream::township();
    stream.does("2026-04-01", moved(4, 6, Some("2026-09-01")));
    let home = stream
        .state
        .home_at(Some(premises(9)), grid_id(4), noon("2026-04-02"));
    assert_eq!(home, grid_id(6));
}

#[test]
fn whoever_has_the_new_grid_is_led_to_the_log_of_the_old_one() {
    let mut stream = Stream::township();
    for one in [
        grant(1, Role::GridWorker, Scope::Subtree(grid_id(4))),
        grant(2, Role::GridWorker, Scope::Subtree(grid_id(6))),
        grant(3, Role::VillageAdmin, Scope::Subtree(grid_id(3))),
        grant(5, Role::VillageAdmin, Scope::Subtree(grid_id(2))),
    ] {
        stream.does("2026-01-02", ControlEvent::RoleGranted(one));
    }
    let of = |stream: &Stream, who, date: &str| {
        let streams = stream.state.streams_of(user(who), noon(date), |_| None);
        streams.into_iter().map(StreamId::grid).collect::<Vec<_>>()
    };
    assert_eq!(of(&stream, 2, "2026-02-01"), [grid_id(6)]);
    stream.does("2026-03-01", moved(4, 6, None));
    let later = "2026-03-02";
    assert_eq!(of(&stream, 1, later), [grid_id(4)], "it goes on to hold it");
    assert_eq!(of(&stream, 2, later), [grid_id(4), grid_id(6)]);
    assert!(
        of(&stream, 3, later).contains(&grid_id(4)),
        "the village too"
    );
    let closed = ControlEvent::GridClosed {
        grid: grid_id(4),
        reason: "并入".to_owned(),
    };
    stream.does("2026-03-03", closed);
    let after = "2026-03-10";
    assert_eq!(
        of(&stream, 2, after),
        [grid_id(4), grid_id(6)],
        "closed or not"
    );
    let only = BTreeSet::from([grid_id(6)]);
    assert_eq!(stream.state.grids_of(user(2), noon(after)), only);
    let (came, away) = stream.state.moved_in_and_out(&only);
    assert_eq!(came, BTreeSet::from([premises(9)]));
    assert!(away.is_empty());
    let (came, away) = stream.state.moved_in_and_out(&BTreeSet::from([grid_id(4)]));
    assert!(came.is_empty());
    assert_eq!(away, BTreeSet::from([premises(9)]));
    // Whose work may go on offline is asked of the grids that were granted, not of lent logs.
    let pack = default_pack();
    let at: Timestamp = noon(after);
    let may = |by| stream.state.may_extend_lease(&pack, user(by), user(2), at);
    assert!(!may(5), "of another village");
}

#[test]
fn a_move_of_before_reads_as_it_did() {
    let bytes = r#"{"premises_moved":{"premises":"09090909-0909-0909-0909-090909090909",
        "from":"04040404-0404-0404-0404-040404040404",
        "to":"06060606-0606-0606-0606-060606060606","reason":"网格调整"}}"#;
    let read: ControlEvent = serde_json::from_str(bytes).unwrap();
    let ControlEvent::PremisesMoved { since, by, .. } = &read else {
        panic!("{read:?}");
    };
    assert_eq!((since, by), (&None, &None));
    let written = serde_json::to_string(&read).unwrap();
    assert!(
        !written.contains("since") && !written.contains("by"),
        "{written}"
    );
}
