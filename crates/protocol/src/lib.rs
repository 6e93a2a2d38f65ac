//! Envelopes, signatures, wire types, limits and error codes.
