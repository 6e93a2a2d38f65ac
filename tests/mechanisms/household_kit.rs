//! Households that need help, as tests put them on the list.

use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{CaseSubject, StepInput};

use crate::world::Phone;

/// A household on the list of a grid: name, flags, how its people get away.
pub(crate) fn household(
    phone: &Phone,
    grid: GridId,
    (name, flags, mobility): (&str, &str, &str),
) -> RecordId {
    let subject = CaseSubject::Grid(grid);
    let fields = [("title".to_owned(), name.into())].into();
    let opened = phone
        .core
        .open_case(&RecordKind::Household, subject, &fields);
    let record = opened.expect("the own grid");
    let input = StepInput::saying(&[
        ("household", name),
        ("place", "3组5号"),
        ("flags", flags),
        ("helper", "网格员小李"),
        ("phone", "023-00000005"),
        ("mobility", mobility),
    ]);
    let taken = phone.core.step(record, "household.register", &input);
    taken.unwrap_or_else(|error| panic!("{name}: {error:?}"));
    record
}

/// A step with these fields; the code of the refusal.
pub(crate) fn refused(phone: &Phone, record: RecordId, step: &str, say: &[(&str, &str)]) -> String {
    let error = phone.core.step(record, step, &StepInput::saying(say));
    crate::support::reason(error.expect_err("a rule forbids it"))
}

/// A step with these fields, which takes effect.
pub(crate) fn take(phone: &Phone, record: RecordId, step: &str, say: &[(&str, &str)]) {
    let taken = phone.core.step(record, step, &StepInput::saying(say));
    taken.unwrap_or_else(|error| panic!("{step}: {error:?}"));
}
