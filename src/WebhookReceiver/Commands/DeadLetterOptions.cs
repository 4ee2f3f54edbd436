using System.CommandLine;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The options that select dead letters.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<string?> handler = new("--handler") { Description = "Only those of this handler, by its name." };
    private readonly Option<string?> type = new("--type") { Description = "Only those of this event type, such as message.text." };
    private readonly Option<string?> cause = new("--cause") { Description = "attempts exhausted, never retry, handler missing, stale, process died or unreadable on disk." };
    private readonly Option<string?> endpoint = new("--endpoint") { Description = "Only those of this endpoint." };
    private readonly Option<DateTimeOffset?> since = new("--since") { Description = "Last tried at this time or later." };

    public void AddTo(Command command)
    {
        command.Options.Add(handler);
        command.Options.Add(type);
        command.Options.Add(cause);
        command.Options.Add(endpoint);
        command.Options.Add(since);
    }

    public DeadLetterFilter Read(ParseResult parsed) => new()
    {
        Handler = parsed.GetValue(handler),
        Type = parsed.GetValue(type),
        Cause = parsed.GetValue(cause),
        Endpoint = parsed.GetValue(endpoint),
        Since = parsed.GetValue(since),
    };
}
