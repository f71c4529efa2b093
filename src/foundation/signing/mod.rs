//! The signing key of the service: an Ed25519 key that signs what leaves it for good, such as the checkpoints of the
//! publication log. It is not the key of the tokens, which lives minutes where this one lives years.
//!
//! [`key`] signs and verifies, [`note`] is the text format in which signatures travel (C2SP signed-note), [`file`] is where the
//! key is kept.

pub mod file;
pub mod key;
pub mod note;

pub use file::KeyPlace;
pub use key::{Signature, Signer, SigningError, Verifier};
