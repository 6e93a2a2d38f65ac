use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use wangge_domain::checklist::AnswerResult;
use wangge_domain::inspection::{InspectionMode, PhotoStage};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{AnswerInput, Core, HazardInput, StartInspection};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::ledger::{Ledger, LedgerEntry};
use crate::shell::Shell;
use crate::{acts, find};

/// Writes of one round: premises, hazard, inspection, photo if any, and answers for the rest.
const ROUND: u64 = 12;

/// Makes writes of every kind in a loop and enters each in a ledger right after its call
/// returned. Prints nothing. It is made to be killed.
#[derive(Debug, Args)]
pub(crate) struct StressWrites {
    /// 台账文件（ledger of acknowledged writes）
    #[arg(long)]
    ledger: PathBuf,
    /// 写多少次（how many writes）
    #[arg(long)]
    count: u64,
    /// 网格编号、代码或名称（grid: id, code or name）
    #[arg(long)]
    grid: Option<String>,
    /// 也写照片：照片文件（attach this photo, too）
    #[arg(long)]
    photo: Option<PathBuf>,
}

impl StressWrites {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let mut ledger = Ledger::open(&self.ledger).map_err(|error| self.trouble(&error))?;
        let grid = match &self.grid {
            Some(text) => find::grid(core, text)?,
            None => core
                .my_grids()?
                .first()
                .map(|grid| grid.grid)
                .ok_or_else(|| CommandError::Usage("没有网格，请先运行 sync".to_owned()))?,
        };
        let mut round = Round {
            core,
            grid,
            premises: None,
            inspection: None,
            items: Vec::new(),
        };
        for n in 0..self.count {
            let entry = match n % ROUND {
                0 => round.premises(ledger.len())?,
                1 => round.hazard(ledger.len())?,
                2 => round.inspection()?,
                3 if self.photo.is_some() => self.attach(&round)?,
                _ => round.answer(ledger.len())?,
            };
            ledger
                .append(&entry)
                .map_err(|error| self.trouble(&error))?;
        }
        Ok(Answer::silent())
    }

    fn attach(&self, round: &Round<'_>) -> Result<LedgerEntry, CommandError> {
        let (target, file) = round
            .inspection
            .zip(self.photo.as_ref())
            .ok_or_else(|| CommandError::Machine("照片没有可附的检查".to_owned()))?;
        let photo = acts::attach(round.core, target, file, "", PhotoStage::Found)?;
        Ok(LedgerEntry::Photo(photo))
    }

    fn trouble(&self, error: &std::io::Error) -> CommandError {
        CommandError::Machine(format!("台账 {}：{error}", self.ledger.display()))
    }
}

/// What the writes of a round hang on.
struct Round<'a> {
    core: &'a Core,
    grid: GridId,
    premises: Option<RecordId>,
    inspection: Option<RecordId>,
    items: Vec<String>,
}

impl Round<'_> {
    fn premises(&mut self, n: u64) -> Result<LedgerEntry, CommandError> {
        let policy = self.core.policy()?;
        let category = policy.categories.list.iter().find(|category| {
            let named = category.checklist.as_deref();
            named
                .and_then(|code| policy.checklists.by_code(code))
                .is_some()
        });
        let category =
            category.ok_or_else(|| CommandError::Usage("规则包里没有带检查表的类别".to_owned()))?;
        let fields: BTreeMap<String, Scalar> = BTreeMap::from([
            (keys::NAME.to_owned(), format!("压力测试{n}号").into()),
            (keys::CATEGORY.to_owned(), category.id.as_str().into()),
            (keys::ADDRESS.to_owned(), format!("测试路{n}号").into()),
        ]);
        let record = self.core.create_premises(self.grid, &fields)?;
        self.premises = Some(record);
        Ok(LedgerEntry::Premises(record))
    }

    fn hazard(&self, n: u64) -> Result<LedgerEntry, CommandError> {
        let input = HazardInput::new(self.of(self.premises)?, &format!("测试隐患{n}"));
        Ok(LedgerEntry::Hazard(self.core.draft_hazard(&input)?))
    }

    fn inspection(&mut self) -> Result<LedgerEntry, CommandError> {
        let input = StartInspection {
            mode: InspectionMode::Regular,
            checklist: None,
            position: None,
            inspectors: String::new(),
        };
        let record = self
            .core
            .start_inspection(self.of(self.premises)?, &input)?;
        let content = self.core.get_record(record)?.content;
        let policy = self.core.policy()?;
        let code = content
            .text(wangge_domain::inspection::keys::CHECKLIST)
            .unwrap_or_default();
        self.items = policy
            .checklists
            .by_code(code)
            .map_or_else(Vec::new, |list| {
                list.items.iter().map(|item| item.id.clone()).collect()
            });
        self.inspection = Some(record);
        Ok(LedgerEntry::Inspection(record))
    }

    fn answer(&self, n: u64) -> Result<LedgerEntry, CommandError> {
        let inspection = self.of(self.inspection)?;
        let count = u64::try_from(self.items.len()).unwrap_or(1).max(1);
        let at = usize::try_from(n % count).unwrap_or(0);
        let item = self.items.get(at).cloned().unwrap_or_default();
        let input = AnswerInput {
            item: item.clone(),
            result: Some(AnswerResult::Pass),
            note: Some(n.to_string()),
            ..AnswerInput::default()
        };
        self.core.answer(inspection, &input)?;
        Ok(LedgerEntry::Answer {
            inspection,
            item,
            n,
        })
    }

    fn of(&self, record: Option<RecordId>) -> Result<RecordId, CommandError> {
        record.ok_or_else(|| CommandError::Machine("轮次没有从场所开始".to_owned()))
    }
}
