namespace WebhookReceiver.Endpoints;

/// <summary>A user name and a password that a sender may present.</summary>
internal sealed class BasicCredentials
{
    [AppliesAtOnce]
    public string? UserName { get; set; }

    [Secret]
    [AppliesAtOnce]
    public string? Password { get; set; }
}
