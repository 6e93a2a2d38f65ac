//! The second factor: asked for once it is proven, good once, taken away only with both.

use serde_json::json;

use super::world::{PASSWORD, World, answer};
use crate::second_factor::code_of;

#[tokio::test(flavor = "multi_thread")]
async fn a_password_alone_opens_nothing_any_more_and_a_code_opens_once() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    let (status, setup) = world.post(&cookie, "/api/v1/me/totp", &json!({})).await;
    assert_eq!(status, 200, "{setup}");
    assert!(
        setup["uri"]
            .as_str()
            .unwrap()
            .starts_with("otpauth://totp/")
    );
    // Not proven yet: the password still does.
    assert_eq!(world.login_as("officer", PASSWORD).await.status(), 200);
    let code = |world: &World| code_of(setup["secret"].as_str().unwrap(), world.now());
    let confirm = "/api/v1/me/totp/confirm";
    let wrong = json!({ "code": "000000" });
    assert_eq!(world.post(&cookie, confirm, &wrong).await.0, 403);
    let right = json!({ "code": code(&world) });
    assert_eq!(world.post(&cookie, confirm, &right).await.0, 204);

    let login = async |body: serde_json::Value| {
        let (status, said) = world.post("", "/api/v1/login", &body).await;
        (status, said["code"].as_str().unwrap_or_default().to_owned())
    };
    let plain = json!({ "user": "officer", "password": PASSWORD });
    assert_eq!(login(plain).await, (401, "totp_needed".to_owned()));
    let with = |code: &str| json!({ "user": "officer", "password": PASSWORD, "code": code });
    // The code that proved it is used up.
    assert_eq!(
        login(with(&code(&world))).await,
        (401, "totp_wrong".to_owned())
    );
    world.clock.advance_ms(60_000);
    let fresh = code(&world);
    assert_eq!(login(with(&fresh)).await.0, 200);
    assert_eq!(login(with(&fresh)).await, (401, "totp_wrong".to_owned()));
    let guessed = json!({ "user": "officer", "password": "a guess", "code": fresh });
    assert_eq!(login(guessed).await, (401, "login_failed".to_owned()));

    let remove = "/api/v1/me/totp/remove";
    world.clock.advance_ms(60_000);
    let no_password = json!({ "code": code(&world), "password": "a guess" });
    assert_eq!(world.post(&cookie, remove, &no_password).await.0, 403);
    let both = json!({ "code": code(&world), "password": PASSWORD });
    assert_eq!(world.post(&cookie, remove, &both).await.0, 204);
    let (status, me) = answer(world.login_as("officer", PASSWORD).await).await;
    assert_eq!((status, &me["totp"]), (200, &json!(false)));
}
