use serde::Deserialize;

/// The premises a script speaks of（场所）.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) enum PremisesChoice {
    /// By its id.
    Id(String),
    /// By words that find exactly one.
    Search(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Option<String>,
    search: Option<String>,
}

impl TryFrom<Written> for PremisesChoice {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match (written.id, written.search) {
            (Some(id), None) => match id.parse::<wangge_domain::RecordId>() {
                Ok(_) => Ok(Self::Id(id)),
                Err(_) => Err(format!("“{id}”不是场所编号")),
            },
            (None, Some(words)) if !words.trim().is_empty() => Ok(Self::Search(words)),
            _ => Err("应写 id（编号）或 search（检索文字）之一".to_owned()),
        }
    }
}

impl PremisesChoice {
    /// Id or words.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Id(text) | Self::Search(text) => text,
        }
    }
}
