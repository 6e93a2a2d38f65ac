use serde::Deserialize;

use crate::store_choice::StoreChoice;

/// What `init` of an earlier release wrote down for later starts（设置）; read, never written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where `serve` listens unless told otherwise.
    pub(crate) listen: String,
    /// Which store holds the data.
    #[serde(default)]
    pub(crate) store: StoreChoice,
}

impl Settings {
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}
