//! What the list of next visits and the rate of visits done ask of the grid.

use super::*;
use crate::Timestamp;
use crate::control::{Grid, GridLevel};
use crate::policy::Visitor;
use crate::register::{RegisterLine, RegisterRow};
use crate::tally::{next_visits, visit_duties};

fn set(control: &mut ControlState, register: &str, key: &str, from: &str, entry: String) {
    control.registers.enter(RegisterLine {
        seq: 1,
        received_at: Timestamp(0),
        row: RegisterRow {
            register: register.to_owned(),
            key: key.to_owned(),
            from: day(from),
            until: None,
            entry,
            set_by: None,
            reason: String::new(),
        },
    });
}

fn one_shop() -> Measures {
    let mut measures = Measures::default();
    measures.put(
        record(1),
        Measure::Premises(Box::new(premises("small_shop"))),
    );
    measures
}

#[test]
fn a_fire_of_the_incident_sheet_counts_in_the_list_of_next_visits() {
    let (pack, measures) = (default_pack(), one_shop());
    let mut control = ControlState::default();
    let today = day("2026-09-01");
    let score = |control: &ControlState| {
        let list = next_visits(&measures, control, &pack, Visitor::Grid, today);
        let codes: Vec<String> = list[0].reasons.iter().map(|it| it.code.clone()).collect();
        (list[0].score, codes.contains(&"recent_fire".to_owned()))
    };
    let (bare, burned) = score(&control);
    assert!(!burned);
    let of = |premises: RecordId, on: &str| {
        format!(r#"{{"number":"119-1","premises":"{premises}","happened_on":"{on}"}}"#)
    };
    set(
        &mut control,
        "incident",
        "119-1",
        "2026-08-01",
        of(record(2), "2026-08-01"),
    );
    assert_eq!(score(&control), (bare, false), "the neighbor's");
    set(
        &mut control,
        "incident",
        "119-2",
        "2024-08-31",
        of(record(1), "2024-08-31"),
    );
    assert_eq!(score(&control), (bare, false), "more than two years ago");
    set(
        &mut control,
        "incident",
        "119-3",
        "2026-08-02",
        of(record(1), "2026-08-02"),
    );
    let (lifted, burned) = score(&control);
    assert!(burned && lifted > bare);
}

#[test]
fn the_rate_of_visits_asks_what_the_list_asks() {
    let pack = default_pack();
    let (mut measures, mut it) = (Measures::default(), premises("small_shop"));
    it.on_file_since = Some(day("2026-07-20"));
    measures.put(record(1), Measure::Premises(Box::new(it)));
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
    let today = day("2026-09-30");
    let august = EvaluationPeriod::of(PeriodKind::Month, day("2026-08-10"));
    let july = EvaluationPeriod::of(PeriodKind::Month, day("2026-07-10"));
    let due = |control: &ControlState, period: &EvaluationPeriod| {
        let duties = visit_duties(&measures, control, &pack, period, today);
        duties[0].due_on
    };
    let usual = due(&control, &august);
    let level = format!(
        r#"{{"area":"{}","level":2,"zh":"二级响应","banner":"每周","minima":[{{"by":"grid","every":"week"}}]}}"#,
        grid()
    );
    set(&mut control, "response_level", "town", "2026-08-03", level);
    assert_eq!(due(&control, &august), day("2026-08-09"), "not {usual}");
    assert_eq!(due(&control, &july), due(&ControlState::default(), &july));
    let listed = next_visits(&measures, &control, &pack, Visitor::Grid, day("2026-08-31"));
    let listed = listed[0].due.as_ref().map(|due| due.date);
    assert_eq!(listed, Some(day("2026-08-09")), "the list says the same");
}
