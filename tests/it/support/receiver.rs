//! A receiver of webhooks on this machine: answers as it is told, and remembers what it got.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Channel, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

/// A message as it arrived.
#[derive(Debug, Clone)]
pub struct Message {
    pub path: String,
    /// By lower-case name.
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Message {
    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// Whether a library that is not ours signs it the same with `secret`. The clock of most tests stands still in 2019, and the
    /// library's own check wants messages that are fresh: see [`Message::is_verified_by`].
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let timestamp = self.headers["webhook-timestamp"].parse().expect("seconds");
        let library = standardwebhooks::Webhook::new(secret).expect("a secret");
        let wanted = library.sign(self.id(), timestamp, self.body.as_bytes()).expect("a signature");
        self.headers["webhook-signature"].split(' ').any(|one| one == wanted)
    }

    /// Whether a library that is not ours lets a receiver that has `secret` believe this message, which must be fresh.
    pub fn is_verified_by(&self, secret: &str) -> bool {
        let mut headers = reqwest::header::HeaderMap::new();
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            headers.insert(name, self.headers[name].parse().expect("a header"));
        }
        let library = standardwebhooks::Webhook::new(secret).expect("a secret");
        library.verify(self.body.as_bytes(), &headers).is_ok()
    }
}

/// How it answers.
#[derive(Debug, Clone)]
pub enum Answer {
    With(u16, &'static str, String),
    /// Reads the request and never answers.
    Silence,
}

/// A receiver; it stops listening with its process.
pub struct Receiver {
    pub port: u16,
    answer: Arc<Mutex<Answer>>,
    messages: Mutex<Channel<Message>>,
}

impl Receiver {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let answer = Arc::new(Mutex::new(Answer::With(204, "", String::new())));
        let (sender, messages) = channel();
        let told = Arc::clone(&answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (told, sender) = (Arc::clone(&told), sender.clone());
                std::thread::spawn(move || serve(stream, &told, &sender));
            }
        });
        Self { port, answer, messages: Mutex::new(messages) }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn answers(&self, answer: Answer) {
        *self.answer.lock().expect("an answer") = answer;
    }

    /// The next message, if one comes within `patience`.
    pub fn next(&self, patience: Duration) -> Option<Message> {
        self.messages.lock().expect("messages").recv_timeout(patience).ok()
    }

    /// The next message, which is there already.
    #[track_caller]
    pub fn got(&self) -> Message {
        self.next(Duration::from_secs(5)).expect("a message")
    }

    /// All messages that are there.
    pub fn all(&self) -> Vec<Message> {
        self.messages.lock().expect("messages").try_iter().collect()
    }
}

fn serve(mut stream: TcpStream, answer: &Mutex<Answer>, sender: &Sender<Message>) {
    let Ok(copy) = stream.try_clone() else { return };
    let mut reader = BufReader::new(copy);
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or("").to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.trim().split_once(": ") {
            headers.insert(name.to_lowercase(), value.to_owned());
        }
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let told = answer.lock().expect("an answer").clone();
    let message = Message { path, headers, body: String::from_utf8(body).expect("text") };
    drop(sender.send(message));
    match told {
        Answer::With(status, more, body) => {
            let head = format!("HTTP/1.1 {status} Told\r\ncontent-length: {}\r\nconnection: close\r\n{more}\r\n", body.len());
            drop(stream.write_all(head.as_bytes()));
            drop(stream.write_all(body.as_bytes()));
        }
        // As long as the other side waits.
        Answer::Silence => drop(reader.read_to_end(&mut Vec::new())),
    }
}
