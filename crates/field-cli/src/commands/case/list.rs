use clap::Args;
use serde_json::json;
use wangge_domain::lifecycle::{LifecycleTables, Status};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseFilter, CasePage, CaseRegister};

use crate::answer::{Answer, cut_off, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;
use crate::{find, show};

#[derive(Debug, Args)]
pub(crate) struct List {
    /// 只看这个登记册，中文名或代码（of this register only: its name or code）
    #[arg(long)]
    kind: Option<String>,
    /// 只看这个状态，中文或代码；中文须指明登记册（at this status only; in Chinese with --kind）
    #[arg(long)]
    status: Option<String>,
    /// 只看这个网格（in this grid only: id, code or name）
    #[arg(long)]
    grid: Option<String>,
    /// 只看这个场所（of this premises only: id, or words that find one）
    #[arg(long)]
    premises: Option<String>,
    /// 只看有期限的（those with a deadline only）
    #[arg(long)]
    open: bool,
    /// 跳过几条（skip so many）
    #[arg(long, default_value_t = 0)]
    skip: usize,
    /// 最多几条（at most so many）
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

/// A status by its word or code. A misspelled one would read as "there are none".
fn status_of(register: Option<&CaseRegister>, text: &str) -> Result<Status, CommandError> {
    let Some(register) = register else {
        let status = Status::from(text.to_owned());
        let is_known = RecordKind::CASES.iter().any(|kind| {
            let table = LifecycleTables::standard().of(kind);
            let mut states = table.iter().flat_map(|table| &table.states);
            states.any(|state| state.id == status)
        });
        return if is_known {
            Ok(status)
        } else {
            let what = format!("没有状态“{text}”；用 --kind 指明登记册，会列出它的状态");
            Err(CommandError::Usage(what))
        };
    };
    let mut states = register.states.iter();
    let found = states.find(|(status, zh)| zh == text || status.as_str() == text);
    found.map(|(status, _)| status.clone()).ok_or_else(|| {
        let names: Vec<&str> = register.states.iter().map(|(_, zh)| zh.as_str()).collect();
        let what = format!(
            "{}没有状态“{text}”，现有：{}",
            register.zh,
            names.join("、")
        );
        CommandError::Usage(what)
    })
}

impl List {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let kind = self.kind.as_ref();
        let register = kind.map(|text| find::register(core, text)).transpose()?;
        let status = self.status.as_ref();
        let status = status
            .map(|text| status_of(register.as_ref(), text))
            .transpose()?;
        let premises = self.premises.as_ref();
        let page = CasePage {
            kind: register.map(|it| it.kind),
            grid: find::grid_if_named(core, self.grid.as_ref())?,
            filter: CaseFilter {
                premises: premises
                    .map(|text| find::premises(core, text))
                    .transpose()?,
                status,
                open_only: self.open,
                ..CaseFilter::default()
            },
            skip: self.skip,
            limit: self.limit.saturating_add(1),
        };
        let mut rows = core.page_cases(&page)?;
        let more = cut_off(&mut rows, self.limit);
        let json = json!(rows.iter().map(show::case_row_json).collect::<Vec<_>>());
        let text = rows.iter().map(show::case_line).chain(more).collect();
        Ok(Answer::new(lines(text, "没有案件"), json))
    }
}
