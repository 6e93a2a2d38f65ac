//! The drills of changing keys（钥匙轮换演练）: service key, policy key, certificate. docs/OPERATIONS.md has them
//! for people.

use rcgen::{CertificateParams, KeyPair};
use serde_json::{Value, json};
use wangge_domain::people::{Role, Scope};
use wangge_protocol::{HealRequest, PublicKey, SessionRequest};

use super::healing::{challenge, heal, page};
use super::own_key::stricter;
use super::phone::Phone;
use super::world::{DAY_MS, OFFICER, WORKER, World, stream, user};
use crate::admin::sign_policy;
use crate::data_folder::DataFolder;
use crate::http::Tls;
use crate::keys::ServiceStock;

fn folder(world: &World) -> DataFolder {
    DataFolder::new(world.folder.path().join("relay"))
}

async fn restart(world: &mut World) {
    world.close().await;
    world.open().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_without_fresh_service_keys_goes_on_and_takes_the_next_that_are_certified() {
    let mut world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    // `init` has used one, the start another: the stock is used up.
    let file = folder(&world).keys().join("service-keys.json");
    let stock = std::fs::read(&file).unwrap();
    let mut lines: Vec<Value> = serde_json::from_slice(&stock).unwrap();
    lines.truncate(2);
    std::fs::write(&file, serde_json::to_vec(&lines).unwrap()).unwrap();
    let left = |world: &World| world.admin().status().unwrap().service_keys_left;
    assert_eq!(left(&world), 0);
    restart(&mut world).await;
    phone.premises(&world, 1, stream(0), "没有新密钥");
    let sent = phone.sync(&world).await;
    assert_eq!(sent.accepted, 1, "the last one stays in use");

    // The root key is brought, and taken away again.
    let root = folder(&world).root_key();
    assert_eq!(world.admin().certify(&root, 2).unwrap(), 2);
    std::fs::remove_file(root).unwrap();
    restart(&mut world).await;
    assert_eq!(left(&world), 1, "the start took a certified one");
    phone.premises(&world, 2, stream(0), "换了密钥");
    assert_eq!(phone.sync(&world).await.accepted, 1, "phones follow");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_another_policy_key_the_old_one_signs_nothing_and_what_is_in_force_stays() {
    let world = World::start().await;
    let (data, admin) = (folder(&world), world.admin());
    admin
        .grant(user(OFFICER), Role::CountyAdmin, Scope::Tenant, None, None)
        .unwrap();
    let cookie = world.cookie("officer").await;
    let path = "/api/v1/policy-packs";
    let pack = stricter();
    let sign = || -> Value {
        serde_json::from_slice(&sign_policy(&data, pack.as_bytes()).unwrap()).unwrap()
    };
    let file = data.keys().join("policy.key");
    let (old_key, before) = (std::fs::read(&file).unwrap(), sign());
    let public = admin.new_policy_key().unwrap();
    assert_ne!(std::fs::read(&file).unwrap(), old_key);

    let (status, said) = world.post(&cookie, path, &before).await;
    assert_eq!((status, &said["code"]), (422, &json!("pack_not_signed")));
    // A machine with a copy of the old key, or with none, signs nothing by itself.
    let fresh = std::fs::read(&file).unwrap();
    std::fs::write(&file, &old_key).unwrap();
    assert!(admin.activate_policy(pack.as_bytes(), None).is_err());
    std::fs::remove_file(&file).unwrap();
    assert!(admin.activate_policy(pack.as_bytes(), None).is_err());
    assert!(!file.exists(), "no key is made in secret");
    let (_, packs) = world.get(&cookie, path).await;
    assert_eq!(packs[0]["in_force"], true, "{packs}");
    assert_eq!(packs.as_array().unwrap().len(), 1, "{packs}");

    std::fs::write(&file, fresh).unwrap();
    let (status, taken) = world.post(&cookie, path, &sign()).await;
    assert_eq!((status, &taken["applied"]), (200, &json!(true)), "{taken}");
    let stored = std::fs::read_to_string(&file).unwrap();
    assert!(!stored.contains(&public.to_hex()));
    world.clock.advance_ms(DAY_MS);
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    phone.premises(&world, 1, stream(0), "新政策");
    assert_eq!(phone.sync(&world).await.accepted, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_made_anew_over_its_key_keeps_the_pin_and_another_key_does_not() {
    let mut world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let data = folder(&world);
    let (key_file, certificate) = (
        data.tls().join("key.pem"),
        data.tls().join("certificate.pem"),
    );
    let made_over = |key: &KeyPair| {
        let params = CertificateParams::new(vec!["relay.example".to_owned()]).unwrap();
        let made = params.self_signed(key).unwrap();
        std::fs::write(&certificate, made.pem()).unwrap();
    };
    let (pin, old) = (
        Tls::read(&data, false).unwrap().pin,
        std::fs::read(&certificate).unwrap(),
    );
    let pem = std::fs::read_to_string(&key_file).unwrap();
    made_over(&KeyPair::from_pem(&pem).unwrap());
    assert_ne!(std::fs::read(&certificate).unwrap(), old);
    assert_eq!(
        Tls::read(&data, false).unwrap().pin,
        pin,
        "phones know the key"
    );
    restart(&mut world).await;
    let code = world.admin().enroll_code(user(WORKER), DAY_MS).unwrap();
    assert_eq!(code.pin, pin.to_string());
    phone.premises(&world, 1, stream(0), "新证书");
    assert_eq!(phone.sync(&world).await.accepted, 1);

    // With another key links carry another pin: phones have to scan again.
    let other = KeyPair::generate().unwrap();
    std::fs::write(&key_file, other.serialize_pem()).unwrap();
    made_over(&other);
    restart(&mut world).await;
    let code = world.admin().enroll_code(user(WORKER), DAY_MS).unwrap();
    assert_ne!(code.pin, pin.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_service_key_signs_nothing_and_gives_nothing_back() {
    let mut world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let data = folder(&world);
    let used = world
        .admin()
        .with_tenant(|tenant| tenant.database.service_keys(tenant.id()).unwrap());
    let is_used = |key: &PublicKey| used.iter().any(|one| one.public_key == *key);
    let stock = ServiceStock::read(&data).unwrap();
    // Certified in advance, never used.
    let stolen = stock.fresh(is_used).unwrap().key;
    let offer = async |world: &World| {
        let challenge = challenge(world).await;
        let request = HealRequest {
            device: phone.device,
            user: phone.user,
            proof: phone.key.sign(&SessionRequest::proof_message(&challenge)),
            challenge,
            pages: vec![page(world, &stolen)],
            certificates: Vec::new(),
        };
        heal(world, &request).await
    };
    assert_eq!(offer(&world).await, 200, "it is as good as any");

    world.close().await;
    let (admin, root) = (world.admin(), data.root_key());
    let named = [stolen.public()];
    assert_eq!(admin.revoke_service_keys(&root, Some(&named)).unwrap(), 1);
    world.open().await;
    assert_eq!(offer(&world).await, 401);
    let stock = ServiceStock::read(&data).unwrap();
    assert!(stock.secret_of(&stolen.public()).is_none());
    assert_ne!(stock.fresh(is_used).unwrap().key.public(), stolen.public());
    phone.premises(&world, 1, stream(0), "吊销之后");
    assert_eq!(phone.sync(&world).await.accepted, 1);

    // A later list keeps what stood in the earlier one.
    world.close().await;
    let next = [stock.fresh(is_used).unwrap().key.public()];
    let admin = world.admin();
    assert_eq!(admin.revoke_service_keys(&root, Some(&next)).unwrap(), 2);
    std::fs::write(&root, "root-secret: 00").unwrap();
    assert!(admin.revoke_service_keys(&root, None).is_err());
}
