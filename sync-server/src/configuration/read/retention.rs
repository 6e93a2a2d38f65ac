use std::path::Path;

use toml::Value;
use wangge_domain::record::RecordKind;

use super::{Values, list};
use crate::configuration::ConfigurationError;
use crate::retention::{RetentionDeed, RetentionRule};

/// The name of the tables.
pub(super) const TABLE: &str = "retention";

/// Reads every `[[retention]]`（保存期限）.
pub(super) fn read(
    found: Option<Value>,
    beside: &Path,
) -> Result<Vec<RetentionRule>, ConfigurationError> {
    let mut rules: Vec<RetentionRule> = Vec::new();
    for values in list(TABLE, found, beside)? {
        let rule = values.retention()?;
        if rules.iter().any(|other| other.kind == rule.kind) {
            return Err(values.wrong(
                "retention.kind",
                "同一类只能写一段",
                "stands in another [[retention]] too",
            ));
        }
        rules.push(rule);
    }
    Ok(rules)
}

impl Values<'_> {
    fn retention(&self) -> Result<RetentionRule, ConfigurationError> {
        let months = self
            .given
            .get("retention.months")
            .and_then(Value::as_integer);
        let months = months.and_then(|months| u32::try_from(months).ok());
        let then = self.text("retention.then");
        Ok(RetentionRule {
            kind: RecordKind::from(self.needed("retention.kind")?),
            months: months
                .ok_or_else(|| self.wrong("retention.months", "必须填写", "is missing"))?,
            then: then
                .and_then(|word| RetentionDeed::of(&word))
                .unwrap_or_default(),
        })
    }
}
