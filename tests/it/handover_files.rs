//! Published files in a handover.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::schema::public_files;
use diesel::prelude::*;

use crate::handover::{elsewhere, hand_over, instance, sql, taken};
use crate::publication_log::publish;
use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(no_file_is_public_that_no_document_names);

/// Notes that the first edition of the area names a file, though no document does: one that was withdrawn may be gone.
pub async fn note_file(app: &TestApp, edition: &str, withdrawn: bool) {
    let columns = "edition_id, attachment_id, sha256, area, media_type, bytes, leaf, published_at, withdrawn";
    let row = format!("SELECT '{edition}', id, sha256, area, media_type, bytes, 1, created_at, {withdrawn}");
    sql(app.inner(), &format!("INSERT INTO public_files ({columns}) {row} FROM attachments WHERE name = 'Note.txt'")).await;
}

/// Only documents make a file public: a note of the sender is believed of what is withdrawn, and of nothing else.
async fn no_file_is_public_that_no_document_names(app: TestApp) {
    elsewhere(&app).await;
    let stage = Stage::set(&app).await;
    let editions = publish(&app, &stage, 2).await;
    app.opcc().upload("Note.txt", "text/plain", &b"For the office alone."[..]).await.expect(201);
    note_file(&app, &editions[0], true).await;
    note_file(&app, &editions[1], false).await;
    let home = tempfile::tempdir().expect("a directory");
    let package = home.path().join("record.tar");
    hand_over(app.inner(), &package).await;
    let receiver = instance(app.engine());
    taken(&receiver.app, &package).await.expect("a record");
    let noted = |conn: &mut AnyConnection| Ok(public_files::table.select(public_files::edition_id).load::<String>(conn)?);
    assert_eq!(receiver.app.db.read(noted).await.expect("notes"), editions[..1]);
}
