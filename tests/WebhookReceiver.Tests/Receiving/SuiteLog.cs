namespace WebhookReceiver.Tests.Receiving;

/// <summary>Every log line of every receiver that this run of the suite starts, at every level, for the test that searches them.</summary>
internal static class SuiteLog
{
    public static LogLines Lines { get; } = new();
}
