//! Papers and ledgers: domain in, bytes out.
