use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use wangge_domain::record::Scalar;

use crate::error::FieldError;

/// The value of a field（字段值）.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum FieldValue {
    /// Set to nothing.
    Nothing,
    /// Yes or no.
    Truth {
        /// It.
        value: bool,
    },
    /// A whole number.
    Whole {
        /// It.
        value: i64,
    },
    /// Text.
    Text {
        /// It.
        value: String,
    },
}

impl From<Scalar> for FieldValue {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Null => Self::Nothing,
            Scalar::Bool(value) => Self::Truth { value },
            Scalar::Int(value) => Self::Whole { value },
            Scalar::Text(value) => Self::Text { value },
        }
    }
}

impl From<FieldValue> for Scalar {
    fn from(value: FieldValue) -> Self {
        match value {
            FieldValue::Nothing => Self::Null,
            FieldValue::Truth { value } => Self::Bool(value),
            FieldValue::Whole { value } => Self::Int(value),
            FieldValue::Text { value } => Self::Text(value),
        }
    }
}

pub(crate) fn scalars(fields: HashMap<String, FieldValue>) -> BTreeMap<String, Scalar> {
    let pairs = fields.into_iter();
    pairs.map(|(key, value)| (key, value.into())).collect()
}

pub(crate) fn values(fields: BTreeMap<String, Scalar>) -> HashMap<String, FieldValue> {
    let pairs = fields.into_iter();
    pairs.map(|(key, value)| (key, value.into())).collect()
}

/// A word as it stands on the wire.
pub(crate) fn word(code: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(code).ok();
    let text = value.as_ref().and_then(serde_json::Value::as_str);
    text.unwrap_or("other").to_owned()
}

/// An identifier, hash or day out of its text.
pub(crate) fn read<T: FromStr>(what: &str, text: &str) -> Result<T, FieldError> {
    text.parse().map_err(|_| FieldError::invalid(what))
}

/// The same where there may be none.
pub(crate) fn read_some<T: FromStr>(
    what: &str,
    text: Option<&str>,
) -> Result<Option<T>, FieldError> {
    text.map(|text| read(what, text)).transpose()
}

/// Several of them.
pub(crate) fn read_all<T: FromStr>(what: &str, texts: &[String]) -> Result<Vec<T>, FieldError> {
    texts.iter().map(|text| read(what, text)).collect()
}

/// The limit of a list.
pub(crate) fn limit(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
