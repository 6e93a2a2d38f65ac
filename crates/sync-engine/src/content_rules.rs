//! What the engine asks of content: does it decode, what does it hang on, what bars acceptance.

use chrono::NaiveDate;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Reason, RecordState};
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::{Premises, check_responsible_parties, keys};
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{Digest, FindingLevel, RecordId, hazard, inspection, premises};

use crate::content_hash;

/// Whether the content decodes to the record's type: every known key that is set holds a value of
/// its type. Unknown keys and kinds are kept and passed on.
pub(crate) fn is_valid(kind: &RecordKind, content: &Content) -> bool {
    let all = |keys: &[&str], fits: fn(&Scalar) -> bool| {
        keys.iter().all(|key| {
            content
                .fields
                .get(*key)
                .is_none_or(|value| *value == Scalar::Null || fits(value))
        })
    };
    match kind {
        RecordKind::Premises => {
            all(keys::TEXT_KEYS, is_text)
                && all(keys::COUNT_KEYS, is_number)
                && all(keys::POSITION_KEYS, is_number)
                && all(keys::FLAG_KEYS, is_flag)
        }
        RecordKind::Inspection => {
            use inspection::keys as key;
            let texts = [
                key::CHECKLIST,
                key::CHECKLIST_VERSION,
                key::MODE,
                key::REMARK,
            ];
            let numbers = [
                key::POLICY_REVISION,
                key::STARTED_AT_MS,
                key::FINISHED_AT_MS,
            ];
            all(&[key::PREMISES], is_record) && all(&texts, is_text) && all(&numbers, is_number)
        }
        RecordKind::Rectification => {
            use hazard::keys as key;
            let texts = [
                key::ITEM,
                key::DESCRIPTION,
                key::SEVERITY,
                key::SOURCE,
                key::DEPARTMENT,
            ];
            all(&[key::PREMISES, key::INSPECTION], is_record)
                && all(&texts, is_text)
                && all(&[key::DEADLINE_DAYS, key::FOUND_AT_MS], is_number)
                && all(&[key::LIFE_THREAT], is_flag)
        }
        kind if kind.is_case() => all(&[inspection::keys::PREMISES], is_record),
        _ => true,
    }
}

fn is_text(value: &Scalar) -> bool {
    value.as_text().is_some()
}

fn is_number(value: &Scalar) -> bool {
    value.as_int().is_some()
}

fn is_flag(value: &Scalar) -> bool {
    value.as_bool().is_some()
}

fn is_record(value: &Scalar) -> bool {
    value
        .as_text()
        .is_some_and(|text| text.parse::<RecordId>().is_ok())
}

/// The premises that a record is, or hangs on.
pub(crate) fn premises_of(
    kind: &RecordKind,
    record: RecordId,
    content: &Content,
) -> Option<RecordId> {
    match kind {
        RecordKind::Premises => Some(record),
        _ => content
            .text(inspection::keys::PREMISES)
            .and_then(|id| id.parse().ok()),
    }
}

/// The hash of what a signature is put under（签署内容摘要）: everything in the record but the
/// signatures themselves and the hour at which the visit ended. Of a hazard the photos of its
/// service, rectification and recheck are left out too: they come after the notice was served, and
/// what the owner signed then still stands.
#[must_use]
pub fn statement_digest(content: &Content) -> Digest {
    use inspection::keys as key;
    let mut statement = content.clone();
    if content.fields.contains_key(hazard::keys::FOUND_AT_MS) {
        for photo in photos_of_later(content) {
            let is_other = |name: &str| !name.starts_with(&photo);
            statement.fields.retain(|name, _| is_other(name));
            statement.conflicts.retain(|name, _| is_other(name));
        }
    }
    let keep = |name: &str| !name.starts_with(key::SIGNATURE_PREFIX) && name != key::FINISHED_AT_MS;
    statement.fields.retain(|name, _| keep(name));
    statement.conflicts.retain(|name, _| keep(name));
    content_hash(&statement)
}

/// Prefixes of the photos that show what came after a notice was served, taken out again or not.
fn photos_of_later(content: &Content) -> Vec<String> {
    let staged = content.under(inspection::keys::PHOTO_PREFIX);
    staged
        .filter_map(|(rest, value)| {
            let photo = rest.strip_suffix("/stage")?;
            let Scalar::Text(stage) = value else {
                return None;
            };
            let is_later = matches!(
                PhotoStage::parse(stage)?,
                PhotoStage::After | PhotoStage::Recheck | PhotoStage::Service
            );
            is_later.then(|| format!("{}{photo}/", inspection::keys::PHOTO_PREFIX))
        })
        .collect()
}

/// The roles of those whose signature holds under the content as it stands.
pub(crate) fn signed_roles(content: &Content) -> Vec<String> {
    let signatures = inspection::signatures(content);
    if signatures.is_empty() {
        return Vec::new();
    }
    let statement = statement_digest(content);
    let mut roles: Vec<String> = signatures
        .into_iter()
        .filter(|signature| signature.holds_for(statement))
        .map(|signature| signature.role)
        .collect();
    roles.sort();
    roles.dedup();
    roles
}

/// Whether a signature that holds under the content as it stands names nobody.
pub(crate) fn is_signed_by_nobody(policy: &PolicyPack, content: &Content) -> bool {
    let signatures = inspection::signatures(content);
    let mut nameless = signatures
        .iter()
        .filter(|it| !policy.cases.names_somebody(&it.signer))
        .peekable();
    if nameless.peek().is_none() {
        return false;
    }
    let statement = statement_digest(content);
    nameless.any(|it| it.holds_for(statement))
}

/// The photos that a record shows and nobody has given up.
pub(crate) fn photos_wanted(content: &Content, state: &RecordState) -> Vec<RecordId> {
    inspection::photo_refs(content)
        .into_iter()
        .map(|photo| photo.photo)
        .filter(|photo| !state.photos_lost.iter().any(|(lost, _)| lost == photo))
        .collect()
}

/// What the content rules have against accepting the record.
pub(crate) fn blocking(
    kind: &RecordKind,
    content: &Content,
    policy: &PolicyPack,
    today: NaiveDate,
) -> Vec<Reason> {
    if *kind != RecordKind::Premises {
        return Vec::new();
    }
    let parties = check_responsible_parties(&Premises::from_content(content));
    let file = premises::check_premises(content, policy, today);
    let mut reasons: Vec<Reason> = parties
        .iter()
        .map(|finding| Reason::new(&finding.code, "S0-05"))
        .chain(
            file.iter()
                .filter(|finding| finding.level == FindingLevel::Blocking)
                .map(|finding| Reason::new(&finding.code, "handbook 2")),
        )
        .collect();
    reasons.sort();
    reasons.dedup();
    reasons
}
