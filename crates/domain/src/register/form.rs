use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::EntryField;

/// What a row of a register holds（登记填写说明）, for whoever draws a form of it. It judges nothing: a row
/// is checked by the type of its register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterForm {
    /// What the key of a row is made of, with `/` between: names of fields, `@from` for its first
    /// day, `=default` for that very word; a field without a value is left out. Empty: it is free.
    pub key: Vec<String>,
    /// What an entry says.
    pub fields: Vec<EntryField>,
}

/// How the rows of a register are filled in（登记填写说明）, if this build knows the register.
#[must_use]
pub fn register_form(register: &str) -> Option<&'static RegisterForm> {
    static FORMS: LazyLock<BTreeMap<String, RegisterForm>> = LazyLock::new(|| {
        let text = include_str!("../../resources/register_forms.json");
        let mut forms: BTreeMap<String, RegisterForm> = serde_json::from_str(text)
            .expect("the forms that ship with the program are checked by a test");
        for form in forms.values_mut() {
            form.fields.iter_mut().for_each(EntryField::take_words);
        }
        forms
    });
    FORMS.get(register)
}
