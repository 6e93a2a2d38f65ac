use serde::{Deserialize, Serialize};

/// One inspection of the workload, as one line of JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InspectionDocument {
    /// A UUID.
    pub id: String,
    /// Who, where, when.
    pub header: Header,
    /// What was found, 25 of them.
    pub answers: Vec<Answer>,
}

/// The fields above the answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Kind of inspection and a running number.
    pub title: String,
    /// Premises.
    pub site: String,
    /// Part of the premises.
    pub area: String,
    /// Who inspected.
    pub inspector: String,
    /// Who reviews.
    pub reviewer: String,
    /// Of which body.
    pub dept: String,
    /// `draft`, `submitted` or `reviewed`.
    pub status: String,
    /// In a word.
    pub weather: String,
    /// Degrees Celsius.
    pub temp_c: i64,
    /// Seconds since 1970.
    pub created_at: i64,
    /// Latitude, six decimals.
    pub lat: f64,
    /// Longitude, six decimals.
    pub lng: f64,
    /// A sentence.
    pub summary: String,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// `q01` to `q25`.
    pub q: String,
    /// 合格, 不合格 or 不适用.
    pub result: String,
    /// Ids of photos, 24 hexadecimal digits each.
    pub photo_ids: Vec<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl InspectionDocument {
    /// The document as one line of JSON without a line end.
    ///
    /// # Panics
    /// Never: the document holds texts and finite numbers only.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and finite numbers")
    }
}
