use chrono::NaiveDate;

use super::{
    CensusCounts, Post, Posting, Roster, Rounding, StaffingError, StaffingInput, StaffingRules,
    auxiliary_requirement, clerks_for_officers, shortages, staffing_report,
};
use crate::accounting::default_accounting;
use crate::people::Credential;
use crate::{GridId, UserId};

fn rules() -> StaffingRules {
    default_accounting().staffing
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn user(n: u8) -> UserId {
    UserId::mint(0, [n; 10])
}

fn town(n: u8) -> GridId {
    GridId::mint(0, [n; 10])
}

fn posting(n: u8, post: Post, from: &str, until: Option<&str>) -> Posting {
    Posting {
        user: user(n),
        post,
        township: town(1),
        from: date(from),
        until: until.map(date),
    }
}

fn census(enterprises: u64, shops: u64, households: u64) -> CensusCounts {
    let by_kind = [
        ("industrial_enterprises", enterprises),
        ("shops", shops),
        ("rental_households", households),
    ];
    CensusCounts {
        by_kind: by_kind.map(|(kind, count)| (kind.to_owned(), count)).into(),
        ..CensusCounts::default()
    }
}

#[test]
fn auxiliary_officers_by_both_roundings() {
    let mut each = rules().auxiliary;
    each.rounding = Rounding::CeilOfEachThenSum;
    // Enterprises, shops, rental households; by the sum, by each, numerator over 200.
    let table = [
        ((60, 230, 340), 6, 8, 1150),
        ((0, 0, 0), 1, 1, 0),
        ((50, 0, 0), 1, 1, 200),
        ((51, 0, 0), 2, 2, 204),
        ((25, 100, 0), 1, 2, 200),
        ((25, 100, 1), 2, 3, 202),
        ((500, 2000, 1000), 30, 30, 6000),
    ];
    for ((enterprises, shops, households), by_sum, by_each, numerator) in table {
        let counts = census(enterprises, shops, households);
        let sum = auxiliary_requirement(&counts, &rules().auxiliary);
        assert_eq!(sum.people, by_sum, "{counts:?}");
        assert_eq!((sum.numerator, sum.denominator), (numerator, 200));
        assert_eq!(
            auxiliary_requirement(&counts, &each).people,
            by_each,
            "{counts:?}"
        );
    }
    let empty = auxiliary_requirement(&census(0, 0, 0), &rules().auxiliary);
    assert!(
        empty.by_minimum,
        "not by ratio: the least that every township has"
    );
    assert!(!auxiliary_requirement(&census(60, 230, 340), &rules().auxiliary).by_minimum);
}

#[test]
fn every_term_shows_numerator_denominator_and_rule() {
    let required = auxiliary_requirement(&census(60, 230, 340), &rules().auxiliary);
    let terms: Vec<_> = required
        .terms
        .iter()
        .map(|it| (it.zh.as_str(), it.count, it.per))
        .collect();
    assert_eq!(
        terms,
        [
            ("工业企业", 60, 50),
            ("商贸场所", 230, 200),
            ("居住出租户", 340, 100)
        ]
    );
    assert_eq!(required.rule, "S0-11");
}

#[test]
fn absurd_counts_do_not_overflow() {
    let required = auxiliary_requirement(&census(u64::MAX, u64::MAX, 1), &rules().auxiliary);
    assert!(required.people > 1_000_000);
}

#[test]
fn the_census_is_counted_by_category_and_loses_nothing() {
    let categories = [
        "small_shop",
        "rental_housing",
        "street_shop",
        "rental_large",
        "forest",
    ];
    let counts = CensusCounts::of(categories, &rules().auxiliary);
    assert_eq!(
        (counts.get("shops"), counts.get("rental_households")),
        (2, 2)
    );
    assert_eq!(counts.get("industrial_enterprises"), 0);
    assert_eq!(counts.other, [("forest".to_owned(), 1)].into());
}

#[test]
fn clerks_by_officers_are_rounded_up() {
    let mut ratio = rules().clerks.per_law_officer;
    assert_eq!(clerks_for_officers(4, ratio).people, 12);
    (ratio.clerks, ratio.law_officers) = (1, 3);
    for (officers, clerks) in [(0, 0), (1, 1), (3, 1), (4, 2)] {
        let required = clerks_for_officers(officers, ratio);
        assert_eq!(required.people, clerks);
        assert_eq!((required.numerator, required.denominator), (officers, 3));
    }
}

#[test]
fn fire_stations_have_their_minimum() {
    for (class, people) in [
        ("special", 45),
        ("first", 30),
        ("second", 20),
        ("combined_team", 15),
    ] {
        assert_eq!(rules().fire_station(class).unwrap().people, people);
    }
    let unknown = StaffingError::UnknownFireStation {
        class: "x".to_owned(),
    };
    assert_eq!(rules().fire_station("x"), Err(unknown));
}

#[test]
fn a_roster_with_overlapping_dates_is_refused() {
    let staff = |from, until| posting(1, Post::StationStaff, from, until);
    let clerk = |from, until| posting(1, Post::Clerk, from, until);
    let overlap = |on: &str| {
        Some(StaffingError::Overlap {
            user: user(1),
            first: Post::StationStaff,
            second: Post::Clerk,
            on: date(on),
        })
    };
    let table = [
        (
            staff("2026-01-01", Some("2026-01-31")),
            clerk("2026-02-01", None),
            None,
        ),
        (
            staff("2026-01-01", Some("2026-01-31")),
            clerk("2026-01-31", None),
            overlap("2026-01-31"),
        ),
        (
            staff("2026-01-01", None),
            clerk("2027-01-01", None),
            overlap("2027-01-01"),
        ),
        (
            staff("2026-01-01", None),
            clerk("2026-01-01", Some("2026-01-01")),
            Some(StaffingError::Overlap {
                user: user(1),
                first: Post::Clerk,
                second: Post::StationStaff,
                on: date("2026-01-01"),
            }),
        ),
        (
            staff("2026-02-01", Some("2026-01-31")),
            clerk("2025-01-01", Some("2025-01-31")),
            Some(StaffingError::EndsBeforeStart {
                user: user(1),
                from: date("2026-02-01"),
            }),
        ),
    ];
    for (one, other, error) in table {
        for postings in [
            vec![one.clone(), other.clone()],
            vec![other.clone(), one.clone()],
        ] {
            assert_eq!(Roster::new(postings).err(), error);
        }
    }
    // At two townships it is still one person.
    let away = Posting {
        township: town(2),
        ..staff("2026-01-01", None)
    };
    assert!(Roster::new(vec![staff("2026-01-01", None), away]).is_err());
    // Two people may share a post and its dates.
    let other = posting(2, Post::StationStaff, "2026-01-01", None);
    assert!(Roster::new(vec![staff("2026-01-01", None), other]).is_ok());
}

fn certificate(n: u8, kind: &str, until: &str) -> Credential {
    Credential {
        user: user(n),
        kind: kind.to_owned(),
        number: format!("{n}"),
        issuer: "消防救援大队".to_owned(),
        valid_from: date("2025-01-01"),
        valid_until: date(until),
    }
}

#[test]
fn a_township_report_counts_only_who_is_there_and_certified_today() {
    let roster = Roster::new(vec![
        posting(1, Post::StationStaff, "2026-01-01", None),
        posting(2, Post::StationStaff, "2026-01-01", None),
        posting(3, Post::StationStaff, "2026-01-01", Some("2026-02-28")),
        posting(4, Post::Auxiliary, "2026-01-01", None),
        posting(5, Post::Clerk, "2026-01-01", None),
        Posting {
            township: town(2),
            ..posting(6, Post::StationStaff, "2026-01-01", None)
        },
    ])
    .unwrap();
    let credentials = [
        certificate(1, Credential::ENFORCEMENT, "2026-12-31"),
        certificate(2, Credential::ENFORCEMENT, "2026-02-28"),
        certificate(2, Credential::INSPECTION, "2027-12-31"),
        certificate(6, Credential::ENFORCEMENT, "2027-12-31"),
    ];
    let census = census(60, 230, 340);
    let input = StaffingInput {
        township: town(1),
        station_class: "class2",
        town_class: Some("A"),
        fire_station: None,
        census: &census,
        roster: &roster,
        credentials: &credentials,
        date: date("2026-03-01"),
    };
    let report = staffing_report(&input, &rules()).unwrap();
    let lines: Vec<_> = report
        .lines
        .iter()
        .map(|it| (it.code.as_str(), it.required.people, it.actual, it.short))
        .collect();
    assert_eq!(
        lines,
        [
            ("station_staff", 4, 2, 2),
            ("station_certified", 3, 1, 2),
            ("auxiliary", 6, 1, 5),
            ("clerks", 3, 1, 2),
        ]
    );
    assert_eq!(
        report.short(),
        9,
        "the certified are of the staff: not counted twice"
    );
    let earlier = StaffingInput {
        date: date("2026-02-28"),
        ..input
    };
    let earlier = staffing_report(&earlier, &rules()).unwrap();
    assert_eq!((earlier.lines[0].actual, earlier.lines[1].actual), (3, 2));
    let list = shortages(&[report, earlier]);
    let order: Vec<_> = list.iter().map(|it| (it.code.as_str(), it.short)).collect();
    assert_eq!(
        order,
        [
            ("auxiliary", 5),
            ("auxiliary", 5),
            ("clerks", 2),
            ("clerks", 2),
            ("station_certified", 2),
            ("station_staff", 2),
            ("station_certified", 1),
            ("station_staff", 1),
        ]
    );
}

#[test]
fn classes_come_from_the_policy() {
    let (roster, census) = (Roster::default(), CensusCounts::default());
    let report = |station_class, town_class| {
        let input = StaffingInput {
            township: town(1),
            station_class,
            town_class,
            fire_station: None,
            census: &census,
            roster: &roster,
            credentials: &[],
            date: date("2026-03-01"),
        };
        staffing_report(&input, &rules())
    };
    for (class, staff, certified) in [
        ("class1", 5, 4),
        ("class2", 4, 3),
        ("class3", 2, 2),
        ("dev_zone", 5, 4),
    ] {
        let lines = report(class, None).unwrap().lines;
        assert_eq!(lines.len(), 3, "no class of town, no clerks");
        assert_eq!(
            (lines[0].required.people, lines[1].required.people),
            (staff, certified)
        );
    }
    for (class, clerks) in [("A", 3), ("B", 2), ("C", 2), ("D", 1)] {
        assert_eq!(
            report("class3", Some(class)).unwrap().lines[3].short,
            clerks
        );
    }
    let unknown = StaffingError::UnknownStationClass {
        class: "x".to_owned(),
    };
    assert_eq!(report("x", None).unwrap_err(), unknown);
    let unknown = StaffingError::UnknownTownClass {
        class: "E".to_owned(),
    };
    assert_eq!(report("class1", Some("E")).unwrap_err(), unknown);
}

#[test]
fn law_officers_have_clerks_and_a_fire_station_has_its_people() {
    let roster = Roster::new(vec![
        posting(1, Post::Clerk, "2026-01-01", None),
        posting(2, Post::Clerk, "2026-01-01", None),
        posting(3, Post::LawOfficer, "2026-01-01", None),
        posting(4, Post::Firefighter, "2026-01-01", None),
    ])
    .unwrap();
    let census = CensusCounts::default();
    let lines = |town_class, fire_station, on: &str| {
        let input = StaffingInput {
            township: town(1),
            station_class: "class1",
            town_class,
            fire_station,
            census: &census,
            roster: &roster,
            credentials: &[],
            date: date(on),
        };
        let report = staffing_report(&input, &rules())?;
        let lines: Vec<_> = report.lines.into_iter().skip(3).collect();
        Ok::<_, StaffingError>(
            lines
                .into_iter()
                .map(|it| (it.code, it.required.people, it.actual, it.short))
                .collect::<Vec<_>>(),
        )
    };
    let line = |code: &str, required, actual, short| (code.to_owned(), required, actual, short);
    // One clerk is the office's; the other one and no third are the officer's.
    assert_eq!(
        lines(Some("D"), Some("second"), "2026-03-01").unwrap(),
        [
            line("clerks", 1, 1, 0),
            line("brigade_clerks", 3, 1, 2),
            line("firefighters", 20, 1, 19),
        ]
    );
    assert_eq!(
        lines(None, None, "2026-03-01").unwrap(),
        [line("brigade_clerks", 3, 2, 1)]
    );
    assert_eq!(
        lines(Some("D"), None, "2025-12-31").unwrap(),
        [line("clerks", 1, 0, 1)],
        "nobody was there yet"
    );
    let unknown = StaffingError::UnknownFireStation {
        class: "x".to_owned(),
    };
    assert_eq!(lines(None, Some("x"), "2026-03-01"), Err(unknown));
}
