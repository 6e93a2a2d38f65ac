//! Who may bring rows back before there is a session.

use wangge_protocol::{
    Batch, ChainHash, HealRequest, Page, SecretKey, SessionRequest, encode, page_message,
};

use super::phone::Phone;
use super::world::{WORKER, World, answer};

pub(super) async fn challenge(world: &World) -> String {
    let request = world.http.get(world.url("/api/v1/policy/00"));
    let (_, body) = answer(request.send().await.unwrap()).await;
    body["challenge"].as_str().unwrap().to_owned()
}

pub(super) async fn heal(world: &World, request: &HealRequest) -> u16 {
    let body = zstd::bulk::compress(&encode(request), 3).unwrap();
    let call = world.http.post(world.url("/api/v1/heal")).body(body);
    call.send().await.unwrap().status().as_u16()
}

/// An empty page of the control stream, signed by this key.
pub(super) fn page(world: &World, key: &SecretKey) -> Page {
    let stream =
        wangge_domain::StreamId::control(world.admin().status().unwrap().tenant.parse().unwrap());
    let chain = ChainHash::ZERO;
    Page {
        stream,
        epoch: 0,
        after: 0,
        rows: Vec::new(),
        batch: Batch::default(),
        chain,
        relay_key: key.public(),
        signature: key.sign(&page_message(stream, 0, 0, &chain).0),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_brings_nothing_and_gets_no_session() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let own = SecretKey::from_seed([9; 32]);
    let challenge = challenge(&world).await;
    let request = |pages: Vec<Page>, key: &SecretKey| HealRequest {
        device: phone.device,
        user: phone.user,
        challenge: challenge.clone(),
        proof: key.sign(&SessionRequest::proof_message(&challenge)),
        pages,
        certificates: Vec::new(),
    };
    // Rows that a key of his own signed.
    let forged = request(vec![page(&world, &own)], &own);
    assert_eq!(heal(&world, &forged).await, 401);
    // Even the real phone gets in here only with rows of this relay.
    assert_eq!(
        heal(&world, &request(vec![page(&world, &own)], &phone.key)).await,
        401
    );
    assert_eq!(heal(&world, &request(Vec::new(), &phone.key)).await, 401);
    assert!(
        world.admin().healing().unwrap().is_none(),
        "nothing was taken back"
    );
}
