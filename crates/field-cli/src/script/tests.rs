use std::path::Path;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::checklist::AnswerResult;
use wangge_domain::inspection::InspectionMode;
use wangge_domain::policy::default_pack;
use wangge_domain::record::Scalar;

use super::*;
use crate::input_file::{InputFileError, parse_json};

fn parse(text: &str) -> Result<InspectScript, InputFileError> {
    parse_json(Path::new("visit.json"), text)
}

/// A script with these lines between premises and end; the first of them is line 4.
fn with(lines: &str) -> Result<InspectScript, InputFileError> {
    parse(&format!(
        "{{\n\"format\": 1,\n\"premises\": {{\"search\": \"王家\"}},\n{lines}\n}}"
    ))
}

#[track_caller]
fn assert_refused(lines: &str, field: &str, line: usize, words: &str) {
    let error = with(lines).expect_err("it is wrong");
    assert_eq!((error.field.as_str(), error.line), (field, line), "{error}");
    assert!(error.message.contains(words), "{error}");
    assert!(
        error.to_string().contains(&format!("第 {line} 行")),
        "{error}"
    );
}

#[test]
fn the_example_reads_names_only_files_that_are_there_and_items_of_the_pack() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/scripts/inspect-example.json");
    let script = InspectScript::read(&path).unwrap();
    let pack = default_pack();
    let chosen = script.checklist.as_ref().unwrap();
    let list = pack
        .checklists
        .pinned(&chosen.code, &chosen.version)
        .unwrap();
    for answer in &script.answers {
        assert!(list.item(&answer.item).is_some(), "{}", answer.item);
    }
    for notice in script
        .hazards
        .iter()
        .filter_map(|hazard| hazard.notice.as_ref())
    {
        assert!(pack.numbering.issuers.contains_key(&notice.issuer));
    }
    assert!(
        script
            .hazards
            .iter()
            .any(|hazard| hazard.fix_on_spot.is_some())
    );
    assert!(script.hazards.iter().any(|hazard| hazard.serve.is_some()));
}

#[test]
fn a_script_may_be_short_and_its_words_english_or_chinese() {
    let script = with("\"mode\": \"暗访\"").unwrap();
    assert_eq!(script.mode, InspectionMode::Unannounced);
    assert_eq!(script.premises, PremisesChoice::Search("王家".to_owned()));
    assert!(script.submit.is_none());
    let script = with(
        r#""answers": [{"item": "RH-01", "result": "不合格"},
                       {"item": "RH-13", "result": "pass", "value": 2},
                       {"item": "X", "result": "na", "value": "文字"}],
           "answer_rest": "合格", "submit": {},
           "hazards": [{"item": "RH-01", "notice": {"issuer": "station",
             "deadline": {"days": 3, "calendar": "工作日"},
             "responsible": {"unit": "u", "leader": "l", "person": "p"}}}]"#,
    )
    .unwrap();
    let results: Vec<_> = script.answers.iter().map(|answer| answer.result).collect();
    assert_eq!(
        results,
        [AnswerResult::Fail, AnswerResult::Pass, AnswerResult::Na]
    );
    assert_eq!(script.answers[1].value, Some(Scalar::Int(2)));
    assert_eq!(script.answers[2].value, Some(Scalar::from("文字")));
    assert_eq!(script.answer_rest, Some(AnswerResult::Pass));
    assert!(script.submit.unwrap().raise_hazards);
    let notice = script.hazards[0].notice.as_ref().unwrap();
    assert_eq!(
        notice.deadline,
        DeadlineSpec::Days {
            days: 3,
            calendar: DayKind::Working
        }
    );
}

#[test]
fn bad_input_names_field_and_line() {
    assert_refused(
        "\"answers\": [\n{\"item\": \"RH-01\", \"result\": \"maybe\"}]",
        "answers[0].result",
        5,
        "maybe",
    );
    assert_refused(
        "\"answers\": [\n{\"result\": \"pass\"}]",
        "answers[0].item",
        5,
        "缺少字段",
    );
    assert_refused("\"mode\":\n\"visit\"", "mode", 5, "visit");
    assert_refused(
        "\"answers\": [{\"item\": \"A\",\n\"result\": \"pass\", \"value\": 2.5}]",
        "answers[0].value",
        5,
        "类型不对",
    );
    assert_refused(
        "\"hazards\": [{\"item\": \"A\"}, {\n\"part\": \"二楼\"}]",
        "hazards[1]",
        5,
        "description",
    );
    assert_refused(
        "\"submit\": {\"raise_hazards\":\n\"yes\"}",
        "submit.raise_hazards",
        5,
        "类型不对",
    );
    assert_refused(
        "\"photos\": [\n{\"file\": \"a.jpg\", \"stage\": \"later\"}]",
        "photos[0].stage",
        5,
        "later",
    );
}

#[test]
fn a_field_nobody_knows_is_refused() {
    let error = with("\"asnwers\": []").unwrap_err();
    assert_eq!(error.line, 4, "{error}");
    assert!(error.to_string().contains("asnwers"), "{error}");
}

#[test]
fn what_contradicts_itself_is_refused() {
    let refused = |lines: &str, words: &str| {
        let error = with(lines).expect_err("it contradicts itself");
        assert!(error.line >= 4 && error.message.contains(words), "{error}");
    };
    let twice = r#"{"item": "A", "result": "pass"}"#;
    refused(&format!("\"answers\": [{twice}, {twice}]"), "答了两次");
    let notice = r#""notice": {"issuer": "station", "deadline": {"immediate": true},
        "responsible": {"unit": "u", "leader": "l", "person": "p"}}"#;
    refused(
        &format!(
            "\"hazards\": [{{\"item\": \"A\", {notice}, \"fix_on_spot\": {{\"before\": \"a\", \"after\": \"b\"}}}}]"
        ),
        "当场整改",
    );
    refused(
        "\"hazards\": [{\"item\": \"A\", \"serve\": {\"mailed\": {\"tracking\": \"1\"}}}]",
        "notice",
    );
    refused("\"hazards\": [{\"item\": \"A\", \"deadline\": {}}]", "days");
    refused(
        "\"hazards\": [{\"item\": \"A\", \"deadline\": {\"days\": 1, \"immediate\": true}}]",
        "只能",
    );
    let error = parse("{\"format\": 1, \"premises\": {}}").unwrap_err();
    assert_eq!(error.field, "premises", "{error}");
    let error = parse("{\"format\": 1, \"premises\": {\"id\": \"王家\"}}").unwrap_err();
    assert_eq!(error.field, "premises", "{error}");
    let error = parse("{\"format\": 2, \"premises\": {\"search\": \"x\"}}").unwrap_err();
    assert_eq!((error.field.as_str(), error.line), ("format", 1), "{error}");
}

#[test]
fn what_is_no_json_is_refused_with_its_line() {
    let error = parse("{\n\"format\": 1,\n").unwrap_err();
    assert_eq!(error.line, 3, "{error}");
    assert!(error.message.contains("JSON"), "{error}");
    let error = parse("{\"format\": 1, \"premises\": {\"search\": \"x\"}}\n}").unwrap_err();
    assert_eq!(error.line, 2, "{error}");
}

#[test]
fn a_file_that_is_not_there_is_named_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visit.json");
    let text = r#"{"format": 1, "premises": {"search": "x"}, "photos": [{"file": "gone.jpg"}]}"#;
    std::fs::write(&path, text).unwrap();
    let error = InspectScript::read(&path).unwrap_err();
    assert!(error.message.contains("gone.jpg"), "{error}");
    std::fs::write(folder.path().join("gone.jpg"), b"here").unwrap();
    assert!(InspectScript::read(&path).is_ok());
}

#[test]
fn the_photos_of_a_script_are_told_apart_from_its_other_files() {
    let script = with(
        r#""photos": [{"file": "front.jpg"}],
"answers": [{"item": "a-01", "result": "fail", "photos": ["stove.jpg"]}],
"signatures": [{"strokes": "owner.json", "signer": "王五", "role": "owner"}],
"hazards": [{"item": "a-01", "photos": ["wire.jpg"],
  "fix_on_spot": {"before": "before.jpg", "after": "after.jpg"}}]"#,
    )
    .unwrap();
    let mut named: Vec<_> = script.photo_files().into_iter().collect();
    named.sort();
    let wanted = [
        "after.jpg",
        "before.jpg",
        "front.jpg",
        "stove.jpg",
        "wire.jpg",
    ];
    assert_eq!(named, wanted.map(Path::new));
}

#[test]
fn the_fields_of_a_premises_are_known_and_of_their_kind() {
    let read = |fields: &str| -> Result<PremisesFile, InputFileError> {
        parse_json(
            Path::new("p.json"),
            &format!("{{\"grid\": \"g\",\n\"fields\": {{\n{fields}}}}}"),
        )
    };
    let file = read(r#""name": "王家", "floors": 3, "self_built": true, "remark": null"#).unwrap();
    assert_eq!(file.fields["floors"], Scalar::Int(3));
    assert_eq!(file.fields["self_built"], Scalar::Bool(true));
    assert_eq!(file.fields["remark"], Scalar::Null);
    for (fields, field, words) in [
        ("\"flors\": 3", "fields.flors", "没有这个字段"),
        ("\"floors\": \"3\"", "fields.floors", "整数"),
        ("\"name\": 3", "fields.name", "文字"),
        ("\"self_built\": 1", "fields.self_built", "true"),
    ] {
        let error = read(fields).expect_err(fields);
        assert_eq!((error.field.as_str(), error.line), (field, 3), "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    assert!(read("\"name\": \"a\", \"name\": \"b\"").is_err());
    assert_eq!(field_value("floors", "3"), Ok(Scalar::Int(3)));
    assert_eq!(field_value("floors", ""), Ok(Scalar::Null));
    assert_eq!(field_value("police_listed", "是"), Ok(Scalar::Bool(true)));
    assert!(field_value("floors", "三").is_err() && field_value("flors", "3").is_err());
}

/// The keys that are read where `at` puts one that is unknown.
fn keys_read(script: &str) -> Vec<String> {
    let error = serde_json::from_str::<InspectScript>(script).expect_err("no such key");
    let text = error.to_string();
    let (_, expected) = text
        .split_once("expected ")
        .unwrap_or_else(|| panic!("{script}: {text}"));
    expected
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_of_scripts_lists_every_key_and_every_word() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/SCRIPTS.md");
    let page = std::fs::read_to_string(path).unwrap();
    let begin = r#"{"format": 1, "premises": {"search": "x"}, "#;
    let place = |rest: &str| format!("{begin}{rest}}}");
    let unknown = r#""zz": 1"#;
    let places = [
        place(unknown),
        format!(r#"{{"format": 1, "premises": {{{unknown}}}}}"#),
        place(&format!(r#""checklist": {{{unknown}}}"#)),
        place(&format!(r#""position": {{{unknown}}}"#)),
        place(&format!(r#""answers": [{{{unknown}}}]"#)),
        place(&format!(r#""photos": [{{{unknown}}}]"#)),
        place(&format!(r#""signatures": [{{{unknown}}}]"#)),
        place(&format!(r#""submit": {{{unknown}}}"#)),
        place(&format!(r#""hazards": [{{{unknown}}}]"#)),
        place(&format!(r#""hazards": [{{"deadline": {{{unknown}}}}}]"#)),
        place(&format!(r#""hazards": [{{"fix_on_spot": {{{unknown}}}}}]"#)),
        place(&format!(r#""hazards": [{{"notice": {{{unknown}}}}}]"#)),
        place(&format!(r#""hazards": [{{"serve": {{{unknown}}}}}]"#)),
        place(&format!(
            r#""hazards": [{{"serve": {{"refused": {{{unknown}}}}}}}]"#
        )),
        place(&format!(
            r#""hazards": [{{"serve": {{"posted": {{{unknown}}}}}}}]"#
        )),
        place(&format!(
            r#""hazards": [{{"serve": {{"mailed": {{{unknown}}}}}}}]"#
        )),
    ];
    let mut seen = 0;
    for script in &places {
        for key in keys_read(script) {
            assert!(page.contains(&format!("`{key}`")), "{key} of {script}");
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen} keys were looked for");
    let modes = InspectionMode::ALL.iter().map(|it| ("mode", it.as_str()));
    let sources = wangge_domain::hazard::HazardSource::ALL.iter();
    let sources = sources.map(|it| ("source", it.as_str()));
    let stages = ["found", "before", "after", "recheck", "service"];
    let stages = stages.into_iter().map(|it| ("photo_stage", it));
    let others = [
        ("answer", "pass"),
        ("answer", "fail"),
        ("answer", "na"),
        ("severity", "general"),
        ("severity", "suspected_major"),
    ];
    for (group, code) in modes.chain(sources).chain(stages).chain(others) {
        let told = format!("`{code}` {}", crate::words::word(group, code));
        assert!(page.contains(&told), "{told}");
    }
}
