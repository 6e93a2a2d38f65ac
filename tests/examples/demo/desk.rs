//! A supervisor at a browser: the JSON API with a password session. What is done here, the relay
//! signs and marks as attested by it.

use anyhow::{Context as _, Result, bail};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use wangge_domain::people::Person;

use super::cast;
use super::stage::Stage;

/// A signed-in session. Sessions end when nobody uses them for an hour, so each day of the story
/// begins with a new one.
#[derive(Debug)]
pub(crate) struct Desk {
    client: reqwest::Client,
    base: String,
    cookie: String,
}

impl Desk {
    /// Signs in.
    pub(crate) async fn sign_in(stage: &Stage, person: &Person) -> Result<Self> {
        let account = cast::account(&stage.township, person.user)
            .with_context(|| format!("{} 没有登录账号", person.name))?;
        let base = stage.relay.address.clone();
        let mut desk = Self {
            client: client()?,
            base,
            cookie: String::new(),
        };
        let body = json!({"user": account, "password": cast::PASSWORD});
        let reply = desk
            .request(Method::POST, "/api/v1/login")
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await?;
        if reply.status() != StatusCode::OK {
            bail!(
                "{} 登录失败: {}",
                person.name,
                reply.text().await.unwrap_or_default()
            );
        }
        let cookie = reply
            .headers()
            .get("set-cookie")
            .and_then(|it| it.to_str().ok());
        let cookie = cookie
            .and_then(|it| it.split(';').next())
            .context("登录后没有会话")?;
        desk.cookie = cookie.to_owned();
        Ok(desk)
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.base))
            .header("cookie", &self.cookie)
            .header("wangge-csrf", "1")
    }

    /// The bytes of a page.
    pub(crate) async fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let reply = self.request(Method::GET, path).send().await?;
        let status = reply.status();
        let bytes = reply.bytes().await?;
        if status != StatusCode::OK {
            bail!(
                "读取 {path} 失败: {status} {}",
                String::from_utf8_lossy(&bytes)
            );
        }
        Ok(bytes.to_vec())
    }

    /// A page of JSON.
    pub(crate) async fn read(&self, path: &str) -> Result<Value> {
        serde_json::from_slice(&self.bytes(path).await?)
            .with_context(|| format!("{path} 的内容无法识别"))
    }

    /// All entries of a list, page by page. `path` has a query already.
    pub(crate) async fn list(&self, path: &str) -> Result<Vec<Value>> {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let mut page = self.read(&format!("{path}&limit=200{after}")).await?;
            if let Some(items) = page["items"].as_array_mut() {
                all.append(items);
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return Ok(all),
            }
        }
    }

    /// Acts on a record; it must take effect.
    pub(crate) async fn act(&self, record: &str, event: Value) -> Result<Value> {
        let reply = self
            .request(Method::POST, &format!("/api/v1/records/{record}/events"))
            .header("content-type", "application/json")
            .body(event.to_string())
            .send()
            .await?;
        let (status, text) = (reply.status(), reply.text().await?);
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        if status != StatusCode::OK || answer["applied"] != json!(true) {
            bail!("办理 {event} 没有生效: {status} {text}");
        }
        Ok(answer)
    }
}

/// A client that takes the relay's own certificate, as its users do when they first open the page.
fn client() -> Result<reqwest::Client> {
    // The phones' cores may have installed it already.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .no_proxy();
    client.build().context("浏览器端无法启动")
}
