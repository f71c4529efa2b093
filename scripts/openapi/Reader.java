// The program of reader.ts with the client that OpenAPI Generator makes for Java (library native). scripts/check_clients.sh compiles
// it: a member that the document no longer has is an error here. Then it runs it: java Reader URL TOKEN
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.PublicRecordApi;
import org.openapitools.client.api.QuestionsApi;
import org.openapitools.client.api.TopicsApi;
import org.openapitools.client.model.*;

public class Reader {
    // --- what is published ---

    static String ofQuestion(PublicQuestion question) {
        PublishedJudged judged = question.getAnswer().getJudged();
        boolean answered = question.getAnswer().getState() == AnswerState.ANSWERED;
        return question.getAnswer().getState() + " " + question.getAnswer().getSince() + " " + (judged == null ? "not judged" : judged.getOutcome().getValue()) + " " + answered;
    }

    static String ofMeeting(PublicMeeting meeting) {
        List<PublishedExchange> exchanges = meeting.getExchanges();
        return exchanges == null || exchanges.isEmpty() ? "nothing was said" : exchanges.get(0).getReply();
    }

    static String ofFigure(PublicFigure figure) {
        PublishedMeasure measure = figure.getMeasure();
        return figure.getLabel() + ": " + figure.getAsStated() + " " + (measure == null ? figure.getUnit() : measure.getUnit());
    }

    static List<String> ofAction(PublicAction action) {
        List<String> lines = new ArrayList<>();
        lines.add(action.getStatus().getValue());
        for (PublishedMove move : action.getDeadline().getMoves())
            lines.add(move.getOn() + ": from " + move.getFrom() + " to " + move.getTo() + " by " + move.getBy().getName() + ": " + move.getReason());
        for (PublishedClaim claim : action.getClaims()) {
            lines.add("claimed on " + claim.getOn() + ": " + claim.getEvidence());
            if (claim.getVerdict() == ClaimVerdict.REJECTED) lines.add("rejected on " + claim.getJudgedOn() + ": " + claim.getReason());
        }
        int moved = action.getTimesExtended();
        lines.add(moved + " times");
        return lines;
    }

    // --- problems ---

    // The body of an error is text in this client: it is read into the class of the document.
    static Problem problem(ApiException refused) throws Exception {
        return ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    }

    static String next(Problem problem) {
        switch (problem.getType()) {
            case UNAUTHENTICATED:
            case SIGN_IN:
                return "sign in";
            case STALE:
            case WRONG_STATE:
            case CONFLICT:
            case OUTCOME_UNKNOWN:
                return "read again";
            case MALFORMED:
            case BAD_PARAMETERS:
            case INVALID:
                return "correct";
            case OVERLOADED:
            case DATABASE_AWAY:
                return "wait";
            default:
                return "give up";
        }
    }

    // --- lists ---

    static List<String> newest(ApiClient client) throws ApiException {
        // By name, not by place: a later version of the service may have a filter more.
        QuestionsApi.APIListQuestionsRequest asked = QuestionsApi.APIListQuestionsRequest.newBuilder()
            .include(List.of(QuestionInclude.RESPONSES, QuestionInclude.ACTIONS))
            .limit(2).sort("-updated_at").fields(List.of("reference", "text", "answer"))
            .build();
        ListQuestions200Response page = new QuestionsApi(client).listQuestions(asked);
        // Of the whole and the trimmed rows this client takes the first that fits, and members that are not there are null: so these
        // are whole rows to it, even where `fields` was sent.
        List<String> rows = new ArrayList<>();
        for (QuestionView row : page.getListingQuestionView().getData()) rows.add(row.getId() + " " + row.getReference() + " " + row.getText());
        return rows;
    }

    // --- changes ---

    static TopicView titled(ApiClient client, UUID id, String title) throws Exception {
        TopicsApi topics = new TopicsApi(client);
        String tag = topics.getTopicWithHttpInfo(id).getHeaders().get("etag").get(0);
        for (int tries = 0; tries < 3; tries++) {
            try {
                return topics.editTopic(id, tag, new EditTopic().title(title));
            } catch (ApiException refused) {
                if (problem(refused).getType() != ProblemKind.STALE) throw refused;
                // The answer has the ETag of the record as it is now. A person should see that record before the change is sent again.
                tag = refused.getResponseHeaders().firstValue("ETag").orElseThrow();
            }
        }
        throw new IllegalStateException("others are always faster");
    }

    static void expect(String what, boolean holds) {
        if (!holds) throw new IllegalStateException("not so: " + what);
    }

    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        PublicRecordApi record = new PublicRecordApi(client);
        int questions = 0;
        for (PublicQuestion row : record.listPublicQuestions(PublicRecordApi.APIListPublicQuestionsRequest.newBuilder().build()).getData()) {
            expect("a question has an answer", !ofQuestion(record.getPublicQuestion(row.getId().toString())).isEmpty());
            questions++;
        }
        expect("there are questions", questions > 0);
        expect("two questions", newest(client).size() == 2);
        TopicView topic = new TopicsApi(client)
            .listTopics(TopicsApi.APIListTopicsRequest.newBuilder().limit(1).build()).getListingTopicView().getData().get(0);
        TopicView changed = titled(client, topic.getId(), topic.getTitle() + ".");
        expect("the topic has its new title", changed.getTitle().equals(topic.getTitle() + ".") && changed.getVersion() > topic.getVersion());
        try {
            new TopicsApi(client).editTopic(topic.getId(), "\"0\"", new EditTopic().title("Officer numbers"));
            throw new IllegalStateException("a change of an old version was made");
        } catch (ApiException refused) {
            expect("it has to be read again", next(problem(refused)).equals("read again"));
        }
        System.out.println("read " + questions + " questions");
    }
}
