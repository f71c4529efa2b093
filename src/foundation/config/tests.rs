//! Precedence, and faults that name the setting and its source.

use std::ffi::OsString;
use std::path::Path;

use clap::{CommandFactory, FromArgMatches, Parser};

use super::settings::{LogFormat, Settings};
use super::sources::{BadSetting, KEYS, Sources};
use super::{ServeFlags, sources};
use crate::foundation::file_store::FileStore;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    flags: ServeFlags,
}

/// Reads the settings of a command line, an environment and the text of a file.
fn read(line: &[&str], environment: &[(&str, &str)], file: Option<&str>) -> Result<Settings, BadSetting> {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("answerable.toml");
    let mut arguments = vec!["serve".to_owned()];
    if let Some(text) = file {
        std::fs::write(&path, text).expect("a file");
        arguments.extend(["--config".to_owned(), path.display().to_string()]);
    }
    arguments.extend(line.iter().map(|&part| part.to_owned()));
    let matches = Line::command().get_matches_from(arguments);
    let flags = Line::from_arg_matches(&matches).expect("flags").flags;
    let of = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
    flags.settings_in(of)
}

fn fault(line: &[&str], environment: &[(&str, &str)], file: Option<&str>) -> String {
    let text = read(line, environment, file).expect_err("a fault").to_string();
    // The directory of the file differs each time.
    match text.split_once(" in /") {
        Some((before, rest)) => format!("{before} in {}", rest.rsplit_once('/').map_or(rest, |(_, name)| name)),
        None => text.rsplit_once('/').filter(|_| text.starts_with('/')).map_or(text.clone(), |(_, name)| name.to_owned()),
    }
}

/// Flags, environment, file, and the expected number of connections.
type Row<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], Option<&'a str>, usize);

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let (flag, variable, file) = (["--connections", "3"], [("ANSWERABLE_CONNECTIONS", "5")], Some("connections = 7"));
    let table: [Row<'_>; 6] = [
        (&flag, &variable, file, 3),
        (&flag, &[], file, 3),
        (&flag, &variable, None, 3),
        (&[], &variable, file, 5),
        (&[], &[], file, 7),
        // Compose passes an absent variable as empty.
        (&[], &[("ANSWERABLE_CONNECTIONS", "")], file, 7),
    ];
    for (line, environment, file, want) in table {
        let settings = read(line, environment, file).expect("settings");
        assert_eq!(settings.database.connections, want, "{line:?} {environment:?} {file:?}");
    }
}

#[test]
fn defaults_are_those_of_the_help() {
    let settings = read(&[], &[], None).expect("settings");
    assert_eq!(format!("{:?}", settings.database.url), "sqlite://answerable.db");
    assert_eq!((settings.listen.to_string().as_str(), settings.body_limit), ("127.0.0.1:8080", 1_048_576));
    assert_eq!((settings.access_token.as_secs(), settings.refresh_token.as_secs()), (900, 1_209_600));
    assert_eq!((settings.database.statement_timeout.as_secs(), settings.drain.as_secs()), (5, 30));
    assert_eq!(settings.attachment_store, FileStore::Local("answerable-files".into()));
    assert_eq!(settings.attachment_limit, 25 << 20);
    assert_eq!((settings.log, settings.log_format), (None, LogFormat::Plain));
}

#[test]
fn the_public_address_is_an_origin() {
    for (text, want) in [
        ("https://record.example.org", Some("https://record.example.org")),
        // As people copy it from a browser.
        (" https://record.example.org/ ", Some("https://record.example.org")),
        ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
        ("http://[::1]:8080", Some("http://[::1]:8080")),
        ("https://record.example.org/answerable", None),
        ("https://record.example.org//", None),
        ("https://record.example.org?a=b", None),
        ("https://record.example.org#a", None),
        ("https://me:opensesame@record.example.org", None),
        ("https://record.example.org:https", None),
        ("https://record.example.org:65536", None),
        ("https://record.example.org:", None),
        ("https://:8080", None),
        ("https://[::1", None),
        ("https://", None),
        ("https://record example.org", None),
        ("ftp://record.example.org", None),
        ("HTTPS", None),
        (" ", None),
    ] {
        let given = read(&["--public-url", text], &[], None).map(|settings| settings.public_url);
        assert_eq!(given.clone().ok().flatten().as_deref(), want, "{text:?}");
        assert_eq!(given.is_err(), want.is_none(), "{text:?}: {given:?}");
    }
    let settings = read(&[], &[], None).expect("settings");
    let missing = settings.require_public_url().expect_err("no address").to_string();
    assert!(missing.starts_with("--public-url or ANSWERABLE_PUBLIC_URL: ") && missing.contains("https://record"), "{missing}");
    let settings = read(&[], &[], Some("public_url = \"https://record.example.org\"")).expect("settings");
    assert_eq!(settings.require_public_url(), Ok(()));
}

#[test]
fn files_lie_beside_the_database() {
    for (line, want) in [
        (["--database-url", "sqlite:///var/lib/record.db"], FileStore::Local("/var/lib/answerable-files".into())),
        (["--database-url", "postgres://localhost/d"], FileStore::Local("answerable-files".into())),
        (["--attachment-store", "file:///srv/files"], FileStore::Local("/srv/files".into())),
        (["--attachment-store", "s3://evidence/wm"], FileStore::S3 { bucket: "evidence".into(), prefix: "wm".into() }),
    ] {
        assert_eq!(read(&line, &[], None).expect("settings").attachment_store, want, "{line:?}");
    }
}

#[test]
fn the_signing_key_lies_beside_the_database_unless_it_is_named() {
    let of = |line: &[&str]| read(line, &[], None).expect("settings").signing;
    let beside = of(&["--database-url", "sqlite:///var/lib/record.db"]);
    assert_eq!((beside.path.to_str(), beside.given), (Some("/var/lib/record.db.signing-key.pem"), false));
    let named = of(&["--signing-key-file", "/etc/key.pem", "--log-origin", "example.org/log"]);
    assert_eq!((named.path.to_str(), named.given, named.name.as_str()), (Some("/etc/key.pem"), true, "example.org/log"));
}

#[test]
fn every_setting_is_taken_from_each_source_and_is_in_the_help() {
    let help = Line::command().render_long_help().to_string();
    let flags = ServeFlags::default();
    let taken: Vec<&str> = flags.given().iter().map(|(key, _)| key.flag).collect();
    assert_eq!(taken.len(), KEYS.len());
    for key in KEYS {
        assert!(taken.contains(&key.flag), "{} is not read", key.flag);
        assert!(help.contains(&format!("--{} ", key.flag)), "{} is no flag", key.flag);
        let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&format!("[env: {}]", key.variable)), "{} is not in the help", key.variable);
        assert_eq!(key.member, key.flag.replace('-', "_"));
    }
}

#[test]
fn faults_name_the_setting_and_its_source() {
    for (variable, value, want) in [
        ("ANSWERABLE_CONNECTIONS", "abc", "ANSWERABLE_CONNECTIONS: \"abc\" is not a whole number from 1 to 500"),
        ("ANSWERABLE_QUEUE", "0", "ANSWERABLE_QUEUE: 0 is out of range: use 1 to 100000"),
        ("ANSWERABLE_QUEUE_WAIT_MS", "99", "ANSWERABLE_QUEUE_WAIT_MS: 99 is out of range: use 100 to 600000"),
        ("ANSWERABLE_ANSWER_WAIT_MS", "3600001", "ANSWERABLE_ANSWER_WAIT_MS: 3600001 is out of range: use 100 to 3600000"),
        ("ANSWERABLE_WORKERS", "-1", "ANSWERABLE_WORKERS: \"-1\" is not a whole number from 1 to 1024"),
        ("ANSWERABLE_ATTACHMENT_LIMIT_MIB", "0", "ANSWERABLE_ATTACHMENT_LIMIT_MIB: 0 is out of range: use 1 to 1024"),
        (
            "ANSWERABLE_ATTACHMENT_STORE",
            "files",
            "ANSWERABLE_ATTACHMENT_STORE: must be file:///PATH, s3://BUCKET or s3://BUCKET/PREFIX",
        ),
        ("ANSWERABLE_LISTEN", "here", "ANSWERABLE_LISTEN: \"here\" is not an address such as 127.0.0.1:8080"),
        (
            "ANSWERABLE_PUBLIC_URL",
            "record.example.org",
            "ANSWERABLE_PUBLIC_URL: \"record.example.org\" is not an address such as https://record.example.org: give scheme and \
             host, and no path",
        ),
        ("ANSWERABLE_ISSUER", " ", "ANSWERABLE_ISSUER: is empty: give a value or remove it"),
        (
            "ANSWERABLE_LOG_ORIGIN",
            "https://a.example",
            "ANSWERABLE_LOG_ORIGIN: \"https://a.example\" is not a name such as example.org/answerable",
        ),
        ("ANSWERABLE_LOG_FORMAT", "xml", "ANSWERABLE_LOG_FORMAT: \"xml\" is not plain or json"),
        (
            "ANSWERABLE_TRUSTED_PROXIES",
            "10.0.0.0/8, proxy.example",
            "ANSWERABLE_TRUSTED_PROXIES: \"proxy.example\" is not an address or network such as 10.0.0.0/8",
        ),
        ("ANSWERABLE_CORS_ORIGINS", "*", "ANSWERABLE_CORS_ORIGINS: \"*\" is not an origin such as https://front.example.org"),
    ] {
        assert_eq!(fault(&[], &[(variable, value)], None), want);
    }
    assert_eq!(fault(&["--drain-seconds", "0"], &[], None), "--drain-seconds: 0 is out of range: use 1 to 3600");
    let file = "cors_origins = [\"https://a.example\", \"https://b.example/path\"]";
    let want = "cors_origins in answerable.toml: \"https://b.example/path\" is not an origin such as https://front.example.org";
    // The path in the detail has slashes of its own, so the whole text is compared.
    let text = read(&[], &[], Some(file)).expect_err("a fault").to_string();
    assert!(text.starts_with("cors_origins in ") && text.ends_with(want.split_once(": ").expect("detail").1), "{text}");
    assert_eq!(
        fault(&[], &[], Some("listen = true")),
        "listen in answerable.toml: must be a text in quotation marks or a whole number"
    );
}

#[test]
fn a_file_is_refused_by_the_name_of_its_unknown_member() {
    assert_eq!(
        fault(&[], &[], Some("conections = 3")),
        "answerable.toml: there is no setting \"conections\": did you mean connections?"
    );
    let named = [("ANSWERABLE_CONFIG", "/nowhere/at/all.toml")];
    let text = read(&[], &named, None).expect_err("a fault").to_string();
    assert!(text.starts_with("ANSWERABLE_CONFIG: /nowhere/at/all.toml: "), "{text}");
}

#[test]
fn a_password_is_never_repeated() {
    for url in [
        "mysql://u:s3cret@h/d",
        "postgres://u:p/s3cret@h/d",
        "postgres://u:a@s3cret@h/d",
        "postgres://u:%zs3cret@h/d",
        "postgres://h:s3cret/d",
        "postgres:s3cret@h",
        "s3cret",
    ] {
        let text = fault(&["--database-url", url], &[], None);
        assert!(text.starts_with("--database-url: ") && !text.contains("s3cret"), "{url}: {text}");
    }
    // A broken line of a file is named by its number, never shown.
    let text =
        sources::from_toml(Path::new("a.toml"), "queue = 3\ndatabase_url = \"postgres://u:s3cret@h/d\n").expect_err("TOML");
    assert!(text.to_string().starts_with("a.toml: line 2 is not TOML: write ") && !text.to_string().contains("s3cret"), "{text}");
    let settings = read(&["--database-url", "postgres://u:s3cret@localhost/d?password=s3cret"], &[], None).expect("settings");
    assert!(!format!("{settings:?}").contains("s3cret"), "{settings:?}");
}

#[test]
fn urls_that_libpq_reads_are_taken() {
    for url in [
        "postgres://u:a%40b%2Fc@h/d?sslmode=disable",
        "postgresql://u@h1:5432,h2:5433/d?target_session_attrs=read-write&sslmode=disable",
        "postgres:///d?host=/run/postgresql",
        "postgres://u:p@[::1]:5432/d",
        "postgres://localhost/d?application_name=a@b",
    ] {
        assert!(read(&["--database-url", url], &[], None).is_ok(), "{url}");
    }
}

#[test]
fn a_database_elsewhere_wants_a_build_with_tls() {
    let answer = read(&["--database-url", "postgres://u:s3cret@db.example.org/d"], &[], None);
    let refusal = answer.err().map(|refusal| refusal.to_string());
    assert_eq!(refusal.is_none(), crate::foundation::db::reach::HAS_TLS, "{refusal:?}");
    if let Some(refusal) = refusal {
        assert!(refusal.contains("--features postgres-tls") && !refusal.contains("s3cret"), "{refusal}");
    }
}

#[test]
fn what_a_command_does_not_take_is_not_read() {
    let wrong = |name: &str| (name == "ANSWERABLE_QUEUE").then(|| OsString::from("many"));
    let sources = Sources::gather(None, &[(sources::LISTEN, None)], wrong).expect("sources");
    assert!(Settings::read(&sources, "sqlite://a.db").is_ok());
}
