//! The signing key of the service: an Ed25519 key for permanent documents, such as the checkpoints of the publication log. It
//! is not the token key, whose signatures last minutes where these last years.
//!
//! [`key`] signs and verifies, [`note`] is the text format of signatures (C2SP signed-note), and [`file`] stores the key.

pub mod file;
pub mod key;
pub mod note;

pub use file::KeyPlace;
pub use key::{Signature, Signer, SigningError, Verifier};
