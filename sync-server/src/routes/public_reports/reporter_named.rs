use serde::Serialize;
use wangge_domain::RecordId;
use wangge_domain::record::{field_words, show_hidden_letters};

use super::settle::refused;
use crate::http::{ApiError, App, SupervisorCaller};
use crate::public_reports::{Reporters, said_before};

/// Refuses what holds the name or the number of who reported what a record is about（不得写入举报人信息）:
/// acts and content go to phones, and answers to everybody who reported the same. What is sealed is
/// compared, and told to nobody.
pub(crate) fn refuse_reporters(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
    said: &impl Serialize,
) -> Result<(), ApiError> {
    let reporters = app
        .reports
        .reporters_of(&app.tenant, &caller.policy, record)?;
    refuse_named(&reporters, said)
}

/// The same of reporters who are known here already.
pub(crate) fn refuse_named(reporters: &Reporters, said: &impl Serialize) -> Result<(), ApiError> {
    match reporters.named_in(said) {
        Some(field) => {
            let what = what(&field);
            let zh = format!("{what}中含有举报人的姓名或电话，请改写后再提交");
            Err(refused("reporter_named", &zh))
        }
        None => Ok(()),
    }
}

/// Refuses to let a report into a complaint that names its reporter already: what stands there was read,
/// and stays.
pub(super) fn refuse_joining(
    app: &App,
    caller: &SupervisorCaller,
    report: RecordId,
    record: RecordId,
) -> Result<(), ApiError> {
    let reporters = app
        .reports
        .reporters_of(&app.tenant, &caller.policy, report)?;
    let store = app.tenant.database.turn(app.tenant.id())?;
    let said = said_before(store.as_ref(), record)?;
    match said.iter().find_map(|said| reporters.named_in(said)) {
        Some(field) => {
            let what = what(&field);
            let zh = format!("该件的{what}中已有举报人的姓名或电话，不能并入，请另行立件");
            Err(refused("reporter_named", &zh))
        }
        None => Ok(()),
    }
}

fn what(field: &str) -> String {
    match field {
        "" => "内容".to_owned(),
        field => format!("“{}”", show_hidden_letters(field_words(field))),
    }
}
