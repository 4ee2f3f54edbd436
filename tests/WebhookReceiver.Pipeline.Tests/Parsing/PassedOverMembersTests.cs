using WebhookReceiver.Parsing;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Parsing;

public sealed class PassedOverMembersTests
{
    private readonly ManualClock clock = new();
    private readonly ListLogger<PassedOverMembers> log = new();

    [Fact]
    public void They_are_named_at_once_and_then_once_a_minute_with_their_number()
    {
        var members = new PassedOverMembers(Bodies.Metrics(), clock, log);

        members.Note("messages.novelty");
        members.Note("messages.novelty");
        members.Note("calls.tags");
        Assert.Contains("messages.novelty", Assert.Single(log.Lines).Text, StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(1));
        members.Note("messages.novelty");

        Assert.Equal(2, log.Lines.Count);
        Assert.Contains("3 since", log.Lines[1].Text, StringComparison.Ordinal);
        Assert.Contains("calls.tags, messages.novelty", log.Lines[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_has_an_end_however_many_there_are_and_however_long_their_names()
    {
        var members = new PassedOverMembers(Bodies.Metrics(), clock, log);
        members.Note("messages.first");

        for (var number = 0; number < 10_000; number++)
        {
            members.Note($"messages.{number:d6}{new string('x', 1_000)}");
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        members.Note("messages.last");

        Assert.Contains("10001 since", log.Lines[1].Text, StringComparison.Ordinal);
        Assert.InRange(log.Lines[1].Text.Length, 100, 2_500);
    }

    [Fact]
    public async Task A_delivery_with_such_members_is_handled_once_and_they_are_in_the_log()
    {
        var handled = 0;
        await using var run = await Dispatch.DispatchRun.StartAsync(webhooks => webhooks.On<WhatsApp.WhatsAppEvent>((WhatsApp.WhatsAppEvent _) => { handled++; }, "all"));
        run.Source.Add($$"""{"entry":[{"id":"1","changes":[{"field":"messages","value":{"novelty":{"a":1},"messages":[{{Dispatch.Wire.Message("1", "m")}}]} }] }] }""");

        await run.UntilIdleAsync();

        Assert.Equal(1, handled);
        Assert.Contains(run.Log.All, static line => line.Id is 1403 && line.Text.Contains("messages.novelty", StringComparison.Ordinal));
    }
}
