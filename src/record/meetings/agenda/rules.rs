//! The structure of agendas. Pure; permissions are decided in `meetings::rules`.

use super::model::AgendaItem;
use crate::record::meetings::model::AgendaItemId;

/// Levels of an agenda, the first one included.
pub const DEPTH: usize = 5;

/// Decides whether `item` (absent when it is new) may stand under `parent` in the agenda that `items` are; if not, why.
pub fn check_parent(
    items: &[AgendaItem],
    item: Option<&AgendaItemId>,
    parent: Option<&AgendaItemId>,
) -> Result<(), &'static str> {
    let Some(parent) = parent else { return Ok(()) };
    let chain = ancestors(items, parent);
    if chain.is_empty() {
        return Err("is not an item on this meeting's agenda");
    }
    if item.is_some_and(|item| chain.contains(&item)) {
        return Err("an item cannot be placed under itself or under one of its own items");
    }
    let below = item.map_or(1, |item| height(items, item, DEPTH));
    if chain.len() + below > DEPTH { Err("an agenda can have at most five levels: choose a higher parent") } else { Ok(()) }
}

/// Returns the item and all items above it; empty when it does not exist.
fn ancestors<'a>(items: &'a [AgendaItem], start: &AgendaItemId) -> Vec<&'a AgendaItemId> {
    let mut chain = Vec::new();
    let mut at = Some(start);
    while let Some(item) = at.and_then(|id| items.iter().find(|item| item.id == *id)) {
        if chain.contains(&&item.id) {
            break;
        }
        chain.push(&item.id);
        at = item.parent_id.as_ref();
    }
    chain
}

/// Returns the number of levels of the tree from `item` down, looking at most `left` levels deep.
fn height(items: &[AgendaItem], item: &AgendaItemId, left: usize) -> usize {
    if left == 0 {
        return 1;
    }
    let children = items.iter().filter(|child| child.parent_id.as_ref() == Some(item));
    1 + children.map(|child| height(items, &child.id, left - 1)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::model::AgendaItemKind;
    use super::*;
    use crate::foundation::clock::Ids;
    use crate::record::meetings::model::MeetingId;
    use chrono::NaiveDateTime;

    /// Returns a chain of items, each under the previous one.
    fn chain(length: usize) -> Vec<AgendaItem> {
        let mut items: Vec<AgendaItem> = Vec::new();
        for _ in 0..length {
            items.push(AgendaItem {
                id: AgendaItemId::new(&Ids),
                area: "a".into(),
                meeting_id: MeetingId::new(&Ids),
                parent_id: items.last().map(|item| item.id.clone()),
                position: 1,
                printed_number: None,
                kind: AgendaItemKind::Other,
                title: "Item".into(),
                note: None,
                created_at: NaiveDateTime::default(),
                updated_at: NaiveDateTime::default(),
                version: 1,
            });
        }
        items
    }

    #[test]
    fn depth() {
        for (levels, good) in [(1, true), (4, true), (5, false)] {
            let items = chain(levels);
            let parent = items.last().map(|item| &item.id);
            assert_eq!(check_parent(&items, None, parent).is_ok(), good, "{levels}");
        }
    }

    #[test]
    fn a_tree_moves_with_all_its_levels() {
        let mut items = chain(3);
        let other = chain(3);
        let (top, under) = (items[0].id.clone(), other[1].id.clone());
        items.extend(other);
        assert!(check_parent(&items, Some(&top), Some(&under)).is_ok(), "2 + 3 levels");
        let deepest = items[5].id.clone();
        assert!(check_parent(&items, Some(&top), Some(&deepest)).is_err(), "3 + 3 levels");
    }

    #[test]
    fn no_circles_and_no_strangers() {
        let items = chain(3);
        assert!(check_parent(&items, Some(&items[0].id), Some(&items[2].id)).is_err());
        assert!(check_parent(&items, Some(&items[0].id), Some(&items[0].id)).is_err());
        assert!(check_parent(&items, None, Some(&AgendaItemId::new(&Ids))).is_err());
        assert!(check_parent(&items, Some(&items[2].id), None).is_ok());
    }
}
