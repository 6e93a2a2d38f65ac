use serde_json::{Value, json};

use super::{AccountingPolicy, canonical_json, default_accounting};
use crate::policy::{PolicyError, default_pack};

fn shipped() -> Value {
    serde_json::from_str(include_str!(
        "../../../../fixtures/policy/default/accounting.json"
    ))
    .unwrap()
}

fn parse(value: &Value) -> Result<AccountingPolicy, PolicyError> {
    AccountingPolicy::parse(value.to_string().as_bytes())
}

#[test]
fn the_shipped_policy_reads_and_writes_the_same() {
    let policy = default_accounting();
    assert_eq!(
        AccountingPolicy::parse(policy.to_json().as_bytes()).unwrap(),
        policy
    );
}

#[test]
fn every_category_and_grade_it_names_is_one_of_the_default_pack() {
    let (policy, pack) = (default_accounting(), default_pack());
    let named = policy
        .staffing
        .auxiliary
        .terms
        .iter()
        .flat_map(|term| &term.categories);
    for category in named.chain(&policy.gaps.key_categories) {
        assert!(pack.categories.get(category).is_some(), "{category}");
    }
    let grades: Vec<&String> = policy.draw.weights.keys().collect();
    assert_eq!(grades.len(), pack.risk.grades.len());
    assert!(grades.iter().all(|grade| pack.risk.rank(grade).is_some()));
    assert_eq!(
        policy.evaluation.repeat_window_months,
        pack.rectification.repeat_window_months
    );
}

#[test]
fn what_is_wrong_is_refused_at_its_place() {
    let table: &[(&str, Value, &str)] = &[
        ("/draw/weights/low/A", json!(0), "draw.weights.low"),
        ("/draw/weights/low/A", json!(1001), "draw.weights.low"),
        (
            "/draw/share_basis_points/low",
            json!(10001),
            "draw.share_basis_points.low",
        ),
        (
            "/draw/inspectors_per_target",
            json!(1),
            "draw.inspectors_per_target",
        ),
        ("/draw/max_tickets", json!(20_000_001), "draw.max_tickets"),
        (
            "/draw",
            {
                let mut draw = shipped()["draw"].clone();
                draw["certificate"] = json!("driving");
                draw
            },
            "draw.certificate",
        ),
        (
            "/evaluation/worker/awards/0/points",
            json!(i64::MIN),
            "evaluation.worker.awards",
        ),
        (
            "/evaluation/worker/month_cap",
            json!(i64::MAX),
            "evaluation.worker",
        ),
        (
            "/draw/exclusion_reasons/1/code",
            json!("other"),
            "draw.exclusion_reasons",
        ),
        (
            "/staffing/station_classes/0/certified",
            json!(6),
            "staffing.station_classes",
        ),
        (
            "/staffing/station_class_of/dev_zone",
            json!("class9"),
            "staffing.station_class_of",
        ),
        (
            "/staffing/auxiliary/terms/0/per",
            json!(0),
            "staffing.auxiliary.terms",
        ),
        (
            "/staffing/auxiliary/terms/0/categories/0",
            json!("small_shop"),
            "staffing.auxiliary.terms",
        ),
        (
            "/staffing/clerks/per_law_officer/law_officers",
            json!(0),
            "staffing.clerks.per_law_officer",
        ),
        (
            "/evaluation/township/items/0/weight",
            json!(21),
            "evaluation.township.items",
        ),
        (
            "/evaluation/township/grades/3/min",
            json!(1),
            "evaluation.township.grades",
        ),
        (
            "/evaluation/township/grades/1/min",
            json!(95),
            "evaluation.township.grades",
        ),
        (
            "/evaluation/township/min_weight_counted",
            json!(101),
            "evaluation.township.min_weight_counted",
        ),
        (
            "/evaluation/township/failed_years",
            json!(0),
            "evaluation.township.failed_years",
        ),
        (
            "/evaluation/coverage_targets/2023",
            json!(10001),
            "evaluation.coverage_targets.2023",
        ),
        (
            "/evaluation/worker/month_floor",
            json!(200),
            "evaluation.worker.month_floor",
        ),
        (
            "/evaluation/worker/awards/0/points",
            json!(0),
            "evaluation.worker.awards",
        ),
        ("/reward/tariff/0/fen", json!(0), "reward.tariff"),
        (
            "/reward/perceptual_distance",
            json!(65),
            "reward.perceptual_distance",
        ),
        ("/admission/items/0/roles", json!([]), "admission.items"),
        (
            "/admission/items/0/roles/0",
            json!("auditor"),
            "admission.items",
        ),
        ("/notes/0/path", json!("/no/such"), "notes[0].path"),
    ];
    for (pointer, wrong, path) in table {
        let mut value = shipped();
        *value.pointer_mut(pointer).unwrap() = wrong.clone();
        assert_eq!(
            parse(&value).unwrap_err().path(),
            *path,
            "{pointer} = {wrong}"
        );
    }
}

#[test]
fn an_unknown_key_is_refused_everywhere() {
    for object in [
        "",
        "/draw",
        "/draw/exclusion_reasons/0",
        "/staffing",
        "/staffing/auxiliary",
        "/staffing/auxiliary/terms/0",
        "/staffing/clerks",
        "/staffing/station_classes/0",
        "/evaluation",
        "/evaluation/worker",
        "/evaluation/worker/awards/0",
        "/evaluation/township",
        "/evaluation/township/items/0",
        "/evaluation/township/grades/0",
        "/gaps",
        "/reward",
        "/reward/caps",
        "/reward/tariff/0",
        "/admission",
        "/admission/items/0",
    ] {
        let mut value = shipped();
        value.pointer_mut(object).unwrap()["wieght"] = json!(1);
        let error = parse(&value).unwrap_err();
        assert!(
            matches!(error, PolicyError::Shape { .. }),
            "{object}: {error}"
        );
    }
}

#[test]
fn an_unknown_format_is_named() {
    let mut value = shipped();
    value["format"] = json!(2);
    assert_eq!(
        parse(&value).unwrap_err(),
        PolicyError::Format { found: 2, known: 1 }
    );
}

#[test]
fn canonical_json_sorts_keys_and_escapes_little() {
    let value = json!({"b": [1, -2, null, true], "a": {"中": "引\"号\\\n\u{1}\u{7f}/é", "B": {}}});
    let expected =
        "{\"a\":{\"B\":{},\"中\":\"引\\\"号\\\\\\n\\u0001\u{7f}/é\"},\"b\":[1,-2,null,true]}";
    assert_eq!(canonical_json(&value), expected);
}
