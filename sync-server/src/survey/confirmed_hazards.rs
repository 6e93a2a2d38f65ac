use std::collections::BTreeSet;
use std::sync::Arc;

use wangge_domain::control::ControlState;
use wangge_domain::inspection::keys::PHOTO_LOOK;
use wangge_domain::inspection::photo_refs;
use wangge_domain::lifecycle::Effect;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_domain::reward::{AcceptedHazard, PhotoPrint};
use wangge_domain::tally::HazardMeasure;
use wangge_domain::{GridId, RecordId, Timestamp};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::content;
use crate::figures::{Asking, Standing};
use crate::store::BlobRole;
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
pub(crate) struct Confirmed {
    pub(crate) found: (Timestamp, u64),
    /// When it was found, as well as that is known.
    pub(crate) found_at: Timestamp,
    /// The small grid that it lives in.
    pub(crate) grid: GridId,
    pub(crate) hazard: AcceptedHazard,
    /// Photos that it cites and that have not arrived: what they are known by is not among those of the hazard.
    pub(crate) missing: Vec<RecordId>,
}

impl Tenant {
    /// The hazards that a grid worker found and somebody else has confirmed（查实的隐患）, by township. By which
    /// report anybody was sent there they do not say.
    pub(crate) fn confirmed_hazards(
        &self,
        standing: &Standing,
    ) -> Result<Vec<Arc<Vec<Confirmed>>>, StoreError> {
        let asking = Asking {
            question: &(),
            scope: None,
            today: self.now().china_date(),
            // What was done stays done by whom it was, whatever is granted since.
            by_control: false,
        };
        standing.read(&self.lists.confirmed, &asking, |measures| {
            // Whoever waits for a part holds nothing of the store meanwhile.
            let store = self.database.turn(self.id())?;
            let mut confirmed = Vec::new();
            for (record, it) in measures.hazards.iter().filter(|(_, it)| it.is_real()) {
                confirmed.extend(self.confirmed(store.as_ref(), &standing.control, *record, it)?);
            }
            Ok(confirmed)
        })
    }

    fn confirmed(
        &self,
        store: &dyn RelayStore,
        control: &ControlState,
        record: RecordId,
        measure: &HazardMeasure,
    ) -> Result<Option<Confirmed>, StoreError> {
        let rows = store.event_rows_of(record)?;
        let state = fold_rows(&RecordKind::Rectification, &rows, control);
        let applied = || {
            let history = state.history.iter();
            history.filter(|entry| entry.effect == Effect::Applied)
        };
        let found = applied().find(|entry| {
            entry.event == "found" && entry.role.is_some_and(|it| FINDERS.contains(&it))
        });
        let (Some(found), Some(premises)) = (found, measure.premises) else {
            return Ok(None);
        };
        let by_another = applied()
            .find(|entry| CONFIRMING.contains(&entry.event.as_str()) && entry.user != found.user);
        let Some(by_another) = by_another else {
            return Ok(None);
        };
        let refs = photo_refs(&content(store, record)?);
        let (mut photos, mut missing) = (Vec::new(), Vec::new());
        for photo in refs {
            let prints = self.photo_prints(store, photo.photo)?;
            if prints.is_empty() {
                missing.push(photo.photo);
            }
            photos.extend(prints);
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
            found_at: found.time.best(),
            grid: measure.grid,
            hazard: AcceptedHazard {
                hazard: record,
                premises,
                finder: found.user,
                code: code.to_owned(),
                accepted_at: by_another.received_at,
                photos,
                sent_by: None,
            },
            missing,
        }))
    }

    /// What a photo is known by（照片指纹）; nothing of one that has not arrived.
    pub(crate) fn photo_prints(
        &self,
        store: &dyn RelayStore,
        photo: RecordId,
    ) -> Result<Vec<PhotoPrint>, StoreError> {
        let links = self
            .database
            .blobs_of(self.id(), &BTreeSet::from([photo]))?;
        let look = content(store, photo)?;
        let look = look.text(PHOTO_LOOK);
        let originals = links.iter().filter(|link| link.role == BlobRole::Original);
        Ok(originals
            .map(|link| PhotoPrint {
                digest: link.digest,
                perceptual: look.and_then(|hex| u64::from_str_radix(hex, 16).ok()),
            })
            .collect())
    }
}
