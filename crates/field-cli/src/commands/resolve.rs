use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::record::Scalar;
use wangge_mobile_core::FieldConflict;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::words;

#[derive(Debug, Args)]
pub(crate) struct Resolve {
    /// 记录编号（record）
    record: RecordId,
    /// 字段，见 conflicts（key, as listed）
    key: String,
    /// 采用的值（value to take）
    value: String,
}

impl Resolve {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let conflicts = shell.core.conflicts(self.record)?;
        let conflict = conflicts
            .iter()
            .find(|it| it.key == self.key)
            .ok_or_else(|| CommandError::Usage(format!("字段 {} 没有冲突", self.key)))?;
        let value = chosen(conflict, &self.value);
        shell
            .core
            .resolve_conflict(self.record, &self.key, &value)?;
        Ok(Answer::new(
            format!(
                "已采用：{}（草稿，随下次提交或同步上传）",
                words::value(&value)
            ),
            json!({ "record": self.record, "key": self.key, "value": value }),
        ))
    }
}

/// One of the values offered, or a new one of the same kind.
fn chosen(conflict: &FieldConflict, text: &str) -> Scalar {
    let offered = conflict.values.iter().find(|value| {
        let as_json = json!(value).to_string();
        words::value(value) == text || as_json == text
    });
    if let Some(value) = offered {
        return value.clone();
    }
    match (&conflict.shown, text.parse::<i64>(), text) {
        (Some(Scalar::Int(_)), Ok(number), _) => Scalar::Int(number),
        (Some(Scalar::Bool(_)), _, "true" | "是") => Scalar::Bool(true),
        (Some(Scalar::Bool(_)), _, "false" | "否") => Scalar::Bool(false),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_of_those_offered_or_a_new_one_of_their_kind() {
        let conflict = |values: Vec<Scalar>| FieldConflict {
            key: "k".to_owned(),
            shown: values.first().cloned(),
            values,
        };
        let numbers = conflict(vec![3.into(), 4.into()]);
        assert_eq!(chosen(&numbers, "4"), Scalar::Int(4));
        assert_eq!(chosen(&numbers, "5"), Scalar::Int(5));
        let flags = conflict(vec![true.into(), false.into()]);
        assert_eq!(chosen(&flags, "否"), Scalar::Bool(false));
        assert_eq!(chosen(&flags, "false"), Scalar::Bool(false));
        let texts = conflict(vec!["3".into(), "三".into()]);
        assert_eq!(chosen(&texts, "3"), Scalar::from("3"));
        assert_eq!(chosen(&texts, "四"), Scalar::from("四"));
    }
}
