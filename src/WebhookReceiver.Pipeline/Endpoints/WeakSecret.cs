namespace WebhookReceiver.Endpoints;

/// <summary>Recognises values that are long enough but no secret, such as a placeholder typed to get past validation.</summary>
internal static class WeakSecret
{
    public static bool IsOneCharacter(string value) => !value.AsSpan().ContainsAnyExcept(value[0]);
}
