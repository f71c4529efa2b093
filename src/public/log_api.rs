//! The publication log over HTTP, open to everybody, without a token.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::foundation::digest::hex;
use crate::foundation::error::{ApiError, FieldError};
use crate::http::app::App;
use crate::http::mount::ServiceConfig;
use crate::http::problem_kind::ProblemKind;
use crate::http::query::{Query, nothing};
use crate::public::front::{Keep, Made, OCTETS, answer, send};
use crate::public::state::Reach;
use crate::publication_log::document::LICENCE;
use crate::publication_log::log::{Leaf, LeafKind};
use crate::publication_log::state::PublicationLog;
use crate::publication_log::store;
use crate::publication_log::tile_path::TilePath;
use crate::publication_log::tree::Hash;
use crate::record::evidence::attachments::model::FileBytes;

const TEXT: &str = "text/plain; charset=utf-8";

/// A proof that a leaf is in the log (RFC 9162 section 2.1.3).
#[derive(Debug, Serialize, ToSchema)]
pub struct InclusionProof {
    #[schema(example = 3)]
    pub leaf: usize,
    #[schema(example = 4)]
    pub tree_size: usize,
    /// SHA-256(0x00 || document), in hexadecimal.
    pub leaf_hash: String,
    /// The root over the first `tree_size` leaves, in hexadecimal.
    pub root: String,
    /// The inclusion path, from the leaf upwards, in hexadecimal.
    pub hashes: Vec<String>,
    pub licence: &'static str,
}

/// A proof that a log is a prefix of a later one (RFC 9162 section 2.1.4).
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsistencyProof {
    #[schema(example = 3)]
    pub first: usize,
    #[schema(example = 7)]
    pub second: usize,
    /// The root over the first `first` leaves, in hexadecimal.
    pub first_root: String,
    /// The root over the first `second` leaves, in hexadecimal.
    pub second_root: String,
    /// The consistency path, in hexadecimal; empty when `first` is 0 or both are the same.
    pub hashes: Vec<String>,
    pub licence: &'static str,
}

/// The response in place of a withdrawn document (RFC 9457 with additional members).
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnLeaf {
    #[serde(rename = "type")]
    #[schema(example = "/problems/withdrawn")]
    pub kind: ProblemKind,
    #[schema(example = "Withdrawn")]
    pub title: &'static str,
    #[schema(example = 410)]
    pub status: u16,
    pub detail: String,
    #[schema(example = 3)]
    pub leaf: i32,
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub edition_id: String,
    /// SHA-256(0x00 || document), in hexadecimal: it stays in the tree.
    pub leaf_hash: String,
    /// SHA-256 of the document, in hexadecimal, as also stated in the withdrawal.
    pub sha256: String,
    /// Number of the leaf with the withdrawal and its reason.
    #[schema(example = 7)]
    pub withdrawal_leaf: i32,
    pub licence: &'static str,
}

/// Parameters of an inclusion proof.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InclusionQuery {
    /// Number of the leaf, from 0.
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_i64, example = 3)]
    pub leaf: u32,
    /// Size of the log in the checkpoint that the proof is checked against; greater than `leaf`.
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_i64, example = 4)]
    pub tree_size: u32,
}

/// Parameters of a consistency proof.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConsistencyQuery {
    /// Size of the log in the earlier checkpoint.
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_i64, example = 3)]
    pub first: u32,
    /// Size of the log in the later checkpoint.
    #[param(value_type = i64, minimum = 0, maximum = 4_294_967_295_i64, example = 7)]
    pub second: u32,
}

/// Read the newest checkpoint: name, size and root of the log, signed.
///
/// A C2SP tlog-checkpoint: a signed note of three lines.
#[utoipa::path(
    tag = "publication log",
    responses((status = 200, body = String, content_type = "text/plain"), (status = 304))
)]
#[get("/checkpoint")]
pub async fn get_checkpoint(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    nothing(request.query_string())?;
    let state = app.feature::<Reach>().now(&app.db).await?;
    let checkpoint =
        app.feature::<PublicationLog>().checkpoint_of(&app.db, usize::try_from(state.leaf + 1).unwrap_or_default()).await?;
    // It is signed with the key of this process.
    let made = Made::page(checkpoint, state.at.max(app.started.naive_utc()));
    send(&request, Made { content_type: TEXT, keep: Keep::Seconds, ..made }).await
}

/// Read the key that verifies checkpoints, as a C2SP verifier key.
///
/// The format is `NAME+ID+KEY`. Compare it with the key that the body publishes elsewhere, and keep it.
#[utoipa::path(
    tag = "publication log",
    responses((status = 200, body = String, content_type = "text/plain"), (status = 304))
)]
#[get("/key")]
pub async fn get_log_key(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    nothing(request.query_string())?;
    let key = format!("{}\n", app.feature::<PublicationLog>().signer()?.verifier().note_key());
    send(&request, Made { content_type: TEXT, keep: Keep::Minutes, ..Made::page(key, app.started.naive_utc()) }).await
}

/// Read a tile of the tree: up to 256 hashes of 32 bytes (C2SP tlog-tiles).
///
/// The path is `LEVEL/INDEX` for a full tile, `LEVEL/INDEX.p/WIDTH` for a partial one of a width that the log has reached.
/// Level 0 has the leaf hashes. There are no entry bundles (`entries/...`): a document may be longer than their 65535 bytes,
/// and may be withdrawn. The documents are at `/public/v1/log/leaves/{leaf}`.
#[utoipa::path(
    tag = "publication log", params(("tile" = String, Path, description = "such as `0/000.p/5` or `0/x001/000`")),
    responses((status = 200, body = FileBytes, content_type = "application/octet-stream"), (status = 304))
)]
#[get("/tile/{tile:.*}")]
pub async fn get_tile(app: web::Data<App>, tile: web::Path<String>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    nothing(request.query_string())?;
    let tile = TilePath::parse(&tile).ok_or(ApiError::NotFound)?;
    let read =
        || app.feature::<PublicationLog>().look(|tree| tree.tile(tile.level, tile.index, tile.width).map(<[Hash]>::concat));
    let mut bytes = read();
    if bytes.is_none() {
        app.feature::<PublicationLog>().catch_up(&app.db).await?;
        bytes = read();
    }
    let bytes = bytes.ok_or(ApiError::NotFound)?;
    for_ever(&app, &request, Made { content_type: OCTETS, ..Made::page(bytes, NaiveDateTime::default()) }).await
}

/// Read the document of a leaf, exactly as it was hashed.
///
/// Returns canonical JSON (RFC 8785): an edition or a withdrawal, of the version that its `schema` names. Those of this version are
/// `EditionDocument_PublishedRecord` and `WithdrawalDocument`. The document of a withdrawn edition is no longer served: the
/// response is 410 with its hashes and the leaf of its withdrawal.
#[utoipa::path(
    tag = "publication log", params(("leaf" = usize, Path, example = 3)),
    responses(
        (status = 200, body = Object), (status = 304),
        (
            status = 410, body = WithdrawnLeaf, content_type = "application/problem+json",
            description = "The document was withdrawn: its hashes, and the leaf of its withdrawal"
        )
    )
)]
#[get("/leaves/{leaf}")]
pub async fn get_leaf(leaf: web::Path<usize>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let number = leaf.into_inner();
    answer(&request, Keep::Minutes, move |conn, asking| {
        nothing(&asking.query)?;
        let leaf = store::leaf(conn, number)?.ok_or(ApiError::NotFound)?;
        let withdrawal = match leaf.kind {
            LeafKind::Edition => store::withdrawal(conn, &leaf.edition_id)?,
            LeafKind::Withdrawal => None,
        };
        let made = match withdrawal {
            None => Made::page(leaf.document, leaf.at),
            Some((withdrawal_leaf, at)) => {
                let page = Made::page(serde_json::to_vec(&gone(leaf, withdrawal_leaf))?, at);
                Made { status: StatusCode::GONE, content_type: "application/problem+json", ..page }
            }
        };
        Ok(Made { keep: Keep::Minutes, ..made })
    })
    .await
}

fn gone(leaf: Leaf, withdrawal_leaf: i32) -> WithdrawnLeaf {
    WithdrawnLeaf {
        kind: ProblemKind::Withdrawn,
        title: ProblemKind::Withdrawn.title(),
        status: 410,
        detail: format!("this edition was withdrawn; read leaf {withdrawal_leaf} for the date and reason"),
        leaf: leaf.leaf,
        edition_id: leaf.edition_id,
        leaf_hash: leaf.leaf_hash,
        sha256: leaf.sha256,
        withdrawal_leaf,
        licence: LICENCE,
    }
}

/// Responds with data derived from leaves of the log, which never changes.
async fn for_ever(app: &App, request: &HttpRequest, made: Made) -> Result<HttpResponse, ApiError> {
    let modified = app.feature::<Reach>().now(&app.db).await?.at;
    send(request, Made { keep: Keep::ForEver, modified, ..made }).await
}

/// Read the proof that a leaf is in the log of a given size.
#[utoipa::path(tag = "publication log", params(InclusionQuery), responses((status = 200, body = InclusionProof), (status = 304)))]
#[get("/proof/inclusion")]
pub async fn get_inclusion_proof(
    app: web::Data<App>,
    query: Query<InclusionQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let [leaf, tree_size] = [query.0.leaf, query.0.tree_size].map(number);
    check_size(&app, "tree_size", tree_size).await?;
    let proof = app.feature::<PublicationLog>().look(|tree| {
        Some(InclusionProof {
            leaf,
            tree_size,
            leaf_hash: hex(&tree.leaf(leaf)?),
            root: hex(&tree.root(tree_size)?),
            hashes: hexes(&tree.inclusion(leaf, tree_size)?),
            licence: LICENCE,
        })
    });
    let proof = proof.ok_or_else(|| bad("leaf", format!("must be less than tree_size, which is {tree_size}")))?;
    for_ever(&app, &request, Made::page(serde_json::to_vec(&proof)?, NaiveDateTime::default())).await
}

/// Read the proof that the log of one size is a prefix of the log of a later size.
#[utoipa::path(tag = "publication log", params(ConsistencyQuery), responses((status = 200, body = ConsistencyProof), (status = 304)))]
#[get("/proof/consistency")]
pub async fn get_consistency_proof(
    app: web::Data<App>,
    query: Query<ConsistencyQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let [first, second] = [query.0.first, query.0.second].map(number);
    check_size(&app, "second", second).await?;
    let proof = app.feature::<PublicationLog>().look(|tree| {
        Some(ConsistencyProof {
            first,
            second,
            first_root: hex(&tree.root(first)?),
            second_root: hex(&tree.root(second)?),
            hashes: hexes(&tree.consistency(first, second)?),
            licence: LICENCE,
        })
    });
    let proof = proof.ok_or_else(|| bad("first", format!("must be at most second, which is {second}")))?;
    for_ever(&app, &request, Made::page(serde_json::to_vec(&proof)?, NaiveDateTime::default())).await
}

/// Reads a number of the log. One too large for this machine is beyond the end of every log.
fn number(given: u32) -> usize {
    usize::try_from(given).unwrap_or(usize::MAX)
}

/// Refuses a size that the log has not reached.
async fn check_size(app: &App, name: &str, wanted: usize) -> Result<(), ApiError> {
    let size = app.feature::<PublicationLog>().catch_up_to(&app.db, wanted).await?;
    if wanted <= size { Ok(()) } else { Err(bad(name, format!("must be at most {size}, the size of the log"))) }
}

fn bad(name: &str, detail: String) -> ApiError {
    ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), detail)])
}

fn hexes(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(|hash| hex(hash)).collect()
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_checkpoint)
        .service(get_log_key)
        .service(get_tile)
        .service(get_leaf)
        .service(get_inclusion_proof)
        .service(get_consistency_proof);
}
