use chrono::NaiveDate;
use uuid::Uuid;
use wangge_domain::evaluation::{EvaluationPeriod, Ratio, on_time_rate, overdue_on};
use wangge_domain::tally::close_duties;
use wangge_domain::{GridId, RecordId, Timestamp};

use super::Standing;
use super::counted::{Asking, Counted};

/// Of what the on-time rate is asked（按时办结率提问）: a period, and a channel or all.
pub(super) type OnTimeAsked = (EvaluationPeriod, Option<String>);

/// The on-time rate of a part of the records（分块按时办结率）.
pub(super) struct OnTimePart {
    figure: Ratio,
    overdue: Vec<Uuid>,
}

impl Standing {
    /// The on-time rate of a scope, without one of the whole tenant, from the parts counted before;
    /// and what is overdue today, the longest first. `source`: only what came by this channel.
    pub(crate) fn counted_on_time(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        period: EvaluationPeriod,
        source: Option<&str>,
        now: Timestamp,
    ) -> (Ratio, Vec<Uuid>) {
        let today = now.china_date();
        let asking = Asking {
            question: &(period, source.map(str::to_owned)),
            scope,
            today,
            by_control: false,
        };
        let parts = self.counted(&counted.on_time, &asking, |measures| {
            let duties = close_duties(measures, &self.pack, |it| {
                source.is_none_or(|source| it.source == source)
            });
            OnTimePart {
                figure: on_time_rate(&duties, &period, today),
                overdue: overdue_on(&duties, today),
            }
        });
        let figure = Ratio::sum(parts.iter().map(|part| &part.figure));
        let overdue = parts.iter().flat_map(|part| &part.overdue).copied();
        let mut overdue: Vec<Uuid> = overdue.collect();
        overdue.sort_by_cached_key(|id| (self.due_on(*id), *id));
        (figure, overdue)
    }

    /// The day by which a hazard was to be closed.
    pub(super) fn due_on(&self, hazard: Uuid) -> Option<NaiveDate> {
        self.measures.hazards.get(&RecordId(hazard))?.due_on
    }
}
