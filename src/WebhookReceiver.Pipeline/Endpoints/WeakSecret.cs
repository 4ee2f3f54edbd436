namespace WebhookReceiver.Endpoints;

/// <summary>Values that are long enough and still no secret, such as what somebody types to get on.</summary>
internal static class WeakSecret
{
    public static bool IsOneCharacter(string value) => !value.AsSpan().ContainsAnyExcept(value[0]);
}
