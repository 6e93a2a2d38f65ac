//! `kill -9` of phone and relay at random moments: no acknowledged write is lost.
//!
//! `WANGGE_KILLS=1000` runs longer; the usual 100 cycles are part of `make test`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use wangge_mobile_core::SyncEnd;

use super::programs::{RelayProcess, program};
use crate::world::{World, WorldClock};

/// This share of the cycles, in per cent.
pub(crate) fn kills(share: u64) -> u64 {
    let all = std::env::var("WANGGE_KILLS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(100);
    (all * share / 100).max(1)
}

fn field(data: &Path) -> Command {
    let mut command = Command::new(program("wangge-field", "WANGGE_FIELD_BIN"));
    command.arg("--data").arg(data).stderr(Stdio::null());
    command
}

/// Runs the program to its end and reads the JSON it prints.
fn run(data: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = field(data)
        .arg("--json")
        .args(arguments)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments:?}: {text}");
    serde_json::from_str(text.trim()).unwrap_or(serde_json::Value::Null)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_loops_of_a_phone_lose_no_acknowledged_write() {
    let world = World::start_at(WorldClock::now_in_china()).await;
    let (user, _) = world.worker(0);
    let data: PathBuf = world.path("killed-phone");
    let code = world
        .admin()
        .enroll_code(user, 3_600_000)
        .expect("a code can be made");
    let link = code.link.clone();
    let ledger = world.path("acknowledged");
    let name = ledger.display().to_string();
    let acknowledged = tokio::task::spawn_blocking(move || {
        run(&data, &["enroll", &link]);
        run(&data, &["sync"]);
        let mut random = ChaCha20Rng::seed_from_u64(20_260_901);
        for _ in 0..kills(60) {
            let mut child = field(&data)
                .args(["stress-writes", "--ledger", &name, "--count", "1000000"])
                .stdout(Stdio::null())
                .spawn()
                .expect("it starts");
            let life = 60 + u64::from(random.next_u32() % 200);
            std::thread::sleep(Duration::from_millis(life));
            child.kill().expect("it was running");
            child.wait().expect("it has ended");
        }
        let report = run(&data, &["verify-ledger", "--ledger", &name]);
        assert_eq!(
            report["missing"],
            serde_json::json!([]),
            "a write is gone: {report}"
        );
        report["acknowledged"].as_u64().unwrap_or(0)
    })
    .await
    .expect("the loop ends");
    assert!(
        acknowledged > 10,
        "the phone wrote between the kills: {acknowledged}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_loops_of_the_relay_lose_no_acknowledged_write() {
    let mut world = World::start_at(WorldClock::now_in_china()).await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    let premises = worker.put_on_file(&listed);
    let address = world.relay().address.clone();
    let listen = address.trim_start_matches("https://").to_owned();
    world.stop().await;
    let mut random = ChaCha20Rng::seed_from_u64(7);
    let cycles = kills(40);
    for _ in 0..cycles {
        let relay = RelayProcess::start(&world.data(), &listen);
        assert_eq!(relay.address, address);
        worker.inspect(premises, &[]);
        let life = u64::from(random.next_u32() % 120);
        let killer = tokio::task::spawn_blocking(move || {
            std::thread::sleep(Duration::from_millis(life));
            relay.kill();
        });
        // However it ends: what was acknowledged stays, what was not goes again.
        let _torn = worker.sync_once().await;
        killer.await.expect("the relay was killed");
    }
    let relay = RelayProcess::start(&world.data(), &listen);
    let report = worker.try_sync().await.expect("it runs");
    assert_eq!(report.end, SyncEnd::Complete);
    let status = worker.core.status().expect("it opens");
    assert_eq!((status.pending, status.refused), (0, 0));
    let officer = world.officer_phone(0).await;
    let visits = officer
        .core
        .list_inspections(None, 10_000)
        .expect("a list")
        .len();
    assert_eq!(
        u64::try_from(visits).unwrap_or(0),
        cycles,
        "each visit once"
    );
    relay.kill();
}
