use wangge_domain::draw::{Announcing, DrawError, DrawRecord, DrawSecret, announce};
use wangge_domain::{Digest, GridId, RecordId, UserId};

use super::inputs::draw_inputs;
use super::office::readable;
use super::{DrawFailure, DrawOffice, DrawRequest};
use crate::platform::write_durably;

impl DrawOffice<'_> {
    /// Announces a draw（抽查公告）of S2-17: the census of this moment, the weights of the policy, and
    /// the hash of a secret that stays sealed in the data folder until the public value is known.
    pub(crate) fn announce(
        &self,
        request: &DrawRequest,
        within: Option<GridId>,
        by: UserId,
    ) -> Result<RecordId, DrawFailure> {
        refuse_bad_texts(request)?;
        let tenant = self.tenant;
        let (standing, now) = (tenant.standing()?, tenant.now());
        let inputs = draw_inputs(request, within, &standing, now)?;
        let secret = DrawSecret(Digest(rand::random()));
        let announcing = Announcing {
            inputs,
            commit: secret.commit(),
            public_source: request.public_source.clone(),
            public_value_on: request.public_value_on,
            at: now,
            by,
        };
        let record = announce(announcing, &standing.pack.accounting().draw)?;
        self.refuse_overlap(&record)?;
        let draw = RecordId::mint(now.0, rand::random());
        // The secret first: an announcement whose secret is lost could never be drawn.
        let file = self.secret_file(draw);
        let failed = |error: std::io::Error| DrawFailure::secret(&file, error.to_string());
        std::fs::create_dir_all(self.folder.draw_secrets()).map_err(failed)?;
        write_durably(&file, secret.0.to_string().as_bytes(), true).map_err(failed)?;
        self.add_entry(draw, &record)?;
        Ok(draw)
    }

    /// Whoever announces twice over the same targets for the same day could draw the one that suits.
    fn refuse_overlap(&self, record: &DrawRecord) -> Result<(), DrawFailure> {
        let announced = record.announcement()?;
        let (inputs, on) = (&announced.inputs, announced.public_value_on);
        let draws = self.tenant.database.draws(self.tenant.id())?;
        let mut others = draws.iter().filter(|(_, other)| other.overlaps(inputs, on));
        match others.next() {
            Some((draw, _)) => Err(DrawError::AnnouncedAlready { draw: *draw }.into()),
            None => Ok(()),
        }
    }
}

/// What is announced stays published.
fn refuse_bad_texts(request: &DrawRequest) -> Result<(), DrawFailure> {
    for (what, text) in [("标题", &request.title), ("抽查机关", &request.authority)] {
        if text.trim().is_empty() {
            return Err(DrawFailure::Text(what));
        }
        readable(what, text)?;
    }
    readable("公共随机值来源", &request.public_source)?;
    let exclusions = request.exclusions.iter().map(|it| &it.note);
    let recusals = request.recusals.iter().map(|it| &it.note);
    let out = request.inspectors_out.iter().map(|it| &it.note);
    for note in exclusions.chain(recusals).chain(out) {
        readable("说明", note)?;
    }
    Ok(())
}
