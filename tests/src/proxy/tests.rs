use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::{Cut, Direction, LinkConditions, Proxy};

/// What a request of the tests weighs, and its answer.
const REQUEST: usize = 1000;
const ANSWER: usize = 3000;

/// Answers every request of [`REQUEST`] bytes with [`ANSWER`] bytes, and reports after each
/// connection how many bytes it received.
async fn relay() -> (SocketAddr, mpsc::UnboundedReceiver<usize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (report, reports) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let report = report.clone();
            tokio::spawn(async move {
                let mut received = 0;
                let mut buffer = [0; 512];
                while let Ok(length) = stream.read(&mut buffer).await {
                    if length == 0 {
                        break;
                    }
                    let before = received / REQUEST;
                    received += length;
                    let answers = received / REQUEST - before;
                    if stream.write_all(&vec![7; answers * ANSWER]).await.is_err() {
                        break;
                    }
                }
                report.send(received).unwrap();
            });
        }
    });
    (address, reports)
}

async fn ask(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(&[1; REQUEST]).await?;
    stream.read_exact(&mut [0; ANSWER]).await.map(|_| ())
}

async fn client(proxy: &Proxy) -> TcpStream {
    TcpStream::connect(proxy.address()).await.unwrap()
}

async fn proxy(conditions: LinkConditions) -> (Proxy, mpsc::UnboundedReceiver<usize>) {
    let (address, reports) = relay().await;
    (Proxy::start(address, conditions, 1).await.unwrap(), reports)
}

#[tokio::test]
async fn everything_passes_and_is_counted() {
    let (proxy, mut reports) = proxy(LinkConditions::PERFECT).await;
    for _ in 0..2 {
        let mut stream = client(&proxy).await;
        for _ in 0..3 {
            ask(&mut stream).await.unwrap();
        }
        drop(stream);
        assert_eq!(reports.recv().await, Some(3 * REQUEST));
    }
    let counters = proxy.counters();
    assert_eq!(counters.bytes_up, 6 * REQUEST as u64);
    assert_eq!(counters.bytes_down, 6 * ANSWER as u64);
    assert_eq!((counters.connections, counters.exchanges), (2, 6));
    assert_eq!((counters.cuts, counters.refused), (0, 0));
    proxy.reset_counters();
    assert_eq!(proxy.counters(), super::LinkCounters::default());
}

#[tokio::test]
async fn a_goodbye_of_one_side_leaves_the_other_way_open() {
    let (proxy, _reports) = proxy(LinkConditions::PERFECT).await;
    let mut stream = client(&proxy).await;
    stream.write_all(&[1; REQUEST]).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer.len(), ANSWER);
}

#[tokio::test]
async fn a_cut_at_a_byte_of_the_request_lets_exactly_that_many_pass_and_fires_once() {
    let (proxy, mut reports) = proxy(LinkConditions::PERFECT).await;
    for byte in [0, 1, 999, 1000, 1001, 2500] {
        proxy.arm(Cut::AtByte {
            direction: Direction::Up,
            byte: byte as u64,
        });
        let mut stream = client(&proxy).await;
        let mut answered = 0;
        while ask(&mut stream).await.is_ok() {
            answered += 1;
        }
        assert!(!proxy.is_armed());
        assert!(answered <= byte / REQUEST);
        assert_eq!(reports.recv().await, Some(byte));

        let mut next = client(&proxy).await;
        ask(&mut next).await.unwrap();
        drop(next);
        assert_eq!(reports.recv().await, Some(REQUEST));
    }
    assert_eq!(proxy.counters().cuts, 6);
}

#[tokio::test]
async fn a_cut_at_a_byte_of_the_answer_is_seen_by_the_client() {
    let (proxy, _reports) = proxy(LinkConditions::PERFECT).await;
    proxy.arm(Cut::AtByte {
        direction: Direction::Down,
        byte: 1234,
    });
    let mut stream = client(&proxy).await;
    stream.write_all(&[1; REQUEST]).await.unwrap();
    let mut received = 0;
    let mut buffer = [0; 100];
    let error = loop {
        match stream.read(&mut buffer).await {
            Ok(0) => panic!("a cut is no goodbye"),
            Ok(length) => received += length,
            Err(error) => break error,
        }
    };
    assert_eq!(received, 1234);
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_lost_answer_means_that_the_relay_has_the_whole_request() {
    let (proxy, mut reports) = proxy(LinkConditions::PERFECT).await;
    proxy.arm(Cut::AtExchange {
        exchange: 1,
        direction: Direction::Down,
        byte: 0,
    });
    let mut stream = client(&proxy).await;
    ask(&mut stream).await.unwrap();
    ask(&mut stream).await.unwrap_err();
    assert_eq!(reports.recv().await, Some(2 * REQUEST));
    assert_eq!(proxy.counters().bytes_down, ANSWER as u64);
}

#[tokio::test]
async fn a_lost_request_never_reaches_the_relay() {
    let (proxy, mut reports) = proxy(LinkConditions::PERFECT).await;
    proxy.arm(Cut::AtExchange {
        exchange: 1,
        direction: Direction::Up,
        byte: 0,
    });
    let mut stream = client(&proxy).await;
    ask(&mut stream).await.unwrap();
    ask(&mut stream).await.unwrap_err();
    assert_eq!(reports.recv().await, Some(REQUEST));
}

#[tokio::test]
async fn cuts_by_chance_happen_and_the_client_gets_through_in_the_end() {
    let (proxy, _reports) = proxy(LinkConditions {
        cuts_per_thousand: 200,
        ..LinkConditions::PERFECT
    })
    .await;
    let mut stream = client(&proxy).await;
    let mut answered = 0;
    while answered < 50 {
        match ask(&mut stream).await {
            Ok(()) => answered += 1,
            Err(_) => stream = client(&proxy).await,
        }
    }
    assert!(proxy.counters().cuts > 0);
}

#[tokio::test]
async fn data_survives_delay_and_throttling_whole_and_in_order() {
    let conditions = LinkConditions {
        one_way_ms: 2,
        bytes_per_second: Some(2_000_000),
        cuts_per_thousand: 0,
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let proxy = Proxy::start(listener.local_addr().unwrap(), conditions, 1)
        .await
        .unwrap();
    let sent: Vec<u8> = (0..50_000_u32).map(|at| ((at * at) >> 7) as u8).collect();
    let mut stream = client(&proxy).await;
    let (mut relay, _) = listener.accept().await.unwrap();
    let mut received = Vec::new();
    let sending = async {
        stream.write_all(&sent).await.unwrap();
        stream.shutdown().await.unwrap();
    };
    let (_sent, read) = tokio::join!(sending, relay.read_to_end(&mut received));
    read.unwrap();
    assert!(received == sent);
}

#[tokio::test]
async fn offline_cuts_and_turns_away_until_online_again() {
    let (proxy, _reports) = proxy(LinkConditions::PERFECT).await;
    let mut stream = client(&proxy).await;
    ask(&mut stream).await.unwrap();
    proxy.set_online(false);
    ask(&mut stream).await.unwrap_err();
    match TcpStream::connect(proxy.address()).await {
        Ok(mut turned_away) => ask(&mut turned_away).await.unwrap_err(),
        Err(error) => error,
    };
    assert_eq!((proxy.counters().cuts, proxy.counters().refused), (1, 1));
    proxy.set_online(true);
    ask(&mut client(&proxy).await).await.unwrap();
}

#[tokio::test]
async fn a_stalled_link_holds_everything_back_and_loses_nothing() {
    let (proxy, _reports) = proxy(LinkConditions::PERFECT).await;
    let mut stream = client(&proxy).await;
    ask(&mut stream).await.unwrap();
    proxy.set_stalled(true);
    stream.write_all(&[1; REQUEST]).await.unwrap();
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(proxy.counters().bytes_up, REQUEST as u64);
    proxy.set_stalled(false);
    stream.read_exact(&mut [0; ANSWER]).await.unwrap();
}

#[tokio::test]
async fn a_relay_that_moved_is_found_at_its_new_address() {
    let (proxy, mut reports) = proxy(LinkConditions::PERFECT).await;
    let mut stream = client(&proxy).await;
    ask(&mut stream).await.unwrap();
    drop(stream);
    reports.recv().await.unwrap();
    let (elsewhere, mut other_reports) = relay().await;
    proxy.set_target(elsewhere);
    let mut stream = client(&proxy).await;
    ask(&mut stream).await.unwrap();
    drop(stream);
    assert_eq!(other_reports.recv().await, Some(REQUEST));
}

#[tokio::test]
async fn nobody_at_the_target_is_a_reset() {
    let gone = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let proxy = Proxy::start(address, LinkConditions::PERFECT, 1)
        .await
        .unwrap();
    let refused = match TcpStream::connect(proxy.address()).await {
        Ok(mut stream) => ask(&mut stream).await,
        Err(error) => Err(error),
    };
    refused.unwrap_err();
    assert_eq!(proxy.counters().refused, 1);
}
