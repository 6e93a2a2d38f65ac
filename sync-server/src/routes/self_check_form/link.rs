use std::sync::Arc;

use serde_json::Value;
use wangge_domain::checklist::Item;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::sheet::entry_of;
use wangge_domain::{RecordId, UserId};
use wangge_protocol::sha256;

use crate::http::{ApiError, App};
use crate::store::ListedRecord;

/// Answers to an item, as they are sent and as they are read.
static ANSWERS: [(&str, &str); 3] = [("pass", "符合"), ("fail", "不符合"), ("na", "不适用")];

/// The answers that an item takes: 不适用 only if it is one that is not asked everywhere. Which of
/// those a place is asked is not told at its door.
pub(super) fn answers_to(item: &Item) -> &'static [(&'static str, &'static str)] {
    match item.applies_when {
        Some(_) => ANSWERS.as_slice(),
        None => &ANSWERS[..2],
    }
}

/// A link by which an owner checks one premises（自查二维码）.
pub(super) struct SelfCheckLink {
    /// The premises.
    pub(super) premises: ListedRecord,
    /// The officer who gave the link out and answers for it.
    pub(super) officer: UserId,
    policy: Arc<PolicyPack>,
}

impl SelfCheckLink {
    /// The link of a secret, if it is in force.
    pub(super) fn find(app: &App, secret: &str) -> Result<Self, ApiError> {
        let tenant = &app.tenant;
        let control = tenant.control()?;
        let today = tenant.now().china_date();
        let digest = sha256(secret.as_bytes()).to_string();
        let mut lines = control.registers.lines_on("self_check_link", today);
        let entry = lines.find_map(|line| {
            let entry = entry_of(&line.row);
            let held = entry.get("secret_digest").and_then(Value::as_str);
            held.is_some_and(|held| held.eq_ignore_ascii_case(&digest))
                .then_some(entry)
        });
        let entry = entry.ok_or_else(ApiError::not_found)?;
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let premises: RecordId = text("premises")
            .parse()
            .map_err(|_| ApiError::not_found())?;
        let officer: UserId = text("officer").parse().map_err(|_| ApiError::not_found())?;
        let listed = tenant.database.listed(tenant.id(), premises)?;
        let listed = listed.filter(|it| it.kind == RecordKind::Premises && it.status == "active");
        Ok(Self {
            premises: listed.ok_or_else(ApiError::not_found)?,
            officer,
            policy: tenant.policy(&control)?,
        })
    }

    /// What is asked: the items of the checklist of the premises' category.
    pub(super) fn items(&self) -> &[Item] {
        let list = self.policy.checklist_for(&self.premises.category);
        list.map_or(&[], |list| list.items.as_slice())
    }
}
