use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::Direction;
use super::counters::count;
use super::judge::Talk;
use super::shared::Shared;

/// Bytes read at once: small, so that connections share the line fairly.
const PIECE_BYTES: usize = 4096;
/// Pieces under way in one direction of a connection: 512 KiB, more than the demo's link holds.
const PIECES_UNDER_WAY: usize = 128;

/// Something under way on the line.
enum Piece {
    /// Bytes with the moment of their arrival.
    Data(Instant, Vec<u8>),
    /// The connection ends here.
    Cut,
}

/// The connection is over for both directions: cut, or one side is gone.
struct Broken {
    cut: bool,
}

/// Carries one connection from its beginning to its end.
pub(super) async fn carry(mut client: TcpStream, shared: Arc<Shared>) {
    count(&shared.counters.connections, 1);
    let mut online = shared.online.subscribe();
    let target = if *online.borrow_and_update() {
        TcpStream::connect(shared.target()).await.ok()
    } else {
        None
    };
    let Some(mut relay) = target else {
        count(&shared.counters.refused, 1);
        reset(&client);
        return;
    };
    // Pieces are shaped here; the kernel is not to hold small ones back as well.
    let _best_effort = (client.set_nodelay(true), relay.set_nodelay(true));

    let talk = Mutex::new(shared.new_talk());
    let outcome = {
        let (client_read, client_write) = client.split();
        let (relay_read, relay_write) = relay.split();
        let up = one_way(client_read, relay_write, Direction::Up, &talk, &shared);
        let down = one_way(relay_read, client_write, Direction::Down, &talk, &shared);
        tokio::select! {
            ended = async { tokio::try_join!(up, down) } => ended.map(|_both| ()),
            _offline = online.wait_for(|online| !online) => Err(Broken { cut: true }),
        }
    };
    if let Err(broken) = outcome {
        if broken.cut {
            count(&shared.counters.cuts, 1);
        }
        reset(&client);
        reset(&relay);
    }
}

/// Makes the socket end with a reset, not with an orderly goodbye.
fn reset(stream: &TcpStream) {
    // A socket that is gone already needs no reset.
    let _best_effort = stream.set_zero_linger();
}

/// Carries one direction until its sender says goodbye.
async fn one_way(
    reader: ReadHalf<'_>,
    writer: WriteHalf<'_>,
    direction: Direction,
    talk: &Mutex<Talk>,
    shared: &Shared,
) -> Result<(), Broken> {
    let (line, arrivals) = mpsc::channel(PIECES_UNDER_WAY);
    tokio::try_join!(
        read(reader, line, direction, talk, shared),
        write(writer, arrivals, direction, shared),
    )?;
    Ok(())
}

async fn read(
    mut reader: ReadHalf<'_>,
    line: mpsc::Sender<Piece>,
    direction: Direction,
    talk: &Mutex<Talk>,
    shared: &Shared,
) -> Result<(), Broken> {
    let mut buffer = vec![0; PIECE_BYTES];
    loop {
        let length = match reader.read(&mut buffer).await {
            Ok(0) => return Ok(()),
            Ok(length) => length,
            Err(_) => return Err(Broken { cut: false }),
        };
        let cuts_per_thousand = shared.conditions().cuts_per_thousand;
        let ruling = {
            let mut talk = talk.lock().unwrap_or_else(PoisonError::into_inner);
            shared
                .judge()
                .rule(&mut talk, direction, length, cuts_per_thousand)
        };
        count(&shared.counters.exchanges, u64::from(ruling.begins));
        let data = buffer.get(..ruling.pass).unwrap_or_default().to_vec();
        if !data.is_empty() {
            let arrival = shared.arrival(direction, data.len());
            if line.send(Piece::Data(arrival, data)).await.is_err() {
                return Err(Broken { cut: false });
            }
        }
        if ruling.cut {
            // The writer ends both directions when the bytes before the cut have arrived.
            let _gone_already = line.send(Piece::Cut).await;
            return Ok(());
        }
    }
}

async fn write(
    mut writer: WriteHalf<'_>,
    mut arrivals: mpsc::Receiver<Piece>,
    direction: Direction,
    shared: &Shared,
) -> Result<(), Broken> {
    let mut stalled = shared.stalled.subscribe();
    while let Some(piece) = arrivals.recv().await {
        let Piece::Data(arrival, data) = piece else {
            return Err(Broken { cut: true });
        };
        // Without delay nothing sleeps: the timer's grain is a millisecond.
        if arrival > Instant::now() {
            sleep_until(arrival).await;
        }
        // The sender lives as long as the proxy, so waiting cannot fail before it ends.
        drop(stalled.wait_for(|stalled| !stalled).await);
        if writer.write_all(&data).await.is_err() {
            return Err(Broken { cut: false });
        }
        count(&shared.counters.bytes[direction.place()], data.len() as u64);
    }
    // The sender said goodbye; the other direction may go on.
    writer.shutdown().await.map_err(|_| Broken { cut: false })
}
