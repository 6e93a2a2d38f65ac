use std::collections::BTreeMap;

use serde_json::{Value, json};
use wangge_domain::people::Role;

use super::Township;

/// Password of every made-up account.
const PASSWORD: &str = "告成-演示-2026";

impl Township {
    /// The township as `wangge-relay grid import` reads it: grids, people, roles, certificates, and
    /// made-up accounts for everybody but the grid workers, named for role and number.
    ///
    /// # Panics
    /// Never: every key is text.
    #[must_use]
    pub fn import_json(&self) -> String {
        let mut counted: BTreeMap<Role, u32> = BTreeMap::new();
        let people = self.people.iter().map(|person| {
            let mut entry = json!(person);
            let role = self.roles.iter().find(|it| it.user == person.user);
            if let (Some(entry), Some(role)) = (entry.as_object_mut(), role) {
                let number = counted.entry(role.role).or_default();
                *number += 1;
                if role.role != Role::GridWorker {
                    entry.insert(
                        "account".to_owned(),
                        json!(format!("{}-{number}", role.role)),
                    );
                    entry.insert("password".to_owned(), json!(PASSWORD));
                }
            }
            entry
        });
        let people: Vec<Value> = people.collect();
        let whole = json!({
            "grids": self.grids,
            "people": people,
            "grants": self.roles,
            "credentials": self.credentials,
        });
        let mut text = serde_json::to_string(&whole).expect("every key is text");
        text.push('\n');
        text
    }
}
