//! Double random draws: rules, refusals, proportions, and the published sample.

mod assignment;
mod kit;
mod pool;
mod proportion;
mod refusals;
mod replacement;
mod rules;
mod sample;
mod tamper;
mod two_steps;
