namespace WebhookReceiver;

/// <summary>
/// A setting as its documentation describes it, for <c>/api/settings</c>. Register one as a singleton for each setting of your application that operators should see there, beside those of the
/// receiver.
/// </summary>
/// <param name="Key">Its key, such as <c>ShutdownTimeoutSeconds</c>.</param>
/// <param name="Default">Its default in words; null when it has none, or when it is one of the receiver's own.</param>
/// <param name="Description">What it means, in a sentence.</param>
/// <param name="IsSecret">Whether its value must not be shown. A name that sounds like a secret is masked in any case.</param>
public sealed record DocumentedSetting(string Key, string? Default, string Description, bool IsSecret = false);
