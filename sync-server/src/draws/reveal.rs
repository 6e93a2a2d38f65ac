use wangge_domain::draw::{DrawRecord, Revealing, has_outer_blanks, is_plain_value, reveal};
use wangge_domain::{RecordId, UserId};

use super::office::readable;
use super::{DrawFailure, DrawOffice};

impl DrawOffice<'_> {
    /// Opens the seed and draws（公开种子并抽取）, once, when the public value is known.
    pub(crate) fn reveal(
        &self,
        draw: RecordId,
        public_value: &str,
        by: UserId,
    ) -> Result<DrawRecord, DrawFailure> {
        readable("公共随机值", public_value)?;
        if !is_plain_value(public_value) {
            return Err(DrawFailure::Value);
        }
        if has_outer_blanks(public_value) {
            return Err(DrawFailure::Blanks);
        }
        let record = self.draw(draw)?;
        let revealing = Revealing {
            secret: self.secret(draw)?,
            public_value: public_value.to_owned(),
            at: self.tenant.now(),
            by,
        };
        let drawn = reveal(&record, revealing)?;
        self.add_entry(draw, &drawn)?;
        Ok(drawn)
    }
}
