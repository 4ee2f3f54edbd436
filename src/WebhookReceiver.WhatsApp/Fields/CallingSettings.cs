using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>The calling settings of a business number (<c>calling</c>, Meta's page on call settings).</summary>
public sealed record CallingSettings
{
    /// <summary>Whether the number can be called at all: <c>ENABLED</c>, <c>DISABLED</c>; the list is open.</summary>
    public string? Status { get; init; }

    /// <summary>Whether users see a call button: <c>DEFAULT</c>, <c>DISABLE_ALL</c>; the list is open.</summary>
    public string? CallIconVisibility { get; init; }

    /// <summary>The codes of the countries whose users see the call button; empty when there is no restriction.</summary>
    public IReadOnlyList<string> CallIconCountries { get; init; } = [];

    /// <summary>Whether a user who calls may be called back: <c>ENABLED</c>, <c>DISABLED</c>; the list is open.</summary>
    public string? CallbackPermissionStatus { get; init; }

    /// <summary>When the number can be called.</summary>
    public CallingHours? Hours { get; init; }

    /// <summary>Whether calls go over SIP, and through which servers.</summary>
    public CallingSip? Sip { get; init; }

    /// <summary>How the keys of the media are exchanged: <c>DTLS</c>, <c>SDES</c>; the list is open.</summary>
    public string? SrtpKeyExchangeProtocol { get; init; }

    /// <summary>What Meta has restricted.</summary>
    public IReadOnlyList<CallingRestriction> Restrictions { get; init; } = [];

    internal static CallingSettings? Read(WireValue calling) => !calling.IsObject ? null : new()
    {
        Status = calling["status"u8].Name,
        CallIconVisibility = calling["call_icon_visibility"u8].Name,
        CallIconCountries = calling["call_icons"u8]["restrict_to_user_countries"u8].Items.Read(static country => country.Name),
        CallbackPermissionStatus = calling["callback_permission_status"u8].Name,
        Hours = CallingHours.Read(calling["call_hours"u8]),
        Sip = CallingSip.Read(calling["sip"u8]),
        SrtpKeyExchangeProtocol = calling["srtp_key_exchange_protocol"u8].Name,
        Restrictions = calling["restrictions"u8]["restrictions_list"u8].Items.Read(CallingRestriction.Read),
    };
}

/// <summary>A restriction that Meta has placed on a number's calls (<c>restrictions_list[]</c>, Meta's page on call settings).</summary>
public sealed record CallingRestriction
{
    /// <summary>What is restricted; the list is open.</summary>
    public string? RestrictionType { get; init; }

    /// <summary>The reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The end of the restriction.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal static CallingRestriction? Read(WireValue restriction) => !restriction.IsObject ? null : new()
    {
        RestrictionType = restriction["type"u8].Name,
        Reason = restriction["reason"u8].Text,
        ExpiresAt = restriction["expiration"u8].Time,
    };
}
