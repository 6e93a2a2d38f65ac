use wangge_domain::draw::{DrawRecord, DrawSecret, Revealing, reveal};
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
        let record = self.draw(draw)?;
        let file = self.secret_file(draw);
        let text = std::fs::read_to_string(&file)
            .map_err(|error| DrawFailure::secret(&file, error.to_string()))?;
        let secret = text
            .trim()
            .parse()
            .map_err(|_| DrawFailure::secret(&file, "不是密值（not a secret）"))?;
        let revealing = Revealing {
            secret: DrawSecret(secret),
            public_value: public_value.to_owned(),
            at: self.tenant.now(),
            by,
        };
        let drawn = reveal(&record, revealing)?;
        self.add_entry(draw, &drawn)?;
        Ok(drawn)
    }
}
