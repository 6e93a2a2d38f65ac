//! HTTP over TLS: server, limits, errors, who is calling.

mod activity;
mod address;
mod app;
mod body;
mod body_room;
mod caller_slot;
mod device;
mod drain;
mod error;
mod guard;
mod headers;
mod html;
mod json_refusals;
mod metered_body;
mod page;
mod patience;
mod patient_body;
mod patient_stream;
mod proxies;
mod quotas;
mod rates;
mod seats;
mod server;
mod supervisor;
mod texts;
mod throttle;
mod tls;
mod token;

pub(crate) use address::PeerAddress;
pub(crate) use app::{App, SYNCS};
pub(crate) use body::{
    SYNC_TYPE, cbor_reply, compress, decompress, read_cbor, read_limited, unpack, zstd_reply,
};
pub(crate) use body_room::BodyRoom;
pub(crate) use caller_slot::GivenReason;
pub(crate) use device::DeviceCaller;
pub(crate) use drain::drain_body;
pub(crate) use error::{ApiError, ErrorBody};
pub(crate) use guard::guard;
pub(crate) use headers::{security_headers, trace_request};
pub(crate) use html::{HtmlPage, STYLE_PATH, escaped};
pub(crate) use json_refusals::json_refusals;
pub(crate) use page::{Page, decode_cursor, encode_cursor};
pub use patience::Patience;
pub(crate) use proxies::Proxies;
pub use quotas::QuotaChoice;
pub(crate) use quotas::Quotas;
pub(crate) use rates::{Rate, Rates};
pub(crate) use seats::{Seat, Seats};
pub(crate) use server::{Callers, Serving, serve};
pub(crate) use supervisor::{
    COOKIE, SupervisorCaller, cookie, is_countywide, partly_read, reach_of, require_csrf,
    streams_below,
};
pub(crate) use texts::refuse_bad_texts;
pub(crate) use throttle::Throttle;
pub(crate) use tls::{Tls, certificate_validity, pin_in};
pub(crate) use token::Tokens;
