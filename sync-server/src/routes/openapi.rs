mod complete;
mod examples;
mod refusals;
mod stability;

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wangge relay",
        description = "The API of supervisors. Sign in with `POST /api/v1/login`; every write \
                       carries the header `Wangge-CSRF: 1`. Lists page by key: give `next` back \
                       as `after`. Times are milliseconds since 1970. `x-stability` of an operation: \
                       `stable`, fields are only added; `evolving`, it may change with a release; \
                       `console`, it is there for the console alone. Examples show the form; they \
                       are made up. Everybody may be told 429 or 503 with `Retry-After`.",
        license(name = "MIT OR Apache-2.0"),
    ),
    paths(
        super::account::login,
        super::account::sign_on_offer,
        super::account::sign_on_begin,
        super::account::sign_on_callback,
        super::account::logout,
        super::numbers::series,
        super::numbers::register,
        super::numbers::find,
        super::numbers::void,
        super::account::me,
        super::account::revoke::revoke,
        super::audit::run,
        super::premises::list,
        super::premises_imports::check::check,
        super::premises_imports::confirm::confirm,
        super::inspections::list,
        super::hazards::list,
        super::records::show,
        super::records::related,
        super::records::companions,
        super::records::act,
        super::records::contacts::contacts,
        super::cases::registers,
        super::cases::list,
        super::cases::open,
        super::cases::step,
        super::casework::alerts,
        super::casework::annulled,
        super::casework::to_confirm,
        super::casework::weekly,
        super::casework::truth,
        super::casework::candidates,
        super::casework::coverage,
        super::casework::import_complaints,
        super::casework::public_listings,
        super::public_reports::list,
        super::public_reports::photo,
        super::public_reports::settle,
        super::public_reports::look,
        super::public_reports::looks,
        super::public_reports::rewards,
        super::public_reports::decide_reward,
        super::public_reports::claim_reward,
        super::quarantine::list,
        super::quarantine::admit,
        super::quarantine::admit_many,
        super::grids::run,
        super::registers::list_registers,
        super::registers::show_register,
        super::registers::set_register,
        super::personal_requests::list_requests,
        super::personal_requests::look_up,
        super::sheets::list_sheets,
        super::sheets::show_sheet,
        super::sheets::export_sheet,
        super::sheets::import_sheet,
        super::sheets::public_sheet,
        super::assets::run,
        super::transfers::show_transfer,
        super::transfers::export_transfer,
        super::warnings::receipts,
        super::warnings::broadcast,
        super::alarms::run,
        super::exchange::outbox,
        super::exchange::take_back,
        super::fittings::run,
        super::self_checks::run,
        super::figures::scores_export::run,
        super::may_issue::run,
        super::campaign_progress::run,
        super::agency_plan::run,
        super::staffing::run,
        super::training::coverage,
        super::enforcement_quotas::run,
        super::organization::run,
        super::rewards::list_rewards,
        super::rewards::export_rewards,
        super::rewards::decide_reward,
        super::summary::run,
        super::ledger::run,
        super::feed::run,
        super::retention::run,
        super::figures::coverage::run,
        super::figures::report::run,
        super::figures::breakdown::run,
        super::figures::by_worker::run,
        super::figures::on_time::run,
        super::figures::score::run,
        super::figures::decide::run,
        super::figures::snapshots::list,
        super::figures::snapshots::show,
        super::figures::snapshots::xlsx,
        super::figures::freeze::run,
        super::figures::freezing::run,
        super::figures::adjustments::run,
        super::figures::assessment::run,
        super::figures::ranking::run,
        super::figures::map::geojson,
        super::figures::map::unmapped,
        super::figures::next_visits::run,
        super::cut::run,
        super::figures::census::run,
        super::figures::gaps::run,
        super::figures::analysis::run,
        super::figures::honors::run,
        super::figures::dictionary::run,
        super::figures::export::run,
        super::joint_visits::run,
        super::draws::overview::list,
        super::draws::announce::run,
        super::draws::overview::show,
        super::draws::reveal::run,
        super::draws::replace::run,
        super::draws::approve::run,
        super::draws::withdraw::run,
        super::draws::list::run,
        super::draws::page::run,
        super::draws::record::run,
        super::ledger_xlsx::run,
        super::papers::run,
        super::evidence::run,
        super::news::run,
        super::reference::run,
        super::people::run,
        super::enrollment_codes::run,
        super::account::begin_totp,
        super::account::confirm_totp,
        super::account::remove_totp,
        super::administration::set_own_password,
        super::administration::set_account,
        super::administration::apply_changes,
        super::administration::import_grids,
        super::policy_packs::list_packs,
        super::policy_packs::show_pack,
        super::policy_packs::upload_pack,
        super::own_key::enroll_key,
        super::own_key::prepare_act,
        super::own_key::take_sealed,
        super::basemap::describe,
        super::basemap::tiles,
    ),
    tags(
        (name = "account", description = "登录"),
        (name = "lists", description = "列表"),
        (name = "records", description = "档案与办理"),
        (name = "cases", description = "案件与登记册"),
        (name = "public", description = "对外公布"),
        (name = "quarantine", description = "待定箱"),
        (name = "grids", description = "网格"),
        (name = "policy", description = "政策包"),
        (name = "plans", description = "计划与核算"),
        (name = "registers", description = "登记册"),
        (name = "ledger", description = "台账"),
        (name = "figures", description = "考核、台账统计与地图"),
        (name = "public", description = "公示，无需登录"),
        (name = "papers", description = "文书"),
    )
)]
struct Api;

#[cfg(test)]
pub(crate) use stability::{STABILITY, stability};

static DOCUMENT: LazyLock<String> = LazyLock::new(make);

/// The description of the API as JSON.
pub(crate) fn document() -> String {
    DOCUMENT.clone()
}

/// Each operation is named by its method and path: names of
/// functions repeat, and generated clients tell operations apart by these.
fn make() -> String {
    let mut api = Api::openapi();
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
            }
        }
    }
    let mut document = serde_json::to_value(&api).unwrap_or_default();
    complete::complete(&mut document);
    document.to_string()
}

/// `get_records_record` of `GET /api/v1/records/{record}`.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.trim_start_matches("/api/v1").split(['/', '.', '-']);
    let words = words.map(|word| word.trim_matches(['{', '}']));
    words
        .filter(|word| !word.is_empty())
        .fold(method.to_owned(), |id, word| id + "_" + word)
}

/// The description of the API. It tells nothing that the source does not.
pub(crate) async fn run() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json")];
    std::future::ready((headers, document()).into_response()).await
}
