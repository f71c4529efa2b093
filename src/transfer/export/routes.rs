//! The routes that the archive is made of, asked by their paths. Who writes an archive is handed them.

use actix_web::http::StatusCode;
use futures_util::future::LocalBoxFuture;

/// The answer of a route.
pub struct Answer {
    pub status: StatusCode,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Returns the answer when there is something at `path`.
    pub fn found(self, path: &str) -> Result<Self, String> {
        if self.status == StatusCode::OK { Ok(self) } else { Err(format!("{path} returned {}", self.status)) }
    }
}

/// The future of an answer.
pub type Asked = LocalBoxFuture<'static, Result<Answer, String>>;

/// Routes that are asked by their paths.
pub struct Routes(Box<dyn Fn(String) -> Asked>);

impl Routes {
    /// Wraps a function that asks for a path.
    pub fn new(ask: impl Fn(String) -> Asked + 'static) -> Self {
        Self(Box::new(ask))
    }

    /// Asks for what is at a path.
    pub async fn ask(&self, path: &str) -> Result<Answer, String> {
        self.0(path.to_owned()).await
    }
}
