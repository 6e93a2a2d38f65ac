use super::kit::{date, grid, id, quarter, ratio, rules, user, uuids};
use crate::Digest;
use crate::evaluation::{
    CoverageRow, Done, DutyRow, FoundRow, Ratio, SampleRow, coverage, coverage_by, coverage_figure,
    done_rate, never_visited, on_time_rate, overdue_on, repeat_rate, training_rate, truth_rate,
    truth_sample,
};
use crate::people::Credential;

#[test]
fn a_ratio_without_a_denominator_has_no_value() {
    let bare = |numerator, denominator| Ratio {
        numerator,
        denominator,
        ..Ratio::default()
    };
    let table = [
        (bare(0, 0), None, "0/0（无应计对象）"),
        (bare(0, 5), Some(0), "0/5（0.00%）"),
        (bare(41, 50), Some(8200), "41/50（82.00%）"),
        (bare(1, 3), Some(3333), "1/3（33.33%）"),
        (bare(5, 5), Some(10_000), "5/5（100.00%）"),
        // Never rounded up to 100 %.
        (bare(99_999, 100_000), Some(9999), "99999/100000（99.99%）"),
        (
            bare(u64::MAX, u64::MAX),
            Some(10_000),
            "18446744073709551615/18446744073709551615（100.00%）",
        ),
    ];
    for (ratio, value, text) in table {
        assert_eq!(ratio.basis_points(), value);
        assert_eq!(ratio.to_string(), text);
    }
}

#[test]
fn a_ratio_can_be_opened_and_counts_an_id_once() {
    let rows = [
        (3, true),
        (1, false),
        (2, false),
        (3, false),
        (2, true),
        (1, false),
    ];
    let ratio = Ratio::of(rows.map(|(n, met)| (id(n).0, met)));
    assert_eq!((ratio.numerator, ratio.denominator), (2, 3));
    assert_eq!(
        (ratio.met.clone(), ratio.unmet.clone()),
        (uuids(&[2, 3]), uuids(&[1]))
    );
    let other = super::kit::ratio(&[0], &[9]);
    assert_eq!(
        Ratio::sum([&ratio, &other]),
        super::kit::ratio(&[0, 2, 3], &[1, 9])
    );
    assert_eq!(Ratio::sum([]), Ratio::default());
    let both = ratio.plus(&other);
    assert_eq!(both, super::kit::ratio(&[0, 2, 3], &[1, 9]));
    assert!(both.without_ids().met.is_empty());
    assert_eq!(both.without_ids().basis_points(), both.basis_points());
}

fn place(n: u8, since: &str, until: Option<&str>, visits: &[&str]) -> CoverageRow {
    CoverageRow {
        premises: id(n),
        grid: grid(n % 2),
        department: if n < 3 { "EDU" } else { "" }.to_owned(),
        on_file_since: date(since),
        active_until: until.map(date),
        accepted_visits: visits.iter().map(|it| date(it)).collect(),
    }
}

fn places() -> Vec<CoverageRow> {
    vec![
        place(1, "2025-01-01", None, &["2026-01-01"]),
        place(2, "2025-01-01", None, &["2025-12-31", "2026-04-01"]),
        place(3, "2026-03-31", None, &[]),
        // Not on file yet; gone before the end of the period; gone on its last day.
        place(4, "2026-04-01", None, &["2026-04-02"]),
        place(5, "2025-01-01", Some("2026-03-30"), &["2026-02-01"]),
        place(
            6,
            "2025-01-01",
            Some("2026-03-31"),
            &["2026-03-31", "2026-03-31"],
        ),
    ]
}

#[test]
fn coverage_counts_active_premises_and_visits_of_the_period() {
    let rows = places();
    assert_eq!(coverage(&rows, &quarter()), ratio(&[1, 6], &[2, 3]));
    assert_eq!(never_visited(&rows, &quarter()), [id(3)]);
    let mut later = rows.clone();
    later[2].accepted_visits.push(date("2026-04-01"));
    assert_eq!(
        never_visited(&later, &quarter()),
        [id(3)],
        "up to the end of the period"
    );
    let parts = coverage_by(&rows, &quarter(), |row| row.department.clone());
    assert_eq!(parts["EDU"], ratio(&[1], &[2]));
    assert_eq!(parts[""], ratio(&[6], &[3]));
    let grids = coverage_by(&rows, &quarter(), |row| row.grid);
    assert_eq!(
        grids[&grid(0)].clone().plus(&grids[&grid(1)]),
        coverage(&rows, &quarter())
    );
    assert_eq!(coverage(&[], &quarter()).basis_points(), None);
}

#[test]
fn the_target_is_that_of_the_year() {
    let rules = rules();
    for (year, target) in [
        (2022, None),
        (2023, Some(8000)),
        (2024, Some(10_000)),
        (2030, Some(10_000)),
    ] {
        assert_eq!(rules.coverage_target(year), target);
    }
    let reached = |rows: &[CoverageRow]| coverage_figure(rows, &quarter(), &rules).reached;
    assert_eq!(reached(&places()), Some(false));
    assert_eq!(reached(&places()[..1]), Some(true));
    assert_eq!(
        reached(&[]),
        None,
        "nothing to cover is not a target reached"
    );
}

fn duty(n: u8, due: &str, done: Option<(&str, bool)>) -> DutyRow {
    let done = done.map(|(on, in_time)| Done {
        on: date(on),
        in_time,
    });
    DutyRow {
        id: id(n).0,
        due_on: date(due),
        done,
    }
}

#[test]
fn on_time_is_what_the_outcome_says() {
    let rows = [
        duty(1, "2026-01-01", Some(("2026-01-01", true))),
        duty(2, "2026-03-31", Some(("2026-04-02", false))),
        // Made in time offline, arrived after the deadline: the outcome says in time.
        duty(3, "2026-03-31", Some(("2026-04-02", true))),
        duty(4, "2026-02-01", None),
        duty(5, "2026-04-01", Some(("2026-02-01", true))),
        duty(6, "2025-12-31", None),
    ];
    let after = date("2026-04-01");
    assert_eq!(
        on_time_rate(&rows, &quarter(), after),
        ratio(&[1, 3], &[2, 4])
    );
    assert_eq!(done_rate(&rows, &quarter(), after), ratio(&[1], &[2, 3, 4]));
    assert_eq!(overdue_on(&rows, date("2026-04-01")), uuids(&[6, 4, 2, 3]));
    assert_eq!(
        overdue_on(&rows, date("2026-02-01")),
        uuids(&[6]),
        "due today is not overdue"
    );
}

#[test]
fn what_has_time_is_in_no_rate_yet() {
    let rows = [
        duty(1, "2026-01-31", Some(("2026-01-20", true))),
        duty(2, "2026-02-01", None),
        duty(3, "2026-02-02", None),
        // Done before its day: decided.
        duty(4, "2026-03-31", Some(("2026-01-30", true))),
    ];
    let on = |day: &str| on_time_rate(&rows, &quarter(), date(day));
    assert_eq!(on("2026-02-01"), ratio(&[1, 4], &[]), "its day is not over");
    assert_eq!(on("2026-02-02"), ratio(&[1, 4], &[2]));
    assert_eq!(on("2026-02-03"), ratio(&[1, 4], &[2, 3]));
    let open = [duty(5, "2026-03-31", None)];
    for rate in [on_time_rate, done_rate] {
        let rate = rate(&open, &quarter(), date("2026-03-31"));
        assert_eq!(rate.basis_points(), None, "nothing is decided: no value");
    }
}

fn found(n: u8, place: u8, key: &str, on: &str) -> FoundRow {
    FoundRow {
        hazard: id(n),
        premises: id(100 + place),
        common_key: key.to_owned(),
        found_on: date(on),
    }
}

#[test]
fn a_repeat_is_the_same_kind_at_the_same_place_within_the_window() {
    let rows = [
        found(1, 1, "wiring", "2025-02-01"),
        found(2, 1, "wiring", "2026-02-01"),
        found(3, 1, "wiring", "2026-02-02"),
        found(4, 1, "exit", "2026-02-02"),
        found(5, 2, "wiring", "2026-02-02"),
        found(6, 3, "", "2026-02-02"),
        found(7, 3, "", "2026-02-03"),
        // The first is a day too old.
        found(8, 4, "gas", "2025-03-02"),
        found(9, 4, "gas", "2026-03-03"),
        // Two on one day: the second is the repeat.
        found(11, 5, "gas", "2026-03-03"),
        found(10, 5, "gas", "2026-03-03"),
    ];
    let repeated = repeat_rate(&rows, &quarter(), 12);
    assert_eq!(repeated, ratio(&[2, 3, 11], &[4, 5, 6, 7, 9, 10]));
    assert_eq!(
        repeat_rate(&rows, &quarter(), 0),
        ratio(&[11], &[2, 3, 4, 5, 6, 7, 9, 10])
    );
}

#[test]
fn trained_is_who_has_a_valid_training_certificate() {
    let certificate = |n, kind: &str, until: &str| Credential {
        user: user(n),
        kind: kind.to_owned(),
        number: String::new(),
        issuer: String::new(),
        valid_from: date("2026-01-02"),
        valid_until: date(until),
    };
    let credentials = [
        certificate(1, Credential::INSPECTION, "2026-12-31"),
        certificate(1, Credential::INSPECTION, "2026-03-31"),
        certificate(2, Credential::INSPECTION, "2026-03-30"),
        certificate(3, Credential::ENFORCEMENT, "2026-12-31"),
        certificate(9, Credential::INSPECTION, "2026-12-31"),
    ];
    let workers = [1, 2, 3, 4].map(user);
    let rate = training_rate(&workers, &credentials, date("2026-03-31"));
    assert_eq!(rate, Ratio::of([1, 2, 3, 4].map(|n| (user(n).0, n == 1))));
    assert_eq!(
        training_rate(&workers, &credentials, date("2026-01-01")).numerator,
        0
    );
    assert_eq!(
        training_rate(&[], &credentials, date("2026-03-31")).basis_points(),
        None
    );
}

#[test]
fn truth_counts_only_what_was_looked_at() {
    let rows = [(1, Some(true)), (2, Some(false)), (3, None)];
    let rows = rows.map(|(n, truly_closed)| SampleRow {
        hazard: id(n),
        truly_closed,
    });
    assert_eq!(truth_rate(&rows), ratio(&[1], &[2]));
    assert_eq!(truth_rate(&rows[2..]).basis_points(), None);
}

#[test]
fn the_sample_is_nobodys_choice() {
    let mut closed: Vec<_> = (0..40).map(id).collect();
    let seed = Digest([5; 32]);
    let sample = truth_sample(&closed, &seed, 1, 1000);
    assert_eq!(sample.len(), 4);
    closed.reverse();
    closed.push(id(3));
    assert_eq!(
        truth_sample(&closed, &seed, 1, 1000),
        sample,
        "order and repetition do not matter"
    );
    assert_ne!(truth_sample(&closed, &seed, 2, 1000), sample);
    assert_ne!(truth_sample(&closed, &Digest([6; 32]), 1, 1000), sample);
    for (count, basis_points, size) in [
        (0, 1000, 0),
        (1, 1000, 1),
        (11, 1000, 2),
        (7, 10_000, 7),
        (7, 0, 0),
    ] {
        assert_eq!(
            truth_sample(&closed[..count], &seed, 1, basis_points).len(),
            size
        );
    }
}
