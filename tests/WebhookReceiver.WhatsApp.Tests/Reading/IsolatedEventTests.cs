using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class IsolatedEventTests
{
    private const string AssumedNumber = "106000000000009";

    public static TheoryData<string> Cases => new(ResourceFile.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_event_of_every_notification_can_stand_alone(string name) => AssertEachStandsAlone(new ResourceFile(name).Body);

    [Fact]
    public void Each_event_of_a_batch_can_stand_alone() => FuzzRun.Check(jsonSteps: 3, byteSteps: 0, one =>
    {
        var entries = one.Texts.Select((_, number) => Encoding.UTF8.GetString(number is 0 ? one.Json(FuzzTexts.Entries) : one.Text(FuzzTexts.Entries, number)));

        AssertEachStandsAlone(Encoding.UTF8.GetBytes(Notification.OfEntries([.. entries])));
    });

    [Fact]
    public void Each_event_of_a_body_of_any_shape_can_stand_alone() =>
        FuzzRun.Check(jsonSteps: 4, byteSteps: 1, one => AssertEachStandsAlone(one.Body(FuzzTexts.Bodies)));

    [Theory]
    [InlineData("""[{"entry":[{"changed_fields":["flows","security"]}]},17]""")]
    [InlineData("""{"entry":[{"id":"1","changes":[{"field":"flows"},{"field":"security","value":null},{"value":{"messages":[1],"errors":[2]}}]}]}""")]
    [InlineData("""{"entry":[{"changes":[{"field":"messages","value":{"messages":[1,2],"messages":[3],"statuses":4,"user_actions":[5]}}]}]}""")]
    [InlineData("""{"entry":{"changes":{"field":"standby","value":{"standby":{"messages":[{"id":"a"},{"id":"b"}],"statuses":[{"id":"c"}]}}}}}""")]
    [InlineData("""{"entry":{"changes":{"field":"messages","value":[{"messages":[{"id":"a"},{"id":"b"}]},{"statuses":[{"id":"c"}],"novelty":1},{"novelty":1}]}}}""")]
    [InlineData("""{"entry":{"changes":{"field":"messages","value":[{"messages":[{"id":"a"}]},1]}}}""")]
    [InlineData("""{"entry":{"changes":{"field":"security","value":[{"event":"a"},{"event":"a"}]}}}""")]
    [InlineData("""{"messages":[{"id":"a"}],"statuses":[{"id":"b"}],"errors":{"code":1}}""")]
    [InlineData("""{"event":"channel_created","data":{}}""")]
    [InlineData("\uFEFF{\"messages\":[{\"id\":\"a\"},{\"id\":\"b\"}]}")]
    [InlineData("\uFEFF no notification")]
    public void Shapes_without_a_notification_of_their_own_too(string body) => AssertEachStandsAlone(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void What_describes_the_event_stays_and_other_events_go()
    {
        const string metadata = """{ "phone_number_id" : "106000000000001" }""";
        const string contacts = """[{"wa_id":"15550100300","profile":{"name":"Mira"}}, {"wa_id":"15550100301"}]""";
        var body = Encoding.UTF8.GetBytes(Notification.OfValue(
            $$"""{"metadata":{{metadata}},"contacts":{{contacts}},"statuses":[{{Notification.Status()}}],"messages":[{{Notification.Text("a")}},{{Notification.Text("b")}}]}"""));

        var alone = Encoding.UTF8.GetString(WhatsAppPayload.Isolate(body, WhatsAppPayload.Read(body)[2]));

        Assert.Equal(
            Notification.OfValue($$"""{"metadata":{{metadata}},"contacts":{{contacts}},"statuses":[],"messages":[{{Notification.Text("b")}}]}"""),
            alone);
    }

    [Fact]
    public void The_only_contact_of_several_messages_is_not_given_to_a_stranger()
    {
        var body = Encoding.UTF8.GetBytes(Notification.OfMembers(
            "\"contacts\":[{\"wa_id\":\"15550100300\",\"profile\":{\"name\":\"Mira\"}}]",
            $"\"messages\":[{Notification.Text("a")},{Notification.Text("b", from: "15550100399")}]"));

        var events = WhatsAppPayload.Read(body);

        Assert.Equal("Mira", Assert.Single(WhatsAppPayload.Read(WhatsAppPayload.Isolate(body, events[0]))).User?.Name);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100399" }, Assert.Single(WhatsAppPayload.Read(WhatsAppPayload.Isolate(body, events[1]))).User);
    }

    [Fact]
    public void An_event_of_another_body_is_refused()
    {
        var body = Encoding.UTF8.GetBytes(Notification.OfMessages(Notification.Text()));
        var other = Assert.Single(WhatsAppPayload.Read(body.ToArray()));

        Assert.Throws<ArgumentException>(() => WhatsAppPayload.Isolate(body, other));
    }

    private static void AssertEachStandsAlone(byte[] body)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);

        foreach (var received in WhatsAppPayload.Read(body, AssumedNumber))
        {
            var alone = WhatsAppPayload.Isolate(body, received);
            var events = WhatsAppPayload.Read(alone, AssumedNumber);

            if (events.Count is not 1)
            {
                Assert.Fail($"{events.Count} events instead of one {received} in {Encoding.UTF8.GetString(alone)}");
            }

            Assert.Equal(Said(received), Said(events[0]));
            Assert.True(received.RawJson.Span.SequenceEqual(events[0].RawJson.Span), "The raw JSON has changed.");

            // Only the first of several equals without an id has the key that it has alone. They are told by their text: whose they are is not part of it.
            if (seen.Add(Notification.RawText(received)))
            {
                Assert.Equal(received.Key, events[0].Key);
            }
        }
    }

    private static string Said(WhatsAppEvent received) => string.Join(
        '|',
        received.GetType().Name,
        received.Type,
        received.Account,
        received.PhoneNumberId,
        received.ConversationKey,
        received.OccurredAt,
        received.User?.PhoneNumber,
        received.User?.UserId,
        received.User?.ParentUserId,
        received.User?.Username,
        received.User?.Name,
        received.User?.WaId);
}
