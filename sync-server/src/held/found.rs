use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use wangge_domain::resources::{Language, has_label, label};

use super::asked::Asked;
use crate::mask::is_phone;

/// What of a record, a row or a list is about the person（所存内容）.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By what it was found: `name`, `phone`, `id`. By the name alone it may be somebody else's.
    pub(super) by: BTreeSet<&'static str>,
    pub(super) fields: Vec<HeldField>,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct HeldField {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) text: String,
}

impl Found {
    pub(super) fn is_nothing(&self) -> bool {
        self.fields.is_empty()
    }

    /// Takes what a field says about the person, if it says anything.
    pub(super) fn look(&mut self, asked: &Asked, key: &str, label: &str, text: &str) {
        if let Some((signs, told)) = asked.told(is_phone(key), text) {
            self.by.extend(signs);
            self.add(key, label, told);
        }
    }

    /// The same for the fields of a record, by their keys. A telephone number belongs to the name that
    /// stands beside it, and the other way round: of the number of a namesake the middle is hidden.
    pub(super) fn look_at(&mut self, asked: &Asked, fields: &BTreeMap<String, String>) {
        for (key, text) in fields {
            if asked.told(is_phone(key), text).is_none() {
                continue;
            }
            self.look(asked, key, &words(key), text);
            let Some(beside) = beside(key) else { continue };
            if let Some(text) = fields.get(&beside).filter(|text| !text.trim().is_empty()) {
                let told = if is_phone(&beside) {
                    asked.phone(text)
                } else {
                    asked.hidden(text)
                };
                self.add(&beside, &words(&beside), told);
            }
        }
    }

    fn add(&mut self, key: &str, label: &str, text: String) {
        let is_there = |field: &HeldField| field.key == key && field.text == text;
        if !self.fields.iter().any(is_there) {
            self.fields.push(HeldField {
                key: key.to_owned(),
                label: label.to_owned(),
                text,
            });
        }
    }
}

/// `owner_phone` of `owner_name`, and back.
fn beside(key: &str) -> Option<String> {
    let phone = key
        .strip_suffix("_name")
        .map(|stem| format!("{stem}_phone"));
    let name = || {
        key.strip_suffix("_phone")
            .map(|stem| format!("{stem}_name"))
    };
    phone.or_else(name)
}

/// What a field is called.
fn words(key: &str) -> String {
    let full = format!("field.{key}");
    if has_label(&full) {
        label(Language::Chinese, &full).to_owned()
    } else {
        key.to_owned()
    }
}
