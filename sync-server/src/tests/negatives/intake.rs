//! 109 to 111 from within: the process for the public is in the hands of somebody else, who writes what
//! they like into its database. The relay believes none of it.

use rusqlite::Connection;
use wangge_domain::Timestamp;

use crate::store::{IntakeStore, PublicReport, ReportState};
use crate::tests::world::World;
use wangge_tests::photo_generator::small_jpeg;

/// The database of the process for the public, as whoever holds that process has it.
fn intake(world: &World) -> Connection {
    let folder = world.folder.path().join("relay").join("intake");
    std::fs::create_dir_all(&folder).unwrap();
    drop(IntakeStore::open(&folder).unwrap());
    Connection::open(folder.join(IntakeStore::FILE)).unwrap()
}

/// A row that no form made.
struct Forged<'a> {
    number: u8,
    received_at: i64,
    category: &'a str,
    text: &'a str,
    position: Option<(i64, i64)>,
    photos: Vec<Vec<u8>>,
}

impl Forged<'_> {
    fn write(&self, to: &Connection) {
        let (latitude, longitude) = self.position.unzip();
        to.execute(
            "INSERT INTO submission (received_at, receipt, claim, category, place, text, latitude,
                                     longitude, sealed)
             VALUES (?1, ?2, ?3, ?4, '青峰路1号', ?5, ?6, ?7, NULL)",
            (
                self.received_at,
                [self.number; 32],
                [self.number + 100; 32],
                self.category,
                self.text,
                latitude,
                longitude,
            ),
        )
        .unwrap();
        let row = to.last_insert_rowid();
        for (place, bytes) in (0_i64..).zip(&self.photos) {
            to.execute(
                "INSERT INTO submission_photo (submission, place, bytes) VALUES (?1, ?2, ?3)",
                (row, place, bytes),
            )
            .unwrap();
        }
    }
}

fn waiting(world: &World) -> Vec<PublicReport> {
    let found = world.admin().with_tenant(|tenant| {
        let database = &tenant.database;
        database.public_reports(tenant.id(), ReportState::Waiting, 10)
    });
    found.unwrap()
}

#[track_caller]
fn one<'a>(reports: &'a [PublicReport], text: &str) -> &'a PublicReport {
    reports.iter().find(|report| report.text == text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_109_a_time_that_was_forged_is_first_of_nothing() {
    let world = World::start().await;
    let intake = intake(&world);
    world.run_jobs().await;
    world.clock.advance_ms(60_000);
    let honest = world.now().plus_ms(-20_000);
    let row = |number: u8, received_at: Timestamp, text: &'static str| Forged {
        number,
        received_at: received_at.0,
        category: "exit",
        text,
        position: None,
        photos: Vec::new(),
    };
    row(1, honest, "真的").write(&intake);
    row(2, Timestamp(0), "倒填").write(&intake);
    row(3, world.now().plus_ms(-3_600_000), "倒填一小时").write(&intake);
    row(4, world.now().plus_ms(3_600_000), "来自以后").write(&intake);
    world.run_jobs().await;
    let reports = waiting(&world);
    assert_eq!(reports.len(), 4);
    let believed = one(&reports, "真的");
    assert_eq!((believed.received_at, believed.note.as_str()), (honest, ""));
    for text in ["倒填", "倒填一小时", "来自以后"] {
        let forged = one(&reports, text);
        assert_eq!(forged.received_at, world.now(), "{text}");
        assert!(forged.note.contains("来件时间不可信"), "{}", forged.note);
    }
    // Nor is it believed once the relay was started anew.
    world.clock.advance_ms(120_000);
    world.run_jobs().await;
    let known = world.admin().with_tenant(|tenant| {
        let database = &tenant.database;
        database.setting(tenant.id(), "public_reports_collected")
    });
    assert_eq!(known.unwrap(), Some(world.now().0.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_110_what_the_page_would_have_refused_is_no_way_in() {
    let world = World::start().await;
    let intake = intake(&world);
    world.run_jobs().await;
    let mut photos: Vec<Vec<u8>> = (0..7).map(|seed| small_jpeg(seed, 64, 48)).collect();
    photos[1] = b"#!/bin/sh".to_vec();
    let forged = Forged {
        number: 1,
        received_at: world.now().0,
        category: "'; DROP TABLE",
        text: "样样不对",
        position: Some((95_000_000, 105_000_000)),
        photos,
    };
    forged.write(&intake);
    let sound = Forged {
        number: 2,
        category: "exit",
        text: "样样都对",
        position: Some((29_000_000, 105_000_000)),
        photos: vec![small_jpeg(9, 64, 48)],
        ..forged
    };
    sound.write(&intake);
    world.run_jobs().await;
    let reports = waiting(&world);
    let odd = one(&reports, "样样不对");
    assert_eq!((odd.category.as_str(), odd.position), ("", None));
    assert_eq!(
        odd.photos, 5,
        "six are taken, and one of them is no picture"
    );
    for said in [
        "类别不在清单内",
        "坐标超出范围",
        "照片超过6张",
        "1个文件不是可以识别的照片",
    ] {
        assert!(odd.note.contains(said), "{said}: {}", odd.note);
    }
    let sound = one(&reports, "样样都对");
    assert_eq!((sound.category.as_str(), sound.note.as_str()), ("exit", ""));
    assert_eq!(sound.position, Some((29_000_000, 105_000_000)));
    assert_eq!(sound.photos, 1);
}
