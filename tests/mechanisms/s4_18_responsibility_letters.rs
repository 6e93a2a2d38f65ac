//! S4-18 层层签订消防工作责任书: a drive by year and level, each letter signed and numbered, coverage by who has not.

use serde_json::json;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{CaseSubject, CoreError, SignatureInput, StepInput};

use crate::support::{reason, shop};
use crate::world::{Phone, World};

fn letter(phone: &Phone, about: CaseSubject, level: &str, unit: &str) -> (RecordId, StepInput) {
    let text = [("title".to_owned(), Scalar::from("2026年度消防安全责任书"))];
    let letter = phone
        .core
        .open_case(&RecordKind::Letter, about, &text.into())
        .expect("a letter can be drafted");
    let said = StepInput::saying(&[
        ("drive", "2026年度责任书"),
        ("year", "2026"),
        ("level", level),
        ("unit", unit),
        ("issuer", "station"),
    ]);
    (letter, said)
}

fn signed(phone: &Phone, (letter, said): (RecordId, StepInput)) -> Result<RecordId, CoreError> {
    let statement = phone.core.get_record(letter)?.statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "负责人".to_owned(),
        role: "head".to_owned(),
        statement,
    };
    phone.core.sign(letter, &signature)?;
    phone.core.step(letter, "letter.responsibility", &said)?;
    Ok(letter)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_18_responsibility_letters() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let first = shop(&worker, grid, "小店一", &[]);
    let second = shop(&worker, grid, "小店二", &[]);

    // Places sign offline; the phone knows who has not.
    let about = CaseSubject::Premises(first);
    let unsigned = letter(&worker, about, "premises", &first.to_string());
    let refused = worker
        .core
        .step(unsigned.0, "letter.responsibility", &unsigned.1)
        .expect_err("nobody has signed");
    assert_eq!(reason(refused), "signature_missing");
    signed(&worker, unsigned).expect("it is signed");
    let again = letter(&worker, about, "premises", &first.to_string());
    let refused = signed(&worker, again).expect_err("the first one stands");
    assert_eq!(reason(refused), "case_open_already");
    let mut short = letter(&worker, about, "premises", &first.to_string());
    short.1.fields.insert("year".to_owned(), "26".to_owned());
    let refused = signed(&worker, short).expect_err("no calendar has that year");
    assert_eq!(reason(refused), "value_malformed");
    for year in ["2028", "1949"] {
        let mut other = letter(&worker, about, "premises", &first.to_string());
        other.1.fields.insert("year".to_owned(), year.to_owned());
        let refused = signed(&worker, other).expect_err("not a year to sign for");
        assert_eq!(reason(refused), "year_out_of_limits");
    }
    let higher = letter(&worker, about, "village", &first.to_string());
    let refused = signed(&worker, higher).expect_err("a shop is no village");
    assert_eq!(reason(refused), "not_of_this_entry");
    let wrong = letter(&worker, about, "galaxy", &first.to_string());
    let refused = signed(&worker, wrong).expect_err("there is no such level");
    assert_eq!(reason(refused), "not_in_list");
    let coverage = worker
        .core
        .letter_coverage("2026年度责任书", "premises")
        .expect("coverage can be told offline");
    assert_eq!(coverage.basis_points(), Some(5_000));
    assert_eq!(coverage.missing, [second.to_string()]);
    // A letter of next year covers nobody in this one, and the other way round.
    let mut next = letter(
        &worker,
        CaseSubject::Premises(second),
        "premises",
        &second.to_string(),
    );
    next.1.fields.insert("year".to_owned(), "2027".to_owned());
    signed(&worker, next).expect("it may be signed ahead");
    for (year, missing) in [(2026, second), (2027, first)] {
        let found = worker
            .core
            .letter_coverage_of("2026年度责任书", "premises", year);
        let found = found.expect("coverage can be told offline");
        assert_eq!(found.missing, [missing.to_string()], "{year}");
    }
    // A name that was typed is no place on the list, and counts for none.
    let typed = letter(&worker, about, "premises", "小店一号");
    signed(&worker, typed).expect("it is signed");
    let coverage = worker
        .core
        .letter_coverage("2026年度责任书", "premises")
        .expect("coverage can be told offline");
    assert_eq!(coverage.basis_points(), Some(5_000));
    assert_eq!(coverage.unlisted, ["小店一号"]);
    worker.sync().await;

    // The township with its villages: the letters lie in the township's own log.
    let officer = world.officer_phone(0).await;
    let town = world.township.grids[0].grid;
    let villages: Vec<GridId> = world.township.grids[1..]
        .iter()
        .filter(|grid| grid.parent == Some(town))
        .map(|grid| grid.grid)
        .collect();
    for village in &villages[1..] {
        let one = letter(
            &officer,
            CaseSubject::Grid(town),
            "village",
            &village.to_string(),
        );
        signed(&officer, one).expect("it is signed");
    }
    officer.sync().await;
    let desk = world.officer_desk(0).await;
    let path = |level: &str| format!("/api/v1/letters/coverage?drive=2026年度责任书&level={level}");
    let found = desk.read(&path("village")).await;
    assert_eq!(found["expected"], villages.len());
    assert_eq!(found["missing"], json!([villages[0].to_string()]));
    let found = desk.read(&path("premises")).await;
    assert_eq!(
        (&found["signed"], &found["expected"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(found["unlisted"], json!(["小店一号"]));
    let list = desk.read("/api/v1/cases/letter?category=village").await;
    let numbers: Vec<&str> = list["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|item| item["number"].as_str())
        .collect();
    assert_eq!(numbers.len(), villages.len() - 1);
    assert!(
        numbers
            .iter()
            .all(|number| number.starts_with("青消责字〔2026〕第"))
    );
}
