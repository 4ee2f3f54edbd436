namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The tests that measure the memory of the process: nothing else runs at the same time.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
