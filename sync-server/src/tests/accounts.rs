use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::json;

use super::world::{DAY_MS, PASSWORD, World, answer};

#[tokio::test(flavor = "multi_thread")]
async fn neg_070_cookie_bound_to_its_host() {
    let world = World::start().await;
    let response = world.login_as("officer", PASSWORD).await;
    let cookie = response.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-wangge="));
    for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let (status, me) = answer(response).await;
    assert_eq!((status, me["name"].as_str()), (200, Some("王志勇")));
    assert_eq!(me["grants"][0]["role"], "station_officer");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_067_unknown_names_look_like_wrong_passwords() {
    let world = World::start().await;
    let wrong = answer(world.login_as("officer", "not the password").await).await;
    let unknown = answer(world.login_as("nobody", "not the password").await).await;
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_for_the_guessed_account_and_no_other() {
    let world = World::start().await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(world.login_as("officer", "a guess").await.status().as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
    assert_eq!(
        world.login_as("officer", PASSWORD).await.status(),
        429,
        "not even looked at"
    );
    assert_eq!(world.login_as("village1", PASSWORD).await.status(), 200);
    world.clock.advance_ms(3_000);
    assert_eq!(world.login_as("officer", PASSWORD).await.status(), 200);
}

#[test]
fn a_guesser_elsewhere_locks_nobody_out() {
    use crate::http::PeerAddress;
    let key = |text: &str| PeerAddress(text.parse().unwrap()).key();
    assert_ne!(key("192.168.1.5"), key("192.168.1.6"));
    assert_eq!(
        key("2001:db8:1:2::5"),
        key("2001:db8:1:2:ffff::6"),
        "one caller owns a /64"
    );
    assert_ne!(key("2001:db8:1:2::5"), key("2001:db8:1:3::5"));
    assert_eq!(key("::ffff:192.168.1.5"), key("192.168.1.5"));
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_090_cross_site_writes() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    let path = "/api/v1/records/00000000-0000-0000-0000-000000000001/events";
    for (url, kind) in [
        (path, "application/json"),
        (path, "text/plain"),
        ("/api/v1/logout", "text/plain"),
        ("/api/v1/login", "text/plain"),
    ] {
        let request = world
            .http
            .post(world.url(url))
            .header(COOKIE, &cookie)
            .header("content-type", kind)
            .body(json!({"urged": {"days": 1}}).to_string());
        let (status, body) = answer(request.send().await.unwrap()).await;
        assert_eq!(
            (status, body["code"].as_str()),
            (403, Some("csrf")),
            "{url} {kind}"
        );
    }
    assert_eq!(
        world.get(&cookie, "/api/v1/me").await.0,
        200,
        "still signed in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_071_logout_ends_the_session() {
    let world = World::start().await;
    let out = world.cookie("officer").await;
    assert_eq!(world.post(&out, "/api/v1/logout", &json!({})).await.0, 204);
    assert_eq!(world.get(&out, "/api/v1/me").await.0, 401);

    let changed = world.cookie("officer").await;
    world
        .admin()
        .set_password("officer", None, PASSWORD)
        .unwrap();
    assert_eq!(world.get(&changed, "/api/v1/me").await.0, 401);

    let idle = world.cookie("officer").await;
    world.clock.advance_ms(61 * 60_000);
    assert_eq!(world.get(&idle, "/api/v1/me").await.0, 401);

    let old = world.cookie("officer").await;
    for _ in 0..30 {
        world.clock.advance_ms(30 * 60_000);
        if world.get(&old, "/api/v1/me").await.0 == 401 {
            return;
        }
    }
    panic!("a session that is used never ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_069_session_fixation() {
    let world = World::start().await;
    let fixed = "__Host-wangge=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let response = world
        .http
        .post(world.url("/api/v1/login"))
        .header(COOKIE, fixed)
        .header("content-type", "application/json")
        .header("wangge-csrf", "1")
        .body(json!({"user": "officer", "password": PASSWORD}).to_string())
        .send()
        .await
        .unwrap();
    assert!(
        !response.headers()[SET_COOKIE]
            .to_str()
            .unwrap()
            .contains("AAAAAAAAAAAA")
    );
    assert_eq!(world.get(fixed, "/api/v1/me").await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_ended_are_swept() {
    let world = World::start().await;
    world.cookie("officer").await;
    world.clock.advance_ms(DAY_MS);
    world.run_jobs().await;
    // What is left would be swept by a time that no session outlives.
    let end = world.now().plus_ms(365 * DAY_MS);
    let left = world
        .admin()
        .with_tenant(|tenant| tenant.database.sweep_sessions(end, end).unwrap());
    assert_eq!(left, 0);
}

/// So many failures from an address, whatever the account, as a guesser leaves them.
fn failed_often(world: &World, what: &str, account: &str, address: &str) {
    use crate::http::Throttle;
    world.admin().with_tenant(|tenant| {
        for _ in 0..60 {
            Throttle.failed(tenant, what, account, address).unwrap();
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_behind_one_address_is_slowed_down_and_not_locked_out() {
    use crate::http::Throttle;
    let world = World::start().await;
    failed_often(&world, Throttle::LOGIN_ANY, "", "127.0.0.1");
    assert_eq!(world.login_as("officer", PASSWORD).await.status(), 429);
    world.clock.advance_ms(16 * 60_000);
    assert_eq!(world.login_as("officer", PASSWORD).await.status(), 200);
    // From now on the address is known: who guesses there again keeps nobody out.
    failed_often(&world, Throttle::LOGIN_ANY, "", "127.0.0.1");
    let mut statuses = Vec::new();
    for account in ["officer", "village1", "officer", "village1"] {
        statuses.push(world.login_as(account, PASSWORD).await.status().as_u16());
    }
    assert_eq!(
        statuses,
        [200, 200, 200, 429],
        "so many at once, then slowly"
    );
    // A day later nobody is remembered.
    world.clock.advance_ms(25 * 3_600_000);
    failed_often(&world, Throttle::LOGIN_ANY, "", "127.0.0.1");
    assert_eq!(world.login_as("village1", PASSWORD).await.status(), 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_a_paper_from_many_addresses_keep_its_owner_out_of_nothing() {
    use crate::http::Throttle;
    let world = World::start().await;
    let record = super::phone::record(2).to_string();
    failed_often(&world, Throttle::OWNER_PAPER, &record, "");
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let page = world.http.post(world.url(&format!("/p/notice/{record}")));
        let page = page
            .header("content-type", "application/x-www-form-urlencoded")
            .body("code=12345678");
        statuses.push(page.send().await.unwrap().status().as_u16());
    }
    // Looked at, and found wrong; then slowly.
    assert_eq!(statuses, [403, 403, 403, 429]);
}
