//! The shape of the house, held by tests: arrows point down, files stay short, words stand in
//! the glossary.

mod api_codes;
mod bindings;
mod file_sizes;
mod glossary;
mod intake;
mod layering;
mod map;
mod negatives;
mod packaging;
mod platforms;
