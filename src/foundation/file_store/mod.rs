//! Files outside the database: on local disk, or in an S3-compatible store. A file is named after the id of its attachment,
//! never after the name its uploader gave it.
//!
//! A file appears under its name complete or not at all: on disk it is written beside its place and renamed, in S3 a multipart
//! upload is completed at the end.

use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use actix_web::web::Bytes;
use futures_util::stream::BoxStream;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

#[cfg(feature = "s3")]
use self::s3::s3;
use crate::foundation::error::ApiError;

#[cfg(feature = "s3")]
mod s3;

/// The part of an upload that is kept in memory; S3 accepts no smaller part of a multipart upload.
const PART: usize = 5 * 1024 * 1024;
/// The maximum number of simultaneous uploads in one process. With the size of a part it limits their memory.
const UPLOADS: usize = 16;

/// The location of the file store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileStore {
    /// A directory on this machine.
    Local(PathBuf),
    /// A bucket, and the prefix of our objects in it.
    S3 { bucket: String, prefix: String },
}

impl std::str::FromStr for FileStore {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "must be file:///PATH, s3://BUCKET or s3://BUCKET/PREFIX";
        if let Some(path) = url.strip_prefix("file://") {
            // A host between the slashes would be a typing error, with the files in an unexpected place.
            return if path.len() > 1 && path.starts_with('/') { Ok(Self::Local(path.into())) } else { Err(WANTED) };
        }
        let place = url.strip_prefix("s3://").ok_or(WANTED)?;
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let plain = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
        let good = (3..=63).contains(&bucket.len()) && plain(bucket, ".-") && plain(prefix, ".-_/") && !prefix.contains("..");
        if good { Ok(Self::S3 { bucket: bucket.into(), prefix: prefix.trim_matches('/').into() }) } else { Err(WANTED) }
    }
}

/// The files of an application.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    /// The directory, if the files are on this machine.
    directory: Option<PathBuf>,
    uploads: Arc<Semaphore>,
}

/// A file being written.
pub struct Writing {
    writer: Option<BufWriter>,
    _place: OwnedSemaphorePermit,
}

impl Files {
    /// Prepares access to a store. `environment` provides the `AWS_*` variables, used for S3 only. Nothing is written, and S3
    /// is not called, before the first upload.
    pub fn open(place: &FileStore, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let uploads = Arc::new(Semaphore::new(UPLOADS));
        match place {
            FileStore::Local(directory) => {
                let directory = std::path::absolute(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
                if directory.exists() && !directory.is_dir() {
                    return Err(format!("{} is not a directory", directory.display()));
                }
                let prefix = Path::from_absolute_path(&directory).map_err(|error| error.to_string())?;
                let store = LocalFileSystem::new().with_fsync(true);
                Ok(Self { store: Arc::new(store), prefix, directory: Some(directory), uploads })
            }
            FileStore::S3 { bucket, prefix } => {
                let store = s3(bucket, environment)?;
                let prefix = Path::parse(prefix).map_err(|error| error.to_string())?;
                Ok(Self { store: Arc::new(store), prefix, directory: None, uploads })
            }
        }
    }

    fn place(&self, id: &str) -> Path {
        self.prefix.clone().join(id)
    }

    /// Begins a file; 503 when too many uploads are in progress.
    pub async fn begin(&self, id: &str) -> Result<Writing, ApiError> {
        let place = Arc::clone(&self.uploads).try_acquire_owned().map_err(|_| ApiError::Overloaded)?;
        if let Some(directory) = self.directory.clone() {
            off_thread(move || make_private(&directory)).await?;
        }
        let writer = BufWriter::with_capacity(Arc::clone(&self.store), self.place(id), PART).with_max_concurrency(2);
        Ok(Writing { writer: Some(writer), _place: place })
    }

    /// Returns the length of a file, and its bytes.
    pub async fn read(&self, id: &str) -> Result<(u64, BoxStream<'static, object_store::Result<Bytes>>), ApiError> {
        match self.store.get(&self.place(id)).await {
            Ok(found) => Ok((found.meta.size, found.into_stream())),
            Err(object_store::Error::NotFound { .. }) => {
                Err(ApiError::Internal(format!("the file of attachment {id} is missing")))
            }
            Err(error) => Err(away(&error)),
        }
    }

    /// Returns the length of a whole file, and the bytes of a part of it, which must not be empty.
    pub async fn read_part(
        &self,
        id: &str,
        part: Range<u64>,
    ) -> Result<(u64, BoxStream<'static, object_store::Result<Bytes>>), ApiError> {
        let options = GetOptions { range: Some(part.into()), ..GetOptions::default() };
        match self.store.get_opts(&self.place(id), options).await {
            Ok(found) => Ok((found.meta.size, found.into_stream())),
            Err(object_store::Error::NotFound { .. }) => {
                Err(ApiError::Internal(format!("the file of attachment {id} is missing")))
            }
            Err(error) => Err(away(&error)),
        }
    }

    /// Removes a file and any remains of an interrupted upload. A missing file is not an error.
    pub async fn remove(&self, id: &str) -> Result<(), ApiError> {
        match self.store.delete(&self.place(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(away(&error)),
        }
        match self.directory.clone() {
            // An id is used for one upload, so there is at most one such file.
            Some(directory) => {
                let unfinished = directory.join(format!("{id}#1"));
                off_thread(move || match std::fs::remove_file(unfinished) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                    Ok(()) | Err(_) => Ok(()),
                })
                .await
            }
            None => Ok(()),
        }
    }
}

impl Writing {
    /// Adds bytes, and waits when the store is slower than the upload.
    pub async fn add(&mut self, bytes: Bytes) -> Result<(), ApiError> {
        let writer = self.writer.as_mut().ok_or_else(|| ApiError::Internal("a file was written after its end".into()))?;
        writer.put(bytes).await.map_err(|error| away(&error))
    }

    /// Completes the file, which then appears under its name.
    pub async fn finish(mut self) -> Result<(), ApiError> {
        use tokio::io::AsyncWriteExt;
        let mut writer = self.writer.take().ok_or_else(|| ApiError::Internal("a file was ended twice".into()))?;
        writer.shutdown().await.map_err(|error| away(&error))
    }

    /// Abandons the file and removes all of it.
    pub async fn abort(mut self) {
        if let Some(mut writer) = self.writer.take()
            && let Err(error) = writer.abort().await
        {
            log::warn!("an interrupted upload could not be removed; the hourly sweep will try again: {error}");
        }
    }
}

impl Drop for Writing {
    /// A client that disconnects drops its request, and this, midway.
    fn drop(&mut self) {
        if let Some(mut writer) = self.writer.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move { writer.abort().await });
        }
    }
}

/// A build without S3 says so when it is told to use it, and not when the first file comes.
#[cfg(not(feature = "s3"))]
fn s3(_: &str, _: impl IntoIterator<Item = (String, String)>) -> Result<LocalFileSystem, String> {
    Err("this build keeps no files in S3: build with `--features s3`, or use the container image, or keep them in file:///PATH"
        .into())
}

/// Creates the directory for the service's own account: other accounts on the machine get no access.
fn make_private(directory: &FilePath) -> std::io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// Runs blocking work on the file system outside the HTTP threads.
async fn off_thread(work: impl FnOnce() -> std::io::Result<()> + Send + 'static) -> Result<(), ApiError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(away(&error)),
        Err(_) => Err(ApiError::Internal("a file system task ended without a result".into())),
    }
}

fn away(error: &dyn std::error::Error) -> ApiError {
    log::error!("the file store failed: {error}");
    ApiError::FilesAway
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(feature = "s3"))]
    #[test]
    fn a_build_without_s3_refuses_a_bucket() {
        let bucket = FileStore::S3 { bucket: "evidence".into(), prefix: String::new() };
        let refusal = Files::open(&bucket, []).err().expect("a refusal");
        assert!(refusal.contains("--features s3"), "{refusal}");
    }

    #[test]
    fn places() {
        let s3 = |bucket: &str, prefix: &str| Ok(FileStore::S3 { bucket: bucket.into(), prefix: prefix.into() });
        for (url, want) in [
            ("file:///var/lib/answerable/files", Ok(FileStore::Local("/var/lib/answerable/files".into()))),
            ("s3://evidence", s3("evidence", "")),
            ("s3://evidence/west-mercia/", s3("evidence", "west-mercia")),
        ] {
            assert_eq!(url.parse::<FileStore>(), want, "{url}");
        }
        let bad = ["", "/var/files", "file://", "file:///", "file://var/files", "s3://", "s3://a", "s3://x y z", "gs://bucket"];
        for url in bad.into_iter().chain(["s3://bucket/../other", "s3://key:secret@bucket"]) {
            assert!(url.parse::<FileStore>().is_err(), "{url}");
        }
    }
}
