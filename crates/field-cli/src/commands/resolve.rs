use clap::Args;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::record::Scalar;
use wangge_domain::resources::{Language, field_words};
use wangge_mobile_core::FieldConflict;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::words;

#[derive(Debug, Args)]
pub(crate) struct Resolve {
    /// 记录编号（record）
    record: RecordId,
    /// 字段名称或代码，见 conflicts（field: its name or key, as listed）
    key: String,
    /// 采用的值（value to take）
    value: String,
}

impl Resolve {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let conflicts = shell.core.conflicts(self.record)?;
        let conflict = meant(&conflicts, self.key.trim()).ok_or_else(|| none(&conflicts, self))?;
        let value = chosen(conflict, &self.value);
        let key = &conflict.key;
        shell.core.resolve_conflict(self.record, key, &value)?;
        Ok(Answer::new(
            format!(
                "已采用：{}（草稿，随下次提交或同步上传）",
                words::value(&value)
            ),
            json!({ "record": self.record, "key": key, "value": value }),
        ))
    }
}

/// The conflict of the field with this key, or with this name if only one has it.
fn meant<'a>(conflicts: &'a [FieldConflict], text: &str) -> Option<&'a FieldConflict> {
    let by_key = conflicts.iter().find(|it| it.key == text);
    by_key.or_else(|| {
        let mut named = conflicts
            .iter()
            .filter(|it| field_words(Language::Chinese, &it.key) == text);
        match (named.next(), named.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    })
}

fn none(conflicts: &[FieldConflict], asked: &Resolve) -> CommandError {
    let names: Vec<String> = conflicts
        .iter()
        .map(|it| format!("{}（{}）", field_words(Language::Chinese, &it.key), it.key))
        .collect();
    CommandError::Usage(match names.as_slice() {
        [] => "这条记录没有冲突".to_owned(),
        some => format!("字段“{}”没有冲突，有冲突的：{}", asked.key, some.join("、")),
    })
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
    fn a_conflict_is_named_by_its_key_or_by_its_word() {
        let conflict = |key: &str| FieldConflict {
            key: key.to_owned(),
            shown: None,
            values: Vec::new(),
        };
        let all = [conflict("floors"), conflict("beds")];
        let word = field_words(Language::Chinese, "floors");
        assert_ne!(word, "floors");
        assert_eq!(meant(&all, "beds"), Some(&all[1]));
        assert_eq!(meant(&all, &word), Some(&all[0]));
        assert_eq!(meant(&all, "门牌"), None);
        let twice = [conflict("floors"), conflict("floors")];
        assert_eq!(meant(&twice, &word), None, "two have this name");
    }

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
