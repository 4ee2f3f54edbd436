namespace WebhookReceiver.Commands.Register;

/// <summary>Access to an On-Premises API client: by a configured token, or by a login that is ended again.</summary>
internal sealed class OnPremisesSession(OnPremisesApi api, SecretSource secrets, IConfiguration configuration)
{
    private readonly Secret? configured = secrets.Find(OnPremisesSettings.TokenKey);
    private readonly string? userName = configuration[OnPremisesSettings.UserNameKey];

    private Secret? password;

    /// <summary>Stands for the token of the login in a dry run.</summary>
    private static Secret Later { get; } = new("the token of the login");

    /// <summary>Asks for what is missing, before the work begins.</summary>
    /// <exception cref="CommandFailedException">Neither a token nor a user name is configured.</exception>
    public void ReadCredentials()
    {
        if (configured is null)
        {
            password = userName is { Length: > 0 }
                ? secrets.Read(OnPremisesSettings.PasswordKey)
                : throw new CommandFailedException($"{OnPremisesSettings.UserNameKey} is not set, and neither is {OnPremisesSettings.TokenKey}.");
        }
    }

    /// <summary>All calls of a session, for a dry run.</summary>
    public IEnumerable<RemoteRequest> Plan(Func<Secret, IEnumerable<RemoteRequest>> calls) => configured is { } token
        ? calls(token)
        : [api.Login(userName!, password!), .. calls(Later), api.Logout(Later)];

    /// <returns>What the work returned, and whether a token of a login remains.</returns>
    /// <exception cref="CommandFailedException">The login or the work failed.</exception>
    public async Task<(T Result, bool TokenRemains)> RunAsync<T>(Func<Secret, Task<T>> work, CancellationToken cancellationToken)
    {
        if (configured is { } token)
        {
            return (await work(token), false);
        }

        var login = await api.LoginAsync(userName!, password!, cancellationToken);
        var hasEnded = false;
        T result;

        try
        {
            result = await work(login);
        }
        finally
        {
            // Also after a failure: a token of an administrator must not stay valid.
            hasEnded = await api.LogoutAsync(login, CancellationToken.None);
        }

        return (result, !hasEnded);
    }
}
