use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_bytes::ByteBuf;
use wangge_domain::DeviceId;
use wangge_protocol::courier::{CourierAnswer, CourierLetter, CourierSeal};
use wangge_protocol::{Cursor, EnvelopeId, Verdict, decode};
use wangge_sync_engine::relay::{carried_news, carried_verdicts, issue_lease};
use wangge_sync_engine::store::RelayCommit;

use super::file::write_paper;
use super::import::letter_digest;
use crate::error::RelayStartError;
use crate::store::StoredLetter;
use crate::tenant::Tenant;

/// Bytes of rows in one answer, before compression; the next letter brings the rest.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Packs to come that are sent ahead.
const PACKS_AHEAD: usize = 2;

/// What an answer holds（信使回信）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CourierAnswerReport {
    /// The file.
    pub file: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// To which device.
    pub device: String,
    /// Number of the letter it answers.
    pub number: u64,
    /// Envelopes it speaks of.
    pub verdicts: u64,
    /// It brings a lease anew; not to a revoked device.
    pub lease: bool,
    /// There is more than a file may hold.
    pub more: bool,
}

impl Tenant {
    /// Answers a letter that was imported: by its hash, or the newest one of a device. As things
    /// stand now: what was admitted since the letter came is told so.
    pub(crate) fn answer_courier(
        &self,
        letter: Option<&str>,
        device: Option<DeviceId>,
        to: &Path,
    ) -> Result<CourierAnswerReport, RelayStartError> {
        let found = match (letter, device) {
            (Some(letter), _) => self.database.letter(self.id(), letter_digest(letter)?)?,
            (None, Some(device)) => self.database.newest_letter(self.id(), device)?,
            (None, None) => None,
        };
        let stored = found.ok_or_else(|| {
            RelayStartError::invalid("没有导入过这封信件（no such letter was imported）")
        })?;
        self.write_answer(&stored, to)
    }

    fn write_answer(
        &self,
        stored: &StoredLetter,
        to: &Path,
    ) -> Result<CourierAnswerReport, RelayStartError> {
        let unreadable = |what: String| RelayStartError::file(to, what);
        let letter: CourierLetter =
            decode(&stored.paper).map_err(|error| unreadable(error.to_string()))?;
        let said: Vec<(EnvelopeId, Verdict)> =
            decode(&stored.verdicts).map_err(|error| unreadable(error.to_string()))?;
        let (device, user) = (stored.device, stored.user);
        let control = self.control()?;
        let granted = control
            .devices
            .get(&(device, user))
            .is_some_and(|held| held.revoked.is_none());
        let (verdicts, mut news) = self.turn(|ctx| {
            let verdicts = carried_verdicts(ctx, &said)?;
            // A revoked device learns what became of its work, and nothing else.
            let cursors: &[Cursor] = if granted { &letter.cursors } else { &[] };
            let most = if granted { MOST_BYTES } else { 0 };
            let plain: Vec<Verdict> = verdicts.iter().map(|it| it.1.clone()).collect();
            let can = letter.can();
            let mut news = carried_news(ctx, device, user, cursors, &plain, most, can)?;
            let mut commit = RelayCommit::default();
            if let Some(first) = news.exchanges.first_mut()
                && granted
            {
                let lease = issue_lease(ctx, device, user, &self.row.address)?;
                commit.leases.push(lease.clone());
                first.lease = Some(lease);
            }
            Ok(((verdicts, news), commit))
        })?;
        if !granted {
            news.exchanges.truncate(1);
            news.more = false;
            for exchange in &mut news.exchanges {
                exchange.streams.clear();
            }
        }
        let keys = self.database.service_keys(self.id())?;
        if let Some(first) = news.exchanges.first_mut() {
            first.service_keys = keys
                .iter()
                .map(|key| (key.public_key, key.certificate))
                .collect();
            for blob in &letter.blobs {
                if self.database.held_blob(self.id(), blob.digest)?.is_some() {
                    first.blobs_held.push(blob.digest);
                }
            }
        }
        let own = self.service_public();
        let certificate = keys
            .iter()
            .find(|key| key.public_key == own)
            .map(|key| key.certificate)
            .ok_or_else(|| RelayStartError::invalid("没有服务密钥（no service key）"))?;
        let answer = CourierAnswer {
            tenant: self.id(),
            device,
            user,
            number: stored.number,
            letter: stored.letter,
            relay_time: self.now(),
            certificate,
            verdicts,
            exchanges: news.exchanges,
            policies: if granted {
                self.packs_for(&letter)?
            } else {
                Vec::new()
            },
            more: news.more,
        };
        let seal: CourierSeal = self.seal_for_courier(&answer);
        let bytes = write_paper(to, self.id(), &letter.answer_to, &seal)?;
        Ok(CourierAnswerReport {
            file: to.to_owned(),
            bytes,
            device: device.to_string(),
            number: stored.number,
            verdicts: u64::try_from(answer.verdicts.len()).unwrap_or(u64::MAX),
            lease: granted,
            more: answer.more,
        })
    }

    /// Policy packs in force or to come that the device does not hold.
    fn packs_for(&self, letter: &CourierLetter) -> Result<Vec<ByteBuf>, RelayStartError> {
        let control = self.control()?;
        let in_force = control.policy_at(self.now()).map(|it| it.digest);
        let ahead = control
            .policies
            .iter()
            .rev()
            .take(PACKS_AHEAD)
            .map(|it| it.1);
        let mut packs = Vec::new();
        let mut wanted: Vec<_> = ahead.chain(in_force).collect();
        wanted.sort();
        wanted.dedup();
        for digest in wanted
            .into_iter()
            .filter(|it| !letter.policies.contains(it))
        {
            if let Some(pack) = self.database.policy_by_digest(self.id(), digest)? {
                packs.push(ByteBuf::from(pack.bytes));
            }
        }
        Ok(packs)
    }
}
