//! What is wrong with the photos that an act cites, the same way on the relay and on devices. A
//! photo that is not here is taken as fit: a phone does not hold the photos of others, and one that
//! was set apart is looked at by a person.

use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::lifecycle::{Event, LifecycleTables, PhotoFault, Step};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{RecordId, Timestamp};

use crate::step_facts::{MOST_LINKS, Own, Surroundings};

/// The first fault of the photos that an event cites, if its row asks about them.
pub(crate) fn of_event<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    event: &Event,
) -> Result<Option<PhotoFault>, S::Error> {
    match event {
        Event::FixedOnSpot { before, after } => of_fix(around, own, (*before, *after)),
        Event::Feedback { photos, .. } | Event::RecheckPassed { photos, .. } => {
            of_photos(around, photos, &[own.record], own.shown_from)
        }
        Event::Step(step) if asks_where(own.kind, step) => {
            let mut subjects: Vec<RecordId> = step.records().collect();
            subjects.push(own.record);
            subjects.extend(of_case(own, step));
            of_photos(around, &step.photos, &subjects, None)
        }
        _ => Ok(None),
    }
}

/// What a case is about: its premises, and the records that its steps named, e.g. its hazard. What
/// this step says of a field itself takes the place of what was said there before.
fn of_case(own: &Own<'_>, step: &Step) -> Vec<RecordId> {
    let premises = own.content.text(hazard_keys::PREMISES);
    let earlier = own.case.fields.iter();
    let named = earlier
        .filter(|(name, _)| !step.fields.contains_key(*name))
        .map(|(_, value)| value.trim());
    let all = premises.into_iter().chain(named);
    all.filter_map(|id| id.parse().ok()).collect()
}

/// Of a fix on the spot: how it was stands on the visit too that found it.
fn of_fix<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    (before, after): (RecordId, RecordId),
) -> Result<Option<PhotoFault>, S::Error> {
    let mut places = vec![own.record];
    let visit = own.content.text(hazard_keys::INSPECTION);
    places.extend(visit.and_then(|id| id.parse::<RecordId>().ok()));
    if let Some(fault) = of_photos(around, &[before], &places, None)? {
        return Ok(Some(fault));
    }
    if let Some(fault) = of_photos(around, &[after], &[own.record], None)? {
        return Ok(Some(fault));
    }
    let pair = (content_of(around, before)?, content_of(around, after)?);
    Ok(match pair {
        (Some(before), Some(after)) => PhotoFault::of_pair(&before, &after),
        _ => None,
    })
}

fn of_photos<S: Surroundings>(
    around: &mut S,
    photos: &[RecordId],
    subjects: &[RecordId],
    not_before: Option<Timestamp>,
) -> Result<Option<PhotoFault>, S::Error> {
    for photo in photos.iter().take(MOST_LINKS) {
        let fault = match around.look(*photo)? {
            Some((state, content)) if state.kind == RecordKind::Photo => {
                PhotoFault::of(&content, subjects, not_before)
            }
            Some(_) => Some(PhotoFault::OfAnother),
            None => None,
        };
        if fault.is_some() {
            return Ok(fault);
        }
    }
    Ok(None)
}

fn content_of<S: Surroundings>(
    around: &mut S,
    photo: RecordId,
) -> Result<Option<Content>, S::Error> {
    Ok(around.look(photo)?.map(|(_, content)| content))
}

fn asks_where(kind: &RecordKind, step: &Step) -> bool {
    let table = LifecycleTables::standard().of(kind);
    let mut rows = table.into_iter().flat_map(|table| &table.rows);
    rows.any(|row| row.event == step.name() && row.asks.photos_here)
}
