//! Running the engine's sync machine against HTTP, and photos after records.
//!
//! The machine decides; this carries out. Nothing local waits for any of it: a step holds the
//! core's turn only while it reads and commits, never while it waits for the network.

mod guard;
mod observer;
mod photos;
mod prefetch;
mod records;
mod report;
mod training;
mod trust;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio_util::sync::CancellationToken;
use wangge_domain::Digest;
use wangge_sync_engine::client::{SyncFailure, SyncOutcome, SyncSummary, control_history};
use wangge_sync_engine::store::ClientStore as _;

pub use observer::{NetworkKind, NoObserver, SyncObserver, SyncOptions, SyncProgress};
pub use report::{PhotoReport, SyncEnd, SyncReport};

pub(crate) use self::guard::SyncTurn;
pub(crate) use self::photos::roles;
use self::records::RecordSync;
pub(crate) use self::trust::{CERTIFICATES, FOLLOWED, FollowedRelay, REVOKED_KEYS};
use crate::error::CoreError;
use crate::facade::{BACKED_UP, Core, MUST_ENROLL, RECOVERING, poisoned};
use crate::http::{RelayClient, SessionKey};
use crate::policies;
use crate::session::Session;

/// Setting that holds for which restore of the relay photos were offered again.
const OFFERED_SINCE: &str = "photos_offered_since";

/// Times the records are synced again because something was sealed while photos travelled.
const MOST_ROUNDS: u32 = 8;

impl Core {
    /// Syncs with the relay（同步）: records first, up and down, then photos, small copies before
    /// large ones. Everything can be cut off at any time and goes on with the next call.
    ///
    /// # Errors
    /// [`CoreError::SyncRunning`], [`CoreError::NotEnrolled`], [`CoreError::Cancelled`]; what
    /// fails on the network is told in [`SyncReport::end`]. [`CoreError::Paused`]: the app was put
    /// to sleep meanwhile.
    pub async fn sync(
        &self,
        options: &SyncOptions,
        observer: Arc<dyn SyncObserver>,
        cancel: &CancellationToken,
    ) -> Result<SyncReport, CoreError> {
        let _running = self.inner.syncing.begin_after_given_up(cancel).await?;
        self.inner
            .life
            .while_awake(self.sync_awake(options, observer, cancel))
            .await
    }

    async fn sync_awake(
        &self,
        options: &SyncOptions,
        observer: Arc<dyn SyncObserver>,
        cancel: &CancellationToken,
    ) -> Result<SyncReport, CoreError> {
        let session = self.session_even_locked()?;
        let client = Arc::new(self.relay_client(&session)?);
        let mut report = SyncReport::default();
        let mut newer_policy = None;
        self.send_quizzes(&client, cancel).await?;
        for _ in 0..MOST_ROUNDS {
            let mut options = options.clone();
            if self.may_seal().is_err() {
                // Drafts stay drafts until the key may be used again.
                options.exchange.seal_drafts = 0;
            }
            let records = RecordSync::new(
                self.clone(),
                Arc::clone(&client),
                &options,
                Arc::clone(&observer),
            );
            let (summary, failure) = records.run(cancel).await?;
            let complete = matches!(
                summary.outcome,
                SyncOutcome::Complete | SyncOutcome::Waiting
            );
            // What waits for its verdict may change what is shown, and a relay that is being healed
            // lacks rows: neither is the whole.
            let whole = summary.outcome == SyncOutcome::Complete && summary.healing_since.is_none();
            let rekey_needed = summary.rekey_needed;
            self.offer_photos_again(&summary)?;
            for stream in &summary.mended {
                tracing::warn!(%stream, "records were not the relay's; made again from the log");
            }
            for stream in &summary.diverged {
                tracing::error!(%stream, "records are not the relay's although the log is");
            }
            let gave_up = summary.outcome == SyncOutcome::Failed(SyncFailure::Malformed);
            if gave_up && failure.is_none() && summary.unbelieved.is_empty() {
                let blocked = summary.blocked;
                tracing::error!(
                    blocked,
                    "the relay answers, and decides nothing of what is sent"
                );
            }
            for (stream, why) in &summary.unbelieved {
                tracing::error!(%stream, why, "an answer of the relay cannot be believed");
            }
            if let Some(at) = summary.backed_up {
                let text = at.0.to_string().into_bytes();
                self.inner.store.set_settings(vec![(BACKED_UP, text)])?;
            }
            report.take_records(summary, failure);
            if !complete {
                break;
            }
            if self.settle_chains(rekey_needed)? {
                // Once more, with what this phone signed before known again.
                continue;
            }
            report.rekey_needed = rekey_needed;
            if whole {
                self.note_complete()?;
            }
            newer_policy = self.fetch_policy(&client, cancel).await?;
            self.relay_salvaged()?;
            if !options.photos {
                break;
            }
            let (photos, again) = photos::send(self, &client, &options, &observer, cancel).await?;
            report.take_photos(photos);
            if !again {
                break;
            }
        }
        report.round_trips = client.counters().round_trips();
        report.bytes_up = client.counters().up();
        report.bytes_down = client.counters().down();
        self.inner.store.restore_reserve();
        if let Some(token) = client.token() {
            self.inner
                .store
                .set_settings(vec![("token", token.into_bytes())])?;
        }
        if report.end == SyncEnd::Complete {
            report.wiped = self.obey_wipe()?;
            // Last: rules that this app cannot read hold up nothing else.
            if let Some(error) = newer_policy.filter(|_| !report.wiped) {
                report.end = SyncEnd::Failed(error);
            }
        }
        Ok(report)
    }

    /// After a complete exchange: ends a recovery, or notes that the key is used elsewhere too.
    /// True if it must be done once more before that can be told.
    pub(crate) fn settle_chains(&self, rekey_needed: bool) -> Result<bool, CoreError> {
        let inner = &self.inner;
        if inner.recovering.load(Ordering::Acquire) {
            inner.store.clear_setting(RECOVERING)?;
            inner.recovering.store(false, Ordering::Release);
            return Ok(true);
        }
        if rekey_needed && !inner.cloned.swap(true, Ordering::AcqRel) {
            inner.store.set_settings(vec![(MUST_ENROLL, vec![1])])?;
        }
        Ok(false)
    }

    /// After a restore of the relay photos that are here are offered once more: all of them once
    /// per restore, those of a stream whenever the relay has forgotten rows of it.
    fn offer_photos_again(&self, summary: &SyncSummary) -> Result<(), CoreError> {
        let store = &self.inner.store;
        let mut streams = summary.restored_streams();
        if let Some(since) = summary.healing_since {
            let told = since.0.to_string();
            if store.setting_text(OFFERED_SINCE)?.as_deref() != Some(told.as_str()) {
                let cursors = store.cursors()?;
                streams.extend(cursors.into_iter().map(|cursor| cursor.stream));
                store.offer_blobs_again(streams)?;
                store.set_settings(vec![(OFFERED_SINCE, told.into_bytes())])?;
                return Ok(());
            }
        }
        if !streams.is_empty() {
            store.offer_blobs_again(streams)?;
        }
        Ok(())
    }

    /// A client of the home relay: its address is that of the newest lease, or of the relay that a person
    /// named in its place since; its keys are those known since enrollment.
    pub(crate) fn relay_client(&self, session: &Session) -> Result<RelayClient, CoreError> {
        let enrolled_at = {
            let keyring = self.inner.keyring.lock().map_err(|_| poisoned())?;
            let card = keyring.card.as_ref().ok_or(CoreError::NotEnrolled)?;
            card.relay.clone()
        };
        let trusted = self.trusted_keys()?;
        let key = SessionKey {
            device: session.device,
            user: session.user,
            key: session.key.clone(),
        };
        let token = self.inner.store.setting_text("token")?;
        let bases = self.relay_addresses(session, &enrolled_at)?;
        let (base, others) = bases.split_first().ok_or(CoreError::NotEnrolled)?;
        let core = self.clone();
        let tenant = session.tenant;
        let history = Arc::new(move || {
            // Without it the relay's refusal stands.
            let pages = control_history(&core.inner.store, tenant).unwrap_or_default();
            let mut certificates = core.certificates().unwrap_or_default();
            certificates.retain(|(key, _)| pages.iter().any(|page| page.relay_key == *key));
            (pages, certificates)
        });
        let made = RelayClient::trusting(base, trusted.clone(), Some(key.clone()), token.clone());
        let client = match made {
            Ok(client) => client.with_other_addresses(others),
            // An address that makes no sense is no reason to stay away from the relay.
            Err(_) => RelayClient::trusting(&enrolled_at, trusted, Some(key), token)?,
        };
        Ok(client.with_history(history))
    }

    /// Where the relay may be, the likeliest first.
    fn relay_addresses(
        &self,
        session: &Session,
        enrolled_at: &str,
    ) -> Result<Vec<String>, CoreError> {
        let leased = session.lease.home_relay.as_str();
        let followed: Option<FollowedRelay> = self.kept(FOLLOWED)?;
        let is_first = followed
            .as_ref()
            .is_some_and(|followed| followed.instead_of == leased);
        let mut bases = Vec::new();
        if leased.starts_with("https://") {
            bases.push(leased.to_owned());
        }
        bases.push(enrolled_at.to_owned());
        if let Some(followed) = followed {
            let place = if is_first { 0 } else { bases.len() };
            bases.insert(place, followed.relay);
        }
        let mut seen = BTreeSet::new();
        bases.retain(|base| seen.insert(base.clone()));
        Ok(bases)
    }

    /// Brings the policy pack that the control stream has put in force. Gives why that one cannot be
    /// read by this app, if it cannot.
    async fn fetch_policy(
        &self,
        client: &RelayClient,
        cancel: &CancellationToken,
    ) -> Result<Option<CoreError>, CoreError> {
        let session = self.session_even_locked()?;
        let now = self.now(&session);
        let newest = session.control.policies.iter().rev().take(2);
        let wanted = session.control.policy_at(now).map(|policy| policy.digest);
        // Packs to come are fetched ahead, so that they take effect without network.
        let asked: BTreeSet<Digest> = newest.map(|it| it.1).chain(wanted).collect();
        let (mut changed, mut newer) = (false, None);
        for digest in asked {
            if self.inner.store.policy(digest)?.is_some() {
                continue;
            }
            match client.policy(digest, cancel).await {
                Ok(bytes) => match policies::parse(&bytes) {
                    Ok(pack) => {
                        self.inner.store.add_policy(digest, pack.revision, bytes)?;
                        changed = true;
                    }
                    // One to come is told of when it is in force.
                    Err(error) => {
                        tracing::warn!(%error, "a policy pack needs a newer app");
                        if wanted == Some(digest) {
                            newer = Some(error);
                        }
                    }
                },
                // Work goes on by the old pack until the next sync.
                Err(error) => tracing::warn!(%error, "the policy pack did not come"),
            }
        }
        if changed {
            self.reload_session()?;
        }
        Ok(newer)
    }

    /// Lays drafts read out of a damaged database on their records, now that these are back.
    pub(crate) fn relay_salvaged(&self) -> Result<(), CoreError> {
        use std::collections::BTreeMap;
        let mut records: BTreeMap<_, (_, _, BTreeMap<_, _>)> = BTreeMap::new();
        for edit in self.inner.store.salvaged_edits()? {
            let Some((record, stream, kind, key, value)) = edit.parts() else {
                continue;
            };
            let entry = records
                .entry(record)
                .or_insert((stream, kind, BTreeMap::new()));
            entry.2.insert(key, value);
        }
        let session = self.session_even_locked()?;
        for (record, (stream, kind, edits)) in records {
            let laid = self.change(&session, |ctx| {
                Ok(wangge_sync_engine::client::edit(
                    ctx, record, &kind, stream, &edits,
                )?)
            });
            match laid {
                Ok(()) => self.inner.store.drop_salvaged(*record.as_bytes())?,
                // It stays where it is, and is tried again after the next sync.
                Err(error) => tracing::warn!(code = error.code(), "a salvaged draft waits"),
            }
        }
        Ok(())
    }
}
