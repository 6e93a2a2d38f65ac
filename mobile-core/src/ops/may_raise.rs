use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::hazard::{Hazard, HazardSeverity, check_hazard, keys};
use wangge_domain::inspection::keys::photo_item;
use wangge_domain::lifecycle::{Event, RecordState, Status};
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_sync_engine::client::ClientContext;
use wangge_sync_engine::store::RecordUpdate;

use super::draft_hazard::{refuse_change, refuse_foreign_source, refuse_judgement};
use super::issue_notice::judged_notice;
use super::subject::{Subject, refuse_blocking};
use super::{HazardInput, NoticeInput};
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// A hazard that is about to be registered, with what is to be done about it at once（隐患预判）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HazardPlan {
    /// What is known of it.
    pub input: HazardInput,
    /// The hazard, if it is there already.
    pub known: Option<RecordId>,
    /// What is written over what stands in it by itself, with the keys of
    /// [`wangge_domain::hazard::keys`].
    pub changes: BTreeMap<String, Scalar>,
    /// It is registered by handing its visit in.
    pub with_visit: bool,
    /// The visit that finds it is one of guidance（指导式检查）.
    pub guidance: bool,
    /// Photos it will have, beside those that it has.
    pub photos: usize,
    /// What is done about it then.
    pub then: Option<PlannedAct>,
}

/// What is done about a hazard as soon as it is registered（登记后办理）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlannedAct {
    /// 当场整改.
    FixOnSpot,
    /// 下发整改通知书.
    Notice(NoticeInput),
}

impl Core {
    /// Whether a hazard could be drafted, changed, registered and noticed or put right as planned
    /// （隐患预判）, by the rules of those acts; writes nothing.
    ///
    /// # Errors
    /// What [`Core::draft_hazard`], [`Core::edit_hazard`], [`Core::raise_hazard`],
    /// [`Core::issue_notice`] and [`Core::fix_on_spot`] would say.
    pub fn may_raise(&self, plan: &HazardPlan) -> Result<(), CoreError> {
        let session = self.session()?;
        let severity = plan.changes.get(keys::SEVERITY).and_then(Scalar::as_text);
        let severity = severity.and_then(HazardSeverity::parse);
        refuse_judgement(plan.input.severity)?;
        refuse_judgement(severity)?;
        if plan.known.is_none() {
            let said = Hazard {
                inspection: plan.input.inspection,
                item: plan.input.item.clone(),
                ..Hazard::default()
            };
            self.refuse_foreign_visit(&session, &said, false)?;
        }
        self.change(&session, |ctx| {
            let mut subject = match plan.known {
                Some(hazard) => {
                    Subject::load_kind(ctx, &session, hazard, &RecordKind::Rectification)?
                }
                None => self.as_drafted(ctx, &session, plan)?,
            };
            if plan.known.is_some() && !plan.changes.is_empty() {
                refuse_change(&session, &subject, &plan.changes)?;
            }
            lay_on(&mut subject.record.content, plan);
            subject.facts.guidance |= plan.guidance;
            if subject.record.state.status == Status::Draft {
                refuse_blocking(check_hazard(&subject.record.content, &session.policy))?;
                if !plan.with_visit {
                    self.refuse_open_twin(subject.record.record, &subject)?;
                }
                let found = found(&subject);
                subject.advance(ctx, &session, &found)?;
            }
            let next = match &plan.then {
                Some(PlannedAct::Notice(input)) => judged_notice(&subject, input),
                // Photos to come have no ids yet.
                Some(PlannedAct::FixOnSpot) => Event::FixedOnSpot {
                    before: RecordId::from_bytes([0xfe; 16]),
                    after: RecordId::from_bytes([0xff; 16]),
                },
                None => return Ok(()),
            };
            subject.check(ctx, &session, &next)
        })
    }

    /// The hazard as it would be drafted, in memory alone.
    fn as_drafted(
        &self,
        ctx: &ClientContext<'_>,
        session: &Session,
        plan: &HazardPlan,
    ) -> Result<Subject, CoreError> {
        let kind = RecordKind::Premises;
        let premises = Subject::load_kind(ctx, session, plan.input.premises, &kind)?;
        // One that comes with its visit came by the visit.
        if !plan.with_visit {
            refuse_foreign_source(session, &premises, plan.input.source)?;
        }
        let mut content = Content::default();
        for (key, value) in self.drafted_fields(session, &premises, &plan.input)? {
            content.set(key, value);
        }
        let record = RecordUpdate {
            record: self.mint_record(),
            stream: premises.record.stream,
            kind: RecordKind::Rectification,
            document: Vec::new(),
            heads: Vec::new(),
            content,
            state: RecordState::new(RecordKind::Rectification),
            last_seq: 0,
            pending: false,
        };
        Subject::of(ctx, session, record)
    }
}

fn lay_on(content: &mut Content, plan: &HazardPlan) {
    for (key, value) in &plan.changes {
        content.set(key.clone(), value.clone());
    }
    let item = plan.input.item.as_deref().unwrap_or_default();
    for place in (1_u128..).take(plan.photos) {
        let photo = RecordId::from_bytes(place.to_be_bytes());
        content.set(photo_item(photo), item);
    }
}

fn found(subject: &Subject) -> Event {
    let content = Hazard::from_content(&subject.record.content);
    Event::Found {
        version: super::act::expected_version(&subject.record),
        suspected_major: content.severity == Some(HazardSeverity::SuspectedMajor),
        life_threat: content.life_threat,
    }
}
