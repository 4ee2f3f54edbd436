using System.CommandLine;
using System.CommandLine.Parsing;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The options that select dead letters.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<string?> handler = new("--handler") { Description = "Only those of this handler, by its name." };
    private readonly Option<string?> type = new("--type") { Description = "Only those of this event type, such as message.text." };
    private readonly Option<string?> cause = new("--cause") { Description = "attempts exhausted, never retry, handler missing, stale, process died or unreadable on disk." };
    private readonly Option<string?> endpoint = new("--endpoint") { Description = "Only those of this endpoint." };
    private readonly Option<string?> exception = new("--exception") { Description = "Only those whose last exception has this type, by its full name, such as System.TimeoutException." };
    private readonly Option<DateTimeOffset?> since = new("--since") { Description = "Last tried at this time or later." };
    private readonly Option<DateTimeOffset?> until = new("--until") { Description = "Last tried before this time." };

    public void AddTo(Command command)
    {
        command.Options.Add(handler);
        command.Options.Add(type);
        command.Options.Add(cause);
        command.Options.Add(endpoint);
        command.Options.Add(exception);
        command.Options.Add(since);
        command.Options.Add(until);
    }

    /// <summary>Whether there is any filter among the arguments.</summary>
    public bool AreGiven(SymbolResult result) => new Option[] { handler, type, cause, endpoint, exception, since, until }.Any(option => result.GetResult(option) is not null);

    public DeadLetterFilter Read(ParseResult parsed) => new()
    {
        Handler = parsed.GetValue(handler),
        Type = parsed.GetValue(type),
        Cause = parsed.GetValue(cause),
        Endpoint = parsed.GetValue(endpoint),
        Exception = parsed.GetValue(exception),
        Since = parsed.GetValue(since),
        Until = parsed.GetValue(until),
    };
}
