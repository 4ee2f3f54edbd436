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
    public void So_can_shapes_without_a_notification_around_them(string body) => AssertEachStandsAlone(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void What_describes_the_event_stays_and_other_events_and_their_contacts_are_removed()
    {
        const string metadata = """{ "phone_number_id" : "106000000000001" }""";
        const string contact = """{"wa_id" : "15550100300","profile":{"name":"Mira"}}""";
        var body = Encoding.UTF8.GetBytes(Notification.OfValue(
            $$"""{"metadata":{{metadata}},"contacts":[{"wa_id":"15550100301"}, {{contact}}, {"wa_id":"15550100302"}],"statuses":[{{Notification.Status()}}],"messages":[{{Notification.Text("a")}},{{Notification.Text("b")}}]}"""));

        var alone = Encoding.UTF8.GetString(WhatsAppPayload.Isolate(body, WhatsAppPayload.Read(body)[2]));

        Assert.Equal(
            Notification.OfValue($$"""{"metadata":{{metadata}},"contacts":[{{contact}}],"statuses":[],"messages":[{{Notification.Text("b")}}]}"""),
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

    [Theory]
    [InlineData("""{"wa_id":"15550100777","profile":{"name":"Mira"}}""", "Mira")]
    [InlineData("""{"profile":{"name":"Mira"}}""", "Mira")]
    public void The_only_contact_next_to_the_only_item_stays_even_without_a_matching_id(string contact, string name)
    {
        var body = Encoding.UTF8.GetBytes(Notification.OfMembers($"\"contacts\":[{contact}]", $"\"messages\":[{Notification.Text("a")}]", "\"errors\":[{\"code\":1}]"));
        var events = WhatsAppPayload.Read(body);
        var (message, error) = (WhatsAppPayload.Isolate(body, events[0]), WhatsAppPayload.Isolate(body, events[1]));

        Assert.Equal(name, events[0].User?.Name);
        Assert.Equal(events[0].User, Assert.Single(WhatsAppPayload.Read(message)).User);
        Assert.DoesNotContain("Mira", Encoding.UTF8.GetString(error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_of_chats_keeps_the_contacts_of_its_chats()
    {
        var body = Encoding.UTF8.GetBytes(Notification.OfValue(
            """
            {"contacts":[{"wa_id":"1555","profile":{"name":"Ann"}},{"wa_id":"1556","profile":{"name":"Ben"}},{"wa_id":"1557","profile":{"name":"Cleo"}},{"wa_id":"1558","profile":{"name":"Dora"}}],
            "history":[{"threads":[{"id":"1557","messages":[]},{"id":"1555","messages":[]}]},{"threads":[{"id":"1556","messages":[]}]}]}
            """,
            "history"));

        var alone = WhatsAppPayload.Isolate(body, WhatsAppPayload.Read(body)[0]);

        var chunk = Assert.IsType<HistoryChunk>(Assert.Single(WhatsAppPayload.Read(alone)));
        Assert.Equal(["Cleo", "Ann"], chunk.Threads.Select(static thread => thread.User?.Name));
        Assert.DoesNotContain("Ben", Encoding.UTF8.GetString(alone), StringComparison.Ordinal);
        Assert.DoesNotContain("Dora", Encoding.UTF8.GetString(alone), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_contact_lists_the_one_that_applies_keeps_its_own()
    {
        var body = Encoding.UTF8.GetBytes(Notification.OfMembers(
            "\"contacts\":[{\"wa_id\":\"15550100300\",\"profile\":{\"name\":\"Old\"}}]",
            "\"contacts\":{\"wa_id\":\"15550100300\",\"profile\":{\"name\":\"Mira\"}}",
            $"\"messages\":[{Notification.Text("a")},{Notification.Text("b")}]"));

        var alone = WhatsAppPayload.Isolate(body, WhatsAppPayload.Read(body)[1]);

        Assert.Equal("Mira", Assert.Single(WhatsAppPayload.Read(alone)).User?.Name);
        Assert.DoesNotContain("Old", Encoding.UTF8.GetString(alone), StringComparison.Ordinal);
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

            if (!string.Equals(Said(received), Said(events[0]), StringComparison.Ordinal) || !received.RawJson.Span.SequenceEqual(events[0].RawJson.Span))
            {
                Assert.Fail($"{Said(events[0])} instead of {Said(received)} in {Encoding.UTF8.GetString(alone)}, which was cut out of {Encoding.UTF8.GetString(body)}");
            }

            // Only the first of several equal items without an id has the key that it has alone. They are compared by their text: whom they concern is not part of it.
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
