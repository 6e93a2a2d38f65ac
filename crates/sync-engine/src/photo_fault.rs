//! What is wrong with the photos that an act cites, the same way on the relay and on devices. A
//! photo that is not here is taken as fit: a phone does not hold the photos of others, and one that
//! was set apart is looked at by a person. What was found stands in the facts of the row: a photo
//! of the same file that comes later changes no earlier row.

use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::inspection::{PhotoStage, photo_keys};
use wangge_domain::lifecycle::{
    Event, LifecycleTables, PhotoFault, PhotoPurpose, SameFile, SameFileCause, ServiceProof,
    Status, Step,
};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{RecordId, Timestamp};

use crate::content_rules::premises_of;
use crate::step_facts::{MOST_LINKS, Own, Surroundings};

/// What the files of cited photos are judged by.
struct About<'a> {
    /// The records that a step names, whose premises count as those of the act.
    subjects: &'a [RecordId],
    purpose: PhotoPurpose,
    /// What photos of work that was done are said to show, by the kind of act.
    shows: Option<PhotoStage>,
}

/// The first fault of the photos that an event cites, if its row asks about them.
pub(crate) fn of_event<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    event: &Event,
) -> Result<Option<PhotoFault>, S::Error> {
    match event {
        Event::FixedOnSpot { before, after } => of_fix(around, own, (*before, *after)),
        Event::Served(ServiceProof::Posted { photo }) => of_posting(around, own, *photo),
        Event::Feedback { photos, .. } => of_work(around, own, photos, PhotoStage::After),
        Event::RecheckPassed { photos, .. } => {
            let fault = of_work(around, own, photos, PhotoStage::Recheck)?;
            or_of_report(fault, around, own, photos)
        }
        Event::Step(step) => of_step(around, own, step),
        _ => Ok(None),
    }
}

/// Of a step whose photos are of its case, and show how it is after others, if its row says so.
fn of_step<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    step: &Step,
) -> Result<Option<PhotoFault>, S::Error> {
    let table = LifecycleTables::standard().of(own.kind);
    let mut rows = table.into_iter().flat_map(|table| &table.rows);
    let asked = rows.find(|row| row.event == step.name() && row.asks.photos_here);
    let Some(row) = asked else {
        return Ok(None);
    };
    let mut subjects: Vec<RecordId> = step.records().collect();
    subjects.push(own.record);
    subjects.extend(of_case(own, step));
    if row.asks.photos_since.is_empty() {
        let fault = of_photos(around, &step.photos, &subjects, None)?;
        let about = About {
            subjects: &subjects,
            purpose: PhotoPurpose::Here,
            shows: None,
        };
        return or_of_files(fault, around, own, &step.photos, &about);
    }
    let since = shown_since(around, own, step, &row.asks.photos_since)?;
    // Where it is not known since when, what a photo says of itself still counts.
    let from = since.unwrap_or(Timestamp(i64::MIN));
    let fault = of_photos(around, &step.photos, &subjects, Some(from))?;
    let mut taken = own.case.steps.iter();
    let used = taken.any(|taken| taken.photos.iter().any(|photo| step.photos.contains(photo)));
    let fault = fault.or(used.then_some(PhotoFault::BeforeFound));
    let about = About {
        subjects: &subjects,
        purpose: PhotoPurpose::Later(since),
        shows: None,
    };
    let fault = or_of_files(fault, around, own, &step.photos, &about)?;
    Ok(fault.map(of_earlier_use))
}

/// A file that was there before a step of a case was used for something else.
fn of_earlier_use(fault: PhotoFault) -> PhotoFault {
    match fault {
        PhotoFault::SameFile(same) if same.cause == SameFileCause::Earlier => {
            PhotoFault::SameFile(SameFile {
                cause: SameFileCause::Used,
                ..same
            })
        }
        other => other,
    }
}

/// From when on a photo can show what a step is about: the newest of the steps and of the hazards
/// that its row names, by the phone's clock or by what is proven, whichever is earlier.
fn shown_since<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    step: &Step,
    names: &[String],
) -> Result<Option<Timestamp>, S::Error> {
    let mut since = None;
    for name in names {
        let from = if name.contains('.') {
            let times = own.case.taken(name).map(|taken| taken.time);
            times.map(|time| time.best().min(time.claimed)).max()
        } else {
            let said = match step.field(name) {
                "" => own.case.field(name),
                said => said,
            };
            match said.parse::<RecordId>() {
                Ok(hazard) => around
                    .look(hazard)?
                    .and_then(|(state, _)| state.shown_from()),
                Err(_) => None,
            }
        };
        since = since.max(from);
    }
    Ok(since)
}

/// Of a notice that was put up: its photo shows that, and not how the hazard was found. It may be of
/// another hazard of the notice.
fn of_posting<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    photo: RecordId,
) -> Result<Option<PhotoFault>, S::Error> {
    let content = content_of(around, photo)?;
    let stage = content.as_ref().and_then(|it| it.text(photo_keys::STAGE));
    let stage = stage.and_then(PhotoStage::parse);
    if matches!(stage, Some(PhotoStage::Found | PhotoStage::Before)) {
        return Ok(Some(PhotoFault::BeforeFound));
    }
    let about = About {
        subjects: &[],
        purpose: PhotoPurpose::Later(own.shown_from),
        shows: None,
    };
    or_of_files(None, around, own, &[photo], &about)
}

/// Of photos that show work on a hazard.
fn of_work<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    photos: &[RecordId],
    shows: PhotoStage,
) -> Result<Option<PhotoFault>, S::Error> {
    let fault = of_photos(around, photos, &[own.record], own.shown_from)?;
    let about = About {
        subjects: &[],
        purpose: PhotoPurpose::Later(own.shown_from),
        shows: Some(shows),
    };
    or_of_files(fault, around, own, photos, &about)
}

/// Of a recheck: none is a photo by which the work was reported.
fn or_of_report<S: Surroundings>(
    fault: Option<PhotoFault>,
    around: &mut S,
    own: &Own<'_>,
    photos: &[RecordId],
) -> Result<Option<PhotoFault>, S::Error> {
    let Some(until) = own.reported_at.filter(|_| fault.is_none()) else {
        return Ok(fault);
    };
    for photo in photos.iter().take(MOST_LINKS) {
        let Some(content) = content_of(around, *photo)? else {
            continue;
        };
        let stage = content.text(photo_keys::STAGE).and_then(PhotoStage::parse);
        let taken = content.int(photo_keys::TAKEN_AT_MS).map(Timestamp);
        if stage == Some(PhotoStage::After) && taken.is_some_and(|taken| taken <= until) {
            let same = SameFile::because(SameFileCause::Used, (*photo, &content), *photo);
            return Ok(Some(PhotoFault::SameFile(same)));
        }
    }
    Ok(None)
}

/// What is wrong with a file that the owner of a hazard's premises sent, if anything is: it is that
/// of a photo that is here, byte by byte, and shows something else. It is asked before it is made
/// anew, for what is made anew has bytes of its own.
pub(crate) fn of_sent<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    (photo, content): (RecordId, &Content),
    twins: Vec<RecordId>,
) -> Result<Option<SameFile>, S::Error> {
    let about = About {
        subjects: &[],
        purpose: PhotoPurpose::Later(own.shown_from),
        shows: Some(PhotoStage::After),
    };
    against_twins(around, own, (photo, content), twins, &about)
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
    // How it was is shown at these premises, by a picture of any time.
    let was = About {
        subjects: &[],
        purpose: PhotoPurpose::Here,
        shows: None,
    };
    let fault = or_of_files(fault, around, own, &[before], &was)?;
    // Both are from before the hazard was registered.
    let is = About {
        subjects: &[],
        purpose: PhotoPurpose::Later(None),
        shows: Some(PhotoStage::After),
    };
    or_of_files(fault, around, own, &[after], &is)
}

/// What is wrong with the files of the photos, if nothing else is: one of them is that of an earlier
/// photo, which shows how it was before, something else that was done, or other premises than the
/// record's and its subjects'.
fn or_of_files<S: Surroundings>(
    fault: Option<PhotoFault>,
    around: &mut S,
    own: &Own<'_>,
    photos: &[RecordId],
    about: &About<'_>,
) -> Result<Option<PhotoFault>, S::Error> {
    if fault.is_some() {
        return Ok(fault);
    }
    for photo in photos.iter().take(MOST_LINKS) {
        let Some(content) = content_of(around, *photo)? else {
            continue;
        };
        let twins = around.twins(*photo, &content)?;
        if let Some(same) = against_twins(around, own, (*photo, &content), twins, about)? {
            return Ok(Some(PhotoFault::SameFile(same)));
        }
    }
    Ok(None)
}

/// What the other photos of its file say against a photo.
fn against_twins<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    photo: (RecordId, &Content),
    twins: Vec<RecordId>,
    about: &About<'_>,
) -> Result<Option<SameFile>, S::Error> {
    if twins.is_empty() {
        return Ok(None);
    }
    let premises = places_of(around, own, about.subjects)?;
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
        let other = (twin, &other);
        let same = SameFile::of(photo, other, &premises, about.purpose).or_else(|| {
            let shows = about.shows?;
            SameFile::of_use(photo, other, shows)
        });
        if same.is_some() {
            return Ok(same);
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

#[cfg(test)]
mod tests;
