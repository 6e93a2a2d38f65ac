use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::ApiError;

/// Words of a framework's own refusal that are passed on, bytes.
const MOST: usize = 4 * 1024;

/// Puts refusals that the framework itself gives (a path, a query or a method that does not fit)
/// into the shape of all others（错误格式统一）: JSON with code and words in both languages. Pages for
/// people stay pages.
pub(crate) async fn json_refusals(request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let is_foreign = content_type.is_none_or(|it| it.as_bytes().starts_with(b"text/plain"));
    if is_head || !is_error || !is_foreign {
        return response;
    }
    let (parts, body) = response.into_parts();
    let detail = to_bytes(body, MOST).await.unwrap_or_default();
    let detail = String::from_utf8_lossy(&detail);
    let mut answer = ApiError::of_status(status, &detail).into_response();
    for (name, value) in &parts.headers {
        let is_of_body = name == header::CONTENT_TYPE || name == header::CONTENT_LENGTH;
        if !is_of_body {
            answer.headers_mut().append(name, HeaderValue::clone(value));
        }
    }
    answer
}

impl ApiError {
    /// The refusal of a status that the framework gave by itself.
    pub(crate) fn of_status(status: StatusCode, detail: &str) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(),
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "此地址不支持该请求方法",
                "this address does not answer to that method",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "请求内容的格式不受支持",
                "the body is of a type that is not read here",
            ),
            StatusCode::RANGE_NOT_SATISFIABLE => Self::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "range_not_satisfiable",
                "请求的字节范围不存在",
                "no such bytes, or no range was named",
            ),
            status if status.is_server_error() => Self::internal(),
            _ => Self::bad_request(detail),
        }
    }
}
