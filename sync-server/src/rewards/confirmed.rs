use std::collections::BTreeSet;

use wangge_domain::control::ControlState;
use wangge_domain::inspection::keys::PHOTO_LOOK;
use wangge_domain::inspection::photo_refs;
use wangge_domain::lifecycle::Effect;
use wangge_domain::people::Role;
use wangge_domain::reward::{AcceptedHazard, PhotoPrint};
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::store::{BlobRole, ListedRecord};
use crate::survey::content;
use crate::tenant::Tenant;

/// What confirms that a hazard is one, if somebody else than its finder does it.
const CONFIRMING: [&str; 7] = [
    "notice_issued",
    "fix_verified",
    "recheck_passed",
    "recheck_failed",
    "extension_approved",
    "escalation_accepted",
    "enforcement_result",
];
/// Roles that are rewarded.
const FINDERS: [Role; 2] = [Role::GridWorker, Role::EnterpriseSafetyOfficer];

/// A confirmed hazard, with the place of its finding in the log: of two confirmed at the same
/// time, the one found first is the first.
pub(super) struct Confirmed {
    pub(super) found: (Timestamp, u64),
    pub(super) hazard: AcceptedHazard,
}

/// The hazard as the reward ledger sees it, if a grid worker found it and somebody else has
/// confirmed it. `sent` is when somebody was sent there by a report of the public, and which.
pub(super) fn confirmed(
    tenant: &Tenant,
    store: &dyn RelayStore,
    control: &ControlState,
    listed: &ListedRecord,
    sent: Option<&(Timestamp, RecordId)>,
) -> Result<Option<Confirmed>, StoreError> {
    if listed.status == "voided" || listed.status == "withdrawn" {
        return Ok(None);
    }
    let rows = store.event_rows_of(listed.record)?;
    let state = fold_rows(&listed.kind, &rows, control);
    let applied = || {
        state
            .history
            .iter()
            .filter(|entry| entry.effect == Effect::Applied)
    };
    let found = applied()
        .find(|entry| entry.event == "found" && entry.role.is_some_and(|it| FINDERS.contains(&it)));
    let (Some(found), Some(premises)) = (found, listed.premises) else {
        return Ok(None);
    };
    let by_another = applied()
        .find(|entry| CONFIRMING.contains(&entry.event.as_str()) && entry.user != found.user);
    let Some(by_another) = by_another else {
        return Ok(None);
    };
    let refs = photo_refs(&content(store, listed.record)?);
    let mut photos: Vec<PhotoPrint> = Vec::new();
    for photo in refs {
        let one = BTreeSet::from([photo.photo]);
        let links = tenant.database.blobs_of(tenant.id(), &one)?;
        let look = content(store, photo.photo)?;
        let look = look.text(PHOTO_LOOK);
        photos.extend(
            links
                .iter()
                .filter(|link| link.role == BlobRole::Original)
                .map(|link| PhotoPrint {
                    digest: link.digest,
                    perceptual: look.and_then(|hex| u64::from_str_radix(hex, 16).ok()),
                }),
        );
    }
    photos.sort();
    photos.dedup();
    let code = if state.suspected_major {
        "suspected_major"
    } else if state.life_threat {
        "life_threat"
    } else {
        "general"
    };
    Ok(Some(Confirmed {
        found: (found.received_at, found.seq.unwrap_or(u64::MAX)),
        hazard: AcceptedHazard {
            hazard: listed.record,
            premises,
            finder: found.user,
            code: code.to_owned(),
            accepted_at: by_another.received_at,
            photos,
            sent_by: sent
                .filter(|(at, _)| *at <= found.time.best())
                .map(|(_, report)| *report),
        },
    }))
}
