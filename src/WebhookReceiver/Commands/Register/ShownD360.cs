namespace WebhookReceiver.Commands.Register;

/// <summary>What is registered at 360dialog for the number of the API key.</summary>
internal sealed class ShownD360(RegisterRun run, EndpointSettings endpoint, Uri? expected)
{
    private const string Service = "360dialog";
    private const string What = "number of the API key";

    public async Task<RegisteredItem> ReadAsync(CancellationToken cancellationToken)
    {
        if (run.Secrets.Find(D360Api.KeyKey) is not { } key)
        {
            return RegisteredItem.NotChecked(Service, What, $"{D360Api.KeyKey} is not set.");
        }

        return await RegisteredItem.OrFailedAsync(Service, What, async () =>
        {
            var webhook = await new D360Api(D360Api.ServiceOf(run.Configuration), key, run.Remote, run.Mask).ReadAsync(cancellationToken);

            if (webhook.Url is null)
            {
                return new RegisteredItem(Service, What, RegisteredState.None, Url: null, ["No webhook is set: register 360dialog."]);
            }

            // An endpoint for Meta is not what this webhook is about.
            IReadOnlyList<string> differences = endpoint.Sender is EndpointSender.Meta ? [] : [.. webhook.DifferencesFrom(expected, endpoint.FindHeaders(run.Secrets, run.Mask))];
            var headers = webhook.Headers.Count is 0 ? "It sends no header." : $"It sends {string.Join(", ", webhook.Headers.Keys)}.";
            return new RegisteredItem(Service, What, differences.Count is 0 ? RegisteredState.Registered : RegisteredState.Different, ShownUrl.Of(webhook.Url), [.. differences, headers]);
        });
    }
}
