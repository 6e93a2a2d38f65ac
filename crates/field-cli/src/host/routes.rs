use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::{Method, Request, StatusCode};
use serde_json::json;

use super::pages::content_type;
use super::reply::{Reply, error, reply};
use super::server::Host;

/// Bytes of a body at most: an original of a good camera, or a request with one in Base64.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Holds the arguments of a photo, JSON in Base64, beside its bytes.
const ARGS: &str = "x-wangge-args";
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>网格</title>\
     <p>页面尚未构建：先运行 make shell，再重新编译。<p>The pages were not built: run make shell.";

/// Answers one request. Whoever may not ask learns nothing but that.
pub(crate) async fn answer(host: &Host, request: Request<Incoming>) -> Reply {
    if let Err(turned) = host.guard.admit(request.method(), request.headers()) {
        return error(turned.status(), turned.code(), "请求来源不符，已拒绝");
    }
    let path = request.uri().path().to_owned();
    let Some(rest) = path.strip_prefix("/bridge/") else {
        return page(host, request.method(), &path);
    };
    if let Err(turned) = host.guard.authorize(request.headers()) {
        return error(
            turned.status(),
            turned.code(),
            "口令不符，请从启动时给出的地址打开",
        );
    }
    let method = request.method().clone();
    match (method, rest) {
        (Method::POST, "call") => call(host, request).await,
        (Method::POST, "photo") => attach(host, request).await,
        (Method::GET, _) => match rest
            .strip_prefix("photo/")
            .and_then(|it| it.split_once('/'))
        {
            Some((photo, role)) => photo_bytes(host, photo, role).await,
            None => error(StatusCode::NOT_FOUND, "not_found", "没有这个地址"),
        },
        _ => error(StatusCode::NOT_FOUND, "not_found", "没有这个地址"),
    }
}

fn page(host: &Host, method: &Method, path: &str) -> Reply {
    if method != Method::GET && method != Method::HEAD {
        return error(StatusCode::METHOD_NOT_ALLOWED, "method", "不支持");
    }
    let path = match path.trim_start_matches('/') {
        "" => "index.html",
        other => other,
    };
    match host.pages.file(path) {
        Some(bytes) => reply(StatusCode::OK, content_type(path), bytes.into_owned()),
        None if path == "index.html" => {
            reply(StatusCode::OK, content_type("index.html"), NOT_BUILT)
        }
        None => error(StatusCode::NOT_FOUND, "not_found", "没有这个地址"),
    }
}

async fn call(host: &Host, request: Request<Incoming>) -> Reply {
    let bytes = match body(request).await {
        Ok(bytes) => bytes,
        Err(reply) => return reply,
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return error(StatusCode::BAD_REQUEST, "bad_request", "请求不是UTF-8文字");
    };
    let answer = host.bridge.call(text).await;
    reply(StatusCode::OK, "application/json", answer)
}

async fn attach(host: &Host, request: Request<Incoming>) -> Reply {
    let args = request
        .headers()
        .get(ARGS)
        .and_then(|value| STANDARD.decode(value.as_bytes()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(args) = args else {
        return error(StatusCode::BAD_REQUEST, "bad_request", "照片缺少说明");
    };
    let bytes = match body(request).await {
        Ok(bytes) => bytes,
        Err(reply) => return reply,
    };
    let answer = host.bridge.attach_photo(args, bytes).await;
    reply(StatusCode::OK, "application/json", answer)
}

async fn photo_bytes(host: &Host, photo: &str, role: &str) -> Reply {
    let args = json!({ "photo": photo, "role": role }).to_string();
    match host.bridge.photo(args).await {
        Ok(bytes) => {
            let kind = if bytes.starts_with(b"\x89PNG") {
                "image/png"
            } else {
                "image/jpeg"
            };
            reply(StatusCode::OK, kind, bytes)
        }
        Err(answer) => reply(StatusCode::NOT_FOUND, "application/json", answer),
    }
}

async fn body(request: Request<Incoming>) -> Result<Vec<u8>, Reply> {
    match Limited::new(request.into_body(), MOST_BYTES)
        .collect()
        .await
    {
        Ok(collected) => Ok(collected.to_bytes().to_vec()),
        Err(_) => Err(error(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "内容过大或中途断开，未保存",
        )),
    }
}
