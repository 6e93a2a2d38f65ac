use wangge_domain::inspection::photo_keys;
use wangge_domain::lifecycle::{Event, Facts, RecordState, Status};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, GridId, RecordId, Timestamp};

use super::working::{Author, Working};
use super::{ClientContext, EngineError};
use crate::redaction_aim::RedactionAim;
use crate::step_facts::{self, Own, Surroundings};
use crate::store::RecordUpdate;

/// How far pending steps are followed from record to record: two that name each other must not
/// be followed for ever.
pub(super) const LINK_DEPTH: u8 = 2;

/// The records around one, as this device holds them.
pub(super) struct Around<'a, 'b> {
    pub(super) ctx: &'a ClientContext<'b>,
    pub(super) depth: u8,
}

impl Surroundings for Around<'_, '_> {
    type Error = EngineError;

    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, EngineError> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Ok(None);
        };
        let Some(working) = Working::load(self.ctx, record)? else {
            return Ok(None);
        };
        let author = Author::load(self.ctx)?;
        let content = working.content();
        let state = working.state(self.ctx, &author, &content, depth);
        Ok(Some((state, content)))
    }

    fn on(&mut self, premises: RecordId, kind: &RecordKind) -> Result<Vec<RecordId>, EngineError> {
        Ok(self.ctx.store.records_on(premises, kind)?)
    }

    fn standing(
        &mut self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, EngineError> {
        Ok(self.ctx.store.records_standing(kind, status)?)
    }

    fn grids_of(&mut self, record: RecordId) -> Result<Vec<GridId>, EngineError> {
        let working = Working::load(self.ctx, record)?;
        let grid = working.map(|working| working.stream.grid());
        Ok(grid.map_or_else(Vec::new, |grid| self.ctx.control.path(grid)))
    }

    fn twins(&mut self, photo: RecordId, content: &Content) -> Result<Vec<RecordId>, EngineError> {
        let original = content.text(photo_keys::ORIGINAL);
        let Some(original) = original.and_then(|hash| hash.parse::<Digest>().ok()) else {
            return Ok(Vec::new());
        };
        let mut found = self.ctx.store.photos_of_file(&original)?;
        found.retain(|one| *one != photo);
        Ok(found)
    }
}

/// Adds to the facts what this device knows of the records that an event names（关联事实）.
///
/// # Errors
/// The device is not enrolled, or the store failed.
pub fn complete_facts(
    ctx: &ClientContext<'_>,
    record: &RecordUpdate,
    event: &Event,
    facts: &mut Facts,
    now: Timestamp,
) -> Result<(), EngineError> {
    if let Some(aim) = RedactionAim::of([event], record.state.redaction.as_ref()) {
        let rows = ctx.store.rows_of(record.record)?;
        facts.redaction = Some(Box::new(aim.told_by(&rows)));
    }
    let own = Own {
        record: record.record,
        kind: &record.kind,
        content: &record.content,
        case: &record.state.case,
        shown_from: record.state.shown_from(),
        reported_at: record.state.reported_at(),
    };
    let mut around = Around {
        ctx,
        depth: LINK_DEPTH,
    };
    step_facts::complete(
        facts,
        &mut around,
        ctx.policy,
        &own,
        std::iter::once(event),
        now,
    )
}

/// Whether a hazard was found on a visit of guidance（指导式检查）, as far as this device knows (S2-28).
///
/// # Errors
/// The device is not enrolled, or the store failed.
pub fn is_from_guidance(ctx: &ClientContext<'_>, hazard: &Content) -> Result<bool, EngineError> {
    let mut around = Around {
        ctx,
        depth: LINK_DEPTH,
    };
    step_facts::is_guidance(&mut around, hazard)
}

/// Whether the fire and rescue body has filed the major case of a hazard at a premises（已立案）, as far
/// as this device knows (S0-27).
///
/// # Errors
/// The device is not enrolled, or the store failed.
pub fn is_major_filed(
    ctx: &ClientContext<'_>,
    hazard: RecordId,
    premises: Option<RecordId>,
) -> Result<bool, EngineError> {
    let mut around = Around {
        ctx,
        depth: LINK_DEPTH,
    };
    step_facts::is_major_filed(&mut around, (hazard, premises))
}

/// Whether a major case of a hazard at a premises was reported and its filing not refused（在案）, as far
/// as this device knows (S0-27).
///
/// # Errors
/// The device is not enrolled, or the store failed.
pub fn is_major_open(
    ctx: &ClientContext<'_>,
    hazard: RecordId,
    premises: Option<RecordId>,
) -> Result<bool, EngineError> {
    let mut around = Around {
        ctx,
        depth: LINK_DEPTH,
    };
    step_facts::is_major_open(&mut around, (hazard, premises))
}
