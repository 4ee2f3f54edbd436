using System.Globalization;

namespace WebhookReceiver.Commands.Register;

/// <summary>The section <c>OnPremises</c>: where the On-Premises API client is, who logs in, and how it is to call back.</summary>
internal sealed record OnPremisesSettings(RemoteService Service, bool SentStatus, int MaxConcurrentRequests)
{
    public const string UrlKey = "OnPremises:Url";
    public const string UserNameKey = "OnPremises:UserName";
    public const string PasswordKey = "OnPremises:Password";
    public const string TokenKey = "OnPremises:AccessToken";

    private const string SentStatusKey = "OnPremises:SentStatus";
    private const string MaxConcurrentRequestsKey = "OnPremises:MaxConcurrentRequests";
    private const int DefaultConcurrentRequests = 6;
    private const int MostConcurrentRequests = 1000;

    /// <exception cref="CommandFailedException">A setting is missing or unusable.</exception>
    public static OnPremisesSettings Read(IConfiguration configuration) => new(
        RemoteService.Read(configuration, "On-Premises API", UrlKey, defaultUrl: null),
        configuration[SentStatusKey] switch
        {
            null or "" => true,
            var text when bool.TryParse(text, out var answer) => answer,
            _ => throw new CommandFailedException($"{SentStatusKey} is neither true nor false."),
        },
        configuration[MaxConcurrentRequestsKey] switch
        {
            null or "" => DefaultConcurrentRequests,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostConcurrentRequests => number,
            _ => throw new CommandFailedException($"{MaxConcurrentRequestsKey} is not a number from 1 to {MostConcurrentRequests}."),
        });
}
