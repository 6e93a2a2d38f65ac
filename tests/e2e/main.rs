//! End to end: the real relay and the real phones.

#[path = "../benches/load/mod.rs"]
mod load;
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
mod kill_loops;
mod killed_uploads;
mod long_offline;
mod programs;
mod script_page;
mod scripts;
mod several_relays;
mod switchboard;
mod two_weeks;
mod whole_loop;
