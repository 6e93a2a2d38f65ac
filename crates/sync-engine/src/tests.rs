//! The engine as a whole: phones, a relay, and a network that fails.

mod basics;
