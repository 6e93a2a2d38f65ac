//! Every refusal is JSON with code and words, under the right status, and reaches the client.

use reqwest::Method;
use reqwest::header::COOKIE;

use super::world::{World, answer};

#[tokio::test(flavor = "multi_thread")]
async fn refusals_of_the_framework_look_like_all_others() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    let asked = [
        (
            Method::DELETE,
            "/api/v1/premises",
            405,
            "method_not_allowed",
        ),
        (Method::GET, "/api/v1/login", 405, "method_not_allowed"),
        (Method::GET, "/api/v1/nowhere", 404, "not_found"),
        (
            Method::GET,
            "/api/v1/premises?limit=many",
            400,
            "bad_request",
        ),
        (
            Method::GET,
            "/api/v1/hazards?status=nix",
            400,
            "bad_request",
        ),
        (
            Method::GET,
            "/api/v1/cases/letter?status=closed_",
            400,
            "bad_request",
        ),
        (Method::GET, "/api/v1/summary?%ff=%ff", 200, ""),
        (Method::GET, "/api/v1/records/%ff", 400, "bad_request"),
    ];
    for (method, path, status, code) in asked {
        let request = world
            .http
            .request(method.clone(), world.url(path))
            .header(COOKIE, &cookie)
            .header("wangge-csrf", "1");
        let (found, body) = answer(request.send().await.unwrap()).await;
        if status == 200 {
            assert!(found == 200 || body["code"].is_string(), "{path}: {body}");
            continue;
        }
        assert_eq!(
            (found, body["code"].as_str()),
            (status, Some(code)),
            "{method} {path}"
        );
        for words in ["message", "message_en"] {
            assert!(
                body[words].as_str().is_some_and(|it| !it.is_empty()),
                "{path}: {body}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_body_is_told_as_large_and_a_foreign_one_as_foreign() {
    let world = World::start().await;
    let login = |kind: &'static str, body: String| {
        world
            .http
            .post(world.url("/api/v1/login"))
            .header("content-type", kind)
            .header("wangge-csrf", "1")
            .body(body)
    };
    let large = format!("{{\"user\": \"{}\"}}", "x".repeat(400 * 1024));
    let (status, body) = answer(login("application/json", large).send().await.unwrap()).await;
    assert_eq!((status, body["code"].as_str()), (413, Some("too_large")));
    let (status, body) = answer(login("text/plain", "x".to_owned()).send().await.unwrap()).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (415, Some("unsupported_media_type"))
    );
    let (status, body) = answer(
        login("application/json", "{".to_owned())
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!((status, body["code"].as_str()), (400, Some("bad_request")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_before_the_body_was_read_reaches_the_client() {
    let world = World::start().await;
    for _ in 0..20 {
        // No token: refused by its head alone, while the body is still on its way.
        let request = world
            .http
            .post(world.url("/api/v1/sync"))
            .header("content-type", "application/vnd.wangge.sync")
            .body(vec![7; 900 * 1024]);
        let (status, body) = answer(request.send().await.expect("an answer comes")).await;
        assert_eq!(
            (status, body["code"].as_str()),
            (401, Some("token_expired"))
        );
    }
}
