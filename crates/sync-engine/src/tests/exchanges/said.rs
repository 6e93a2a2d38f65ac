use wangge_protocol::{StreamUpdate, SyncResponse, VerdictRun};

/// More verdicts than any push here asks for.
const MANY: usize = 1_000;

/// What an answer tells（答复要点）, whatever else a later version adds to it: the verdicts, the rows by
/// their places and chain hashes, and what is said of logs.
pub(super) fn said(answer: &SyncResponse) -> Vec<String> {
    let verdicts = VerdictRun::unpack(&answer.verdicts, MANY);
    let mut said: Vec<String> = verdicts.iter().map(|it| format!("{it:?}")).collect();
    said.push(format!(
        "vector {} more {}",
        answer.need_vector, answer.more
    ));
    said.extend(answer.streams.iter().map(of_stream));
    said
}

fn of_stream(update: &StreamUpdate) -> String {
    match update {
        StreamUpdate::Page(page) => format!(
            "{} epoch {} after {} rows {} chain {}",
            page.stream,
            page.epoch,
            page.after,
            page.rows.len(),
            page.chain
        ),
        StreamUpdate::Records(page) => format!(
            "{} records after {} until {} next {} rows {}",
            page.stream,
            page.after,
            page.until,
            page.next,
            page.rows.len()
        ),
        StreamUpdate::Own { stream, seq, last } => format!("{stream} own {seq} {last}"),
        StreamUpdate::UnknownPoint {
            stream,
            epoch,
            head,
            chain,
        } => format!("{stream} unknown, epoch {epoch} head {head} chain {chain}"),
        StreamUpdate::Revoked { stream } => format!("{stream} revoked"),
    }
}
