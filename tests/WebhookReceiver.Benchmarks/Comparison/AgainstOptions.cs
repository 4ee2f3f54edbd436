namespace WebhookReceiver.Benchmarks;

/// <summary>What <c>against</c> was asked to measure.</summary>
/// <param name="Comparison">How often, and for how long.</param>
/// <param name="Host">The folder into which the other build's host was published.</param>
internal sealed record AgainstOptions(ComparisonOptions Comparison, string Host)
{
    /// <exception cref="UsageException">Something else was typed, or no host is there.</exception>
    public static AgainstOptions Read(string[] typed)
    {
        var arguments = new Arguments("against", typed);
        var host = Path.GetFullPath(arguments.Text("--host"));
        var options = new AgainstOptions(ComparisonOptions.Read(arguments), host);
        arguments.End();

        return File.Exists(ReceiverServer.In(host)) ? options : throw new UsageException($"There is no {ReceiverServer.In(host)}: --host is the folder into which another build of the host was published.");
    }
}
