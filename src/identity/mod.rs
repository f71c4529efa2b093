//! People and programs: accounts, sign-in and sessions, and the gate of `/v1`.

pub mod auth;
pub mod gate;
pub mod users;
