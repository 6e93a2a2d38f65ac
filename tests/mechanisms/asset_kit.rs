//! Facilities as tests put them on file.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{CaseSubject, StepInput};

use crate::household_kit::take;
use crate::world::Phone;

/// A facility of a class.
pub(crate) fn asset(phone: &Phone, grid: GridId, title: &str, class: &str) -> RecordId {
    let fields = [("title".to_owned(), title.into())].into();
    let opened = phone
        .core
        .open_case(&RecordKind::Asset, CaseSubject::Grid(grid), &fields);
    let record = opened.expect("the own grid");
    let say = [
        ("title", title),
        ("category", class),
        ("place", "青峰路口"),
        ("owner", "镇水务所"),
    ];
    take(phone, record, "asset.register", &say);
    record
}

/// A step that a picture shows.
pub(crate) fn shown(phone: &Phone, record: RecordId, step: &str, say: &[(&str, &str)]) {
    let photo = phone.photo(record, "", PhotoStage::Found);
    let input = StepInput {
        photos: vec![photo],
        ..StepInput::saying(say)
    };
    let taken = phone.core.step(record, step, &input);
    taken.unwrap_or_else(|error| panic!("{step}: {error:?}"));
}
