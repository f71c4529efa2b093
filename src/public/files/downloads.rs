//! The bytes of files on their way: a bounded number of files at a time, each with little of it in memory, and none for ever.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{Instant, timeout, timeout_at};

use crate::foundation::config::Settings;
use crate::foundation::error::ApiError;
use crate::http::features::Feature;

/// The maximum number of simultaneous downloads in one process.
const MOST: usize = 64;
/// The number of pieces that wait for their reader.
const AHEAD: usize = 2;
/// The maximum pause of a reader between two pieces.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// The maximum duration of a download. A part of a file can be asked for again.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// The downloads of this process.
pub struct Downloads(Arc<Semaphore>);

impl Feature for Downloads {
    fn start(_: &Settings) -> Self {
        Self(Arc::new(Semaphore::new(MOST)))
    }
}

impl Downloads {
    /// Begins a download; 503 when too many are in progress.
    pub fn begin(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        Arc::clone(&self.0).try_acquire_owned().map_err(|_| ApiError::Overloaded)
    }
}

/// Passes bytes on as their reader takes them. A reader who stops, or takes too long, loses the rest: the body ends early, and the
/// place is free for others.
pub fn paced<E>(
    mut bytes: impl Stream<Item = Result<Bytes, E>> + Unpin + 'static,
    place: OwnedSemaphorePermit,
) -> impl Stream<Item = Result<Bytes, io::Error>>
where
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
{
    let (send, receive) = mpsc::channel(AHEAD);
    actix_web::rt::spawn(async move {
        let _place = place;
        let until = Instant::now() + LONGEST;
        while let Some(piece) = bytes.next().await {
            let piece = piece.map_err(io::Error::other);
            let is_broken = piece.is_err();
            let taken = timeout_at(until, timeout(LONGEST_PAUSE, send.send(piece))).await;
            if is_broken || !matches!(taken, Ok(Ok(Ok(())))) {
                return;
            }
        }
    });
    stream::unfold(receive, |mut receive| async move { receive.recv().await.map(|piece| (piece, receive)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_place_is_free_again_when_its_reader_is_done_or_gone() {
        let downloads = Downloads(Arc::new(Semaphore::new(2)));
        let pieces = || stream::iter((0..9).map(|_| Ok::<_, io::Error>(Bytes::from_static(b"piece"))));
        let read = paced(pieces(), downloads.begin().expect("a place"));
        let left = paced(pieces(), downloads.begin().expect("a place"));
        assert!(matches!(downloads.begin(), Err(ApiError::Overloaded)));
        let all: Vec<Bytes> = read.map(|piece| piece.expect("a piece")).collect().await;
        assert_eq!(all.concat(), b"piece".repeat(9));
        drop(left);
        while downloads.0.available_permits() < 2 {
            actix_web::rt::task::yield_now().await;
        }
    }

    #[actix_web::test]
    async fn a_file_that_cannot_be_read_ends_with_an_error() {
        let downloads = Downloads(Arc::new(Semaphore::new(1)));
        let broken = stream::iter([Ok(Bytes::from_static(b"a")), Err(io::Error::other("the disk is gone")), Ok(Bytes::new())]);
        let pieces: Vec<bool> = paced(broken, downloads.begin().expect("a place")).map(|piece| piece.is_ok()).collect().await;
        assert_eq!(pieces, [true, false]);
    }
}
