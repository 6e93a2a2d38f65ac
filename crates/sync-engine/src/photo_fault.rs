//! What is wrong with the photos that an act cites, the same way on the relay and on devices. A
//! photo that is not here is taken as fit: a phone does not hold the photos of others, and one that
//! was set apart is looked at by a person. What was found stands in the facts of the row: a photo
//! of the same file that comes later changes no earlier row.

use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::lifecycle::{
    Event, LifecycleTables, PhotoFault, PhotoPurpose, SameFile, Status, Step,
};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{RecordId, Timestamp};

use crate::content_rules::premises_of;
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
            let fault = of_photos(around, photos, &[own.record], own.shown_from)?;
            let purpose = PhotoPurpose::Later(own.shown_from);
            or_of_files(fault, around, own, photos, (&[], purpose))
        }
        Event::Step(step) if asks_where(own.kind, step) => {
            let mut subjects: Vec<RecordId> = step.records().collect();
            subjects.push(own.record);
            subjects.extend(of_case(own, step));
            let fault = of_photos(around, &step.photos, &subjects, None)?;
            let about = (subjects.as_slice(), PhotoPurpose::Here);
            or_of_files(fault, around, own, &step.photos, about)
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
    let fault = match pair {
        (Some(before), Some(after)) => PhotoFault::of_pair(&before, &after),
        _ => None,
    };
    // Both are from before the hazard was registered.
    let purpose = PhotoPurpose::Later(None);
    or_of_files(fault, around, own, &[after], (&[], purpose))
}

/// What is wrong with the files of the photos, if nothing else is: one of them is that of an earlier
/// photo, which shows how it was before, or other premises than the record's and its subjects'.
fn or_of_files<S: Surroundings>(
    fault: Option<PhotoFault>,
    around: &mut S,
    own: &Own<'_>,
    photos: &[RecordId],
    (subjects, purpose): (&[RecordId], PhotoPurpose),
) -> Result<Option<PhotoFault>, S::Error> {
    if fault.is_some() {
        return Ok(fault);
    }
    for photo in photos.iter().take(MOST_LINKS) {
        let Some(content) = content_of(around, *photo)? else {
            continue;
        };
        let twins = around.twins(*photo, &content)?;
        if twins.is_empty() {
            continue;
        }
        let premises = places_of(around, own, subjects)?;
        for twin in twins.into_iter().take(MOST_LINKS) {
            let other = match around.look(twin)? {
                // One that was withdrawn shows nothing any more.
                Some((state, other))
                    if state.kind == RecordKind::Photo && state.status != Status::Withdrawn =>
                {
                    other
                }
                _ => continue,
            };
            let same = SameFile::of((*photo, &content), (twin, &other), &premises, purpose);
            if let Some(same) = same {
                return Ok(Some(PhotoFault::SameFile(same)));
            }
        }
    }
    Ok(None)
}

/// The premises that a record and the subjects of its step are, or hang on.
fn places_of<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    subjects: &[RecordId],
) -> Result<Vec<RecordId>, S::Error> {
    let here = premises_of(own.kind, own.record, own.content);
    let mut premises: Vec<RecordId> = here.into_iter().collect();
    for subject in subjects.iter().take(MOST_LINKS) {
        if let Some((state, content)) = around.look(*subject)? {
            premises.extend(premises_of(&state.kind, *subject, &content));
        }
    }
    Ok(premises)
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
