//! Sign-on by a provider of the organisation: what it says, and what must not pass for it.

mod provider;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, Url};
use serde_json::{Value, json};

use self::provider::{CLIENT, Provider, SECRET, Seal};
use super::world::World;

/// A browser on its way to the provider and back.
struct Attempt {
    cookie: String,
    state: String,
    nonce: String,
}

/// A browser that is shown redirects instead of following them.
fn browser() -> Client {
    Client::builder()
        .danger_accept_invalid_certs(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

async fn world_with(provider: &Provider) -> World {
    let secret = provider.folder.path().join("secret");
    std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
    World::start_configured(&format!(
        "\n[sign_on]\nname = \"县政务统一认证\"\nissuer = \"{}\"\nclient_id = \"{CLIENT}\"\n\
         client_secret_file = {:?}\naddress = \"https://relay.county\"\n\
         claim = \"preferred_username\"\n",
        provider.issuer, secret
    ))
    .await
}

fn set_cookie(response: &Response, name: &str) -> Option<String> {
    let all = response.headers().get_all(SET_COOKIE).iter();
    let mut texts = all.filter_map(|value| value.to_str().ok());
    texts
        .find(|text| text.starts_with(&format!("{name}=")))
        .map(str::to_owned)
}

fn location(response: &Response) -> String {
    assert_eq!(response.status(), 303);
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

async fn begin(world: &World, provider: &Provider) -> Attempt {
    let request = browser().get(world.url("/api/v1/sign-on/begin"));
    let response = request.send().await.unwrap();
    let url = Url::parse(&location(&response)).unwrap();
    let asked = |name: &str| {
        let found = url.query_pairs().find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).unwrap()
    };
    assert!(url.as_str().starts_with(&provider.issuer));
    assert_eq!(asked("client_id"), CLIENT);
    assert_eq!(asked("code_challenge_method"), "S256");
    let callback = "https://relay.county/api/v1/sign-on/callback";
    assert_eq!(asked("redirect_uri"), callback);
    provider.expect(&asked("code_challenge"));
    let cookie = set_cookie(&response, "__Host-wangge-sign-on").unwrap();
    for word in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    Attempt {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        state: asked("state"),
        nonce: asked("nonce"),
    }
}

async fn answer(world: &World, attempt: &Attempt, query: &str) -> Response {
    let url = world.url(&format!("/api/v1/sign-on/callback?{query}"));
    let request = browser().get(url).header(COOKIE, &attempt.cookie);
    request.send().await.unwrap()
}

fn claims(world: &World, provider: &Provider, attempt: &Attempt) -> Value {
    let now = world.now().0 / 1000;
    json!({
        "iss": provider.issuer, "aud": CLIENT, "sub": "9c1f", "preferred_username": "officer",
        "nonce": attempt.nonce, "iat": now, "exp": now + 300,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_the_provider_names_is_signed_in_with_the_rights_held_here() {
    let provider = Provider::start().await;
    let world = world_with(&provider).await;
    let (_, offer) = world.get("", "/api/v1/sign-on").await;
    assert_eq!(offer["name"], "县政务统一认证");
    let attempt = begin(&world, &provider).await;
    provider.say(claims(&world, &provider, &attempt), Seal::Honest);
    let query = format!("code=good&state={}", attempt.state);
    let response = answer(&world, &attempt, &query).await;
    assert_eq!(location(&response), "/console/");
    let session = set_cookie(&response, "__Host-wangge").unwrap();
    assert!(session.contains("SameSite=Strict"), "{session}");
    let session = session.split(';').next().unwrap();
    let (status, me) = world.get(session, "/api/v1/me").await;
    assert_eq!((status, me["name"].as_str()), (200, Some("王志勇")));
    // The answer is good once: the browser is told to forget the attempt, the provider its code.
    let forgotten = set_cookie(&response, "__Host-wangge-sign-on").unwrap();
    assert!(forgotten.contains("Max-Age=0"));
    let again = answer(&world, &attempt, &query).await;
    assert_eq!(location(&again), "/console/?sign_on=refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_not_pass_for_the_providers_word() {
    let provider = Provider::start().await;
    let world = world_with(&provider).await;
    let cases: [(&str, Value, Seal); 10] = [
        (
            "another attempt's nonce",
            json!({"nonce": "AAAA"}),
            Seal::Honest,
        ),
        ("no nonce", json!({"nonce": null}), Seal::Honest),
        ("for another client", json!({"aud": "other"}), Seal::Honest),
        (
            "another issuer",
            json!({"iss": "https://evil.example"}),
            Seal::Honest,
        ),
        ("run out", json!({"exp": 1}), Seal::Honest),
        ("another key", json!({}), Seal::OtherKey),
        ("no signature", json!({}), Seal::None),
        ("by the shared secret", json!({}), Seal::SharedSecret),
        ("changed after signing", json!({}), Seal::Changed),
        (
            "without a name",
            json!({"preferred_username": null}),
            Seal::Honest,
        ),
    ];
    for (what, change, seal) in cases {
        let attempt = begin(&world, &provider).await;
        let mut said = claims(&world, &provider, &attempt);
        for (key, value) in change.as_object().unwrap() {
            if value.is_null() {
                said.as_object_mut().unwrap().remove(key);
            } else {
                said[key] = value.clone();
            }
        }
        provider.say(said, seal);
        let query = format!("code=good&state={}", attempt.state);
        let response = answer(&world, &attempt, &query).await;
        assert_eq!(location(&response), "/console/?sign_on=invalid", "{what}");
        assert_eq!(set_cookie(&response, "__Host-wangge"), None, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_another_browser_a_refusal_and_a_stranger() {
    let provider = Provider::start().await;
    let world = world_with(&provider).await;
    let attempt = begin(&world, &provider).await;
    let other = begin(&world, &provider).await;
    let said = claims(&world, &provider, &attempt);
    provider.say(said.clone(), Seal::Honest);
    let foreign = answer(
        &world,
        &other,
        &format!("code=good&state={}", attempt.state),
    )
    .await;
    assert_eq!(location(&foreign), "/console/?sign_on=expired");
    let nobody = Attempt {
        cookie: "__Host-wangge-sign-on=a".to_owned(),
        ..begin(&world, &provider).await
    };
    let without = answer(
        &world,
        &nobody,
        &format!("code=good&state={}", nobody.state),
    )
    .await;
    assert_eq!(location(&without), "/console/?sign_on=expired");
    let query = format!("error=access_denied&state={}", attempt.state);
    let refused = answer(&world, &attempt, &query).await;
    assert_eq!(location(&refused), "/console/?sign_on=refused");
    let attempt = begin(&world, &provider).await;
    let mut said = claims(&world, &provider, &attempt);
    said["preferred_username"] = json!("nobody-here");
    provider.say(said, Seal::Honest);
    let query = format!("code=good&state={}", attempt.state);
    let stranger = answer(&world, &attempt, &query).await;
    assert_eq!(location(&stranger), "/console/?sign_on=unknown_account");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_nothing_is_offered_and_one_that_is_down_is_told() {
    let world = World::start().await;
    let (_, offer) = world.get("", "/api/v1/sign-on").await;
    assert_eq!(offer, json!({}));
    assert_eq!(world.get("", "/api/v1/sign-on/begin").await.0, 404);
    let mut provider = Provider::start().await;
    let world = world_with(&provider).await;
    provider.stop().await;
    let request = browser().get(world.url("/api/v1/sign-on/begin"));
    let response = request.send().await.unwrap();
    assert_eq!(location(&response), "/console/?sign_on=unreachable");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_089_a_provider_that_names_unsafe_addresses_is_not_followed() {
    for (key, address) in [
        ("authorization_endpoint", "javascript:alert(1)"),
        ("authorization_endpoint", "http://evil.example/authorize"),
        ("token_endpoint", "http://evil.example/token"),
        ("jwks_uri", "http://localhost/keys"),
        ("jwks_uri", "https://169.254.169.254/keys"),
        ("token_endpoint", "https://10.0.0.1/token"),
        ("token_endpoint", "https://[fd12::1]/token"),
    ] {
        let provider = Provider::start().await;
        let world = world_with(&provider).await;
        provider.describe(json!({ key: address }));
        let request = browser().get(world.url("/api/v1/sign-on/begin"));
        let location = location(&request.send().await.unwrap());
        assert!(
            location.starts_with("/console/?sign_on="),
            "{key}: {location}"
        );
    }
}

/// A provider whose address only points elsewhere: where it points to is not asked.
#[tokio::test(flavor = "multi_thread")]
async fn neg_089_a_redirect_of_the_discovery_is_not_followed() {
    let inside = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let target = format!("http://{}/described", inside.local_addr().unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut provider = Provider::start().await;
    provider.issuer = format!("http://{}", listener.local_addr().unwrap());
    let answer = move || std::future::ready(axum::response::Redirect::temporary(&target));
    let router = axum::Router::new().fallback(answer);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let world = world_with(&provider).await;
    let request = browser().get(world.url("/api/v1/sign-on/begin"));
    let location = location(&request.send().await.unwrap());
    assert!(location.starts_with("/console/?sign_on="), "{location}");
    let met = inside.accept().map(drop).unwrap_err();
    assert_eq!(met.kind(), std::io::ErrorKind::WouldBlock);
    serving.abort();
}

/// Whatever stands in the address of the callback, the browser goes on to the relay's own page.
#[tokio::test(flavor = "multi_thread")]
async fn neg_093_the_callback_sends_nobody_elsewhere() {
    let provider = Provider::start().await;
    let world = world_with(&provider).await;
    let asked = browser().get(world.url("/api/v1/sign-on/begin?next=https://evil.example/"));
    let begun = location(&asked.send().await.unwrap());
    assert!(begun.starts_with(&provider.issuer) && !begun.contains("evil.example"));
    for evil in [
        "next=https://evil.example/",
        "redirect_uri=https%3A%2F%2Fevil.example",
        "return_to=//evil.example",
        "error=https://evil.example/",
        "error=%0d%0aLocation:%20https://evil.example/",
        "iss=https://evil.example&session_state=//evil.example",
    ] {
        let attempt = begin(&world, &provider).await;
        provider.say(claims(&world, &provider, &attempt), Seal::Honest);
        let query = format!("code=good&state={}&{evil}", attempt.state);
        let response = answer(&world, &attempt, &query).await;
        let to = location(&response);
        assert!(
            to == "/console/" || to.starts_with("/console/?sign_on="),
            "{evil}: {to}"
        );
        assert!(!to.contains("evil"), "{evil}: {to}");
        let texts = response.headers().values();
        let mut texts = texts.filter_map(|value| value.to_str().ok());
        assert!(!texts.any(|text| text.contains("evil.example")), "{evil}");
    }
    let attempt = begin(&world, &provider).await;
    let wrong = answer(&world, &attempt, "code=good&state=https://evil.example/").await;
    assert_eq!(location(&wrong), "/console/?sign_on=expired");
}
