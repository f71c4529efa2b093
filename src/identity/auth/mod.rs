//! Sign-in: a session for a password or a client secret, its tokens, and its end.
//!
//! ```text
//! begun -> ended
//! ```

pub mod acts;
pub mod api;
pub mod grant;
pub mod hashing;
pub mod network;
pub mod rules;
pub mod sign_ins;
pub mod store;
