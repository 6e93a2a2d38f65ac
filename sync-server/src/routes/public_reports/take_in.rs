use std::collections::BTreeMap;
use std::sync::Arc;

use wangge_domain::inspection::keys::{PHOTO_LOOK, PREMISES, photo_item};
use wangge_domain::lifecycle::{Effect, Event};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_photo::{Limits, Options, Processed, process};
use wangge_protocol::{BlobHashes, sha256};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{self, ServiceEdit};

use super::super::cases::{Place, StepBody, grid_stream, write_and_step};
use super::super::records::readable;
use super::settle::refused;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::public_reports::rules;
use crate::store::PublicReport;

/// Channel of a policy pack that does not know the one of the rules.
const FALLBACK_SOURCE: &str = "app";

/// Where a report goes: premises on file, or a grid.
#[derive(Clone)]
pub(super) struct Where {
    pub(super) premises: Option<String>,
    pub(super) grid: Option<String>,
}

/// What whoever takes a report writes in the place of the reporter's words（改写的内容和地点）.
#[derive(Clone)]
pub(super) struct Reworded {
    pub(super) text: Option<String>,
    pub(super) place: Option<String>,
}

impl Reworded {
    /// The report in these words.
    pub(super) fn of(self, mut report: PublicReport) -> PublicReport {
        if let Some(text) = self.text.filter(|text| !text.trim().is_empty()) {
            report.text = text;
        }
        if let Some(place) = self.place {
            report.place = place.trim().to_owned();
        }
        report
    }
}

/// A photo of the report as the record it becomes.
struct Photo {
    record: RecordId,
    made: Processed,
    hashes: BlobHashes,
}

/// Makes a complaint of a report（立件）: its photos first, then the complaint that names them. Ids follow
/// from the report, so that doing it again after a failure adds nothing.
pub(super) async fn take_in(
    app: &Arc<App>,
    caller: &SupervisorCaller,
    report: &PublicReport,
    severity: &str,
    place: &Where,
    words: Reworded,
) -> Result<RecordId, ApiError> {
    if !caller.policy.lists_code("report_severities", severity) {
        return Err(refused("severity_unknown", "分级不在清单内"));
    }
    let record = derived(report.report, "case");
    let (stream, premises) = {
        let (caller, place) = (caller.clone(), place.clone());
        app.blocking(move |app| place_of(app, &caller, &place))
            .await?
    };
    let photos = photos(app, report).await?;
    for photo in &photos {
        app.blobs.keep(&app.tenant, &photo.made.view.bytes).await?;
        app.blobs
            .keep(&app.tenant, &photo.made.thumbnail.bytes)
            .await?;
    }
    let (caller, report) = (caller.clone(), words.of(report.clone()));
    let severity = severity.to_owned();
    app.blocking(move |app| {
        let at = Place {
            stream,
            record,
            kind: RecordKind::Report,
        };
        for photo in &photos {
            write_photo(app, &caller, &at, premises, photo, report.received_at.0)?;
        }
        receive(app, &caller, &at, premises, &report, &photos)?;
        let triage = StepBody {
            step: "report.triage".to_owned(),
            fields: BTreeMap::from([("severity".to_owned(), severity)]),
            ..StepBody::default()
        };
        let status = app.tenant.database.listed(app.tenant.id(), record)?;
        if status.is_some_and(|listed| listed.status == "received") {
            took_effect(
                write_and_step(app, &caller, &at, &BTreeMap::new(), &triage)?
                    .outcome
                    .effect,
            )?;
        }
        Ok(record)
    })
    .await
}

fn place_of(
    app: &App,
    caller: &SupervisorCaller,
    place: &Where,
) -> Result<(StreamId, Option<RecordId>), ApiError> {
    match (&place.premises, &place.grid) {
        (Some(premises), None) => {
            let premises: RecordId = premises.parse().map_err(|_| ApiError::not_found())?;
            let listed = readable(app, caller, premises)?;
            if listed.kind == RecordKind::Premises {
                Ok((listed.stream, Some(premises)))
            } else {
                Err(ApiError::not_found())
            }
        }
        (None, Some(grid)) => Ok((grid_stream(app, caller, grid)?, None)),
        _ => Err(ApiError::bad_request("either `premises` or `grid`")),
    }
}

/// The photos, drawn once more: what the other process handed over is taken for nothing.
async fn photos(app: &Arc<App>, report: &PublicReport) -> Result<Vec<Photo>, ApiError> {
    let report = report.clone();
    let read = app
        .blocking(move |app| {
            let tenant = &app.tenant;
            let mut photos = Vec::new();
            for place in 0..report.photos {
                let found = tenant
                    .database
                    .public_photo(tenant.id(), report.report, place)?;
                let Some(bytes) = found else { continue };
                let options = Options {
                    keep_time: false,
                    ..Options::default()
                };
                let Ok(made) = process(&bytes, &Limits::default(), &options) else {
                    tracing::warn!(place, "a photo of the public cannot be read; left out");
                    continue;
                };
                let hashes = BlobHashes {
                    original: sha256(&bytes),
                    view: Digest(made.view.sha256),
                    thumbnail: Digest(made.thumbnail.sha256),
                };
                let record = derived(report.report, &format!("photo/{place}"));
                photos.push((
                    bytes,
                    Photo {
                        record,
                        made,
                        hashes,
                    },
                ));
            }
            Ok(photos)
        })
        .await?;
    let mut photos = Vec::new();
    for (bytes, photo) in read {
        app.blobs.keep(&app.tenant, &bytes).await?;
        photos.push(photo);
    }
    Ok(photos)
}

fn write_photo(
    app: &App,
    caller: &SupervisorCaller,
    at: &Place,
    premises: Option<RecordId>,
    photo: &Photo,
    received_at_ms: i64,
) -> Result<(), ApiError> {
    let tenant = &app.tenant;
    if tenant.database.listed(tenant.id(), photo.record)?.is_some() {
        return Ok(());
    }
    let (made, hashes) = (&photo.made, &photo.hashes);
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut fields: BTreeMap<String, Scalar> = BTreeMap::new();
    for (key, value) in [
        ("target", Scalar::from(at.record.to_string())),
        ("item", "".into()),
        ("stage", "found".into()),
        ("original_sha256", hashes.original.to_string().into()),
        ("view_sha256", hashes.view.to_string().into()),
        ("thumbnail_sha256", hashes.thumbnail.to_string().into()),
        ("original_bytes", whole(made.original.bytes).into()),
        ("width", i64::from(made.facts.width).into()),
        ("height", i64::from(made.facts.height).into()),
        ("taken_at_ms", received_at_ms.into()),
        (PHOTO_LOOK, format!("{:016x}", made.look).into()),
        // Nobody of ours saw it taken.
        ("imported", true.into()),
    ] {
        fields.insert(key.to_owned(), value);
    }
    if let Some(premises) = premises {
        fields.insert(PREMISES.to_owned(), premises.to_string().into());
    }
    let edit = ServiceEdit {
        stream: at.stream,
        record: photo.record,
        kind: RecordKind::Photo,
        fields,
        blobs: vec![*hashes],
    };
    let acted = tenant.turn(|context| {
        let service = tenant
            .service_device(context.control)
            .ok_or(RelayError::ServiceKeyUnknown)?;
        relay::write_and_act(context, service, caller.user, &edit, &|version| {
            Event::Submitted {
                version,
                correction: None,
            }
        })
    })?;
    took_effect(acted.outcome.effect)
}

fn receive(
    app: &App,
    caller: &SupervisorCaller,
    at: &Place,
    premises: Option<RecordId>,
    report: &PublicReport,
    photos: &[Photo],
) -> Result<(), ApiError> {
    let tenant = &app.tenant;
    if tenant.database.listed(tenant.id(), at.record)?.is_some() {
        return Ok(());
    }
    let mut content: BTreeMap<String, Scalar> = BTreeMap::new();
    content.insert("title".to_owned(), report.text.as_str().into());
    if let Some(premises) = premises {
        content.insert(PREMISES.to_owned(), premises.to_string().into());
    }
    for photo in photos {
        content.insert(photo_item(photo.record), "".into());
    }
    let source = rules(tenant)?.source;
    let source = if caller.policy.lists_code("report_sources", &source) {
        source
    } else {
        FALLBACK_SOURCE.to_owned()
    };
    // A number that leads to the report and to nobody.
    let number = report.report.to_string();
    let number: String = number.chars().filter(char::is_ascii_hexdigit).collect();
    let tail: String = number
        .chars()
        .skip(number.len().saturating_sub(8))
        .collect();
    let fields = [
        ("source", source),
        ("text", report.text.clone()),
        ("place", report.place.clone()),
        ("external_number", format!("R-{}", tail.to_uppercase())),
    ];
    let step = StepBody {
        step: "report.receive".to_owned(),
        fields: fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        ..StepBody::default()
    };
    let acted = write_and_step(app, caller, at, &content, &step)?;
    took_effect(acted.outcome.effect)
}

fn took_effect(effect: Effect) -> Result<(), ApiError> {
    match effect {
        Effect::Applied => Ok(()),
        Effect::NoEffect(reason) => Err(refused(&reason.code, &reason.text())),
    }
}

/// An id that follows from the report.
fn derived(report: RecordId, what: &str) -> RecordId {
    let digest = sha256(format!("public/{report}/{what}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    RecordId::from_bytes(bytes)
}
