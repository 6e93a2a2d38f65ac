use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::asset::{Tagged, find};
use crate::http::ApiError;

/// Scripts and styles of this host only, none in the page, nothing evaluated. Pictures may also be
/// drawn by the page itself (maps, charts); nobody may put the page into a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
     manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// What the page needs of the machine: nothing.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
/// Shown if the binary was made without the console. It holds no script and no style.
const NOT_BUILT: &str = "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\">\
     <title>控制台未构建</title></head>\n<body>\n<h1>控制台未构建</h1>\n\
     <p>此中继程序未包含网页控制台：请运行 <code>make console</code> 后重新构建。\
     数据接口 <a href=\"/api/v1/openapi.json\">/api/v1</a> 照常可用。</p>\n\
     <p lang=\"en\">The console was not built: run <code>make console</code> and build the relay \
     again. The JSON API works all the same.</p>\n</body>\n</html>\n";

/// Leads from the bare address to the console（控制台首页）.
pub(crate) async fn home() -> Redirect {
    std::future::ready(Redirect::temporary("/console/")).await
}

/// The page of the console; its script looks at the rest of the address.
pub(crate) async fn index(headers: HeaderMap) -> Response {
    std::future::ready(page(&headers)).await
}

/// A file of the console, or its page for an address that the script knows.
pub(crate) async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let response = match find(&path) {
        Some(found) => answer(found, &headers),
        // A script that is gone must not be answered by a page.
        None if path.starts_with("assets/") => ApiError::not_found().into_response(),
        None => page(&headers),
    };
    std::future::ready(response).await
}

fn page(headers: &HeaderMap) -> Response {
    match find("index.html") {
        Some(found) => answer(found, headers),
        None => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            let mut response = (StatusCode::NOT_FOUND, kind, NOT_BUILT).into_response();
            guard(&mut response);
            response
        }
    }
}

fn answer(found: &'static Tagged, headers: &HeaderMap) -> Response {
    let says = |name: HeaderName| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    };
    let etag = found.etag.to_str().unwrap_or_default();
    let known = says(header::IF_NONE_MATCH);
    let mut response = if known.split(',').any(|one| one.trim() == etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let takes = says(header::ACCEPT_ENCODING);
        let takes_brotli = takes
            .split(',')
            .any(|one| one.split(';').next().map(str::trim) == Some("br"));
        match found.asset.brotli.filter(|_| takes_brotli) {
            Some(small) => ([(header::CONTENT_ENCODING, "br")], small).into_response(),
            None => found.asset.bytes.into_response(),
        }
    };
    let cached = if found.asset.is_immutable() {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let own = response.headers_mut();
    own.insert(header::ETAG, found.etag.clone());
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static(cached));
    own.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let kind = HeaderValue::from_static(found.asset.content_type());
    own.insert(header::CONTENT_TYPE, kind);
    guard(&mut response);
    response
}

fn guard(response: &mut Response) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
}
