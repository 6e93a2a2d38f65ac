use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use super::render::{document, escaped};
use crate::http::{ApiError, App};

/// All draws（双随机抽查公示）, the newest first, as a page for people. No account is needed.
#[utoipa::path(
    get, path = "/public/draws", tag = "public",
    responses((status = 200, content_type = "text/html", body = String))
)]
pub(crate) async fn run(State(app): State<Arc<App>>) -> Result<Html<String>, ApiError> {
    let draws = app
        .blocking(|app| Ok(app.tenant.database.draws(app.tenant.id())?))
        .await?;
    let mut lines = String::new();
    for (draw, record) in draws {
        let Ok(announcement) = record.announcement() else {
            continue;
        };
        let state = match (record.drawing(), record.withdrawal()) {
            (Ok(_), _) => "已抽取",
            (Err(_), Some(_)) => "公告已撤回",
            (Err(_), None) => "已公告，待抽取",
        };
        lines.push_str(&format!(
            "<li><a href=\"/public/draws/{draw}\">{}</a>（{state}）</li>\n",
            escaped(&announcement.inputs.title)
        ));
    }
    let body = format!("<h1>双随机抽查公示</h1>\n<ul>\n{lines}</ul>\n");
    Ok(Html(document("双随机抽查公示", &body)))
}
