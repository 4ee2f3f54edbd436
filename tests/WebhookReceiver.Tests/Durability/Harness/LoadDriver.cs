using System.Net;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// Sends notifications as Meta does, over several connections and until it is stopped: what was not answered with 200 is sent again, byte
/// for byte, until it is. Continues while nobody listens, so that a receiver may be killed and restarted meanwhile.
/// </summary>
internal sealed class LoadDriver : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly LoadShape shape;
    private readonly TimeProvider clock = TimeProvider.System;
    private readonly string run = Guid.NewGuid().ToString("N")[..8];
    private readonly SocketsHttpHandler connections;
    private readonly HttpClient http;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task[] senders;
    private volatile Uri[] targets = [];
    private volatile bool isPaused;
    private int created;

    public LoadDriver(LoadShape? shape = null)
    {
        this.shape = shape ?? new LoadShape();
        connections = new SocketsHttpHandler { MaxConnectionsPerServer = this.shape.Connections, ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false };
        http = new HttpClient(connections) { Timeout = this.shape.GivesUpAfter };
        senders = new Task[this.shape.Connections];
    }

    public LoadRecord Record { get; } = new();

    /// <summary>The callback URL of the current process. May point to one that is dead.</summary>
    public Uri? Target
    {
        get => targets is [var one, ..] ? one : null;
        set => targets = value is null ? [] : [value];
    }

    /// <summary>Several receivers behind a balancer: each message is sent to one of them, and to another when that one did not answer with 200.</summary>
    public IReadOnlyList<Uri> Targets
    {
        get => targets;
        set => targets = [.. value];
    }

    private Task? Broken => Array.Find(senders, static sender => sender is { IsFaulted: true });

    /// <summary>While set, nothing new is sent; requests in flight continue.</summary>
    public bool IsPaused
    {
        get => isPaused;
        set => isPaused = value;
    }

    public LoadDriver Start(Uri callback)
    {
        Target = callback;

        for (var sender = 0; sender < senders.Length; sender++)
        {
            var number = sender;
            senders[sender] = Task.Run(() => SendAsync(number), CancellationToken.None);
            _ = senders[sender].ContinueWith(_ => Record.SenderEnded(), TaskScheduler.Default);
        }

        return this;
    }

    /// <summary>Waits until this many 200 have been counted since the start.</summary>
    public async Task UntilAcknowledgedAsync(int count, CancellationToken cancellationToken)
    {
        await Record.UntilAsync(record => record.Acknowledgements >= count || Broken is not null, $"{count} were acknowledged").WaitAsync(cancellationToken);
        await (Broken ?? Task.CompletedTask);
    }

    /// <summary>Stops sending and waits for the requests in flight.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(senders.Where(static sender => sender is not null));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        connections.Dispose();
        stopping.Dispose();
    }

    private async Task SendAsync(int sender)
    {
        var random = new Random(sender);
        var conversations = Enumerable.Range(0, shape.Conversations).Where(conversation => conversation % shape.Connections == sender)
            .Select(conversation => conversation + shape.FirstConversation).ToArray();
        var next = conversations.ToDictionary(static conversation => conversation, static _ => (LoadMessage?)null);
        var last = conversations.ToDictionary(static conversation => conversation, static _ => (LoadMessage?)null);
        Uri? failed = null;
        using var pace = shape.Rate > 0 ? new PeriodicTimer(TimeSpan.FromSeconds((double)shape.Connections / shape.Rate), clock) : null;

        for (var turn = 0; conversations.Length > 0 && !stopping.IsCancellationRequested; turn++)
        {
            if (isPaused)
            {
                await PauseAsync();
                continue;
            }

            var conversation = conversations[turn % conversations.Length];
            var isRepetition = last[conversation] is not null && shape.RepeatOneIn > 0 && random.Next(shape.RepeatOneIn) is 0;
            var message = isRepetition ? last[conversation]! : next[conversation] ??= Create(conversation, last[conversation], random);

            if (message is null)
            {
                await PauseAsync();
                continue;
            }

            var target = Choose(random, failed);
            var other = shape.BothOneIn > 0 && random.Next(shape.BothOneIn) is 0 ? Choose(random, target) : null;

            if (await TrySendAsync(message, target, other))
            {
                failed = null;
                (last[conversation], next[conversation]) = isRepetition ? (message, next[conversation]) : (message, null);
            }
            else
            {
                failed = target;
                await PauseAsync();
            }

            if (pace is not null)
            {
                Task tick = pace.WaitForNextTickAsync(stopping.Token).AsTask();
                await tick.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private LoadMessage? Create(int conversation, LoadMessage? last, Random random) =>
        Interlocked.Increment(ref created) > shape.Messages ? null : new LoadMessage(run, conversation, (last?.Number ?? 0) + 1, shape.Length(random));

    private Uri Choose(Random random, Uri? except)
    {
        var all = targets;
        var others = all.Length > 1 ? Array.FindAll(all, target => target != except) : all;
        return others[others.Length > 1 ? random.Next(others.Length) : 0];
    }

    private async Task<bool> TrySendAsync(LoadMessage message, Uri target, Uri? other)
    {
        if (other is null || other == target)
        {
            return await TrySendAsync(message, target);
        }

        var answers = await Task.WhenAll(TrySendAsync(message, target), TrySendAsync(message, other));
        return answers[0] || answers[1];
    }

    private async Task<bool> TrySendAsync(LoadMessage message, Uri target)
    {
        Record.Sending(message);
        var sentAt = clock.GetUtcNow();
        HttpStatusCode? status = null;

        try
        {
            using var request = Notifications.Signed(target, message.ToBody());
            using var answer = await http.SendAsync(request, CancellationToken.None);
            status = answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            // Refused, disconnected, or not answered in time: sent again.
        }

        var answered = new LoadAnswer(message.Id, status, sentAt, clock.GetUtcNow());
        Record.Answered(answered);
        return answered.IsAcknowledged;
    }

    private async Task PauseAsync() =>
        await Task.Delay(PauseAfterFailure, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
