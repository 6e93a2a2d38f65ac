//! The file of a premises: `{"grid": "…", "fields": {"name": "…", "floors": 3, …}}`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

/// Fields of a premises（一户一档）as a file gives them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PremisesFile {
    #[serde(default, rename = "comment")]
    _comment: Option<String>,
    /// Grid by id, code or name.
    pub(crate) grid: Option<String>,
    /// Fields by content key.
    #[serde(deserialize_with = "fields")]
    pub(crate) fields: BTreeMap<String, Scalar>,
}

/// What a field of a premises holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldKind {
    Text,
    Number,
    YesOrNo,
    Unknown,
}

fn kind_of(key: &str) -> FieldKind {
    if keys::TEXT_KEYS.contains(&key) {
        FieldKind::Text
    } else if keys::COUNT_KEYS.contains(&key) || keys::POSITION_KEYS.contains(&key) {
        FieldKind::Number
    } else if keys::FLAG_KEYS.contains(&key) {
        FieldKind::YesOrNo
    } else {
        FieldKind::Unknown
    }
}

/// A field as written on a command line, `floors=3`; an empty value clears it.
pub(crate) fn field_value(key: &str, text: &str) -> Result<Scalar, String> {
    let kind = kind_of(key);
    if text.is_empty() && kind != FieldKind::Unknown {
        return Ok(Scalar::Null);
    }
    match kind {
        FieldKind::Unknown => Err(format!("没有字段“{key}”")),
        FieldKind::Text => Ok(text.into()),
        FieldKind::Number => text
            .parse::<i64>()
            .map(Scalar::Int)
            .map_err(|_| format!("字段 {key} 应为整数，写的是“{text}”")),
        FieldKind::YesOrNo => match text {
            "true" | "yes" | "是" => Ok(Scalar::Bool(true)),
            "false" | "no" | "否" => Ok(Scalar::Bool(false)),
            _ => Err(format!("字段 {key} 应为是或否，写的是“{text}”")),
        },
    }
}

fn fields<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Scalar>, D::Error> {
    from.deserialize_map(FieldsVisitor)
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = BTreeMap<String, Scalar>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("字段和值")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(kind_of(&key))?;
            if fields.insert(key.clone(), value).is_some() {
                return Err(A::Error::custom(format!("字段 {key} 写了两次")));
            }
        }
        Ok(fields)
    }
}

impl<'de> DeserializeSeed<'de> for FieldKind {
    type Value = Scalar;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Scalar, D::Error> {
        from.deserialize_any(self)
    }
}

impl FieldKind {
    fn take<E: Error>(self, wanted: Self, value: Scalar) -> Result<Scalar, E> {
        match self {
            Self::Unknown => Err(E::custom("场所档案没有这个字段")),
            kind if kind == wanted => Ok(value),
            Self::Text => Err(E::custom("应为文字")),
            Self::Number => Err(E::custom("应为整数")),
            Self::YesOrNo => Err(E::custom("应为 true 或 false")),
        }
    }
}

impl Visitor<'_> for FieldKind {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("文字、整数、true、false 或 null")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
        self.take(Self::YesOrNo, value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Scalar, E> {
        self.take(Self::Number, value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Scalar, E> {
        let value = i64::try_from(value).map_err(|_| E::custom("数值过大"))?;
        self.take(Self::Number, value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Scalar, E> {
        self.take(Self::Text, value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
        if self == Self::Unknown {
            self.take(Self::Text, Scalar::Null)
        } else {
            Ok(Scalar::Null)
        }
    }
}
