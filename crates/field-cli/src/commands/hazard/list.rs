use chrono::NaiveDate;
use clap::Args;
use serde_json::json;
use wangge_domain::{RecordId, Timestamp};
use wangge_mobile_core::HazardFilter;

use crate::answer::{Answer, cut_off, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show};

#[derive(Debug, Args)]
pub(crate) struct List {
    /// 只看这个场所（of this premises only: id, or words that find one）
    #[arg(long)]
    premises: Option<String>,
    /// 只看这次检查发现的（found in this inspection only）
    #[arg(long)]
    inspection: Option<RecordId>,
    /// 只看未销号的（open ones only）
    #[arg(long)]
    open: bool,
    /// 只看期限在此日及以前的（due on this day or before）
    #[arg(long, value_name = "DATE")]
    due_by: Option<NaiveDate>,
    /// 最多几条（at most so many）
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

impl List {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let premises = self.premises.as_ref();
        let filter = HazardFilter {
            premises: premises
                .map(|text| find::premises(&shell.core, text))
                .transpose()?,
            inspection: self.inspection,
            open_only: self.open,
            due_before: self.due_by.map(Timestamp::end_of_china_day),
            newest_first: false,
        };
        let mut rows = shell
            .core
            .list_hazards(&filter, self.limit.saturating_add(1))?;
        let more = cut_off(&mut rows, self.limit);
        let (mut text, mut json) = (Vec::new(), Vec::new());
        for row in &rows {
            let mark = shell.core.recheck_overdue(row)?;
            let word = mark.as_ref().map_or("", |_| "【复查逾期】");
            text.push(format!("{}{word}", show::hazard_line(row)));
            let mut line = show::hazard_json(row);
            line["recheck_overdue_since_ms"] = json!(mark.map(|it| it.since));
            json.push(line);
        }
        text.extend(more);
        let json = json!(json);
        Ok(Answer::new(lines(text, "没有隐患"), json))
    }
}
