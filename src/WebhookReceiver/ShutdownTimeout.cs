using System.Globalization;

namespace WebhookReceiver;

/// <summary>Refuses a <c>ShutdownTimeoutSeconds</c> that is not a whole number: the framework would silently use its default.</summary>
internal static class ShutdownTimeout
{
    private const string Key = "ShutdownTimeoutSeconds";

    public static void AddShutdownTimeout(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<HostOptions>()
            .Validate(_ => IsValid(builder.Configuration[Key]), $"{Key} is '{builder.Configuration[Key]}'; it must be a whole number of seconds.")
            .ValidateOnStart();

    private static bool IsValid(string? value) =>
        string.IsNullOrEmpty(value) || int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
