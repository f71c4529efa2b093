//! Passwords and client secrets: how they are made, kept and compared.
//!
//! Hashing a password takes tens of milliseconds of a core and 19 MiB by intent: never call it on an async thread or on a
//! database thread.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::OnceLock;

use crate::digest::sha256_hex;
use crate::error::ApiError;

/// OWASP's floor for argon2id: 19 MiB, two passes, one lane.
fn argon2() -> Result<Argon2<'static>, ApiError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| ApiError::Internal(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password, as a PHC string.
pub fn hash_password(password: &str) -> Result<String, ApiError> {
    let hash = argon2()?.hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| ApiError::Internal(format!("argon2: {error}")))
}

/// Whether `password` is the one of `hash`. Without a hash the same work is done, and the answer is no: the time taken does
/// not tell whether an account exists.
pub fn password_matches(password: &str, hash: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = NOBODY.get_or_init(|| hash_password("nobody has this password").unwrap_or_default());
    let (hash, real) = match hash {
        Some(hash) if hash.starts_with("$argon2id$") => (hash, true),
        Some(_) | None => (nobody.as_str(), false),
    };
    argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), hash).is_ok()) && real
}

/// A new secret of 256 random bits, as text.
pub fn new_secret() -> Result<String, ApiError> {
    let mut bytes = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| ApiError::Internal("the random number generator failed".into()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// How a random secret is kept. Fast on purpose: nobody guesses 256 random bits.
pub fn hash_secret(secret: &str) -> String {
    format!("sha256:{}", sha256_hex(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords() {
        let hash = hash_password("correct horse battery staple").expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(password_matches("correct horse battery staple", Some(&hash)));
        assert!(!password_matches("correct horse battery stapler", Some(&hash)));
        assert!(!password_matches("nobody has this password", None));
        assert!(!password_matches("", Some("sha256:00")));
    }

    #[test]
    fn secrets() {
        let (one, two) = (new_secret().expect("a secret"), new_secret().expect("a secret"));
        assert_ne!(one, two);
        assert_eq!(one.len(), 43);
        assert_ne!(hash_secret(&one), hash_secret(&two));
    }
}
