using System.CommandLine;
using System.Text;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands.Events;

/// <summary><c>events find|show</c>: events and their outcomes.</summary>
internal sealed class EventCommands(Func<IConfiguration> settings, CommandOutput output)
{
    private const int PageSize = 1000;

    public Command Build(string name) => new(name, "Stored events and their outcomes. Example: events find wamid.HBgL…") { Find(), Show() };

    private Command Find()
    {
        var word = new Argument<string?>("what")
        {
            Description = "A wamid, the key of an event or its first 12 digits, a phone number, a user id, a username, a conversation, or the id of a delivery; without it, the newest events.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("find", "Find events, newest first, without what people wrote; if it is one, with everything that happened to it. Example: events find 15550100300 --since 2026-11-20") { word };
        var options = new EventOptions();
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed);
            var page = await output.WhileAsync(parsed, "Searching", () => FindAsync(inbox, options.Read(parsed, SearchWord.Read(parsed.GetValue(word))), options.Limit(parsed), cancellationToken));

            if (page.Events is [var first, ..] && page.Next is null && page.Events.All(one => string.Equals(one.Key, first.Key, StringComparison.Ordinal) && string.Equals(one.Endpoint, first.Endpoint, StringComparison.Ordinal))
                && await inbox.FindEventAsync(first.Key, first.Endpoint, cancellationToken) is { } details)
            {
                output.Write(parsed, details, OperatorJson.Indented.EventDetails, EventText.Write);
                return ExitCode.Fine;
            }

            output.Write(parsed, page, OperatorJson.Indented.EventPage, EventText.Write);
            return page.Events.Count > 0 ? ExitCode.Fine : ExitCode.NothingOrDamage;
        });
        return command;
    }

    private Command Show()
    {
        var key = new Argument<string>("key") { Description = "The key of an event, or its first 12 digits." };
        var endpoint = new Option<string?>("--endpoint") { Description = "The endpoint that received it, if there are several." };
        var content = new Option<bool>("--content") { Description = "Print what Meta sent, including what people wrote, and nothing else." };
        var command = new Command("show", "Show one event. Example: events show 3f9a61c20b7d") { key, endpoint, content };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var inbox = await OpenAsync(parsed);

            if (parsed.GetValue(content))
            {
                return await inbox.ReadEventAsync(parsed.GetValue(key)!, parsed.GetValue(endpoint), cancellationToken) is { Event: { } json }
                    ? Print(Printable.Escape(Encoding.UTF8.GetString(json.Text.Span)))
                    : NotStored();
            }

            if (await inbox.FindEventAsync(parsed.GetValue(key)!, parsed.GetValue(endpoint), cancellationToken) is not { } details)
            {
                return NotStored();
            }

            output.Write(parsed, details, OperatorJson.Indented.EventDetails, EventText.Write);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>A page is searched for less than a second; a command has more time, and goes on until it has enough.</summary>
    private static async Task<EventPage> FindAsync(IInboxAccess inbox, EventSearch search, int limit, CancellationToken cancellationToken)
    {
        var found = new List<EventSummary>();
        EventPage? page = null;

        do
        {
            page = await inbox.FindEventsAsync(search, Math.Min(PageSize, limit - found.Count), page?.Next, cancellationToken);
            found.AddRange(page.Events);
        }
        while (page.Next is not null && found.Count < limit);

        return page with { Events = found };
    }

    private Task<IInboxAccess> OpenAsync(ParseResult parsed) => output.WhileAsync(parsed, "Opening the inbox", () => InboxAccess.OpenAsync(settings(), isReadOnly: true));

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return ExitCode.Fine;
    }

    private static int NotStored()
    {
        Console.Error.WriteLine("No event with that key is stored, or not any longer.");
        return ExitCode.NothingOrDamage;
    }
}
