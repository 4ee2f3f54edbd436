using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// When a number can be called (<c>call_hours</c>, Meta's page on call settings). Times are as sent, <c>0930</c> or <c>09:30</c>, in the given time zone.
/// </summary>
public sealed record CallingHours
{
    /// <summary>Whether the hours apply: <c>ENABLED</c>, <c>DISABLED</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>The time zone, such as <c>Europe/Amsterdam</c>.</summary>
    public string? TimeZoneId { get; init; }

    /// <summary>The hours of a normal week; a day may occur more than once.</summary>
    public IReadOnlyList<CallingDay> Weekly { get; init; } = [];

    /// <summary>The dates with different hours.</summary>
    public IReadOnlyList<CallingHoliday> Holidays { get; init; } = [];

    internal static CallingHours? Read(WireValue hours) => !hours.IsObject ? null : new()
    {
        Status = hours["status"u8].Name,
        TimeZoneId = hours["timezone_id"u8].Name,
        Weekly = hours["weekly_operating_hours"u8].Items.Read(CallingDay.Read),
        Holidays = hours["holiday_schedule"u8].Items.Read(CallingHoliday.Read),
    };
}

/// <summary>The hours of a day of the week (<c>weekly_operating_hours[]</c>, Meta's page on call settings).</summary>
public sealed record CallingDay
{
    /// <summary><c>MONDAY</c> and so on.</summary>
    public string? DayOfWeek { get; init; }

    /// <summary>The opening time.</summary>
    public string? OpenTime { get; init; }

    /// <summary>The closing time.</summary>
    public string? CloseTime { get; init; }

    internal static CallingDay? Read(WireValue day) => !day.IsObject ? null : new()
    {
        DayOfWeek = day["day_of_week"u8].Name,
        OpenTime = day["open_time"u8].Name,
        CloseTime = day["close_time"u8].Name,
    };
}

/// <summary>The hours of a single date (<c>holiday_schedule[]</c>, Meta's page on call settings).</summary>
public sealed record CallingHoliday
{
    /// <summary>The date, as <c>YYYY-MM-DD</c>.</summary>
    public string? Date { get; init; }

    /// <summary>The opening time.</summary>
    public string? StartTime { get; init; }

    /// <summary>The closing time.</summary>
    public string? EndTime { get; init; }

    internal static CallingHoliday? Read(WireValue holiday) => !holiday.IsObject ? null : new()
    {
        Date = holiday["date"u8].Name,
        StartTime = holiday["start_time"u8].Name,
        EndTime = holiday["end_time"u8].Name,
    };
}
