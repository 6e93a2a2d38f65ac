use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};

use super::arguments::Folder;
use super::dated::open_to_write;
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
    #[value(alias = "half_year")]
    HalfYear,
    /// 年
    Year,
}

impl From<Kind> for PeriodKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Month => Self::Month,
            Kind::Quarter => Self::Quarter,
            Kind::HalfYear => Self::HalfYear,
            Kind::Year => Self::Year,
        }
    }
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
        /// 网格及其以下，缺省为全部乡镇，另加全县一份（grid: id, code or name, with all below it; without it
        /// all townships, and the county as such if it has several）
        #[arg(long)]
        grid: Option<String>,
    },
    /// 仅凭日志复算一份定稿，或者一个考核期的全部定稿（compute a snapshot again from the log alone, or
    /// all snapshots of a period）
    Verify {
        #[command(flatten)]
        folder: Folder,
        /// 定稿摘要（hash of the snapshot）
        #[arg(long, conflicts_with_all = ["kind", "on"], required_unless_present = "kind")]
        snapshot: Option<String>,
        /// 考核周期：复算该期全部定稿（length of the period whose snapshots are all computed again）
        #[arg(long, requires = "on")]
        kind: Option<Kind>,
        /// 考核期内任意一天（a day of the period）
        #[arg(long, requires = "kind")]
        on: Option<NaiveDate>,
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
            let admin = open_to_write(&folder)?;
            let period = EvaluationPeriod::of(kind.into(), on);
            let progress = print::Progress::default();
            let tell = |what: &str, done, of| progress.tell(what, done, of);
            let top = grid.map(|grid| admin.find_grid(&grid)).transpose()?;
            for made in admin.freeze(period, top, BTreeMap::new(), &tell)? {
                let scope = made
                    .scope
                    .map_or_else(|| "全县".to_owned(), |grid| grid.to_string());
                print::line(&format!("{scope} {}", made.hash()));
            }
            Ok(())
        }
        Report::Verify {
            folder,
            kind: Some(kind),
            on: Some(on),
            ..
        } => verify_period(&folder, EvaluationPeriod::of(kind.into(), on)),
        Report::Verify {
            folder, snapshot, ..
        } => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            let digest = snapshot
                .unwrap_or_default()
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

fn verify_period(folder: &Folder, period: EvaluationPeriod) -> Result<(), RelayStartError> {
    let admin = Admin::open(&folder.data, folder.clock())?;
    let progress = print::Progress::default();
    let tell = |what: &str, done, of| progress.tell(what, done, of);
    let verdict = admin.verify_period(period, &tell)?;
    for (scope, hash) in &verdict.differing {
        let scope = scope.map_or_else(|| "全县".to_owned(), |grid| grid.to_string());
        print::line(&format!(
            "复算不一致（comes out otherwise）: {scope} {hash}"
        ));
    }
    let (checked, differing) = (verdict.checked, verdict.differing.len());
    if differing == 0 {
        print::line(&format!(
            "{period}：{checked}份定稿复算一致（all the same to the last byte）"
        ));
        return Ok(());
    }
    Err(RelayStartError::invalid(format!(
        "{period}：{checked}份定稿中{differing}份复算不一致（some come out otherwise）"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_of_a_year_is_said_as_at_the_api_too() {
        for said in ["half-year", "half_year"] {
            let kind = Kind::from_str(said, false).map(PeriodKind::from);
            assert_eq!(kind, Ok(PeriodKind::HalfYear), "{said}");
        }
    }
}
