//! Signed notes (C2SP signed-note): a text, an empty line, and one line per signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::key::{Signature, Signer, SigningError, Verifier};

/// The maximum number of signatures in a note, so that nobody can be made to check millions.
const MOST_SIGNATURES: usize = 100;

/// Signs `text`, which must end in a newline and contain no other control characters than newlines.
pub fn sign(text: &str, signer: &Signer) -> Result<String, SigningError> {
    check_text(text)?;
    let verifier = signer.verifier();
    let mut bytes = verifier.id().to_vec();
    bytes.extend(signer.sign(text.as_bytes()).as_bytes());
    Ok(format!("{text}\n\u{2014} {} {}\n", verifier.name(), STANDARD.encode(bytes)))
}

/// Returns the text of a note that `verifier` has signed. Other signatures are ignored.
pub fn verify<'a>(note: &'a str, verifier: &Verifier) -> Result<&'a str, SigningError> {
    let wrong = SigningError::Note;
    let split = note.rfind("\n\n").ok_or(wrong("there is no empty line before the signatures"))?;
    let (text, lines) = (note.get(..=split).unwrap_or_default(), note.get(split + 2..).unwrap_or_default());
    check_text(text)?;
    let lines = lines.strip_suffix('\n').ok_or(wrong("the last line does not end in a newline"))?;
    let mut found = None;
    for (number, line) in lines.split('\n').enumerate() {
        if number == MOST_SIGNATURES {
            return Err(wrong("there are too many signatures"));
        }
        let (name, id, signature) = signature(line).ok_or(wrong("a signature line is malformed"))?;
        if name == verifier.name() && id == verifier.id() {
            found = Some(Signature::from_bytes(&signature).is_some_and(|good| verifier.verify(text.as_bytes(), &good)));
            if found == Some(false) {
                break;
            }
        }
    }
    match found {
        Some(true) => Ok(text),
        Some(false) => Err(SigningError::BadSignature(verifier.name().to_owned())),
        None => Err(SigningError::NotSigned(verifier.note_key())),
    }
}

/// Parses a signature line: name, id of the key, and bytes.
fn signature(line: &str) -> Option<(&str, [u8; 4], Vec<u8>)> {
    let (name, base64) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let bytes = STANDARD.decode(base64).ok()?;
    let (id, signature) = bytes.split_at_checked(4)?;
    Some((name, id.try_into().ok()?, signature.to_vec()))
}

fn check_text(text: &str) -> Result<(), SigningError> {
    if !text.ends_with('\n') {
        return Err(SigningError::Note("the text does not end in a newline"));
    }
    if text.contains(|c: char| c.is_ascii_control() && c != '\n') {
        return Err(SigningError::Note("the text contains control characters"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::keys::new_pem;

    #[test]
    fn a_note_is_good_for_its_key_alone() {
        let signer = |name: &str| Signer::from_pem(name, &new_pem().expect("a key")).expect("a key");
        let (ours, other) = (signer("example.org/log"), signer("example.org/log"));
        let note = sign("one\n\ntwo\n", &ours).expect("a note");
        assert_eq!(verify(&note, ours.verifier()), Ok("one\n\ntwo\n"));
        assert!(matches!(verify(&note, other.verifier()), Err(SigningError::NotSigned(_))));
        let changed = note.replacen("one", "0ne", 1);
        assert!(matches!(verify(&changed, ours.verifier()), Err(SigningError::BadSignature(_))));
        // A witness's signature beside it makes no difference.
        let witness = signer("witness.example");
        let line = sign("one\n\ntwo\n", &witness).expect("a note").split_once("\n\n\u{2014}").expect("a line").1.to_owned();
        let witnessed = format!("{note}\u{2014}{line}");
        assert!(verify(&witnessed, ours.verifier()).is_ok() && verify(&witnessed, witness.verifier()).is_ok());
        for bad in ["", "one\n", "one\n\n", "one\n\nsigned\n", note.trim_end(), &note.replacen('\n', "\r\n", 1)] {
            assert!(matches!(verify(bad, ours.verifier()), Err(SigningError::Note(_))), "{bad:?}");
        }
        assert!(sign("no end", &ours).is_err() && sign("a\u{0}\n", &ours).is_err());
    }

    #[test]
    fn the_note_of_the_reference_implementation_is_good() {
        // The example of golang.org/x/mod/sumdb/note, which C2SP signed-note was written from.
        let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
                    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        assert!(verify(note, &Verifier::from_note_key(key).expect("a key")).is_ok());
    }
}
