//! A store that speaks S3, as a process of its own that can be killed: `wangge-test-s3 FOLDER ADDRESS`.
//! It prints its base URL on a line; what goes wrong in it, it says on standard error.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use tracing_subscriber::EnvFilter;
use wangge_tests::s3_server::S3Server;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(address)) = (arguments.next(), arguments.next()) else {
        // Nowhere else to say it if nobody reads it.
        let _said = writeln!(io::stderr(), "wangge-test-s3 FOLDER ADDRESS");
        return ExitCode::FAILURE;
    };
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("error"))
        .with_writer(io::stderr)
        .init();
    let server = S3Server::listen(&PathBuf::from(folder), &address);
    let mut out = io::stdout();
    if writeln!(out, "{}", server.endpoint())
        .and_then(|()| out.flush())
        .is_err()
    {
        return ExitCode::FAILURE;
    }
    // Until it is killed, or whoever started it is gone.
    let mut line = String::new();
    while io::stdin().read_line(&mut line).is_ok_and(|read| read > 0) {
        line.clear();
    }
    ExitCode::SUCCESS
}
