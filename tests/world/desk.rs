//! A supervisor's browser, as far as the JSON API goes.

use std::borrow::Borrow;

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

    /// A browser of somebody who has no account.
    pub(crate) fn stranger(address: &str) -> Self {
        Self {
            client: client(),
            address: address.to_owned(),
            cookie: String::new(),
        }
    }

    /// Reads a page without signing in: status and text.
    pub(crate) async fn visit(address: &str, path: &str) -> (StatusCode, String) {
        let reply = client().get(format!("{address}{path}")).send().await;
        let reply = reply.expect("the relay answers");
        let status = reply.status();
        (status, reply.text().await.expect("the reply is text"))
    }

    /// Sends a form without signing in: status and text.
    pub(crate) async fn submit(
        address: &str,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> (StatusCode, String) {
        let request = client()
            .post(format!("{address}{path}"))
            .header("accept", "text/html");
        let reply = request.header("content-type", kind).body(body).send().await;
        let reply = reply.expect("the relay answers");
        let status = reply.status();
        (status, reply.text().await.expect("the reply is text"))
    }

    /// What a page lets a browser do: its content security policy.
    pub(crate) async fn content_policy(address: &str, path: &str) -> String {
        let reply = client().get(format!("{address}{path}")).send().await;
        let reply = reply.expect("the relay answers");
        let policy = reply.headers().get("content-security-policy");
        let policy = policy.and_then(|policy| policy.to_str().ok());
        policy.unwrap_or_default().to_owned()
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
        self.post(&format!("/api/v1/records/{record}/events"), event)
            .await
    }

    /// Posts JSON: status and answer.
    pub(crate) async fn post(&self, path: &str, body: impl Borrow<Value>) -> (StatusCode, Value) {
        let body = body.borrow().to_string();
        self.send(path, "application/json", body).await
    }

    /// Posts text of a type: status and answer.
    pub(crate) async fn send(&self, path: &str, kind: &str, body: String) -> (StatusCode, Value) {
        let reply = self
            .request(Method::POST, path)
            .header("content-type", kind)
            .body(body)
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

    /// Posts JSON with a secret, as a machine does: status and answer.
    pub(crate) async fn post_with_secret(
        &self,
        path: &str,
        secret: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let bearer = [b"Bearer ", secret.as_bytes()].concat();
        let reply = self
            .request(Method::POST, path)
            .header("content-type", "application/json")
            .header("authorization", bearer)
            .body(body.to_string())
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

    /// Opens a case, and its first step must take effect: the record and the answer.
    pub(crate) async fn open_case(&self, kind: &str, body: Value) -> (RecordId, Value) {
        let (status, answer) = self.post(&format!("/api/v1/cases/{kind}"), &body).await;
        assert_eq!(status, StatusCode::OK, "{body}: {answer}");
        assert_eq!(answer["applied"], true, "{body}: {answer}");
        let record = answer["record"].as_str().and_then(|id| id.parse().ok());
        (record.expect("the answer names the record"), answer)
    }

    /// Tries to open a case that must be refused: the code of the reason.
    pub(crate) async fn open_refused(&self, kind: &str, body: Value) -> String {
        let (status, answer) = self.post(&format!("/api/v1/cases/{kind}"), &body).await;
        refusal(status, &answer)
    }

    /// Takes a step, and it must take effect.
    pub(crate) async fn step_ok(&self, record: RecordId, body: Value) -> Value {
        let path = format!("/api/v1/records/{record}/steps");
        let (status, answer) = self.post(&path, &body).await;
        assert_eq!(status, StatusCode::OK, "{body}: {answer}");
        assert_eq!(answer["applied"], true, "{body}: {answer}");
        answer
    }

    /// Takes a step that must be refused: the code of the reason.
    pub(crate) async fn step_refused(&self, record: RecordId, body: Value) -> String {
        let path = format!("/api/v1/records/{record}/steps");
        let (status, answer) = self.post(&path, &body).await;
        refusal(status, &answer)
    }

    /// Sets a row of a register, which must be taken.
    pub(crate) async fn set(&self, register: &str, body: Value) {
        let path = format!("/api/v1/registers/{register}");
        let (status, answer) = self.post(&path, body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{register} {body}: {answer}");
    }

    /// Sets a row of a register, which must be refused: the code of the rule.
    pub(crate) async fn set_refused(&self, register: &str, body: Value) -> String {
        let path = format!("/api/v1/registers/{register}");
        let (status, answer) = self.post(&path, body.clone()).await;
        assert_ne!(status, StatusCode::OK, "{register} {body}: {answer}");
        answer["code"].as_str().unwrap_or_default().to_owned()
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

fn refusal(status: StatusCode, answer: &Value) -> String {
    if status == StatusCode::OK {
        assert_eq!(answer["applied"], false, "{answer}");
        return answer["reason"].as_str().unwrap_or_default().to_owned();
    }
    answer["code"].as_str().unwrap_or_default().to_owned()
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
