use std::collections::BTreeMap;

use super::kit::{date, grid, id, quarter, ratio, rules, uuids};
use crate::evaluation::{
    EvaluationError, Freezing, LogCut, Ratio, Snapshot, StreamPoint, adjustments, freeze,
};
use crate::{Digest, StreamId, Timestamp};

fn cut(points: &[(u8, u64, u64)]) -> LogCut {
    let point = |epoch, seq| StreamPoint { epoch, seq };
    LogCut(
        points
            .iter()
            .map(|(n, epoch, seq)| (StreamId::of_grid(grid(*n)), point(*epoch, *seq)))
            .collect(),
    )
}

fn figures(coverage: Ratio, recheck: Ratio) -> BTreeMap<String, Ratio> {
    [
        ("coverage".to_owned(), coverage),
        ("recheck".to_owned(), recheck),
    ]
    .into()
}

fn freezing(now: Timestamp) -> Freezing {
    Freezing {
        period: quarter(),
        scope: Some(grid(1)),
        cut: cut(&[(1, 1, 50), (2, 2, 7)]),
        policy: Digest([3; 32]),
        figures: figures(ratio(&[1, 2], &[3]), ratio(&[4], &[5])),
        vetoes: Vec::new(),
        now,
    }
}

fn snapshot() -> Snapshot {
    freeze(
        freezing(Timestamp::start_of_china_day(date("2026-04-01"))),
        None,
    )
    .unwrap()
}

#[test]
fn a_period_is_frozen_only_after_it_has_ended() {
    let last = Timestamp::end_of_china_day(quarter().last);
    let error = freeze(freezing(last), None).unwrap_err();
    assert_eq!(error, EvaluationError::PeriodNotOver { period: quarter() });
    assert!(freeze(freezing(last.plus_ms(1)), None).is_ok());
}

#[test]
fn a_scored_snapshot_needs_all_items() {
    let now = Timestamp::start_of_china_day(date("2026-04-01"));
    let error = freeze(freezing(now), Some(&rules().township)).unwrap_err();
    assert_eq!(
        error,
        EvaluationError::MissingItem {
            code: "timely_close".to_owned()
        }
    );
    let mut whole = freezing(now);
    for item in rules().township.items {
        whole.figures.insert(item.code, ratio(&[1], &[2]));
    }
    let score = freeze(whole, Some(&rules().township))
        .unwrap()
        .score
        .unwrap();
    assert_eq!(score.hundredths, Some(5000));
}

#[test]
fn late_data_stand_apart_and_the_frozen_figures_stay() {
    let snapshot = snapshot();
    let hash = snapshot.hash();
    // 3 was visited after all, 2 turns out void, 9 was put on file late.
    let now = figures(ratio(&[1, 3], &[9]), ratio(&[4], &[5]));
    let list = adjustments(&snapshot, &cut(&[(1, 1, 60), (2, 3, 1), (4, 1, 1)]), &now).unwrap();
    assert_eq!(list.len(), 1, "what did not change is left out");
    let it = &list[0];
    assert_eq!(it.code, "coverage");
    assert_eq!((it.frozen.numerator, it.frozen.denominator), (2, 3));
    assert_eq!(
        (it.now.numerator, it.now.denominator),
        (2, 3),
        "the same numbers, other records"
    );
    assert_eq!(
        (&it.newly_met, &it.no_longer_met),
        (&uuids(&[3]), &uuids(&[2]))
    );
    assert_eq!((&it.came_in, &it.dropped_out), (&uuids(&[9]), &uuids(&[2])));
    assert_eq!(snapshot.hash(), hash);
    let same = adjustments(&snapshot, &snapshot.cut, &snapshot.figures).unwrap();
    assert_eq!(same, []);
}

#[test]
fn what_was_judged_before_is_judged_so_again_and_the_rest_as_it_is() {
    // 2 was completed since, 3 spoiled, 4 put on file late, 5 ended.
    let frozen = ratio(&[1, 3], &[2, 5]);
    let now = ratio(&[1, 2], &[3, 4]);
    assert_eq!(now.judged_as(&frozen), ratio(&[1, 3], &[2, 4]));
    assert_eq!(now.judged_as(&now), now);
    assert_eq!(now.judged_as(&Ratio::default()), now);
}

#[test]
fn adjustments_need_the_same_items_and_at_least_the_same_log() {
    let snapshot = snapshot();
    for older in [
        cut(&[(1, 1, 49), (2, 2, 7)]),
        cut(&[(1, 1, 50), (2, 1, 900)]),
        cut(&[(1, 1, 50)]),
        cut(&[]),
    ] {
        let error = adjustments(&snapshot, &older, &snapshot.figures).unwrap_err();
        assert_eq!(error, EvaluationError::OlderCut);
    }
    let mut other = snapshot.figures.clone();
    other.remove("recheck");
    let error = adjustments(&snapshot, &snapshot.cut, &other).unwrap_err();
    assert_eq!(error, EvaluationError::OtherFigures);
}

#[test]
fn a_snapshot_is_kept_as_bytes_and_cited_by_hash() {
    let snapshot = snapshot();
    let again: Snapshot = serde_json::from_slice(&snapshot.to_bytes()).unwrap();
    assert_eq!(again, snapshot);
    let mut touched = snapshot.clone();
    touched
        .figures
        .get_mut("coverage")
        .unwrap()
        .met
        .push(id(77).0);
    assert_ne!(touched.hash(), snapshot.hash());
}

#[test]
fn the_snapshot_of_a_county_has_no_scope_and_one_of_before_keeps_its_bytes() {
    let of_grid = snapshot();
    let text = String::from_utf8(of_grid.to_bytes()).unwrap();
    assert!(
        text.contains(&format!(r#""scope":"{}""#, grid(1))),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), of_grid);

    let mut whole = freezing(Timestamp::start_of_china_day(date("2026-04-01")));
    whole.scope = None;
    let whole = freeze(whole, None).unwrap();
    let text = String::from_utf8(whole.to_bytes()).unwrap();
    assert!(!text.contains("scope"), "{text}");
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), whole);
    assert_ne!(whole.hash(), of_grid.hash());
}
