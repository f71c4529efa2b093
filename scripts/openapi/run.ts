// The program of reader.ts, run against a service: node run.js URL TOKEN. It prints what it read, and fails where that is not there.
import { newest, next, ofAction, ofFigure, ofMeeting, ofQuestion, Refused, rows, search, titled } from "./reader";
import type { components } from "./api";

declare const process: { argv: string[]; exitCode: number };
type Schemas = components["schemas"];

async function run(url: string, token: string): Promise<void> {
    const get = async <T>(path: string): Promise<T> => {
        const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
        if (!answer.ok) throw new Refused((await answer.json()) as Schemas["Problem"]);
        return (await answer.json()) as T;
    };
    const expect = (what: string, holds: boolean): void => {
        if (!holds) throw new Error(`not so: ${what}`);
    };
    const questions = await get<Schemas["PublicListing_PublicQuestion"]>("/public/v1/questions");
    for (const row of questions.data) ofQuestion(await get<Schemas["PublicQuestion"]>(`/public/v1/questions/${row.id}`));
    expect("a question has a state", questions.data.some((question) => question.answer.state.length > 0));
    const meetings = await get<Schemas["PublicListing_PublicMeeting"]>("/public/v1/meetings");
    const said = [];
    for (const row of meetings.data) said.push(...ofMeeting(await get<Schemas["PublicMeeting"]>(`/public/v1/meetings/${row.id}`)));
    expect("somebody was at a meeting", said.length > 0);
    const actions = await get<Schemas["PublicListing_PublicAction"]>("/public/v1/actions");
    expect("an action has a status", actions.data.every((action) => ofAction(action).length > 2) && actions.data.length > 0);
    const figures = await get<Schemas["PublicListing_PublicFigure"]>("/public/v1/figures");
    expect("there are figures", figures.data.map(ofFigure).length > 0);
    const page = await get<Schemas["Listing_TrimmedQuestionView"]>(`/v1/questions?${search(newest)}`);
    expect("two questions", rows(page).length === 2);
    const topics = await get<Schemas["Listing_TopicView"]>("/v1/topics?limit=1");
    const topic = topics.data[0];
    if (topic === undefined) throw new Error("no topic");
    const changed = await titled(url, token, topic.id, `${topic.title}.`);
    expect("the topic has its new title", changed.title === `${topic.title}.` && changed.version > topic.version);
    try {
        await get(`/v1/topics/${topic.id}?mood=good`);
        throw new Error("a parameter that is not there was taken");
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        expect("the parameter has to be corrected", next(error.problem) === "correct");
    }
    console.log(`read ${questions.data.length} questions, ${meetings.data.length} meetings, ${actions.data.length} actions, ${figures.data.length} figures`);
}

run(process.argv[2] ?? "", process.argv[3] ?? "").catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
