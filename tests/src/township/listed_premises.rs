use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wangge_domain::premises::{Premises, keys};
use wangge_domain::record::{Content, Scalar};
use wangge_domain::{GridId, RecordId};

/// One listed premises（列管场所）as its file（一户一档）begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPremises {
    /// Always true: nothing here exists.
    pub synthetic: bool,
    /// The record.
    pub record: RecordId,
    /// The small grid it lies in.
    pub grid: GridId,
    /// Code on the list, e.g. `青03-017`.
    pub code: String,
    /// The content of the record by the domain's content keys.
    pub fields: BTreeMap<String, Scalar>,
}

impl ListedPremises {
    /// The content of its record.
    #[must_use]
    pub fn content(&self) -> Content {
        Content {
            fields: self.fields.clone(),
            conflicts: BTreeMap::new(),
        }
    }

    /// The fields with which a grid worker or a village puts it on file: the marks that plans and
    /// draws follow are set by the station.
    #[must_use]
    pub fn filed(&self) -> BTreeMap<String, Scalar> {
        let mut fields = self.fields.clone();
        fields.retain(|key, _| !keys::MARKS.contains(&key.as_str()));
        fields
    }

    /// The marks that the station sets once it is on file.
    #[must_use]
    pub fn marks(&self) -> BTreeMap<String, Scalar> {
        let mut fields = self.fields.clone();
        fields.retain(|key, _| keys::MARKS.contains(&key.as_str()));
        fields
    }

    /// The premises as the rules read it.
    #[must_use]
    pub fn view(&self) -> Premises {
        Premises::from_content(&self.content())
    }

    /// A text by its key, empty if there is none.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.fields
            .get(key)
            .and_then(Scalar::as_text)
            .unwrap_or_default()
    }

    /// Name on the sign, or the owner's name and 出租房.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text(keys::NAME)
    }

    /// Category id of the policy pack.
    #[must_use]
    pub fn category(&self) -> &str {
        self.text(keys::CATEGORY)
    }

    /// Listed by the police station（派出所列管）.
    #[must_use]
    pub fn police_listed(&self) -> bool {
        self.fields
            .get(keys::POLICE_LISTED)
            .and_then(Scalar::as_bool)
            .unwrap_or(false)
    }
}
