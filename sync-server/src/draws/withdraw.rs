use wangge_domain::draw::{DrawRecord, Withdrawing, withdraw};
use wangge_domain::{RecordId, UserId};

use super::office::readable;
use super::{DrawFailure, DrawOffice};

impl DrawOffice<'_> {
    /// Withdraws an announcement（撤回公告）before its public value can be known: it stays published, with
    /// the reason, and is never drawn.
    pub(crate) fn withdraw(
        &self,
        draw: RecordId,
        reason: &str,
        by: UserId,
    ) -> Result<DrawRecord, DrawFailure> {
        readable("理由", reason)?;
        let withdrawing = Withdrawing {
            reason: reason.to_owned(),
            at: self.tenant.now(),
            by,
        };
        let longer = withdraw(&self.draw(draw)?, withdrawing)?;
        self.add_entry(draw, &longer)?;
        Ok(longer)
    }
}
