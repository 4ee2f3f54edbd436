using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WebhookReceiver.Tests.Commands.Register;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Operating.Alerts;

/// <summary>A real server in place of whoever gets the notices of the watchdog.</summary>
internal sealed class AlertRecipient : StandIn
{
    public const string Secret = "scenario-alert-secret-0123456789";

    private readonly Sightings<AlertPost> posts = new();

    public IReadOnlyList<AlertPost> Posts => posts.All;

    /// <summary>What it answers to the post with that number, counted from 1.</summary>
    public Func<int, Task<IResult>> Answer { get; set; } = static _ => Task.FromResult(Results.NoContent());

    /// <summary>The settings of a receiver that posts to it.</summary>
    public Dictionary<string, string?> Settings(params (string Key, string? Value)[] others)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Alerts:WebhookUrl"] = new Uri(Url, "/alerts?token=in-the-address").ToString(),
            ["Alerts:WebhookSecret"] = Secret,
        };

        foreach (var (key, value) in others)
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>Waits for as many posts of that kind.</summary>
    public Task UntilAsync(string kind, int count = 1) => posts.UntilAsync(post => string.Equals(post.Kind, kind, StringComparison.Ordinal), count, Patience.Token);

    protected override Task<IResult> AnswerAsync(StandInCall call)
    {
        posts.Add(new AlertPost(call));
        return Answer(posts.All.Count);
    }
}

/// <summary>A notice as it arrived.</summary>
internal sealed record AlertPost(StandInCall Call)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Call.Body).RootElement;

    public string Kind => Json.GetProperty("kind").GetString()!;

    public string? Alert => Json.TryGetProperty("alert", out var alert) ? alert.GetString() : null;

    public string Id => Json.GetProperty("id").GetString()!;

    public string? Signature => Call.Headers["X-Signature-256"];

    public IReadOnlyList<string?> Active => [.. Json.GetProperty("active").EnumerateArray().Select(static name => name.GetString())];
}
