//! Somebody whose name, from before the rule, holds a word of compulsion: they may have another
//! telephone number, by the command line as in the console, and no other such name.

use serde_json::json;
use wangge_domain::control::ControlEvent;
use wangge_domain::people::Person;
use wangge_sync_engine::relay::control_many;

use super::world::{WORKER, World, user};
use crate::admin::{ImportFile, ImportPerson};

fn named(name: &str, phone: &str) -> Person {
    Person {
        user: user(WORKER),
        name: name.to_owned(),
        phone: phone.to_owned(),
        organization: String::new(),
    }
}

fn file(name: &str, phone: &str) -> ImportFile {
    ImportFile {
        people: vec![ImportPerson {
            person: named(name, phone),
            account: None,
            password: None,
        }],
        ..ImportFile::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_name_keeps_nobody_from_a_new_telephone_number() {
    let world = World::start().await;
    let admin = world.admin();
    let entered = [ControlEvent::PersonSet(named("罚款专员", "1"))];
    admin.with_tenant(|tenant| {
        let before = tenant.turn(|context| Ok(((), control_many(context, &entered)?)));
        before.unwrap();
    });
    let phone = || admin.control().unwrap().people[&user(WORKER)].phone.clone();

    assert_eq!(admin.import(&file("罚款专员", "2")).unwrap().rows, 1);
    assert_eq!(phone(), "2");
    let other = admin.import(&file("责令专员", "3"));
    let said = other.unwrap_err().to_string();
    assert!(said.contains("强制性用语"), "{said}");

    let officer = world.cookie("officer").await;
    let number = "13800000004";
    let person = json!({ "user": user(WORKER).to_string(), "name": "罚款专员", "phone": number });
    let changes = json!({ "changes": [{ "person": person }] });
    let path = "/api/v1/organization/changes";
    let (status, said) = world.post(&officer, path, &changes).await;
    assert_eq!((status, &said["applied"]), (200, &json!(true)), "{said}");
    assert_eq!(phone(), number);
}
