use std::collections::BTreeSet;

use wangge_domain::draw::{DrawError, DrawRecord, DrawSecret};
use wangge_domain::record::holds_hidden_letters;
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_sync_engine::store::StoreError;

use super::DrawFailure;
use super::sealing::{open, seal};
use crate::data_folder::DataFolder;
use crate::keys::ServiceStock;
use crate::store::SealedSecret;
use crate::tenant::Tenant;

/// Characters of a text of a draw at most.
const MOST_CHARACTERS: usize = 200;

/// Where draws are announced, drawn and kept（抽查办理）, whoever asks.
pub(crate) struct DrawOffice<'a> {
    pub(crate) tenant: &'a Tenant,
    /// Holds the service keys that secrets are sealed by until their day.
    pub(crate) folder: &'a DataFolder,
}

impl DrawOffice<'_> {
    /// The operation of the permission table under which draws are announced, drawn and changed.
    pub(crate) const OPERATION: &'static str = "draw_manage";

    /// The record of a draw as it is published.
    pub(crate) fn draw(&self, draw: RecordId) -> Result<DrawRecord, DrawFailure> {
        let found = self.tenant.database.draw(self.tenant.id(), draw)?;
        found.ok_or(DrawFailure::Unknown(draw))
    }

    /// The grids of the premises that a draw is over（抽查范围）, as streams.
    pub(crate) fn area(&self, record: &DrawRecord) -> Result<BTreeSet<StreamId>, DrawFailure> {
        let standing = self.tenant.standing()?;
        let premises = &standing.measures.premises;
        let targets = record.announcement()?.inputs.targets.iter();
        Ok(targets
            .filter_map(|target| premises.get(&target.id))
            .map(|it| StreamId::of_grid(it.grid))
            .collect())
    }

    /// Seals the secret of a draw by a service key that all relays of the tenant hold.
    pub(super) fn seal(
        &self,
        draw: RecordId,
        secret: &DrawSecret,
    ) -> Result<SealedSecret, DrawFailure> {
        let sealed = seal(&self.stock()?, self.tenant.id(), draw, secret);
        sealed.ok_or_else(|| {
            DrawFailure::secret(
                &self.folder.keys(),
                "没有服务密钥（there is no service key）",
            )
        })
    }

    /// The secret of a draw: sealed in the store, or, of one that was announced before it was kept
    /// there, in the data folder that announced it.
    pub(super) fn secret(&self, draw: RecordId) -> Result<DrawSecret, DrawFailure> {
        let (database, tenant) = (&self.tenant.database, self.tenant.id());
        let Some(sealed) = database.draw_secret(tenant, draw)? else {
            return self.secret_in_folder(draw);
        };
        open(&self.stock()?, tenant, draw, &sealed).ok_or_else(|| {
            DrawFailure::secret(
                &self.folder.keys(),
                "没有密封它的服务密钥（the service key that sealed it is not here）",
            )
        })
    }

    fn secret_in_folder(&self, draw: RecordId) -> Result<DrawSecret, DrawFailure> {
        let file = self.folder.draw_secrets().join(format!("{draw}.secret"));
        let text = std::fs::read_to_string(&file)
            .map_err(|error| DrawFailure::secret(&file, error.to_string()))?;
        let secret = text.trim().parse::<Digest>();
        secret
            .map(DrawSecret)
            .map_err(|_| DrawFailure::secret(&file, "不是密值（not a secret）"))
    }

    fn stock(&self) -> Result<ServiceStock, DrawFailure> {
        let stock = ServiceStock::read(self.folder);
        stock.map_err(|error| DrawFailure::secret(&self.folder.keys(), error.to_string()))
    }

    /// Keeps the newest entry of a record. Of two that draw at once only one does.
    pub(super) fn add_entry(&self, draw: RecordId, record: &DrawRecord) -> Result<(), DrawFailure> {
        let Some((place, entry)) = record.entries.iter().enumerate().next_back() else {
            return Ok(());
        };
        let (database, tenant) = (&self.tenant.database, self.tenant.id());
        match database.add_draw_entry(tenant, draw, place, entry) {
            Err(StoreError::HeadMoved) if place == 1 => Err(DrawError::AlreadyDrawn.into()),
            other => Ok(other?),
        }
    }
}

/// Refuses letters that nobody sees, and more than anybody reads, in a text that is published for
/// good.
pub(super) fn readable(what: &'static str, text: &str) -> Result<(), DrawFailure> {
    if holds_hidden_letters(text) {
        Err(DrawFailure::Text(what))
    } else if text.chars().count() > MOST_CHARACTERS {
        let most = MOST_CHARACTERS;
        Err(DrawFailure::TooLong { what, most })
    } else {
        Ok(())
    }
}
