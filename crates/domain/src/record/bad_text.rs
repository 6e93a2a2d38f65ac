use serde::Serialize;
use serde_json::Value;

use super::phone::MOST_OF_A_PHONE;
use super::{fits_a_phone, holds_control_letters};
use crate::lifecycle::LifecycleTables;
use crate::resources::words_of;

/// Characters of a text at most.
const TEXT: usize = 2_000;
/// Characters of a name at most.
const NAME: usize = 200;
/// The field of a telephone number.
const PHONE: &str = "phone";
/// Fields that name somebody or something.
const NAMES: [&str; 7] = [
    "unit",
    "leader",
    "person",
    "signer",
    "tracking",
    "case_number",
    "household",
];

/// What is wrong with a text of an act（文字问题）: it would be signed, kept and printed so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadText {
    /// It holds control characters, turns the direction of writing, or hides letters. The field
    /// that says it.
    Hidden(String),
    /// It is longer than such a text may be, or no telephone number. The field that says it.
    TooLong(String),
}

impl BadText {
    /// The field in which it lies.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Hidden(field) | Self::TooLong(field) => field,
        }
    }

    /// What people call the field（栏目名称）, in Chinese.
    #[must_use]
    pub fn field_zh(&self) -> &str {
        field_words(self.field())
    }

    /// How many characters such a field holds at most.
    #[must_use]
    pub fn most_characters(&self) -> usize {
        most(self.field())
    }

    /// Whether the field is one of telephone numbers, which also are on one line.
    #[must_use]
    pub fn is_phone(&self) -> bool {
        self.field() == PHONE
    }
}

/// What people call a field（栏目名称）, in Chinese, as the labels have it or as the steps of cases ask for
/// it; its own name if it has no words.
#[must_use]
pub fn field_words(field: &str) -> &str {
    for group in ["said", "field"] {
        let key = format!("{group}.{field}");
        if let Some([zh, _]) = words_of(&key) {
            return zh;
        }
    }
    let rows = LifecycleTables::standard().iter().flat_map(|it| &it.rows);
    let mut asked = rows.flat_map(|row| &row.asks.fields);
    let asked = asked.find(|rule| rule.name == field);
    asked.map_or(field, |rule| rule.zh.as_str())
}

/// Characters of a text of this field at most.
fn most(field: &str) -> usize {
    match field {
        PHONE => MOST_OF_A_PHONE,
        name if NAMES.contains(&name) => NAME,
        _ => TEXT,
    }
}

/// The first bad text of an act, or of the content that goes with it: asked alike of what is typed
/// into a phone and of what comes to the relay's API. Lists of codes and ids are as long as they
/// have to be.
#[must_use]
pub fn bad_text(said: &impl Serialize) -> Option<BadText> {
    // What has no form as JSON says nothing that a person wrote.
    let value = serde_json::to_value(said).unwrap_or_default();
    bad_in("", &value)
}

fn bad_in(field: &str, value: &Value) -> Option<BadText> {
    match value {
        Value::String(text) => bad(field, text),
        Value::Array(all) => all.iter().find_map(|one| bad_in(field, one)),
        Value::Object(all) => all.iter().find_map(|(key, one)| {
            if holds_control_letters(key) {
                return Some(BadText::Hidden(field.to_owned()));
            }
            bad_in(key, one)
        }),
        _ => None,
    }
}

fn bad(field: &str, text: &str) -> Option<BadText> {
    if holds_control_letters(text) {
        return Some(BadText::Hidden(field.to_owned()));
    }
    let fits = match field {
        PHONE => fits_a_phone(text),
        _ => is_code(text) || text.chars().count() <= most(field),
    };
    (!fits).then(|| BadText::TooLong(field.to_owned()))
}

/// Whether a text is made of codes, ids, numbers and the like, with commas between, or is what a
/// program writes: the strokes of a signature.
fn is_code(text: &str) -> bool {
    text.contains(',')
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ",-_.:{}[]\"".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordId;
    use crate::lifecycle::{Event, Responsible, Step};

    fn set(change: impl Fn(&mut Responsible)) -> Event {
        let mut responsible = Responsible {
            unit: "桥头便民超市".to_owned(),
            leader: "王建国".to_owned(),
            person: "李秀英".to_owned(),
            phone: "13800000001".to_owned(),
        };
        change(&mut responsible);
        Event::ResponsibilitySet(responsible)
    }

    #[test]
    fn hidden_letters_long_texts_and_long_telephone_numbers_are_named_by_their_field() {
        let hidden = |field: &str| Some(BadText::Hidden(field.to_owned()));
        let long = |field: &str| Some(BadText::TooLong(field.to_owned()));
        let feedback = |length: usize| Event::Feedback {
            note: "清".repeat(length),
            photos: Vec::new(),
            on_behalf: true,
        };
        for (event, found) in [
            (set(|_| {}), None),
            (set(|it| it.unit = "店".repeat(200)), None),
            (set(|it| it.unit = "店".repeat(201)), long("unit")),
            (
                set(|it| it.person = "李\u{202e}四".to_owned()),
                hidden("person"),
            ),
            (
                set(|it| it.person = "李\u{0}四".to_owned()),
                hidden("person"),
            ),
            (set(|it| it.leader = "王\u{7}".to_owned()), hidden("leader")),
            (set(|it| it.phone = "1".repeat(65)), long("phone")),
            (set(|it| it.phone = "138\n139".to_owned()), long("phone")),
            (
                set(|it| it.person = "李\u{200b}四".to_owned()),
                hidden("person"),
            ),
            (set(|it| it.unit = "店\u{3164}".to_owned()), hidden("unit")),
            (
                Event::Feedback {
                    note: "已装好\u{26a0}\u{fe0f}\u{1f469}\u{200d}\u{1f692}".to_owned(),
                    photos: Vec::new(),
                    on_behalf: true,
                },
                None,
            ),
            (feedback(2_000), None),
            (feedback(2_001), long("note")),
        ] {
            assert_eq!(bad_text(&event), found, "{event:?}");
        }
    }

    #[test]
    fn a_step_is_read_field_by_field_and_a_long_list_of_ids_is_no_long_text() {
        let id = RecordId::from_bytes([7; 16]).to_string();
        let step = |field: &str, text: String| {
            Event::Step(Step {
                step: "order.assign".to_owned(),
                fields: [(field.to_owned(), text)].into(),
                ..Step::default()
            })
        };
        assert_eq!(bad_text(&step("items", vec![id; 200].join(","))), None);
        let strokes = format!("{{\"strokes\":[[{}]]}}", vec!["[5,5]"; 900].join(","));
        assert_eq!(bad_text(&step("strokes", strokes)), None);
        assert_eq!(
            bad_text(&step("text", "a".repeat(2_001))),
            Some(BadText::TooLong("text".to_owned()))
        );
        assert_eq!(
            bad_text(&step("text", "甲\u{2066}".to_owned())),
            Some(BadText::Hidden("text".to_owned()))
        );
        let key = bad_text(&step("te\u{202e}xt", "甲".to_owned()));
        assert!(matches!(key, Some(BadText::Hidden(_))), "{key:?}");
    }

    #[test]
    fn a_field_is_called_by_its_words_and_says_how_much_it_holds() {
        for (field, zh, most) in [
            ("unit", "责任单位", 200),
            ("phone", "电话", 64),
            // The words of a step of a case.
            ("minutes", "会议（谈话）记录", 2_000),
            ("of_a_county", "of_a_county", 2_000),
        ] {
            let bad = BadText::TooLong(field.to_owned());
            assert_eq!((bad.field_zh(), bad.most_characters()), (zh, most));
            assert_eq!(bad.is_phone(), field == "phone");
        }
    }
}
