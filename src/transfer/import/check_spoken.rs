//! Checks of question groups and parts, exchanges, decisions, follow-up intentions and matters.

use super::check::{Checker, links};
use super::drafts_spoken as drafts;
use super::drafts_spoken::Way;
use super::format_spoken::{Decision, Exchange, FollowUp, Judgement, Matter, Paper, Part, QuestionGroup};
use crate::foundation::clock::Ids;
use crate::record::actions::model::ActionId;
use crate::record::meetings::matters::model::MatterId;
use crate::record::meetings::model::MeetingId;

impl Checker {
    /// Declares the group too: the questions of the meeting are checked after its groups.
    pub(super) fn group(&mut self, at: &str, group: &mut QuestionGroup) {
        self.groups.declare(&mut self.texts.faults, &format!("{at}/key"), &group.key);
        self.texts.read(&format!("{at}/title"), &mut group.title);
        self.texts.read_optional(&format!("{at}/context"), &mut group.context);
        self.draft(at, drafts::group(group, &links(None, None, group.agenda_item.as_ref(), &[])));
        self.refer_item(at, group.agenda_item.as_ref());
    }

    pub(super) fn parts(&mut self, at: &str, parts: &mut [Part]) {
        for (index, part) in parts.iter_mut().enumerate() {
            let at = format!("{at}/parts/{index}");
            self.texts.read_optional(&format!("{at}/printed_number"), &mut part.printed_number);
            self.texts.read(&format!("{at}/text"), &mut part.text);
            self.judgement(&format!("{at}/judgement"), part.judgement.as_mut());
        }
    }

    pub(super) fn judgement(&mut self, at: &str, judgement: Option<&mut Judgement>) {
        if let Some(judgement) = judgement {
            self.texts.read(&format!("{at}/reason"), &mut judgement.reason);
            self.draft(at, drafts::judgement(None, judgement));
            self.past_day(&format!("{at}/judged_on"), judgement.judged_on);
        }
    }

    pub(super) fn exchange(&mut self, at: &str, exchange: &mut Exchange) {
        self.texts.read_optional(&format!("{at}/challenge"), &mut exchange.challenge);
        self.texts.read_optional(&format!("{at}/challenged_by"), &mut exchange.challenged_by);
        self.texts.read_optional(&format!("{at}/reply"), &mut exchange.reply);
        self.texts.read_list(&format!("{at}/points"), &mut exchange.points);
        self.texts.read_speakers(&format!("{at}/speakers"), &mut exchange.speakers);
        let links = links(exchange.topic.as_ref(), exchange.question.as_ref(), exchange.agenda_item.as_ref(), &[]);
        self.draft(at, drafts::exchange(&MeetingId::new(&Ids), exchange, &links));
        self.refer_subject(at, exchange.topic.as_ref(), exchange.question.as_ref());
        self.refer_item(at, exchange.agenda_item.as_ref());
    }

    pub(super) fn decision(&mut self, at: &str, decision: &mut Decision) {
        self.texts.read(&format!("{at}/text"), &mut decision.text);
        let reason = &mut decision.significant_public_interest_reason;
        let proses = &mut [("reasons", &mut decision.reasons), ("significant_public_interest_reason", reason)];
        self.texts.read_members(at, proses);
        if let Some(maker) = &mut decision.made_by {
            self.texts.read(&format!("{at}/made_by/name"), &mut maker.name);
            self.texts.read(&format!("{at}/made_by/capacity"), &mut maker.capacity);
        }
        self.decision_form(at, decision);
        let links = links(decision.topic.as_ref(), None, decision.agenda_item.as_ref(), &decision.priorities);
        self.draft(at, drafts::decision(decision, &links));
        self.past_day(&format!("{at}/made_on"), decision.made_on);
        self.refer_subject(at, decision.topic.as_ref(), None);
        self.refer_item(at, decision.agenda_item.as_ref());
        self.priorities.refer_all(&mut self.texts.faults, &format!("{at}/priorities"), &decision.priorities);
    }

    pub(super) fn paper(&mut self, at: &str, paper: &mut Paper) {
        self.texts.read(&format!("{at}/title"), &mut paper.title);
        self.texts.read_optional(&format!("{at}/owner"), &mut paper.owner);
        self.texts.read_optional(&format!("{at}/due_text"), &mut paper.due_text);
        self.draft(at, drafts::paper(paper, &links(None, None, paper.agenda_item.as_ref(), &[])));
        self.optional_day(&format!("{at}/due_on"), paper.due_on);
        self.past_day(&format!("{at}/received_on"), paper.received_on);
        self.refer_item(at, paper.agenda_item.as_ref());
    }

    pub(super) fn follow_up(&mut self, at: &str, follow_up: &mut FollowUp) {
        self.texts.read(&format!("{at}/text"), &mut follow_up.text);
        let words = &mut [("stated_by", &mut follow_up.stated_by), ("expected_text", &mut follow_up.expected_text)];
        self.texts.read_members(at, words);
        let links = links(follow_up.topic.as_ref(), follow_up.question.as_ref(), None, &[]);
        self.draft(at, drafts::follow_up(follow_up, &links));
        self.optional_day(&format!("{at}/expected_on"), follow_up.expected_on);
        self.refer_subject(at, follow_up.topic.as_ref(), follow_up.question.as_ref());
    }

    /// Declares the matter too: it continues an earlier one in the list.
    pub(super) fn matter(&mut self, at: &str, matter: &mut Matter) {
        self.texts.read(&format!("{at}/title"), &mut matter.title);
        self.texts.read_optional(&format!("{at}/note"), &mut matter.note);
        self.texts.read_optional(&format!("{at}/from_text"), &mut matter.from_text);
        let links = links(matter.topic.as_ref(), matter.question.as_ref(), None, &[]);
        self.draft(at, drafts::matter(matter, way(matter), links));
        self.refer_subject(at, matter.topic.as_ref(), matter.question.as_ref());
        let faults = &mut self.texts.faults;
        self.meetings.refer_optional(faults, &format!("{at}/from_meeting"), matter.from_meeting.as_ref());
        self.meetings.refer_optional(faults, &format!("{at}/to_meeting"), matter.to_meeting.as_ref());
        self.actions.refer_optional(faults, &format!("{at}/action"), matter.action.as_ref());
        self.matters.refer_optional(faults, &format!("{at}/continues"), matter.continues.as_ref());
        if let Some(key) = &matter.key {
            self.matters.declare(faults, &format!("{at}/key"), key);
        }
    }

    pub(super) fn refer_subject(&mut self, at: &str, topic: Option<&String>, question: Option<&String>) {
        self.topics.refer_optional(&mut self.texts.faults, &format!("{at}/topic"), topic);
        self.questions.refer_optional(&mut self.texts.faults, &format!("{at}/question"), question);
    }

    pub(super) fn refer_item(&mut self, at: &str, item: Option<&String>) {
        self.items.refer_optional(&mut self.texts.faults, &format!("{at}/agenda_item"), item);
    }
}

/// The references of a matter: the same id for the same meeting, and any other id for what is there.
fn way(matter: &Matter) -> Way {
    let from = matter.from_meeting.as_ref().map(|_| MeetingId::new(&Ids));
    let is_same = matter.from_meeting == matter.to_meeting;
    let to = matter.to_meeting.as_ref().map(|_| MeetingId::new(&Ids));
    Way {
        to: if is_same { from.clone() } else { to },
        from,
        action: matter.action.as_ref().map(|_| ActionId::new(&Ids)),
        continues: matter.continues.as_ref().map(|_| MatterId::new(&Ids)),
    }
}
