use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::lifecycle::{FieldEdit, FrozenSince};
use wangge_domain::record::Scalar;
use wangge_domain::resources::{Language, field_words};

use crate::http::SupervisorCaller;
use crate::mask::{is_phone, masked};

/// One field that was written anew since the record was registered.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldEditView {
    /// Place in the log.
    seq: Option<u64>,
    /// Which field.
    key: String,
    /// The same in Chinese.
    label: String,
    /// What its author saw there: nothing, one value, or those of a conflict that it decides.
    before: Vec<String>,
    /// What stands there since; empty: nothing.
    after: String,
    /// Name of who wrote it.
    user: String,
    /// On which device.
    device: String,
    /// Not before this, milliseconds since 1970.
    lower: i64,
    /// Not after this.
    upper: i64,
    /// What the phone's clock said.
    claimed: i64,
    /// The clock jumped, or its claim contradicts the bounds.
    clock_flagged: bool,
    /// When the relay received it.
    received_at: i64,
    /// `after_registration`, `after_notice` or `after_end`, if the field stood fast since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    late: Option<String>,
}

impl FieldEditView {
    pub(super) fn of(caller: &SupervisorCaller, edit: &FieldEdit) -> Self {
        let person = caller.control.people.get(&edit.user);
        let shown = |value: &Scalar| text_of(&edit.key, value);
        Self {
            seq: edit.seq,
            key: edit.key.clone(),
            label: field_words(Language::Chinese, &edit.key),
            before: edit.before.iter().map(shown).collect(),
            after: shown(&edit.after),
            user: person.map(|person| person.name.clone()).unwrap_or_default(),
            device: edit.device.to_string(),
            lower: edit.time.lower.0,
            upper: edit.time.upper.0,
            claimed: edit.time.claimed.0,
            clock_flagged: edit.time.clock_flagged,
            received_at: edit.received_at.0,
            late: edit.late.map(FrozenSince::late_code).map(ToOwned::to_owned),
        }
    }
}

/// A value as text, a telephone number with its middle hidden.
fn text_of(key: &str, value: &Scalar) -> String {
    match value {
        Scalar::Null => String::new(),
        Scalar::Bool(yes) => yes.to_string(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Text(text) if is_phone(key) => masked(text),
        Scalar::Text(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_that_was_changed_is_not_shown_whole() {
        let number = Scalar::from("13900000001");
        assert_eq!(text_of("owner_phone", &number), "139****0001");
        assert_eq!(text_of("name", &"张记".into()), "张记");
        assert_eq!(text_of("floors", &Scalar::Int(3)), "3");
        assert_eq!(text_of("name", &Scalar::Null), "");
    }
}
