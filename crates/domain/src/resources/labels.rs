use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::lifecycle::Status;
use crate::record::RecordKind;

/// Language of the words（语言）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 中文.
    #[default]
    Chinese,
    /// English.
    English,
}

/// The words for a key `group.code`, e.g. `status.served`, `event.notice_issued`, `role.police`,
/// `outcome.locked`, `finding.photo_missing`, `risk.single_exit`, `schedule.complaint`,
/// `field.door_number`. A key without words is shown as it is, so that nothing of a later version
/// or of a county's own pack disappears from a screen.
#[must_use]
pub fn label(language: Language, key: &str) -> &str {
    match find(key) {
        Some([chinese, english]) => match language {
            Language::Chinese => chinese,
            Language::English => english,
        },
        None => key,
    }
}

/// The words of a key in Chinese and English, if it has any.
pub(crate) fn words_of(key: &str) -> Option<&'static [String; 2]> {
    find(key)
}

/// True if the key has words.
#[must_use]
pub fn has_label(key: &str) -> bool {
    find(key).is_some()
}

/// The code of a group whose words these are, in either language（由文字查代码）: what people read is what they
/// write.
#[must_use]
pub fn code_of_words(group: &str, words: &str) -> Option<&'static str> {
    let mut codes = table().get(group)?.iter();
    let found = codes.find(|(_, [chinese, english])| chinese == words || english == words);
    found.map(|(code, _)| code.as_str())
}

/// The words for a status of this kind of record: a premises that is closed（停业搬迁）is not a
/// hazard that is closed（已销号）.
#[must_use]
pub fn status_label<'a>(language: Language, kind: &RecordKind, status: &'a Status) -> &'a str {
    let own = format!("{kind}_status.{status}");
    let common = format!("status.{status}");
    let words = find(&own).or_else(|| find(&common));
    words.map_or(status.as_str(), |[chinese, english]| match language {
        Language::Chinese => chinese,
        Language::English => english,
    })
}

type Table = BTreeMap<String, BTreeMap<String, [String; 2]>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        serde_json::from_str(include_str!("../../resources/labels.json"))
            .expect("the labels that ship with the program are checked by a test")
    })
}

fn find(key: &str) -> Option<&'static [String; 2]> {
    let (group, code) = key.split_once('.')?;
    table().get(group)?.get(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Role;
    use crate::policy::action_names::{EVENT_NAMES, OPERATION_NAMES};
    use crate::policy::default_pack;
    use crate::premises::keys;

    #[track_caller]
    fn assert_labels<'a>(group: &str, codes: impl IntoIterator<Item = &'a str>) {
        let mut count = 0;
        for code in codes {
            assert!(has_label(&format!("{group}.{code}")), "{group}.{code}");
            count += 1;
        }
        assert!(count > 0, "{group}");
    }

    /// Literals in source that follow `before`, up to the next quotation mark.
    fn literals<'a>(source: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
        source
            .split(before)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
    }

    #[test]
    fn words_lead_back_to_their_code() {
        assert_eq!(code_of_words("gas_kind", "不用气"), Some("none"));
        assert_eq!(code_of_words("gas_kind", "Piped"), Some("piped"));
        assert_eq!(code_of_words("gas_kind", "none"), None);
        assert_eq!(code_of_words("no_such_group", "不用气"), None);
    }

    #[test]
    fn every_reason_of_a_task_has_words() {
        for code in [
            "agency_frequency",
            "campaign",
            "check_day",
            "complaint",
            "confirm",
            "confirm_case",
            "control_measure",
            "department_plan",
            "grade_credit",
            "grade_raised",
            "job",
            "leave_in_peace",
            "police_listed_monthly",
            "recheck",
            "response_level",
            "self_check",
            "supervising_body",
            "training",
            "yearly",
        ] {
            assert!(has_label(&format!("schedule.{code}")), "{code}");
        }
    }

    #[test]
    fn everything_that_is_shown_has_words() {
        assert_labels("event", EVENT_NAMES.iter().copied());
        assert_labels("operation", OPERATION_NAMES.iter().copied());
        assert_labels(
            "status",
            literals(include_str!("../lifecycle/status.rs"), " => \""),
        );
        assert_labels("role", literals(include_str!("../people/role.rs"), "=> \""));
        assert_eq!(
            label(Language::Chinese, &format!("role.{}", Role::GridWorker)),
            "网格员"
        );
        for list in [
            keys::TEXT_KEYS,
            keys::COUNT_KEYS,
            keys::POSITION_KEYS,
            keys::FLAG_KEYS,
        ] {
            assert_labels("field", list.iter().copied());
        }
        assert_labels(
            "mode",
            crate::inspection::InspectionMode::ALL
                .iter()
                .map(|m| m.as_str()),
        );
        assert_labels(
            "source",
            crate::hazard::HazardSource::ALL.iter().map(|s| s.as_str()),
        );
    }

    #[test]
    fn every_finding_has_words() {
        for source in [
            include_str!("../checklist/check_answers.rs"),
            include_str!("../premises/check.rs"),
            include_str!("../inspection/check.rs"),
            include_str!("../census/visit.rs"),
            include_str!("../hazard/check.rs"),
        ] {
            assert_labels("finding", literals(source, "Finding::blocking(\""));
        }
        let advice = [
            include_str!("../premises/check.rs"),
            include_str!("../hazard/check.rs"),
        ];
        for source in advice {
            assert_labels("finding", literals(source, "Finding::advice(\""));
        }
    }

    #[test]
    fn every_code_of_the_default_pack_has_words() {
        let pack = default_pack();
        let risk = &pack.risk;
        let rules = risk
            .exposure
            .iter()
            .chain(&risk.dynamic)
            .chain(&risk.mitigation);
        assert_labels("risk", rules.map(|rule| rule.code.as_str()));
        assert_labels("risk", risk.counted.iter().map(|rule| rule.code.as_str()));
        assert_labels("risk", risk.floors.iter().map(|rule| rule.code.as_str()));
        assert_labels("grade", risk.grades.iter().map(|grade| grade.id.as_str()));
        assert_labels(
            "outcome",
            pack.census
                .outcomes
                .iter()
                .map(|outcome| outcome.code.as_str()),
        );
        assert_labels(
            "schedule",
            pack.frequency.minima.iter().map(|rule| rule.code.as_str()),
        );
        let control = &pack.categories.key_control;
        assert_labels("key_control", control.iter().map(|rule| rule.code.as_str()));
        assert_labels(
            "task",
            control
                .iter()
                .flat_map(|rule| &rule.tasks)
                .map(String::as_str),
        );
    }

    #[test]
    fn the_words_of_a_reason_are_those_of_the_lifecycle() {
        let source = include_str!("../lifecycle/reason_text.rs");
        for code in literals(source, "    (\"") {
            let key = format!("reason.{code}");
            if has_label(&key) {
                let words = crate::lifecycle::Reason::new(code, "");
                assert_eq!(label(Language::Chinese, &key), words.text());
            }
        }
        assert!(has_label("reason.not_in_this_state"));
    }

    #[test]
    fn a_premises_that_is_closed_is_not_a_hazard_that_is_closed() {
        let words = |kind| status_label(Language::Chinese, &kind, &Status::Closed);
        assert_eq!(words(RecordKind::Premises), "停业搬迁");
        assert_eq!(words(RecordKind::Rectification), "已销号");
        let later = Status::Other("embargoed".to_owned());
        assert_eq!(
            status_label(Language::English, &RecordKind::Photo, &later),
            "embargoed"
        );
    }

    #[test]
    fn a_key_without_words_is_shown_as_it_is() {
        assert_eq!(label(Language::Chinese, "risk.meteor"), "risk.meteor");
        assert_eq!(label(Language::English, "nothing"), "nothing");
        assert_eq!(label(Language::English, "status.served"), "Notice served");
    }
}
