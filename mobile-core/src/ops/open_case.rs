use std::collections::BTreeMap;

use wangge_domain::lifecycle::refuse_renaming;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_sync_engine::client::{edit, estimated_now};
use wangge_sync_engine::store::RecordUpdate;

use super::case_fields::check_case_fields;
use super::kept_apart::refuse_kept_apart;
use super::subject::{Subject, permit_in_grid};
use crate::error::CoreError;
use crate::facade::Core;

/// What a case is about（案件对象）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseSubject {
    /// A premises: the case lives in the log of its grid.
    Premises(RecordId),
    /// Another record, e.g. a hazard: it hangs on the same premises.
    Record(RecordId),
    /// A grid as a whole: a village, a township.
    Grid(GridId),
}

/// Key of the content that names the record a case was opened for.
pub(super) const PARENT: &str = "parent";

impl Core {
    /// Begins a case as a draft（登记案件）, durable: photos and signatures are put to it, then its first
    /// [`Core::step`] is taken.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: the kind is no register of cases. [`CoreError::NotAllowed`],
    /// [`CoreError::UnknownRecord`], [`CoreError::UnknownGrid`].
    pub fn open_case(
        &self,
        kind: &RecordKind,
        subject: CaseSubject,
        fields: &BTreeMap<String, Scalar>,
    ) -> Result<RecordId, CoreError> {
        let operation = kind
            .case_edit()
            .ok_or_else(|| CoreError::InvalidInput(format!("register of cases: {kind}")))?;
        check_case_fields(kind, fields)?;
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut fields = fields.clone();
            let stream = match subject {
                CaseSubject::Grid(grid) => {
                    if !session.holds(grid) {
                        return Err(CoreError::UnknownGrid);
                    }
                    permit_in_grid(&session, grid, None, operation, estimated_now(ctx))?;
                    StreamId::of_grid(grid)
                }
                CaseSubject::Premises(record) | CaseSubject::Record(record) => {
                    let about = Subject::load(ctx, &session, record)?;
                    let is_premises = about.record.kind == RecordKind::Premises;
                    if matches!(subject, CaseSubject::Premises(_)) != is_premises {
                        return Err(CoreError::UnknownRecord);
                    }
                    about.permit(&session, operation)?;
                    if !is_premises {
                        fields.insert(PARENT.to_owned(), record.to_string().into());
                    }
                    if let Some(premises) = about.facts.premises {
                        let key = wangge_domain::inspection::keys::PREMISES;
                        fields.insert(key.to_owned(), premises.to_string().into());
                    }
                    about.record.stream
                }
            };
            if fields.is_empty() {
                fields.insert("kind".to_owned(), kind.as_str().into());
            }
            let record = self.mint_record();
            edit(ctx, record, kind, stream, &fields)?;
            Ok(record)
        })
    }

    /// Changes what is written in a case（编辑案件内容）. What has been decided stands in its steps; what it
    /// is called stays once the first of them was taken.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`], [`CoreError::UnknownRecord`].
    pub fn edit_case(
        &self,
        case: RecordId,
        fields: &BTreeMap<String, Scalar>,
    ) -> Result<(), CoreError> {
        refuse_kept_apart(fields.keys())?;
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, case)?;
            check_case_fields(&subject.record.kind, fields)?;
            let operation = subject.record.kind.case_edit();
            super::answer::refuse_settled(&subject)?;
            subject.permit(&session, operation.ok_or(CoreError::UnknownRecord)?)?;
            let RecordUpdate { state, content, .. } = &subject.record;
            refuse_renaming(state, content, fields).map_err(CoreError::NotAllowed)?;
            self.edit_record(ctx, &subject.record, fields)
        })
    }
}
