use wangge_domain::RecordId;
use wangge_domain::lifecycle::Reason;
use wangge_domain::record::{Content, RecordKind};

use super::turn::Turn;
use super::{OwnerPhoto, RelayContext, RelayError};
use crate::photo_fault;
use crate::step_facts::{Own, Surroundings as _};

/// Why a file that an owner sent shows no work, if one of them is that of a photo that
/// is here, byte by byte: what is made anew of it has bytes of its own and tells nothing.
///
/// # Errors
/// The store failed.
pub fn owner_sent(
    ctx: &RelayContext<'_>,
    hazard: RecordId,
    photos: &[OwnerPhoto],
) -> Result<Option<Reason>, RelayError> {
    let mut turn = Turn::new(ctx);
    let Some((state, content)) = turn.look(hazard)? else {
        return Ok(None);
    };
    let own = Own {
        record: hazard,
        kind: &RecordKind::Rectification,
        content: &content,
        case: &state.case,
        shown_from: state.shown_from(),
        reported_at: state.reported_at(),
    };
    for photo in photos {
        let mut said = Content::default();
        for (key, value) in &photo.fields {
            said.set(key.clone(), value.clone());
        }
        let twins = turn.photos_of_file(&photo.sent)?;
        let same = photo_fault::of_sent(&mut turn, &own, (photo.record, &said), twins)?;
        if let Some(same) = same {
            let reason = Reason::new("photo_same_file", "S0-21");
            return Ok(Some(reason.about(&same.text())));
        }
    }
    Ok(None)
}
