//! Administration that writes（组织与设备管理）: people, roles, certificates, grids, devices, accounts.
//! Everything goes into the control stream, so that every replica knows it.

mod accounts;
mod apply;
mod change;
mod grid_rows;
mod import_grids;
mod judge;
mod judge_devices;
mod judge_grids;
mod judge_moves;
mod judge_people;
mod judge_role_end;
mod problem;
mod read_grid_file;
mod standing;

pub(crate) use accounts::{
    __path_set_account, __path_set_own_password, set_account, set_own_password,
};
pub(in crate::routes) use accounts::{check_own_password, touchable};
pub(crate) use apply::{__path_apply_changes, apply_changes};
pub(crate) use import_grids::{__path_import_grids, import_grids};
