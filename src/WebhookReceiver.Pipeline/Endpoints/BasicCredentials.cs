namespace WebhookReceiver.Endpoints;

/// <summary>A user name and a password that a sender may present.</summary>
internal sealed class BasicCredentials
{
    public string? UserName { get; set; }

    [Secret]
    public string? Password { get; set; }
}
