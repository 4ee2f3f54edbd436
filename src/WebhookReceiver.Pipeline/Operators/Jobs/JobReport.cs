using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>What a job does with dead letters, and how far it is.</summary>
public sealed record JobReport
{
    /// <summary>The state of a job that has not ended.</summary>
    public const string Running = "running";

    /// <summary>The state of a job that has gone through all that matched.</summary>
    public const string Completed = "completed";

    /// <summary>The state of a job that was cancelled; what it has done stays done.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The state of a job that could not go on; what it has done stays done.</summary>
    public const string Failed = "failed";

    /// <summary>The id by which it is shown and cancelled.</summary>
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary><c>replay</c> or <c>discard</c>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary><c>running</c>, <c>completed</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>Which dead letters it is about.</summary>
    [JsonPropertyName("filter")]
    public required DeadLetterFilter Filter { get; init; }

    /// <summary>How many each second at most; 0 means as fast as possible.</summary>
    [JsonPropertyName("rate")]
    public required int Rate { get; init; }

    /// <summary>How many matched the filter when it began.</summary>
    [JsonPropertyName("found")]
    public required int Found { get; init; }

    /// <summary>How many of them it has gone through.</summary>
    [JsonPropertyName("done")]
    public required int Done { get; init; }

    /// <summary>How many it has marked for a replay.</summary>
    [JsonPropertyName("replaying")]
    public required int Replaying { get; init; }

    /// <summary>How many it has discarded.</summary>
    [JsonPropertyName("discarded")]
    public required int Discarded { get; init; }

    /// <summary>How many were already being replayed, or were gone before their turn.</summary>
    [JsonPropertyName("skipped")]
    public required int Skipped { get; init; }

    /// <summary>How many cannot be read, at the moment or ever.</summary>
    [JsonPropertyName("unreadable")]
    public required int Unreadable { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it is running.</summary>
    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who asked for it: <c>api key</c>, <c>console</c>, <c>command line</c> or <c>application</c>.</summary>
    [JsonPropertyName("by")]
    public required string By { get; init; }

    /// <summary>Why it could not go on.</summary>
    [JsonPropertyName("problem")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }
}

/// <summary>The jobs of this process, the newest first.</summary>
/// <param name="Jobs">The jobs.</param>
public sealed record JobList([property: JsonPropertyName("jobs")] IReadOnlyList<JobReport> Jobs);

/// <summary>How many dead letters a job would be about.</summary>
/// <param name="Found">How many match the filter now.</param>
/// <param name="IsDryRun">Always true: nothing was done.</param>
public sealed record DryRunReport([property: JsonPropertyName("found"), JsonRequired] int Found, [property: JsonPropertyName("dry_run")] bool IsDryRun = true);
