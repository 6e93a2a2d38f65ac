use std::path::PathBuf;

use wangge_domain::draw::{
    Announcing, DrawError, DrawRecord, DrawSecret, Replaced, Replacing, Revealing, announce,
    replace, reveal,
};
use wangge_domain::{Digest, RecordId, UserId};
use wangge_sync_engine::store::StoreError;

use super::Admin;
use crate::draws::{DrawRequest, draw_inputs};
use crate::error::RelayStartError;
use crate::platform::write_durably;

impl Admin {
    /// Announces a draw（抽查公告）of S2-17: the census of this moment, the weights of the policy, and
    /// the hash of a secret that stays sealed in the data folder until the public value is known.
    pub fn announce_draw(
        &self,
        request: &DrawRequest,
        by: UserId,
    ) -> Result<RecordId, RelayStartError> {
        let tenant = &self.tenant;
        let within = request.grid.as_ref();
        let within = within.map(|grid| self.find_grid(grid)).transpose()?;
        let (standing, now) = (tenant.standing()?, tenant.now());
        let inputs = draw_inputs(request, within, &standing, now).map_err(refused)?;
        let secret = DrawSecret(Digest(rand::random()));
        let announcing = Announcing {
            inputs,
            commit: secret.commit(),
            public_source: request.public_source.clone(),
            public_value_on: request.public_value_on,
            at: now,
            by,
        };
        let rules = &standing.pack.accounting().draw;
        let record = announce(announcing, rules).map_err(refused)?;
        let draw = RecordId::mint(now.0, rand::random());
        // The secret first: an announcement whose secret is lost could never be drawn.
        let file = self.secret_file(draw);
        let failed = |error: std::io::Error| RelayStartError::file(&file, error.to_string());
        std::fs::create_dir_all(self.folder.draw_secrets()).map_err(failed)?;
        write_durably(&file, secret.0.to_string().as_bytes(), true).map_err(failed)?;
        self.add_entry(draw, &record)?;
        Ok(draw)
    }

    /// Opens the seed and draws（公开种子并抽取）, once, when the public value is known.
    pub fn reveal_draw(
        &self,
        draw: RecordId,
        public_value: &str,
        by: UserId,
    ) -> Result<DrawRecord, RelayStartError> {
        let record = self.draw(draw)?;
        let file = self.secret_file(draw);
        let text = std::fs::read_to_string(&file)
            .map_err(|error| RelayStartError::file(&file, error.to_string()))?;
        let secret = text
            .trim()
            .parse()
            .map_err(|_| RelayStartError::file(&file, "不是密值（not a secret）"))?;
        let revealing = Revealing {
            secret: DrawSecret(secret),
            public_value: public_value.to_owned(),
            at: self.tenant.now(),
            by,
        };
        let drawn = reveal(&record, revealing).map_err(refused)?;
        self.add_entry(draw, &drawn)?;
        Ok(drawn)
    }

    /// Replaces a target, or an inspector at a target, by the next of the keys（更换）.
    pub fn replace_in_draw(
        &self,
        draw: RecordId,
        out: Replaced,
        reason: &str,
        by: UserId,
        approver: Option<UserId>,
    ) -> Result<DrawRecord, RelayStartError> {
        let replacing = Replacing {
            out,
            reason: reason.to_owned(),
            approver,
            at: self.tenant.now(),
            by,
        };
        let longer = replace(&self.draw(draw)?, replacing).map_err(refused)?;
        self.add_entry(draw, &longer)?;
        Ok(longer)
    }

    /// The record of a draw as it is published.
    pub fn draw(&self, draw: RecordId) -> Result<DrawRecord, RelayStartError> {
        let found = self.tenant.database.draw(self.tenant.id(), draw)?;
        found.ok_or_else(|| {
            RelayStartError::invalid(format!("没有抽查 {draw}（there is no such draw）"))
        })
    }

    fn secret_file(&self, draw: RecordId) -> PathBuf {
        self.folder.draw_secrets().join(format!("{draw}.secret"))
    }

    fn add_entry(&self, draw: RecordId, record: &DrawRecord) -> Result<(), RelayStartError> {
        let Some((place, entry)) = record.entries.iter().enumerate().next_back() else {
            return Ok(());
        };
        let (database, tenant) = (&self.tenant.database, self.tenant.id());
        match database.add_draw_entry(tenant, draw, place, entry) {
            Err(StoreError::HeadMoved) => Err(refused(DrawError::AlreadyDrawn)),
            other => Ok(other?),
        }
    }
}

/// Runs a published record again（复核）: the same bytes, or the rule that is broken.
pub fn verify_draw(bytes: &[u8]) -> Result<(), RelayStartError> {
    wangge_domain::draw::verify(bytes).map_err(refused)
}

fn refused(error: DrawError) -> RelayStartError {
    RelayStartError::Draw(error)
}
