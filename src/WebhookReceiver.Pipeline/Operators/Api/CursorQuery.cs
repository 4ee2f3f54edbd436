using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace WebhookReceiver.Operators;

/// <summary>Which page of a search.</summary>
internal sealed record CursorQuery(
    [property: FromQuery(Name = "limit")][property: Description("How many at most: 1 to 1000, 100 if left out.")] string? Limit,
    [property: FromQuery(Name = "after")][property: Description("The next of the previous page.")] string? After)
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    /// <returns>What is wrong; null when everything could be read.</returns>
    public string? TryRead(out int limit)
    {
        limit = DefaultLimit;

        return Limit is null || (int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= LargestLimit)
            ? null
            : $"limit must be a number between 1 and {LargestLimit}.";
    }
}
