//! The week of every village in one pass, as each village by itself counts it.

use std::collections::BTreeMap;

use super::*;
use crate::tally::{Closing, weekly_rollup, weekly_rollups};

fn village(number: u8) -> GridId {
    GridId::from_bytes([number; 16])
}

#[test]
fn all_villages_in_one_pass_are_each_village_by_itself() {
    let week = (day("2026-03-02"), day("2026-03-08"));
    let today = day("2026-03-05");
    // Grids 11 and 12 lie in village 1, 21 in village 2, 31 in none that is asked for; village 4 is empty.
    let villages: BTreeMap<GridId, GridId> = [(11, 1), (12, 1), (21, 2), (41, 4)]
        .map(|(grid, top)| (village(grid), village(top)))
        .into();
    let closed = |on: &str| {
        Some(Closing {
            on: day(on),
            feedback: None,
            clock_flagged: false,
        })
    };
    let rows = [
        (11, "2026-03-02", None, None),
        (12, "2026-02-01", Some("2026-03-04"), None),
        (12, "2026-02-01", None, closed("2026-03-03")),
        (21, "2026-03-05", Some("2026-03-05"), None),
        // Found after today, and closed before the week.
        (21, "2026-03-06", None, None),
        (21, "2026-02-01", None, closed("2026-03-01")),
        (31, "2026-03-03", None, None),
    ];
    let mut all = Measures::default();
    let mut own: BTreeMap<GridId, Measures> = BTreeMap::new();
    for (number, (grid, found, due, closed)) in (1..).zip(rows) {
        let mut it = hazard(record(100));
        it.grid = village(grid);
        it.found_on = Some(day(found));
        it.due_on = due.map(day);
        if closed.is_some() {
            (it.status, it.closed) = (Status::Closed, closed);
        }
        let it = Measure::Hazard(Box::new(it));
        all.put(record(number), it.clone());
        if let Some(top) = villages.get(&village(grid)) {
            own.entry(*top).or_default().put(record(number), it);
        }
    }
    let together = weekly_rollups(&all, &villages, week, today);
    let names: Vec<GridId> = together.keys().copied().collect();
    assert_eq!(names, [1, 2, 4].map(village), "each of them, and no other");
    for (top, rollup) in &together {
        let alone = own.remove(top).unwrap_or_default();
        assert_eq!(*rollup, weekly_rollup(&alone, week, today), "{top}");
    }
    let first = &together[&village(1)];
    assert_eq!(first.found, [record(1)]);
    assert_eq!(first.fixed, [record(3)]);
    assert_eq!(first.open, [record(1), record(2)]);
    assert_eq!(first.overdue, [record(2)]);
    assert_eq!(together[&village(2)].open, [record(4)]);
}
