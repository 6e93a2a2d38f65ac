//! Tests over the real relay, through its doors.
