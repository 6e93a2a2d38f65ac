//! Chinese search（检索）: one- and two-character words, parts of telephone and house numbers, and
//! pinyin initials. SQLite's own trigram tokenizer needs three characters, which is more than most
//! Chinese words have; so the program makes the tokens and SQLite only keeps the lists.
//!
//! The index finds candidates; every hit is verified against the text itself, so that a token
//! clash never shows a wrong premises.

mod index;
mod initials;
mod query;
mod rank;
mod tokens;

#[cfg(test)]
mod tests;

pub(super) use index::set_text;
