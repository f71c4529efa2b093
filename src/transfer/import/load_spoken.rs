//! Loads the records of a meeting beside its questions: papers, exchanges, decisions, follow-up intentions, matters.

use super::drafts::Links;
use super::drafts_spoken::Way;
use super::format::{Action, Meeting, Question, RecordFile};
use super::format_spoken::{Judgement, Matter};
use super::load::{Loader, Place};
use super::refused::in_file;
use super::steps_spoken as steps;
use super::words::Stage;
use crate::foundation::error::ApiError;
use crate::record::actions::model::ActionId;
use crate::record::questions::model::{QuestionId, QuestionPartId};
use crate::record::questions::question_parts::store as parts;

impl Loader<'_> {
    pub(super) fn groups(&mut self, place: &Place, meeting: &Meeting) -> Result<(), ApiError> {
        self.groups.clear();
        for (index, group) in meeting.question_groups.iter().enumerate() {
            let at = format!("{}/question_groups/{index}", place.at);
            let links = self.links(place, group.agenda_item.as_ref(), None, None, &[]);
            let id = in_file(&at, steps::group(&mut self.office(), group, &links))?;
            self.groups.insert(group.key.clone(), id);
        }
        Ok(())
    }

    /// Loads judgements, dated to the meeting unless the file gives another day.
    pub(super) fn judgements(&mut self, at: &str, place: &Place, id: &QuestionId, question: &Question) -> Result<(), ApiError> {
        if let Some(judgement) = &question.judgement {
            self.judgement(&format!("{at}/judgement"), place, (id, None), judgement)?;
        }
        if question.parts.iter().all(|part| part.judgement.is_none()) {
            return Ok(());
        }
        let stored = parts::of_questions(self.conn, std::slice::from_ref(id))?;
        for (index, (part, stored)) in question.parts.iter().zip(&stored).enumerate() {
            if let Some(judgement) = &part.judgement {
                self.judgement(&format!("{at}/parts/{index}/judgement"), place, (id, Some(&stored.id)), judgement)?;
            }
        }
        Ok(())
    }

    fn judgement(
        &mut self,
        at: &str,
        place: &Place,
        (id, part): (&QuestionId, Option<&QuestionPartId>),
        judgement: &Judgement,
    ) -> Result<(), ApiError> {
        let day = judgement.judged_on.unwrap_or(place.held_on).min(self.today);
        self.on(day, |loader| in_file(at, steps::judge(&mut loader.office(), id, part, judgement)))
    }

    pub(super) fn spoken(&mut self, place: &Place, meeting: &Meeting) -> Result<(), ApiError> {
        for (index, paper) in meeting.papers.iter().enumerate() {
            let links = self.links(place, paper.agenda_item.as_ref(), None, None, &[]);
            let at = format!("{}/papers/{index}", place.at);
            in_file(&at, steps::paper(&mut self.office(), &place.meeting, paper, &links))?;
        }
        let held = meeting.status != Stage::Scheduled;
        for (index, exchange) in meeting.exchanges.iter().enumerate() {
            let (topic, question) = (exchange.topic.as_ref(), exchange.question.as_ref());
            let links = self.links(place, exchange.agenda_item.as_ref(), topic, question, &[]);
            let at = format!("{}/exchanges/{index}", place.at);
            in_file(&at, steps::exchange(&mut self.office(), &place.meeting, exchange, &links, held))?;
            self.counts.exchanges += 1;
        }
        for (index, decision) in meeting.decisions.iter().enumerate() {
            let links = self.links(place, decision.agenda_item.as_ref(), decision.topic.as_ref(), None, &decision.priorities);
            let at = format!("{}/decisions/{index}", place.at);
            self.decision(&at, decision, &links)?;
        }
        for (index, follow_up) in meeting.follow_ups.iter().enumerate() {
            let links = self.links(place, None, follow_up.topic.as_ref(), follow_up.question.as_ref(), &[]);
            let at = format!("{}/follow_ups/{index}", place.at);
            in_file(&at, steps::follow_up(&mut self.office(), follow_up, &links))?;
        }
        Ok(())
    }

    pub(super) fn stood_again(&mut self, at: &str, id: &ActionId, action: &Action) -> Result<(), ApiError> {
        for (index, again) in action.stood_again.iter().enumerate() {
            let Some(meeting) = self.meetings.get(&again.meeting).cloned() else { continue };
            let at = format!("{at}/stood_again/{index}");
            in_file(&at, steps::stood_again(&mut self.office(), id, meeting, again))?;
        }
        Ok(())
    }

    pub(super) fn matters(&mut self, file: &RecordFile) -> Result<(), ApiError> {
        for (index, matter) in file.matters.iter().enumerate() {
            let links = Links {
                topic: self.topic_id(matter.topic.as_ref()),
                question: self.question_id(matter.question.as_ref()),
                ..Links::default()
            };
            let way = self.way(matter);
            let id = in_file(&format!("/matters/{index}"), steps::matter(&mut self.office(), matter, way, links))?;
            self.matters.extend(matter.key.clone().map(|key| (key, id)));
        }
        Ok(())
    }

    fn way(&self, matter: &Matter) -> Way {
        let meeting = |key: Option<&String>| key.and_then(|key| self.meetings.get(key)).cloned();
        Way {
            from: meeting(matter.from_meeting.as_ref()),
            to: meeting(matter.to_meeting.as_ref()),
            action: matter.action.as_ref().and_then(|key| self.actions.get(key)).cloned(),
            continues: matter.continues.as_ref().and_then(|key| self.matters.get(key)).cloned(),
        }
    }
}
