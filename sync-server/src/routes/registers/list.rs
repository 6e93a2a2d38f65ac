use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::register::{
    RegisterForm, RowScope, known_registers, register_form, register_kind,
};

use crate::http::{ApiError, App, SupervisorCaller, is_countywide};

/// A register.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterView {
    /// Name.
    name: String,
    /// Chinese name; empty for one of a later version.
    zh: String,
    /// Mechanism id; empty for one of a later version.
    rule: String,
    /// Entries in force today.
    in_force: usize,
    /// The caller may set it.
    may_set: bool,
    /// How its rows are filled in: what its key is made of, and its fields in Chinese and English;
    /// absent for a sheet of the policy pack, which describes itself, and for one of a later version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    form: Option<&'static RegisterForm>,
}

/// The registers（登记册目录）, those of later versions among them.
#[utoipa::path(
    get, path = "/api/v1/registers", tag = "registers",
    responses(
        (status = 200, body = Vec<RegisterView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list_registers(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<RegisterView>>, ApiError> {
    caller.require(&app, "record_read")?;
    let book = &caller.control.registers;
    let today = app.tenant.now().china_date();
    let mut names: Vec<&str> = known_registers().iter().map(|kind| kind.name).collect();
    names.extend(caller.policy.sheets.0.keys().map(String::as_str));
    let unknown =
        |name: &&str| register_kind(name).is_none() && caller.policy.sheets.get(name).is_none();
    names.extend(book.names().filter(unknown));
    let views = names
        .into_iter()
        .map(|name| {
            let kind = register_kind(name).map(|kind| (kind.zh, kind.rule, kind.operation));
            let sheet = caller.policy.sheets.get(name);
            let sheet = sheet.map(|it| (it.zh.as_str(), it.rule.as_str(), it.operation.as_str()));
            let known = kind.or(sheet);
            RegisterView {
                name: name.to_owned(),
                zh: known.map_or("", |known| known.0).to_owned(),
                rule: known.map_or("", |known| known.1).to_owned(),
                in_force: book.lines_on(name, today).count(),
                form: register_form(name),
                may_set: known.is_some_and(|known| may_set(&app, &caller, name, known.2)),
            }
        })
        .collect();
    std::future::ready(Ok(Json(views))).await
}

/// Whether the caller may set some row of it: those about no place are the county's.
fn may_set(app: &App, caller: &SupervisorCaller, register: &str, operation: &str) -> bool {
    let reach = caller.require(app, operation);
    reach.is_ok_and(|reach| {
        !RowScope::is_countywide_register(register, &caller.policy)
            || is_countywide(&caller.control, &reach)
    })
}
