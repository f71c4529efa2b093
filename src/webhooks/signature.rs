//! The signatures of messages: Standard Webhooks 1.0, symmetric (`v1`, HMAC-SHA256).

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::foundation::error::ApiError;

const PREFIX: &str = "whsec_";

/// Generates a secret of 256 random bits, in the format for receivers.
pub fn new_secret() -> Result<String, ApiError> {
    let mut bytes = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| ApiError::Internal("the random number generator failed".into()))?;
    Ok(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// Returns the `webhook-signature` header: a signature by each of `secrets`, separated by spaces.
pub fn header(secrets: &[String], id: &str, timestamp: i64, body: &str) -> Result<String, ApiError> {
    let signed = secrets.iter().map(|secret| sign(secret, id, timestamp, body)).collect::<Result<Vec<_>, _>>()?;
    Ok(signed.join(" "))
}

fn sign(secret: &str, id: &str, timestamp: i64, body: &str) -> Result<String, ApiError> {
    let unreadable = || ApiError::Internal("a stored webhook secret cannot be read".into());
    let bytes = secret.strip_prefix(PREFIX).ok_or_else(unreadable)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &STANDARD.decode(bytes).map_err(|_| unreadable())?);
    let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(tag.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification and of its reference libraries.
    #[test]
    fn the_example_of_the_standard() {
        let secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()];
        let header = header(&secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(header.expect("a signature"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn secrets_differ_and_both_sign() {
        let secrets = [new_secret().expect("a secret"), new_secret().expect("a secret")];
        assert_ne!(secrets[0], secrets[1]);
        let header = header(&secrets, "m", 1, "{}").expect("signatures");
        assert_eq!(header.split(' ').filter(|one| one.starts_with("v1,") && one.len() == 47).count(), 2, "{header}");
    }
}
