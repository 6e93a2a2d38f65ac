use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use wangge_domain::checklist::AnswerResult;
use wangge_domain::record::Scalar;

use super::word;

/// The answer to one item（答题）of a script.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptAnswer {
    /// Checklist item, `RH-01`.
    pub(crate) item: String,
    /// 合格、不合格、不适用.
    #[serde(deserialize_with = "word::result")]
    pub(crate) result: AnswerResult,
    /// The number or text, for items that ask for one.
    #[serde(default, deserialize_with = "value")]
    pub(crate) value: Option<Scalar>,
    /// Remark.
    pub(crate) note: Option<String>,
    /// Part of the premises.
    pub(crate) part: Option<String>,
    /// Photos of the item, as found.
    #[serde(default)]
    pub(crate) photos: Vec<PathBuf>,
    #[serde(default, rename = "comment")]
    _comment: Option<String>,
}

/// All answers, each item once: of two answers nobody could say which was meant.
pub(super) fn distinct<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ScriptAnswer>, D::Error> {
    let answers = Vec::<ScriptAnswer>::deserialize(from)?;
    let mut items: Vec<&str> = answers.iter().map(|answer| answer.item.as_str()).collect();
    items.sort_unstable();
    if let Some(pair) = items.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(D::Error::custom(format!("检查项 {} 答了两次", pair[0])));
    }
    Ok(answers)
}

struct ValueVisitor;

impl Visitor<'_> for ValueVisitor {
    type Value = Option<Scalar>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("整数或文字")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Int(number)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        i64::try_from(number)
            .map(|number| Some(Scalar::Int(number)))
            .map_err(|_| E::custom("数值过大"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Scalar::from(text)))
    }
}

fn value<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Scalar>, D::Error> {
    from.deserialize_any(ValueVisitor)
}
