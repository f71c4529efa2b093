//! Passwords and client secrets: generated, hashed and compared.
//!
//! Hashing a password takes tens of milliseconds of a core and 19 MiB by design. The service does it only in `auth::hashing`,
//! never on an async thread or a database thread.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::OnceLock;

use super::model::LONGEST_PASSWORD;
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::ApiError;

/// Lengths of a salt and of a hash, in bytes.
const SALT: usize = 16;
const OUTPUT: usize = 32;

/// The working memory of a hash. It is allocated at first use, and kept for the next.
#[derive(Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    fn blocks(&mut self, params: &Params) -> &mut [Block] {
        if self.0.len() < params.block_count() {
            self.0.resize(params.block_count(), Block::new());
        }
        self.0.get_mut(..params.block_count()).unwrap_or_default()
    }

    /// Returns the address, for tests that the memory is kept.
    #[cfg(test)]
    pub fn place(&self) -> usize {
        self.0.as_ptr().addr()
    }
}

/// The OWASP minimum for argon2id: 19 MiB, two passes, one lane.
fn params() -> Result<Params, ApiError> {
    Params::new(19 * 1024, 2, 1, Some(OUTPUT)).map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> ApiError {
    ApiError::Internal(format!("argon2: {error}"))
}

fn output(password: &str, salt: &[u8], params: &Params, memory: &mut Memory) -> Result<Output, ApiError> {
    let mut bytes = [0; OUTPUT];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut bytes, memory.blocks(params))
        .map_err(broken)?;
    Output::new(&bytes).map_err(broken)
}

/// Hashes a password, as a PHC string.
pub fn hash_password(password: &str, memory: &mut Memory) -> Result<String, ApiError> {
    let params = params()?;
    let mut salt = [0; SALT];
    random(&mut salt)?;
    let hash = output(password, &salt, &params, memory)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(broken)?,
        salt: Some(Salt::new(&salt).map_err(broken)?),
        hash: Some(hash),
    };
    Ok(hash.to_string())
}

/// Returns true when `password` matches `hash`. Without a hash it does the same work and returns false, so that the time taken
/// does not reveal whether an account exists.
pub fn password_matches(password: &str, hash: Option<&str>, memory: &mut Memory) -> Result<bool, ApiError> {
    // No password is longer, so the hashed input is bounded.
    let (password, is_possible) = if password.chars().count() <= LONGEST_PASSWORD { (password, true) } else { ("", false) };
    let (hash, is_real) = match hash.filter(|hash| hash.starts_with("$argon2id$v=19$")) {
        Some(hash) => (hash, is_possible),
        None => (nobody(memory)?, false),
    };
    Ok(is_of(password, hash, memory).unwrap_or(false) && is_real)
}

/// Returns the hash of nobody's password. Without one the answer would come at once and tell that there is no account.
fn nobody(memory: &mut Memory) -> Result<&'static str, ApiError> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if let Some(hash) = NOBODY.get() {
        return Ok(hash);
    }
    let made = hash_password("nobody has this password", memory)?;
    Ok(NOBODY.get_or_init(|| made))
}

/// Compares a password with a hash, using the hash's parameters.
fn is_of(password: &str, hash: &str, memory: &mut Memory) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let found = output(password, &hash.salt?, &params, memory).ok()?;
    // Outputs are compared in constant time.
    Some(found == hash.hash?)
}

fn random(bytes: &mut [u8]) -> Result<(), ApiError> {
    aws_lc_rs::rand::fill(bytes).map_err(|_| ApiError::Internal("the random number generator failed".into()))
}

/// Generates a secret of 256 random bits, as text.
pub fn new_secret() -> Result<String, ApiError> {
    let mut bytes = [0_u8; 32];
    random(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Hashes a random secret for storage. Fast, because nobody can guess 256 random bits.
pub fn hash_secret(secret: &str) -> String {
    format!("sha256:{}", sha256_hex(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(password: &str, hash: Option<&str>, memory: &mut Memory) -> bool {
        password_matches(password, hash, memory).expect("a hash to compare with")
    }

    #[test]
    fn passwords() {
        let memory = &mut Memory::default();
        let hash = hash_password("correct horse battery staple", memory).expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hash_password("correct horse battery staple", memory).expect("a hash"), "salted");
        // The memory's content from one hash does not affect the next.
        for (password, hash, good) in [
            ("correct horse battery staple", Some(hash.as_str()), true),
            ("correct horse battery stapler", Some(&hash), false),
            ("nobody has this password", None, false),
            ("", Some("sha256:00"), false),
            ("", Some("$argon2id$v=19$m=19456,t=2,p=1$"), false),
            ("correct horse battery staple", Some(&hash), true),
        ] {
            assert_eq!(matches(password, hash, memory), good, "{password} {hash:?}");
        }
        let longest = "é".repeat(LONGEST_PASSWORD);
        let hash = hash_password(&longest, memory).expect("a hash");
        assert!(matches(&longest, Some(&hash), memory));
        let longer = hash_password(&format!("{longest}é"), memory).expect("a hash");
        assert!(!matches(&format!("{longest}é"), Some(&longer), memory), "longer than anybody's");
    }

    /// Reads a hash from another implementation, made by the reference `argon2` command.
    #[test]
    fn hashes_of_others_are_read() {
        let memory = &mut Memory::default();
        let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(matches("password", Some(hash), memory));
        assert!(!matches("Password", Some(hash), memory));
        let own = hash_password("a small one after a large one", memory).expect("a hash");
        assert!(matches("a small one after a large one", Some(&own), memory));
    }

    #[test]
    fn secrets() {
        let (one, two) = (new_secret().expect("a secret"), new_secret().expect("a secret"));
        assert_ne!(one, two);
        assert_eq!(one.len(), 43);
        assert_ne!(hash_secret(&one), hash_secret(&two));
    }
}
