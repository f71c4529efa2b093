//! `answerable serve`.

use std::path::Path;

use super::demo::DEMO_NAME;
use super::failure::Failure;
use super::migrate::keep_up;
use super::operator::{logging, open, require_current};
use super::server;
use super::signing_key::signer;
use crate::foundation::actor::keys::KeyRing;
use crate::foundation::config::{SIGNING_KEYS, ServeFlags};

/// Public halves of well-known private keys: the examples of RFC 8037 and RFC 8410, and the key of 32 zero bytes.
const PUBLISHED: [&str; 3] = [
    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE",
    "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik",
];

/// Serves the API. Refuses to start with a setting that would make it unsafe or useless.
pub fn run(flags: &ServeFlags) -> Result<(), Failure> {
    let settings = flags.settings()?;
    // The HTTP server library logs too much at info.
    logging(&settings, "info,actix_server=warn,actix_http=warn");
    if settings.issuer == DEMO_NAME || settings.audience == DEMO_NAME {
        return Err(Failure::Usage(format!(
            "--issuer and --audience: {DEMO_NAME:?} is reserved for the demo, whose tokens must not be valid here: choose another name"
        )));
    }
    settings.require_public_url()?;
    let Some(path) = &settings.signing_keys else {
        let [flag, variable] = [SIGNING_KEYS.flag, SIGNING_KEYS.variable];
        return Err(Failure::Usage(format!("--{flag} or {variable}: no signing key; make one with `answerable key new FILE`")));
    };
    let keys = signing_keys(path)?;
    require_current(&settings.database)?;
    signer(&settings)?;
    warn_if_readable(&settings.signing.path);
    if let Some(made) = keep_up(&settings.database)? {
        log::info!("{made}");
    }
    let db = open(&settings.database)?;
    server::serve(settings, &db, keys, |app, address| {
        log::info!("answerable {} serves {:?} on http://{address}", env!("CARGO_PKG_VERSION"), app.settings.database.url);
        Ok(())
    })
}

fn signing_keys(path: &Path) -> Result<KeyRing, Failure> {
    let about = |detail: String| Failure::Usage(format!("--{} {}: {detail}", SIGNING_KEYS.flag, path.display()));
    // A file that is not text has no key either, which the next line says.
    let pem = std::fs::read(path).map_err(|error| about(error.to_string()))?;
    let pem = String::from_utf8_lossy(&pem);
    let keys = KeyRing::from_pem(&pem).map_err(|error| about(error.to_string()))?;
    let jwks = keys.jwks();
    let published = |key: &serde_json::Value| key.get("x").and_then(|x| x.as_str()).is_some_and(|x| PUBLISHED.contains(&x));
    if jwks.get("keys").and_then(|keys| keys.as_array()).is_some_and(|keys| keys.iter().any(published)) {
        return Err(about("contains a key that is published as an example: make one with `answerable key new FILE`".into()));
    }
    warn_if_readable(path);
    Ok(keys)
}

/// Warns about a key file that others on the machine can read. Only a warning, because container secrets often are.
fn warn_if_readable(path: &Path) {
    if let Ok(about) = std::fs::metadata(path) {
        let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions());
        if mode & 0o077 != 0 {
            log::warn!("{} can be read by others (mode {:o}): protect it with chmod 600", path.display(), mode & 0o777);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a key file with the private key `seed` (PKCS#8 of RFC 8410).
    fn file(seed: [u8; 32]) -> tempfile::NamedTempFile {
        use base64::Engine;
        let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        der.extend(seed);
        let body = base64::engine::general_purpose::STANDARD.encode(der);
        let file = tempfile::NamedTempFile::new().expect("a file");
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
        std::fs::write(file.path(), pem).expect("a key");
        file
    }

    #[test]
    fn published_keys_are_refused() {
        let zero = file([0; 32]);
        assert!(matches!(signing_keys(zero.path()), Err(Failure::Usage(detail)) if detail.contains("published")));
        assert!(signing_keys(file([7; 32]).path()).is_ok());
    }
}
