//! One caller of the API, and what it gets back.

use std::net::IpAddr;

use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, IF_MATCH, LOCATION};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::contract;

/// A caller with one token, or none.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// The connections of one application's callers. Without the machine's certificates, which take longer to read than a test runs
/// and are of no use without TLS.
pub fn connections() -> reqwest::Client {
    connections_from(None)
}

/// The same from an address of this machine.
pub fn connections_from(address: Option<IpAddr>) -> reqwest::Client {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).tls_certs_only([]);
    let client = client.local_address(address);
    // Shorter than the server keeps a connection: one that it closes at the moment of a request fails that request.
    let client = client.pool_idle_timeout(std::time::Duration::from_secs(2));
    client.build().expect("an HTTP client")
}

/// A reply that keeps to the OpenAPI document.
#[derive(Debug, Clone)]
pub struct Reply {
    /// What was asked, for messages.
    pub request: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
    /// The body as JSON; `null` when there is none.
    pub json: Value,
}

impl Client {
    pub fn new(http: reqwest::Client, base: String, token: Option<String>) -> Self {
        Self { http, base, token }
    }

    /// The same caller with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// A request as this caller, to be completed and passed to [`Client::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request and checks the reply against the OpenAPI document.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let reply = self.send_unchecked(request).await;
        let (method, target) = reply.request.split_once(' ').expect("a method and a path");
        contract::check(method, target, &reply);
        reply
    }

    /// Sends a request that the document does not describe.
    pub async fn send_unchecked(&self, request: RequestBuilder) -> Reply {
        let request = request.build().expect("a request");
        let path = request.url().as_str().strip_prefix(&self.base).unwrap_or_default().to_owned();
        let line = format!("{} {path}", request.method());
        let response = self.http.execute(request).await.unwrap_or_else(|error| panic!("{line}: {error:?}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap_or_else(|error| panic!("{line}: {error:?}")).to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_json = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("json") && !value.contains("ndjson"));
        let json = if is_json && !text.is_empty() { serde_json::from_str(&text).expect("JSON") } else { Value::Null };
        Reply { request: line, status, headers, text, bytes, json }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, etag: &str, body: &Value) -> Reply {
        self.send(self.request(Method::PATCH, path).header(IF_MATCH, etag).json(body)).await
    }

    pub async fn delete(&self, path: &str, etag: &str) -> Reply {
        self.send(self.request(Method::DELETE, path).header(IF_MATCH, etag)).await
    }

    /// An act on the version `etag` of the record at `item`.
    pub async fn act_on(&self, item: &str, act: &str, etag: &str, body: &Value) -> Reply {
        self.send(self.request(Method::POST, &format!("{item}/{act}")).header(IF_MATCH, etag).json(body)).await
    }

    /// An act on the record at `item` as this caller sees it now; on one it does not see, with a made-up version.
    pub async fn act(&self, item: &str, act: &str, body: &Value) -> Reply {
        let seen = self.get(item).await;
        let etag = if seen.status == 200 { seen.etag() } else { "\"1\"".to_owned() };
        self.act_on(item, act, &etag, body).await
    }

    /// Creates a record; where it is.
    pub async fn create(&self, path: &str, body: &Value) -> String {
        self.post(path, body).await.expect(201).location()
    }

    /// Uploads a file; `content_type` may be empty.
    pub async fn upload(&self, name: &str, content_type: &str, bytes: impl Into<reqwest::Body>) -> Reply {
        let mut request = self.request(Method::POST, "/v1/attachments").query(&[("filename", name)]).body(bytes);
        if !content_type.is_empty() {
            request = request.header(CONTENT_TYPE, content_type);
        }
        self.send(request).await
    }

    /// Every row of a list, by its `next` links.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let page = self.get(&path).await.expect(200);
            rows.extend(page.json["data"].as_array().expect("rows").iter().cloned());
            next = page.json["links"]["next"].as_str().map(str::to_owned);
        }
        rows
    }
}

impl Reply {
    /// This reply, if it has the status; otherwise a panic that shows it.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answered {} {}", self.request, self.status, self.text);
        self
    }

    /// A refusal with the status and the title of its kind.
    #[track_caller]
    pub fn refused(self, status: u16) -> Self {
        let reply = self.expect(status);
        assert_eq!(reply.json["status"], json!(status), "{}", reply.text);
        reply
    }

    /// A refusal that names exactly these places.
    #[track_caller]
    pub fn pointers(&self) -> Vec<&str> {
        let errors = self.json["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().map(|error| error["pointer"].as_str().expect("a pointer")).collect()
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("{} answered without {name}", self.request));
        value.to_str().expect("a header of text")
    }

    #[track_caller]
    pub fn etag(&self) -> String {
        self.header(ETAG.as_str()).to_owned()
    }

    #[track_caller]
    pub fn location(&self) -> String {
        self.header(LOCATION.as_str()).to_owned()
    }

    #[track_caller]
    pub fn id(&self) -> String {
        self.str("/id").to_owned()
    }

    /// The string at a pointer.
    #[track_caller]
    pub fn str(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no string at {pointer} of {}", self.text))
    }

    /// The acts this caller may do now.
    #[track_caller]
    pub fn allowed(&self) -> Vec<&str> {
        let acts = self.json["allowed_acts"].as_array().expect("allowed_acts");
        acts.iter().map(|act| act.as_str().expect("a name")).collect()
    }

    /// The ids of a list.
    #[track_caller]
    pub fn ids(&self) -> Vec<String> {
        let rows = self.json["data"].as_array().unwrap_or_else(|| panic!("no list: {}", self.text));
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    }
}
