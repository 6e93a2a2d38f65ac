//! Whether a value is what its field holds.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::entry::{entry_of, plain};
use super::{FieldKind, Sheet, SheetField, holds_personal_number};
use crate::GridId;
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::register::{RegisterError, RegisterRow};

/// Characters of a text, at most.
const LONGEST_TEXT: usize = 2_000;

/// What a value is judged by.
pub(super) struct Judge<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) row: &'a RegisterRow,
    pub(super) entry: &'a Map<String, Value>,
    pub(super) control: &'a ControlState,
    pub(super) policy: &'a PolicyPack,
}

impl Judge<'_> {
    pub(super) fn refuse(&self, code: &'static str, zh: String) -> RegisterError {
        RegisterError::refused(self.sheet.rule.clone(), code, zh)
    }

    fn demand(&self, holds: bool, code: &'static str, zh: String) -> Result<(), RegisterError> {
        if holds {
            Ok(())
        } else {
            Err(self.refuse(code, zh))
        }
    }

    /// Judges the value of a field that is set.
    pub(super) fn judge(&self, field: &SheetField, value: &Value) -> Result<(), RegisterError> {
        let zh = &field.zh;
        let wrong = || self.refuse("field_of_wrong_kind", format!("{zh}的内容不符合要求"));
        if field.kind.is_many() {
            let values = value.as_array().ok_or_else(wrong)?;
            let texts: Vec<&str> = values
                .iter()
                .map(|one| one.as_str().map(str::trim).ok_or_else(wrong))
                .collect::<Result<_, _>>()?;
            for (place, text) in texts.iter().enumerate() {
                self.one(field, text)?;
                let twice = texts.iter().take(place).any(|before| before == text);
                self.demand(!twice, "listed_twice", format!("{zh}中有重复"))?;
            }
            let enough = texts.len() >= field.least as usize;
            let least = field.least;
            self.demand(enough, "too_few", format!("{zh}不得少于{least}项"))?;
            if field.kind == FieldKind::Dates {
                let days: Vec<NaiveDate> = texts.iter().filter_map(|it| it.parse().ok()).collect();
                let ordered = days.windows(2).all(|pair| pair[0] < pair[1]);
                self.demand(
                    ordered,
                    "milestones_out_of_order",
                    format!("{zh}须依次后延"),
                )?;
                self.limits(field, &texts)?;
            }
            return Ok(());
        }
        match field.kind {
            FieldKind::Count => {
                let number = value.as_u64().ok_or_else(wrong)?;
                let limit = field.at_most.as_ref().and_then(|name| self.entry.get(name));
                let within = limit
                    .and_then(Value::as_u64)
                    .is_none_or(|most| number <= most);
                self.demand(within, "more_than_whole", format!("{zh}超过上限"))
            }
            FieldKind::Flag => self.demand(value.is_boolean(), "field_of_wrong_kind", zh.clone()),
            FieldKind::Date => {
                let text = value.as_str().ok_or_else(wrong)?.trim();
                self.one(field, text)?;
                self.limits(field, &[text])
            }
            _ => {
                let text = value.as_str().ok_or_else(wrong)?.trim();
                self.one(field, text)
            }
        }
    }

    /// Judges one text by the kind of its field.
    fn one(&self, field: &SheetField, text: &str) -> Result<(), RegisterError> {
        let zh = &field.zh;
        let holds = match field.kind {
            FieldKind::Text | FieldKind::Names => {
                !text.is_empty() && text.chars().count() <= LONGEST_TEXT
            }
            FieldKind::OpenText => {
                let clean = !holds_personal_number(text);
                self.demand(clean, "personal_data", format!("{zh}含有电话或证件号码"))?;
                !text.is_empty() && text.chars().count() <= LONGEST_TEXT
            }
            FieldKind::Date | FieldKind::Dates => text.parse::<NaiveDate>().is_ok(),
            FieldKind::Code | FieldKind::Codes => {
                let list = field.list.as_deref().unwrap_or_default();
                let listed = self.policy.lists_code(list, text);
                self.demand(listed, "not_in_list", format!("{zh}不在清单内"))?;
                if field.ladder {
                    self.ladder(field, list, text)?;
                }
                true
            }
            FieldKind::Person | FieldKind::People => {
                let known = text
                    .parse()
                    .is_ok_and(|user| self.control.people.contains_key(&user));
                self.demand(known, "person_unknown", format!("{zh}：没有这个人员"))?;
                true
            }
            FieldKind::Grid | FieldKind::Grids => {
                let grid = text.parse::<GridId>().ok();
                let found = grid.and_then(|grid| self.control.grids.get(&grid));
                let known =
                    found.is_some_and(|grid| field.level.is_none_or(|level| grid.level == level));
                self.demand(
                    known,
                    "grid_unknown",
                    format!("{zh}：没有这个网格或层级不符"),
                )?;
                true
            }
            FieldKind::Record => text.parse::<crate::RecordId>().is_ok(),
            FieldKind::Digest => {
                text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
            FieldKind::Phone => {
                let plain = |letter: char| letter.is_ascii_digit() || "-+ ".contains(letter);
                (3..=20).contains(&text.len()) && text.chars().all(plain)
            }
            FieldKind::Entry => {
                let other = field.sheet.as_deref().unwrap_or_default();
                let book = &self.control.registers;
                let stands = book.line_on(other, text, self.row.from).is_some();
                self.demand(stands, "entry_unknown", format!("{zh}：没有这条登记"))?;
                true
            }
            FieldKind::Count | FieldKind::Flag => true,
        };
        self.demand(
            holds,
            "field_of_wrong_kind",
            format!("{zh}的内容不符合要求"),
        )?;
        if field.fresh {
            let same = self
                .before(&field.name)
                .is_some_and(|before| before == text);
            self.demand(!same, "version_repeated", format!("{zh}与上一版相同"))?;
        }
        if field.keeps {
            let other = self
                .before(&field.name)
                .is_some_and(|before| before != text);
            self.demand(!other, "field_stands", format!("{zh}已登记，不得改写"))?;
        }
        if let Some(among) = &field.among {
            let held = self.entry.get(among).and_then(Value::as_array);
            let one = held.is_some_and(|held| held.iter().any(|it| it.as_str() == Some(text)));
            self.demand(one, "not_among", format!("{zh}不在所列范围内"))?;
        }
        if let Some(other) = &field.differs {
            let said = self.entry.get(other).map(plain).unwrap_or_default();
            let same = said.split(',').any(|one| one == text);
            self.demand(!same, "same_person", format!("{zh}不得与另一项相同"))?;
        }
        Ok(())
    }

    /// Dates keep to those of other fields.
    fn limits(&self, field: &SheetField, texts: &[&str]) -> Result<(), RegisterError> {
        let of = |name: &Option<String>| -> Option<NaiveDate> {
            self.entry
                .get(name.as_ref()?)?
                .as_str()?
                .trim()
                .parse()
                .ok()
        };
        let days: Vec<NaiveDate> = texts.iter().filter_map(|it| it.parse().ok()).collect();
        let early = of(&field.not_before).is_some_and(|first| days.iter().any(|it| *it < first));
        let late = of(&field.at_most).is_some_and(|last| days.iter().any(|it| *it > last));
        let zh = &field.zh;
        self.demand(
            !early && !late,
            "dates_reversed",
            format!("{zh}的日期先后不符"),
        )
    }

    /// What the row before said in a field, if it said anything.
    fn before(&self, name: &str) -> Option<String> {
        let row = self.row;
        let history = self.control.registers.history_of(&row.register, &row.key);
        let entry = entry_of(&history.last()?.row);
        entry.get(name).map(plain).filter(|text| !text.is_empty())
    }

    /// A stage follows the one before it.
    fn ladder(&self, field: &SheetField, list: &str, text: &str) -> Result<(), RegisterError> {
        let Some(list) = self.policy.cases.lists.get(list) else {
            return Ok(());
        };
        let place = |code: &str| list.items.iter().position(|entry| entry.code == code);
        let before = self.before(&field.name);
        let reached = before.as_deref().and_then(place).map_or(0, |at| at + 1);
        let wanted = place(text).unwrap_or(usize::MAX);
        let zh = format!("{}须逐级推进，不得跳过或者退回", field.zh);
        let follows = wanted == reached || wanted + 1 == reached;
        self.demand(follows, "stage_skipped", zh)
    }
}
