//! Access to an S3-compatible store.

use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::{ClientOptions, ObjectStore, RetryConfig};

/// A bucket, with the settings that are among `environment`.
pub fn s3(bucket: &str, environment: impl IntoIterator<Item = (String, String)>) -> Result<impl ObjectStore, String> {
    // No request may hang because the store does.
    let client = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(3))
        .with_read_timeout(Duration::from_secs(15))
        .with_timeout(Duration::from_secs(300));
    let retry = RetryConfig { max_retries: 2, retry_timeout: Duration::from_secs(15), ..RetryConfig::default() };
    // One request per object: not every S3-compatible store supports bulk deletion.
    let mut builder = AmazonS3Builder::new().with_client_options(client).with_retry(retry).with_disable_bulk_delete(true);
    for (name, value) in environment {
        if let Some(key) = name.starts_with("AWS_").then(|| name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>().ok()).flatten()
        {
            builder = builder.with_config(key, value);
        }
    }
    // The library's errors contain names of settings, not their values.
    builder.with_bucket_name(bucket).build().map_err(|error| error.to_string())
}
