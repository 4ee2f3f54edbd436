using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(WebhookReceiver.Tests.Logs.SuiteLogsLast))]

namespace WebhookReceiver.Tests.Logs;

/// <summary>Orders the log search after all other collections that run alone.</summary>
public sealed class SuiteLogsLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(static collection => collection.TestCollectionDisplayName is SuiteLogs.Name)];
}
