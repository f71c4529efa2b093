//! People and programs: accounts, sign-in and sessions, calendar tokens, and the gate of `/v1`.

pub mod auth;
pub mod calendar_tokens;
pub mod gate;
pub mod users;
