use super::{PeerCommand, PeerCommandError, PeerEvent, PeerPhase, say, wait_for_go};
use crate::process_usage::ProcessUsage;
use crate::workload::{InspectionDocument, Workload};

fn parse(line: &str) -> Result<PeerCommand, PeerCommandError> {
    PeerCommand::parse(line.split(' ').map(str::to_owned))
}

fn client(line: &str) -> super::PeerClient {
    match parse(line).unwrap() {
        PeerCommand::Client(client) => client,
        PeerCommand::Server(_) => panic!("a client was asked for"),
    }
}

#[test]
fn a_server_is_told_its_port_and_folder() {
    let PeerCommand::Server(server) = parse("server --port 4711 --dir /x/s").unwrap() else {
        panic!("a server was asked for");
    };
    assert_eq!((server.port, server.folder.to_str()), (4711, Some("/x/s")));
}

#[test]
fn a_client_is_told_everything_in_any_order() {
    let found = client(
        "client --phase delta-pull --dir b --port 1 --edits e --shared x --docs d --slice 100:200 --lossy 1",
    );
    assert_eq!(found.phase, PeerPhase::DeltaPull);
    assert_eq!(found.slice, Some(100..200));
    assert!(found.lossy && found.edits.is_some());
    let bare = client("client --port 1 --dir a --phase conc --shared x --docs d");
    assert!(!bare.lossy && bare.edits.is_none() && bare.slice.is_none());
    assert!(bare.phase.enters_documents() && !bare.phase.verifies());
}

#[test]
fn what_does_not_fit_is_named() {
    let base = "client --port 1 --dir a --shared x --docs d --phase";
    let errors = [
        ("bench", PeerCommandError::Role),
        ("client --port", PeerCommandError::NoValue("--port".into())),
        ("server --dir s", PeerCommandError::Missing("--port")),
        (
            "server --port 1 --dir s --fast 1",
            PeerCommandError::UnknownFlag("--fast".into()),
        ),
        (
            "server --port 99999 --dir s",
            PeerCommandError::Value {
                flag: "--port",
                value: "99999".into(),
            },
        ),
        (
            "client --port 1 --dir a --shared x --docs d",
            PeerCommandError::Missing("--phase"),
        ),
    ];
    for (line, error) in errors {
        assert_eq!(parse(line).unwrap_err(), error, "{line}");
    }
    assert!(parse(&format!("{base} sideways")).is_err());
    assert!(parse(&format!("{base} push --slice 1-2")).is_err());
}

#[test]
fn events_are_lines_that_the_harness_reads() {
    let mut out = Vec::new();
    say(&PeerEvent::Ready, &mut out).unwrap();
    say(
        &PeerEvent::Done {
            sync_s: 0.5,
            cpu_s: 0.25,
            rss_kb: 1024,
            n: 60,
        },
        &mut out,
    )
    .unwrap();
    say(&PeerEvent::Verify { ok: 2000, of: 2000 }, &mut out).unwrap();
    say(&PeerEvent::Bye, &mut out).unwrap();
    let expected = "{\"ev\":\"ready\"}\n\
        {\"ev\":\"done\",\"sync_s\":0.5,\"cpu_s\":0.25,\"rss_kb\":1024,\"n\":60}\n\
        {\"ev\":\"verify\",\"ok\":2000,\"of\":2000}\n\
        {\"ev\":\"bye\"}\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn a_client_waits_for_its_line_and_notices_that_the_harness_is_gone() {
    wait_for_go(&mut "go\n".as_bytes()).unwrap();
    assert!(wait_for_go(&mut "".as_bytes()).is_err());
}

#[test]
fn processor_time_is_never_negative() {
    let PeerEvent::Done { cpu_s, .. } = PeerEvent::done(1.0, ProcessUsage::of_self(), 1) else {
        panic!("done was asked for");
    };
    assert!(cpu_s >= 0.0);
}

#[test]
fn what_must_be_there_depends_on_the_phase_and_the_slice() {
    let folder = tempfile::tempdir().unwrap();
    let workload = Workload::generate_of(7, 10, 2);
    let lines: Vec<_> = workload
        .documents
        .iter()
        .map(InspectionDocument::to_json)
        .collect();
    let edits: Vec<_> = workload
        .edits
        .iter()
        .map(|it| serde_json::to_string(it).unwrap())
        .collect();
    std::fs::write(folder.path().join("docs.jsonl"), lines.join("\n")).unwrap();
    std::fs::write(folder.path().join("edits.jsonl"), edits.join("\n")).unwrap();
    let files = folder.path().display();
    let told = |phase: &str, more: &str| {
        client(&format!(
            "client --port 1 --dir a --shared x --docs {files}/docs.jsonl --phase {phase}{more}"
        ))
    };
    let with_edits = format!(" --edits {files}/edits.jsonl");
    assert_eq!(
        told("pull", &with_edits).expected().unwrap(),
        workload.documents
    );
    assert_eq!(
        told("delta-pull", &with_edits).expected().unwrap(),
        workload.edited().unwrap()
    );
    let sliced = told("conc", " --slice 8:20").read_documents().unwrap();
    assert_eq!(sliced, workload.documents[8..]);
}
