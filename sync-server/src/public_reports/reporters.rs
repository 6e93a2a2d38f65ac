use serde::Serialize;
use serde_json::Value;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{field_with_caller, holds_caller, mark_caller, names_somebody};
use wangge_protocol::{Op, RowBody, decode};
use wangge_sync_engine::Document;
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::PublicReports;
use crate::reporter::Reporter;
use crate::tenant::Tenant;

/// Stands where nothing of a text can be told without telling who reported.
const WITHHELD: &str = "答复中含有举报人信息，不予公开";

/// Who reported what a record is about（件的举报人、来电人）, opened by the program to compare texts with, and
/// shown to nobody: no look of a person, so no line of one.
pub(crate) struct Reporters {
    people: Vec<Reporter>,
    /// What is written for want of a name, by the policy pack.
    placeholders: Vec<String>,
}

impl PublicReports {
    /// Those of a record, its caller and the reporters of every report that became or joined it; of a
    /// report that waits, its own.
    pub(crate) fn reporters_of(
        &self,
        tenant: &Tenant,
        policy: &PolicyPack,
        subject: RecordId,
    ) -> Result<Reporters, StoreError> {
        let (database, id) = (&tenant.database, tenant.id());
        let reports = database.public_reports_of(id, subject)?;
        let joined = reports.iter().map(|report| report.report);
        let mut people = Vec::new();
        for subject in std::iter::once(subject).chain(joined) {
            let Some(sealed) = database.sealed_identity(id, subject)? else {
                continue;
            };
            let Some(reporter) = self.key.open(subject.as_bytes(), &sealed) else {
                tracing::error!(%subject, "who reported cannot be opened: altered, or another key");
                continue;
            };
            people.push(reporter);
        }
        Ok(Reporters {
            people,
            placeholders: policy.cases.placeholder_names.clone(),
        })
    }
}

impl Reporters {
    /// And whoever is about to be kept.
    pub(crate) fn with(mut self, given: Option<&Reporter>) -> Self {
        self.people.extend(given.cloned());
        self
    }

    /// The first field that holds a name or a number of theirs.
    pub(crate) fn named_in(&self, said: &impl Serialize) -> Option<String> {
        let mut people = self.people.iter();
        people.find_map(|person| field_with_caller(said, self.name(person), &person.phone))
    }

    /// A text for everybody, with marks in the place of what names them.
    pub(crate) fn marked(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for person in &self.people {
            if self.holds(&text, person) {
                text = mark_caller(&text, self.name(person), &person.phone).text;
            }
        }
        // A number may be written so that no mark fits in its place.
        if self.people.iter().any(|person| self.holds(&text, person)) {
            WITHHELD.clone_into(&mut text);
        }
        text
    }

    fn holds(&self, text: &str, person: &Reporter) -> bool {
        holds_caller(text, self.name(person), &person.phone)
    }

    /// The name, if it is one: 不详 stands in many texts.
    fn name<'a>(&self, person: &'a Reporter) -> &'a str {
        if names_somebody(&self.placeholders, &person.name) {
            &person.name
        } else {
            ""
        }
    }
}

/// What was said on a record so far（件中已有文字）: by its acts, and in its content.
pub(crate) fn said_before(
    store: &dyn RelayStore,
    record: RecordId,
) -> Result<Vec<Value>, StoreError> {
    let mut said = Vec::new();
    for row in store.event_rows_of(record)? {
        let RowBody::Accepted { envelope, .. } = &row.body else {
            continue;
        };
        for op in &envelope.ops {
            let Op::Event(bytes) = op else { continue };
            if let Ok(event) = decode::<Event>(bytes) {
                said.push(serde_json::to_value(event).unwrap_or_default());
            }
        }
    }
    let stored = store.record(record)?.map(|stored| stored.document);
    if let Some(document) = stored.filter(|document| !document.is_empty()) {
        let document =
            Document::load(&document).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        said.push(serde_json::to_value(document.content()).unwrap_or_default());
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reporters(people: &[(&str, &str)]) -> Reporters {
        let people = people.iter().map(|(name, phone)| Reporter {
            name: (*name).to_owned(),
            phone: (*phone).to_owned(),
        });
        Reporters {
            people: people.collect(),
            placeholders: Vec::new(),
        }
    }

    #[test]
    fn every_one_of_them_is_looked_for_and_a_word_for_nobody_is_not() {
        let both = reporters(&[("不详", "13911112222"), ("孙二娘", "")]);
        let found = |text: &str| both.named_in(&json!({"reply": text})).is_some();
        assert!(found("感谢孙二娘") && found("已电话13911112222告知"));
        assert!(!found("地址不详，已核实") && !found("感谢您的举报"));
        let given = Reporter {
            name: "李 四独".to_owned(),
            phone: String::new(),
        };
        assert!(!found("李四独来电"));
        let more = both.with(Some(&given));
        for named in ["李四独来电", "李四　独来电"] {
            assert!(more.named_in(&json!({"text": named})).is_some(), "{named}");
        }
    }

    #[test]
    fn what_everybody_reads_has_marks_in_their_place() {
        let both = reporters(&[("钱小鱼", "13911112222"), ("孙二娘", "6555123")]);
        for (text, told) in [
            (
                "出口已打开，咨询电话0871-66661234",
                "出口已打开，咨询电话0871-66661234",
            ),
            (
                "感谢钱小鱼、孙二娘，已电话13911112222告知",
                "感谢〔来电人〕、〔来电人〕，已电话〔电话〕告知",
            ),
            (
                "感谢钱 小鱼、孙\u{3000}二\u{200b}娘",
                "感谢〔来电人〕、〔来电人〕",
            ),
            ("共收钱\n小鱼摊位已清", "共收钱\n小鱼摊位已清"),
            // Her number, written as no telephone number is.
            ("见6-5-5-5-1-2-3号函", WITHHELD),
        ] {
            assert_eq!(both.marked(text), told);
        }
    }
}
