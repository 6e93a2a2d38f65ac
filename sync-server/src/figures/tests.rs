//! What is added up from parts that were counted before is what the whole gives at once.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use wangge_domain::control::{ControlEvent, ControlRow, ControlState, Grid, GridLevel};
use wangge_domain::evaluation::{
    CoverageRow, EvaluationPeriod, LogCut, PeriodKind, Ratio, coverage_by, never_visited,
    on_time_rate, overdue_on,
};
use wangge_domain::lifecycle::{Status, Timing};
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::policy::{Visitor, default_pack};
use wangge_domain::premises::keys;
use wangge_domain::record::Content;
use wangge_domain::register::RegisterRow;
use wangge_domain::tally::{
    Answering, BreakdownBy, BreakdownMeasure, BreakdownQuestion, Closing, CoverageFilter,
    HazardMeasure, InspectionMeasure, MapFilter, Measure, Measures, NextVisit, PremisesMeasure,
    RecheckRound, RiskMap, analyze, breakdown, close_duties, coverage_rows, follow_up,
    honor_events, honors, next_visits, risk_map, worker_figures,
};
use wangge_domain::{GridId, RecordId, Timestamp, UserId};
use wangge_tests::seeded::{Draw, seeded, test_seed};

use super::counted::{Asking, Counted};
use super::part_cache::PartCache;
use super::spread::Spread;
use super::{CoverageAsked, Standing};

/// Premises that are put on file sooner or later; two more that hazards and visits name never are.
const PREMISES: u64 = 12;
const TOWNS: u8 = 3;
const DAY_MS: i64 = 86_400_000;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn grid(number: u8) -> GridId {
    GridId::from_bytes([number; 16])
}

fn record(kind: u8, number: u64) -> RecordId {
    let mut bytes = [kind; 16];
    bytes[15] = u8::try_from(number).unwrap();
    RecordId::from_bytes(bytes)
}

/// Township n is grid n; its village n1 has the small grids n2 and n3, as decimal digits.
fn small_grids() -> Vec<GridId> {
    let of_town = |town| [grid(town * 10 + 2), grid(town * 10 + 3)];
    (1..=TOWNS).flat_map(of_town).collect()
}

fn three_towns() -> ControlState {
    let mut control = ControlState::default();
    let mut add = |number: u8, level, parent: Option<u8>| {
        let new = Grid {
            grid: grid(number),
            level,
            parent: parent.map(grid),
            code: format!("G{number}"),
            name: format!("网格{number}"),
            head: None,
            valid_from: day("2020-01-01"),
            valid_until: None,
            boundary: Vec::new(),
        };
        control.grids.insert(new.grid, new);
    };
    for town in 1..=TOWNS {
        let village = town * 10 + 1;
        add(town, GridLevel::Large, None);
        add(village, GridLevel::Medium, Some(town));
        add(village + 1, GridLevel::Small, Some(village));
        add(village + 2, GridLevel::Small, Some(village));
    }
    // One of two townships, and one of a third.
    for (user, number) in [(1, 12), (1, 22), (2, 33)] {
        control.grants.push(RoleGrant {
            user: UserId::from_bytes([user; 16]),
            role: Role::GridWorker,
            scope: Scope::Subtree(grid(number)),
            from: Timestamp(0),
            until: None,
            department: None,
        });
    }
    control
}

fn empty() -> Standing {
    Standing {
        measures: Arc::default(),
        spread: Arc::default(),
        control: Arc::new(three_towns()),
        pack: Arc::new(default_pack()),
        cut: LogCut::default(),
    }
}

fn put(standing: &mut Standing, record: RecordId, measure: Measure) {
    let measures = Arc::make_mut(&mut standing.measures);
    Arc::make_mut(&mut standing.spread).put(measures, record, measure);
}

fn premises(grid: GridId) -> PremisesMeasure {
    let mut rules = Content::default();
    rules.set(keys::CATEGORY, "small_shop");
    PremisesMeasure {
        grid,
        name: "甲店".to_owned(),
        address: "青峰路1号".to_owned(),
        status: Status::Active,
        author: None,
        on_file_since: Some(day("2025-03-01")),
        ended_on: None,
        position: None,
        responsible_named: true,
        by_hand: None,
        by_hand_on: None,
        overrides: Vec::new(),
        confirmed: false,
        census: None,
        objections: Vec::new(),
        rules,
    }
}

fn visit(grid: GridId, premises: Option<RecordId>, on: NaiveDate) -> InspectionMeasure {
    InspectionMeasure {
        grid,
        premises,
        status: Status::Accepted,
        author: None,
        mode: String::new(),
        visited_on: Some(on),
        accepted: true,
        rounds: 0,
        failed_items: 0,
    }
}

fn hazard(grid: GridId, premises: Option<RecordId>, on: NaiveDate) -> HazardMeasure {
    HazardMeasure {
        grid,
        premises,
        inspection: None,
        status: Status::Served,
        common_key: "EXIT".to_owned(),
        heading: "疏散".to_owned(),
        source: String::new(),
        life_threat: false,
        suspected_major: false,
        major_confirmed: false,
        found_by: None,
        found_on: Some(on),
        confirmed: false,
        voided_on: None,
        due_on: on.succ_opt(),
        overdue: false,
        closed: None,
        rechecked_on: None,
        escalated_on: None,
        objections: Vec::new(),
        rechecks: Vec::new(),
        unconfirmed: Vec::new(),
        annulled_on: None,
    }
}

/// A record of any kind as it comes in: new, changed, or moved to any grid, whatever it hangs on.
fn any_record(draw: &mut impl Draw) -> (RecordId, Measure) {
    let lies = draw.pick(&small_grids());
    let on = day("2026-07-01") + chrono::Days::new(draw.below(80));
    let named = draw.below(PREMISES + 2);
    let at = draw.happens(900).then(|| record(1, named));
    match draw.below(4) {
        0 => {
            let mut it = premises(lies);
            if draw.happens(300) {
                it.rules.set(keys::CATEGORY, "three_in_one");
            }
            it.position = draw.happens(500).then_some((28_000_000, 112_000_000));
            if draw.happens(100) {
                (it.status, it.ended_on) = (Status::Withdrawn, Some(on));
            }
            let number = draw.below(PREMISES);
            (record(1, number), Measure::Premises(Box::new(it)))
        }
        1 => {
            let mut it = visit(lies, at, on);
            it.accepted = draw.happens(700);
            (record(2, draw.below(30)), Measure::Inspection(it))
        }
        _ => {
            let mut it = hazard(lies, at, on);
            it.heading = draw.pick(&["疏散", "电气"]).to_owned();
            it.source = draw.pick(&["", "unannounced_visit"]).to_owned();
            it.life_threat = draw.happens(200);
            it.escalated_on = draw.happens(200).then_some(on);
            it.rechecked_on = draw.happens(500).then_some(on);
            it.rechecks = vec![RecheckRound {
                asked_on: on,
                done_on: draw
                    .happens(500)
                    .then_some(on + chrono::Days::new(draw.below(9))),
                life_threat: false,
            }];
            if draw.happens(500) {
                it.status = Status::Closed;
                it.closed = Some(Closing {
                    on,
                    feedback: draw.pick(&[None, Some(Timing::Late), Some(Timing::Undetermined)]),
                    clock_flagged: false,
                });
            }
            (record(3, draw.below(60)), Measure::Hazard(Box::new(it)))
        }
    }
}

fn numbers(figures: BTreeMap<String, Ratio>) -> BTreeMap<String, Ratio> {
    let figures = figures.into_iter();
    figures
        .map(|(code, ratio)| (code, ratio.without_ids()))
        .collect()
}

/// Every kind of answer, from the parts counted before and from all measures at once.
fn check(standing: &Standing, counted: &Counted, now: Timestamp) {
    let (today, pack) = (now.china_date(), &standing.pack);
    let of = |kind| EvaluationPeriod::of(kind, day("2026-07-20"));
    for scope in [None, Some(grid(1)), Some(grid(11)), Some(grid(22))] {
        let all = standing.of(scope);
        for period in [of(PeriodKind::Month), of(PeriodKind::Year)] {
            let fresh = standing.figures(scope, period, now);
            let opened = standing.counted_figures(counted, scope, period, now, true);
            assert_eq!(opened, fresh, "{scope:?}");
            let told = standing.counted_figures(counted, scope, period, now, false);
            assert_eq!(told, numbers(fresh), "{scope:?}");

            let sheet = standing.counted_analysis(counted, scope, period, now);
            assert_eq!(sheet, analyze(&all, pack, &period, today), "{scope:?}");

            for source in [None, Some("unannounced_visit")] {
                let told = standing.counted_on_time(counted, scope, period, source, now);
                let duties = close_duties(&all, pack, |it| {
                    source.is_none_or(|source| it.source == source)
                });
                let fresh = on_time_rate(&duties, &period, today);
                assert_eq!(told, (fresh, overdue_on(&duties, today)), "{scope:?}");
            }

            for (measure, by) in [
                (BreakdownMeasure::Open, BreakdownBy::Category),
                (BreakdownMeasure::Open, BreakdownBy::Period),
                (BreakdownMeasure::TimelyClose, BreakdownBy::Grid),
                (BreakdownMeasure::Recheck, BreakdownBy::Period),
                (BreakdownMeasure::RecheckInTime, BreakdownBy::Grid),
                (BreakdownMeasure::Coverage, BreakdownBy::Category),
            ] {
                let asked = BreakdownQuestion {
                    measure,
                    by,
                    period,
                };
                let told = standing.counted_breakdown(counted, scope, &asked, now);
                let fresh = breakdown(&all, pack, &asked, today);
                assert_eq!(told, fresh, "{scope:?} {measure:?} {by:?}");
            }

            for category in [None, Some("three_in_one".to_owned())] {
                let asked = CoverageAsked {
                    period,
                    filter: CoverageFilter {
                        categories: category.into_iter().collect(),
                        department: None,
                    },
                    open: true,
                };
                let told = standing.counted_coverage(counted, scope, &asked, now);
                let rows = coverage_rows(&all, pack, &asked.filter);
                let key = |row: &CoverageRow| (row.grid, row.department.clone());
                assert_eq!(told.by, coverage_by(&rows, &period, key), "{scope:?}");
                assert_eq!(told.never, never_visited(&rows, &period), "{scope:?}");
            }
        }
        let list = next_visits(&all, &standing.control, pack, Visitor::Grid, today);
        for most in [3, 20] {
            let told = standing.counted_visits(counted, scope, most, now);
            let first: Vec<NextVisit> = list.iter().take(most).cloned().collect();
            assert_eq!(told, first, "{scope:?}");
        }
        let visited = all.all_visits().into_keys().collect();
        let (registers, filter) = (&standing.control.registers, MapFilter::default());
        let whole = risk_map(&all, registers, &visited, pack, &filter, today);
        let mut told = RiskMap::default();
        for part in standing.counted_map(counted, scope, &filter, now) {
            told.points.extend(part.points.iter().cloned());
            told.unmapped.extend(part.unmapped.iter().cloned());
        }
        told.points.sort_by_key(|point| point.premises);
        told.unmapped.sort_by_key(|point| point.premises);
        assert_eq!(told, whole, "{scope:?}");
        check_people(standing, counted, (scope, &all), now);
    }
}

/// Honors, the board and the figures of workers: parts say what all measures together say.
fn check_people(
    standing: &Standing,
    counted: &Counted,
    (scope, all): (Option<GridId>, &Measures),
    now: Timestamp,
) {
    let (control, pack, today) = (&standing.control, &standing.pack, now.china_date());
    for kind in [PeriodKind::Month, PeriodKind::Year] {
        let period = EvaluationPeriod::of(kind, day("2026-07-20"));
        let answering = Answering::over(control, scope, &period, today);
        let people: Vec<UserId> = (1..=9).map(|it| UserId::from_bytes([it; 16])).collect();
        let events = honor_events(all, control, pack, &answering, &period, today);
        let honored = honors(&events, pack, &people, &period).unwrap();
        let told = standing.counted_honors(counted, scope, &people, period, now);
        assert_eq!(told, Ok((honored, follow_up(all))), "{scope:?}");
        let told = standing.counted_workers(counted, scope, &answering, period, now);
        let workers = answering.workers().into_iter().map(Some).chain([None]);
        for worker in workers {
            let whole = worker_figures(all, &answering, worker, pack, &period, today);
            let found = told.get(&worker);
            for (code, ratio) in whole {
                let part = found.and_then(|it| it.get(&code)).cloned();
                assert_eq!(
                    part.unwrap_or_default(),
                    ratio,
                    "{scope:?} {worker:?} {code}"
                );
            }
        }
    }
}

/// A fire at a premises is entered in the sheet of incidents: it lifts the grade there.
fn burn(standing: &mut Standing, premises: RecordId, number: u64) {
    let control = Arc::make_mut(&mut standing.control);
    let entry = format!(
        r#"{{"number":"119-{number}","premises":"{premises}","happened_on":"2026-08-01"}}"#
    );
    let row = RegisterRow {
        register: "incident".to_owned(),
        key: format!("119-{number}"),
        from: day("2026-08-01"),
        until: None,
        entry,
        set_by: None,
        reason: String::new(),
    };
    let row = ControlRow {
        seq: control.seq + 1,
        received_at: Timestamp(0),
        event: ControlEvent::RegisterSet(row),
    };
    control.apply(&row).unwrap();
}

#[test]
fn parts_add_up_to_the_whole_whatever_comes_in() {
    let mut draw = seeded(test_seed(7), "figures in parts");
    let (mut standing, counted) = (empty(), Counted::default());
    let mut now = Timestamp::end_of_china_day(day("2026-08-10"));
    check(&standing, &counted, now);
    for turn in 0..40_u64 {
        for _ in 0..=draw.below(6) {
            let (record, measure) = any_record(&mut draw);
            put(&mut standing, record, measure);
        }
        match turn % 10 {
            3 => now = now.plus_ms(DAY_MS),
            6 => {
                let mut pack = default_pack();
                pack.rectification.benefit_of_the_doubt = turn == 6;
                standing.pack = Arc::new(pack);
            }
            9 => {
                let burned = record(1, draw.below(PREMISES));
                burn(&mut standing, burned, turn);
            }
            _ => {}
        }
        check(&standing, &counted, now);
    }
    // What is spread out over measures at hand counts the same.
    standing.spread = Arc::new(Spread::of(&standing.measures));
    check(&standing, &Counted::default(), now);
}

/// How many parts of the county are computed to say how many hazards it has, and how many it has.
fn computed(standing: &Standing, cache: &PartCache<u8, usize>) -> (usize, usize) {
    let times = Cell::new(0);
    let asking = Asking {
        question: &1,
        scope: None,
        today: day("2026-08-10"),
        by_control: false,
    };
    let found = standing.counted(cache, &asking, |measures: &Measures| {
        times.set(times.get() + 1);
        measures.hazards.len()
    });
    (times.get(), found.iter().map(|it| **it).sum())
}

#[test]
fn only_the_townships_that_changed_are_computed_again() {
    let on = day("2026-07-01");
    let (mut standing, cache) = (empty(), PartCache::keeping(1));
    for town in 1..=TOWNS {
        let (lies, shop) = (grid(town * 10 + 2), record(1, u64::from(town)));
        put(
            &mut standing,
            shop,
            Measure::Premises(Box::new(premises(lies))),
        );
        let found = hazard(lies, Some(shop), on);
        put(
            &mut standing,
            record(3, u64::from(town)),
            Measure::Hazard(Box::new(found)),
        );
    }
    assert_eq!(computed(&standing, &cache), (3, 3));
    assert_eq!(computed(&standing, &cache), (0, 3), "all at hand");
    let another = hazard(grid(13), Some(record(1, 1)), on);
    put(
        &mut standing,
        record(3, 9),
        Measure::Hazard(Box::new(another)),
    );
    assert_eq!(computed(&standing, &cache), (1, 4), "one township");
    // The shop of the first township moves to the second: its hazards count there from now on.
    let moved = premises(grid(22));
    put(
        &mut standing,
        record(1, 1),
        Measure::Premises(Box::new(moved)),
    );
    assert_eq!(computed(&standing, &cache), (2, 4), "from one to the other");
    // One of them changes where it lies, and counts where its shop is.
    let mut closed = hazard(grid(13), Some(record(1, 1)), on);
    closed.status = Status::Closed;
    put(
        &mut standing,
        record(3, 9),
        Measure::Hazard(Box::new(closed)),
    );
    let (times, hazards) = computed(&standing, &cache);
    assert!((1..=2).contains(&times) && hazards == 4, "{times}");
    assert_eq!(computed(&standing, &cache), (0, 4));
    // Of a shop that is not here nobody's township is known.
    let nowhere = hazard(grid(32), Some(record(1, 99)), on);
    put(
        &mut standing,
        record(3, 10),
        Measure::Hazard(Box::new(nowhere)),
    );
    assert_eq!(computed(&standing, &cache), (2, 5));
    let there = premises(grid(12));
    put(
        &mut standing,
        record(1, 99),
        Measure::Premises(Box::new(there)),
    );
    let (_, hazards) = computed(&standing, &cache);
    assert_eq!(hazards, 5, "counted once, with its shop");
    assert_eq!(computed(&standing, &cache), (0, 5));
}
