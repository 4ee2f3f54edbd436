using System.Collections.Concurrent;
using WebhookReceiver.Inbox;
using WebhookReceiver.Postgres.Tests.Harness;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>Receivers with handlers on one schema: every event takes effect once, in the order of its conversation, whoever accepted it.</summary>
public sealed class HandlingTests(PostgresServer server) : IAsyncDisposable
{
    private const int Users = 20;

    private readonly string schema = server.NewSchema();
    private readonly ConcurrentQueue<(string User, int Number)> handled = new();
    private readonly List<Receiver> receivers = [];
    private int failures;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }

        await server.ExecuteAsync($"drop schema if exists {schema} cascade");
    }

    [Fact]
    public async Task Two_receivers_handle_every_event_once_and_in_order_though_each_delivery_comes_to_both()
    {
        const int Rounds = 100;
        var (first, second) = (await StartAsync(), await StartAsync());

        for (var number = 0; number < Rounds; number++)
        {
            var body = Bodies.Of($"{number}", All);
            Assert.True(await first.AcceptAsync(body));
            Assert.True(await second.AcceptAsync(body));
        }

        await UntilHandledAsync(Rounds * Users);
        AssertInOrder(Rounds);
    }

    [Fact]
    public async Task A_receiver_that_stops_hands_its_conversations_over_and_nothing_is_lost_or_handled_twice()
    {
        const int Rounds = 60;
        var (first, second) = (await StartAsync(), await StartAsync());

        for (var number = 0; number < Rounds; number++)
        {
            Assert.True(await second.AcceptAsync(Bodies.Of($"{number}", All)));

            if (number is Rounds / 2)
            {
                await first.StopAsync();
            }
        }

        await UntilHandledAsync(Rounds * Users);
        AssertInOrder(Rounds);
    }

    [Fact]
    public async Task A_failed_handler_is_called_again()
    {
        failures = 1;
        var receiver = await StartAsync();
        await receiver.AcceptAsync(Bodies.Of("0", "15550000001"));

        await UntilHandledAsync(1);

        Assert.Equal(0, failures);
    }

    [Fact]
    public async Task A_handler_that_is_paused_on_one_is_paused_on_all_until_any_of_them_resumes_it()
    {
        const string Handler = "TextMessage#1";
        var (first, second) = (await StartAsync(), await StartAsync());
        await first.Pausing.PauseAsync(Handler, "api key", Token);
        await Handling.UntilAsync(() => second.Paused.Contains(Handler), Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.True(await first.AcceptAsync(Bodies.Of("0", All)));
        Assert.True(await second.AcceptAsync(Bodies.Of("1", All)));

        // One that starts knows of it before it calls anything.
        var third = await StartAsync();
        await Handling.UntilAsync(() => third.Pausing.IsKnown, Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.True(third.Paused.Contains(Handler));
        Assert.Empty(handled);

        await third.Pausing.ResumeAsync(Handler, Token);
        await UntilHandledAsync(2 * Users);
        AssertInOrder(2);
    }

    [Fact]
    public async Task A_handler_is_paused_and_resumed_on_any_instance_whatever_that_one_knew_of_it_before()
    {
        const string Handler = "TextMessage#1";
        var (first, second) = (await StartAsync(), await StartAsync());

        // One after the other, faster than they learn of each other.
        var reports = new[]
        {
            await first.Operators.PauseHandlerAsync(Handler, Token),
            await second.Operators.PauseHandlerAsync(Handler, Token),
            await second.Operators.ResumeHandlerAsync(Handler, Token),
            await first.Operators.ResumeHandlerAsync(Handler, Token),
            await first.Operators.PauseHandlerAsync(Handler, Token),
            await second.Operators.ResumeHandlerAsync(Handler, Token),
        };

        Assert.Equal(["paused", "paused", "running", "running", "paused", "running"], reports.Select(static report => report!.State));
        Assert.Equal(reports[0]!.PausedAt, reports[1]!.PausedAt);
        Assert.Equal(0, await server.ReadAsync<long>($"select count(*) from {schema}.paused_handler"));
        var audit = await first.Operators.ListAuditAsync(AuditFilter.All, 10, cancellationToken: Token);
        Assert.Equal(["handler.resumed", "handler.paused", "handler.resumed", "handler.paused"], audit.Entries.Select(static entry => entry.Action));
        Assert.True(await first.AcceptAsync(Bodies.Of("0", All)));
        await UntilHandledAsync(Users);
    }

    private static string[] All => [.. Enumerable.Range(1, Users).Select(static number => $"1555{number:D7}")];

    private async Task<Receiver> StartAsync()
    {
        var receiver = await Receiver.StartAsync(server.ConnectionString(), schema, HandleAsync);
        receivers.Add(receiver);
        return receiver;
    }

    private Task HandleAsync(TextMessage message, WhatsAppContext context)
    {
        if (failures > 0)
        {
            failures--;
            throw new InvalidOperationException("not now");
        }

        handled.Enqueue((message.User!.PhoneNumber!, int.Parse(message.Body!, System.Globalization.CultureInfo.InvariantCulture)));
        return Task.CompletedTask;
    }

    private async Task UntilHandledAsync(int count) => await Handling.UntilAsync(() => handled.Count >= count, Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

    private void AssertInOrder(int rounds) => Assert.All(
        handled.GroupBy(static one => one.User), conversation => Assert.Equal(Enumerable.Range(0, rounds), conversation.Select(static one => one.Number)));
}
