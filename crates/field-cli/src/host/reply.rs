use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::json;

/// What the host answers.
pub(crate) type Reply = Response<Full<Bytes>>;

/// Nothing but its own files and blobs: no other site, no script in the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// An answer with the headers that all of them bear.
pub(crate) fn reply(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Reply {
    let mut reply = Response::new(Full::new(body.into()));
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    put(CONTENT_TYPE, kind);
    // The pages are at hand anyway; photos and answers belong to nobody's cache.
    put(CACHE_CONTROL, "no-store");
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        put(HeaderName::from_static(name), value);
    }
    reply
}

/// An error in the shape of the bridge's.
pub(crate) fn error(status: StatusCode, code: &str, message: &str) -> Reply {
    let body = json!({ "error": {
        "code": code, "message": message, "message_en": code,
        "kept": "everything", "retry": { "when": "no" },
    } });
    reply(status, "application/json", body.to_string())
}
