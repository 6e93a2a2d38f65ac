//! What only PostgreSQL has: walls between tenants in the server, and several processes.

mod mirror;
mod tls;

use std::sync::mpsc::channel;
use std::time::Duration;

use wangge_domain::{StreamId, TenantId};
use wangge_sync_engine::store::StoreError;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::session::{ACROSS, column};
use super::{PostgresDatabase, PostgresError};
use crate::store::tests::{NOW, add, tenant};
use crate::store::{RelayDatabase as _, Session, SessionStore as _};

pub(super) fn open(url: &str) -> PostgresDatabase {
    PostgresDatabase::open(url, NOW).unwrap()
}

fn name_of(url: &str) -> &str {
    url.rsplit('=').next().unwrap()
}

#[test]
fn a_query_without_its_tenant_sees_nothing() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let database = open(&cluster.database());
    for number in [1, 2] {
        add(&database, tenant(number));
        database
            .set_setting(tenant(number), "key", "value")
            .unwrap();
    }
    let count = |session: &super::session::Session| -> i64 {
        // No word of a tenant in the query: the server is the wall.
        let row = session.first("SELECT count(*) FROM setting", &[]).unwrap();
        column(&row.unwrap(), 0).unwrap()
    };
    let fresh = database.pool.get().unwrap();
    fresh.batch("RESET app.tenant").unwrap();
    assert_eq!(count(&fresh), 0, "nobody was named");
    fresh.speak_for(ACROSS).unwrap();
    assert_eq!(count(&fresh), 0, "work across tenants sees no settings");
    let (own, number) = database.of(tenant(1)).unwrap();
    assert_eq!(count(&own), 1, "its own only");
    let other = database.number(tenant(2)).unwrap();
    let foreign = own.execute(
        "INSERT INTO setting (tenant, key, value) VALUES ($1, 'foreign', '')",
        &[&other],
    );
    assert!(matches!(foreign, Err(StoreError::Failed(_))), "nor written");
    let moved = own.execute(
        "UPDATE setting SET value = '' WHERE tenant <> $1",
        &[&number],
    );
    assert_eq!(moved.unwrap(), 0, "nor changed");
}

#[test]
fn every_table_stands_behind_the_wall() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    drop(open(&url));
    let open_tables = cluster.sql(
        name_of(&url),
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
           AND NOT (relrowsecurity AND relforcerowsecurity)",
    );
    assert_eq!(open_tables, "migration");
    let across = cluster.sql(
        name_of(&url),
        "SELECT tablename FROM pg_policies WHERE qual LIKE '%= 0%' ORDER BY 1",
    );
    let expected = ["attempt", "session", "tenant", "upload"];
    assert_eq!(across.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_role_that_sees_all_tenants_is_refused() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database().replace("user=wangge", "user=postgres");
    let refused = PostgresDatabase::open(&url, NOW);
    assert!(matches!(refused, Err(PostgresError::TooPowerful(name)) if name == "postgres"));
}

#[test]
fn an_older_relay_refuses_a_newer_database_and_two_may_start_at_once() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| drop(open(&url)));
        }
    });
    cluster.sql(
        name_of(&url),
        "INSERT INTO migration VALUES (99, 'later', 0)",
    );
    let refused = PostgresDatabase::open(&url, NOW);
    assert!(matches!(
        refused,
        Err(PostgresError::Newer { found: 99, .. })
    ));
    // A step that only widens says from which version on it may be read.
    let newest = super::migrate::MIGRATIONS.last().unwrap().number;
    let say = |oldest: i64| {
        cluster.sql(
            name_of(&url),
            &format!("UPDATE migration SET oldest_reader = {oldest} WHERE number = 99"),
        )
    };
    cluster.sql(
        name_of(&url),
        "ALTER TABLE migration ADD COLUMN oldest_reader bigint",
    );
    assert!(PostgresDatabase::open(&url, NOW).is_err());
    say(newest + 1);
    assert!(PostgresDatabase::open(&url, NOW).is_err());
    say(newest);
    drop(open(&url));
    // Another one that says nothing bars it again.
    cluster.sql(
        name_of(&url),
        "INSERT INTO migration VALUES (100, 'last', 0)",
    );
    assert!(PostgresDatabase::open(&url, NOW).is_err());
}

#[test]
fn a_password_is_never_shown() {
    let url = "postgresql://wangge:secret@db1,db2/wangge";
    let shown = super::describe_connection(url);
    assert_eq!(shown, "postgresql://wangge@db1,db2/wangge");
    let wrong = PostgresDatabase::open("postgresql://wangge:secret@db1:port/wangge", NOW);
    let said = wrong.err().unwrap().to_string();
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn rows_of_a_log_cannot_be_changed_or_deleted() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let database = open(&cluster.database());
    add(&database, tenant(1));
    let (session, number) = database.of(tenant(1)).unwrap();
    session
        .execute(
            "INSERT INTO log VALUES (1, $1, 1, 0, '', '', 1, '', 1, 1, NULL, 0, '')",
            &[&number],
        )
        .unwrap();
    for sql in ["UPDATE log SET epoch = 2", "DELETE FROM log"] {
        assert!(session.execute(sql, &[]).is_err(), "{sql}");
    }
}

#[test]
fn of_two_processes_one_has_the_lease_of_a_job() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    let (one, other) = (open(&url), open(&url));
    add(&one, tenant(1));
    assert!(one.take_job(tenant(1), "jobs", 60_000).unwrap());
    assert!(!other.take_job(tenant(1), "jobs", 60_000).unwrap());
    other.leave_job(tenant(1), "jobs").unwrap();
    assert!(
        !other.take_job(tenant(1), "jobs", 60_000).unwrap(),
        "not its own to give"
    );
    one.leave_job(tenant(1), "jobs").unwrap();
    assert!(other.take_job(tenant(1), "jobs", -1).unwrap());
    assert!(
        one.take_job(tenant(1), "jobs", 60_000).unwrap(),
        "the other's has run out"
    );
}

#[test]
fn a_process_hears_of_heads_that_another_one_moved() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    let (one, other) = (open(&url), open(&url));
    add(&one, tenant(1));
    let (send, heard) = channel();
    other
        .listen(
            tenant(1),
            Box::new(move |stream, head| {
                let _heard = send.send((stream, head));
            }),
        )
        .unwrap();
    append(&one, tenant(1), 1);
    // Told by the head itself or by the notification, whichever the listener came in time for.
    let patience = Duration::from_secs(30);
    let stream = StreamId::from_bytes([9; 16]);
    assert_eq!(heard.recv_timeout(patience), Ok((stream, 1)));
    append(&one, tenant(1), 2);
    let mut next = heard.recv_timeout(patience).unwrap();
    while next.1 < 2 {
        next = heard.recv_timeout(patience).unwrap();
    }
    assert_eq!(next, (stream, 2));
}

pub(super) fn append(database: &PostgresDatabase, tenant: TenantId, seq: u64) {
    let turn = database.turn(tenant).unwrap();
    let commit = crate::store::tests::one_row(turn.as_ref(), StreamId::from_bytes([9; 16]));
    turn.commit(commit).unwrap();
    let head = turn.head(StreamId::from_bytes([9; 16])).unwrap();
    assert_eq!(head.map(|head| head.seq), Some(seq));
}

#[test]
fn a_connection_that_broke_is_replaced() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let url = cluster.database();
    let database = open(&url);
    add(&database, tenant(1));
    database.set_setting(tenant(1), "key", "value").unwrap();
    cluster.sql(
        "postgres",
        &format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            name_of(&url)
        ),
    );
    // The first use may still meet the broken one; nothing of it stays.
    let first = database.setting(tenant(1), "key");
    let found = first.or_else(|_| database.setting(tenant(1), "key"));
    assert_eq!(found.unwrap().as_deref(), Some("value"));
}

#[test]
fn calls_may_come_from_a_thread_of_a_runtime() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let database = open(&cluster.database());
    add(&database, tenant(1));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async move {
        let session = Session {
            digest: wangge_domain::Digest([1; 32]),
            user: wangge_domain::UserId::from_bytes([1; 16]),
            created_at: NOW,
            seen_at: NOW,
            expires_at: NOW,
        };
        database.put_session(tenant(1), &session).unwrap();
        // Dropped here too.
    });
}
