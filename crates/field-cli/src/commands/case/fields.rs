//! Fields as people type them: by their Chinese names and the words of lists, or by their codes.

use std::collections::BTreeMap;

use wangge_domain::lifecycle::{CaseLine, FieldEntry, FieldForm, LifecycleTables, StepForm};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{GridId, RecordId};

use crate::command_error::CommandError;

/// What was typed for a step. A field or word that the form does not know stays as it was typed:
/// the rules refuse it. What is signed and was not typed is what is written in the case.
pub(super) fn of_step(
    form: Option<&StepForm>,
    typed: &[String],
    written: &[CaseLine],
) -> Result<BTreeMap<String, String>, CommandError> {
    let rules = form.map_or(&[][..], |form| form.fields.as_slice());
    let mut fields = BTreeMap::new();
    for text in typed {
        let (name, value) = pair(text)?;
        let rule = rules
            .iter()
            .find(|rule| rule.name == name || rule.zh == name);
        match rule {
            Some(rule) => fields.insert(rule.name.clone(), code_of(rule, value)),
            None => fields.insert(name.to_owned(), value.to_owned()),
        };
    }
    for rule in rules {
        if let Some(only) = &rule.given {
            let value = fields.entry(rule.name.clone());
            value.or_insert_with(|| only.clone());
        }
        let mut lines = written.iter().filter(|_| rule.signed);
        if let Some(line) = lines.find(|line| line.name == rule.name) {
            let value = fields.entry(rule.name.clone());
            value.or_insert_with(|| line.value.clone());
        }
    }
    Ok(fields)
}

/// What the case was opened for（立案所据）stands in the field that asks for it, unless something else was
/// typed: nobody types the same id twice.
pub(super) fn name_parent(
    (kind, step): (&RecordKind, &str),
    fields: &mut BTreeMap<String, String>,
    parent: Option<RecordId>,
) {
    let table = LifecycleTables::standard().of(kind);
    let row = table.and_then(|table| table.rows.iter().find(|row| row.event == step));
    let Some((row, parent)) = row.zip(parent) else {
        return;
    };
    for rule in row.asks.fields.iter().filter(|rule| rule.parent) {
        let value = fields.entry(rule.name.clone());
        value.or_insert_with(|| parent.to_string());
    }
}

/// Grids that were typed by their codes, by their ids: so the rules know them.
pub(super) fn name_grids(
    form: Option<&StepForm>,
    fields: &mut BTreeMap<String, String>,
    grid_of: impl Fn(&str) -> Option<GridId>,
) {
    let rules = form.into_iter().flat_map(|form| &form.fields);
    for rule in rules.filter(|rule| rule.entry == FieldEntry::Subject) {
        if let Some(value) = fields.get_mut(&rule.name)
            && let Some(grid) = grid_of(value)
        {
            *value = grid.to_string();
        }
    }
}

/// What was typed to be written in a case, by the names of any of these forms.
pub(super) fn to_write(
    forms: &[StepForm],
    typed: &[String],
) -> Result<BTreeMap<String, Scalar>, CommandError> {
    let mut fields = BTreeMap::new();
    for text in typed {
        let (name, value) = pair(text)?;
        let rules = || forms.iter().flat_map(|form| &form.fields);
        let rule = rules()
            .find(|rule| rule.name == name)
            .or_else(|| rules().find(|rule| rule.zh == name));
        let (name, value) = rule.map_or_else(
            || (name.to_owned(), value.to_owned()),
            |rule| (rule.name.clone(), code_of(rule, value)),
        );
        fields.insert(name, Scalar::Text(value));
    }
    Ok(fields)
}

fn pair(text: &str) -> Result<(&str, &str), CommandError> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| CommandError::Usage(format!("应写成 字段=值，写的是“{text}”")))?;
    Ok((name.trim(), value.trim()))
}

/// The code of a word of the field's list, an id as it is; of several, with commas between.
fn code_of(rule: &FieldForm, typed: &str) -> String {
    let code = |word: &str| {
        let choices = rule.choices.iter();
        let found = choices.clone().find(|it| it.code == word);
        let found = found.or_else(|| choices.clone().find(|it| it.zh == word));
        found.map_or_else(|| word.to_owned(), |it| it.code.clone())
    };
    if rule.many {
        let words = typed.split([',', '，', '、']).map(str::trim);
        words.map(code).collect::<Vec<_>>().join(",")
    } else {
        code(typed)
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::lifecycle::RecordState;
    use wangge_domain::policy::default_pack;

    use super::*;

    fn form(kind: RecordKind, step: &str) -> StepForm {
        let table = LifecycleTables::standard().of(&kind).unwrap();
        let draft = RecordState::new(kind);
        StepForm::of(&default_pack(), table, &draft, step).unwrap()
    }

    fn typed(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn chinese_names_and_words_become_codes() {
        let call = form(RecordKind::Call, "call.whistle");
        let fields = of_step(
            Some(&call),
            &typed(&["事由=楼道堵塞", "应报到部门=公安派出所、FIRE"]),
            &[],
        );
        let fields = fields.unwrap();
        assert_eq!(fields["matter"], "楼道堵塞");
        assert_eq!(fields["departments"], "PSB,FIRE");
        let written = to_write(&[call], &typed(&["地点=兴隆街", "别的=1"])).unwrap();
        assert_eq!(written["place"], Scalar::from("兴隆街"));
        assert!(
            written.contains_key("别的"),
            "the rules speak, not the shell"
        );
    }

    #[test]
    fn ids_of_a_list_may_stand_between_any_commas() {
        let order = form(RecordKind::Order, "order.issue_monthly");
        let listed = order.fields.iter().find(|rule| rule.name == "items");
        let name = &listed.unwrap().zh;
        for typed_as in ["甲、乙", "甲,乙", "甲，乙", "甲、 乙"] {
            let said = typed(&[format!("{name}={typed_as}").as_str()]);
            let fields = of_step(Some(&order), &said, &[]).unwrap();
            assert_eq!(fields["items"], "甲,乙", "{typed_as}");
        }
        let unit = typed(&["督办对象=甲、乙"]);
        let fields = of_step(Some(&order), &unit, &[]).unwrap();
        assert_eq!(fields["unit"], "甲、乙", "what is no list stays as it is");
    }

    #[test]
    fn what_the_case_was_opened_for_is_not_asked_again() {
        let kind = RecordKind::MajorCase;
        let (hazard, other) = (RecordId::from_bytes([7; 16]), "别的".to_owned());
        let mut fields = BTreeMap::new();
        name_parent((&kind, "major_case.report"), &mut fields, Some(hazard));
        assert_eq!(fields["hazard"], hazard.to_string());
        fields.insert("hazard".to_owned(), other.clone());
        name_parent((&kind, "major_case.report"), &mut fields, Some(hazard));
        assert_eq!(fields["hazard"], other, "what was typed stays");
        let mut fields = BTreeMap::new();
        name_parent((&kind, "major_case.progress"), &mut fields, Some(hazard));
        name_parent((&kind, "major_case.report"), &mut fields, None);
        assert!(fields.is_empty(), "{fields:?}");
    }

    #[test]
    fn a_grid_is_named_by_its_code() {
        let order = form(RecordKind::Order, "order.issue_monthly");
        let grid = GridId::from_bytes([7; 16]);
        let grid_of = |code: &str| (code == "510521001001").then_some(grid);
        let said = |value: &str| {
            let named = typed(&[
                format!("督办对象网格={value}").as_str(),
                "督办对象=510521001001",
            ]);
            let mut fields = of_step(Some(&order), &named, &[]).unwrap();
            name_grids(Some(&order), &mut fields, grid_of);
            fields
        };
        let fields = said("510521001001");
        assert_eq!(fields["unit_grid"], grid.to_string());
        assert_eq!(fields["unit"], "510521001001", "no grid is asked for there");
        let id = grid.to_string();
        assert_eq!(said(&id)["unit_grid"], id);
        assert_eq!(said("别的")["unit_grid"], "别的", "the rules speak");
    }

    #[test]
    fn the_only_value_there_is_is_filled_in_and_what_is_no_pair_refused() {
        let propose = form(RecordKind::Leniency, "leniency.propose");
        let fields = of_step(Some(&propose), &[], &[]).unwrap();
        assert_eq!(fields["list_version"], "2026.1");
        assert!(of_step(Some(&propose), &typed(&["理由"]), &[]).is_err());
    }

    #[test]
    fn what_is_signed_is_taken_from_the_case_unless_it_is_typed() {
        let warn = form(RecordKind::Letter, "letter.warn");
        let line = |name: &str, value: &str| CaseLine {
            name: name.to_owned(),
            zh: name.to_owned(),
            value: value.to_owned(),
            text: value.to_owned(),
            record: None,
        };
        let written = [
            line("matter", "楼道停车"),
            line("promise", "不再充电"),
            line("issuer", "station"),
        ];
        let fields = of_step(Some(&warn), &typed(&["承诺事项=不再停放"]), &written).unwrap();
        assert_eq!(fields["matter"], "楼道停车");
        assert_eq!(fields["promise"], "不再停放");
        assert!(!fields.contains_key("issuer"), "nobody signs that");
    }
}
