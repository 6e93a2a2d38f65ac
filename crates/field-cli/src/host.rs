//! The development host（开发宿主）: the pages of the reference shell and the bridge behind them, on
//! loopback, for one person at this machine. It stands where a phone's native host stands, and
//! passes text and photos between the pages and the core; it decides nothing.

mod guard;
mod pages;
mod reply;
mod routes;
mod server;

pub(crate) use guard::Guard;
pub(crate) use pages::Pages;
pub(crate) use server::Host;
