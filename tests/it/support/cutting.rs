//! A PostgreSQL server whose answer to a commit gets lost on the way: the connection breaks when the commit is done and before
//! anybody has heard of it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::spawn;

use answerable::foundation::db::DatabaseUrl;

use super::Engine;
use super::database::TestDatabase;

/// Passes bytes on until it is told to cut the next commit off.
pub struct Cutter(Arc<AtomicBool>);

impl Cutter {
    /// A fresh database, and the way to it that can be cut.
    pub fn fresh() -> (TestDatabase, Self) {
        let mut database = TestDatabase::fresh(Engine::Postgres);
        let url = database.text();
        let (before, rest) = url.split_once("127.0.0.1:").expect("a URL of this machine");
        let (port, name) = rest.split_once('/').expect("a database");
        let server = format!("127.0.0.1:{port}");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        database.url = DatabaseUrl::Postgres(format!("{before}127.0.0.1:{port}/{name}"));
        let armed = Arc::new(AtomicBool::new(false));
        let cutter = Self(Arc::clone(&armed));
        spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.expect("a client"), TcpStream::connect(&server).expect("the server"));
                pass(&client, &server, &armed);
            }
        });
        (database, cutter)
    }

    /// From now on the next commit is carried out and its answer is lost.
    pub fn arm(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it has happened.
    pub fn has_cut(&self) -> bool {
        !self.0.load(Ordering::SeqCst)
    }
}

fn pass(client: &TcpStream, server: &TcpStream, armed: &Arc<AtomicBool>) {
    let both = || (client.try_clone().expect("a copy"), server.try_clone().expect("a copy"));
    let cut = Arc::new(AtomicBool::new(false));
    let ((mut from_client, mut to_server), (mut to_client, mut from_server)) = (both(), both());
    let (armed, cuts) = (Arc::clone(armed), Arc::clone(&cut));
    spawn(move || {
        each(&mut from_client, |bytes| {
            if bytes.windows(6).any(|word| word == b"COMMIT") && armed.swap(false, Ordering::SeqCst) {
                cuts.store(true, Ordering::SeqCst);
            }
            to_server.write_all(bytes).is_ok()
        });
        drop(to_server.shutdown(Shutdown::Both));
    });
    spawn(move || {
        each(&mut from_server, |bytes| !cut.load(Ordering::SeqCst) && to_client.write_all(bytes).is_ok());
        drop((to_client.shutdown(Shutdown::Both), from_server.shutdown(Shutdown::Both)));
    });
}

fn each(from: &mut TcpStream, mut take: impl FnMut(&[u8]) -> bool) {
    let mut bytes = [0; 16 * 1024];
    loop {
        match from.read(&mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(count) if take(&bytes[..count]) => {}
            Ok(_) => return,
        }
    }
}
