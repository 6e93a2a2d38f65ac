use chrono::NaiveDate;
use wangge_domain::{StreamId, Timestamp};
use wangge_report::Paper;

/// A place in a log（日志位置）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogPlace {
    /// When the relay received the row: first, so that rows of several logs are in order.
    pub received_at: Timestamp,
    /// Which log.
    pub stream: StreamId,
    /// Which row.
    pub seq: u64,
}

/// The version of a paper that a file agrees with（文书版本）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperVersion {
    /// The last row that it knows; `None`: everything that is on record now.
    pub as_of: Option<LogPlace>,
    /// Body that issued it.
    pub issuer: String,
    /// Title.
    pub title: String,
    /// Number as it stands on the relay's paper.
    pub number: String,
    /// Day it bears.
    pub dated: NaiveDate,
}

impl LogPlace {
    /// Which row, and when it came, for people.
    #[must_use]
    pub fn zh(&self) -> String {
        let at = self.received_at.china_datetime();
        let at = at.format("%Y-%m-%d %H:%M:%S");
        format!("所载为日志第{}行（{at}收到）时的版本。", self.seq)
    }
}

impl PaperVersion {
    pub(super) fn of(paper: &Paper, as_of: Option<LogPlace>) -> Self {
        Self {
            as_of,
            issuer: paper.issuer.clone(),
            title: paper.title.clone(),
            number: paper.number.clone(),
            dated: paper.dated,
        }
    }
}
