//! Days that are that of the meeting: what was said, decided and set there. Where its day is withheld, they are too.

use serde_json::Value;

use crate::publishing::redact::{Place, Shows};

/// The members that may repeat the day of a meeting.
const DAYS: [(&str, Shows); 10] = [
    ("confirmed_on", &[("held_on", "confirmed_on")]),
    ("given_on", &[("held_on", "given_on")]),
    ("made_on", &[("held_on", "made_on")]),
    ("on", &[("held_on", "on")]),
    ("put_on", &[("held_on", "put_on")]),
    ("raised_on", &[("held_on", "raised_on")]),
    ("said_on", &[("held_on", "said_on")]),
    ("set_on", &[("held_on", "set_on")]),
    ("shared_on", &[("held_on", "shared_on")]),
    ("since", &[("held_on", "since")]),
];

/// Adds the places of a record that repeat the day of its meeting.
pub fn of_meeting(record: &Value, places: &mut Vec<Place>) {
    let is_meeting = |place: &&Place| place.resource == "meetings" && place.shows.is_none();
    let Some(meeting) = places.iter().find(is_meeting) else { return };
    let Some(day) = record.pointer(&format!("{}/held_on", meeting.pointer)).and_then(Value::as_str) else { return };
    let (id, mut found) = (meeting.id.clone(), Vec::new());
    look(record, "", day, &mut |pointer, shows| {
        found.push(Place { resource: "meetings", id: id.clone(), pointer: pointer.to_owned(), shows: Some(shows) });
    });
    places.extend(found);
}

fn look(value: &Value, at: &str, day: &str, found: &mut impl FnMut(&str, Shows)) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| look(item, &format!("{at}/{index}"), day, found));
        }
        Value::Object(members) => {
            for (name, member) in members {
                if let Some((_, shows)) = DAYS.iter().find(|(known, _)| known == name).filter(|_| member == day) {
                    found(at, shows);
                }
                look(member, &format!("{at}/{name}"), day, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
