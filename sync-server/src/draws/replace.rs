use wangge_domain::draw::{DrawRecord, Replaced, Replacing, replace};
use wangge_domain::{RecordId, UserId};

use super::office::readable;
use super::{DrawFailure, DrawOffice};

impl DrawOffice<'_> {
    /// Replaces a target, or an inspector at a target, by the next of the keys（更换）.
    pub(crate) fn replace(
        &self,
        draw: RecordId,
        out: Replaced,
        reason: &str,
        by: UserId,
        approver: Option<UserId>,
    ) -> Result<DrawRecord, DrawFailure> {
        readable("理由", reason)?;
        let replacing = Replacing {
            out,
            reason: reason.to_owned(),
            approver,
            at: self.tenant.now(),
            by,
        };
        let longer = replace(&self.draw(draw)?, replacing)?;
        self.add_entry(draw, &longer)?;
        Ok(longer)
    }
}
