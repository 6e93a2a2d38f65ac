//! Who answered for a grid on the days of a period, and whose figures they are.

use chrono::Datelike;

use super::*;
use crate::Timestamp;
use crate::control::{Grid, GridLevel};
use crate::evaluation::ObjectionDecision;
use crate::people::{Role, RoleGrant, Scope};
use crate::tally::{
    Answering, CardInput, ObjectionOutcome, RaisedObjection, overdue_events, worker_card,
    worker_figures,
};

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

#[test]
fn a_missed_visit_is_of_who_alone_held_the_grid_on_its_day() {
    let (mut control, pack) = (handed_on(), default_pack());
    let mut measures = Measures::default();
    // Owed since long before the year, so it is due on the first day of each month.
    let mut it = premises("small_shop");
    it.on_file_since = Some(day("2023-01-05"));
    measures.put(record(1), Measure::Premises(Box::new(it)));
    let year = EvaluationPeriod::of(PeriodKind::Year, day("2026-01-01"));
    let missed = |control: &ControlState, today: &str| {
        let today = day(today);
        let answering = Answering::over(control, None, &year, today);
        let events = overdue_events(&measures, control, &pack, &answering, &year, today);
        let found = events.into_iter().map(|it| (it.worker, it.on.month()));
        found.collect::<Vec<_>>()
    };
    let first_five = [(1, 1), (1, 2), (1, 3), (3, 4), (3, 5)].map(|(n, month)| (user(n), month));
    assert_eq!(missed(&control, "2026-05-20"), first_five);
    // A second one comes to it: what was due before stays whose it was, what is due now is shared.
    let mut second = control.grants[2].clone();
    (second.user, second.from) = (user(4), noon("2026-05-21"));
    control.grants.push(second);
    assert_eq!(missed(&control, "2026-06-20"), first_five);
    // The first one leaves: that changes nothing of before either.
    control.grants[2].until = Some(noon("2026-06-25"));
    let mut later = first_five.to_vec();
    later.push((user(4), 7));
    assert_eq!(missed(&control, "2026-07-20"), later);
    // To hold it as its own and with its village is to hold it alone.
    let twice = control.grants[3].clone();
    control.grants.push(twice);
    assert_eq!(missed(&control, "2026-07-20"), later);

    let card = |n: u8, on: &str| {
        let period = EvaluationPeriod::of(PeriodKind::Month, day(on));
        let today = day("2026-07-20");
        let card = worker_card(&CardInput {
            measures: &measures,
            control: &control,
            pack: &pack,
            accounting: pack.accounting(),
            worker: user(n),
            answering: &Answering::over(&control, None, &period, today),
            period,
            today,
            decisions: &[],
        });
        let card = card.unwrap();
        let counts = (card.on_time.denominator, card.coverage.denominator);
        (counts, card.months[0].deducted)
    };
    assert_eq!(card(1, "2026-03-01"), ((1, 0), -2), "due in his time");
    assert_eq!(card(2, "2026-03-01"), ((0, 0), 0));
    assert_eq!(card(3, "2026-03-01"), ((0, 1), 0), "there at the end");
    let ever = Answering::ever(&control, None, day("2026-07-20"));
    assert_eq!(ever.grids_of(Some(user(1))), BTreeSet::from([grid()]));
    assert_eq!(ever.grids_of(Some(user(9))), BTreeSet::new());
}

#[test]
fn an_objection_without_a_day_is_to_the_latest_deduction_before_it() {
    let (control, pack) = (handed_on(), default_pack());
    let mut measures = Measures::default();
    let mut it = premises("small_shop");
    it.on_file_since = Some(day("2023-01-05"));
    it.objections = vec![RaisedObjection {
        code: "overdue_task".to_owned(),
        day: None,
        worker: user(1),
        text: "当日住院".to_owned(),
        on: day("2026-02-10"),
    }];
    measures.put(record(1), Measure::Premises(Box::new(it)));
    let decided = ObjectionOutcome {
        record: record(1),
        code: "overdue_task".to_owned(),
        day: None,
        decision: ObjectionDecision {
            by: user(9),
            on: day("2026-02-12"),
            upheld: true,
            reason: "属实".to_owned(),
        },
    };
    let deducted = |kind, on: &str, decisions: &[ObjectionOutcome]| {
        let period = EvaluationPeriod::of(kind, day(on));
        let today = day("2026-04-20");
        let card = worker_card(&CardInput {
            measures: &measures,
            control: &control,
            pack: &pack,
            accounting: pack.accounting(),
            worker: user(1),
            answering: &Answering::over(&control, None, &period, today),
            period,
            today,
            decisions,
        });
        let months = card.unwrap().months;
        months.iter().map(|month| month.deducted).sum::<i64>()
    };
    let upheld = std::slice::from_ref(&decided);
    for (on, points) in [("2026-01-01", -2), ("2026-02-01", 0), ("2026-03-01", -2)] {
        assert_eq!(deducted(PeriodKind::Month, on, upheld), points, "{on}");
        assert_eq!(deducted(PeriodKind::Month, on, &[]), -2, "{on}");
    }
    assert_eq!(deducted(PeriodKind::Year, "2026-01-01", upheld), -4);
}
