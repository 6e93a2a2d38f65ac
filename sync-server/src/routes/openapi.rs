use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wangge relay",
        description = "The API of supervisors. Sign in with `POST /api/v1/login`; every write \
                       carries the header `Wangge-CSRF: 1`. Lists page by key: give `next` back \
                       as `after`. Times are milliseconds since 1970.",
        license(name = "MIT OR Apache-2.0"),
    ),
    paths(
        super::account::login,
        super::account::logout,
        super::account::me,
        super::premises::list,
        super::inspections::list,
        super::hazards::list,
        super::records::show,
        super::records::act,
        super::quarantine::list,
        super::quarantine::admit,
        super::quarantine::admit_many,
        super::grids::run,
        super::summary::run,
        super::ledger::run,
    ),
    tags(
        (name = "account", description = "登录"),
        (name = "lists", description = "列表"),
        (name = "records", description = "档案与办理"),
        (name = "quarantine", description = "待定箱"),
        (name = "grids", description = "网格"),
        (name = "ledger", description = "台账"),
    )
)]
struct Api;

/// The description of the API as JSON.
pub(crate) fn document() -> String {
    Api::openapi().to_json().unwrap_or_default()
}

/// The description of the API. It tells nothing that the source does not.
pub(crate) async fn run() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json")];
    std::future::ready((headers, document()).into_response()).await
}
