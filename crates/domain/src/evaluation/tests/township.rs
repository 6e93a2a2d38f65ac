use std::collections::BTreeMap;

use super::kit::{grid, quarter, rules};
use crate::Digest;
use crate::evaluation::{
    EvaluationError, FailedRun, RankEntry, Ratio, TownshipRules, TownshipScore, circular,
    circular_draft, failed_runs, rank, township_score,
};

fn bare(numerator: u64, denominator: u64) -> Ratio {
    Ratio {
        numerator,
        denominator,
        ..Ratio::default()
    }
}

/// All items with everything done, and these changed.
fn figures(changes: &[(&str, Ratio)]) -> BTreeMap<String, Ratio> {
    let township = rules().township;
    let full = |code: &str| {
        if code == "repeat" {
            bare(0, 10)
        } else {
            bare(10, 10)
        }
    };
    let mut figures: BTreeMap<String, Ratio> = township
        .items
        .iter()
        .map(|it| (it.code.clone(), full(&it.code)))
        .collect();
    for (code, figure) in changes {
        figures.insert((*code).to_owned(), figure.clone());
    }
    figures
}

fn score(changes: &[(&str, Ratio)]) -> TownshipScore {
    township_score(&figures(changes), &[], &rules().township).unwrap()
}

#[test]
fn the_score_is_the_weighted_sum_in_integers() {
    type Row<'a> = (&'a [(&'a str, Ratio)], Option<u32>, u32, Option<&'a str>);
    let table: [Row<'_>; 8] = [
        (&[], Some(10_000), 100, Some("excellent")),
        (
            &[("coverage", bare(1, 2))],
            Some(9000),
            100,
            Some("excellent"),
        ),
        (
            &[("coverage", bare(4999, 10_000))],
            Some(8999),
            100,
            Some("good"),
        ),
        (
            &[("repeat", bare(10, 10))],
            Some(9000),
            100,
            Some("excellent"),
        ),
        (
            &[("coverage", bare(0, 9)), ("timely_close", bare(0, 9))],
            Some(5500),
            100,
            Some("failed"),
        ),
        // 1/3 is 33.33 %: 25 points become 8.33.
        (
            &[("timely_close", bare(1, 3))],
            Some(8333),
            100,
            Some("good"),
        ),
        // No major case: the other 90 points are the whole.
        (
            &[("major", bare(0, 0)), ("coverage", bare(1, 2))],
            Some(8888),
            90,
            Some("good"),
        ),
        (
            &[("major", bare(0, 0))],
            Some(10_000),
            90,
            Some("excellent"),
        ),
    ];
    for (changes, hundredths, weight, grade) in table {
        let score = score(changes);
        assert_eq!(
            (score.hundredths, score.weight_counted),
            (hundredths, weight),
            "{changes:?}"
        );
        assert_eq!(score.grade.as_deref(), grade);
        assert_eq!(score.failed, grade == Some("failed"));
    }
}

#[test]
fn an_item_shows_its_numbers_and_its_points() {
    let score = score(&[("timely_close", bare(1, 3)), ("major", bare(0, 0))]);
    let item = |code: &str| score.items.iter().find(|it| it.code == code).unwrap();
    let close = item("timely_close");
    assert_eq!(
        (close.numerator, close.denominator, close.basis_points),
        (1, 3, Some(3333))
    );
    assert_eq!(
        (close.hundredths, close.rule.as_str()),
        (Some(833), "S0-20")
    );
    let major = item("major");
    assert_eq!(
        (major.basis_points, major.hundredths),
        (None, None),
        "not 0 and not 10 points"
    );
}

#[test]
fn without_any_value_there_is_no_score_and_no_failure() {
    let nothing: Vec<_> = rules()
        .township
        .items
        .into_iter()
        .map(|it| it.code)
        .collect();
    let nothing: Vec<_> = nothing
        .iter()
        .map(|code| (code.as_str(), bare(0, 0)))
        .collect();
    let score = score(&nothing);
    assert_eq!(
        (score.hundredths, score.grade, score.failed),
        (None, None, false)
    );
}

#[test]
fn a_score_over_too_little_is_none() {
    let township = rules().township;
    assert_eq!(township.min_weight_counted, 60);
    let only = |kept: &[&str]| {
        let figures: BTreeMap<String, Ratio> = figures(&[])
            .into_iter()
            .map(|(code, ratio)| {
                let ratio = if kept.contains(&code.as_str()) {
                    ratio
                } else {
                    bare(0, 0)
                };
                (code, ratio)
            })
            .collect();
        township_score(&figures, &[], &rules().township).unwrap()
    };
    // Nothing to inspect, and everybody trained: 10 of 100 is no score.
    let little = only(&["training"]);
    assert_eq!(
        (little.weight_counted, little.hundredths, little.grade),
        (10, None, None)
    );
    assert!(!little.failed);
    let short = only(&["coverage", "timely_close", "training"]);
    assert_eq!((short.weight_counted, short.hundredths), (55, None));
    let enough = only(&["coverage", "timely_close", "training", "records"]);
    assert_eq!(
        (enough.weight_counted, enough.hundredths),
        (60, Some(10_000))
    );
    // A veto needs no figures.
    let none: BTreeMap<String, Ratio> = figures(&[])
        .into_keys()
        .map(|code| (code, bare(0, 0)))
        .collect();
    let vetoes = ["亡人火灾因失职".to_owned()];
    let score = township_score(&none, &vetoes, &township).unwrap();
    assert_eq!(
        (score.hundredths, score.grade.as_deref(), score.failed),
        (None, Some("failed"), true)
    );
}

#[test]
fn no_work_is_not_no_duty() {
    let township = rules().township;
    let of = |given: &[(&str, Ratio)], rules: &TownshipRules| {
        let mut all: BTreeMap<String, Ratio> = figures(&[])
            .into_keys()
            .map(|code| (code, bare(0, 0)))
            .collect();
        for (code, ratio) in given {
            all.insert((*code).to_owned(), ratio.clone());
        }
        let score = township_score(&all, &[], rules).unwrap();
        (score.hundredths, score.failed, score.undone)
    };
    let idle = [("coverage", bare(0, 221)), ("timely_close", bare(0, 2))];
    let trained = [("coverage", bare(0, 221)), ("training", bare(9, 9))];
    type Row<'a> = (&'a [(&'a str, Ratio)], (Option<u32>, bool, bool));
    let table: [Row<'_>; 6] = [
        (&idle, (Some(0), true, true)),
        // What others have done for it does not hide it: 10 of 30.
        (&trained, (Some(3333), true, true)),
        // One visit of 221 is no way out.
        (&[("coverage", bare(1, 221))], (Some(45), true, true)),
        // Duties and the work for them: too little for a score, as before.
        (&[("coverage", bare(9, 10))], (None, false, false)),
        // No duty at all, and what is no duty.
        (&[], (None, false, false)),
        (&[("repeat", bare(9, 9))], (None, false, false)),
    ];
    for (given, expected) in table {
        assert_eq!(of(given, &township), expected, "{given:?}");
    }
    // A pack of before says nothing of it.
    let mut before = township.clone();
    before.undone_counts = false;
    assert_eq!(of(&idle, &before), (None, false, false));
    let words = serde_json::to_value(&before).unwrap();
    assert!(words.get("undone_counts").is_none());
    // Over enough the score is as it always was.
    let full = score(&[("coverage", bare(0, 9)), ("timely_close", bare(0, 9))]);
    assert!(full.failed && !full.undone);

    let ranked = rank(&[RankEntry {
        undone: true,
        ..entry(1, Some(0), Some("failed"), None)
    }]);
    assert_eq!(ranked[0].place, Some(1));
    let draft = circular(quarter(), &ranked, &[], Vec::new(), &township);
    assert_eq!(draft.criticized, [grid(1)]);
    let words = circular_draft(&draft, &ranked, &township, &[], |_| "G1".to_owned());
    assert!(
        words.contains("第1名 G1 0.00分 不合格，有任务未开展"),
        "{words}"
    );
}

#[test]
fn a_veto_fails_whatever_the_score() {
    let vetoes = ["亡人火灾因失职".to_owned()];
    let score = township_score(&figures(&[]), &vetoes, &rules().township).unwrap();
    assert_eq!(
        (score.hundredths, score.grade.as_deref()),
        (Some(10_000), Some("failed"))
    );
    assert!(score.failed);
}

#[test]
fn items_are_neither_left_out_nor_invented() {
    let mut missing = figures(&[]);
    missing.remove("coverage");
    let code = "coverage".to_owned();
    let error = township_score(&missing, &[], &rules().township).unwrap_err();
    assert_eq!(error, EvaluationError::MissingItem { code });
    let extra = figures(&[("charm", bare(1, 1))]);
    let code = "charm".to_owned();
    let error = township_score(&extra, &[], &rules().township).unwrap_err();
    assert_eq!(error, EvaluationError::UnknownItem { code });
}

#[test]
fn two_failed_years_in_a_row_lead_to_the_measure() {
    let run = |from, to| FailedRun {
        from,
        to,
        measure: "书面检讨".to_owned(),
    };
    type Row<'a> = (&'a [(i32, bool)], &'a [(i32, i32)]);
    let table: [Row<'_>; 6] = [
        (&[(2024, true)], &[]),
        (&[(2024, true), (2025, true)], &[(2024, 2025)]),
        (&[(2024, true), (2025, false), (2026, true)], &[]),
        // No result for 2025.
        (&[(2024, true), (2026, true)], &[]),
        (&[(2023, true), (2024, true), (2025, true)], &[(2023, 2025)]),
        (
            &[
                (2020, true),
                (2021, true),
                (2022, false),
                (2023, true),
                (2024, true),
            ],
            &[(2020, 2021), (2023, 2024)],
        ),
    ];
    for (years, expected) in table {
        let years = years.iter().copied().collect();
        let expected: Vec<_> = expected.iter().map(|(from, to)| run(*from, *to)).collect();
        assert_eq!(
            failed_runs(&years, &rules().township),
            expected,
            "{years:?}"
        );
    }
}

fn entry(n: u8, hundredths: Option<u32>, grade: Option<&str>, before: Option<u32>) -> RankEntry {
    RankEntry {
        scope: grid(n),
        hundredths,
        grade: grade.map(str::to_owned),
        before,
        vetoed: false,
        undone: false,
    }
}

#[test]
fn equals_share_a_place_and_the_next_is_left_free() {
    let entries = [
        entry(1, Some(8000), Some("good"), Some(9000)),
        entry(2, Some(9500), Some("excellent"), None),
        entry(3, None, None, Some(7000)),
        entry(4, Some(8000), Some("good"), Some(8000)),
        entry(5, Some(5000), Some("failed"), Some(4000)),
        RankEntry {
            vetoed: true,
            ..entry(6, None, Some("failed"), None)
        },
        // The best figures of all, and a veto.
        RankEntry {
            vetoed: true,
            ..entry(7, Some(9900), Some("failed"), None)
        },
    ];
    let ranked = rank(&entries);
    let lines: Vec<_> = ranked
        .iter()
        .map(|it| (it.scope, it.place, it.change))
        .collect();
    assert_eq!(
        lines,
        [
            (grid(2), Some(1), None),
            (grid(1), Some(2), Some(-1000)),
            (grid(4), Some(2), Some(0)),
            (grid(5), Some(4), Some(1000)),
            (grid(6), None, None),
            (grid(7), None, None),
            (grid(3), None, None),
        ]
    );
    let hashes = vec![Digest([2; 32]), Digest([1; 32])];
    let unfrozen = [grid(8)];
    let draft = circular(quarter(), &ranked, &unfrozen, hashes, &rules().township);
    assert_eq!(draft.praised, [grid(2)]);
    assert_eq!(
        draft.criticized,
        [grid(5), grid(6), grid(7)],
        "a veto is criticized without a score too"
    );
    assert_eq!(draft.without_result, [grid(3), grid(8)]);
    let name = |it: crate::GridId| {
        let found = (1..=8).find(|n| grid(*n) == it);
        found.map_or_else(String::new, |n| format!("G{n}"))
    };
    let words = circular_draft(&draft, &ranked, &rules().township, &[], name);
    assert!(!words.contains("连续不合格"), "{words}");
    let run = FailedRun {
        from: 2025,
        to: 2026,
        measure: "书面检讨".to_owned(),
    };
    let failed = [(grid(6), run.clone()), (grid(7), run)];
    let flagged = circular_draft(&draft, &ranked, &rules().township, &failed, name);
    let line = "连续不合格：G6（2025年至2026年，书面检讨）、G7（2025年至2026年，书面检讨）\n";
    assert!(flagged.contains(line), "{flagged}");
    assert_eq!(flagged.replace(line, ""), words, "nothing else is said");
    assert!(words.contains("G7 一票否决 不合格，不参加排名"), "{words}");
    assert!(words.contains("G3 无足够数据，不参加排名"), "{words}");
    assert!(words.contains("无考核结果：G3、G8"), "{words}");
    assert_eq!(draft.snapshots, [Digest([1; 32]), Digest([2; 32])]);
    assert!(rank(&[]).is_empty());
}
