namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The tests that measure the memory of the process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
