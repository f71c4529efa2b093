//! Sign-in: tokens for a password, for a refresh token, for a client secret; and taking them back.

pub mod api;
pub mod grant;
pub mod refresh;
pub mod sign_ins;
