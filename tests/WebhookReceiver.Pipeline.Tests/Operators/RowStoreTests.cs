using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Operators;

/// <summary>What operators get from a store that has no files and answers later.</summary>
public sealed class RowStoreTests
{
    private const string Person = "15550100301";

    private readonly RowStore store = new(Row("15550100300", "wamid.1"), Row(Person, "wamid.2"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_status_has_its_own_words_in_the_places_of_the_journals()
    {
        await using var run = await StartAsync();

        var status = JsonSerializer.SerializeToElement(await run.Service<WhatsAppInbox>().StatusAsync(Token), OperatorJson.Default.InboxStatus);

        Assert.Equal("rows://here", status.GetProperty("directory").GetString());
        Assert.Equal((10, 11), (status.GetProperty("oldest_sequence").GetInt64(), status.GetProperty("newest_sequence").GetInt64()));
        Assert.Equal((1, 4096), (status.GetProperty("delivery_segments").GetInt64(), status.GetProperty("delivery_bytes").GetInt64()));
    }

    [Fact]
    public async Task What_it_lacks_is_no_sound_inbox()
    {
        await using var run = await StartAsync();

        var found = await run.Service<WhatsAppInbox>().VerifyAsync(Token);

        Assert.Equal((true, false, false), (found.Deliveries.IsSound, found.Outcomes.IsSound, found.IsSound));
        Assert.Equal(2, found.Deliveries.Frames);
    }

    [Fact]
    public async Task Its_deliveries_are_exported_and_a_reader_may_leave()
    {
        await using var run = await StartAsync();
        using var leaving = new CancellationTokenSource();

        var all = await run.Service<WhatsAppInbox>().ExportAsync(new DeliveryExportFilter(), Token).ToListAsync(Token);
        var left = run.Service<WhatsAppInbox>().ExportAsync(new DeliveryExportFilter(), leaving.Token).Select(async (ExportedDelivery _, CancellationToken _) =>
        {
            await leaving.CancelAsync();
            return 1;
        });

        Assert.Equal([(10, false), (11, true)], all.Select(static one => (one.Sequence, one.IsSettled)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.CountAsync(Token).AsTask());
    }

    [Fact]
    public async Task A_person_is_found_in_it_and_what_is_being_written_is_ended()
    {
        await using var run = await StartAsync();

        var report = await run.Service<WhatsAppInbox>().EraseAsync(Person, Token);

        var part = Assert.Single(report.DeliverySegments);
        Assert.Equal(("inbox_2026_11_26", 1, 1), (part.Name, part.Holding, part.WaitsFor));
        Assert.Equal((1, false), (store.Sealed, report.NothingLeft));
        Assert.Null(report.GoneBy);
    }

    private static Delivery Row(string from, string id) => Delivery.Restored(
        DeliveryIds.Next(), "default", Encoding.UTF8.GetBytes(Wire.Text(from, id, DateTimeOffset.UnixEpoch)), DateTimeOffset.UnixEpoch, phoneNumberId: null, default);

    private Task<DispatchRun> StartAsync() => DispatchRun.StartAsync(
        static webhooks => webhooks.On<TextMessage>(static (TextMessage _) => { }),
        services: services => services
            .AddSingleton<IStoreOperations>(store)
            .AddSingleton<IDeadLetters>(static provider =>
                new LaterDeadLetters(new LocalDeadLetters(provider.GetRequiredService<WatchedOutcomes>(), provider.GetRequiredService<WatchedOutcomes>()))));
}
