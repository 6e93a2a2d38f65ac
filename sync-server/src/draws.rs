//! Double random draws（双随机抽查）of S2-17: from the census to the inputs that are announced.

mod inputs;
mod request;

pub(crate) use inputs::draw_inputs;
pub use request::DrawRequest;
