use std::path::Path;

use tokio_util::sync::CancellationToken;
use wangge_domain::Timestamp;
use wangge_protocol::courier::{CourierAnswer, CourierError, CourierSeal};
use wangge_protocol::{EnvelopeId, Refusal, RevokedKeys, VerdictRun, service_key_message, sha256};
use wangge_sync_engine::client::{SyncConfig, SyncMachine, SyncSummary};
use wangge_sync_engine::store::ClientStore as _;

use crate::courier::{Reply, open_reply, refused};
use crate::error::CoreError;
use crate::facade::Core;
use crate::policies;
use crate::session::Session;
use crate::sync::REVOKED_KEYS;

/// What came back by hand（信使文件导入结果）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourierImport {
    /// Number of the letter it is about; 0 if this phone does not remember it.
    pub number: u64,
    /// Another relay has the letter since, and carries it on; there is nothing else in it.
    pub carried_at: Option<Timestamp>,
    /// It is older than what this phone knows already: nothing was taken.
    pub stale: bool,
    /// Envelopes that the relay logged.
    pub accepted: u64,
    /// Envelopes refused or set apart, with the reason.
    pub refused: Vec<(EnvelopeId, Refusal)>,
    /// Rows received.
    pub received: u64,
    /// The relay's clock when it answered.
    pub relay_time: Option<Timestamp>,
    /// Until when this phone may work offline now.
    pub offline_until: Option<Timestamp>,
    /// There is more than a file holds: another letter brings the rest.
    pub more: bool,
    /// The relay ordered this phone to wipe itself, and it has.
    pub wiped: bool,
}

impl Core {
    /// Takes in what came back by hand（导入信使文件）: the relay's answer with verdicts, rows, a renewed
    /// lease and policy packs, as if they had come by network; or the receipt of another relay.
    /// Again and again is the same as once.
    ///
    /// # Errors
    /// [`CoreError::CourierRefused`]: `no_courier_file`, `newer_version`, `damaged`, `too_large`,
    /// `not_signed`, `foreign` (for another phone or tenant), `letter` (for a relay). Nothing was
    /// changed. [`CoreError::SyncRunning`].
    pub fn courier_import(&self, file: &Path) -> Result<CourierImport, CoreError> {
        let _running = self.inner.syncing.begin(&CancellationToken::new())?;
        let session = self.session_even_locked()?;
        let identity = self.known_courier_identity()?;
        match open_reply(file, session.tenant, identity.as_ref())? {
            Reply::Receipt(stamp) => {
                let letter = self.inner.store.letter_of_file(stamp.file)?;
                let letter = letter.ok_or_else(|| CoreError::CourierRefused {
                    code: "foreign".to_owned(),
                })?;
                self.inner
                    .store
                    .set_carried(letter.number, stamp.received_at)?;
                Ok(CourierImport {
                    number: letter.number,
                    carried_at: Some(stamp.received_at),
                    ..CourierImport::default()
                })
            }
            Reply::Answer(seal) => {
                let answer = self.believed(&session, &seal)?;
                self.take_answer(answer)
            }
        }
    }

    /// The answer, if this phone's relay signed it for this phone.
    fn believed(&self, session: &Session, seal: &CourierSeal) -> Result<CourierAnswer, CoreError> {
        let answer: CourierAnswer = seal.open().map_err(|error| refused(&error))?;
        let identity = self.inner.store.identity()?.ok_or(CoreError::NotEnrolled)?;
        let message = service_key_message(&seal.key);
        let certified = identity.service_keys.contains(&seal.key)
            || identity
                .root_key
                .verify(&message, &answer.certificate)
                .is_ok();
        let revoked: Option<RevokedKeys> = self.kept(REVOKED_KEYS)?;
        let is_revoked = revoked.is_some_and(|list| list.keys.contains(&seal.key));
        if !certified || is_revoked {
            return Err(refused(&CourierError::NotSigned));
        }
        let is_ours = answer.tenant == session.tenant
            && answer.device == session.device
            && answer.user == session.user;
        if is_ours {
            Ok(answer)
        } else {
            Err(CoreError::CourierRefused {
                code: "foreign".to_owned(),
            })
        }
    }

    fn take_answer(&self, answer: CourierAnswer) -> Result<CourierImport, CoreError> {
        let store = &self.inner.store;
        let mut report = CourierImport {
            number: answer.number,
            relay_time: Some(answer.relay_time),
            more: answer.more,
            ..CourierImport::default()
        };
        if store.synced_at()?.is_some_and(|at| answer.relay_time < at) {
            report.stale = true;
            return Ok(report);
        }
        let (letter, verdicts): (Vec<EnvelopeId>, Vec<_>) = answer.verdicts.into_iter().unzip();
        let mut machine = SyncMachine::new(SyncConfig::default());
        for (index, mut exchange) in answer.exchanges.into_iter().enumerate() {
            exchange.verdicts = if index == 0 {
                VerdictRun::pack(&verdicts)
            } else {
                Vec::new()
            };
            store.set_held(exchange.blobs_held.clone(), answer.relay_time)?;
            let session = self.session_even_locked()?;
            let control_changed = self.change(&session, |ctx| {
                Ok(machine.take_carried(ctx, &letter, exchange)?)
            })?;
            if control_changed || index == 0 {
                self.reload_session()?;
            }
        }
        let (summary, failure) = machine.finish_carried();
        self.take_packs(answer.policies)?;
        self.reload_session()?;
        if failure.is_some() {
            return Err(refused(&CourierError::NotSigned));
        }
        if !answer.more {
            self.settle_chains(summary.rekey_needed)?;
            self.note_complete()?;
        }
        self.relay_salvaged()?;
        store.set_answered(answer.number, answer.relay_time)?;
        let session = self.session_even_locked()?;
        report.offline_until = Some(session.offline_until());
        let SyncSummary {
            accepted,
            refused,
            received,
            ..
        } = summary;
        (report.accepted, report.refused, report.received) = (accepted, refused, received);
        report.wiped = self.obey_wipe()?;
        Ok(report)
    }

    /// Keeps the packs that the control stream names.
    fn take_packs(&self, packs: Vec<serde_bytes::ByteBuf>) -> Result<(), CoreError> {
        let session = self.session_even_locked()?;
        for bytes in packs.into_iter().map(serde_bytes::ByteBuf::into_vec) {
            let digest = sha256(&bytes);
            if session.control.policies.iter().all(|it| it.1 != digest) {
                continue;
            }
            match policies::parse(&bytes) {
                Ok(pack) => self.inner.store.add_policy(digest, pack.revision, bytes)?,
                // Work goes on by the old pack until the next answer.
                Err(error) => tracing::warn!(%error, "a policy pack was left out"),
            }
        }
        Ok(())
    }
}
