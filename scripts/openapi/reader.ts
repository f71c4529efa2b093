// What a program of a third party reads of the public record, with nothing but the generated types. Only tsc looks at it: a member
// that the document no longer has is an error here.
import type { components, paths } from "./api";

type Question = paths["/public/v1/questions/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Meeting = paths["/public/v1/meetings/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Action = paths["/public/v1/actions/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Document = paths["/public/v1/editions/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Problem = components["schemas"]["Problem"];

export function ofQuestion(question: Question): string {
    const judged = question.answer.judged?.outcome ?? "not judged";
    const reply = question.exchanges.map((exchange) => exchange.reply ?? "no reply").join("; ");
    const figures = question.data_points.map((figure) => `${figure.value.kind} of ${figure.unit ?? "no unit"}`);
    const gaps = question.withheld.map((gap) => `${gap.pointer}: ${gap.reason}`);
    const answered: boolean = question.answer.state === "answered";
    return [question.answer.state, question.answer.since, judged, reply, ...figures, ...gaps, answered].join("\n");
}

export function ofMeeting(meeting: Meeting): string[] {
    const said = meeting.exchanges?.map((exchange) => exchange.reply ?? "") ?? [];
    const who = meeting.attendance.map((line) => line.name ?? line.capacity ?? "");
    return [...said, ...who, meeting.edition.url];
}

export function ofAction(action: Action): string {
    const moved: number = action.times_extended ?? 0;
    return `${action.reference ?? ""} due ${action.due_on ?? action.due_text ?? "some day"}, moved ${moved} times, ${action.status}`;
}

export function ofDocument(document: Document): string {
    return "question" in document.record ? document.record.question.answer.state : document.kind;
}

export function ofProblem(problem: Problem): string[] {
    return (problem.errors ?? []).map((error) => `${error.pointer}: ${error.detail}`);
}

// @ts-expect-error a state that no answer has
export const wrong: Question["answer"]["state"] = "perhaps";
