use wangge_domain::draw::{Announcing, DrawError, DrawRecord, DrawSecret, announce};
use wangge_domain::{Digest, GridId, RecordId, UserId};
use wangge_sync_engine::store::StoreError;

use super::inputs::draw_inputs;
use super::office::readable;
use super::{DrawFailure, DrawOffice, DrawRequest};
use crate::store::SealedSecret;

/// Digits of the number of a draw at most.
const ROUND_DIGITS: usize = 8;
/// How often others may be faster before the request fails.
const TRIES: u32 = 16;

impl DrawOffice<'_> {
    /// Announces a draw（抽查公告）of S2-17: the census of this moment, the weights of the policy, and
    /// the hash of a secret that stays sealed until the public value is known.
    pub(crate) fn announce(
        &self,
        request: &DrawRequest,
        within: Option<GridId>,
        by: UserId,
    ) -> Result<RecordId, DrawFailure> {
        refuse_bad_texts(request)?;
        let tenant = self.tenant;
        let (standing, now) = (tenant.standing()?, tenant.now());
        let public_value_on = request.public_value_on;
        // Asked before the lists are made up: no list mends it.
        if public_value_on <= now.china_date() {
            return Err(DrawError::PublicValueTooEarly { public_value_on }.into());
        }
        let since = request.checked_since;
        if let Some(on) = since.filter(|since| *since > now.china_date()) {
            return Err(DrawError::CheckedSinceToCome { on }.into());
        }
        let inputs = draw_inputs(request, within, &standing, now)?;
        let secret = DrawSecret(Digest(rand::random()));
        let announcing = Announcing {
            inputs,
            commit: secret.commit(),
            public_source: request.public_source.clone(),
            public_value_on,
            at: now,
            by,
        };
        let record = announce(announcing, &standing.pack.accounting().draw)?;
        let draw = RecordId::mint(now.0, rand::random());
        let sealed = self.seal(draw, &secret)?;
        self.publish(draw, &record, &sealed)?;
        Ok(draw)
    }

    /// Whoever announces twice over the same targets for the same day could draw the one that suits:
    /// nobody else announces between this look and the writing. The secret is written with it; an
    /// announcement whose secret is lost could never be drawn.
    fn publish(
        &self,
        draw: RecordId,
        record: &DrawRecord,
        sealed: &SealedSecret,
    ) -> Result<(), DrawFailure> {
        let announced = record.announcement()?;
        let (inputs, on) = (&announced.inputs, announced.public_value_on);
        let (database, tenant) = (&self.tenant.database, self.tenant.id());
        let Some(entry) = record.entries.first() else {
            return Ok(());
        };
        let mut tries = 0;
        loop {
            let draws = database.draws(tenant)?;
            let mut others = draws.iter().filter(|(_, other)| other.overlaps(inputs, on));
            if let Some((other, _)) = others.next() {
                return Err(DrawError::AnnouncedAlready { draw: *other }.into());
            }
            let mut others = draws.iter();
            let taken = others.find(|(_, other)| other.has_number_of(inputs, on));
            if let Some((other, _)) = taken {
                let (draw, round) = (*other, inputs.round);
                return Err(DrawError::RoundTaken { draw, round }.into());
            }
            match database.announce_draw(tenant, draw, entry, sealed, draws.len()) {
                // Another one was announced meanwhile, and may be over the same targets.
                Err(StoreError::HeadMoved) if tries < TRIES => tries += 1,
                other => return Ok(other?),
            }
        }
    }
}

/// What is announced stays published.
fn refuse_bad_texts(request: &DrawRequest) -> Result<(), DrawFailure> {
    readable_round(request.round)?;
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

/// A number of a series is read out and typed: as long as a day at most, e.g. 20260301.
fn readable_round(round: u32) -> Result<(), DrawFailure> {
    if round.to_string().len() > ROUND_DIGITS {
        let (what, most) = ("抽查轮次", ROUND_DIGITS);
        return Err(DrawFailure::TooLong { what, most });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_series_has_eight_digits_at_most() {
        for round in [0, 1, 20_260_301, 99_999_999] {
            assert!(readable_round(round).is_ok(), "{round}");
        }
        for round in [100_000_000, 2_147_483_648, u32::MAX] {
            let refused = readable_round(round);
            assert!(matches!(refused, Err(DrawFailure::TooLong { most: 8, .. })));
        }
    }
}
