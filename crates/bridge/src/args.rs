//! Reading the arguments of a request.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::failure::Failure;

/// Reads arguments; what is unknown, missing or of the wrong shape is named by its path.
pub(crate) fn args<T: DeserializeOwned>(value: Value) -> Result<T, Failure> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        Failure::BadRequest(format!("{path}: {}", error.into_inner()))
    })
}

/// A word of a closed list.
pub(crate) fn word<T>(
    name: &str,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Failure> {
    parse(text).ok_or_else(|| Failure::BadRequest(format!("{name}: {text}")))
}

/// No arguments at all.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}
