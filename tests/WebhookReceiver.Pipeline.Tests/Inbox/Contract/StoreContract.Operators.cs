using WebhookReceiver.Inbox;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <content>What operators do: the audit log, and paused handlers.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task What_was_done_is_read_in_pages_the_newest_first_even_when_the_clock_was_set_back()
    {
        await using var store = await OpenAsync();
        var times = new[] { 10, 20, 5, 30 }.Select(static minutes => new DateTimeOffset(2026, 11, 27, 12, minutes, 0, TimeSpan.Zero)).ToList();

        foreach (var (index, time) in times.Index())
        {
            await store.Audit.WriteAsync(Entry(time, index), Token);
        }

        var first = await store.Audit.ReadAsync(AuditFilter.All, after: null, 2, Token);
        var second = await store.Audit.ReadAsync(AuditFilter.All, first[^1].Id, 10, Token);

        Assert.Equal([3, 2], first.Select(static entry => entry.Count));
        Assert.Equal([1, 0], second.Select(static entry => entry.Count));
        Assert.Equal(Entry(times[3], 3) with { Id = first[0].Id }, first[0]);
        Assert.Empty(await store.Audit.ReadAsync(AuditFilter.All, Guid.NewGuid(), 10, Token));
        Assert.Equal([3, 1], await CountsAsync(new AuditFilter { Since = times[1] }));
        Assert.Equal([2, 0], await CountsAsync(new AuditFilter { Until = times[1] }));
        Assert.Equal([2, 0], await CountsAsync(new AuditFilter { Action = "even" }));

        await store.KillAndReopenAsync();
        Assert.Equal(store.OutlivesTheProcess ? [3, 2, 1, 0] : [], await CountsAsync(AuditFilter.All));

        async Task<IEnumerable<long?>> CountsAsync(AuditFilter filter) => (await store.Audit.ReadAsync(filter, after: null, 10, Token)).Select(static entry => entry.Count);
    }

    [Fact]
    public async Task A_handler_is_paused_until_it_is_resumed()
    {
        await using var store = await OpenAsync();
        var pause = new HandlerPause("desk", new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero), "api key");

        await store.Pauses.PauseAsync(pause, Token);
        await store.Pauses.PauseAsync(pause with { By = "console" }, Token);
        await store.Pauses.PauseAsync(pause with { Handler = "archive" }, Token);
        Assert.Equal([pause with { Handler = "archive" }, pause], await store.Pauses.ReadAsync(Token));

        await store.Pauses.ResumeAsync("archive", Token);
        await store.Pauses.ResumeAsync("nobody", Token);
        await store.KillAndReopenAsync();
        Assert.Equal(store.OutlivesTheProcess ? [pause] : [], await store.Pauses.ReadAsync(Token));

        await store.Pauses.ResumeAsync("desk", Token);
        Assert.Empty(await store.Pauses.ReadAsync(Token));
    }

    private static AuditEntry Entry(DateTimeOffset at, int number) => new()
    {
        At = at,
        Action = number % 2 is 0 ? "even" : "odd",
        Target = "desk",
        Detail = number is 3 ? "handler: \"désk\"" : null,
        Count = number,
        By = "api key",
        From = number is 3 ? "::1" : null,
    };
}
