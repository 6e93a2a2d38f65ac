use super::keys;
use crate::resources::{Language, label};

/// One entry of the data dictionary（数据字典）of S3-24.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// Place in the catalogue, from 1.
    pub number: usize,
    /// The content key.
    pub key: &'static str,
    /// Chinese name.
    pub zh: String,
    /// `text`, `count`, `number` or `flag`.
    pub kind: &'static str,
    /// A telephone or a name of a person: not for every reader.
    pub personal: bool,
}

/// The data dictionary of a premises in catalogue order（采集目录）: exports follow it column by
/// column.
#[must_use]
pub fn catalogue() -> Vec<CatalogueEntry> {
    let kinds = [
        ("text", keys::TEXT_KEYS),
        ("count", keys::COUNT_KEYS),
        ("number", keys::POSITION_KEYS),
        ("flag", keys::FLAG_KEYS),
    ];
    kinds
        .into_iter()
        .flat_map(|(kind, keys)| keys.iter().map(move |key| (kind, *key)))
        .enumerate()
        .map(|(index, (kind, key))| CatalogueEntry {
            number: index + 1,
            key,
            zh: label(Language::Chinese, &format!("field.{key}")).to_owned(),
            kind,
            personal: key.ends_with("_phone")
                || key.ends_with("_name") && key != keys::LICENSE_NAME,
        })
        .collect()
}
