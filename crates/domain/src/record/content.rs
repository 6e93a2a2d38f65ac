use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Scalar;

/// The content of a record as the rules see it: flat keys with scalar values.
///
/// A key names its place in the record with slashes (`a/RH-01/result`, `photo/{uuid}/caption`).
/// Flat keys are a rule of the document format: two devices that first write the same container
/// at the same time would each make their own, and one of them would vanish from view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The winning value of each key, the same on every replica.
    pub fields: BTreeMap<String, Scalar>,
    /// Keys written concurrently: every value, the winning one among them. Never hidden.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conflicts: BTreeMap<String, Vec<Scalar>>,
}

impl Content {
    /// The text of a key, if present and text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.fields.get(key).and_then(Scalar::as_text)
    }

    /// The whole number of a key, if present and a number.
    #[must_use]
    pub fn int(&self, key: &str) -> Option<i64> {
        self.fields.get(key).and_then(Scalar::as_int)
    }

    /// The yes or no of a key, if present and that.
    #[must_use]
    pub fn bool(&self, key: &str) -> Option<bool> {
        self.fields.get(key).and_then(Scalar::as_bool)
    }

    /// The keys that begin with `prefix`, with what follows it, in key order.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Scalar)> {
        self.fields
            .range(prefix.to_owned()..)
            .map_while(move |(key, value)| key.strip_prefix(prefix).map(|rest| (rest, value)))
    }

    /// Sets a key (a builder's and an overlay's helper).
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Scalar>) {
        let key = key.into();
        self.conflicts.remove(&key);
        self.fields.insert(key, value.into());
    }
}
