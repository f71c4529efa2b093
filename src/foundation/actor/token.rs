//! Access tokens: JWTs signed with Ed25519 (RFC 8037), typed `at+jwt` (RFC 9068).
//!
//! The algorithm is EdDSA because the configuration says so. The token never chooses it (RFC 8725 section 3.1).

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::keys::{KeyError, KeyRing};
use super::{Role, TokenScope};

/// The claims of an access token; instants are seconds since 1970.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Claims {
    pub iss: String,
    pub aud: String,
    /// The id of the user.
    pub sub: String,
    pub exp: i64,
    pub nbf: i64,
    pub iat: i64,
    pub jti: String,
    /// The session of the token, which ends with it. Absent from a token that no sign-in issued: that token is a session of its
    /// own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    pub role: Role,
    pub area: String,
    pub scope: TokenScope,
    pub capacity: Option<String>,
    pub name: String,
}

impl Claims {
    /// Returns the session that ends this token when it ends.
    pub fn session_id(&self) -> &str {
        self.sid.as_deref().unwrap_or(&self.jti)
    }
}

/// Signs and verifies access tokens for one issuer and audience.
pub struct Tokens {
    pub keys: KeyRing,
    pub issuer: String,
    pub audience: String,
    /// Lifetime of an access token in seconds.
    pub lifetime: i64,
}

impl Tokens {
    /// Signs `claims`.
    pub fn sign(&self, claims: &Claims) -> Result<String, SignError> {
        let (kid, key) = self.keys.signing()?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".into());
        header.kid = Some(kid.to_owned());
        Ok(jsonwebtoken::encode(&header, claims, key)?)
    }

    /// Returns the claims of a token with a valid header, signature, issuer, audience and time; otherwise says what is wrong.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, &'static str> {
        let claims = self.read(token)?;
        check_times(&claims, now.timestamp())?;
        Ok(claims)
    }

    /// Returns the claims of a token with a valid header, signature, issuer and audience, even if it has expired.
    pub fn read(&self, token: &str) -> Result<Claims, &'static str> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| "the token is not a JWT")?;
        if header.alg != Algorithm::EdDSA {
            return Err("the token is not signed with EdDSA");
        }
        if !header.typ.as_deref().is_some_and(|typ| typ.eq_ignore_ascii_case("at+jwt")) {
            return Err("the token is not an access token (typ at+jwt)");
        }
        let key =
            header.kid.as_deref().and_then(|kid| self.keys.verifying(kid)).ok_or("this service does not know the token's key")?;
        jsonwebtoken::decode::<Claims>(token, key, &self.validation())
            .map(|decoded| decoded.claims)
            .map_err(|_| "the token's signature, issuer, audience or claims are not valid")
    }

    fn validation(&self) -> Validation {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Times are checked below, against the application's clock instead of the library's.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation
    }
}

/// The permitted clock difference between instances of a service, in seconds (RFC 7519 section 4.1.5).
const LEEWAY: i64 = 60;

/// Checks that the token is valid at `now` (seconds since 1970). A token that another instance has just signed is valid even if
/// our clock is behind. There is no leeway for expiry.
pub fn check_times(claims: &Claims, now: i64) -> Result<(), &'static str> {
    if now >= claims.exp {
        Err("the token has expired: sign in again or use the refresh token")
    } else if claims.nbf.saturating_sub(LEEWAY) > now || claims.iat.saturating_sub(LEEWAY) > now {
        Err("the token is not valid yet")
    } else {
        Ok(())
    }
}

/// A token could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Jwt(#[from] jsonwebtoken::errors::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_clocks_that_are_apart() {
        let now = 1_000_000;
        for (nbf, iat, exp, good) in [
            (0, 0, 900, true),
            (1, 1, 900, true),
            (60, 60, 900, true),
            (61, 0, 900, false),
            (0, 61, 900, false),
            (-900, -900, 1, true),
            (-900, -900, 0, false),
            (-960, -960, -1, false),
            (0, 0, i64::MAX - now, true),
            (i64::MIN + now + 100, i64::MIN + now + 100, 900, true),
        ] {
            let claims = Claims {
                iss: "i".into(),
                aud: "a".into(),
                sub: "s".into(),
                exp: now + exp,
                nbf: now.saturating_add(nbf),
                iat: now.saturating_add(iat),
                jti: "j".into(),
                sid: None,
                role: Role::Pcc,
                area: "a".into(),
                scope: TokenScope::Read,
                capacity: None,
                name: "A".into(),
            };
            assert_eq!(check_times(&claims, now).is_ok(), good, "nbf {nbf}, iat {iat}, exp {exp}");
        }
    }
}
