//! Many generated records, written straight into the database: a quick way to much, not the way of a record.

use answerable::foundation::db::AnyConnection;
use diesel::connection::SimpleConnection;

use crate::Outcome;

/// Questions with a response each, a finding for every second and an action for every second, over the priorities of the
/// demo's plan, 20 topics, 60 meetings and eight years.
pub fn fill(conn: &mut AnyConnection, rows: usize) -> Outcome<()> {
    let words = Words { postgres: matches!(conn, AnyConnection::Postgres(_)), rows };
    for statement in [
        words.topics(),
        words.meetings(),
        words.questions(),
        words.links("question", 1),
        words.responses(),
        words.findings(),
        words.links("finding", 2),
        words.actions(),
        words.links("action", 2),
        words.heads(),
    ] {
        conn.batch_execute(&statement).map_err(|error| format!("{error}\n{statement}"))?;
    }
    conn.batch_execute(if words.postgres { "VACUUM ANALYZE" } else { "ANALYZE" })?;
    Ok(())
}

struct Words {
    postgres: bool,
    rows: usize,
}

impl Words {
    /// The numbers 1 to `count`, as `n(i)`.
    fn series(count: usize) -> String {
        format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})")
    }

    /// An identifier with a number in it; `family` keeps the kinds of records apart.
    fn id(family: char, number: &str) -> String {
        format!("'00000000-000{family}-7000-8000-' || substr(CAST(1000000000000 + {number} AS TEXT), 2)")
    }

    /// The day on which record `i` happens: spread over 2011 to 2018, `later` days of its month after the first.
    fn day(&self, later: usize) -> String {
        let text = format!(
            "'201' || CAST(1 + i % 8 AS TEXT) || '-' || substr(CAST(101 + (i / 8) % 12 AS TEXT), 2) || '-' || \
             substr(CAST(101 + {later} + (i / 96) % 14 AS TEXT), 2)"
        );
        if self.postgres { format!("CAST({text} AS DATE)") } else { text }
    }

    const fn now(&self) -> &'static str {
        if self.postgres { "CAST('2019-01-30 10:00:00' AS TIMESTAMP)" } else { "'2019-01-30 10:00:00'" }
    }

    const fn truth(&self, said: bool) -> &'static str {
        match (self.postgres, said) {
            (true, true) => "TRUE",
            (true, false) => "FALSE",
            (false, true) => "1",
            (false, false) => "0",
        }
    }

    /// The priority of record `i`: one of the first four.
    fn priority() -> &'static str {
        "(SELECT id FROM priorities p WHERE p.position = 1 + (i / 3) % 4 AND p.area = 'west-mercia' ORDER BY p.id LIMIT 1)"
    }

    fn topics(&self) -> String {
        let (series, id, now) = (Self::series(20), Self::id('1', "i"), self.now());
        format!(
            "INSERT INTO topics (id, area, title, created_at, updated_at, version) {series} \
             SELECT {id}, 'west-mercia', 'Topic ' || CAST(i AS TEXT), {now}, {now}, 1 FROM n"
        )
    }

    fn meetings(&self) -> String {
        let (series, id, now, day) = (Self::series(60), Self::id('2', "i"), self.now(), self.day(0));
        let (yes, no) = (self.truth(true), self.truth(false));
        format!(
            "INSERT INTO meetings (id, area, body_id, kind, title, held_on, is_public, significant_public_interest, status, \
             created_at, updated_at, version) {series} SELECT {id}, 'west-mercia', \
             (SELECT body_id FROM plans WHERE area = 'west-mercia' ORDER BY id LIMIT 1), 'performance', \
             'Meeting ' || CAST(i AS TEXT), {day}, {yes}, {no}, 'held', {now}, {now}, 1 FROM n"
        )
    }

    fn questions(&self) -> String {
        let (series, id, now, put) = (Self::series(self.rows), Self::id('3', "i"), self.now(), self.day(0));
        let (topic, meeting) = (Self::id('1', "(1 + i % 20)"), Self::id('2', "(1 + i % 60)"));
        let (first, last, priority) = (self.day(5), self.day(12), Self::priority());
        format!(
            "INSERT INTO questions (id, area, reference, form, text, revision, priority_ids, topic_id, meeting_id, put_on, due_on, \
             status, outcome, part_count, first_response_on, final_response_on, created_at, updated_at, version, heads) {series} \
             SELECT {id}, 'west-mercia', 'WM-2010-Q' || CAST(1000 + i AS TEXT), 'direct', \
             'What was done about item ' || CAST(i AS TEXT) || '?', 1, '[\"' || {priority} || '\"]', {topic}, {meeting}, {put}, \
             {last}, CASE WHEN i % 10 = 0 THEN 'put' ELSE 'answered' END, CASE WHEN i % 10 = 0 THEN NULL WHEN i % 7 = 0 THEN \
             'not_answered' ELSE 'answered' END, 0, {first}, CASE WHEN i % 10 = 0 THEN NULL ELSE {last} END, {now}, {now}, 1, '[]' \
             FROM n"
        )
    }

    /// The link of every `step`-th record to its priority.
    fn links(&self, kind: &str, step: usize) -> String {
        let family = match kind {
            "question" => '3',
            "finding" => '5',
            _ => '6',
        };
        let (series, id, priority) = (Self::series(self.rows), Self::id(family, "i"), Self::priority());
        format!(
            "INSERT INTO {kind}_priorities ({kind}_id, priority_id) {series} SELECT {id}, {priority} FROM n WHERE i % {step} = 0"
        )
    }

    fn heads(&self) -> String {
        let (series, id) = (Self::series(self.rows), Self::id('3', "i"));
        format!(
            "INSERT INTO question_heads (area, question_id, head) {series} SELECT 'west-mercia', {id}, \
             CASE WHEN i % 2 = 0 THEN 'value_for_money' ELSE 'child_safeguarding' END FROM n WHERE i % 5 = 0"
        )
    }

    fn responses(&self) -> String {
        let (series, id, question, now) = (Self::series(self.rows), Self::id('4', "i"), Self::id('3', "i"), self.now());
        let no = self.truth(false);
        format!(
            "INSERT INTO responses (id, area, question_id, question_revision, side, text, points, revision, speakers, attribution, \
             mode, holding, status, submitted_at, created_at, updated_at, version) {series} SELECT {id}, 'west-mercia', {question}, \
             1, 'force', 'It was seen to.', '[]', 1, '[]', 'single', 'written', {no}, 'submitted', {now}, {now}, {now}, 1 FROM n"
        )
    }

    fn findings(&self) -> String {
        let (series, id, question, now) = (Self::series(self.rows), Self::id('5', "i"), Self::id('3', "i"), self.now());
        let (meeting, day, priority, yes) = (Self::id('2', "(1 + i % 60)"), self.day(13), Self::priority(), self.truth(true));
        format!(
            "INSERT INTO findings (id, area, reference, kind, text, revision, priority_ids, question_id, meeting_id, status, \
             shared_on, force_replied, confirmed_on, performance_code, performance_label, created_at, updated_at, version) {series} \
             SELECT {id}, 'west-mercia', 'WM-2010-F' || CAST(1000 + i AS TEXT), CASE WHEN i % 20 = 0 THEN 'commendation' ELSE \
             'finding' END, 'It was so.', 1, '[\"' || {priority} || '\"]', {question}, {meeting}, 'confirmed', {day}, {yes}, {day}, \
             'partly_assured', 'Reasonably assured', {now}, {now}, 1 FROM n WHERE i % 2 = 0"
        )
    }

    fn actions(&self) -> String {
        let (series, id, question, now) = (Self::series(self.rows), Self::id('6', "i"), Self::id('3', "i"), self.now());
        let (set, due, priority, no) = (self.day(0), self.day(13), Self::priority(), self.truth(false));
        format!(
            "INSERT INTO actions (id, area, reference, text, owner, owner_side, due_on, priority_ids, question_id, needs_review, \
             status, times_rejected, times_reopened, created_at, updated_at, version, particulars, hands, times_extended, set_on) \
             {series} SELECT {id}, 'west-mercia', 'WM-2010-' || CAST(1000 + i AS TEXT), 'See to it.', 'CC', 'force', {due}, \
             '[\"' || {priority} || '\"]', {question}, {no}, CASE WHEN i % 12 = 0 THEN 'open' ELSE 'accepted' END, 0, 0, {now}, \
             {now}, 1, (SELECT particulars FROM actions ORDER BY id DESC LIMIT 1), \
             (SELECT hands FROM actions ORDER BY id DESC LIMIT 1), 0, {set} FROM n WHERE i % 2 = 0"
        )
    }
}
