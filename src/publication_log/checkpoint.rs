//! Checkpoints (C2SP tlog-checkpoint): the size and the root of the log, signed. Pure.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::tree::Hash;
use crate::foundation::signing::{Signer, SigningError, Verifier, note};

/// The state of the log at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log, and of its key.
    pub origin: String,
    pub size: usize,
    pub root: Hash,
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// Formats the checkpoint as a signed note.
    pub fn sign(&self, signer: &Signer) -> Result<String, SigningError> {
        note::sign(&self.text(), signer)
    }

    /// Reads a signed note, if it is from the log that `verifier` names and signed by it.
    pub fn open(text: &str, verifier: &Verifier) -> Result<Self, SigningError> {
        let checkpoint = Self::parse(note::verify(text, verifier)?).ok_or(SigningError::Note("it is not a checkpoint"))?;
        if checkpoint.origin == verifier.name() { Ok(checkpoint) } else { Err(SigningError::Note("it belongs to another log")) }
    }

    /// Reads three lines; later lines are extensions, which we ignore.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let number: usize = size.parse().ok()?;
        let root = STANDARD.decode(root).ok()?.try_into().ok()?;
        let is_sound = number.to_string() == size && !origin.is_empty() && lines.all(|line| !line.is_empty());
        is_sound.then(|| Self { origin: origin.to_owned(), size: number, root })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::keys::new_pem;

    #[test]
    fn a_checkpoint_is_read_as_it_was_signed() {
        let signer = Signer::from_pem("example.org/log", &new_pem().expect("a key")).expect("a key");
        let checkpoint = Checkpoint { origin: "example.org/log".into(), size: 20_852_163, root: [7; 32] };
        let note = checkpoint.sign(&signer).expect("a note");
        assert_eq!(Checkpoint::open(&note, signer.verifier()), Ok(checkpoint.clone()));
        let other = Checkpoint { origin: "example.org/other".into(), ..checkpoint };
        let note = other.sign(&signer).expect("a note");
        assert_eq!(Checkpoint::open(&note, signer.verifier()), Err(SigningError::Note("it belongs to another log")));
    }

    #[test]
    fn only_checkpoints_are_read() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        assert!(Checkpoint::parse(&format!("a\n0\n{root}\n")).is_some());
        assert!(Checkpoint::parse(&format!("a\n12\n{root}\nextension\n")).is_some());
        for bad in ["", "a\n", "a\n1\n", "a\n1\nAAAA\n", &format!("a\n01\n{root}\n"), &format!("a\n-1\n{root}\n")] {
            assert_eq!(Checkpoint::parse(bad), None, "{bad}");
        }
        for bad in [format!("\n1\n{root}\n"), format!("a\n+1\n{root}\n"), format!("a\n1\n{root}"), format!("a\n1\n{root}\n\n")] {
            assert_eq!(Checkpoint::parse(&bad), None, "{bad}");
        }
    }
}
