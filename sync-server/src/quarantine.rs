//! Envelopes that wait for a person, and their admission（准入）.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::control::ControlState;
use wangge_domain::{Digest, StreamId, UserId};
use wangge_protocol::{Hasher, Refusal, Verdict};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{admit, judge_again, prepare_unverified};

use crate::refusal_text::refusal_text;
use crate::store::{JobNote, Quarantined};
use crate::tenant::Tenant;

/// Entries of the list, at most.
const MOST: u32 = 2_000;

/// An envelope in no log, as the list of the administrator shows it（待定信封）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuarantineItem {
    /// Id of the envelope.
    pub envelope: String,
    /// Id of the record it is about.
    pub record: String,
    /// Id of the grid.
    pub grid: String,
    /// Name of the grid.
    pub grid_name: String,
    /// Id of the device that made it.
    pub device: String,
    /// Name of the person who made it.
    pub author: String,
    /// Code of the reason.
    pub reason: String,
    /// The reason in words.
    pub reason_text: String,
    /// Nobody can admit it.
    pub is_final: bool,
    /// Its bytes are here; else only the device has them.
    pub is_kept: bool,
    /// When it came, milliseconds since 1970.
    pub received_at: i64,
}

/// What came of an admission（准入结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Admission {
    /// Id of the envelope.
    pub envelope: String,
    /// It stands in the log now.
    pub admitted: bool,
    /// Its place, if so: it takes effect from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Why not, if not: the code of a refusal, `unknown`, `final` or `not_kept`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Admission {
    fn refused(envelope: Digest, reason: impl Into<String>) -> Self {
        Self {
            envelope: envelope.to_string(),
            admitted: false,
            seq: None,
            reason: Some(reason.into()),
        }
    }
}

/// Who admits, and why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decider<'a> {
    /// The person.
    pub(crate) user: UserId,
    /// Why, in the person's words.
    pub(crate) note: &'a str,
    /// Streams within the person's reach; `None`: all.
    pub(crate) reach: Option<&'a BTreeSet<StreamId>>,
}

/// The code of a refusal as it stands in JSON.
pub(crate) fn refusal_code(reason: Refusal) -> String {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

impl Tenant {
    /// The newest envelopes that are in no log, within reach.
    pub(crate) fn quarantine(
        &self,
        reach: Option<&BTreeSet<StreamId>>,
    ) -> Result<Vec<QuarantineItem>, RelayError> {
        let control = self.control()?;
        // Within reach first: what is cut off is the caller's own.
        let found = self.database.quarantined(self.id(), reach, MOST)?;
        Ok(found.iter().map(|one| item(&control, one)).collect())
    }

    /// Admits one envelope: it takes effect at the place it gets now. Revocation, equivocation
    /// and lease no longer bar it; the gate, scope and the rules of the lifecycle do as ever.
    pub(crate) fn admit_one(
        &self,
        decider: &Decider<'_>,
        envelope: Digest,
    ) -> Result<Admission, RelayError> {
        let listed = self.database.quarantined(self.id(), decider.reach, MOST)?;
        let listed = listed.into_iter().find(|one| one.envelope == envelope);
        let Some(listed) = listed else {
            return Ok(Admission::refused(envelope, "unknown"));
        };
        let admission = self.admit_listed(decider, &listed)?;
        if admission.admitted {
            self.follow_up();
        }
        Ok(admission)
    }

    /// Admits all that wait for one reason, in the order they came.
    pub(crate) fn admit_all(
        &self,
        decider: &Decider<'_>,
        reason: Refusal,
    ) -> Result<Vec<Admission>, RelayError> {
        let mut listed = self.database.quarantined(self.id(), decider.reach, MOST)?;
        listed.retain(|one| one.reason == reason);
        listed.reverse();
        let admissions: Vec<Admission> = listed
            .iter()
            .map(|one| self.admit_listed(decider, one))
            .collect::<Result<_, _>>()?;
        if admissions.iter().any(|one| one.admitted) {
            self.follow_up();
        }
        Ok(admissions)
    }

    /// After an admission, which stands whatever becomes of this: the sweep tries it again.
    fn follow_up(&self) {
        if let Err(error) = self.judge_what_waited() {
            tracing::warn!(error = %error, "what waited for an admission is judged later");
        }
    }

    /// Judges once more what stood apart only because of something that has been admitted now, in
    /// the order it came, until nothing more follows. Nobody vouches for it: whatever else speaks
    /// against it still does, and then it stays where it is.
    pub(crate) fn judge_what_waited(&self) -> Result<(), RelayError> {
        loop {
            let mut listed = self.database.quarantined(self.id(), None, MOST)?;
            listed.retain(|one| one.reason == Refusal::AfterQuarantined && one.is_kept);
            listed.reverse();
            let mut followed = false;
            for one in listed {
                let Some(envelope) = self
                    .database
                    .quarantined_envelope(self.id(), one.envelope)?
                else {
                    continue;
                };
                let prepared = prepare_unverified(envelope);
                let verdict =
                    self.turn(|context| judge_again(context, &prepared, one.received_at))?;
                followed |= matches!(verdict, Verdict::Accepted { .. } | Verdict::NoEffect { .. });
            }
            if !followed {
                return Ok(());
            }
        }
    }

    fn admit_listed(
        &self,
        decider: &Decider<'_>,
        listed: &Quarantined,
    ) -> Result<Admission, RelayError> {
        let id = listed.envelope;
        if listed.is_final {
            return Ok(Admission::refused(id, "final"));
        }
        let Some(envelope) = self.database.quarantined_envelope(self.id(), id)? else {
            return Ok(Admission::refused(id, "not_kept"));
        };
        let prepared = prepare_unverified(envelope);
        let now = self.now();
        // The decision is found again by its hash in the job log.
        let by = Hasher::new("wangge/admission/1")
            .part(&id.0)
            .part(decider.user.as_bytes())
            .part(&now.0.to_be_bytes())
            .part(decider.note.as_bytes())
            .finish();
        let verdict = self.turn(|context| admit(context, &prepared, by))?;
        let admission = match verdict {
            Verdict::Accepted { seq } | Verdict::NoEffect { seq } | Verdict::Duplicate { seq } => {
                Admission {
                    envelope: id.to_string(),
                    admitted: true,
                    seq: Some(seq),
                    reason: None,
                }
            }
            Verdict::Refused(reason) | Verdict::Quarantined(reason) => {
                Admission::refused(id, refusal_code(reason))
            }
            Verdict::Need(_) | Verdict::NotProcessed => Admission::refused(id, "need"),
            Verdict::Retry { .. } => return Err(RelayError::Healing),
        };
        let note = JobNote {
            at: now,
            job: "admission".to_owned(),
            note: serde_json::json!({
                "decision": by.to_string(), "envelope": id.to_string(),
                "user": decider.user.to_string(), "note": decider.note,
                "was": refusal_code(listed.reason), "seq": admission.seq,
                "refused": admission.reason,
            })
            .to_string(),
        };
        self.database.note_job(self.id(), &note)?;
        Ok(admission)
    }
}

fn item(control: &ControlState, one: &Quarantined) -> QuarantineItem {
    let grid = one.stream.grid();
    QuarantineItem {
        envelope: one.envelope.to_string(),
        record: one.record.to_string(),
        grid: grid.to_string(),
        grid_name: control
            .grids
            .get(&grid)
            .map(|grid| grid.name.clone())
            .unwrap_or_default(),
        device: one.device.to_string(),
        author: control
            .people
            .get(&one.user)
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        reason: refusal_code(one.reason),
        reason_text: refusal_text(one.reason).0.to_owned(),
        is_final: one.is_final,
        is_kept: one.is_kept,
        received_at: one.received_at.0,
    }
}
