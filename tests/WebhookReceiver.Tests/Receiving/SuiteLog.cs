namespace WebhookReceiver.Tests.Receiving;

/// <summary>Every log line of every receiver started in this run of the suite, at every level, for the test that searches them.</summary>
internal static class SuiteLog
{
    public static LogLines Lines { get; } = new();
}
