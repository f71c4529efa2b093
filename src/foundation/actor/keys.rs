//! Ed25519 signing keys: generated, read from PKCS#8 PEM, and published as a JSON Web Key Set (RFC 7517, RFC 8037).

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// An unusable key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("no PEM block \"PRIVATE KEY\" (PKCS#8): make one with `answerable key new FILE`")]
    NotPem,
    #[error("not an Ed25519 private key: make one with `answerable key new FILE`")]
    NotEd25519,
    #[error("the file has the same key more than once: remove the repeats")]
    Twice,
    #[error("no signing key: make one with `answerable key new FILE`")]
    None,
    #[error("the random number generator failed: try again")]
    Random,
}

struct Key {
    kid: String,
    public: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// The first key signs; all of them verify, so that a key can be replaced while tokens of the old one are alive.
pub struct KeyRing {
    keys: Vec<Key>,
}

impl KeyRing {
    /// Reads every PKCS#8 PEM block of `pem`, in order.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::new();
        for block in pem.split("-----BEGIN PRIVATE KEY-----").skip(1) {
            let (body, _) = block.split_once("-----END PRIVATE KEY-----").ok_or(KeyError::NotPem)?;
            let base64: String = body.split_whitespace().collect();
            let der = STANDARD.decode(base64).map_err(|_| KeyError::NotPem)?;
            let key = Key::from_der(&der)?;
            if keys.iter().any(|known| known.kid == key.kid) {
                return Err(KeyError::Twice);
            }
            keys.push(key);
        }
        if keys.is_empty() { Err(KeyError::NotPem) } else { Ok(Self { keys }) }
    }

    /// Generates a key that lives as long as the process, for the demo and for tests.
    pub fn ephemeral() -> Result<Self, KeyError> {
        Self::from_pem(&new_pem()?)
    }

    /// Returns the kid and the key that signs.
    pub fn signing(&self) -> Result<(&str, &EncodingKey), KeyError> {
        self.keys.first().map(|key| (key.kid.as_str(), &key.encoding)).ok_or(KeyError::None)
    }

    /// Returns the key with this kid, if it is one of ours.
    pub fn verifying(&self, kid: &str) -> Option<&DecodingKey> {
        self.keys.iter().find(|key| key.kid == kid).map(|key| &key.decoding)
    }

    /// Returns the public halves as a JSON Web Key Set.
    pub fn jwks(&self) -> Value {
        let keys: Vec<Value> = self
            .keys
            .iter()
            .map(|key| json!({"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid, "x": key.public}))
            .collect();
        json!({ "keys": keys })
    }
}

impl Key {
    fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_pkcs8(der).map_err(|_| KeyError::NotEd25519)?;
        let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        // RFC 7638: the members of the key in lexical order, without white space.
        let thumbprint = Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{public}"}}"#));
        Ok(Self {
            kid: URL_SAFE_NO_PAD.encode(thumbprint),
            encoding: EncodingKey::from_ed_der(der),
            decoding: DecodingKey::from_ed_components(&public).map_err(|_| KeyError::NotEd25519)?,
            public,
        })
    }
}

/// Generates an Ed25519 private key as PKCS#8 PEM.
pub fn new_pem() -> Result<String, KeyError> {
    let der = Ed25519KeyPair::generate_pkcs8v1(&aws_lc_rs::rand::SystemRandom::new()).map_err(|_| KeyError::Random)?;
    let base64 = STANDARD.encode(der.as_ref());
    let lines: Vec<&str> = base64.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    Ok(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_can_be_read_and_two_live_at_once() {
        let (old, new) = (new_pem().expect("a key"), new_pem().expect("a key"));
        let ring = KeyRing::from_pem(&format!("{new}{old}")).expect("two keys");
        let kid_of = |pem: &str| KeyRing::from_pem(pem).expect("a key").signing().expect("a key").0.to_owned();
        assert_eq!(ring.signing().expect("a key").0, kid_of(&new));
        assert!(ring.verifying(&kid_of(&old)).is_some());
        assert_eq!(ring.jwks()["keys"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn other_text_is_refused() {
        for bad in ["", "change-me", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
            assert!(KeyRing::from_pem(bad).is_err(), "{bad}");
        }
    }
}
