use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::lifecycle::{Event, Step, Version};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, StreamId, UserId};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{self, Acted, ServiceEdit};
use wangge_sync_engine::store::RelayCommit;

use crate::http::{App, SupervisorCaller};
use crate::routes::records::only_if_applied;

/// A step to take.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepBody {
    /// Id in the table, e.g. `call.whistle`.
    pub(crate) step: String,
    /// What it says, by the field names of the table; lists are codes with commas between.
    #[serde(default)]
    pub(crate) fields: BTreeMap<String, String>,
    /// Ids of people who act with the caller.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub(crate) with: Vec<UserId>,
    /// Ids of photo records that show it.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub(crate) photos: Vec<RecordId>,
    /// The deadline stated: `{"kind": "days", "days": 15, "calendar": "natural"}`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub(crate) due: Option<DeadlineSpec>,
}

impl StepBody {
    /// The event about this version of the content.
    pub(crate) fn event(&self, version: Version) -> Event {
        Event::Step(Step {
            step: self.step.clone(),
            fields: self.stated(),
            with: self.with.clone(),
            photos: self.photos.clone(),
            due: self.due,
            version: Some(version),
        })
    }
}

impl StepBody {
    /// What it says. A provisional number is what a phone gives without network: the relay gives
    /// the final one at once, and takes none from a browser.
    fn stated(&self) -> BTreeMap<String, String> {
        let mut fields = self.fields.clone();
        fields.remove("provisional_number");
        fields
    }
}

/// Where a case is to stand, or stands.
pub(crate) struct Place {
    pub(crate) stream: StreamId,
    pub(crate) record: RecordId,
    pub(crate) kind: RecordKind,
}

/// Writes content and takes a step, in one envelope of the relay's service key.
pub(crate) fn write_and_step(
    app: &App,
    caller: &SupervisorCaller,
    place: &Place,
    content: &BTreeMap<String, Scalar>,
    step: &StepBody,
) -> Result<Acted, RelayError> {
    write_and_step_as(app, caller.user, place, content, step)
}

/// The same without a trace（预演）: what would come of it as the log and the rights of the caller stand.
pub(crate) fn rehearse_step(
    app: &App,
    caller: &SupervisorCaller,
    place: &Place,
    content: &BTreeMap<String, Scalar>,
    step: &StepBody,
) -> Result<Acted, RelayError> {
    decided(app, caller.user, place, (content, step), nothing)
}

fn nothing((acted, _): (Acted, RelayCommit)) -> (Acted, RelayCommit) {
    (acted, RelayCommit::default())
}

/// The same for a person who is not at a browser.
pub(crate) fn write_and_step_as(
    app: &App,
    user: UserId,
    place: &Place,
    content: &BTreeMap<String, Scalar>,
    step: &StepBody,
) -> Result<Acted, RelayError> {
    decided(app, user, place, (content, step), only_if_applied)
}

/// What the relay decides, of which so much is written as is kept.
fn decided(
    app: &App,
    user: UserId,
    place: &Place,
    (content, step): (&BTreeMap<String, Scalar>, &StepBody),
    keep: fn((Acted, RelayCommit)) -> (Acted, RelayCommit),
) -> Result<Acted, RelayError> {
    let edit = ServiceEdit {
        stream: place.stream,
        record: place.record,
        kind: place.kind.clone(),
        fields: content.clone(),
        blobs: Vec::new(),
    };
    app.tenant.turn(|context| {
        let service = app
            .tenant
            .service_device(context.control)
            .ok_or(RelayError::ServiceKeyUnknown)?;
        relay::write_and_act(context, service, user, &edit, &|version| {
            step.event(version)
        })
        .map(keep)
    })
}

/// A fresh id for a record.
pub(crate) fn fresh_record(app: &App) -> RecordId {
    RecordId::mint(app.tenant.now().0, rand::random())
}
