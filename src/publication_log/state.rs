//! A process's view of the log: its key, and its tree, which grows as leaves are published.

use std::sync::{OnceLock, PoisonError, RwLock};

use super::checkpoint::Checkpoint;
use super::store;
use super::tree::Tree;
use crate::foundation::config::Settings;
use crate::foundation::db::Db;
use crate::foundation::error::ApiError;
use crate::foundation::signing::{KeyPlace, Signer};
use crate::http::features::Feature;

/// The publication log of this instance.
pub struct PublicationLog {
    place: KeyPlace,
    signer: OnceLock<Signer>,
    tree: RwLock<Tree>,
}

impl Feature for PublicationLog {
    fn start(settings: &Settings) -> Self {
        Self { place: settings.signing.clone(), signer: OnceLock::new(), tree: RwLock::default() }
    }
}

impl PublicationLog {
    /// Returns the key that signs the log.
    pub fn signer(&self) -> Result<&Signer, ApiError> {
        if let Some(signer) = self.signer.get() {
            return Ok(signer);
        }
        let signer = self.place.open().map_err(|error| ApiError::Internal(format!("the key of the publication log: {error}")))?;
        Ok(self.signer.get_or_init(|| signer))
    }

    /// Reads the tree as far as it is known here.
    pub fn look<T>(&self, look: impl FnOnce(&Tree) -> T) -> T {
        look(&self.tree.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds leaves published since, and returns the number of leaves. Only new leaves are read. Known leaves are not read again
    /// and do not disappear: leaves changed behind the service no longer match their hashes.
    pub async fn catch_up(&self, db: &Db) -> Result<usize, ApiError> {
        let known = self.look(Tree::size);
        let new = db.read(move |conn| store::hashes_from(conn, known)).await?;
        if new.is_empty() {
            return Ok(known);
        }
        let mut tree = self.tree.write().unwrap_or_else(PoisonError::into_inner);
        // Another request may have added some of them in the meantime.
        let added = tree.size().saturating_sub(known);
        new.into_iter().skip(added).for_each(|leaf| tree.push(leaf));
        Ok(tree.size())
    }

    /// Catches up, unless the first `size` leaves are known already.
    pub async fn catch_up_to(&self, db: &Db, size: usize) -> Result<usize, ApiError> {
        let known = self.look(Tree::size);
        if size <= known { Ok(known) } else { self.catch_up(db).await }
    }

    /// Returns the current checkpoint of the log, signed.
    pub async fn checkpoint(&self, db: &Db) -> Result<String, ApiError> {
        let size = self.catch_up(db).await?;
        self.checkpoint_of(db, size).await
    }

    /// Returns the checkpoint of the first `size` leaves, signed.
    pub async fn checkpoint_of(&self, db: &Db, size: usize) -> Result<String, ApiError> {
        self.catch_up_to(db, size).await?;
        let root = self.look(|tree| tree.root(size)).ok_or_else(|| ApiError::Internal("a tree without a root".into()))?;
        let signer = self.signer()?;
        let checkpoint = Checkpoint { origin: signer.verifier().name().to_owned(), size, root };
        checkpoint.sign(signer).map_err(|error| ApiError::Internal(error.to_string()))
    }
}
