//! End to end: the real relay and the real phones.

#[path = "../benches/load/mod.rs"]
mod load;
#[path = "../mechanisms/support.rs"]
#[allow(dead_code, reason = "each test binary uses its own part")]
mod support;
#[path = "../world/mod.rs"]
mod world;

mod acknowledged_under_load;
mod backups;
mod bad_input;
mod cases_by_command_line;
mod cuts;
mod damage;
mod failover;
mod hazards_by_command_line;
mod healing;
mod identity;
mod keys;
mod kill_loops;
mod killed_uploads;
mod long_offline;
mod moves;
mod plan_by_command_line;
mod programs;
mod relays_of_one_database;
mod replaced_relay;
mod rolling_restart;
mod script_page;
mod scripts;
mod several_relays;
mod switchboard;
mod two_weeks;
mod whole_loop;
