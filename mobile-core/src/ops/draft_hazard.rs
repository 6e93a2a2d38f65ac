use std::collections::BTreeMap;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::checklist::item_applies;
use wangge_domain::hazard::{
    Hazard, HazardSeverity, HazardSource, beside_file_remark, goes_by_notice, keys,
    refuse_rewriting,
};
use wangge_domain::lifecycle::{LifecycleTables, Reason, Status};
use wangge_domain::premises::{Premises, PremisesFacts};
use wangge_domain::record::{RecordKind, Scalar, says_nothing};
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::client::edit;
use wangge_sync_engine::store::RecordUpdate;

use super::remedy_words::refuse_remedy;
use super::subject::{Subject, refuse_gone};
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// What is known of a hazard（隐患登记）. What the checklist item says is filled in for what is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HazardInput {
    /// Where.
    pub premises: RecordId,
    /// The inspection it was found in.
    pub inspection: Option<RecordId>,
    /// Checklist item that failed.
    pub item: Option<String>,
    /// What is wrong; empty: the words of the item.
    pub description: String,
    /// Part of the premises.
    pub part: String,
    /// Severity; `None`: that of the item, else general.
    pub severity: Option<HazardSeverity>,
    /// Life is threatened; `None`: as the item says, else no.
    pub life_threat: Option<bool>,
    /// The channel it came by.
    pub source: HazardSource,
    /// What to do about it.
    pub rectification: String,
    /// Measures in force meanwhile.
    pub interim_measures: String,
    /// Department code; `None`: as the item and the routes of the pack say.
    pub department: Option<String>,
    /// Proposed deadline; `None`: that of the item, else the policy's.
    pub deadline: Option<DeadlineSpec>,
}

impl HazardInput {
    /// A hazard at a premises of which nothing else is known yet.
    #[must_use]
    pub fn new(premises: RecordId, description: &str) -> Self {
        Self {
            premises,
            inspection: None,
            item: None,
            description: description.to_owned(),
            part: String::new(),
            severity: None,
            life_threat: None,
            source: HazardSource::GridPatrol,
            rectification: String::new(),
            interim_measures: String::new(),
            department: None,
            deadline: None,
        }
    }
}

impl Core {
    /// Begins a hazard as a draft（隐患草稿）, durable: photos are attached to it, then it is raised.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: no right to, it is said to be judged major (S0-27), to have come by
    /// a channel that is not this person's (S0-17), or to be of a visit that did not find it (S4-06),
    /// or a word of compulsion stands in what is to be done (S0-03), or the premises are no more;
    /// [`CoreError::UnknownRecord`]: no such premises.
    pub fn draft_hazard(&self, input: &HazardInput) -> Result<RecordId, CoreError> {
        let session = self.session()?;
        refuse_judgement(input.severity)?;
        let said = Hazard {
            inspection: input.inspection,
            item: input.item.clone(),
            ..Hazard::default()
        };
        self.refuse_foreign_visit(&session, &said, false)?;
        self.change(&session, |ctx| {
            let kind = RecordKind::Premises;
            let subject = Subject::load_kind(ctx, &session, input.premises, &kind)?;
            refuse_foreign_source(&session, &subject, input.source)?;
            let fields = self.drafted_fields(&session, &subject, input)?;
            let record = self.mint_record();
            edit(
                ctx,
                record,
                &RecordKind::Rectification,
                subject.record.stream,
                &fields,
            )?;
            Ok(record)
        })
    }

    /// Changes fields of a hazard（隐患编辑）, with the keys of [`wangge_domain::hazard::keys`].
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: no right to, it is said to be judged major (S0-27), it was registered
    /// with it (S0-17), another one found it, a notice that was issued quotes it (S4-06), it would say
    /// nothing, or a word of compulsion stands in what is to be done (S0-03);
    /// [`CoreError::UnknownRecord`].
    pub fn edit_hazard(
        &self,
        hazard: RecordId,
        fields: &BTreeMap<String, Scalar>,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        let severity = fields.get(keys::SEVERITY).and_then(Scalar::as_text);
        refuse_judgement(severity.and_then(HazardSeverity::parse))?;
        self.change(&session, |ctx| {
            let subject = Subject::load_kind(ctx, &session, hazard, &RecordKind::Rectification)?;
            refuse_change(&session, &subject, fields)?;
            self.edit_record(ctx, &subject.record, fields)
        })
    }

    /// What stands in a hazard when it is drafted, if this person may draft one at these premises.
    pub(super) fn drafted_fields(
        &self,
        session: &Session,
        premises: &Subject,
        input: &HazardInput,
    ) -> Result<BTreeMap<String, Scalar>, CoreError> {
        premises.permit(session, "hazard_edit")?;
        refuse_gone(&premises.record.state.status)?;
        refuse_remedy(session, premises, &input.rectification)?;
        let file = self.premises_with_facts(session, input.premises, premises.now)?;
        Ok(fields(session, input, &file, premises.now))
    }
}

/// Refuses to change fields of a hazard that stand fast, or that are not this person's to change.
pub(super) fn refuse_change(
    session: &Session,
    subject: &Subject,
    fields: &BTreeMap<String, Scalar>,
) -> Result<(), CoreError> {
    super::answer::refuse_settled(subject)?;
    subject.permit(session, "hazard_edit")?;
    let RecordUpdate { state, content, .. } = &subject.record;
    refuse_rewriting(state, content, fields).map_err(CoreError::NotAllowed)?;
    refuse_stranger(session, subject, fields)?;
    let source = fields.get(keys::SOURCE).and_then(Scalar::as_text);
    if let Some(source) = source.and_then(HazardSource::parse) {
        refuse_foreign_source(session, subject, source)?;
    }
    let said = fields.get(keys::DESCRIPTION).and_then(Scalar::as_text);
    if state.status != Status::Draft && said.is_some_and(says_nothing) {
        let reason = Reason::new("says_nothing", "S4-06");
        return Err(CoreError::NotAllowed(reason));
    }
    let remedy = fields.get(keys::RECTIFICATION).and_then(Scalar::as_text);
    if remedy == content.text(keys::RECTIFICATION) {
        return Ok(());
    }
    refuse_remedy(session, subject, remedy.unwrap_or_default())
}

/// What was registered is mended by the one who found it, or by somebody who supervises.
fn refuse_stranger(
    session: &Session,
    subject: &Subject,
    fields: &BTreeMap<String, Scalar>,
) -> Result<(), CoreError> {
    let state = &subject.record.state;
    let is_own = state.found_by.is_none_or(|finder| finder == session.user);
    let touches = fields.keys().any(|key| goes_by_notice(key));
    if state.status == Status::Draft || is_own || !touches {
        return Ok(());
    }
    let table = LifecycleTables::standard().of(&subject.record.kind);
    let supervises = table.is_some_and(|table| {
        let action = &table.supervising_action;
        subject.permit(session, action).is_ok()
    });
    if supervises {
        return Ok(());
    }
    Err(CoreError::NotAllowed(Reason::new(
        "not_the_author",
        "S0-17",
    )))
}

/// A channel that the pack keeps for others is not named by anybody else.
pub(super) fn refuse_foreign_source(
    session: &Session,
    subject: &Subject,
    source: HazardSource,
) -> Result<(), CoreError> {
    // What somebody is elsewhere counts nothing here.
    let (path, premises) = (&subject.actor.grid_path, subject.facts.premises);
    let here = subject.actor.grants.iter();
    let here = here.filter(|grant| grant.covers(path, premises));
    let roles = here.map(|grant| grant.role);
    if session.policy.rectification.may_give(source, roles) {
        return Ok(());
    }
    let reason = Reason::new("source_not_yours", "S0-17");
    Err(CoreError::NotAllowed(reason))
}

/// Whether a hazard is major is judged by the fire and rescue body, which files its case: a phone
/// writes at most that it is suspected.
pub(super) fn refuse_judgement(severity: Option<HazardSeverity>) -> Result<(), CoreError> {
    if severity != Some(HazardSeverity::MajorConfirmed) {
        return Ok(());
    }
    let reason = Reason::new("major_judged_by_brigade", "S0-27");
    Err(CoreError::NotAllowed(reason))
}

fn fields(
    session: &Session,
    input: &HazardInput,
    (premises, facts): &(Premises, PremisesFacts),
    now: Timestamp,
) -> BTreeMap<String, Scalar> {
    let pack = &session.policy;
    let item = input
        .item
        .as_deref()
        .and_then(|id| pack.checklists.item(id));
    let or = |text: &str, other: &str| Scalar::from(if text.is_empty() { other } else { text });
    let item_major = item
        .is_some_and(|item| item.severity_on_fail == wangge_domain::checklist::ItemSeverity::Major);
    let severity = input.severity.unwrap_or(if item_major {
        HazardSeverity::SuspectedMajor
    } else {
        HazardSeverity::General
    });
    let life_threat = input
        .life_threat
        .unwrap_or_else(|| item.is_some_and(|item| item.life_threat));
    let department = input.department.clone().unwrap_or_else(|| {
        let known = |code: &str| pack.routing.departments.contains_key(code);
        let of_item = item.map(|item| item.department.as_str());
        let business = premises.business.as_deref();
        pack.routing
            .route(&premises.category, business, of_item, &known)
            .department
    });
    let deadline = input
        .deadline
        .or_else(|| item.map(|item| item.default_deadline))
        .unwrap_or(pack.rectification.default_deadline);
    let mut fields = BTreeMap::new();
    let mut set = |key: &str, value: Scalar| {
        fields.insert(key.to_owned(), value);
    };
    set(keys::PREMISES, input.premises.to_string().into());
    if let Some(inspection) = input.inspection {
        set(keys::INSPECTION, inspection.to_string().into());
    }
    let is_beside = item.is_some_and(|item| !item_applies(item, facts));
    if is_beside && input.inspection.is_some() {
        set(keys::REMARK, beside_file_remark().into());
    }
    if let Some(item) = item {
        set(keys::ITEM, item.id.as_str().into());
        set(keys::COMMON_KEY, item.common_key.as_str().into());
        set(keys::CATEGORY, item.group.as_str().into());
    }
    let question = item.map_or(String::new(), |item| {
        format!("{}{}", item.question, item.fail_label)
    });
    set(keys::DESCRIPTION, or(input.description.trim(), &question));
    set(keys::PART, input.part.as_str().into());
    set(keys::SEVERITY, severity.as_str().into());
    set(keys::LIFE_THREAT, life_threat.into());
    set(keys::SOURCE, input.source.as_str().into());
    let measure = item.map_or("", |item| item.rectification.trim());
    let measure = if measure.is_empty() {
        Hazard::PLAIN_REMEDY
    } else {
        measure
    };
    set(keys::RECTIFICATION, or(&input.rectification, measure));
    if !input.interim_measures.is_empty() {
        set(
            keys::INTERIM_MEASURES,
            input.interim_measures.as_str().into(),
        );
    }
    set(keys::DEPARTMENT, department.into());
    match deadline {
        DeadlineSpec::Immediate => set(keys::DEADLINE_KIND, "immediate".into()),
        DeadlineSpec::Days { days, calendar } => {
            let kind = match calendar {
                DayKind::Natural => "natural",
                DayKind::Working => "working",
            };
            set(keys::DEADLINE_KIND, kind.into());
            set(keys::DEADLINE_DAYS, i64::from(days).into());
        }
    }
    set(keys::FOUND_AT_MS, now.0.into());
    fields
}
