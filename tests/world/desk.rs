//! A supervisor's browser, as far as the JSON API goes.

use reqwest::{Method, StatusCode};
use serde_json::Value;
use wangge_domain::RecordId;

/// A signed-in session.
pub(crate) struct Desk {
    client: reqwest::Client,
    address: String,
    cookie: String,
}

impl Desk {
    /// Signs in.
    pub(crate) async fn sign_in(address: &str, account: &str, password: &str) -> Self {
        let client = client();
        let mut desk = Self {
            client,
            address: address.to_owned(),
            cookie: String::new(),
        };
        let body = serde_json::json!({"user": account, "password": password});
        let reply = desk
            .request(Method::POST, "/api/v1/login")
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .expect("the relay answers");
        assert_eq!(reply.status(), StatusCode::OK, "the password is right");
        let cookie = reply.headers().get("set-cookie").expect("a session begins");
        let cookie = cookie.to_str().expect("a cookie is text");
        desk.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        desk
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.address))
            .header("cookie", &self.cookie)
            .header("wangge-csrf", "1")
    }

    /// Reads a page of the API; any status is an answer.
    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        let reply = self
            .request(Method::GET, path)
            .send()
            .await
            .expect("the relay answers");
        let status = reply.status();
        let text = reply.text().await.expect("the reply is text");
        (
            status,
            serde_json::from_str(&text).unwrap_or(Value::String(text)),
        )
    }

    /// Reads a file: status, content hash of a paper, bytes.
    pub(crate) async fn file(&self, path: &str) -> (StatusCode, String, Vec<u8>) {
        let reply = self
            .request(Method::GET, path)
            .send()
            .await
            .expect("the relay answers");
        let status = reply.status();
        let hash = reply.headers().get("wangge-content-hash");
        let hash = hash.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let hash = hash.to_owned();
        let bytes = reply.bytes().await.expect("the reply is whole");
        (status, hash, bytes.to_vec())
    }

    /// Reads a page that must be there.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let (status, body) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    /// A record's card.
    pub(crate) async fn card(&self, record: RecordId) -> Value {
        self.read(&format!("/api/v1/records/{record}")).await
    }

    /// Acts on a record: status and answer.
    pub(crate) async fn act(&self, record: RecordId, event: Value) -> (StatusCode, Value) {
        let reply = self
            .request(Method::POST, &format!("/api/v1/records/{record}/events"))
            .header("content-type", "application/json")
            .body(event.to_string())
            .send()
            .await
            .expect("the relay answers");
        let status = reply.status();
        let text = reply.text().await.expect("the reply is text");
        (
            status,
            serde_json::from_str(&text).unwrap_or(Value::String(text)),
        )
    }

    /// Acts, and it must take effect.
    pub(crate) async fn act_ok(&self, record: RecordId, event: Value) -> Value {
        let (status, answer) = self.act(record, event.clone()).await;
        assert_eq!(status, StatusCode::OK, "{event}: {answer}");
        assert_eq!(answer["applied"], true, "{event}: {answer}");
        answer
    }

    /// Acts, and it must change nothing: the code of the reason.
    pub(crate) async fn act_refused(&self, record: RecordId, event: Value) -> String {
        let (status, answer) = self.act(record, event.clone()).await;
        if status == StatusCode::OK {
            assert_eq!(answer["applied"], false, "{event}: {answer}");
            return answer["reason"].as_str().unwrap_or_default().to_owned();
        }
        answer["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// A client that takes the relay's own certificate: the browser's user has accepted it.
fn client() -> reqwest::Client {
    let provider = rustls::crypto::ring::default_provider();
    // The first test of a process installs it; the others find it there.
    let _installed = provider.install_default();
    reqwest::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .build()
        .expect("a client can be built")
}
