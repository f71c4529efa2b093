// A small program of a third party: it reads the public record, lists questions, and renames a topic while others change it. It has
// fetch and the generated types, and nothing else. tsc compiles it (scripts/check_openapi.sh): a member that the document no longer
// has is an error here. scripts/check_clients.sh runs it as well: node reader.js URL TOKEN
import type { components, operations, paths } from "./api";

type Question = paths["/public/v1/questions/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Meeting = paths["/public/v1/meetings/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Action = paths["/public/v1/actions/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Figure = paths["/public/v1/figures/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Document = paths["/public/v1/editions/{id}"]["get"]["responses"]["200"]["content"]["application/json"];
type Topic = components["schemas"]["TopicView"];
type Problem = components["schemas"]["Problem"];
type Edit = operations["edit_topic"];

// --- what is published ---

export function ofQuestion(question: Question): string {
    const judged = question.answer.judged?.outcome ?? "not judged";
    const reply = question.exchanges.map((exchange) => exchange.reply ?? "no reply").join("; ");
    const figures = question.data_points.map((figure) => `${figure.value.kind} of ${figure.unit ?? "no unit"}`);
    const gaps = question.withheld.map((gap) => `${gap.pointer}: ${gap.reason}`);
    const answered: boolean = question.answer.state === "answered";
    return [question.answer.state, question.answer.since, judged, reply, ...figures, ...gaps, answered].join("\n");
}

export function ofMeeting(meeting: Meeting): string[] {
    const first: string = meeting.exchanges?.[0]?.reply ?? "nothing was said";
    const who = meeting.attendance.map((line) => line.name ?? line.capacity ?? "");
    return [first, ...who, meeting.edition.url];
}

export function ofFigure(figure: Figure): string {
    return `${figure.label ?? ""}: ${figure.as_stated ?? figure.value.text ?? ""} ${figure.measure?.unit ?? figure.unit ?? ""}`;
}

export function ofAction(action: Action): string[] {
    const moves = action.deadline.moves.map((move) =>
        `${move.on}: from ${move.from ?? "none"} to ${move.to ?? move.text ?? "none"} by ${move.by.name ?? move.by.side}: ${move.reason ?? ""}`);
    const claims = action.claims.map((claim) => `claimed on ${claim.on}: ${claim.evidence ?? ""}`);
    const rejections = action.claims
        .filter((claim) => claim.verdict === "rejected")
        .map((claim) => `rejected on ${claim.judged_on ?? "no day"} by ${claim.judged_by?.name ?? "nobody named"}: ${claim.reason ?? ""}`);
    const moved: number = action.times_extended;
    return [action.status, action.deadline.first_due_on ?? "", String(moved), ...moves, ...claims, ...rejections];
}

export function ofDocument(document: Document): string {
    return "question" in document.record ? document.record.question.answer.state : document.kind;
}

// --- problems ---

// What to do next. Of a kind that the document adds later, the status says enough.
export function next(problem: Problem): "sign in" | "correct" | "read again" | "wait" | "give up" {
    switch (problem.type) {
        case "/problems/unauthenticated":
        case "/problems/sign-in":
            return "sign in";
        case "/problems/malformed":
        case "/problems/bad-parameters":
        case "/problems/invalid":
        case "/problems/media-type":
        case "/problems/too-large":
        case "/problems/idempotency-key-reused":
        case "/problems/precondition-required":
            return "correct";
        case "/problems/stale":
        case "/problems/wrong-state":
        case "/problems/conflict":
        case "/problems/outcome-unknown":
            return "read again";
        case "/problems/too-many-sign-ins":
        case "/problems/slow-body":
        case "/problems/idempotency-key-in-flight":
        case "/problems/database-away":
        case "/problems/files-away":
        case "/problems/overloaded":
            return "wait";
        case "/problems/not-found":
        case "/problems/method-not-allowed":
        case "/problems/forbidden":
        case "/problems/beyond-the-log":
        case "/problems/another-log":
        case "/problems/withdrawn":
        case "/problems/internal":
            return "give up";
        default: {
            // Every kind of this document is above: nothing is left for the compiler.
            const unknown: never = problem.type;
            return problem.status < 500 ? "correct" : unknown;
        }
    }
}

export function sentences(problem: Problem): string[] {
    return (problem.errors ?? []).map((error) => `${error.pointer}: ${error.detail}`);
}

// --- lists ---

type Questions = operations["list_questions"];
type Query = NonNullable<Questions["parameters"]["query"]>;
type Page = Questions["responses"]["200"]["content"]["application/json"];

export const newest: Query = { sort: "-updated_at", include: ["responses", "actions"], fields: ["reference", "text", "answer"], limit: 2 };

// `fields` and `include` are lists with commas; the other lists repeat their name.
export function search(query: Query): string {
    const sent = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
        if (!Array.isArray(value)) sent.append(name, String(value));
        else if (name === "fields" || name === "include") sent.append(name, value.join(","));
        else value.forEach((one) => sent.append(name, String(one)));
    }
    return sent.toString();
}

// Without `fields` each row is whole; with it, only `id` is certain.
export function rows(page: Page): string[] {
    return page.data.map((row) => `${row.id} ${row.reference ?? ""} ${row.text ?? ""}`);
}

// --- changes ---

export class Refused extends Error {
    constructor(readonly problem: Problem) {
        super(`${problem.title}: ${problem.detail}`);
    }
}

export async function titled(url: string, token: string, id: Topic["id"], title: string): Promise<Topic> {
    const address = `${url}/v1/topics/${id}`;
    const headers = { Authorization: `Bearer ${token}` };
    const read = await fetch(address, { headers });
    if (!read.ok) throw new Refused((await read.json()) as Problem);
    let tag = read.headers.get("ETag") ?? "";
    for (let tries = 0; tries < 3; tries++) {
        const sent: Edit["requestBody"]["content"]["application/merge-patch+json"] = { title };
        const condition: Edit["parameters"]["header"] = { "If-Match": tag };
        const answer = await fetch(address, {
            method: "PATCH",
            headers: { ...headers, ...condition, "Content-Type": "application/merge-patch+json" },
            body: JSON.stringify(sent),
        });
        if (answer.ok) return (await answer.json()) as Edit["responses"]["200"]["content"]["application/json"];
        const problem: Edit["responses"]["412"]["content"]["application/problem+json"] = await answer.json();
        if (problem.type !== "/problems/stale") throw new Refused(problem);
        // The answer has the ETag of the record as it is now. A person should see that record before the change is sent again.
        tag = answer.headers.get("ETag") ?? "";
    }
    throw new Error("others are always faster");
}

// --- what is wrong must not compile ---

// @ts-expect-error a state that no answer has
export const wrongState: Question["answer"]["state"] = "perhaps";
// @ts-expect-error a kind that no problem has
export const wrongProblem: Problem["type"] = "/problems/bad-mood";
// @ts-expect-error an order that the list does not have
export const wrongOrder: Query = { sort: "mood" };
// @ts-expect-error a member that a question does not have
export const wrongMember: Query = { fields: ["mood"] };
// @ts-expect-error a record that is not embedded in questions
export const wrongRecord: Query = { include: ["meetings"] };
// @ts-expect-error a change without the version that was read
export const wrongChange: Edit["parameters"] = { path: { id: "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11" } };
