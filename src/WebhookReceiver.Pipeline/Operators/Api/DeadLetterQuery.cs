using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace WebhookReceiver.Operators;

/// <summary>The filter of a request. Every value is text, so that one that cannot be read is answered with what is wrong with it.</summary>
internal sealed record DeadLetterQuery(
    [property: FromQuery(Name = "handler")][property: Description("Only those of this handler, by its name.")] string? Handler,
    [property: FromQuery(Name = "type")][property: Description("Only those of this event type, such as message.text.")] string? Type,
    [property: FromQuery(Name = "cause")][property: Description("attempts exhausted, never retry, handler missing, stale, process died or unreadable on disk.")] string? Cause,
    [property: FromQuery(Name = "endpoint")][property: Description("Only those of this endpoint.")] string? Endpoint,
    [property: FromQuery(Name = "exception")][property: Description("Only those whose last exception has this type, by its full name, such as System.TimeoutException.")] string? Exception,
    [property: FromQuery(Name = "since")][property: Description("Last tried at this time or later, as in 2026-11-20T10:00:00Z.")] string? Since,
    [property: FromQuery(Name = "until")][property: Description("Last tried before this time.")] string? Until)
{
    /// <returns>What is wrong; null when everything could be read.</returns>
    public string? TryRead(out DeadLetterFilter filter)
    {
        var problem = TimeQuery.TryRead(Since, Until, out var since, out var until);
        filter = new DeadLetterFilter { Handler = Handler, Type = Type, Cause = Cause, Endpoint = Endpoint, Exception = Exception, Since = since, Until = until };
        return problem;
    }
}

/// <summary>Which page of a list.</summary>
internal sealed record PageQuery(
    [property: FromQuery(Name = "limit")][property: Description("How many at most: 1 to 1000, 100 if left out.")] string? Limit,
    [property: FromQuery(Name = "after")][property: Description("Where to continue: the previous page's next.")] string? After)
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    /// <returns>What is wrong; null when everything could be read.</returns>
    public string? TryRead(out int limit, out Guid? after)
    {
        limit = DefaultLimit;
        after = null;

        if (Limit is not null && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestLimit))
        {
            return $"limit must be a number between 1 and {LargestLimit}.";
        }

        if (After is null)
        {
            return null;
        }

        after = Guid.TryParse(After, out var id) ? id : null;
        return after is null ? "after is not the next of a page." : null;
    }
}

/// <summary>How to act on all that match.</summary>
internal sealed record BulkQuery(
    [property: FromQuery(Name = "dry_run")][property: Description("true: only count what matches.")] string? DryRun,
    [property: FromQuery(Name = "rate")][property: Description("How many a second at most: 100 if left out, 0 for as fast as possible.")] string? Rate,
    [property: FromQuery(Name = "all")][property: Description("true: confirms that all of them are to be discarded, when there is no filter.")] string? All)
{
    /// <returns>What is wrong; null when everything could be read.</returns>
    public string? TryRead(out bool isDryRun, out int rate, out bool isAll)
    {
        (isDryRun, rate, isAll) = (false, JobRequest.DefaultRate, false);

        return DryRun is not null && !bool.TryParse(DryRun, out isDryRun) ? "dry_run is true or false."
            : All is not null && !bool.TryParse(All, out isAll) ? "all is true or false."
            : Rate is not null && !int.TryParse(Rate, NumberStyles.None, CultureInfo.InvariantCulture, out rate) ? "rate is a number, how many a second at most; 0 means as fast as possible."
            : null;
    }
}
