use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use wangge_protocol::sha256;

/// What the provider calls the relay.
pub(super) const CLIENT: &str = "wangge";
/// What only the two of them know.
pub(super) const SECRET: &str = "a-secret-of-relay-and-provider";

/// How the next token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    Honest,
    OtherKey,
    None,
    SharedSecret,
    Changed,
}

struct Desk {
    issuer: String,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    challenge: Mutex<String>,
    next: Mutex<Option<(Value, Seal)>>,
    described: Mutex<Value>,
}

/// A provider of OpenID Connect on a free port, which signs with ES256.
pub(super) struct Provider {
    pub(super) issuer: String,
    pub(super) folder: TempDir,
    desk: Arc<Desk>,
    serving: JoinHandle<()>,
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let bytes = document.as_ref();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes, &random).unwrap()
}

impl Provider {
    pub(super) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let desk = Arc::new(Desk {
            issuer: issuer.clone(),
            key: key(),
            other: key(),
            challenge: Mutex::default(),
            next: Mutex::default(),
            described: Mutex::new(json!({})),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&desk));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            issuer,
            folder: TempDir::new().unwrap(),
            desk,
            serving,
        }
    }

    pub(super) async fn stop(&mut self) {
        self.serving.abort();
        assert!((&mut self.serving).await.unwrap_err().is_cancelled());
    }

    /// The challenge of the attempt that will bring the next code.
    pub(super) fn expect(&self, challenge: &str) {
        challenge.clone_into(&mut self.desk.challenge.lock().unwrap());
    }

    /// What it says of itself otherwise.
    pub(super) fn describe(&self, otherwise: Value) {
        *self.desk.described.lock().unwrap() = otherwise;
    }

    /// What the next token says, once.
    pub(super) fn say(&self, claims: Value, seal: Seal) {
        *self.desk.next.lock().unwrap() = Some((claims, seal));
    }
}

async fn describe(State(desk): State<Arc<Desk>>) -> Json<Value> {
    let issuer = &desk.issuer;
    let mut said = json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    });
    for (key, value) in desk.described.lock().unwrap().as_object().unwrap() {
        said[key] = value.clone();
    }
    Json(said)
}

async fn keys(State(desk): State<Arc<Desk>>) -> Json<Value> {
    // 0x04, x, y.
    let point = desk.key.public_key().as_ref();
    let part = |from: usize| URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
    Json(json!({"keys": [
        {"kty": "EC", "crv": "P-256", "use": "sig", "kid": "one", "x": part(1), "y": part(33)}
    ]}))
}

type Refused = (StatusCode, Json<Value>);

async fn token(
    State(desk): State<Arc<Desk>>,
    Form(form): Form<std::collections::BTreeMap<String, String>>,
) -> Result<Json<Value>, Refused> {
    let refused = (
        StatusCode::BAD_REQUEST,
        Json(json!({"error": "invalid_grant"})),
    );
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()).0);
    let is_ours = form.get("code").is_some_and(|code| code == "good")
        && challenge == *desk.challenge.lock().unwrap();
    let next = desk.next.lock().unwrap().take();
    match next.filter(|_| is_ours) {
        Some((claims, seal)) => Ok(Json(json!({
            "access_token": "x", "token_type": "Bearer", "id_token": sealed(&desk, claims, seal),
        }))),
        None => Err(refused),
    }
}

fn sealed(desk: &Desk, claims: Value, seal: Seal) -> String {
    let algorithm = match seal {
        Seal::None => "none",
        Seal::SharedSecret => "HS256",
        _ => "ES256",
    };
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = encode(&json!({"alg": algorithm, "typ": "JWT", "kid": "one"}));
    let body = format!("{head}.{}", encode(&claims));
    let random = SystemRandom::new();
    let sign = |key: &EcdsaKeyPair| {
        key.sign(&random, body.as_bytes())
            .unwrap()
            .as_ref()
            .to_vec()
    };
    let signature = match seal {
        Seal::Honest | Seal::Changed => sign(&desk.key),
        Seal::OtherKey => sign(&desk.other),
        Seal::None => Vec::new(),
        Seal::SharedSecret => {
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
            ring::hmac::sign(&key, body.as_bytes()).as_ref().to_vec()
        }
    };
    let body = if seal == Seal::Changed {
        let mut changed = claims;
        changed["preferred_username"] = json!("village1");
        format!("{head}.{}", encode(&changed))
    } else {
        body
    };
    format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature))
}
