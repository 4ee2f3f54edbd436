using System.CommandLine;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands.Events;

/// <summary>The options that select stored events.</summary>
internal sealed class EventOptions
{
    private readonly Option<string?> type = new("--type") { Description = "Only those of this event type, such as message.text." };
    private readonly Option<string?> endpoint = new("--endpoint") { Description = "Only those of this endpoint." };
    private readonly Option<EventState?> state = new("--state") { Description = "open, retrying, handled or dead." };
    private readonly Option<DateTimeOffset?> since = new("--since") { Description = "Received at this time or later." };
    private readonly Option<DateTimeOffset?> until = new("--until") { Description = "Received before this time." };
    private readonly Option<int> limit = new("--limit") { Description = "How many at most, newest first.", DefaultValueFactory = static _ => 20 };

    public void AddTo(Command command)
    {
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000)
            {
                result.AddError("--limit must be a number between 1 and 100000.");
            }
        });

        command.Options.Add(type);
        command.Options.Add(endpoint);
        command.Options.Add(state);
        command.Options.Add(since);
        command.Options.Add(until);
        command.Options.Add(limit);
    }

    public int Limit(ParseResult parsed) => parsed.GetValue(limit);

    public EventSearch Read(ParseResult parsed, EventSearch what) => what with
    {
        Type = parsed.GetValue(type),
        Endpoint = parsed.GetValue(endpoint),
        State = parsed.GetValue(state),
        Since = parsed.GetValue(since),
        Until = parsed.GetValue(until),
    };
}
