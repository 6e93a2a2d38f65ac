//! Who answered for a grid on the days of a period, and whose figures they are.

use super::*;
use crate::Timestamp;
use crate::control::{Grid, GridLevel};
use crate::people::{Role, RoleGrant, Scope};
use crate::tally::{Answering, worker_figures};

fn user(n: u8) -> UserId {
    UserId::from_bytes([n; 16])
}

fn noon(text: &str) -> Timestamp {
    Timestamp::start_of_china_day(day(text)).plus_ms(12 * 3_600_000)
}

fn handed_on() -> ControlState {
    let mut control = ControlState::default();
    let lane = Grid {
        grid: grid(),
        level: GridLevel::Small,
        parent: None,
        code: "1".to_owned(),
        name: "一网格".to_owned(),
        head: None,
        valid_from: day("2026-01-01"),
        valid_until: None,
        boundary: Vec::new(),
    };
    control.grids.insert(grid(), lane);
    let held = |n: u8, from: &str, until: Option<&str>| RoleGrant {
        user: user(n),
        role: Role::GridWorker,
        scope: Scope::Subtree(grid()),
        from: noon(from),
        until: until.map(noon),
        department: None,
    };
    // From one to the next at noon on the 11th; from the 21st on nobody, until the 26th.
    control.grants = vec![
        held(1, "2026-01-01", Some("2026-03-11")),
        held(2, "2026-03-11", Some("2026-03-21")),
        held(3, "2026-03-26", None),
    ];
    control
}

#[test]
fn who_holds_a_grid_at_the_end_of_a_day_answered_for_it() {
    let control = handed_on();
    let march = EvaluationPeriod::of(PeriodKind::Month, day("2026-03-01"));
    let answering = Answering::over(&control, None, &march, day("2026-09-01"));
    assert_eq!(answering.closing(), day("2026-03-31"));
    assert_eq!(answering.workers(), BTreeSet::from([1, 2, 3].map(user)));
    for (on, who) in [
        ("2026-02-01", Some(1)),
        ("2026-03-10", Some(1)),
        ("2026-03-11", Some(2)),
        ("2026-03-20", Some(2)),
        ("2026-03-21", None),
        ("2026-03-25", None),
        ("2026-03-26", Some(3)),
        ("2026-05-01", Some(3)),
    ] {
        for other in [Some(1), Some(2), Some(3), None] {
            let found = answering.answers(other.map(user), grid(), day(on));
            assert_eq!(found, other == who, "{on} {other:?}");
        }
    }
    let whole = BTreeSet::from([grid()]);
    assert_eq!(answering.grids_of(Some(user(1))), whole);
    assert_eq!(answering.grids_of(None), whole, "there were days without");
    assert_eq!(answering.grids_at_close(Some(user(3))), whole);
    assert!(answering.grids_at_close(Some(user(1))).is_empty());
    assert!(answering.grids_at_close(None).is_empty());
    let spans: Vec<_> = answering.spans_of(user(2)).collect();
    assert_eq!(
        (spans[0].1.first, spans[0].1.last),
        (day("2026-03-11"), day("2026-03-20"))
    );
    // Of April the last one alone has every day; a day to come is nobody's yet.
    let april = EvaluationPeriod::of(PeriodKind::Month, day("2026-04-01"));
    let answering = Answering::over(&control, None, &april, day("2026-04-10"));
    assert_eq!(answering.closing(), day("2026-04-10"));
    assert_eq!(answering.workers(), BTreeSet::from([user(3)]));
    assert!(answering.grids_of(None).is_empty());
}

#[test]
fn what_was_due_counts_for_who_answered_on_that_day() {
    let (control, pack) = (handed_on(), default_pack());
    let mut measures = Measures::default();
    measures.put(
        record(1),
        Measure::Premises(Box::new(premises("small_shop"))),
    );
    for (n, due) in [(2, "2026-03-05"), (3, "2026-03-15"), (4, "2026-03-23")] {
        let mut it = hazard(record(1));
        it.due_on = Some(day(due));
        measures.put(record(n), Measure::Hazard(Box::new(it)));
    }
    let march = EvaluationPeriod::of(PeriodKind::Month, day("2026-03-01"));
    let today = day("2026-09-01");
    let answering = Answering::over(&control, None, &march, today);
    let of = |who: Option<u8>| {
        let who = who.map(user);
        worker_figures(&measures, &answering, who, &pack, &march, today)
    };
    for (who, due) in [
        (Some(1), vec![record(2).0]),
        (Some(2), vec![record(3).0]),
        (None, vec![record(4).0]),
        (Some(3), Vec::new()),
    ] {
        let figures = of(who);
        assert_eq!(figures["timely_close"].unmet, due, "{who:?}");
        assert_eq!(figures["recheck"].unmet, due, "{who:?}");
        // What stands at the end is of who answers at the end.
        let last = who == Some(3);
        assert_eq!(figures["coverage"].denominator, u64::from(last), "{who:?}");
        let open = if last { 3 } else { 0 };
        assert_eq!(figures["open"].denominator, open, "{who:?}");
    }
}
