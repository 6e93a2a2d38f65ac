//! What a person means by a name, a number or an id.

use serde_json::json;
use wangge_domain::{GridId, RecordId, UserId};
use wangge_mobile_core::{CasePage, CaseRegister, Core, GridView, HazardFilter};

use crate::command_error::CommandError;
use crate::show;

/// Candidates shown when a search finds more than one.
const SHOWN: usize = 10;

/// A premises by its id, or by words that find exactly one.
pub(crate) fn premises(core: &Core, text: &str) -> Result<RecordId, CommandError> {
    if let Ok(record) = text.trim().parse() {
        return Ok(record);
    }
    let hits = core.search_premises(text, SHOWN)?;
    match hits.as_slice() {
        [] => Err(CommandError::Usage(format!("没有找到场所“{text}”"))),
        [only] => Ok(only.record),
        many => Err(CommandError::Confirm {
            message: format!(
                "“{text}”找到不止一家：\n{}",
                many.iter()
                    .map(show::premises_line)
                    .collect::<Vec<_>>()
                    .join("\n")
            ),
            next: "写明编号，或多写几个字".to_owned(),
            details: json!(many.iter().map(show::premises_json).collect::<Vec<_>>()),
        }),
    }
}

/// A hazard by its id or by the number of its notice.
pub(crate) fn hazard(core: &Core, text: &str) -> Result<RecordId, CommandError> {
    let text = text.trim();
    if let Ok(record) = text.parse() {
        return Ok(record);
    }
    for row in core.list_hazards(&HazardFilter::default(), usize::MAX)? {
        let Some(shown) = &row.notice_number else {
            continue;
        };
        if shown == text {
            return Ok(row.record);
        }
        // The provisional number goes on to resolve when the final one is given.
        let state = core.get_record(row.record)?.state;
        if [state.provisional_number, state.notice_number]
            .iter()
            .flatten()
            .any(|it| it == text)
        {
            return Ok(row.record);
        }
    }
    Err(CommandError::Usage(format!(
        "没有编号或文号为“{text}”的隐患"
    )))
}

/// A record by its id, or a hazard or a case by its number.
pub(crate) fn record(core: &Core, text: &str) -> Result<RecordId, CommandError> {
    let text = text.trim();
    if let Ok(record) = text.parse() {
        return Ok(record);
    }
    hazard(core, text)
        .or_else(|_| case(core, text))
        .map_err(|_| CommandError::Usage(format!("没有编号或文号为“{text}”的记录")))
}

/// A register by its name or code.
pub(crate) fn register(core: &Core, text: &str) -> Result<CaseRegister, CommandError> {
    let registers = core.case_registers()?;
    let names: Vec<String> = registers.iter().map(|it| it.zh.clone()).collect();
    let text = text.trim();
    let found = registers
        .into_iter()
        .find(|it| it.kind.as_str() == text || it.zh == text);
    found.ok_or_else(|| {
        let names = names.join("、");
        CommandError::Usage(format!("没有登记册“{text}”，现有：{names}"))
    })
}

/// A case by its id or number.
pub(crate) fn case(core: &Core, text: &str) -> Result<RecordId, CommandError> {
    let text = text.trim();
    if let Ok(record) = text.parse() {
        return Ok(record);
    }
    let all = CasePage {
        limit: usize::MAX,
        ..CasePage::default()
    };
    let rows = core.page_cases(&all)?;
    let mut numbered = rows
        .iter()
        .filter(|row| row.number.as_deref() == Some(text));
    let found = numbered.next();
    found
        .map(|row| row.record)
        .ok_or_else(|| CommandError::Usage(format!("没有编号或文号为“{text}”的案件")))
}

/// A grid whose log this phone holds, of any level, by id, code or name.
pub(crate) fn grid_held(core: &Core, text: &str) -> Result<GridId, CommandError> {
    let text = text.trim();
    if let Ok(grid) = text.parse() {
        return Ok(grid);
    }
    let control = core.control()?;
    let mut found = control
        .grids
        .values()
        .filter(|it| it.code == text || it.name == text);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.grid),
        _ => Err(CommandError::Usage(format!(
            "没有唯一的网格“{text}”，请写编号"
        ))),
    }
}

/// One of this person's grids by id, code or name.
pub(crate) fn grid(core: &Core, text: &str) -> Result<GridId, CommandError> {
    let grids = core.my_grids()?;
    let id: Option<GridId> = text.trim().parse().ok();
    let fits = |grid: &&GridView| {
        Some(grid.grid) == id || grid.code == text.trim() || grid.name == text.trim()
    };
    let found: Vec<&GridView> = grids.iter().filter(fits).collect();
    match found.as_slice() {
        [only] => Ok(only.grid),
        _ => Err(CommandError::Usage(format!(
            "没有唯一的网格“{text}”，现有：{}",
            grids
                .iter()
                .map(|it| format!("{}（{}）", it.name, it.code))
                .collect::<Vec<_>>()
                .join("、")
        ))),
    }
}

/// A grid if one was named.
pub(crate) fn grid_if_named(
    core: &Core,
    text: Option<&String>,
) -> Result<Option<GridId>, CommandError> {
    text.map(|text| grid(core, text)).transpose()
}

/// The grid that was named, or the only one this person has.
pub(crate) fn grid_or_only(core: &Core, text: Option<&String>) -> Result<GridId, CommandError> {
    if let Some(text) = text {
        return grid(core, text);
    }
    match core.my_grids()?.as_slice() {
        [only] => Ok(only.grid),
        _ => Err(CommandError::Usage(
            "有不止一个网格，请用 --grid 指明".to_owned(),
        )),
    }
}

/// A person by id or by a name that nobody shares.
pub(crate) fn user(core: &Core, text: &str) -> Result<UserId, CommandError> {
    if let Ok(user) = text.trim().parse() {
        return Ok(user);
    }
    let control = core.control()?;
    let mut found = control
        .people
        .values()
        .filter(|person| person.name == text.trim());
    match (found.next(), found.next()) {
        (Some(person), None) => Ok(person.user),
        (None, _) => Err(CommandError::Usage(format!("没有叫“{text}”的人员"))),
        (Some(_), Some(_)) => Err(CommandError::Usage(format!("不止一人叫“{text}”，请写编号"))),
    }
}

/// The name of a person, or the id if nobody here knows it.
pub(crate) fn name_of(core: &Core, user: UserId) -> String {
    let control = core.control().ok();
    let person = control
        .as_ref()
        .and_then(|control| control.people.get(&user));
    person.map_or_else(|| user.to_string(), |person| person.name.clone())
}
