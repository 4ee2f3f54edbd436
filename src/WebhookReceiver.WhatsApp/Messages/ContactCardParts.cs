using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>The name on a card.</summary>
public sealed record ContactName
{
    /// <summary>The full name.</summary>
    public string? FormattedName { get; init; }

    /// <summary>The first name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The middle name.</summary>
    public string? MiddleName { get; init; }

    /// <summary>The prefix of the name.</summary>
    public string? Prefix { get; init; }

    /// <summary>The suffix of the name.</summary>
    public string? Suffix { get; init; }

    internal static ContactName? Read(WireValue name) => !name.IsObject ? null : new()
    {
        FormattedName = name["formatted_name"u8].Text,
        FirstName = name["first_name"u8].Text,
        LastName = name["last_name"u8].Text,
        MiddleName = name["middle_name"u8].Text,
        Prefix = name["prefix"u8].Text,
        Suffix = name["suffix"u8].Text,
    };
}

/// <summary>A phone number on a card.</summary>
public sealed record ContactPhone
{
    /// <summary>The number in any format.</summary>
    public string? Phone { get; init; }

    /// <summary>Its WhatsApp id, if it has WhatsApp.</summary>
    public string? WaId { get; init; }

    /// <summary>A label in free text.</summary>
    public string? Type { get; init; }

    internal static ContactPhone? Read(WireValue phone) => !phone.IsObject ? null : new()
    {
        Phone = phone["phone"u8].Text,
        WaId = phone["wa_id"u8].Name,
        Type = phone["type"u8].Text,
    };
}

/// <summary>An e-mail address on a card.</summary>
public sealed record ContactEmail
{
    /// <summary>The address.</summary>
    public string? Email { get; init; }

    /// <summary>A label in free text.</summary>
    public string? Type { get; init; }

    internal static ContactEmail? Read(WireValue email) => !email.IsObject ? null : new()
    {
        Email = email["email"u8].Text,
        Type = email["type"u8].Text,
    };
}

/// <summary>A postal address on a card.</summary>
public sealed record ContactAddress
{
    /// <summary>Street and number.</summary>
    public string? Street { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>State or province.</summary>
    public string? State { get; init; }

    /// <summary>Postal code.</summary>
    public string? Zip { get; init; }

    /// <summary>Country in words.</summary>
    public string? Country { get; init; }

    /// <summary>Country code.</summary>
    public string? CountryCode { get; init; }

    /// <summary>A label in free text.</summary>
    public string? Type { get; init; }

    internal static ContactAddress? Read(WireValue address) => !address.IsObject ? null : new()
    {
        Street = address["street"u8].Text,
        City = address["city"u8].Text,
        State = address["state"u8].Text,
        Zip = address["zip"u8].Text,
        Country = address["country"u8].Text,
        CountryCode = address["country_code"u8].Text,
        Type = address["type"u8].Text,
    };
}

/// <summary>A web address on a card.</summary>
public sealed record ContactUrl
{
    /// <summary>The URL. Untrusted text: do not fetch it.</summary>
    public string? Url { get; init; }

    /// <summary>A label in free text.</summary>
    public string? Type { get; init; }

    internal static ContactUrl? Read(WireValue url) => !url.IsObject ? null : new()
    {
        Url = url["url"u8].Text,
        Type = url["type"u8].Text,
    };
}

/// <summary>An account with another messenger on a card.</summary>
public sealed record ContactMessenger
{
    /// <summary>The messenger.</summary>
    public string? Service { get; init; }

    /// <summary>The name or number there.</summary>
    public string? UserId { get; init; }

    internal static ContactMessenger? Read(WireValue messenger) => !messenger.IsObject ? null : new()
    {
        Service = messenger["service"u8].Text,
        UserId = messenger["user_id"u8].Text,
    };
}

/// <summary>The organisation on a card.</summary>
public sealed record ContactOrganization
{
    /// <summary>The company.</summary>
    public string? Company { get; init; }

    /// <summary>The department.</summary>
    public string? Department { get; init; }

    /// <summary>The person's job title.</summary>
    public string? Title { get; init; }

    internal static ContactOrganization? Read(WireValue organization) => !organization.IsObject ? null : new()
    {
        Company = organization["company"u8].Text,
        Department = organization["department"u8].Text,
        Title = organization["title"u8].Text,
    };
}
