use std::collections::BTreeMap;

use chrono::NaiveDate;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_domain::lifecycle::Reason;
use wangge_domain::record::Scalar;
use wangge_domain::tally::{
    Answering, objection_day, objection_text, overdue_events, worker_events,
};
use wangge_domain::{Finding, RecordId};

use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Objects to the deduction of a day（申诉）of S3-08, without a day to the latest one. It is durable here at
    /// once and travels with the record it is about; until it is decided the deduction stands and is
    /// marked as disputed. Another day's is not touched.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`] if nothing was deducted from this person for this record on that day,
    /// [`CoreError::Incomplete`] without a reason.
    pub fn object(
        &self,
        record: RecordId,
        code: &str,
        day: Option<NaiveDate>,
        text: &str,
    ) -> Result<(), CoreError> {
        let session = self.session()?;
        if text.trim().is_empty() {
            let finding = Finding::blocking("value_missing", "objection");
            return Err(CoreError::Incomplete(vec![finding]));
        }
        let rules = &session.policy.accounting().evaluation.worker;
        let measures = self.measures(&session)?;
        let (pack, now) = (&session.policy, self.now(&session));
        let today = now.china_date();
        // A missed visit may be disputed until the year is over.
        let year = EvaluationPeriod::of(PeriodKind::Year, today);
        let control = &session.control;
        let answering = Answering::over(control, None, &year, today);
        let missed = overdue_events(&measures, control, pack, &answering, &year, today);
        let deducted = worker_events(&measures, pack, session.user)
            .iter()
            .chain(missed.iter().filter(|event| event.worker == session.user))
            .filter(|event| {
                let award = rules.award(&event.code).filter(|award| award.points < 0);
                event.record == record && event.code == code && award.is_some()
            })
            .map(|event| event.on)
            .filter(|on| day.is_none_or(|day| day == *on))
            .max();
        let Some(day) = deducted else {
            return Err(CoreError::NotAllowed(Reason::new(
                "not_in_this_state",
                "S3-08",
            )));
        };
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            let today = subject.now.china_date().to_string();
            let edits: BTreeMap<String, Scalar> = BTreeMap::from([
                (
                    objection_text(code, session.user, day),
                    text.trim().to_owned().into(),
                ),
                (objection_day(code, session.user, day), today.into()),
            ]);
            self.edit_record(ctx, &subject.record, &edits)
        })
    }
}
