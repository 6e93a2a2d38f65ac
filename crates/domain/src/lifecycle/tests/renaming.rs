//! A case keeps what it is called from its first step on.

use std::collections::BTreeMap;

use super::kit::{at, user};
use crate::lifecycle::{
    RecordState, Status, StepTaken, TimeBounds, case_summary, is_called_by, is_fixed_in_case,
    refuse_renaming,
};
use crate::record::{Content, RecordKind, Scalar};

fn written(fields: &[(&str, &str)]) -> BTreeMap<String, Scalar> {
    let fields = fields.iter();
    fields
        .map(|(name, text)| ((*name).to_owned(), Scalar::from(*text)))
        .collect()
}

fn content(fields: &[(&str, &str)]) -> Content {
    Content {
        fields: written(fields),
        ..Content::default()
    }
}

/// An order to stop use that has begun, whose step named the part.
fn begun(status: Status) -> RecordState {
    let mut state = RecordState::new(RecordKind::StopUse);
    state.status = status;
    state.case.steps.push(StepTaken {
        seq: Some(1),
        step: "stop_use.order".to_owned(),
        user: user(1),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(at("2026-09-07 09:00")),
        fields: BTreeMap::new(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    let part = ("part".to_owned(), "二层阁楼".to_owned());
    state.case.fields.extend([part]);
    state
}

fn refused(state: &RecordState, content: &Content, edits: &[(&str, &str)]) -> Option<String> {
    let refused = refuse_renaming(state, content, &written(edits)).err();
    refused.map(|reason| format!("{} {}", reason.code, reason.rule))
}

#[test]
fn the_title_stays_once_the_first_step_was_taken() {
    let titled = content(&[("title", "阁楼停用")]);
    let draft = RecordState::new(RecordKind::StopUse);
    assert_eq!(refused(&draft, &titled, &[("title", "别的")]), None);
    let state = begun(Status::Posted);
    let named = Some("case_named_already S3-09".to_owned());
    assert_eq!(refused(&state, &titled, &[("title", "别的")]), named);
    assert_eq!(refused(&state, &titled, &[("title", "")]), named);
    // The same once more, and what it is not called by.
    assert_eq!(refused(&state, &titled, &[("title", "阁楼停用")]), None);
    assert_eq!(refused(&state, &titled, &[("remark", "已张贴")]), None);
    let title = |state: &RecordState| is_called_by(state, "title");
    assert!(title(&state) && !title(&draft) && !is_called_by(&state, "remark"));
}

#[test]
fn what_a_step_asks_for_is_written_whatever_the_case_is_called() {
    let untitled = Content::default();
    let posted = begun(Status::Posted);
    assert_eq!(case_summary(&untitled, &posted).title, "二层阁楼");
    let text = [("text", "擅自使用")];
    assert_eq!(refused(&posted, &untitled, &text), None, "a step asks it");
    let ordered = begun(Status::Ordered);
    let named = Some("case_named_already S3-09".to_owned());
    assert_eq!(refused(&ordered, &untitled, &text), named, "none does");
}

/// A case of a kind in a status, whose first step said this.
fn having_said(kind: RecordKind, step: &str, status: Status, said: &[(&str, &str)]) -> RecordState {
    let mut state = begun(status);
    state.kind = kind;
    state.case.fields.clear();
    let said = said.iter();
    let said: BTreeMap<String, String> = said
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    state.case.fields.extend(said.clone());
    for taken in &mut state.case.steps {
        step.clone_into(&mut taken.step);
        taken.fields.clone_from(&said);
    }
    state
}

#[test]
fn what_was_ordered_filed_or_signed_is_not_written_anew() {
    let code = |state: &RecordState, content: &Content, edit: (&str, &str)| {
        let refused = refuse_renaming(state, content, &written(&[edit]));
        refused.err().map(|reason| reason.code)
    };
    let fixed = Some("case_named_already".to_owned());
    let titled = content(&[("title", "九月督办"), ("items", "甲")]);
    let items = [("items", "甲"), ("unit", "桥头村")];
    let order = having_said(
        RecordKind::Order,
        "order.issue_monthly",
        Status::Open,
        &items,
    );
    assert_eq!(code(&order, &titled, ("items", "甲,乙")), fixed);
    assert_eq!(code(&order, &titled, ("unit", "场镇村")), fixed);
    assert_eq!(code(&order, &titled, ("unit", "桥头村")), None, "the same");
    assert_eq!(
        code(&order, &titled, ("result", "已改")),
        None,
        "a step asks it"
    );

    let said = [
        ("hazard", "甲"),
        ("department", "CULT"),
        ("interim", "停用二层"),
    ];
    let report = "major_case.report";
    let case = having_said(RecordKind::MajorCase, report, Status::Filed, &said);
    for key in ["hazard", "department", "interim"] {
        assert_eq!(code(&case, &titled, (key, "别的")), fixed, "{key}");
        assert!(is_fixed_in_case(&case, key));
    }
    assert!(!is_fixed_in_case(&case, "text"), "what is reported next");
    let reported = having_said(RecordKind::MajorCase, report, Status::Reported, &said);
    assert!(!is_fixed_in_case(&reported, "department"), "it is assigned");

    // Of a letter all that stands above the signature.
    let promised = [("drive", "冬季行动"), ("household", "1号")];
    let step = "letter.doorstep";
    let letter = having_said(RecordKind::Letter, step, Status::Signed, &promised);
    assert_eq!(code(&letter, &titled, ("promise", "别的")), fixed);
    let knock = [("drive", "冬季行动")];
    let open = having_said(RecordKind::Letter, "letter.knock", Status::Knocked, &knock);
    assert_eq!(code(&open, &titled, ("promise", "不堵通道")), None);
}
