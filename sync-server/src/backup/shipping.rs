use std::any::Any;
use std::collections::BTreeMap;
use std::path::PathBuf;

use futures_util::StreamExt as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use wangge_domain::{Digest, Timestamp};

use super::Progress;
use super::chain::Chain;
use super::files::pack_files;
use super::heads::{covered, file_head, is_of_epochs};
use super::link::{CoveredHead, FORMAT, Link, Part};
use super::pages::{Image, apply, differences, finish, finish_step};
use super::sealing::{hash, open, seal};
use super::shipper::Shipper;
use super::state::ShipState;
use crate::error::RelayStartError;
use crate::metrics::LAST_BACKUP_KEY;
use crate::own_runtime::wait_for;
use crate::store::sqlite::{copy_image, list_blobs, read_heads, verify_file, verify_since};
use crate::tenant::Tenant;
use crate::witness::{SeenHead, Witness};

/// After so many links a whole one follows: a restore never has to read more.
const STEPS: u64 = 1_440;
/// And after a day, so that every day of a PC that is off at night has one: older days are kept by
/// their whole links alone.
const WHOLE_EVERY_MS: i64 = 86_400_000;

/// How far the clocks of relays on one database may be apart, with what a commit takes.
const CLOCKS_APART_MS: i64 = 60_000;

/// What was shipped（发送结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShipReport {
    /// Number of the link.
    pub link: u64,
    /// A whole one, or what changed.
    pub whole: bool,
    /// The moment it shows, milliseconds since 1970.
    pub begun: i64,
    /// Rows it covers, and how many of them were checked now.
    pub rows: u64,
    /// Rows checked against chain and seal now.
    pub checked: u64,
    /// Pages of the database that it holds.
    pub pages: u64,
    /// Photos that came with it.
    pub blobs: usize,
    /// Bytes stored.
    pub bytes: u64,
    /// Photos that the relay should hold and does not: phones keep their originals.
    pub lacking: Vec<String>,
}

impl Shipper {
    /// Ships one link: the pages of the database that changed, photos that are not there yet, keys
    /// and settings. Everything is read back from the store and put into the rolling replica,
    /// whose new rows are checked; only then is the link made, and are phones told.
    ///
    /// # Errors
    /// What could not be stored or does not hold. Phones keep what they have, and the next attempt
    /// starts where the last good link ended.
    pub(crate) fn ship(
        &self,
        tenant: &Tenant,
        progress: Progress<'_>,
    ) -> Result<ShipReport, RelayStartError> {
        let _alone = self.workshop.alone()?;
        let _alone_in_store = self.alone_in_store(tenant)?;
        let begun = tenant.now();
        let chain = Chain::tip(&self.place)?;
        let (id, own) = (tenant.id().to_string(), self.names());
        if let Some(last) = chain.as_ref().map(Chain::last).transpose()?
            && last.tenant != id
        {
            return Err(self.place.problem(
                &last.object(),
                "这里是另一个租户的备份（this place holds the backup of another tenant）",
            ));
        }
        if let Some(last) = chain.as_ref().map(Chain::last).transpose()? {
            // The place saw more than the database holds: that was put back by hand.
            let seen = Witness {
                tenant: last.tenant.clone(),
                heads: seen_heads(&last.covered_heads),
            };
            if seen.is_ahead_of(tenant.database.as_ref(), tenant.id())? {
                tenant.begin_healing_by(Timestamp(last.begun))?;
            }
        }
        let newest = chain.as_ref().map(|chain| chain.newest.clone());
        let known = self.workshop.read().filter(|state| {
            Some(&state.newest) == newest.as_ref()
                && state.recipients == own
                && state.steps < STEPS
                && (begun.0 - state.whole_at).abs() < WHOLE_EVERY_MS
                && self.workshop.replica().exists()
        });
        let number = match &chain {
            Some(chain) => chain.last()?.number + 1,
            None => 1,
        };
        self.recall(known.is_none())?;
        let (fresh, replica) = (self.workshop.fresh(), self.workshop.replica());
        remove(&fresh)?;
        copy_image(&self.source(tenant, known.is_none())?, &fresh)?;
        let heads = read_heads(&fresh)?;
        // What was put back to an earlier state does not go on from what was shipped.
        let known = known.filter(|state| is_of_epochs(&state.heads, &heads));
        if known.is_none() {
            remove(&replica)?;
        }
        let mut parts = Vec::new();
        let image = differences(known.as_ref().map(|_| &*replica), &fresh, |page, at, of| {
            let name = format!("parts/{number:010}-{:05}-{}.age", parts.len(), random());
            parts.push(
                self.store(&name, &page)
                    .map_err(|error| error.to_string())?,
            );
            progress("database", at, of);
            Ok(())
        })
        .map_err(|error| RelayStartError::file(&fresh, error))?;
        let checked = self.replay(&parts, &image, known.as_ref().map(|state| &state.heads))?;
        let (blobs, lacking) = self.photos(tenant, number, &list_blobs(&fresh)?, progress)?;
        let packed = pack_files(&self.folder)?;
        let files_sha256 = hash(&packed);
        let kept = known
            .as_ref()
            .filter(|one| one.files_sha256 == files_sha256);
        let files = match kept {
            Some(known) => known.files.clone(),
            None => self.store(
                &format!("parts/{number:010}-files-{}.age", random()),
                &packed,
            )?,
        };
        let index = match &known {
            Some(_) => None,
            None => {
                let all = self.shipped().clone().unwrap_or_default();
                let json = serde_json::to_vec(&all)
                    .map_err(|error| RelayStartError::invalid(error.to_string()))?;
                Some(self.store(&format!("parts/{number:010}-index-{}.age", random()), &json)?)
            }
        };
        let link = Link {
            format: FORMAT,
            number,
            previous: newest,
            tenant: id,
            name: tenant.row.name.clone(),
            begun: begun.0,
            whole: known.is_none(),
            recipients: own.clone(),
            covered_heads: covered(&heads),
            page_size: image.page_size,
            pages: image.pages,
            image_sha256: image.sha256.clone(),
            parts,
            files: files.clone(),
            index,
            blobs: blobs.clone(),
            lacking: lacking.clone(),
        };
        let bytes = link
            .to_bytes()
            .map_err(|error| RelayStartError::invalid(error.to_string()))?;
        let stored = self.place.put(&link.object(), bytes)?;
        if let Some(shipped) = self.shipped().as_mut() {
            shipped.extend(blobs);
        }
        self.workshop.write(&ShipState {
            newest: stored.sha256,
            steps: known.as_ref().map_or(0, |state| state.steps + 1),
            whole_at: known.as_ref().map_or(begun.0, |state| state.whole_at),
            heads: link.covered_heads.clone(),
            recipients: own,
            files_sha256,
            files,
        })?;
        remove(&fresh)?;
        if lacking.is_empty() {
            tenant.note_backed_up(self.covered_until(begun))?;
        }
        let at = begun.0.to_string();
        tenant
            .database
            .set_setting(tenant.id(), LAST_BACKUP_KEY, &at)?;
        let sizes = link.parts.iter().chain(link.blobs.values());
        Ok(ShipReport {
            link: number,
            whole: link.whole,
            begun: begun.0,
            rows: link.rows(),
            checked,
            pages: image.changed.len() as u64,
            blobs: link.blobs.len(),
            bytes: sizes.map(|part| part.length).sum::<u64>() + stored.length,
            lacking,
        })
    }

    /// Keeps relays on other machines out, where several serve the same data.
    fn alone_in_store(&self, tenant: &Tenant) -> Result<Box<dyn Any>, RelayStartError> {
        tenant.database.ship_alone(tenant.id())?.ok_or_else(|| {
            RelayStartError::invalid(
                "另一个中继正在备份，请稍后再试（another relay ships a backup of the same data now: \
                 try again later）",
            )
        })
    }

    /// The file that is copied: the database itself, or what stands for one that lies on a server.
    fn source(&self, tenant: &Tenant, all: bool) -> Result<PathBuf, RelayStartError> {
        let mirror = self.workshop.mirror();
        let database = &tenant.database;
        if database.mirror(tenant.id(), &mirror, all, tenant.now())? {
            Ok(mirror)
        } else {
            Ok(self.folder.database())
        }
    }

    /// Up to when phones are told that they are covered. Where several relays write into one
    /// database, each by its own clock, that is a little before the moment of the link.
    fn covered_until(&self, begun: Timestamp) -> Timestamp {
        if self.is_shared() {
            begun.plus_ms(-CLOCKS_APART_MS)
        } else {
            begun
        }
    }

    fn names(&self) -> Vec<String> {
        self.recipients.iter().map(ToString::to_string).collect()
    }

    fn store(&self, name: &str, plain: &[u8]) -> Result<Part, RelayStartError> {
        let sealed =
            seal(plain, &self.recipients).map_err(|error| self.place.problem(name, error))?;
        self.place.put(name, sealed)
    }

    /// Learns from the chain which photos are there already. If it is of other keys, or does not
    /// hold and a whole link follows anyway, photos are shipped again.
    fn recall(&self, whole_follows: bool) -> Result<(), RelayStartError> {
        if self.shipped().is_some() {
            return Ok(());
        }
        let known = self.photos_of_chain();
        let known = if whole_follows {
            known.unwrap_or_else(|error| {
                tracing::warn!(error = %error, "the chain of backups does not hold");
                BTreeMap::new()
            })
        } else {
            known?
        };
        *self.shipped() = Some(known);
        Ok(())
    }

    fn photos_of_chain(&self) -> Result<BTreeMap<String, Part>, RelayStartError> {
        let own = self.names();
        let chain = Chain::read(&self.place, None)?.filter(|chain| {
            let mut links = chain.links.iter();
            links.all(|link| link.recipients == own)
        });
        let known = chain.map(|chain| chain.blobs(&self.place, &self.trial_key));
        known.unwrap_or_else(|| Ok(BTreeMap::new()))
    }

    /// Puts what was stored, as the store gives it back, into the replica, and checks its rows.
    fn replay(
        &self,
        parts: &[Part],
        image: &Image,
        known: Option<&BTreeMap<String, CoveredHead>>,
    ) -> Result<u64, RelayStartError> {
        let replica = self.workshop.replica();
        for part in parts {
            let sealed = self.place.get(part)?;
            let opened = open(&sealed, &self.trial_key).and_then(|plain| apply(&replica, &plain));
            opened.map_err(|error| self.place.problem(&part.name, error))?;
        }
        let failed = |error: String| RelayStartError::file(&replica, error);
        let holds = match known {
            Some(_) => finish_step(&replica, &self.workshop.fresh(), image),
            None => {
                finish(&replica, image.page_size, image.pages).map(|sha256| sha256 == image.sha256)
            }
        };
        if !holds.map_err(failed)? {
            return Err(failed(
                "副本与数据库不一致（the replica is not the database）".to_owned(),
            ));
        }
        let Some(known) = known else {
            return Ok(verify_file(&replica)?.rows);
        };
        let mut heads = BTreeMap::new();
        for (stream, head) in known {
            heads.extend(file_head(stream, head));
        }
        Ok(verify_since(&replica, &heads)?)
    }

    /// Ships photos that are not there yet, each under the number of the link that brings it: one
    /// that is shipped anew, to another key, leaves those alone that older links name. One that
    /// cannot be read stops no other.
    fn photos(
        &self,
        tenant: &Tenant,
        number: u64,
        held: &BTreeMap<Digest, u64>,
        progress: Progress<'_>,
    ) -> Result<(BTreeMap<String, Part>, Vec<String>), RelayStartError> {
        let shipped = self.shipped().clone().unwrap_or_default();
        let fresh: Vec<Digest> = held
            .keys()
            .filter(|digest| !shipped.contains_key(&digest.to_string()))
            .copied()
            .collect();
        let (mut blobs, mut lacking) = (BTreeMap::new(), Vec::new());
        let total = fresh.len() as u64;
        for (digest, done) in fresh.into_iter().zip(1..) {
            let name = digest.to_string();
            match self.picture(tenant, digest) {
                Ok(bytes) => {
                    let fold = name.get(..2).unwrap_or_default();
                    let place = format!("blobs/{fold}/{name}-{number:010}.age");
                    let part = self.store(&place, &bytes)?;
                    blobs.insert(name, part);
                }
                Err(error) => {
                    tracing::error!(photo = %digest, error, "a photo cannot be backed up");
                    lacking.push(name);
                }
            }
            progress("photos", done, total);
        }
        Ok((blobs, lacking))
    }

    fn picture(&self, tenant: &Tenant, digest: Digest) -> Result<Vec<u8>, String> {
        let id = tenant.id();
        let read = async {
            let stored = self.blobs.read(id, digest, None).await;
            let mut stored = stored.map_err(|error| error.to_string())?;
            let mut bytes = Vec::new();
            while let Some(chunk) = stored.next().await {
                bytes.extend_from_slice(&chunk.map_err(|error| error.to_string())?);
            }
            Ok::<_, String>(bytes)
        };
        let bytes = wait_for(read)?;
        if Digest(Sha256::digest(&bytes).into()) == digest {
            Ok(bytes)
        } else {
            Err("the stored bytes do not have their hash".to_owned())
        }
    }
}

fn seen_heads(covered: &BTreeMap<String, CoveredHead>) -> BTreeMap<String, SeenHead> {
    let readable = covered.iter().filter_map(|(stream, head)| {
        let seen = SeenHead {
            seq: head.seq,
            chain: head.chain.parse().ok()?,
        };
        Some((stream.clone(), seen))
    });
    readable.collect()
}

fn random() -> String {
    hex::encode(rand::random::<[u8; 4]>())
}

fn remove(path: &std::path::Path) -> Result<(), RelayStartError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(RelayStartError::file(path, error.to_string()))
        }
        _ => Ok(()),
    }
}
