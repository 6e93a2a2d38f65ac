use chrono::NaiveDate;
use serde_json::Value;
use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_domain::sheet::{Demand, LineState, SheetLine, sheet_standing};

/// The sheet of requests about personal data.
const SHEET: &str = "personal_request";
/// How a request stands that has no outcome yet.
const RECEIVED: &str = "received";

/// A request about personal data as its register has it（个人信息请求）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PersonalRequest {
    pub(crate) number: String,
    pub(crate) kind: String,
    pub(crate) received_on: String,
    /// By when it is to be answered, by the days of the policy.
    pub(crate) due: Option<NaiveDate>,
    /// `received`, or the code of its outcome: `answered`, `refused`.
    pub(crate) state: String,
    /// It waits, and its day has passed.
    pub(crate) is_overdue: bool,
    /// It waits, and its day is near.
    pub(crate) is_near: bool,
    pub(crate) record: Option<String>,
    pub(crate) answered_on: Option<String>,
    pub(crate) answered_by: Option<String>,
    pub(crate) reason: Option<String>,
}

/// The requests on file, those first whose day comes first.
pub(crate) fn personal_requests(
    control: &ControlState,
    policy: &PolicyPack,
    on: NaiveDate,
) -> Vec<PersonalRequest> {
    let Some(sheet) = policy.sheets.get(SHEET) else {
        return Vec::new();
    };
    let standing = sheet_standing(SHEET, sheet, control, policy, on, &|_| true);
    let mut requests: Vec<PersonalRequest> = standing
        .lines
        .iter()
        .filter_map(|line| request(line, &sheet.demands))
        .collect();
    requests.sort_by_key(|it| (it.state != RECEIVED, it.due, it.number.clone()));
    requests
}

/// How many wait though their day has passed.
pub(crate) fn overdue_requests(
    control: &ControlState,
    policy: &PolicyPack,
    on: NaiveDate,
) -> usize {
    let all = personal_requests(control, policy, on);
    all.iter().filter(|request| request.is_overdue).count()
}

/// Whether a number stands in the register. A county whose pack has no such register has none to ask.
pub(super) fn is_entered(control: &ControlState, policy: &PolicyPack, number: &str) -> bool {
    let has_rows = !control.registers.history_of(SHEET, number).is_empty();
    !number.is_empty() && (policy.sheets.get(SHEET).is_none() || has_rows)
}

fn request(line: &SheetLine, demands: &[Demand]) -> Option<PersonalRequest> {
    let number = line.key.clone()?;
    let text = |name: &str| {
        let said = line.entry.get(name).and_then(Value::as_str);
        said.map(str::trim)
            .filter(|said| !said.is_empty())
            .map(str::to_owned)
    };
    Some(PersonalRequest {
        number,
        kind: text("kind").unwrap_or_default(),
        received_on: text("received_on").unwrap_or_default(),
        due: demands.iter().find_map(|demand| demand.due_on(&line.entry)),
        state: text("outcome").unwrap_or_else(|| RECEIVED.to_owned()),
        is_overdue: line.state == LineState::Overdue,
        is_near: line.state == LineState::Soon,
        record: text("record"),
        answered_on: text("answered_on"),
        answered_by: text("answered_by"),
        reason: text("reason"),
    })
}
