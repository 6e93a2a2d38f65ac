use wangge_domain::draw::{
    Approving, Asking, DrawRecord, Replaced, approve_replacement, ask_replacement, next_line,
};
use wangge_domain::{RecordId, UserId};

use super::office::readable;
use super::{DrawFailure, DrawOffice};

impl DrawOffice<'_> {
    /// Asks that a target, or an inspector at a target, be replaced（申请更换）: it stands in the published
    /// record and waits for somebody else. Gives the record and the place of the request in it.
    pub(crate) fn ask(
        &self,
        draw: RecordId,
        out: Replaced,
        reason: &str,
        by: UserId,
    ) -> Result<(DrawRecord, usize), DrawFailure> {
        readable("理由", reason)?;
        let record = self.draw(draw)?;
        let asking = Asking {
            out,
            reason: reason.to_owned(),
            at: self.tenant.now(),
            by,
        };
        let longer = ask_replacement(&record, asking)?;
        // What could never be approved is not asked for.
        next_line(&record, out)?;
        self.add_entry(draw, &longer)?;
        Ok((longer, record.entries.len()))
    }

    /// Approves what somebody else asked for（批准更换）: the next of the keys steps in.
    pub(crate) fn approve(
        &self,
        draw: RecordId,
        asked: usize,
        by: UserId,
    ) -> Result<DrawRecord, DrawFailure> {
        let at = self.tenant.now();
        let longer = approve_replacement(&self.draw(draw)?, Approving { asked, at, by })?;
        self.add_entry(draw, &longer)?;
        Ok(longer)
    }
}
