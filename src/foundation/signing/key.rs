//! An Ed25519 key with a name: the private half signs, the public half is published as a C2SP verifier key.

use std::fmt;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The signature type of Ed25519 in C2SP signed-note.
const ED25519_TYPE: u8 = 1;

/// A fault in a key, a signature or a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    #[error("no PEM block \"PRIVATE KEY\" with an Ed25519 key (PKCS#8): make one with `answerable key new FILE`")]
    NotAKey,
    #[error("{0:?} is not a key name: it must not be empty or contain spaces or +")]
    Name(String),
    #[error("not a verifier key such as example.org/log+5cb4e3a1+AbC...: {0}")]
    VerifierKey(&'static str),
    #[error("not a signed note: {0}")]
    Note(&'static str),
    #[error("not signed by {0}")]
    NotSigned(String),
    #[error("the signature of {0} is not valid: the text was changed after signing")]
    BadSignature(String),
}

/// An Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// Returns the 64 bytes of RFC 8032.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }

    /// Converts 64 bytes; `None` for any other number.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

/// The private half. It is never displayed.
pub struct Signer {
    pair: Ed25519KeyPair,
    verifier: Verifier,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier.note_key())
    }
}

impl Signer {
    /// Reads the first PKCS#8 PEM block of `pem`, under `name`.
    pub fn from_pem(name: &str, pem: &str) -> Result<Self, SigningError> {
        let block =
            pem.split_once("-----BEGIN PRIVATE KEY-----").and_then(|(_, rest)| rest.split_once("-----END PRIVATE KEY-----"));
        let base64: String = block.ok_or(SigningError::NotAKey)?.0.split_whitespace().collect();
        let der = STANDARD.decode(base64).map_err(|_| SigningError::NotAKey)?;
        let pair = Ed25519KeyPair::from_pkcs8(&der).map_err(|_| SigningError::NotAKey)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| SigningError::NotAKey)?;
        Ok(Self { pair, verifier: Verifier::new(name, public)? })
    }

    pub fn sign(&self, bytes: &[u8]) -> Signature {
        let mut signature = [0; 64];
        // Both are 64 bytes: Ed25519 signatures always are (RFC 8032 section 5.1.6).
        signature.iter_mut().zip(self.pair.sign(bytes).as_ref()).for_each(|(to, from)| *to = *from);
        Signature(signature)
    }

    /// Returns the public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }
}

/// The public half: a name, 32 bytes, and the id derived from both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    public: [u8; 32],
}

impl Verifier {
    fn new(name: &str, public: [u8; 32]) -> Result<Self, SigningError> {
        if is_name(name) { Ok(Self { name: name.to_owned(), public }) } else { Err(SigningError::Name(name.to_owned())) }
    }

    /// Parses `NAME+ID+KEY`: the id in eight hexadecimal digits, the key in base64 (C2SP signed-note).
    pub fn from_note_key(text: &str) -> Result<Self, SigningError> {
        let wrong = SigningError::VerifierKey;
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("it does not have three parts"));
        };
        let key = STANDARD.decode(key).map_err(|_| wrong("the key is not base64"))?;
        let Some((&ED25519_TYPE, public)) = key.split_first() else { return Err(wrong("the key is not an Ed25519 key")) };
        let public = public.try_into().map_err(|_| wrong("the key is not 32 bytes long"))?;
        let verifier = Self::new(name, public)?;
        if verifier.id_in_hex() == id { Ok(verifier) } else { Err(wrong("the id does not match the name and the key")) }
    }

    /// Formats the key as `NAME+ID+KEY`.
    pub fn note_key(&self) -> String {
        let mut key = vec![ED25519_TYPE];
        key.extend(self.public);
        format!("{}+{}+{}", self.name, self.id_in_hex(), STANDARD.encode(key))
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the first four bytes of SHA-256(name || LF || type || key).
    pub fn id(&self) -> [u8; 4] {
        let mut hash = Sha256::new();
        hash.update(self.name.as_bytes());
        hash.update([b'\n', ED25519_TYPE]);
        hash.update(self.public);
        let mut id = [0; 4];
        id.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
        id
    }

    fn id_in_hex(&self) -> String {
        crate::foundation::digest::hex(&self.id())
    }

    /// Returns the 32 bytes of the key.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// True when `signature` is this key's signature of `bytes`.
    pub fn verify(&self, bytes: &[u8], signature: &Signature) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.public).verify(bytes, &signature.0).is_ok()
    }
}

/// True when a text is a valid name for a key and a log.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 255 && !text.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the private key of the example in RFC 8032 section 7.1, test 2, as PKCS#8.
    fn signer() -> Signer {
        let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        der.extend((0..32).map(|at| u8::from_str_radix(&seed[at * 2..at * 2 + 2], 16).expect("hexadecimal")));
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
        Signer::from_pem("example.org/log", &pem).expect("a key")
    }

    #[test]
    fn the_signature_of_the_standard() {
        // RFC 8032 section 7.1, test 2: the message is one byte, 0x72.
        let signature = signer().sign(&[0x72]);
        let want = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                    085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert_eq!(crate::foundation::digest::hex(signature.as_bytes()), want);
        assert!(signer().verifier().verify(&[0x72], &signature));
        assert!(!signer().verifier().verify(&[0x73], &signature));
    }

    #[test]
    fn verifier_keys_travel() {
        let signer = signer();
        let text = signer.verifier().note_key();
        assert_eq!(Verifier::from_note_key(&text).as_ref(), Ok(signer.verifier()));
        assert!(!format!("{signer:?}").contains("4ccd089b"));
        for bad in ["", "a+b", "a+00000000+AAAA", &text.replacen("log", "lag", 1), &text[..text.len() - 4]] {
            assert!(matches!(Verifier::from_note_key(bad), Err(SigningError::VerifierKey(_))), "{bad}");
        }
        for bad in ["", "a b", "a+b", "a\nb", "a\u{2003}b"] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }

    #[test]
    fn the_key_of_the_specification_is_read() {
        // The verifier key that C2SP signed-note and golang.org/x/mod/sumdb/note show.
        let known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let verifier = Verifier::from_note_key(known).expect("a key");
        assert_eq!((verifier.name(), verifier.note_key()), ("PeterNeumann", known.to_owned()));
    }
}
