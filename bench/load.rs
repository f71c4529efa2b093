//! The fixture and the three loads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};

use crate::Outcome;
use crate::machine::Server;

const CONNECTIONS: usize = 32;

/// What is asked of the service.
#[derive(Clone, Copy)]
pub enum Run {
    NestedGet,
    ListOf50,
    Create,
}

impl Run {
    pub const fn name(self) -> &'static str {
        match self {
            Self::NestedGet => "nested get",
            Self::ListOf50 => "list of 50",
            Self::Create => "create",
        }
    }
}

/// Questions with responses and actions, written through the API.
pub struct Fixture {
    url: String,
    opcc: String,
    ids: Vec<String>,
    priority: String,
}

impl Fixture {
    pub async fn write(server: &Server, questions: usize) -> Outcome<Self> {
        let client = client()?;
        let priorities = send(&client, "GET", &server.url, "/v1/priorities?limit=1", &server.opcc, None, None).await?;
        let priority = priorities.pointer("/data/0/id").and_then(Value::as_str).ok_or("the demo has no priority")?.to_owned();
        let mut ids = Vec::new();
        for number in 0..questions {
            let body = json!({"text": format!("What was done about item {number} since it was last reported?"),
                "context": "The figures of the last quarter are the ground for this.", "priority_ids": [priority]});
            let question = send(&client, "POST", &server.url, "/v1/questions", &server.opcc, None, Some(&body)).await?;
            let id = text(&question, "id")?;
            send(&client, "POST", &server.url, &format!("/v1/questions/{id}/put"), &server.pcc, Some("\"1\""), None).await?;
            for part in ["The work has begun and is on time.", "Figures follow with the next report."] {
                let path = format!("/v1/questions/{id}/responses");
                let body = json!({"text": part, "holding": true, "speakers": [{"capacity": "ACC"}]});
                let response = send(&client, "POST", &server.url, &path, &server.force, None, Some(&body)).await?;
                let path = format!("/v1/responses/{}/submit", text(&response, "id")?);
                send(&client, "POST", &server.url, &path, &server.force, Some("\"1\""), None).await?;
            }
            let action = json!({"text": "Bring a plan with dates.", "owner": "CC", "due_on": "2030-01-31", "question_id": id});
            send(&client, "POST", &server.url, "/v1/actions", &server.opcc, None, Some(&action)).await?;
            ids.push(id);
        }
        Ok(Self { url: server.url.clone(), opcc: server.opcc.clone(), ids, priority })
    }
}

/// The latencies of one run in milliseconds, sorted.
pub struct Measured {
    pub latencies: Vec<f64>,
    pub seconds: f64,
}

impl Measured {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index from a share"
    )]
    pub fn percentile(&self, share: f64) -> f64 {
        let index = ((self.latencies.len() as f64 * share) as usize).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(index).copied().unwrap_or(f64::NAN)
    }
}

/// Half a second of the load, so that statements are prepared and pages are in memory.
pub async fn warm_up(run: Run, fixture: &Fixture) -> Outcome<()> {
    self::run(run, fixture, Duration::from_millis(500)).await.map(|_| ())
}

/// Runs a load for `length` on 32 connections.
pub async fn run(run: Run, fixture: &Fixture, length: Duration) -> Outcome<Measured> {
    let requests = Arc::new(prepare(run, fixture)?);
    let began = Instant::now();
    let mut tasks = Vec::new();
    for connection in 0..CONNECTIONS {
        let (requests, client) = (Arc::clone(&requests), client()?);
        tasks.push(tokio::spawn(async move {
            let mut latencies = Vec::new();
            let mut at = connection;
            while began.elapsed() < length {
                let (method, url, token, body) = &requests[at % requests.len()];
                at += CONNECTIONS + 1;
                let mut request = client.request(method.parse().map_err(|_| "a method")?, url).bearer_auth(token);
                if let Some(body) = body {
                    request = request.header("content-type", "application/json").body(body.clone());
                }
                let sent = Instant::now();
                let response = request.send().await?;
                let status = response.status();
                let bytes = response.bytes().await?;
                latencies.push(sent.elapsed().as_secs_f64() * 1000.0);
                if !status.is_success() {
                    return Err(format!("{method} {url}: {status}: {}", String::from_utf8_lossy(&bytes)).into());
                }
            }
            Outcome::Ok(latencies)
        }));
    }
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    latencies.sort_by(f64::total_cmp);
    Ok(Measured { latencies, seconds: began.elapsed().as_secs_f64() })
}

type Prepared = (&'static str, String, String, Option<String>);

fn prepare(run: Run, fixture: &Fixture) -> Outcome<Vec<Prepared>> {
    let Fixture { url, opcc, ids, priority } = fixture;
    Ok(match run {
        Run::NestedGet => {
            let one = |id| ("GET", format!("{url}/v1/questions/{id}?include=responses,actions"), opcc.clone(), None);
            ids.iter().map(one).collect()
        }
        Run::ListOf50 => vec![("GET", format!("{url}/v1/questions?limit=50&status=put"), opcc.clone(), None)],
        Run::Create => {
            let body = json!({"text": "What has changed since this was last asked?", "priority_ids": [priority]});
            vec![("POST", format!("{url}/v1/questions"), opcc.clone(), Some(serde_json::to_string(&body)?))]
        }
    })
}

async fn send(
    client: &Client,
    method: &str,
    url: &str,
    path: &str,
    token: &str,
    etag: Option<&str>,
    body: Option<&Value>,
) -> Outcome<Value> {
    let mut request = client.request(method.parse()?, format!("{url}{path}")).bearer_auth(token);
    if let Some(etag) = etag {
        request = request.header("if-match", etag);
    }
    if let Some(body) = body {
        request = request.json(body);
    }
    let response = request.send().await?;
    let status = response.status();
    let text = response.text().await?;
    if !status.is_success() {
        return Err(format!("{method} {path}: {status}: {text}").into());
    }
    Ok(serde_json::from_str(&text)?)
}

fn text(value: &Value, member: &str) -> Outcome<String> {
    Ok(value[member].as_str().ok_or_else(|| format!("no {member} in the answer"))?.to_owned())
}

fn client() -> Outcome<Client> {
    Ok(Client::builder().pool_max_idle_per_host(1).timeout(Duration::from_secs(30)).build()?)
}
