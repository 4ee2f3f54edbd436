using System.Globalization;

namespace WebhookReceiver.Commands.Register;

/// <summary>The subscription of an app: where Meta sends, and which fields.</summary>
internal sealed record AppSubscription(string? CallbackUrl, bool IsActive, IReadOnlyList<string> Fields)
{
    public static AppSubscription Read(RemoteJson item) =>
        new(item["callback_url"].Text, !item["active"].IsFalse, [.. item["fields"].Items.Select(static field => field["name"].Text ?? field.Text).OfType<string>()]);

    /// <summary>What is not as wanted, each as a sentence.</summary>
    /// <param name="callback">Null when any is right.</param>
    /// <param name="fields">The wanted fields.</param>
    public IEnumerable<string> DifferencesFrom(Uri? callback, IReadOnlyList<string> fields)
    {
        if (callback is not null && !string.Equals(CallbackUrl, callback.AbsoluteUri, StringComparison.Ordinal))
        {
            yield return $"The callback URL is {ShownUrl.Of(CallbackUrl)}, not {callback.AbsoluteUri}.";
        }

        if (!IsActive)
        {
            yield return "The subscription is not active: Meta sends nothing.";
        }

        if (fields.Except(Fields, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            yield return $"Fields missing: {string.Join(", ", missing)}.";
        }
    }
}

/// <summary>The link between an app and an account.</summary>
/// <param name="OverrideUrl">Where this account's notifications go instead of the app's callback URL; null for no override.</param>
internal sealed record AccountLink(string? OverrideUrl);

/// <summary>Where the notifications of a number go: the first of the three that is set.</summary>
internal sealed record NumberCallbacks(string? OfNumber, string? OfAccount, string? OfApp);

/// <summary>What a token is allowed to do, and for how long.</summary>
internal sealed record InspectedToken(bool IsValid, DateTimeOffset? ExpiresAt, IReadOnlyList<string> Scopes, IReadOnlyList<string> Accounts)
{
    private const string Management = "whatsapp_business_management";

    private static readonly IReadOnlyList<string> Needed = [Management, "whatsapp_business_messaging"];

    public IEnumerable<string> MissingScopes => Needed.Except(Scopes, StringComparer.Ordinal);

    public static InspectedToken Read(RemoteJson data) => new(
        data["is_valid"].IsTrue,
        data["expires_at"].Number is { } seconds and > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        [.. data["scopes"].Items.Select(static scope => scope.Text).OfType<string>()],
        [.. data["granular_scopes"].Items.Where(static scope => scope["scope"].Text is Management).SelectMany(static scope => scope["target_ids"].Items)
            .Select(static id => id.Text).OfType<string>().Where(GraphSettings.IsId)]);

    public string Describe() => string.Create(CultureInfo.InvariantCulture, $"{(ExpiresAt is { } end ? $"valid until {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "does not expire")}");
}
