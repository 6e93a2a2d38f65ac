//! Automerge documents, the gate, and the client and relay state machines.
