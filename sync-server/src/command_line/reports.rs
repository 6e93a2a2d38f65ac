use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};

use super::arguments::Folder;
use super::print;
use crate::admin::Admin;
use crate::error::RelayStartError;

/// 月、季、半年、年.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Kind {
    /// 月
    Month,
    /// 季度
    Quarter,
    /// 半年
    HalfYear,
    /// 年
    Year,
}

/// 考核定稿.
#[derive(Debug, Subcommand)]
pub(super) enum Report {
    /// 定稿一个已结束的考核期（freeze the figures of a period that is over）
    Freeze {
        #[command(flatten)]
        folder: Folder,
        /// 考核周期（length of the period）
        #[arg(long)]
        kind: Kind,
        /// 考核期内任意一天（a day of the period）
        #[arg(long)]
        on: NaiveDate,
        /// 网格及其以下（grid: id, code or name, with all below it）
        #[arg(long)]
        grid: String,
    },
    /// 仅凭日志复算一份定稿（compute a snapshot again from the log alone）
    Verify {
        #[command(flatten)]
        folder: Folder,
        /// 定稿摘要（hash of the snapshot）
        #[arg(long)]
        snapshot: String,
    },
}

pub(super) fn run(command: Report) -> Result<(), RelayStartError> {
    match command {
        Report::Freeze {
            folder,
            kind,
            on,
            grid,
        } => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            let kind = match kind {
                Kind::Month => PeriodKind::Month,
                Kind::Quarter => PeriodKind::Quarter,
                Kind::HalfYear => PeriodKind::HalfYear,
                Kind::Year => PeriodKind::Year,
            };
            let period = EvaluationPeriod::of(kind, on);
            let progress = print::Progress::default();
            let tell = |what: &str, done, of| progress.tell(what, done, of);
            for made in admin.freeze(period, admin.find_grid(&grid)?, BTreeMap::new(), &tell)? {
                print::line(&format!("{} {}", made.scope, made.hash()));
            }
            Ok(())
        }
        Report::Verify { folder, snapshot } => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            let digest = snapshot
                .parse()
                .map_err(|_| RelayStartError::invalid("不是定稿摘要（not a hash）"))?;
            let progress = print::Progress::default();
            let tell = |what: &str, done, of| progress.tell(what, done, of);
            if admin.verify_snapshot(digest, &tell)? {
                print::line("复算一致（the same to the last byte）");
                Ok(())
            } else {
                Err(RelayStartError::invalid(
                    "复算不一致（computed again it comes out otherwise）",
                ))
            }
        }
    }
}
