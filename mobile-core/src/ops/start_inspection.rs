use std::collections::BTreeMap;

use wangge_domain::inspection::{InspectionMode, keys};
use wangge_domain::premises::Premises;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::client::{ClientContext, edit};

use super::phone_position::check_place;
use super::subject::{Subject, refuse_compulsion, refuse_gone};
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// How an inspection begins（开始检查）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartInspection {
    /// How it came about.
    pub mode: InspectionMode,
    /// Code and version of the checklist that the app shows; `None`: the one in force for the
    /// category of the premises.
    pub checklist: Option<(String, String)>,
    /// Where the phone is: latitude and longitude in microdegrees, accuracy in meters.
    pub position: Option<(i64, i64, i64)>,
    /// Names of the inspectors as they stand on papers; empty: this person.
    pub inspectors: String,
}

impl Core {
    /// Starts an inspection of a premises（开始检查）. Works offline: the certificate of training is
    /// checked against the control stream on this phone (S3-15).
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: no valid certificate today, out of scope, the premises is gone,
    /// a word of compulsion stands among the names of the inspectors (S0-03).
    /// [`CoreError::WrongChecklist`].
    pub fn start_inspection(
        &self,
        premises: RecordId,
        input: &StartInspection,
    ) -> Result<RecordId, CoreError> {
        self.begin_inspection(premises, input, &[])
    }

    /// Starts an inspection with fields of its own, e.g. the campaign it belongs to.
    pub(super) fn begin_inspection(
        &self,
        premises: RecordId,
        input: &StartInspection,
        more: &[(&str, String)],
    ) -> Result<RecordId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let (stream, mut edits) = beginning(ctx, &session, premises, input)?;
            edits.extend(
                more.iter()
                    .map(|(key, value)| ((*key).to_owned(), value.as_str().into())),
            );
            let record = self.mint_record();
            edit(ctx, record, &RecordKind::Inspection, stream, &edits)?;
            Ok(record)
        })
    }

    /// Whether an inspection could be started now（开始检查预判）; begins nothing.
    ///
    /// # Errors
    /// As [`Core::start_inspection`].
    pub fn may_start(&self, premises: RecordId, input: &StartInspection) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            beginning(ctx, &session, premises, input).map(|_| ())
        })
    }
}

/// The log and the first fields of an inspection that this person may start.
fn beginning(
    ctx: &ClientContext<'_>,
    session: &Session,
    premises: RecordId,
    input: &StartInspection,
) -> Result<(StreamId, BTreeMap<String, Scalar>), CoreError> {
    if let Some((latitude, longitude, accuracy_m)) = input.position {
        check_place(latitude, longitude, accuracy_m)?;
    }
    let subject = Subject::load_kind(ctx, session, premises, &RecordKind::Premises)?;
    subject.permit(session, "inspection_start")?;
    refuse_gone(&subject.record.state.status)?;
    let category = Premises::from_content(&subject.record.content).category;
    let (code, version) = checklist(session, &category, input.checklist.as_ref())?;
    let inspectors = if input.inspectors.trim().is_empty() {
        session.person().name.clone()
    } else {
        input.inspectors.trim().to_owned()
    };
    refuse_compulsion(&inspectors)?;
    let mut edits: BTreeMap<String, Scalar> = BTreeMap::from([
        (keys::PREMISES.to_owned(), premises.to_string().into()),
        (keys::CHECKLIST.to_owned(), code.into()),
        (keys::CHECKLIST_VERSION.to_owned(), version.into()),
        (
            keys::POLICY_REVISION.to_owned(),
            i64::from(session.policy.revision).into(),
        ),
        (keys::MODE.to_owned(), input.mode.as_str().into()),
        (keys::STARTED_AT_MS.to_owned(), subject.now.0.into()),
        (keys::INSPECTORS.to_owned(), inspectors.into()),
    ]);
    if let Some((latitude, longitude, accuracy)) = input.position {
        edits.insert(keys::LATITUDE_MICRODEGREES.to_owned(), latitude.into());
        edits.insert(keys::LONGITUDE_MICRODEGREES.to_owned(), longitude.into());
        edits.insert(keys::ACCURACY_M.to_owned(), accuracy.into());
    }
    Ok((subject.record.stream, edits))
}

/// Code and version of the checklist to pin.
fn checklist(
    session: &Session,
    category: &str,
    wanted: Option<&(String, String)>,
) -> Result<(String, String), CoreError> {
    let library = &session.policy.checklists;
    let in_force = session.policy.checklist_for(category);
    let text = |code: &str, version: &str| format!("{code} {version}");
    let shown = in_force
        .map(|list| text(&list.code, &list.version))
        .unwrap_or_default();
    match wanted {
        Some((code, version)) => library
            .pinned(code, version)
            .map(|list| (list.code.clone(), list.version.clone()))
            .ok_or_else(|| CoreError::WrongChecklist {
                wanted: text(code, version),
                in_force: library
                    .by_code(code)
                    .map_or(shown, |list| text(&list.code, &list.version)),
            }),
        None => in_force
            .map(|list| (list.code.clone(), list.version.clone()))
            .ok_or_else(|| CoreError::WrongChecklist {
                wanted: category.to_owned(),
                in_force: String::new(),
            }),
    }
}
